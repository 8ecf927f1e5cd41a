"""Things are shown, words say what to do with them. Mostly things without a name, for which there is no other way."""

from dataclasses import replace

import numpy as np

from captions import background_varied
from icons import icons
from layouts import PAIR, has_unseen, random_scene
from phrasings import mistyped, phrase, pick
from samples import Sample, Segment, drawn, shown
from scenes import Scene, Thing, as_seen, place
from subjects import with_article
from words import FINISH_PHRASE, NUMBERS, called, place_of, pose_of, size_of

Rng = np.random.Generator


def nameless(rng: Rng) -> np.ndarray:
    return icons().nameless if rng.random() < 0.75 else icons().named


def portrait(thing: Thing, rng: Rng) -> Scene:
    """A picture that shows the thing: nearly filling it, mostly on white."""
    alone = place(replace(thing, size=pick(rng, (0.5, 0.68, 0.88, 0.88)), flip=rng.random() < 0.1, angle=0.0), 'centre', 'middle', 'plain')
    if rng.random() < 0.3:
        alone = replace(alone, x=float(rng.uniform(0.4, 0.6)), y=float(rng.uniform(0.4, 0.6)))
    if rng.random() < 0.5:
        return as_seen(Scene('plain', 'white', (alone,)))
    scene = random_scene(rng, count=1)
    return as_seen(Scene(scene.background, scene.colour, (alone,)))


def put(scene: Scene, thing: Thing, portraits: Scene) -> Scene:
    """The scene with its thing looking as it does in the portrait."""
    return scene.with_thing(thing, replace(thing, mirrored=portraits.things[0].mirrored))


def circumstances(scene: Scene, rng: Rng) -> list[str]:
    return [background_varied(scene, rng)] + ([FINISH_PHRASE[scene.finish]] if scene.finish else [])


def one(rng: Rng) -> Sample:
    scene = random_scene(rng, pool=nameless(rng), count=1, posed=0.08)
    thing = scene.things[0]
    portraits = portrait(thing, rng)
    words = subject_words(scene, rng)
    after = drawn(put(scene, thing, portraits))
    if rng.random() < 0.25:
        return [Segment(phrase(rng, ('an image of', 'a picture of', 'draw', 'show', 'put'))), shown(portraits), Segment(words), after]
    lead = phrase(rng, ('{w}', '{w}', '{w}', '{w}', 'this {w}', 'put it {w}', 'the same {w}', 'the same thing {w}', 'it is {w}'), w=words)
    return [shown(portraits), Segment(mistyped(lead, rng)), after]


def subject_words(scene: Scene, rng: Rng) -> str:
    thing = scene.things[0]
    size, where = size_of(thing, scene), place_of(thing, scene)
    parts = [] if size == 'medium' else [size]
    parts += [pose_of(thing)] if pose_of(thing) else []
    if where != 'in the middle' or rng.random() < 0.3:
        parts.append(where)
    tail = circumstances(scene, rng)
    if scene.background == 'plain' and scene.colour == 'white' and parts and rng.random() < 0.5:
        tail = tail[1:]
    return (', ' if rng.random() < 0.4 else ' ').join(parts + tail)


def place_words(thing: Thing, scene: Scene) -> str:
    size = size_of(thing, scene)
    return place_of(thing, scene) if size == 'medium' else f'{size} {place_of(thing, scene)}'


def copies(rng: Rng) -> Sample:
    """`three of them on the beach`"""
    scene = random_scene(rng, pool=nameless(rng), count=int(rng.integers(2, 7)))
    first = replace(scene, things=tuple(replace(t, icon=scene.things[0].icon, size=scene.things[0].size) for t in scene.things))
    portraits = portrait(first.things[0], rng)
    if has_unseen(first) or len({t.y for t in first.things}) > 1 and len(first.things) == 2:
        return copies(rng)
    words = phrase(rng, ('{n} of them', '{n} of these', '{n} times the same', 'make it {n}', 'draw {n} of it'), n=NUMBERS[len(first.things)])
    after = replace(first, things=tuple(replace(t, mirrored=portraits.things[0].mirrored) for t in first.things))
    return [shown(portraits), Segment(' '.join([words, *circumstances(scene, rng)])), drawn(after)]


def several(rng: Rng, count: int | None = None) -> Sample:
    """Two or three things at once, each shown in its own picture."""
    count = count or int(rng.choice([2, 3], p=[0.7, 0.3]))
    scene = random_scene(rng, pool=nameless(rng), count=count)
    if len({t.icon for t in scene.things}) < count:
        return several(rng, count)
    sample: Sample = []
    things = list(scene.ordered())
    for i, thing in enumerate(things):
        portraits = portrait(thing, rng)
        things[i] = replace(thing, mirrored=portraits.things[0].mirrored)
        words = place_words(thing, scene)
        last = i == count - 1
        words += ' ' + ' '.join(circumstances(scene, rng)) if last else pick(rng, (' and', ',', ''))
        sample += [shown(portraits), Segment(words)]
    return [*sample, drawn(replace(scene, things=tuple(things)))]


def company(rng: Rng) -> Sample:
    """The thing that is shown together with one that is named."""
    art = icons()
    style = int(rng.integers(3))
    base = random_scene(rng, count=2, style=style)
    icon = int(rng.choice(nameless(rng)))
    friend = int(rng.choice([i for i in art.named if i != icon]))
    left, right = (Thing(i, style, size=PAIR) for i in (icon, friend))
    shown_left = rng.random() < 0.5
    order = (left, right) if shown_left else (right, left)
    things = [place(t, side, 'middle', base.background) for t, side in zip(order, ('left', 'right'))]
    thing = things[0 if shown_left else 1]
    portraits = portrait(thing, rng)
    scene = put(replace(base, things=tuple(things)), thing, portraits)
    if has_unseen(scene):
        return company(rng)
    words = phrase(rng, ('next to {a}, {side}', '{side} and {a}', '{side} with {a}', 'together with {a}, {side}', '{side}, beside {a}'),
                   a=with_article(called(right, rng)[0]), side='on the left' if shown_left else 'on the right')
    return [shown(portraits), Segment(' '.join([words, *circumstances(scene, rng)])), drawn(scene)]


def in_the_style_of(rng: Rng) -> Sample:
    """A named thing, drawn as the picture shows."""
    style = int(rng.integers(3))
    scene = random_scene(rng, count=1, style=style)
    example = random_scene(rng, pool=nameless(rng), count=1, style=style)
    words = ' '.join([with_article(called(scene.things[0], rng)[0]), place_of(scene.things[0], scene), *circumstances(scene, rng)])
    size = size_of(scene.things[0], scene)
    lead = words if size == 'medium' else f'{size}, {words}'
    return [Segment(f'{lead}, ' + phrase(rng, ('in the style of', 'in the same style as', 'drawn like', 'with the style of'))),
            shown(as_seen(example)), drawn(scene)]


MAKERS = {'one': one, 'copies': copies, 'several': several, 'company': company, 'style_of': in_the_style_of}
SHARES = {'one': 0.5, 'copies': 0.08, 'several': 0.22, 'company': 0.1, 'style_of': 0.1}


def reference(rng: Rng) -> Sample:
    return MAKERS[str(rng.choice(list(SHARES), p=list(SHARES.values())))](rng)
