"""Analogies: pictures before and after, again and again, then one more before. No words: the rows have to say it.

With more rows fewer changes remain possible (Emu2's in-context learning); without rows it can only be guessed.
"""

from dataclasses import replace

import numpy as np

from icons import STYLES, icons
from layouts import COLOUR_NAMES, has_unseen, random_scene
from phrasings import pick
from samples import Sample, Segment, drawn, shown
from scenes import DRAWN, FINISHES, PATTERNS, SIZES, Scene, as_seen, clamp, place

Rng = np.random.Generator
Change = tuple[str, object]
ROWS = (0, 1, 2, 3, 4)


def change(rng: Rng) -> Change:
    kind = str(rng.choice(['colour', 'pattern', 'scene', 'style', 'place', 'size', 'finish', 'flip', 'into']))
    options = {'colour': COLOUR_NAMES, 'pattern': PATTERNS[1:], 'scene': DRAWN, 'style': tuple(range(len(STYLES))),
               'place': ('left', 'right', 'top', 'bottom'), 'size': ('small', 'big', 'huge'), 'finish': FINISHES, 'flip': (True,),
               'into': tuple(icons().named)}
    return kind, pick(rng, options[kind])


def changed(scene: Scene, by: Change) -> Scene | None:
    """None if nothing would change, or if it cannot be seen."""
    kind, value = by
    thing = scene.things[0]
    after = scene
    if kind == 'colour':
        after = replace(scene, background='plain' if scene.background in DRAWN else scene.background, colour=str(value))
    elif kind == 'pattern':
        after = scene if scene.background in DRAWN else replace(scene, background=str(value))
    elif kind == 'scene':
        after = replace(scene, background=str(value), colour='white')
    elif kind == 'finish':
        after = scene if scene.finish or (scene.background == 'night sky' and value != 'grey') else replace(scene, finish=str(value))
    elif kind == 'place':
        goal = (str(value), 'middle') if value in ('left', 'right') else ('centre', str(value))
        after = scene.with_thing(thing, place(thing, *goal, scene.background))
    elif kind == 'size':
        size = SIZES[str(value)]
        after = scene.with_thing(thing, replace(thing, size=size, x=clamp(thing.x, size), y=clamp(thing.y, size)))
    elif kind == 'style':
        after = scene.with_thing(thing, replace(thing, style=int(str(value))))
    elif kind == 'flip':
        after = scene.with_thing(thing, replace(thing, flip=not thing.flip))
    elif kind == 'into':
        after = scene.with_thing(thing, replace(thing, icon=int(str(value)), mirrored=False))
    return None if after == scene or has_unseen(after) else after


def row(rng: Rng, by: Change) -> tuple[Scene, Scene]:
    while True:
        before = random_scene(rng, count=1)
        if before.things[0].size > SIZES['big'] and by[0] == 'place':
            continue
        before = as_seen(replace(before, finish='') if by[0] == 'finish' or rng.random() < 0.7 else before)
        after = changed(before, by)
        if after is not None:
            return before, after


def analogy(rng: Rng, rows: int | None = None, by: Change | None = None) -> Sample:
    rows = int(rng.choice(ROWS, p=[0.04, 0.3, 0.3, 0.18, 0.18])) if rows is None else rows
    by = by or change(rng)
    sample: Sample = []
    for i in range(rows + 1):
        before, after = row(rng, by)
        last = i == rows
        # In the app an example's second picture is given like its first: as pixels.
        sample += [shown(before), Segment('becomes'), drawn(after) if last else shown(as_seen(after))]
    return sample

