"""Reference outputs for the TypeScript engine, computed by the PyTorch modules alone. `python -m fixtures`

Writes tests/fixtures/nano/reference.json, reference.safetensors and PNG files. Weights are rounded as the pack stores
them, so differences are the engine's. A name that ends in `.png` is a file, every other `tensor` is a key of the safetensors file.

    tokenizer[]   { text, ids, withControl }   ids: text as a user typed it (control tokens are mere letters); withControl: as
                                               a template would be read
    noise         { seeds: { "<seed>": tensor } of 64 normals, stream 0 }, uniforms the same, stream 1 (float64)
    resize[]      { picture, width, height, tensor, stride }  PIL bicubic to 256 x 256, uint8 [256/stride, 256/stride, 3]
    vision[]      { picture, tensor }          image_embeds [1, 8, 320]
    prompts[]     { name, parts, ids, hidden, embeds: { parallel, autoregressive }, base, baseStride, pictures[] }
                  parts: { text } or { picture }; ids end in [IMG], pictures are [IMG] <image>*8 [/IMG];
                  hidden: last_hidden_state of ids [1, S, 256]; base: [1, 3, 256/stride, 256/stride] in -1..1;
                  pictures: { seed, steps, guidance, file, tensor, stride } from the parallel embeddings
    storyboard    as prompts, and said: the ids written greedily after the parts (ends in [IMG]), told: the same in words
    text[]        { name, template, parts, ids, said, told, margin }  greedy; margin: least gap between best and second logit
    schedulers    euler-discrete as diffusers computes it for Emu2, flow matching by hand
"""

import hashlib
import json
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from safetensors.numpy import save_file

from icons import icons
from nano import Nano, Part, load_nano
from pack_text import TEMPLATES
from philox import DECODER_NOISE, SAMPLING, normals, uniforms
from render import render, to_image
from scenes import PICTURE, SLOTS, Scene, Thing
from tasks import sample
from train.run import PACK

OUT = Path(__file__).resolve().parents[2] / 'tests' / 'fixtures' / 'nano'
ODD_STRINGS = [
    '', ' ', 'a', 'A Red Apple', '  two   spaces  ', 'tab\there', 'line\nbreak', 'trailing ', 'It\'s the fox\'s house!',
    'don\'t, won\'t, we\'ll', '3 dogs & 12 cats', '1234567890', 'naïve café', 'Ünïcödé', '日本語', '日本 🦊 é', '🍎', '🍎🍎 on 🟦',
    '👩‍👩‍👧‍👦 family', 'مرحبا', 'Ελληνικά', 'Привет', '½ ¼ ²', 'ﬁne', 'İstanbul', 'straße', 'a\u00a0b', 'e\u0301', '\u200bzero width',
    '[IMG]', '<image>', '<s>', '</s>', 'a [IMG] b', '[USER]: hi [ASSISTANT]:', 'say </s> now', '<patch_index_0012>', '[PAD]',
    '<s>[IMG]<image><image>[/IMG]', '[img]', '<IMAGES>', '[ IMG ]', '[IM', 'x[IMG', '{prompt}', '"quoted"', '(round) [square] {curly}',
    'https://example.org/a?b=c', 'C:\\pictures\\fox.png', '...', '!?', '—dash—', 'under_score', 'camelCaseWord', 'a' * 60]


class Recorder:
    def __init__(self) -> None:
        self.tensors: dict[str, np.ndarray] = {}

    def keep(self, name: str, value: torch.Tensor | np.ndarray) -> str:
        array = value.detach().numpy() if isinstance(value, torch.Tensor) else value
        self.tensors[name] = np.ascontiguousarray(array)
        return name


def scene_of(*things: tuple[str, int, float, float, float], background: str = 'plain', colour: str = 'white') -> Scene:
    art = icons()
    return Scene(background, colour, tuple(Thing(art.index[n], s, x, y, size) for n, s, x, y, size in things))


def make_pictures() -> dict[str, tuple[int, int]]:
    """Flat art makes small files. Odd sizes, so that resizing is tested."""
    fox = render(scene_of(('fox', 0, 0.5, 0.62, 0.5), background='meadow'))
    boat = render(scene_of(('sailboat', 1, 0.26, 0.62, 0.45), ('whale', 1, 0.74, 0.62, 0.45), background='sea'))
    apple = render(scene_of(('red-apple', 2, 0.5, 0.5, 0.68), colour='blue'))
    to_image(fox).save(OUT / 'fox.png', optimize=True)
    to_image(boat).resize((613, 409), Image.Resampling.BICUBIC).quantize(96).convert('RGB').save(OUT / 'large.png', optimize=True)
    to_image(apple).resize((53, 37), Image.Resampling.BICUBIC).save(OUT / 'small.png', optimize=True)
    return {name: Image.open(OUT / name).size for name in ('fox.png', 'large.png', 'small.png')}


def pixels_of(file: str) -> tuple[np.ndarray, torch.Tensor]:
    """PIL's bicubic to a square, as bytes and as pixel_values."""
    picture = Image.open(OUT / file).convert('RGB').resize((PICTURE, PICTURE), Image.Resampling.BICUBIC)
    values = torch.from_numpy(np.asarray(picture).astype(np.float32) / 255).permute(2, 0, 1)[None]
    return np.asarray(picture), (values - 0.5) / 0.5


class Cases:
    def __init__(self, nano: Nano) -> None:
        self.nano, self.recorder = nano, Recorder()
        self.empty = nano.write([nano.control('bos'), nano.control('boi')])  # is constants.empty_prompt_embeds

    def see(self, file: str) -> torch.Tensor:
        return self.nano.vision(pixels_of(file)[1])

    def parts(self, parts: list[dict]) -> list[str | torch.Tensor]:
        return [part['text'] if 'text' in part else self.see(part['picture'])[0] for part in parts]

    def ids(self, sequence: list[Part]) -> list[int]:
        image = self.nano.tokenizer.token_to_id('<image>')
        found: list[int] = []
        for part in sequence:
            found += [part] if isinstance(part, int) else [self.nano.control('boi'), *[image] * SLOTS, self.nano.control('eoi')]
        return found

    def regressed(self, name: str, sequence: list[Part]) -> dict:
        keep = self.recorder.keep
        modes = {mode: self.nano.write(sequence, mode) for mode in ('parallel', 'autoregressive')}
        return {'ids': self.ids(sequence), 'hidden': keep(f'{name}.hidden', self.nano.hidden(self.nano.embed(sequence))),
                'embeds': {mode: keep(f'{name}.embeds.{mode}', z) for mode, z in modes.items()},
                'base': keep(f'{name}.base', self.nano.composer(modes['parallel'])[:, :, ::4, ::4]), 'baseStride': 4,
                'z': modes['parallel']}

    def picture(self, name: str, z: torch.Tensor, seed: int, guidance: float) -> dict:
        noise = torch.from_numpy(normals(seed, 3 * PICTURE * PICTURE)).view(1, 3, PICTURE, PICTURE)
        drawn = self.nano.draw(z, noise, 4, guidance, self.empty)
        file = f'{name}-seed{seed}-guidance{guidance:g}.png'
        as_bytes = ((drawn[0].permute(1, 2, 0).clamp(-1, 1) + 1) * 127.5).round().numpy().astype(np.uint8)
        Image.fromarray(as_bytes).save(OUT / file, optimize=True)
        key = self.recorder.keep(file.replace('.png', '.pixels'), drawn[:, :, ::4, ::4])
        return {'seed': seed, 'steps': 4, 'guidance': guidance, 'file': file, 'tensor': key, 'stride': 4}

    def prompt(self, name: str, parts: list[dict], guidances: list[float]) -> dict:
        found = self.regressed(name, [*self.nano.sequence(self.parts(parts)), self.nano.control('boi')])
        z = found.pop('z')
        return {'name': name, 'parts': parts, **found, 'pictures': [self.picture(name, z, 7, g) for g in guidances]}

    def storyboard(self, parts: list[dict]) -> dict:
        sequence = self.nano.sequence(self.parts(parts))
        said = self.nano.say(sequence)
        if said[-1] != self.nano.control('boi'):
            said.append(self.nano.control('boi'))
        found = self.regressed('storyboard', [*sequence, *said])
        z = found.pop('z')
        return {'name': 'storyboard', 'parts': parts, 'said': said, 'told': self.nano.tokenizer.decode(said).strip(), **found,
                'pictures': [self.picture('storyboard', z, 7, 1.0)]}

    def text(self, name: str, template: str, parts: list[dict]) -> dict:
        sequence = self.nano.sequence(self.parts(parts), template)
        said = self.nano.say(sequence)
        margin = min(self.gap([*sequence, *said[:i]]) for i in range(len(said)))
        return {'name': name, 'template': template, 'parts': parts, 'ids': self.ids(sequence), 'said': said,
                'told': self.nano.tokenizer.decode(said).strip(), 'margin': round(margin, 4)}

    def gap(self, sequence: list[Part]) -> float:
        best = self.nano.language.lm_head(self.nano.hidden(self.nano.embed(sequence))[:, -1])[0].topk(2).values
        return float(best[0] - best[1])


def tokenizer_cases(nano: Nano) -> list[dict]:
    rng = np.random.default_rng(8)
    texts = list(ODD_STRINGS)
    while len(texts) < 200:
        texts += [s.content for s in sample(rng) if isinstance(s.content, str)]
    return [{'text': t, 'ids': nano.text(t), 'withControl': nano.tokenizer.encode(t).ids} for t in texts[:200]]


def scheduler_cases(keep) -> dict:
    from diffusers import EulerDiscreteScheduler
    found: dict = {'euler-discrete': [], 'flow-matching-euler': []}
    for steps in (50, 20):
        scheduler = EulerDiscreteScheduler(
            beta_start=0.00085, beta_end=0.012, beta_schedule='scaled_linear', num_train_timesteps=1000,
            timestep_spacing='leading', steps_offset=1, interpolation_type='linear', use_karras_sigmas=False)
        scheduler.set_timesteps(steps)
        name = f'euler.{steps}'
        generator = torch.Generator().manual_seed(steps)
        x = torch.randn(1, 4, 4, 4, generator=generator)
        trace = [x]
        noises = []
        for t in scheduler.timesteps[:4]:
            scheduler.scale_model_input(x, t)
            noise = torch.randn(x.shape, generator=generator)
            noises.append(noise)
            x = scheduler.step(noise, t, x).prev_sample
            trace.append(x)
        found['euler-discrete'].append({
            'steps': steps, 'trainSteps': 1000, 'betaStart': 0.00085, 'betaEnd': 0.012, 'stepsOffset': 1,
            'timesteps': keep(f'{name}.timesteps', scheduler.timesteps.float()),
            'sigmas': keep(f'{name}.sigmas', scheduler.sigmas.float()), 'initSigma': float(scheduler.init_noise_sigma),
            'noises': keep(f'{name}.noises', torch.stack(noises)), 'samples': keep(f'{name}.samples', torch.stack(trace))})
    for steps in (4, 10):
        generator = torch.Generator().manual_seed(steps)
        x = torch.randn(1, 3, 4, 4, generator=generator)
        velocities = torch.randn(steps, 1, 3, 4, 4, generator=generator)
        times = [i / steps for i in range(steps + 1)]
        trace = [x]
        for i in range(steps):
            x = x + (times[i + 1] - times[i]) * velocities[i]
            trace.append(x)
        found['flow-matching-euler'].append({'steps': steps, 'shift': 1, 'times': times, 'velocities': keep(
            f'flow.{steps}.velocities', velocities), 'samples': keep(f'flow.{steps}.samples', torch.stack(trace))})
    return found


@torch.no_grad()
def main() -> None:
    torch.set_num_threads(1)
    OUT.mkdir(parents=True, exist_ok=True)
    for old in OUT.glob('*.png'):
        old.unlink()
    nano = load_nano()
    cases = Cases(nano)
    keep = cases.recorder.keep
    sizes = make_pictures()
    seeds = (0, 7, 2 ** 40 + 3)
    fox, boat = {'picture': 'fox.png'}, {'picture': 'large.png'}
    document = {
        'format': 1, 'pack': {'sha256': hashlib.sha256((PACK / 'pack.json').read_bytes()).hexdigest()},
        'guidance': 'the free row is constants.empty_prompt_embeds with the base drawn from them',
        'tokenizer': tokenizer_cases(nano),
        'noise': {
            'normals': {str(s): keep(f'normals.{s}', normals(s, 64, DECODER_NOISE)) for s in seeds},
            'uniforms': {str(s): keep(f'uniforms.{s}', uniforms(s, SAMPLING, 64)) for s in seeds}},
        'resize': [{'picture': file, 'width': sizes[file][0], 'height': sizes[file][1], 'stride': stride,
                    'tensor': keep(f'resize.{file}', pixels_of(file)[0][::stride, ::stride])}
                   for file, stride in (('small.png', 1), ('large.png', 8))],
        'vision': [{'picture': file, 'tensor': keep(f'vision.{file}', cases.see(file))} for file in sizes],
        'prompts': [
            cases.prompt('apple', [{'text': 'a red apple on a blue background'}], [1.0, 2.0]),
            cases.prompt('night', [fox, {'text': 'make it night'}], [1.0])],
        'storyboard': cases.storyboard([{'text': 'a fox in a meadow'}, fox, {'text': 'the fox is now at sea'}, boat]),
        'text': [
            cases.text('caption', TEMPLATES['caption'], [fox]),
            cases.text('question', TEMPLATES['ask'], [boat, {'text': 'how many things are there?'}]),
            cases.text('complete', TEMPLATES['complete'], [{'text': 'a fox'}])],
        'schedulers': scheduler_cases(keep)}
    save_file(cases.recorder.tensors, OUT / 'reference.safetensors')
    (OUT / 'reference.json').write_text(json.dumps(document, ensure_ascii=False, separators=(',', ':')) + '\n')
    total = sum(p.stat().st_size for p in OUT.iterdir())
    print(f'{total / 1e6:.2f} MB', {t['name']: t['told'] for t in document['text']}, document['storyboard']['told'])


if __name__ == '__main__':
    main()
