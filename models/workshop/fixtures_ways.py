"""Reference outputs for the ways of writing and drawing beside the plain ones, by PyTorch alone. `python -m fixtures_ways`

Writes tests/fixtures/nano/ways.json and ways.safetensors from the weights of the pack. What reads a prompt does so without
a cache, what searches with beams follows the rule of transformers 4.31 on whole sequences, solvers are those of diffusers.

    beams[]      { beams, penalty, most, ids, score }       caption of fox.png; ids without the end
    repeats[]    { penalty, ids }                           greedy, a word that was said counts less
    likely       { ids, logProbabilities: tensor }          greedy, and how likely each token was
    solvers[]    { steps, guidance, tensor }                "a red apple on a blue background", DPM-Solver++, seed 7
    sources[]    { strength, steps, masked, tensor }        the same drawn over fox.png; masked: only the right half
    autoencoded  { guidance, embeds, tensor }               fox.png
    blend        { weights, embeds, tensor }                fox.png and small.png
    video        { hidden }                                 three frames and a question: the last state
    turns        { hidden }                                 question, answer, question: the last state
    interleaved  { told[], embeds[] }                       greedy, after a caption and fox.png: words, picture, words …
    box          { edges, embeds }                          a drawn box, as OpenCV draws it, seen by the encoder
    search       { text, image, region }                    vectors to search with

Pictures are [3, 64, 64]: every fourth row and column of -1..1.
"""

import json

import cv2
import numpy as np
import torch
from diffusers import DPMSolverMultistepScheduler
from PIL import Image
from safetensors.numpy import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor

from fixtures import OUT, Recorder, pixels_of
from nano import Nano
from pack_weights import Pack
from philox import normals
from scenes import PICTURE
from tokenizer import PACK

STRIDE = 4


def nano_of_pack() -> Nano:
    pack = Pack(PACK)
    return Nano(Tokenizer.from_file(str(PACK / 'tokenizer.json')), pack.vision, pack.language, pack.composer, pack.unet)


class Ways:
    def __init__(self, nano: Nano) -> None:
        self.nano, self.recorder = nano, Recorder()
        self.keep = self.recorder.keep
        names = [f'{name}_embeds' for name in ('empty_prompt', 'null_image')]
        self.empty, self.null = (torch.from_numpy(load_file(PACK / 'constants.safetensors')[name]) for name in names)
        controls = {token.content for token in nano.tokenizer.get_added_tokens_decoder().values()}
        self.ends = [nano.control('eos'), nano.control('boi')]
        self.forbidden = sorted({nano.tokenizer.token_to_id(token) for token in controls} - set(self.ends))
        self.fox = nano.vision(pixels_of('fox.png')[1])
        self.caption = nano.sequence([self.fox[0]], '{prompt}Describe the picture:')

    def logits(self, sequence: list, first: bool = False) -> Tensor:
        row = self.nano.language.lm_head(self.nano.hidden(self.nano.embed(sequence))[:, -1])[0].clone()
        row[self.forbidden + (self.ends if first else [])] = -torch.inf
        return row

    def greedy(self, sequence: list, most: int, penalty: float = 1.0) -> tuple[list[int], list[float]]:
        said: list[int] = []
        likely: list[float] = []
        while len(said) < most:
            plain = self.logits([*sequence, *said])
            row = self.logits([*sequence, *said], not said)
            for token in set(said):
                row[token] = row[token] * penalty if row[token] < 0 else row[token] / penalty
            token = int(row.argmax())
            if token in self.ends:
                break
            all_of_it = self.nano.language.lm_head(self.nano.hidden(self.nano.embed([*sequence, *said]))[:, -1])[0]
            likely.append(float(all_of_it.double().log_softmax(-1)[token]))
            said.append(token)
        return said, likely

    def beams(self, beams: int, penalty: float, most: int) -> dict:
        """The rule of transformers 4.31; lengths count the one id that stands for the prompt, and no end."""
        running: list[tuple[list[int], float]] = [([], 0.0)]
        pool: list[tuple[float, list[int]]] = []
        while running and len(running[0][0]) < most:
            length = 1 + len(running[0][0])
            ranked = []
            for ids, total in running:
                row = self.nano.language.lm_head(self.nano.hidden(self.nano.embed([*self.caption, *ids]))[:, -1])[0]
                scores = row.double().log_softmax(-1)
                scores[self.forbidden + (self.ends if not ids else [])] = -torch.inf
                best = scores.topk(beams * 3)
                ranked += [(total + float(s), ids, int(t)) for s, t in zip(*best)]
            ranked.sort(key=lambda item: -item[0])
            following = []
            for rank, (total, ids, token) in enumerate(ranked[:beams * 3]):
                if token not in self.ends:
                    following.append(([*ids, token], total))
                elif rank < beams:
                    pool = sorted([*pool, (total / length ** penalty, ids)], key=lambda item: -item[0])[:beams]
                if len(following) == beams:
                    break
            running = following
            if len(pool) == beams and pool[-1][0] >= ranked[0][0] / length ** penalty:
                running = []
        pool += [(total / (1 + len(ids)) ** penalty, ids) for ids, total in running]
        score, ids = max(pool, key=lambda item: item[0])
        return {'beams': beams, 'penalty': penalty, 'most': most, 'ids': ids, 'score': score}

    def noise(self, seed: int) -> Tensor:
        return torch.from_numpy(normals(seed, 3 * PICTURE * PICTURE)).view(1, 3, PICTURE, PICTURE)

    def velocity(self, x: Tensor, t: float, z: Tensor, against: Tensor, guidance: float) -> Tensor:
        time = torch.tensor([t])
        v = self.nano.unet(x, time, z, self.nano.composer(z))
        if guidance == 1:
            return v
        free = self.nano.unet(x, time, against, self.nano.composer(against))
        return free + guidance * (v - free)

    def solved(self, z: Tensor, steps: int, guidance: float) -> Tensor:
        """diffusers counts from the picture: its sigma is 1 - t, its flow noise - picture, its last sigma 0."""
        solver = DPMSolverMultistepScheduler(use_flow_sigmas=True, flow_shift=1.0, prediction_type='flow_prediction',
                                             final_sigmas_type='zero', solver_order=2, lower_order_final=True)
        solver.set_timesteps(steps)
        sigmas = torch.linspace(1, 0, steps + 1)
        solver.sigmas = sigmas.clone()
        solver.sigmas[0] = 1 - 1e-6  # its logarithm of 0 would be minus infinity
        x = self.noise(7)
        for i, at in enumerate(solver.timesteps):
            v = self.velocity(x, 1 - float(sigmas[i]), z, self.empty, guidance)
            x = solver.step(-v, at, x).prev_sample
        return x

    def over(self, z: Tensor, strength: float, steps: int, masked: bool) -> Tensor:
        source, noise = pixels_of('fox.png')[1], self.noise(7)
        mask = torch.ones(1, 1, PICTURE, PICTURE)
        if masked:
            mask[..., :PICTURE // 2] = 0
        first = steps - int(steps * strength)
        at = lambda t: t * source + (1 - t) * noise
        x = at(first / steps) if first else noise
        for i in range(first, steps):
            x = x + self.velocity(x, i / steps, z, self.empty, 1) / steps
            if masked:
                x = mask * x + (1 - mask) * at((i + 1) / steps)
        return x

    def small(self, name: str, picture: Tensor) -> str:
        return self.keep(name, picture[0, :, ::STRIDE, ::STRIDE])

    def drawn(self, name: str, z: Tensor, guidance: float, against: Tensor, steps: int = 4) -> str:
        x = self.noise(7)
        for i in range(steps):
            x = x + self.velocity(x, i / steps, z, against, guidance) / steps
        return self.small(name, x)

    def interleaved(self, pictures: int) -> dict:
        sequence = self.nano.sequence(['a fox in a meadow', self.fox[0]])
        told, embeds = [], []
        for i in range(pictures):
            said, _ = self.greedy(sequence, 40)
            told.append(self.nano.tokenizer.decode(said))
            sequence += said
            if int(self.logits(sequence).argmax()) != self.nano.control('boi'):
                break
            z = self.nano.write([*sequence, self.nano.control('boi')])
            embeds.append(self.keep(f'interleaved.{i}', z))
            sequence.append(z[0])
        return {'told': told, 'embeds': embeds}

    def last_hidden(self, name: str, sequence: list) -> dict:
        return {'hidden': self.keep(name, self.nano.hidden(self.nano.embed(sequence))[:, -1])}


def pooled(z: Tensor) -> Tensor:
    mean = z.reshape(-1, z.shape[-1]).mean(0)
    return mean / mean.norm()


def see(nano: Nano, picture: np.ndarray) -> Tensor:
    square = Image.fromarray(picture).resize((PICTURE, PICTURE), Image.Resampling.BICUBIC)
    values = torch.from_numpy(np.asarray(square).astype(np.float32) / 255).permute(2, 0, 1)[None]
    return nano.vision((values - 0.5) / 0.5)


@torch.no_grad()
def main() -> None:
    nano = nano_of_pack()
    ways, keep = Ways(nano), None
    keep = ways.keep
    apple = nano.write([*nano.sequence(['a red apple on a blue background']), nano.control('boi')])
    small = nano.vision(pixels_of('small.png')[1])
    blend = 0.75 * ways.fox + 0.25 * small
    said, likely = ways.greedy(ways.caption, 24)
    frames = [nano.vision(pixels_of(file)[1])[0] for file in ('fox.png', 'large.png', 'small.png')]
    box = np.zeros((PICTURE, PICTURE, 3), np.uint8)
    edges = (64, 96, 192, 224)
    cv2.rectangle(box, edges[:2], edges[2:], (255, 255, 255), 2)
    fox = np.asarray(Image.open(OUT / 'fox.png').convert('RGB'))
    height, width = fox.shape[:2]
    region = fox[round(height * 0.25):round(height * 0.75), round(width * 0.25):round(width * 0.75)]
    words = nano.write([*nano.sequence(['a fox in a meadow']), nano.control('boi')])
    bos = [nano.control('bos')]
    user, assistant, eos = nano.control('user'), nano.control('assistant'), nano.control('eos')
    turns = [*bos, user, *nano.text(': what is this?'), assistant, *nano.text(': a fox'), eos, user, *nano.text(': where is it?'),
             assistant, *nano.text(':')]
    found = {
        'beams': [ways.beams(beams, penalty, 24) for beams, penalty in ((2, 0.0), (3, -1.0), (5, 2.0), (5, -1.0))],
        'repeats': [{'penalty': penalty, 'ids': ways.greedy(ways.caption, 24, penalty)[0]} for penalty in (1.0, 1.5, 4.0)],
        'likely': {'ids': said, 'logProbabilities': keep('likely', np.asarray(likely))},
        'solvers': [{'steps': steps, 'guidance': guidance,
                     'tensor': ways.small(f'solver.{steps}.{guidance}', ways.solved(apple, steps, guidance))}
                    for steps, guidance in ((4, 1), (8, 1), (6, 2))],
        'sources': [{'strength': strength, 'steps': steps, 'masked': masked,
                     'tensor': ways.small(f'source.{strength}.{steps}.{masked}', ways.over(apple, strength, steps, masked))}
                    for strength, steps, masked in ((0.5, 4, False), (0.75, 8, False), (1, 4, True), (0.5, 6, True))],
        'autoencoded': {'guidance': 2, 'embeds': keep('autoencoded', ways.fox),
                        'tensor': ways.drawn('autoencoded.picture', ways.fox, 2, ways.null)},
        'blend': {'weights': [3, 1], 'embeds': keep('blend', blend), 'tensor': ways.drawn('blend.picture', blend, 1, ways.null)},
        'video': ways.last_hidden('video', nano.sequence([*frames, 'what happens?'])),
        'turns': ways.last_hidden('turns', turns),
        'interleaved': ways.interleaved(3),
        'box': {'edges': edges, 'embeds': keep('box', see(nano, box))},
        'search': {'text': keep('search.text', pooled(words)), 'image': keep('search.image', pooled(ways.fox)),
                   'region': keep('search.region', pooled(see(nano, region)))},
    }
    (OUT / 'ways.json').write_text(json.dumps(found) + '\n')
    save_file(ways.recorder.tensors, OUT / 'ways.safetensors')
    print({name: array.shape for name, array in ways.recorder.tensors.items()})


if __name__ == '__main__':
    main()
