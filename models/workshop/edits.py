"""Edits: a scene, an instruction, the scene after it. What the instruction does not name stays exactly as it was."""

from dataclasses import replace

import numpy as np

from icons import STYLES, icons
from layouts import COLOUR_NAMES, PAIR, has_unseen, jitter, random_scene
from phrasings import mistyped, phrase, pick
from scenes import COLUMNS, DRAWN, PATTERNS, SIZES, Scene, Thing, as_seen, clamp, place
from subjects import with_article
from words import DRAWN_PHRASE, POSES, called, place_of

Rng = np.random.Generator
Change = tuple[str, Scene] | None
# Oversampled: what was found hard (replace, remove, move, size, grey).
KINDS = {'colour': 0.10, 'pattern': 0.06, 'scene': 0.08, 'style': 0.10, 'move': 0.13, 'size': 0.09, 'rotate': 0.05,
         'replace': 0.12, 'remove': 0.11, 'add': 0.06, 'grey': 0.04, 'tint': 0.03, 'flip': 0.03}
STEPS = ('small', 'medium', 'big', 'huge')


def edit(rng: Rng, kind: str | None = None) -> tuple[Scene, str, Scene]:
    """Before, words, after: as somebody knows them who has only seen the picture."""
    kind = kind or str(rng.choice(list(KINDS), p=list(KINDS.values())))
    while True:
        before = random_scene(rng, count=_count(rng, kind))
        before = replace(before, finish='') if kind in ('grey', 'tint') or rng.random() < 0.8 else before
        if kind in ('colour', 'scene', 'style', 'grey', 'tint', 'pattern', 'flip', 'rotate', 'remove') and rng.random() < 0.4:
            before = jitter(before, rng)
        if len(before.things) == 1 and rng.random() < 0.15:
            before = replace(before, things=(replace(before.things[0], flip=True),))
        before = as_seen(before)
        changed = MAKERS[kind](before, rng)
        if changed is not None and changed[1] != before and not has_unseen(changed[1]):
            return before, mistyped(changed[0], rng) + ('.' if rng.random() < 0.1 else ''), changed[1]


def _count(rng: Rng, kind: str) -> int:
    shares = {'move': [0.75, 0.2, 0.05], 'size': [0.75, 0.25, 0], 'replace': [0.45, 0.4, 0.15], 'remove': [0, 0.7, 0.3],
              'add': [0.9, 0.1, 0], 'flip': [0.8, 0.2, 0], 'rotate': [0.8, 0.2, 0]}.get(kind, [0.6, 0.3, 0.1])
    return int(rng.choice([1, 2, 3], p=shares))


def the(thing: Thing, rng: Rng) -> str:
    return f'the {called(thing, rng)[0]}'


def it(thing: Thing, scene: Scene, rng: Rng) -> str:
    """`the fox`, or `it` if nothing else can be meant."""
    return 'it' if len(scene.things) == 1 and rng.random() < 0.35 else the(thing, rng)


def all_different(scene: Scene) -> bool:
    return len({thing.icon for thing in scene.things}) == len(scene.things)


def different(rng: Rng, options, old):
    return pick(rng, [option for option in options if option != old])


def colour(scene: Scene, rng: Rng) -> Change:
    new = different(rng, COLOUR_NAMES, scene.colour if scene.background not in DRAWN else None)
    kind = 'plain' if scene.background in DRAWN else scene.background
    words = phrase(rng, ('make the background {c}', 'change the background to {c}', '{a} background', 'on {a} background',
                         'use {a} background', 'turn the background {c}', 'i want {a} background', 'colour the background {c}',
                         'the background should be {c}', 'paint the wall behind it {c}'), c=new, a=with_article(new))
    return words, replace(scene, background=kind, colour=new)


def pattern(scene: Scene, rng: Rng) -> Change:
    if scene.background in DRAWN:
        return None
    new = different(rng, PATTERNS, scene.background)
    if new == 'plain':
        words = phrase(rng, ('make the background plain', 'remove the pattern', 'a plain background', 'no pattern please',
                             'take the pattern away'))
    else:
        adjective = {'gradient': 'a gradient', 'stripes': 'striped', 'dots': 'dotted', 'checks': 'checked'}[new]
        plural = 'a gradient' if new == 'gradient' else new
        words = phrase(rng, ('make the background {adj}', 'give the background {many}', 'put {many} on the background',
                             'a background with {many}', 'the background should have {many}', 'add {many} to the background'),
                       adj=adjective, many=plural)
    return words, replace(scene, background=new)


def drawn(scene: Scene, rng: Rng) -> Change:
    new = different(rng, DRAWN, scene.background)
    them = it(scene.things[0], scene, rng) if len(scene.things) == 1 else 'them'
    words = phrase(rng, ('put {them} {where}', 'make the background {a}', 'change the background to {a}', '{where}', 'the same {where}',
                         'move {them} to {a}', 'bring {them} to {a}', 'show {them} {where}', 'now {where}', 'use {a} as background'),
                   them=them, where=DRAWN_PHRASE[new], a=with_article(new))
    return words, replace(scene, background=new, colour='white')


def style(scene: Scene, rng: Rng) -> Change:
    new = different(rng, tuple(range(len(STYLES))), scene.things[0].style)
    words = phrase(rng, ('make it {s} style', 'in {s} style', 'change the style to {s}', 'draw it in {s} style', 'use {s} style',
                         'as {s} emoji', 'redraw it in {s} style', 'the same in {s} style', 'turn it into {s} style'), s=STYLES[new])
    return words, replace(scene, things=tuple(replace(thing, style=new) for thing in scene.things))


def move(scene: Scene, rng: Rng) -> Change:
    if len(scene.things) == 2:
        return swap(scene, rng)
    thing = pick(rng, scene.things)
    if len(scene.things) == 3 or thing.size > SIZES['big']:
        return None
    rows = ('middle',) if thing.size >= SIZES['big'] else ('top', 'middle', 'bottom')
    moved = place(thing, pick(rng, tuple(COLUMNS)), pick(rng, rows), scene.background)
    after = scene.with_thing(thing, moved)
    where = place_of(moved, after)
    if where == place_of(thing, scene):
        return None
    to = where.replace('on the', 'to the', 1).replace('at the', 'to the', 1).replace('in the', 'to the', 1)
    words = phrase(rng, ('move {it} {to}', 'put {it} {where}', '{where}', 'place {it} {where}', 'shift {it} {to}', 'push {it} {to}',
                         '{it} should be {where}', 'bring {it} {to}', 'let {it} go {to}'), it=it(thing, scene, rng), to=to, where=where)
    return words, after


def swap(scene: Scene, rng: Rng) -> Change:
    a, b = scene.things
    if not all_different(scene):
        return None
    swapped = (replace(a, x=b.x, y=b.y), replace(b, x=a.x, y=a.y))
    words = phrase(rng, ('swap {a} and {b}', 'swap them', 'let them change places', 'exchange {a} and {b}', 'switch the two',
                         'change the places of {a} and {b}'), a=the(a, rng), b=the(b, rng))
    return words, replace(scene, things=swapped)


def size(scene: Scene, rng: Rng) -> Change:
    thing = pick(rng, scene.things)
    if not all_different(scene):
        return None
    alone = len(scene.things) == 1
    ladder = STEPS if alone else STEPS[:2]
    values = {**SIZES, 'medium': SIZES['medium'] if alone else PAIR}
    now = min(ladder, key=lambda word: abs(values[word] - thing.size))
    new = different(rng, ladder, now)
    grown = replace(thing, size=values[new], x=clamp(thing.x, values[new]), y=clamp(thing.y, values[new]))
    templates = ('make {it} {new}', '{it} should be {new}', 'a {new} {bare}', 'i want {it} {new}')
    step = ladder.index(new) - ladder.index(now)
    if abs(step) == 1 and rng.random() < 0.5:
        templates = (('make {it} bigger', 'make {it} larger', 'enlarge {it}', '{it} should be bigger', 'bigger', 'let {it} grow')
                     if step > 0 else ('make {it} smaller', 'shrink {it}', 'reduce {it}', '{it} should be smaller', 'smaller'))
    return phrase(rng, templates, it=it(thing, scene, rng), bare=called(thing, rng)[0],
                  new='medium-sized' if new == 'medium' else new), scene.with_thing(thing, grown)


TURNS = {'upside-down': ('turn {it} upside down', 'put {it} on its head', '{it} upside down', 'rotate {it} by 180 degrees'),
         'lying': ('lay {it} on its side', 'turn {it} on its side', 'rotate {it} by 90 degrees', 'let {it} fall over'),
         'jumping': ('tilt {it} to the left', 'let {it} jump', 'make {it} jump', 'rotate {it} a little to the left'),
         'dancing': ('tilt {it} to the right', 'let {it} dance', 'make {it} dance', 'rotate {it} a little to the right'),
         'falling': ('let {it} tumble', 'make {it} fall', 'let {it} fall')}


def rotate(scene: Scene, rng: Rng) -> Change:
    thing = pick(rng, scene.things)
    if not all_different(scene):
        return None
    pose = pick(rng, tuple(TURNS))
    return (phrase(rng, TURNS[pose], it=it(thing, scene, rng)),
            scene.with_thing(thing, replace(thing, angle=float(POSES[pose]))))


def replace_thing(scene: Scene, rng: Rng) -> Change:
    thing = pick(rng, scene.things)
    if not all_different(scene):
        return None
    taken = {t.icon for t in scene.things}
    other = replace(thing, icon=int(rng.choice([i for i in icons().named if i not in taken])), mirrored=False)
    words = phrase(rng, ('replace {it} with {b}', 'replace {the} with {b}', 'turn {the} into {b}', '{b} instead of {the}',
                         'change {the} to {b}', 'make {the} {b}', 'swap {the} for {b}', 'exchange {the} for {b}', 'use {b} instead of {the}',
                         'take {b} instead of {the}'), it=it(thing, scene, rng), the=the(thing, rng), b=with_article(called(other, rng)[0]))
    return words, scene.with_thing(thing, other)


def remove(scene: Scene, rng: Rng) -> Change:
    thing = pick(rng, scene.things)
    if not all_different(scene):
        return None
    words = phrase(rng, ('remove {the}', 'take away {the}', 'delete {the}', 'without {the}', 'erase {the}', 'get rid of {the}',
                         'make {the} disappear', 'no {bare}', 'take {the} out', 'drop {the}'), the=the(thing, rng), bare=called(thing, rng)[0])
    return words, replace(scene, things=tuple(t for t in scene.things if t is not thing))


def add(scene: Scene, rng: Rng) -> Change:
    """A newcomer takes the free side; if there is none, the one who was first makes room."""
    if len(scene.things) > 1:
        return None
    first = scene.things[0]
    new = Thing(int(rng.choice([i for i in icons().named if i != first.icon])), first.style)
    free = 'right' if first.x < 0.42 else 'left' if first.x > 0.58 else pick(rng, ('left', 'right', 'right'))
    other = 'left' if free == 'right' else 'right'
    moved = first if first.size <= PAIR and abs(first.x - 0.5) > 0.1 else place(
        replace(first, size=min(first.size, PAIR)), other, 'middle', scene.background)
    new = place(replace(new, size=PAIR), free, 'middle', scene.background)
    thing = with_article(called(new, rng)[0])
    templates = ('add {a} on the {side}', 'add {a} to the {side}', 'put {a} on the {side}', 'place {a} on the {side}',
                 'with {a} on the {side}', 'and {a} on the {side}')
    if (free == 'right' or first.x > 0.58) and rng.random() < 0.4:
        templates = ('add {a}', 'put {a} next to it', 'with {a}', 'add {a} beside it', 'together with {a}')
    return phrase(rng, templates, a=thing, side=free), replace(scene, things=(moved, new))


def grey(scene: Scene, rng: Rng) -> Change:
    return phrase(rng, ('make it grey', 'make it black and white', 'in black and white', 'make it greyscale', 'remove the colours',
                        'black and white please', 'turn it grey', 'without colour', 'as a black and white picture',
                        'make it grayscale', 'take the colours away')), replace(scene, finish='grey')


def tint(scene: Scene, rng: Rng) -> Change:
    if scene.background == 'night sky':
        return None
    if rng.random() < 0.45:
        return phrase(rng, ('make it sunset', 'at sunset', 'in the evening', 'let the sun go down', 'make it evening',
                            'at dusk')), replace(scene, finish='sunset')
    return phrase(rng, ('make it night', 'at night', 'turn day into night', 'make it dark', 'by night', 'let it be night',
                        'turn off the light')), replace(scene, finish='night')


def flip(scene: Scene, rng: Rng) -> Change:
    thing = pick(rng, scene.things)
    if not all_different(scene):
        return None
    words = phrase(rng, ('turn {it} around', 'mirror {it}', 'flip {it}', 'let {it} look the other way', '{it} should face the other way'),
                   it=it(thing, scene, rng))
    return words, scene.with_thing(thing, replace(thing, flip=not thing.flip))


MAKERS = {'colour': colour, 'pattern': pattern, 'scene': drawn, 'style': style, 'move': move, 'size': size, 'rotate': rotate,
          'replace': replace_thing, 'remove': remove, 'add': add, 'grey': grey, 'tint': tint, 'flip': flip}

assert set(KINDS) == set(MAKERS)
