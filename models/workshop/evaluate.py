"""Free-running evaluation of the last snapshot: numbers with 95 % intervals, and sheets of pictures to look at.

`python -m evaluate --n 100`: pictures that are shown to the model go through its own encoder. Writes runs/evaluation.json,
runs/words.txt and runs/sheets/.
"""

import argparse
import json
from collections import defaultdict
from dataclasses import asdict

import numpy as np
import torch

from captions import full
from evaluation import cases
from evaluation.examiner import Examiner, box_marks, psnr
from evaluation.intervals import estimate
from marks import Marks, read_marks
from nano import load_nano
from render import render
from samples import Sample, Segment
from scenes import Box, Scene
from sheets import sheet
from train.run import RUNS

Table = dict[str, dict[str, list[float]]]


def picture_marks(examiner: Examiner, name: str, sample: Sample, rng: np.random.Generator) -> tuple[Marks, list[np.ndarray]]:
    scene = sample[-1].content
    assert isinstance(scene, Scene)
    z = examiner.write(sample)
    picture, truth = examiner.draw(z), render(scene)
    marks = read_marks(z[0].numpy(), scene)
    marks['PSNR'].append(psnr(picture, truth))
    before = [s.content for s in sample[:-1] if isinstance(s.content, Scene)]
    if name.startswith('edit'):
        same = np.abs(render(before[-1]) - truth).max(-1) < 1 / 255
        if same.mean() > 0.02:
            marks['PSNR of the rest'].append(psnr(picture, truth, same))
    if name == 'boxes':
        marks |= box_marks(z[0].numpy(), [s.content for s in sample if isinstance(s.content, Box)])
    named = set(examiner.art.named)
    for thing in scene.ordered():
        if name.startswith('shown'):
            marks['alike'].append(float(examiner.alike(picture, truth, thing, rng)))
        elif thing.icon in named and not thing.angle:
            icon, style = examiner.subject_of(picture, thing)
            marks['subject'].append(float(icon == thing.icon))
            marks['style'].append(float(style == thing.style))
    return marks, [*(render(b) for b in before[-2:]), picture, truth]


@torch.no_grad()
def examine_pictures(examiner: Examiner, n: int, seed: int) -> Table:
    found: Table = {}
    for name, make in cases.pictures().items():
        rng = np.random.default_rng([seed, len(name)])
        marks, rows = defaultdict(list), []
        for _ in range(n):
            one, row = picture_marks(examiner, name, make(rng), rng)
            rows.append(row)
            for key, values in one.items():
                marks[key] += values
        sheet(rows[:8], RUNS / 'sheets' / f'{name.replace(": ", "-").replace(", ", "-").replace(" ", "-")}.png')
        found[name] = dict(marks)
    return found


@torch.no_grad()
def examine_texts(examiner: Examiner, n: int, seed: int) -> Table:
    found: Table = {}
    lines = []
    for name, make in cases.texts().items():
        rng = np.random.default_rng([seed, len(name)])
        right = []
        for _ in range(n):
            sample = make(rng)
            said = examiner.say(sample)
            right.append(float(said == sample[-1].content))
            lines.append(f'{name}: {said} | {sample[-1].content}')
        found[name] = {'right': right}
    (RUNS / 'words.txt').write_text('\n'.join(lines) + '\n')
    return found


@torch.no_grad()
def examine_encoder(examiner: Examiner, n: int, seed: int) -> Table:
    """Picture to embeddings to picture."""
    marks: dict[str, list[float]] = defaultdict(list)
    for scene in cases.scenes(np.random.default_rng(seed), n):
        z = examiner.see(scene)
        for key, values in read_marks(z.numpy(), scene).items():
            marks[key] += values
        marks['PSNR'].append(psnr(examiner.draw(z[None]), render(scene)))
    return {'picture to picture': dict(marks)}


@torch.no_grad()
def examine_retrieval(examiner: Examiner, n: int, seed: int) -> Table:
    """The picture that a full caption means, among `n`: the one whose embeddings are nearest to what nano writes."""
    scenes = cases.scenes(np.random.default_rng(seed), n)
    seen = torch.stack([examiner.see(scene) for scene in scenes])
    hits = []
    for i, scene in enumerate(scenes):
        z = examiner.write([Segment(full(scene)), Segment(scene, answer=True)])
        hits.append(float(int((seen - z).pow(2).sum((1, 2)).argmin()) == i))
    return {'text to image retrieval': {'right': hits}}


@torch.no_grad()
def examine_by_hand(examiner: Examiner) -> Table:
    """The subject is right if the judge finds it in anything that was drawn."""
    hits = []
    for icon, words in cases.by_hand():
        z = examiner.write([Segment(words), Segment(words)])
        things = examiner.things_in(z)
        picture = examiner.draw(z)
        hits.append(float(any(examiner.subject_of(picture, thing)[0] == icon for thing in things)))
    return {'prompts by hand': {'right': hits}}


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument('--n', type=int, default=100)
    options.add_argument('--seed', type=int, default=2024)
    args = options.parse_args()
    examiner = Examiner(load_nano())
    table = (examine_encoder(examiner, args.n, args.seed) | examine_pictures(examiner, args.n, args.seed)
             | examine_texts(examiner, args.n, args.seed) | examine_retrieval(examiner, args.n, args.seed) | examine_by_hand(examiner))
    report = {name: {key: asdict(estimate(values)) for key, values in marks.items()} for name, marks in table.items()}
    (RUNS / 'evaluation.json').write_text(json.dumps(report, indent=1))
    for name, marks in report.items():
        print(name, {key: f'{e["value"]:.3f} ({e["low"]:.2f} to {e["high"]:.2f}, n {e["n"]})' for key, e in marks.items()})


if __name__ == '__main__':
    main()
