"""Writes the model card with the numbers of the last evaluation and pictures drawn now. `python -m card`"""

import json
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from evaluate import Examiner, draw
from icons import STYLES
from nano import load_nano
from render import render
from scenes import Scene, Thing
from sheets import sheet
from subjects import NAMED
from train.run import PACK
from train.run import RUNS

STAGES = ('appearance', 'detector', 'looks', 'language', 'language3', 'flow', 'judge')
PROMPTS = [
    'a red apple on a blue background', 'a fox in a meadow', 'a boat at sea at sunset', 'two dogs and a cat on the beach',
    'a big dragon in the desert, twemoji style', 'a rocket in the night sky', 'a castle in the snow at night',
    'a robot on a striped yellow background, fluent style', 'three bananas on a pink background',
    'a small bee at the top left of a dotted green background']


def pictures(examiner: Examiner) -> None:
    nano, out = examiner.nano, PACK / 'card'
    control = nano.control('boi')

    def made(parts: list, seed: int = 7) -> np.ndarray:
        return draw(nano, nano.write([*nano.sequence(examiner.read(parts)), control]), seed)
    made_of_words = [made([prompt]) for prompt in PROMPTS]
    sheet([made_of_words[:5], made_of_words[5:]], out / 'words.webp')
    fox = examiner.art.index['fox']
    start = Scene('meadow', 'white', (Thing(fox, 0, 0.5, 0.62, 0.5),))
    orders = ['make it night', 'put it on the beach', 'move the fox to the left', 'replace the fox with a dog',
              'make it twemoji style']
    sheet([[render(start), *[made([start, order]) for order in orders]]], out / 'edits.webp')
    told: list = ['a fox in a meadow', start]
    row = [render(start)]
    for words in ('a dog comes along', 'they are now on the beach', 'night falls', 'the dog leaves'):
        z = nano.write([*nano.sequence([p if not isinstance(p, Scene) else examiner.see(p) for p in told] + [words]), control])
        row.append(draw(nano, z, 7))
        told += [words, z[0]]
    sheet([row], out / 'story.webp')


def evaluation_rows(examiner: Examiner) -> None:
    """Good and bad ones as they come: the first eight of the kinds that work least."""
    for name, target in (('text-to-image-3', 'three-things'), ('edit-remove', 'remove'), ('subject-held-out-icons', 'held-out')):
        source = RUNS / 'sheets' / f'{name}.png'
        if source.exists():
            (PACK / 'card').mkdir(exist_ok=True)
            Image.open(source).save(PACK / 'card' / f'{target}.webp', quality=80, method=6)


def last_of(stage: str) -> dict:
    path = RUNS / f'{stage}.log'
    return json.loads(path.read_text().splitlines()[-1]) if path.exists() else {}


def table(rows: dict[str, dict], columns: dict[str, str]) -> str:
    lines = ['| task | n | ' + ' | '.join(columns.values()) + ' |', '|---' * (len(columns) + 2) + '|']
    for name, numbers in rows.items():
        cells = [f'{numbers[key]:.2f}' if key in numbers else '' for key in columns]
        lines.append(f'| {name} | {numbers["n"]} | ' + ' | '.join(cells) + ' |')
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
    columns = {'subject': 'subject', 'style': 'style', 'count': 'count', 'place': 'place', 'size': 'size',
               'background': 'background', 'finish': 'finish', 'subject_one_by_one': 'subject, one by one',
               'psnr': 'PSNR of the drawing, dB', 'psnr_flow': 'PSNR finished, dB'}
    fields = {
        'subjects': str(len(NAMED)), 'names': ', '.join(sorted(singular for singular, _ in NAMED.values())),
        'styles': ', '.join(STYLES), 'minutes': ', '.join(f'{k} {v.get("minute", 0):.0f}' for k, v in stages.items()),
        'pictures': table(report['pictures'], columns),
        'words': table(report['words'], {'right': 'right'}),
        'stages': '\n'.join(f'* {name}: ' + ', '.join(f'{k} {v:g}' for k, v in numbers.items() if k not in ('minute', 'step'))
                            for name, numbers in stages.items())}
    for key, value in fields.items():
        text = text.replace('{{' + key + '}}', value)
    (PACK / 'README.md').write_text(text)


if __name__ == '__main__':
    main()
