"""Where things stand: random scenes that look composed."""

from dataclasses import replace

import numpy as np

from icons import STYLES, icons
from scenes import COLOURS, COLUMNS, DRAWN, FINISHES, PATTERNS, ROWS, SIZES, Scene, Thing, clamp, place

Rng = np.random.Generator
COLOUR_NAMES = tuple(COLOURS)


def random_background(rng: Rng) -> tuple[str, str]:
    """Kind and colour; the colour of a drawn scene is its own."""
    if rng.random() < 0.42:
        return DRAWN[rng.integers(len(DRAWN))], 'white'
    kind = PATTERNS[rng.choice(len(PATTERNS), p=[0.5, 0.14, 0.12, 0.12, 0.12])]
    return kind, COLOUR_NAMES[rng.integers(len(COLOUR_NAMES))]


def random_finish(rng: Rng, background: str) -> str:
    if rng.random() > 0.10:
        return ''
    finish = FINISHES[rng.integers(3)]
    return '' if background == 'night sky' and finish != 'grey' else finish


def random_scene(rng: Rng, pool: np.ndarray | None = None, count: int | None = None, style: int | None = None,
                 background: str | None = None) -> Scene:
    """`pool`: icons to choose from, by default the named ones."""
    pool = icons().named if pool is None else pool
    kind, colour = random_background(rng)
    kind, colour = (background, 'white') if background else (kind, colour)
    count = int(rng.choice([1, 2, 3, 4, 5, 6], p=[0.5, 0.27, 0.12, 0.06, 0.025, 0.025])) if count is None else count
    style = int(rng.choice(len(STYLES), p=[0.5, 0.25, 0.25])) if style is None else style
    same = count > 3 or (count > 1 and rng.random() < 0.2)
    chosen = [int(rng.choice(pool))] * count if same else [int(i) for i in rng.choice(pool, count, replace=False)]
    things = arrange(rng, chosen, style, kind)
    return Scene(kind, colour, tuple(things), random_finish(rng, kind))


def arrange(rng: Rng, chosen: list[int], style: int, background: str) -> list[Thing]:
    if len(chosen) == 1:
        return [_alone(rng, chosen[0], style, background)]
    if len(chosen) == 2:
        return _pair(rng, chosen, style, background)
    return crowd(chosen, style, background)


def _alone(rng: Rng, icon: int, style: int, background: str) -> Thing:
    size = ('small', 'medium', 'big', 'huge')[rng.choice(4, p=[0.24, 0.42, 0.24, 0.10])]
    thing = Thing(icon, style, size=SIZES[size])
    if size == 'huge' or rng.random() < 0.35:
        return place(thing, 'centre', 'middle', background)
    columns = tuple(COLUMNS)
    rows = ('top', 'middle', 'middle', 'bottom') if background in DRAWN else tuple(ROWS)
    if size == 'big':  # too big for corners to mean anything
        return place(thing, columns[rng.integers(3)], 'middle', background)
    return place(thing, columns[rng.integers(3)], rows[rng.integers(len(rows))], background)


def _pair(rng: Rng, chosen: list[int], style: int, background: str) -> list[Thing]:
    sizes = [('small', 'medium')[int(rng.random() < 0.68)] for _ in chosen]
    if chosen[0] == chosen[1]:
        sizes[1] = sizes[0]
    things = [Thing(icon, style, size=SIZES[size] if size == 'small' else PAIR) for icon, size in zip(chosen, sizes)]
    ends = [('left', 'middle'), ('right', 'middle')]
    if chosen[0] != chosen[1] and rng.random() < 0.3:
        ends = [('centre', 'top'), ('centre', 'bottom')]
    elif chosen[0] != chosen[1] and rng.random() < 0.25:
        ends = [('left', 'top'), ('right', 'bottom')] if rng.random() < 0.5 else [('left', 'bottom'), ('right', 'top')]
    return [place(thing, column, row, background) for thing, (column, row) in zip(things, ends)]


PAIR = 0.45  # a medium thing that shares the picture


def crowd(chosen: list[int], style: int, background: str) -> list[Thing]:
    """Three in a row, four in a square, five and six in two rows."""
    count = len(chosen)
    middle = 0.62 if background in DRAWN and background != 'night sky' else 0.5
    spots = {3: [(x, middle) for x in (0.19, 0.5, 0.81)],
             4: [(x, y) for y in (0.28, 0.72) for x in (0.28, 0.72)],
             5: [(0.3, 0.3), (0.7, 0.3), (0.19, 0.7), (0.5, 0.7), (0.81, 0.7)],
             6: [(x, y) for y in (0.3, 0.7) for x in (0.19, 0.5, 0.81)]}[count]
    size = 0.4 if count == 4 else 0.3
    return [Thing(icon, style, x=x, y=y, size=size) for icon, (x, y) in zip(chosen, spots)]


def jitter(scene: Scene, rng: Rng, amount: float = 0.05) -> Scene:
    """The same scene, less tidy. Used where words do not name places exactly: what a picture shows is copied as it is."""
    things = []
    for thing in scene.things:
        size = float(np.clip(thing.size * rng.uniform(0.85, 1.15), 0.16, 0.95))
        x, y = (float(v + rng.uniform(-amount, amount)) for v in (thing.x, thing.y))
        things.append(replace(thing, x=clamp(x, size), y=clamp(y, size), size=size))
    return replace(scene, things=tuple(things))
