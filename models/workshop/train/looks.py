"""Stage 2b: how each thing looks, read from a cut-out of a picture. `python -m train.looks --minutes 180`"""

import argparse

import numpy as np
import torch
from torch import Tensor

from appearances import Space, appearances, space
from icons import Icons, icons
from model.appearance import LookEncoder
from scenes import PLAIN
from train.appearance import augment
from train.crops import cut_outs
from train.optim import Optimiser
from train.run import Run

Rng = np.random.Generator


def batch(art: Icons, rng: Rng, size: int) -> Tensor:
    """Everything that is seen in training, things more often than signs and faces; changed as for stage 1."""
    chosen = np.where(rng.random(size) < 0.8, rng.choice(art.things, size), rng.choice(art.seen, size))
    return augment(art.load(chosen, rng.integers(0, 3, size)), rng)


class Probe:
    """Cut-outs of some icons. `off`: squared error, and `seen` that of pixels (1.0 is the variance of either);
    `nearest`: how often no look of any icon in any style is nearer."""

    def __init__(self, art: Icons, chosen: np.ndarray, found: Space) -> None:
        styles = np.arange(len(chosen)) % 3
        looks = art.load(chosen, styles)
        self.views, self.truth = cut_outs(looks, np.random.default_rng(50)), found.encode(looks)
        self.scale = found.scale
        self.label = torch.from_numpy(styles * len(art.names) + chosen)

    @torch.no_grad()
    def measure(self, encoder: LookEncoder, table: Tensor) -> dict[str, float]:
        read = encoder(self.views.contiguous(memory_format=torch.channels_last))
        pixels = ((read - self.truth) * self.scale).pow(2).sum() / (self.truth * self.scale).pow(2).sum()
        nearest = torch.cdist(read, table).argmin(1) == self.label
        return {'off': float((read - self.truth).pow(2).mean()), 'seen': float(pixels), 'nearest': float(nearest.float().mean())}


def report(probes: dict[str, Probe], encoder: LookEncoder, table: Tensor) -> dict[str, float]:
    return {f'{name}_{what}': mark for name, probe in probes.items() for what, mark in probe.measure(encoder, table).items()}


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument('--minutes', type=float, default=180)
    options.add_argument('--batch', type=int, default=48)
    args = options.parse_args()
    run = Run('looks', args.minutes, seed=4)
    art, found = icons(), space()
    table = torch.from_numpy(appearances().true[PLAIN]).flatten(0, 1)
    weight = found.importance()
    encoder = LookEncoder().to(memory_format=torch.channels_last)
    optimiser = Optimiser(encoder)
    parts = {'looks': encoder, 'optimiser': optimiser}
    run.resume(parts)
    probes = {'named': Probe(art, art.named[::4], found), 'held_out': Probe(art, art.held_out, found)}
    while run.progress < 1:
        looks = batch(art, run.rng, args.batch)
        with run.autocast():
            read = encoder(cut_outs(looks, run.rng).contiguous(memory_format=torch.channels_last))
        loss = ((read - found.encode(looks)).pow(2) * weight).mean()
        loss.backward()
        optimiser.step(run.progress)
        run.steps += 1
        if run.due(180):
            run.log(cut_outs=run.steps * args.batch, loss=loss.item(), **report(probes, encoder, table))
            run.save(parts)
    run.save(parts)
    run.log(**report(probes, encoder, table))


if __name__ == '__main__':
    main()
