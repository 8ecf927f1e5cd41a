"""Small stories: a scene, then one event after another, each with the sentence that tells it."""

from dataclasses import replace

import numpy as np

from captions import DRAWN_PHRASE, caption, full, noun, pick
from icons import icons
from layouts import PAIR, random_scene
from scenes import DRAWN, SIZES, Scene, Thing, clamp, place
from subjects import with_article

Rng = np.random.Generator
Event = tuple[str, Scene] | None


def story(rng: Rng) -> list[tuple[str, Scene]]:
    scene = random_scene(rng, count=int(rng.choice([1, 2], p=[0.75, 0.25])), background=_backdrop(rng))
    if len({t.icon for t in scene.things}) < len(scene.things) or scene.things[0].size > SIZES['big']:
        return story(rng)
    scene = replace(scene, finish='')
    panels = [(full(scene) if rng.random() < 0.5 else caption(scene, rng), scene)]
    length = int(rng.choice([2, 3, 4, 6], p=[0.4, 0.35, 0.2, 0.05]))
    last = ''
    while len(panels) < length:
        name = str(rng.choice(list(EVENTS)))
        if name == last:
            continue
        event = EVENTS[name](scene, rng)
        if event is not None and event[1] != scene:
            scene, last = event[1], name
            panels.append(event)
    return panels


def _backdrop(rng: Rng) -> str | None:
    return DRAWN[rng.integers(len(DRAWN))] if rng.random() < 0.5 else None


def moves(scene: Scene, rng: Rng) -> Event:
    if len(scene.things) > 1:
        return None
    thing = scene.things[0]
    goal = pick(rng, [c for c in ('left', 'centre', 'right') if abs({'left': 0.26, 'centre': 0.5, 'right': 0.74}[c] - thing.x) > 0.1])
    moved = place(thing, goal, 'middle', scene.background)
    if abs(moved.x - thing.x) < 0.05:
        return None
    to = {'left': 'to the left', 'centre': 'to the middle', 'right': 'to the right'}[goal]
    return f'the {noun(thing)} {pick(rng, ("moves", "goes"))} {to}', scene.with_thing(thing, moved)


def grows(scene: Scene, rng: Rng) -> Event:
    if len(scene.things) > 1:
        return None
    thing = scene.things[0]
    ladder = list(SIZES.values())
    now = min(range(4), key=lambda i: abs(ladder[i] - thing.size))
    new = now + 1 if rng.random() < 0.6 else now - 1
    if not 0 <= new < 4:
        return None
    size = ladder[new]
    verb = pick(rng, ('grows', 'gets bigger') if new > now else ('shrinks', 'gets smaller'))
    return f'the {noun(thing)} {verb}', scene.with_thing(
        thing, replace(thing, size=size, x=clamp(thing.x, size), y=clamp(thing.y, size)))


def meets(scene: Scene, rng: Rng) -> Event:
    """The newcomer stands on the right, who was there before on the left."""
    if len(scene.things) > 1:
        return None
    first = scene.things[0]
    other = Thing(int(rng.choice([i for i in icons().named if i != first.icon])), first.style, size=PAIR)
    one = place(replace(first, size=PAIR), 'left', 'middle', scene.background)
    two = place(other, 'right', 'middle', scene.background)
    thing = with_article(noun(other))
    words = pick(rng, (f'{thing} comes along', f'the {noun(first)} meets {thing}', f'the {noun(first)} finds {thing}'))
    return words, replace(scene, things=(one, two))


def leaves(scene: Scene, rng: Rng) -> Event:
    if len(scene.things) < 2:
        return None
    gone = pick(rng, scene.things)
    rest = tuple(t for t in scene.things if t is not gone)
    return f'the {noun(gone)} {pick(rng, ("leaves", "goes away", "is gone"))}', replace(scene, things=rest)


def swaps(scene: Scene, rng: Rng) -> Event:
    if len(scene.things) != 2 or rng.random() < 0.5:
        return None
    a, b = scene.things
    return 'they change places', replace(scene, things=(replace(a, x=b.x, y=b.y), replace(b, x=a.x, y=a.y)))


def time_passes(scene: Scene, rng: Rng) -> Event:
    if scene.background == 'night sky':
        return None
    new = {'': ('sunset', 'night'), 'sunset': ('night',), 'night': ('',)}[scene.finish]
    finish = pick(rng, new)
    words = {'sunset': ('the sun goes down', 'evening comes'), 'night': ('night falls', 'it is night'),
             '': ('the next morning', 'it is day again')}[finish]
    return pick(rng, words), replace(scene, finish=finish)


def travels(scene: Scene, rng: Rng) -> Event:
    new = pick(rng, [kind for kind in DRAWN if kind != scene.background and not (kind == 'night sky' and scene.finish)])
    who = 'they are' if len(scene.things) > 1 else f'the {noun(scene.things[0])} is'
    return f'{who} now {DRAWN_PHRASE[new]}', replace(scene, background=new, colour='white')


def turns(scene: Scene, rng: Rng) -> Event:
    if len(scene.things) > 1 or rng.random() < 0.6:
        return None
    thing = scene.things[0]
    return f'the {noun(thing)} turns around', scene.with_thing(thing, replace(thing, flip=not thing.flip))


EVENTS = {'moves': moves, 'grows': grows, 'meets': meets, 'leaves': leaves, 'swaps': swaps, 'time': time_passes,
          'travels': travels, 'turns': turns}
