"""Stage 2a: where things are and what is behind them. `python -m train.detector --minutes 25`"""

import argparse

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from icons import icons
from model.vision import GRID, Detector, best_six
from scenes import BACKGROUNDS, FINISHES, LUMA, Scene, colours_of
from train.optim import Optimiser
from train.pictures import Batch, draw
from train.run import Run


def map_targets(scenes: list[Scene | None]) -> tuple[Tensor, Tensor, Tensor]:
    """Score [B,16,16]; offsets and size [B,3,16,16] and where they count. Neighbours of a centre count for neither side."""
    score = torch.zeros(len(scenes), GRID, GRID)
    values = torch.zeros(len(scenes), 3, GRID, GRID)
    counts = torch.zeros(len(scenes), GRID, GRID)
    for i, scene in enumerate(scenes):
        for thing in scene.things if scene else ():
            column, row = (min(int(v * GRID), GRID - 1) for v in (thing.x, thing.y))
            near = score[i, max(0, row - 1):row + 2, max(0, column - 1):column + 2]
            near[near == 0] = -1
            score[i, row, column] = 1
            counts[i, row, column] = 1
            values[i, :, row, column] = torch.tensor([thing.x * GRID - column - 0.5, thing.y * GRID - row - 0.5, thing.size])
    return score, values, counts


def fact_targets(scenes: list[Scene | None], pixels: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Kind [B], two colours [B,6], finishes [B,3], is a scene [B]."""
    kinds, colours, finishes = [], [], []
    for scene, picture in zip(scenes, pixels):
        if scene is None:
            kinds.append(0)
            colours.append(picture.mean((1, 2)).repeat(2))
            finishes.append([0.0] * len(FINISHES))
            continue
        a, b = colours_of(scene)
        if scene.finish == 'grey':
            a, b = np.full(3, a @ LUMA), np.full(3, b @ LUMA)
        kinds.append(BACKGROUNDS.index(scene.background))
        colours.append(torch.from_numpy(np.concatenate([a, b]).astype(np.float32)) * 2 - 1)
        finishes.append([float(scene.finish == f) for f in FINISHES])
    return (torch.tensor(kinds), torch.stack(colours), torch.tensor(finishes),
            torch.tensor([float(scene is not None) for scene in scenes]))


def loss_of(things: Tensor, facts: Tensor, batch: Batch) -> Tensor:
    score, values, counts = map_targets(batch.scenes)
    kinds, colours, finishes, sticker = fact_targets(batch.scenes, batch.pixels)
    is_kind, is_colour, is_finish, is_sticker = facts.split([len(BACKGROUNDS), 6, len(FINISHES), 1], 1)
    real = sticker > 0
    known = (score >= 0) & real[:, None, None]
    found = F.binary_cross_entropy_with_logits(things[:, 0], score.clamp(min=0), reduction='none')
    found = (found * known * torch.where(score > 0, 6.0, 1.0)).sum() / known.sum()
    # Neighbours of a centre: not scored, but they must lose against it.
    placed = ((things[:, 1:] - values).pow(2) * torch.tensor([0.5, 0.5, 30.0]).view(1, 3, 1, 1)).sum(1)
    placed = (placed * counts).sum() / counts.sum().clamp(min=1)
    beside = F.binary_cross_entropy_with_logits(things[:, 0], torch.zeros_like(score), reduction='none')
    beside = (beside * (score < 0)).sum() / (score < 0).sum().clamp(min=1) * 0.1
    return (8 * found + beside + placed + F.cross_entropy(is_kind[real], kinds[real])
            + 6 * (is_colour - colours).pow(2).mean() + F.binary_cross_entropy_with_logits(is_finish[real], finishes[real])
            + F.binary_cross_entropy_with_logits(is_sticker[:, 0], sticker))


@torch.no_grad()
def evaluate(detector: Detector, pool: np.ndarray, count: int, seed: int, tidy: float) -> dict[str, float]:
    """Found: every thing of a scene, none too many, all within 2 % of their centres on average."""
    rng = np.random.default_rng(seed)
    right, errors, sizes, kinds, colours, stickers, finishes = [], [], [], [], [], [], []
    for _ in range(count // 32):
        batch = draw(rng, 32, pool, photos=0.06, tidy=tidy)
        things, facts = detector(batch.pixels)
        boxes, there = best_six(things)
        kind, colour, finish, sticker = fact_targets(batch.scenes, batch.pixels)
        for i, scene in enumerate(batch.scenes):
            stickers.append(float((facts[i, -1] > 0) == (scene is not None)))
            if scene is None:
                continue
            kinds.append(float(facts[i, :len(BACKGROUNDS)].argmax() == kind[i]))
            colours.append(float((facts[i, 12:15] - colour[i, :3]).abs().mean() * 127.5))
            finishes.append(float(((facts[i, 18:21] > 0).float() == finish[i]).all()))
            expected = scene.ordered()
            right.append(float(int(there[i].sum()) == len(expected)))
            if right[-1]:
                for box, thing in zip(boxes[i], expected):
                    errors.append(float(np.hypot((box[0] + 1) / 2 - thing.x, (box[1] + 1) / 2 - thing.y)))
                    sizes.append(abs(float(box[2]) - thing.size))
    errors, sizes = errors or [1.0], sizes or [1.0]
    return {'count_right': np.mean(right), 'centre_error': np.mean(errors), 'centre_p95': np.quantile(errors, 0.95),
            'size_error': np.mean(sizes), 'kind': np.mean(kinds), 'colour_error': np.mean(colours),
            'sticker': np.mean(stickers), 'finish': np.mean(finishes)}


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument('--minutes', type=float, default=25)
    options.add_argument('--batch', type=int, default=32)
    args = options.parse_args()
    run = Run('detector', args.minutes, seed=2)
    art = icons()
    detector = Detector().to(memory_format=torch.channels_last)
    # Layers that end in a measurement take small steps.
    optimiser = Optimiser(detector, muon_lr=0.012, adam_only=('facts', 'map.3'))
    parts = {'detector': detector, 'optimiser': optimiser}
    run.resume(parts)
    while run.progress < 1:
        batch = draw(run.rng, args.batch, art.seen)
        x = batch.pixels + torch.randn_like(batch.pixels) * float(run.rng.uniform(0, 0.04))
        with torch.autocast('cpu', dtype=torch.bfloat16):
            things, facts = detector(x.contiguous(memory_format=torch.channels_last))
        loss = loss_of(things, facts, batch)
        loss.backward()
        optimiser.step(run.progress)
        run.steps += 1
        if run.due(120):
            detector.eval()
            run.log(pictures_per_s=run.steps * args.batch / run.minute / 60, loss=loss.item(),
                    **evaluate(detector, art.seen, 96, 9, 0.45))
            run.save(parts)
    run.save(parts)
    run.log(**evaluate(detector, art.held_out, 192, 10, 0.45))


if __name__ == '__main__':
    main()
