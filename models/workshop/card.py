"""Writes the model card with the numbers of the last evaluation and pictures drawn now. `python -m card`"""

import json
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from evaluation.examiner import Examiner
from icons import STYLES
from nano import load_nano
from render import render
from scenes import Scene, Thing
from sheets import sheet
from subjects import NAMED
from train.run import PACK, RUNS

STAGES = ('appearance', 'detector', 'looks', 'language', 'flow', 'judge')
PICTURE_MARKS = ['subject', 'style', 'alike', 'count', 'place', 'size', 'pose', 'background', 'finish', 'centre in box', 'overlap',
                 'PSNR', 'PSNR of the rest']
PROMPTS = [
    'a red apple on a blue background', 'a fox in a meadow', 'a boat at sea at sunset', 'two dogs and a cat on the beach',
    'a big dragon in the desert, twemoji style', 'a rocket in the night sky', 'a castle in the snow at night',
    'a robot on a striped yellow background, fluent style', 'three bananas on a pink background',
    'a small bee at the top left of a dotted green background']


def pictures(examiner: Examiner) -> None:
    nano, out = examiner.nano, PACK / 'card'
    control = nano.control('boi')

    def read(parts: list[str | Scene | Tensor]) -> list[str | Tensor]:
        return [examiner.see(part) if isinstance(part, Scene) else part for part in parts]

    def made(parts: list[str | Scene | Tensor], seed: int = 7) -> np.ndarray:
        return examiner.draw(nano.write([*nano.sequence(read(parts)), control]), seed)
    made_of_words = [made([prompt]) for prompt in PROMPTS]
    sheet([made_of_words[:5], made_of_words[5:]], out / 'words.webp')
    fox = examiner.art.index['fox']
    start = Scene('meadow', 'white', (Thing(fox, 0, 0.5, 0.62, 0.5),))
    orders = ['make it night', 'put it on the beach', 'move the fox to the left', 'replace the fox with a dog',
              'make it twemoji style']
    sheet([[render(start), *[made([start, order]) for order in orders]]], out / 'edits.webp')
    told: list[str | Scene | Tensor] = ['a fox in a meadow', start]
    row = [render(start)]
    for words in ('a dog comes along', 'they are now on the beach', 'night falls', 'the dog leaves'):
        z = nano.write([*nano.sequence(read([*told, words])), control])
        row.append(examiner.draw(z, 7))
        told += [words, z[0]]
    sheet([row], out / 'story.webp')


def evaluation_rows(examiner: Examiner) -> None:
    """Good and bad ones as they come: the first eight of the kinds that work least."""
    for name, target in (('text-to-image-3', 'three-things'), ('edit-remove', 'remove'), ('shown-never-seen-1', 'held-out')):
        source = RUNS / 'sheets' / f'{name}.png'
        if source.exists():
            (PACK / 'card').mkdir(exist_ok=True)
            Image.open(source).save(PACK / 'card' / f'{target}.webp', quality=80, method=6)


def last_of(stage: str) -> dict:
    path = RUNS / f'{stage}.log'
    return json.loads(path.read_text().splitlines()[-1]) if path.exists() else {}


def table(report: dict[str, dict[str, dict[str, float]]], columns: list[str]) -> str:
    """Value and 95 % interval of each mark, for the tasks that have any of them."""
    lines = ['| task | n | ' + ' | '.join(columns) + ' |', '|---' * (len(columns) + 2) + '|']
    for name, marks in report.items():
        if not marks.keys() & set(columns):
            continue
        cells = [f'{m["value"]:.2f} ({m["low"]:.2f}–{m["high"]:.2f})' if (m := marks.get(key)) else '' for key in columns]
        lines.append(f'| {name} | {max(m["n"] for m in marks.values())} | ' + ' | '.join(cells) + ' |')
    return '\n'.join(lines)


def main() -> None:
    torch.set_grad_enabled(False)
    torch.set_num_threads(1)
    examiner = Examiner(load_nano())
    pictures(examiner)
    evaluation_rows(examiner)
    report = json.loads((RUNS / 'evaluation.json').read_text())
    stages = {name: last_of(name) for name in STAGES}
    text = (Path(__file__).parent / 'card.md').read_text()
    fields = {
        'subjects': str(len(NAMED)), 'names': ', '.join(sorted(singular for singular, _ in NAMED.values())),
        'styles': ', '.join(STYLES), 'minutes': ', '.join(f'{k} {v.get("minute", 0):.0f}' for k, v in stages.items()),
        'pictures': table(report, PICTURE_MARKS),
        'words': table(report, ['right']),
        'stages': '\n'.join(f'* {name}: ' + ', '.join(f'{k} {v:g}' for k, v in numbers.items() if k not in ('minute', 'step'))
                            for name, numbers in stages.items())}
    for key, value in fields.items():
        text = text.replace('{{' + key + '}}', value)
    (PACK / 'README.md').write_text(text)


if __name__ == '__main__':
    main()
