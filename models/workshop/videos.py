"""Short videos: a few frames of one scene in which something happens, and a question about it."""

from dataclasses import replace

import numpy as np

from icons import icons
from layouts import PAIR, random_scene
from phrasings import phrase, pick
from samples import Sample, Segment, answered, shown
from scenes import COLUMNS, SIZES, Scene, Thing, as_seen, clamp, place
from subjects import with_article
from words import NUMBERS, called, noun

Rng = np.random.Generator
Film = tuple[list[Scene], str, str]  # frames, question, answer


def start(rng: Rng) -> tuple[Scene, Thing]:
    scene = replace(random_scene(rng, count=1), finish='')
    thing = place(replace(scene.things[0], size=pick(rng, (SIZES['small'], PAIR))), 'centre', 'middle', scene.background)
    return replace(scene, things=(thing,)), thing


def crosses(rng: Rng) -> Film:
    scene, thing = start(rng)
    horizontal = rng.random() < 0.65
    ways = ('left', 'right') if horizontal else ('up', 'down')
    backwards = rng.random() < 0.5
    path = np.linspace(0.24, 0.76, int(rng.integers(3, 7)))[::-1 if backwards else 1]
    at = [{'x': float(v)} if horizontal else {'y': float(v)} for v in path]
    frames = [scene.with_thing(thing, replace(thing, **where)) for where in at]
    way = ways[0] if backwards else ways[1]
    if rng.random() < 0.75:
        return frames, phrase(rng, ('which way does the {one} move', 'in which direction does the {one} move', 'where does the {one} go',
                                    'where is the {one} going', 'which way does it go'), one=called(thing, rng)[0]), way
    return frames, 'what happens', f'the {noun(thing)} moves {way}'


def changes_size(rng: Rng) -> Film:
    scene, thing = start(rng)
    sizes = np.linspace(0.24, 0.7, int(rng.integers(3, 6)))
    grows = rng.random() < 0.5
    frames = [scene.with_thing(thing, replace(thing, size=float(s), x=clamp(thing.x, float(s)), y=clamp(thing.y, float(s))))
              for s in (sizes if grows else sizes[::-1])]
    word = 'bigger' if grows else 'smaller'
    if rng.random() < 0.6:
        return frames, f'does the {called(thing, rng)[0]} get bigger or smaller', word
    return frames, 'what happens', f'the {noun(thing)} gets {word}'


def one_by_one(rng: Rng) -> Film:
    """Things appear one after another; asked for is their order or their number."""
    scene, first = start(rng)
    count = int(rng.integers(2, 4))
    others = rng.choice([i for i in icons().named if i != first.icon], count - 1, replace=False)
    places = [list(COLUMNS)[i] for i in rng.permutation(3)[:count]]
    things = [place(replace(first, icon=int(icon), size=0.3), column, 'middle', scene.background)
              for icon, column in zip([first.icon, *others], places)]
    frames = [replace(scene, things=tuple(things[:n])) for n in range(1, count + 1)]
    luck = rng.random()
    if luck < 0.4:
        return frames, phrase(rng, ('what comes first', 'which thing is there first', 'what is seen first')), with_article(noun(things[0]))
    if luck < 0.8:
        return frames, phrase(rng, ('what comes last', 'which thing comes last', 'what appears last')), with_article(noun(things[-1]))
    return frames, phrase(rng, ('how many things appear', 'how many things are there in the end')), NUMBERS[count]


def jumps(rng: Rng) -> Film:
    """Up and down again, one to three times."""
    scene, thing = start(rng)
    thing = replace(thing, size=SIZES['small'], y=0.7)
    scene = replace(scene, things=(thing,))
    times = int(rng.integers(1, 4))
    heights = [0.7, *[y for _ in range(times) for y in (0.4, 0.7)]]
    frames = [scene.with_thing(thing, replace(thing, y=y)) for y in heights]
    return frames, phrase(rng, ('how often does the {one} jump', 'how many times does the {one} jump', 'count the jumps of the {one}'),
                          one=called(thing, rng)[0]), NUMBERS[times]


def vanishes(rng: Rng) -> Film:
    scene, first = start(rng)
    other = int(rng.choice([i for i in icons().named if i != first.icon]))
    pair = tuple(place(replace(first, icon=icon, size=PAIR), side, 'middle', scene.background)
                 for icon, side in zip((first.icon, other), ('left', 'right')))
    gone = int(rng.integers(2))
    frames = [replace(scene, things=pair)] * int(rng.integers(1, 3)) + [replace(scene, things=(pair[1 - gone],))] * int(rng.integers(1, 3))
    return frames, phrase(rng, ('what disappears', 'which thing leaves', 'what goes away')), with_article(noun(pair[gone]))


FILMS = (crosses, crosses, changes_size, one_by_one, jumps, vanishes)


def video(rng: Rng) -> Sample:
    frames, asked, answer = pick(rng, FILMS)(rng)
    return [Segment('[USER]:[VIDEO]'), *(shown(as_seen(frame)) for frame in frames), Segment(f'{asked}? [ASSISTANT]:'), answered(answer)]
