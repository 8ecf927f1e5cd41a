"""How the language model is doing while it learns: free-running, in parallel, by what its embeddings say."""

from collections import defaultdict

import numpy as np
import torch
from torch import Tensor

from analogies import analogy
from appearances import Appearances
from edits import KINDS, edit
from icons import icons
from model.language import LanguageModel
from samples import Sample, Segment, drawn, shown
from scenes import (BACKGROUNDS, COLOUR_A, COS, DRAWN, FINISH, FINISHES, FLIP, KIND_EMPTY, KIND_THING, PATTERN, SIN, SIZE,
                    WHERE, Scene, X, Y, colours_of, look_of)
from sequences import NONE, SLOT, Sequences, build, collate, inputs
from tasks import TASKS, sample

Rng = np.random.Generator
Marks = dict[str, list[float]]


def written(model: LanguageModel, rows: Sequences) -> tuple[Tensor, Tensor]:
    """Hidden states, and the pictures in the parallel way: [pictures, 8, 320]; those that are shown stay as they are."""
    nothing = torch.zeros_like(rows.kind, dtype=torch.bool)
    h, _ = model.trunk(inputs(model, rows, rows.seen, nothing), rows.position, rows.bias)
    found = rows.seen.clone()
    asked = (rows.next_slot != NONE) & (rows.kind != SLOT)
    found.view(-1, found.shape[-1])[rows.next_slot[asked]] = model.regress(h[asked])
    return h, found


def mark(z: np.ndarray, scene: Scene, looks: Appearances, pool: np.ndarray) -> Marks:
    """Right or wrong. The subject is right if no look of another icon, in any style, is nearer."""
    marks: Marks = defaultdict(list)
    things = scene.ordered()
    marks['count'].append(float(sum(z[1:7, KIND_THING] > z[1:7, KIND_EMPTY]) == len(things)))
    kind = BACKGROUNDS[int(z[0, PATTERN:PATTERN + len(BACKGROUNDS)].argmax())]
    near = np.abs((z[0, COLOUR_A:COLOUR_A + 3] + 1) / 2 - colours_of(scene)[0]).max() < 0.12
    marks['ground'].append(float(kind == scene.background and (near or kind in DRAWN or scene.grey_looks)))
    marks['finish'].append(float({name for i, name in enumerate(FINISHES) if z[-1, FINISH + i] > 0.5} == {scene.finish} - {''}))
    for row, thing in zip(z[1:], things):
        marks['place'].append(float(np.hypot((row[X] + 1) / 2 - thing.x, (row[Y] + 1) / 2 - thing.y) < 0.05))
        marks['size'].append(float(abs((row[SIZE] + 1) / 2 - thing.size) < 0.06))
        turn = abs(np.rad2deg(np.arctan2(row[SIN], row[COS])) - thing.angle) % 360
        marks['pose'].append(float(min(turn, 360 - turn) < 12 and (row[FLIP] < 0) == thing.flip))
        variant, style, icon = look_of(thing, scene)
        table = looks.true[variant][:, pool]
        nearest = int(((table - row[WHERE:]) ** 2).sum(-1).argmin())
        marks['subject'].append(float(pool[nearest % len(pool)] == icon))
        marks['style'].append(float(nearest // len(pool) == style))
        marks['l2'].append(float(((looks.true[variant, style, icon] - row[WHERE:]) ** 2).mean()))
    return marks


def cases(n: int) -> dict[str, list[Sample]]:
    rng = np.random.default_rng(4)
    found = {task: [sample(rng, task) for _ in range(n)] for task in TASKS if task not in ('edit', 'analogy')}
    for kind in KINDS:
        found[f'edit {kind}'] = [[shown(before), Segment(words), drawn(after)] for before, words, after in
                                 (edit(rng, kind) for _ in range(n // 2))]
    for rows in (0, 1, 2, 4):
        found[f'analogy {rows}'] = [analogy(rng, rows) for _ in range(n // 2)]
    return found


@torch.no_grad()
def examine(model: LanguageModel, looks: Appearances, n: int) -> dict[str, float]:
    model.eval()
    pool = np.arange(len(icons().names))
    report: dict[str, float] = {}
    for name, samples in cases(n).items():
        marks: Marks = defaultdict(list)
        rng = np.random.default_rng(6)
        for start in range(0, len(samples), 12):
            part = samples[start:start + 12]
            rows = collate([build(segments) for segments in part], looks, rng)
            h, z = written(model, rows)
            text = rows.next_token != NONE
            if text.any():
                marks['words'] += (model.lm_head(h[text]).argmax(-1) == rows.next_token[text]).float().tolist()
            contents = [s for segments in part for s in segments if not isinstance(s.content, str)]
            for picture, segment in zip(z.numpy(), contents):
                if segment.answer and isinstance(segment.content, Scene):
                    for key, values in mark(picture, segment.content, looks, pool).items():
                        marks[key] += values
        short = ('words',) if 'subject' not in marks else ('subject', 'style', 'place', 'l2', 'count', 'ground') + (
            ('finish',) if name.endswith(('grey', 'tint')) else ('pose',) if name.endswith(('flip', 'rotate')) else
            ('size',) if name.endswith('size') else ())
        report |= {f'{name}: {key}': float(np.mean(marks[key])) for key in short}
    model.train()
    return report


