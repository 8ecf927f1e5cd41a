"""Where things stand: random scenes that look composed."""

from dataclasses import replace
from zlib import crc32

import numpy as np

from icons import STYLES, icons
from scenes import COLOURS, COLUMNS, DRAWN, FINISHES, PATTERNS, ROWS, SIZES, Scene, Thing, clamp, place
from words import POSES

Rng = np.random.Generator
COLOUR_NAMES = tuple(COLOURS)
STYLE_SHARES = (0.4, 0.3, 0.3)
PAIR = 0.45  # a medium thing that shares the picture
RIDER = 0.34  # a thing that stands on another one
GROUND = 0.62  # where things stand in drawn scenes


def unseen(thing: Thing, scene: Scene) -> bool:
    """One in forty pairs of a subject and a background is never trained on: can the model combine what it knows apart?"""
    ground = scene.background if scene.background in DRAWN else scene.colour
    return crc32(f'{icons().names[thing.icon]} {ground}'.encode()) % 40 == 0


def has_unseen(scene: Scene) -> bool:
    return any(unseen(thing, scene) for thing in scene.things)


def random_background(rng: Rng) -> tuple[str, str]:
    """Kind and colour; the colour of a drawn scene is its own."""
    if rng.random() < 0.45:
        return DRAWN[rng.integers(len(DRAWN))], 'white'
    kind = PATTERNS[rng.choice(len(PATTERNS), p=[0.48, 0.13, 0.13, 0.13, 0.13])]
    return kind, COLOUR_NAMES[rng.integers(len(COLOUR_NAMES))]


def random_finish(rng: Rng, background: str) -> str:
    if rng.random() > 0.16:
        return ''
    finish = FINISHES[rng.choice(3, p=[0.45, 0.3, 0.25])]
    return '' if background == 'night sky' and finish != 'grey' else finish


def random_scene(rng: Rng, pool: np.ndarray | None = None, count: int | None = None, style: int | None = None,
                 background: str | None = None, posed: float = 0.0) -> Scene:
    """`pool`: icons to choose from, by default the named ones. `posed`: how often a thing alone is jumping, falling or so."""
    pool = icons().named if pool is None else pool
    while True:
        kind, colour = random_background(rng)
        kind, colour = (background, 'white') if background else (kind, colour)
        number = int(rng.choice([1, 2, 3, 4, 5, 6], p=[0.5, 0.27, 0.12, 0.06, 0.025, 0.025])) if count is None else count
        drawn_in = int(rng.choice(len(STYLES), p=STYLE_SHARES)) if style is None else style
        things = arrange(rng, chosen(rng, pool, number), drawn_in, kind)
        if number == 1 and rng.random() < posed:
            things = [replace(things[0], angle=float(rng.choice(list(POSES.values()))))]
        scene = Scene(kind, colour, tuple(things), random_finish(rng, kind))
        if not has_unseen(scene):
            return scene


def chosen(rng: Rng, pool: np.ndarray, count: int) -> list[int]:
    """All the same, all different, or two kinds; those of one kind next to each other."""
    luck = rng.random()
    if count > 1 and (luck < 0.2 or count > 4):
        return [int(rng.choice(pool))] * count
    if count in (3, 4) and luck < 0.5:
        one, two = (int(i) for i in rng.choice(pool, 2, replace=False))
        many = int(rng.integers(1, count))
        return [one] * many + [two] * (count - many)
    return [int(i) for i in rng.choice(pool, count, replace=False)]


def arrange(rng: Rng, icons_in_order: list[int], style: int, background: str) -> list[Thing]:
    if len(icons_in_order) == 1:
        return [_alone(rng, icons_in_order[0], style, background)]
    if len(icons_in_order) == 2:
        return _pair(rng, icons_in_order, style, background)
    return crowd(icons_in_order, style, background)


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


def _pair(rng: Rng, two: list[int], style: int, background: str) -> list[Thing]:
    if two[0] != two[1] and rng.random() < 0.12:
        return list(stacked(Thing(two[0], style), Thing(two[1], style), ('left', 'centre', 'right')[rng.choice(3, p=[0.2, 0.6, 0.2])]))
    sizes = [('small', 'medium')[int(rng.random() < 0.68)] for _ in two]
    if two[0] == two[1]:
        sizes[1] = sizes[0]
    things = [Thing(icon, style, size=SIZES[size] if size == 'small' else PAIR) for icon, size in zip(two, sizes)]
    ends = [('left', 'middle'), ('right', 'middle')]
    if two[0] != two[1] and rng.random() < 0.3:
        ends = [('centre', 'top'), ('centre', 'bottom')]
    elif two[0] != two[1] and rng.random() < 0.25:
        ends = [('left', 'top'), ('right', 'bottom')] if rng.random() < 0.5 else [('left', 'bottom'), ('right', 'top')]
    return [place(thing, column, row, background) for thing, (column, row) in zip(things, ends)]


def stacked(upper: Thing, lower: Thing, column: str = 'centre') -> tuple[Thing, Thing]:
    """One thing standing on another."""
    x = COLUMNS[column]
    return replace(upper, x=x, y=0.295, size=RIDER), replace(lower, x=x, y=0.66, size=PAIR)


def rides(scene: Scene) -> bool:
    """Whether it is two things, one standing on the other."""
    things = scene.ordered()
    return len(things) == 2 and things[0].x == things[1].x and (things[0].size, things[1].size) == (RIDER, PAIR)


def crowd(icons_in_order: list[int], style: int, background: str) -> list[Thing]:
    """Three in a row, four in a square, five and six in two rows; given in reading order."""
    count = len(icons_in_order)
    middle = GROUND if background in DRAWN and background != 'night sky' else 0.5
    spots = {3: [(x, middle) for x in (0.19, 0.5, 0.81)],
             4: [(x, y) for x in (0.28, 0.72) for y in (0.28, 0.72)],
             5: [(0.3, 0.3), (0.19, 0.7), (0.7, 0.3), (0.5, 0.7), (0.81, 0.7)],
             6: [(x, y) for x in (0.19, 0.5, 0.81) for y in (0.3, 0.7)]}[count]
    size = 0.4 if count == 4 else 0.3
    spots = sorted(spots, key=lambda spot: spot[0] + 0.5 * spot[1])
    return [Thing(icon, style, x=x, y=y, size=size) for icon, (x, y) in zip(icons_in_order, spots)]


def jitter(scene: Scene, rng: Rng, amount: float = 0.05) -> Scene:
    """The same scene, less tidy. Used where words do not name places exactly: what a picture shows is copied as it is."""
    things = []
    for thing in scene.things:
        size = float(np.clip(thing.size * rng.uniform(0.85, 1.15), 0.16, 0.95))
        x, y = (float(v + rng.uniform(-amount, amount)) for v in (thing.x, thing.y))
        things.append(replace(thing, x=clamp(x, size), y=clamp(y, size), size=size))
    return replace(scene, things=tuple(things))
