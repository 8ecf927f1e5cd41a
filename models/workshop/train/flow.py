"""Stage 4: the flow-matching decoder, on the drawings its embeddings really give. `python -m train.flow --minutes 15`

A pool of (embeddings, drawing, true picture) is filled while training; a drawing is dear, a step on it is cheap.
Embeddings are true ones, roughened ones, and (once the language model is there) ones it wrote from captions.
"""

import argparse

import numpy as np
import torch
from torch import Tensor

from appearances import Appearances, appearances
from backdrops import backdrops
from captions import caption
from icons import icons
from layouts import jitter, random_scene
from model.appearance import IconDecoder
from model.decoder import LAST_MOMENT, Composer, FlowUNet
from model.language import LanguageModel
from render import render
from scenes import SLOTS, WHERE, WIDTH, Scene, embed
from samples import Segment
from sequences import SLOT, build, collate, control, inputs, tokenizer
from train.optim import Optimiser
from train.run import RUNS, Run, load

Rng = np.random.Generator


@torch.no_grad()
def written(model: LanguageModel, scenes: list[Scene], words: list[str], looks: Appearances) -> Tensor:
    """Embeddings the model writes for captions, in parallel: [n, 8, 320]."""
    samples = [[Segment(text), Segment(scene, answer=True)] for text, scene in zip(words, scenes)]
    rows = collate([build(segments, one_by_one=False) for segments in samples], looks, np.random.default_rng(0))
    h, _ = model.trunk(inputs(model, rows, rows.embeds, torch.zeros_like(rows.kind, dtype=torch.bool)), rows.position, rows.bias)
    parallel = (rows.next_slot >= 0) & (rows.kind != SLOT)
    return model.regress(h[parallel]).view(len(scenes), SLOTS, -1)


@torch.no_grad()
def unconditional(model: LanguageModel) -> Tensor:
    """What the model writes for nothing at all: `<s> [IMG]`. [1, 8, 320]"""
    x = torch.cat([model.tokens(torch.tensor([[control('<s>'), control('[IMG]')]])), model.mask_queries()[None, :SLOTS - 1]], 1)
    length = x.shape[1]
    bias = torch.where(torch.ones(length, length).tril() > 0, 0.0, -1e9)[None, None]
    return model.regress(model.trunk(x, torch.arange(length)[None], bias)[0][:, -SLOTS:])


class Pool:
    def __init__(self, composer: Composer, language: LanguageModel | None, size: int) -> None:
        self.composer, self.language, self.size = composer, language, size
        self.looks = appearances()
        self.z: list[Tensor] = []
        self.base: list[Tensor] = []
        self.picture: list[Tensor] = []

    @torch.no_grad()
    def grow(self, rng: Rng, count: int) -> None:
        """Adds `count` entries, the oldest leave when the pool is full."""
        art = icons()
        pool = art.named if rng.random() < 0.7 else art.seen
        scenes = [random_scene(rng, pool=pool) for _ in range(count)]
        if self.language is not None and pool is art.named and rng.random() < 0.75:
            z = written(self.language, scenes, [caption(scene, rng) for scene in scenes], self.looks)
        else:
            scenes = [jitter(scene, rng) if rng.random() < 0.4 else scene for scene in scenes]
            z = torch.from_numpy(np.stack([embed(scene, self.looks.true) for scene in scenes]))
            z[..., WHERE:] += torch.randn_like(z[..., WHERE:]) * float(rng.uniform(0, 0.5)) * (z[..., WHERE:] != 0)
        base = self.composer(z).float()
        for i, scene in enumerate(scenes):
            self.z.append(z[i])
            self.base.append(base[i].half())
            self.picture.append(torch.from_numpy(render(scene)).permute(2, 0, 1).half() * 2 - 1)
        for entries in (self.z, self.base, self.picture):
            del entries[:max(0, len(entries) - self.size)]

    def draw(self, rng: Rng, count: int) -> tuple[Tensor, Tensor, Tensor]:
        chosen = rng.integers(0, len(self.z), count)
        return (torch.stack([self.z[i] for i in chosen]), torch.stack([self.base[i] for i in chosen]).float(),
                torch.stack([self.picture[i] for i in chosen]).float())


def psnr(a: Tensor, b: Tensor) -> float:
    return float((-10 * ((a.clamp(-1, 1) - b) / 2).pow(2).mean((1, 2, 3)).log10()).mean())


@torch.no_grad()
def sample(unet: FlowUNet, z: Tensor, base: Tensor, steps: int) -> Tensor:
    x = torch.randn(base.shape, generator=torch.Generator().manual_seed(0))
    for i in range(steps):
        x = x + unet(x, torch.full((len(z),), i / steps), z, base) / steps
    return x


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument('--minutes', type=float, default=15)
    options.add_argument('--batch', type=int, default=8)
    options.add_argument('--pool', type=int, default=3000)
    args = options.parse_args()
    run = Run('flow', args.minutes, seed=5)
    composer = Composer(IconDecoder(), *backdrops()).requires_grad_(False).eval()
    load('decoder' if (RUNS / 'decoder.pt').exists() else 'appearance', decoder=composer.icons)
    language = None
    if (RUNS / 'language.pt').exists():
        language = LanguageModel(tokenizer().get_vocab_size()).requires_grad_(False).eval()
        load('language', language=language)
    nothing = unconditional(language) if language else torch.zeros(1, SLOTS, WIDTH)
    nothing_base = composer(nothing)
    unet = FlowUNet().to(memory_format=torch.channels_last)
    # It starts as the drawing itself and must not leave it faster than it learns.
    optimiser = Optimiser(unet, lr=6e-4, muon_lr=0.005, adam_only=('leave', 'slots', 'scale_shift'))
    parts = {'unet': unet, 'optimiser': optimiser}
    run.resume(parts)
    probe = Pool(composer, language, 32)
    for _ in range(4):
        probe.grow(np.random.default_rng(77 + len(probe.z)), 4)
    pool = Pool(composer, language, args.pool)
    for _ in range(8):
        pool.grow(run.rng, 4)
    while run.progress < 1:
        pool.grow(run.rng, 2)
        z, base, picture = pool.draw(run.rng, args.batch)
        dropped = torch.from_numpy(run.rng.random((args.batch, 1, 1)) < 0.1)
        z, base = torch.where(dropped, nothing, z), torch.where(dropped[..., None], nothing_base, base)
        # Early times matter most: few steps are taken, and the first decides.
        t = torch.from_numpy(run.rng.uniform(0, 1, args.batch) ** 1.3).float()
        noise = torch.randn_like(picture)
        x = noise + t.view(-1, 1, 1, 1) * (picture - noise)
        with run.autocast():
            residual = unet.residual(x, t, z, base)
        wrong = base + residual - picture
        left = (1 - t).clamp(min=LAST_MOMENT).view(-1, 1, 1, 1)
        loss = (wrong.pow(2) / left).mean() + 0.3 * wrong.abs().mean()
        loss.backward()
        optimiser.step(run.progress)
        run.steps += 1
        if run.due(90):
            unet.eval()
            z, base, picture = torch.stack(probe.z), torch.stack(probe.base).float(), torch.stack(probe.picture).float()
            run.log(loss=loss.item(), base=psnr(base, picture),
                    steps1=psnr(sample(unet, z, base, 1), picture), steps4=psnr(sample(unet, z, base, 4), picture))
            run.save(parts)
    run.save(parts)


if __name__ == '__main__':
    main()


