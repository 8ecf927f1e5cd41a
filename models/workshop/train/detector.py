"""Stage 2a: where things are and what is behind them. `python -m train.detector --minutes 180`"""

import argparse

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from icons import icons
from model.vision import FACTS, GRID, Detector, best_six
from scenes import BACKGROUNDS, DRAWN, FINISHES, LUMA, Box, Picture, Scene, colours_of
from train.optim import Optimiser
from train.pictures import Batch, draw
from train.run import Run

Pictures = list[Picture | None]


def map_targets(scenes: Pictures) -> tuple[Tensor, Tensor]:
    """Score [B,16,16] (1: a centre, -1: beside one) and, where it is 1, values [B,4,16,16]: offsets, size, marked."""
    score = torch.zeros(len(scenes), GRID, GRID)
    values = torch.zeros(len(scenes), 4, GRID, GRID)
    for i, scene in enumerate(scenes):
        for thing in scene.things if isinstance(scene, Scene) else ():
            column, row = (min(int(v * GRID), GRID - 1) for v in (thing.x, thing.y))
            near = score[i, max(0, row - 1):row + 2, max(0, column - 1):column + 2]
            near[near == 0] = -1
            score[i, row, column] = 1
            values[i, :, row, column] = torch.tensor([thing.x * GRID - column - 0.5, thing.y * GRID - row - 0.5, thing.size,
                                                      float(thing is scene.marked)])
    return score, values


def fact_targets(scenes: Pictures, pixels: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
    """Kind [B], two colours [B,6], finishes [B,3], is a scene [B], is a box [B]."""
    kinds, colours, finishes = [], [], []
    for scene, picture in zip(scenes, pixels):
        if not isinstance(scene, Scene):
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
    return (torch.tensor(kinds), torch.stack(colours), torch.tensor(finishes), torch.tensor([float(s is not None) for s in scenes]),
            torch.tensor([float(isinstance(s, Box)) for s in scenes]))


def map_loss(things: Tensor, scenes: Pictures) -> Tensor:
    """Cells beside a centre count for neither side, but must lose against it."""
    score, values = map_targets(scenes)
    real = torch.tensor([scene is not None for scene in scenes])[:, None, None]
    known, centre = (score >= 0) & real, score > 0
    found = F.binary_cross_entropy_with_logits(things[:, 0], score.clamp(min=0), reduction='none')
    beside = (found * (score < 0)).sum() / (score < 0).sum().clamp(min=1) * 0.1
    found = (found * known * torch.where(centre, 6.0, 1.0)).sum() / known.sum()
    wrong = (things[:, 1:4] - values[:, :3]).pow(2) * torch.tensor([0.5, 0.5, 30.0]).view(1, 3, 1, 1)
    # Absolute error beside the square: it still pulls when things are nearly right.
    wrong = wrong + 0.3 * wrong.clamp(min=1e-8).sqrt()
    marked = F.binary_cross_entropy_with_logits(things[:, 4], values[:, 3], reduction='none')
    placed = ((wrong.sum(1) + 0.3 * marked) * centre).sum() / centre.sum().clamp(min=1)
    return 8 * found + beside + placed


def fact_loss(facts: Tensor, batch: Batch) -> Tensor:
    kinds, colours, finishes, scene, box = fact_targets(batch.scenes, batch.pixels)
    is_kind, is_colour, is_finish, is_scene, is_box = facts.split(FACTS, 1)
    real = (scene > 0) & (box < 1)
    yes_or_no = F.binary_cross_entropy_with_logits
    return (F.cross_entropy(is_kind[real], kinds[real]) + 6 * (is_colour - colours).pow(2).mean()
            + yes_or_no(is_finish[real], finishes[real]) + yes_or_no(is_scene[:, 0], scene) + yes_or_no(is_box[:, 0], box))


@torch.no_grad()
def evaluate(detector: Detector, pool: np.ndarray, count: int, seed: int, tidy: float) -> dict[str, float]:
    """Found: share of things with a find within a tenth of the picture. Errors are shares of the picture."""
    rng = np.random.default_rng(seed)
    marks: dict[str, list[float]] = {name: [] for name in ('count', 'found', 'centre', 'size', 'marked', 'kind', 'colour', 'scene', 'finish')}
    for _ in range(count // 32):
        batch = draw(rng, 32, pool, photos=0.06, tidy=tidy)
        things, facts = detector(batch.pixels)
        places, there, marked = best_six(things)
        kind, colour, finish, is_scene, is_box = fact_targets(batch.scenes, batch.pixels)
        kinds, colours, finishes, scene_logit, box_logit = facts.split(FACTS, 1)
        marks['scene'] += (((scene_logit[:, 0] > 0) == (is_scene > 0)) & ((box_logit[:, 0] > 0) == (is_box > 0))).float().tolist()
        for i, scene in enumerate(batch.scenes):
            if not isinstance(scene, Scene):
                continue
            marks['kind'].append(float(kinds[i].argmax() == kind[i]))
            if scene.background not in DRAWN:
                marks['colour'].append(float((colours[i, :3] - colour[i, :3]).abs().mean() / 2))
            marks['finish'].append(float(((finishes[i] > 0).float() == finish[i]).all()))
            marks['count'].append(float(int(there[i].sum()) == len(scene.things)))
            for thing in scene.things:
                _match(places[i][there[i] > 0], marked[i][there[i] > 0], thing.x, thing.y, thing.size, thing is scene.marked, marks)
    return {name: float(np.mean(values)) for name, values in marks.items()}


def _match(places: Tensor, marked: Tensor, x: float, y: float, size: float, is_marked: bool, marks: dict[str, list[float]]) -> None:
    away = ((places[:, 0] + 1) / 2 - x).hypot((places[:, 1] + 1) / 2 - y)
    found = len(away) > 0 and float(away.min()) < 0.1
    marks['found'].append(float(found))
    if found:
        nearest = int(away.argmin())
        marks['centre'].append(float(away[nearest]))
        marks['size'].append(abs(float(places[nearest, 2]) - size))
        marks['marked'].append(float(bool(marked[nearest] > 0) == is_marked))


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument('--minutes', type=float, default=180)
    options.add_argument('--batch', type=int, default=24)
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
        with run.autocast():
            things, facts = detector(x.contiguous(memory_format=torch.channels_last))
        loss = map_loss(things, batch.scenes) + fact_loss(facts, batch)
        loss.backward()
        optimiser.step(run.progress)
        run.steps += 1
        if run.due(240):
            run.log(pictures=run.steps * args.batch, loss=loss.item(), **evaluate(detector, art.seen, 64, 9, 0.45))
            run.save(parts)
    run.save(parts)
    run.log(**evaluate(detector, art.held_out, 192, 10, 0.45))


if __name__ == '__main__':
    main()
