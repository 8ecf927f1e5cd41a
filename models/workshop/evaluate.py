"""Free-running evaluation on scenes never seen in training: numbers with n, and pictures for the model card.

`python -m evaluate --n 40` reads the last snapshot; pictures that are shown to the model go through its own encoder.
Writes runs/evaluation.json and models/packs/nano/card/.
"""

import argparse
import json
from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

import edits
import tasks
from captions import full, noun, plural
from icons import STYLES, icons
from judge import Judge, cut
from layouts import random_scene
from nano import Nano, load_nano
from pack_text import TEMPLATES
from philox import normals
from questions import SHARES, question
from render import render
from scenes import (BACKGROUNDS, COLOUR_A, DRAWN, FINISH, FINISHES, KIND_EMPTY, KIND_THING, PATTERN, PICTURE, SIZE,
                    Scene, X, Y, colours_of)
from sheets import sheet
from stories import story
from train.run import RUNS, load

Rng = np.random.Generator


@dataclass
class Case:
    name: str
    parts: list[str | Scene]
    scene: Scene


def parts_of(segments: list[tasks.Segment]) -> tuple[list[str | Scene], Scene]:
    *prompt, answer = [segment.content for segment in segments]
    assert isinstance(answer, Scene)
    return prompt, answer


def cases(rng: Rng, n: int) -> list[Case]:
    found = []
    for count in (1, 2, 3):
        for _ in range(n):
            scene = random_scene(rng, count=count)
            found.append(Case(f'text to image, {count}', [tasks.caption(scene, rng)], scene))
    for kind in edits.KINDS:
        for _ in range(n // 2):
            before, words, after = edits.edit(rng, kind)
            found.append(Case(f'edit: {kind}', [before, words], after))
    art = icons()
    for name, pool in (('subject, seen icons', art.nameless), ('subject, held-out icons', art.held_out)):
        for _ in range(n):
            scene = random_scene(rng, pool=pool, count=1, style=int(rng.integers(3)))
            shown = tasks.reference(scene.things[0], rng)
            found.append(Case(name, [shown, tasks.subject_words(scene, rng)], scene))
    for _ in range(n):
        *told, (words, last) = story(rng)
        prompt: list[str | Scene] = [part for panel in told for part in panel]
        found.append(Case('story: next picture', [*prompt, words], last))
    return found


class Examiner:
    def __init__(self, nano: Nano) -> None:
        self.nano, self.art = nano, icons()
        self.judge = Judge(len(self.art.named))
        load('judge', judge=self.judge)
        self.label = {int(icon): i for i, icon in enumerate(self.art.named)}

    @torch.no_grad()
    def see(self, scene: Scene) -> Tensor:
        pixels = (np.round(render(scene) * 255) / 255).astype(np.float32)
        return self.nano.vision(torch.from_numpy(pixels).permute(2, 0, 1)[None] * 2 - 1)[0]

    def read(self, parts: list[str | Scene]) -> list[str | Tensor]:
        return [part if isinstance(part, str) else self.see(part) for part in parts]

    def write(self, case: Case, mode: str = 'parallel') -> Tensor:
        sequence = self.nano.sequence(self.read(case.parts))
        return self.nano.write([*sequence, self.nano.control('boi')], mode)

    @torch.no_grad()
    def marks(self, z: Tensor, scene: Scene, picture: np.ndarray) -> dict[str, list[float]]:
        """Right or wrong, one by one. Subjects and styles by the judge, from pixels; the rest from the embeddings."""
        marks: dict[str, list[float]] = defaultdict(list)
        things = scene.ordered()
        there = [i for i in range(1, 7) if z[i, KIND_THING] > z[i, KIND_EMPTY]]
        marks['count'].append(float(len(there) == len(things)))
        kind = BACKGROUNDS[int(z[0, PATTERN:PATTERN + len(BACKGROUNDS)].argmax())]
        near = float(np.abs((z[0, COLOUR_A:COLOUR_A + 3].numpy() + 1) / 2 - colours_of(scene)[0]).max()) < 0.12
        marks['background'].append(float(kind == scene.background and (near or kind in DRAWN or scene.finish == 'grey')))
        finish = {name for i, name in enumerate(FINISHES) if z[-1, FINISH + i] > 0.5}
        marks['finish'].append(float(finish == ({scene.finish} - {''})))
        for slot, thing in enumerate(things, 1):
            x, y, size = ((float(z[slot, d]) + 1) / 2 for d in (X, Y, SIZE))
            marks['place'].append(float(np.hypot(x - thing.x, y - thing.y) < 0.05))
            marks['size'].append(float(abs(size - thing.size) < 0.06))
            if thing.icon in self.label and not thing.flip and not scene.finish:
                subject, style = self.judge(cut(picture, thing)[None])
                marks['subject'].append(float(int(subject.argmax()) == self.label[thing.icon]))
                marks['style'].append(float(int(style.argmax()) == thing.style))
        return marks


def draw(nano: Nano, z: Tensor, seed: int | None) -> np.ndarray:
    """The drawing alone, or with four steps of flow on top."""
    if seed is None:
        picture = nano.composer(z)
    else:
        picture = nano.draw(z, torch.from_numpy(normals(seed, 3 * PICTURE * PICTURE)).view(1, 3, PICTURE, PICTURE))
    return ((picture[0].permute(1, 2, 0) + 1) / 2).clamp(0, 1).numpy()


def pixel_error(a: np.ndarray, b: np.ndarray) -> float:
    return float(-10 * np.log10(max(float(np.mean((a - b) ** 2)), 1e-8)))


@torch.no_grad()
def examine_pictures(examiner: Examiner, n: int, seed: int) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    shown: dict[str, list[list[np.ndarray]]] = defaultdict(list)
    rng = np.random.default_rng(seed)
    for case in cases(rng, n):
        marks = found[case.name]
        z = examiner.write(case)
        truth = render(case.scene)
        finished = draw(examiner.nano, z, 7) if case.name.startswith(('text', 'subject')) else None
        drawn = draw(examiner.nano, z, None)
        for key, values in examiner.marks(z[0], case.scene, drawn if finished is None else finished).items():
            marks[key] += values
        marks['psnr'].append(pixel_error(drawn, truth))
        if finished is not None:
            marks['psnr_flow'].append(pixel_error(finished, truth))
        if case.name.startswith('text'):
            one_by_one = examiner.write(case, 'autoregressive')
            again = examiner.marks(one_by_one[0], case.scene, draw(examiner.nano, one_by_one, None))
            for key in ('subject', 'count', 'place', 'background'):
                marks[f'{key}_one_by_one'] += again[key]
        if len(shown[case.name]) < 8:
            before = [render(part) for part in case.parts if isinstance(part, Scene)]
            shown[case.name].append([*before[-1:], drawn if finished is None else finished, truth])
    for name, rows in shown.items():
        sheet(rows, RUNS / 'sheets' / f'{name.replace(": ", "-").replace(", ", "-").replace(" ", "-")}.png')
    return {name: {'n': len(marks['count']), **{k: round(float(np.mean(v)), 3) for k, v in marks.items()}}
            for name, marks in found.items()}


def said(nano: Nano, parts: list[str | Tensor], template: str) -> str:
    return nano.tokenizer.decode(nano.say(nano.sequence(parts, template))).strip()


@torch.no_grad()
def examine_words(examiner: Examiner, n: int, seed: int) -> dict[str, dict[str, float]]:
    rng = np.random.default_rng(seed)
    nano = examiner.nano
    found: dict[str, list[float]] = defaultdict(list)
    lines = []
    for _ in range(n):
        scene = random_scene(rng)
        words = said(nano, [examiner.see(scene)], TEMPLATES['caption'])
        found['caption, word for word'].append(float(words == full(scene)))
        found['caption, subjects named'].append(float(all(noun(t) in words or plural(t) in words for t in scene.things)))
        lines.append(f'caption: {words} | {full(scene)}')
    for kind in SHARES:
        asked = 0
        while asked < n // 2:
            scene = random_scene(rng)
            try:
                words, answer = question(scene, rng, kind)
            except ValueError:
                continue
            asked += 1
            given = said(nano, [examiner.see(scene), words], TEMPLATES['ask'])
            found[f'question: {kind}'].append(float(given == answer))
            lines.append(f'{kind}: {words} {given} | {answer}')
    for _ in range(n):
        scene = random_scene(rng)
        short = tasks.shorten(scene, rng)
        words = said(nano, [short], TEMPLATES['complete'])
        kept = all(noun(t) in words or plural(t) in words for t in scene.things)
        found['completion keeps its subjects'].append(float(kept and words.endswith('style')))
        lines.append(f'complete: {short} | {words}')
    (RUNS / 'words.txt').write_text('\n'.join(lines) + '\n')
    return {name: {'n': len(values), 'right': round(float(np.mean(values)), 3)} for name, values in found.items()}


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument('--n', type=int, default=40)
    options.add_argument('--seed', type=int, default=2024)
    args = options.parse_args()
    (RUNS / 'sheets').mkdir(exist_ok=True, parents=True)
    examiner = Examiner(load_nano())
    report = {'styles': STYLES, 'words': examine_words(examiner, args.n, args.seed + 1),
              'pictures': examine_pictures(examiner, args.n, args.seed)}
    (RUNS / 'evaluation.json').write_text(json.dumps(report, indent=1))
    for group in ('words', 'pictures'):
        for name, numbers in report[group].items():
            print(name, numbers)


if __name__ == '__main__':
    main()
