"""Stage 2b: how each thing looks, read from a cut-out of a picture. `python -m train.looks --minutes 180`"""

import argparse

import numpy as np
import torch
import torch.nn.functional as F
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
    """Cut-outs of some icons. `off`: squared error (1.0 is the variance); `nearest`: how often no other look is nearer."""

    def __init__(self, art: Icons, chosen: np.ndarray, found: Space) -> None:
        styles = np.arange(len(chosen)) % 3
        looks = art.load(chosen, styles)
        self.views, self.truth = cut_outs(looks, np.random.default_rng(50)), found.encode(looks)
        self.label = torch.from_numpy(styles * len(art.names) + chosen)

    @torch.no_grad()
    def measure(self, encoder: LookEncoder, table: Tensor) -> tuple[float, float]:
        read = encoder(self.views.contiguous(memory_format=torch.channels_last))
        return float((read - self.truth).pow(2).mean()), float((torch.cdist(read, table).argmin(1) == self.label).float().mean())


def report(probes: dict[str, Probe], encoder: LookEncoder, table: Tensor) -> dict[str, float]:
    marks = {name: probe.measure(encoder, table) for name, probe in probes.items()}
    return {f'{name}_{what}': mark[i] for name, mark in marks.items() for i, what in enumerate(('off', 'nearest'))}


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument('--minutes', type=float, default=180)
    options.add_argument('--batch', type=int, default=48)
    args = options.parse_args()
    run = Run('looks', args.minutes, seed=4)
    art, found = icons(), space()
    table = torch.from_numpy(appearances().true[PLAIN]).flatten(0, 1)
    encoder = LookEncoder().to(memory_format=torch.channels_last)
    optimiser = Optimiser(encoder)
    parts = {'looks': encoder, 'optimiser': optimiser}
    run.resume(parts)
    probes = {'named': Probe(art, art.named[::4], found), 'held_out': Probe(art, art.held_out, found)}
    while run.progress < 1:
        looks = batch(art, run.rng, args.batch)
        with run.autocast():
            read = encoder(cut_outs(looks, run.rng).contiguous(memory_format=torch.channels_last))
        loss = F.mse_loss(read, found.encode(looks))
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
