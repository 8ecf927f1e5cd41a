"""How the language model is doing while it learns: free-running, in parallel, by what its embeddings say."""

from collections import defaultdict

import numpy as np
import torch
from torch import Tensor

from analogies import analogy
from appearances import Appearances
from edits import KINDS, edit
from icons import icons
from marks import Marks, read_marks
from model.language import LanguageModel
from samples import Sample, Segment, drawn, shown
from scenes import WHERE, Scene, look_of
from sequences import NONE, SLOT, Sequences, build, collate, inputs
from tasks import TASKS, sample

Rng = np.random.Generator


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
    marks = read_marks(z, scene)
    for row, thing in zip(z[1:], scene.ordered()):
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
        short = ('words',) if 'subject' not in marks else ('subject', 'style', 'place', 'l2', 'count', 'background') + (
            ('finish',) if name.endswith(('grey', 'tint')) else ('pose',) if name.endswith(('flip', 'rotate')) else
            ('size',) if name.endswith('size') else ())
        report |= {f'{name}: {key}': float(np.mean(marks[key])) for key in short}
    model.train()
    return report


