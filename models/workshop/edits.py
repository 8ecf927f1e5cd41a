"""Edits: a scene, an instruction, the scene after it. What the instruction does not name stays exactly as it was."""

from dataclasses import replace

import numpy as np

from captions import DRAWN_PHRASE, noun, pick, place_of
from icons import STYLES, icons
from layouts import COLOUR_NAMES, PAIR, crowd, jitter, random_scene
from scenes import DRAWN, PATTERNS, SIZES, Scene, Thing, clamp, place
from subjects import with_article

Rng = np.random.Generator
# Oversampled: what a first study found hard (replace, remove, move, size).
KINDS = {'colour': 0.14, 'pattern': 0.06, 'scene': 0.12, 'style': 0.06, 'move': 0.12, 'size': 0.10, 'replace': 0.13,
         'remove': 0.10, 'add': 0.08, 'grey': 0.03, 'night': 0.03, 'flip': 0.03}


def edit(rng: Rng, kind: str | None = None) -> tuple[Scene, str, Scene]:
    kind = kind or str(rng.choice(list(KINDS), p=list(KINDS.values())))
    while True:
        before = random_scene(rng, count=_count(rng, kind))
        before = replace(before, finish='') if kind in ('grey', 'night') or rng.random() < 0.8 else before
        if kind in ('colour', 'scene', 'style', 'grey', 'night', 'pattern', 'flip') and rng.random() < 0.4:
            before = jitter(before, rng)
        changed = MAKERS[kind](before, rng)
        if changed is not None and changed[1] != before:
            return before, changed[0] + ('.' if rng.random() < 0.1 else ''), changed[1]


def _count(rng: Rng, kind: str) -> int:
    shares = {'move': [0.8, 0.2, 0], 'size': [0.75, 0.25, 0], 'replace': [0.5, 0.4, 0.1], 'remove': [0, 0.7, 0.3],
              'add': [1.0, 0, 0]}.get(kind, [0.6, 0.3, 0.1])
    return int(rng.choice([1, 2, 3], p=shares))


def said(thing: Thing, scene: Scene, rng: Rng) -> str:
    """`the fox`, or `it` if nothing else can be meant."""
    return 'it' if len(scene.things) == 1 and rng.random() < 0.3 else f'the {noun(thing)}'


def different(rng: Rng, options: tuple, old):
    return pick(rng, [option for option in options if option != old])


def colour(scene: Scene, rng: Rng):
    new = different(rng, COLOUR_NAMES, scene.colour if scene.background not in DRAWN else None)
    kind = 'plain' if scene.background in DRAWN else scene.background
    words = pick(rng, (f'make the background {new}', f'make the background {new}', f'change the background to {new}',
                       f'{with_article(new)} background', f'on {with_article(new)} background'))
    return words, replace(scene, background=kind, colour=new)


def pattern(scene: Scene, rng: Rng):
    if scene.background in DRAWN:
        return None
    new = different(rng, PATTERNS, scene.background)
    adjective = {'plain': 'plain', 'gradient': 'a gradient', 'stripes': 'striped', 'dots': 'dotted', 'checks': 'checked'}[new]
    words = pick(rng, (f'make the background {adjective}', f'make the background {adjective}',
                       'remove the pattern' if new == 'plain' else f'give the background {new if new != "gradient" else "a gradient"}'))
    return words, replace(scene, background=new)


def drawn(scene: Scene, rng: Rng):
    new = different(rng, DRAWN, scene.background)
    phrase = DRAWN_PHRASE[new]
    words = pick(rng, (f'put {said(scene.things[0], scene, rng)} {phrase}' if len(scene.things) == 1 else f'put them {phrase}',
                       f'make the background {with_article(new)}', f'change the background to {with_article(new)}', phrase,
                       f'the same {phrase}'))
    return words, replace(scene, background=new, colour='white')


def style(scene: Scene, rng: Rng):
    new = different(rng, tuple(range(len(STYLES))), scene.things[0].style)
    words = pick(rng, (f'make it {STYLES[new]} style', f'make it {STYLES[new]} style', f'in {STYLES[new]} style',
                       f'change the style to {STYLES[new]}', f'draw it in {STYLES[new]} style'))
    return words, replace(scene, things=tuple(replace(thing, style=new) for thing in scene.things))


def move(scene: Scene, rng: Rng):
    thing = pick(rng, scene.things)
    if thing.size > SIZES['big'] or (len(scene.things) > 1 and len({t.icon for t in scene.things}) == 1):
        return None
    if len(scene.things) == 2:  # change places
        if rng.random() < 0.5:
            return None
        a, b = scene.things
        swapped = (replace(a, x=b.x, y=b.y), replace(b, x=a.x, y=a.y))
        words = pick(rng, (f'swap the {noun(a)} and the {noun(b)}', 'swap them', 'let them change places'))
        return words, replace(scene, things=swapped)
    rows = ('middle',) if thing.size == SIZES['big'] else ('top', 'middle', 'bottom')
    spot = (pick(rng, ('left', 'centre', 'right')), pick(rng, rows))
    moved = place(thing, *spot, scene.background)
    after = scene.with_thing(thing, moved)
    where = place_of(moved, after)
    if where == place_of(thing, scene):
        return None
    to = where.replace('on the', 'to the', 1).replace('at the', 'to the', 1).replace('in the', 'to the', 1)
    it = said(thing, scene, rng)
    return pick(rng, (f'move {it} {to}', f'move {it} {to}', f'put {it} {where}', where)), after


def size(scene: Scene, rng: Rng):
    thing = pick(rng, scene.things)
    ladder = ['small', 'medium', 'big', 'huge'] if len(scene.things) == 1 else ['small', 'medium']
    values = {**SIZES, 'medium': SIZES['medium'] if len(scene.things) == 1 else PAIR}
    now = min(ladder, key=lambda word: abs(values[word] - thing.size))
    new = different(rng, tuple(ladder), now)
    if len({t.icon for t in scene.things}) < len(scene.things):
        return None
    grown = replace(thing, size=values[new], x=clamp(thing.x, values[new]), y=clamp(thing.y, values[new]))
    it = said(thing, scene, rng)
    words = [f'make {it} {new if new != "medium" else "medium-sized"}'] * 2
    step = ladder.index(new) - ladder.index(now)
    if step == 1:
        words += [f'make {it} bigger', f'make {it} larger']
    elif step == -1:
        words += [f'make {it} smaller']
    return pick(rng, words), scene.with_thing(thing, grown)


def replace_thing(scene: Scene, rng: Rng):
    thing = pick(rng, scene.things)
    taken = {t.icon for t in scene.things}
    if len(taken) < len(scene.things):
        return None
    new = int(rng.choice([i for i in icons().named if i not in taken]))
    other = replace(thing, icon=new)
    words = pick(rng, (f'replace {said(thing, scene, rng)} with {with_article(noun(other))}',
                       f'replace the {noun(thing)} with {with_article(noun(other))}',
                       f'turn the {noun(thing)} into {with_article(noun(other))}',
                       f'{with_article(noun(other))} instead of the {noun(thing)}'))
    return words, scene.with_thing(thing, other)


def remove(scene: Scene, rng: Rng):
    thing = pick(rng, scene.things)
    if len({t.icon for t in scene.things}) < len(scene.things):
        return None
    words = pick(rng, (f'remove the {noun(thing)}', f'remove the {noun(thing)}', f'take away the {noun(thing)}',
                       f'delete the {noun(thing)}', f'without the {noun(thing)}'))
    return words, replace(scene, things=tuple(t for t in scene.things if t is not thing))


def add(scene: Scene, rng: Rng):
    """A newcomer takes the free side; if there is none, the one who was first makes room."""
    first = scene.things[0]
    new = Thing(int(rng.choice([i for i in icons().named if i != first.icon])), first.style)
    free = 'right' if first.x < 0.42 else 'left' if first.x > 0.58 else ('left', 'right')[int(rng.random() < 0.7)]
    other = 'left' if free == 'right' else 'right'
    size = first.size if first.size <= PAIR else PAIR
    moved = first if first.size <= PAIR and abs(first.x - 0.5) > 0.1 else place(
        replace(first, size=size), other, 'middle', scene.background)
    new = place(replace(new, size=PAIR), free, 'middle', scene.background)
    thing = with_article(noun(new))
    words = pick(rng, (f'add {thing} on the {free}', f'add {thing} on the {free}', f'add {thing} to the {free}',
                       f'put {thing} on the {free}') + ((f'add {thing}',) * 3 if free == 'right' or first.x > 0.58 else ()))
    return words, replace(scene, things=(moved, new))


def grey(scene: Scene, rng: Rng):
    return pick(rng, ('make it grey', 'make it black and white', 'in black and white', 'make it greyscale',
                      'remove the colours')), replace(scene, finish='grey')


def night(scene: Scene, rng: Rng):
    if scene.background == 'night sky':
        return None
    if rng.random() < 0.3:
        return pick(rng, ('make it sunset', 'at sunset', 'in the evening')), replace(scene, finish='sunset')
    return pick(rng, ('make it night', 'at night', 'turn day into night', 'make it dark')), replace(scene, finish='night')


def flip(scene: Scene, rng: Rng):
    if len(scene.things) > 1:
        return None
    thing = scene.things[0]
    it = said(thing, scene, rng)
    return (pick(rng, (f'turn {it} around', f'mirror {it}', f'flip {it}')),
            scene.with_thing(thing, replace(thing, flip=not thing.flip)))


MAKERS = {'colour': colour, 'pattern': pattern, 'scene': drawn, 'style': style, 'move': move, 'size': size,
          'replace': replace_thing, 'remove': remove, 'add': add, 'grey': grey, 'night': night, 'flip': flip}

assert set(KINDS) == set(MAKERS)
