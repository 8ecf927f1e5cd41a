"""Stage 2b: how each thing looks, read from a cut-out of the picture. `python -m train.looks --minutes 20`"""

import argparse

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from icons import icons
from model.vision import LookEncoder, cut_out
from scenes import Scene
from train.optim import Optimiser
from train.pictures import draw
from train.run import Run
from train.table import appearances

Rng = np.random.Generator


def cut_outs(pixels: Tensor, scenes: list[Scene | None], table: np.ndarray, rng: Rng,
             shake: float) -> tuple[Tensor, Tensor]:
    """Every thing of every scene, cut a little off the mark as a detector would, and its true appearance."""
    pieces, targets = [], []
    for picture, scene in zip(pixels, scenes):
        if scene is None or not scene.things:
            continue
        boxes = torch.tensor([[
            t.x * 2 - 1 + rng.normal(0, shake) * t.size, t.y * 2 - 1 + rng.normal(0, shake) * t.size,
            t.size * float(np.exp(rng.normal(0, shake)))] for t in scene.things], dtype=torch.float32)
        pieces.append(cut_out(picture[None], boxes[None]))
        looks = np.stack([table[int(scene.finish == 'grey'), t.style, t.icon] for t in scene.things])
        targets.append(torch.from_numpy(looks))
    return torch.cat(pieces), torch.cat(targets)


@torch.no_grad()
def evaluate(looks: LookEncoder, pool: np.ndarray, table: np.ndarray) -> dict[str, float]:
    """Squared error (1.0 is the variance), and how often the nearest of all icons is the right one."""
    rng = np.random.default_rng(12)
    batch = draw(rng, 64, pool, photos=0.0)
    coloured = [scene for scene in batch.scenes if scene is not None and scene.things]
    pieces, targets = cut_outs(batch.pixels, batch.scenes, table, rng, 0.02)
    found = looks(pieces)
    everything = torch.from_numpy(table[0].reshape(-1, table.shape[-1]))
    nearest = torch.cdist(found, everything).argmin(1).numpy() % table.shape[2]
    icon = np.array([t.icon for scene in coloured for t in scene.things])
    return {'l2': float((found - targets).pow(2).mean()), 'nearest': float((nearest == icon).mean())}


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument('--minutes', type=float, default=20)
    options.add_argument('--batch', type=int, default=32)
    args = options.parse_args()
    run = Run('looks', args.minutes, seed=4)
    art, table = icons(), appearances()
    looks = LookEncoder().to(memory_format=torch.channels_last)
    optimiser = Optimiser(looks)
    parts = {'looks': looks, 'optimiser': optimiser}
    run.resume(parts)
    both = np.concatenate([art.seen, np.repeat(art.named, 3)])
    while run.progress < 1:
        batch = draw(run.rng, args.batch, both, photos=0.0, tidy=0.35)
        pieces, targets = cut_outs(batch.pixels, batch.scenes, table, run.rng, 0.03)
        with torch.autocast('cpu', dtype=torch.bfloat16):
            found = looks(pieces.contiguous(memory_format=torch.channels_last))
        loss = F.mse_loss(found, targets)
        loss.backward()
        optimiser.step(run.progress)
        run.steps += 1
        if run.due(90):
            held = evaluate(looks, art.held_out, table)
            run.log(pictures_per_s=run.steps * args.batch / run.minute / 60, loss=loss.item(),
                    **evaluate(looks, art.seen, table), **{f'held_out_{k}': v for k, v in held.items()})
            run.save(parts)
    run.save(parts)


if __name__ == '__main__':
    main()
