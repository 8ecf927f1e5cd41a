"""Small stories: a scene, then one event after another, each with the sentence that tells it."""

from dataclasses import replace

import numpy as np

from captions import caption, full
from icons import icons
from layouts import PAIR, has_unseen, random_scene, rides, stacked
from phrasings import mistyped, phrase, pick
from scenes import COLUMNS, DRAWN, SIZES, Scene, Thing, clamp, place
from subjects import with_article
from words import DRAWN_PHRASE, POSES, noun

Rng = np.random.Generator
Event = tuple[str, Scene] | None
# Plots: events in an order that makes sense. Half of the stories follow one, half just happen.
PLOTS = (('moves', 'meets', 'leaves'), ('moves', 'meets', 'travels', 'time'), ('time', 'time', 'time'), ('grows', 'grows', 'shrinks'),
         ('travels', 'travels', 'travels'), ('meets', 'swaps', 'leaves'), ('moves', 'moves', 'moves'), ('meets', 'climbs', 'travels'),
         ('jumps', 'falls', 'stands'), ('meets', 'travels', 'time', 'leaves'), ('moves', 'turns', 'moves'), ('grows', 'meets', 'leaves'),
         ('multiplies', 'travels', 'time'), ('travels', 'jumps', 'stands', 'time'))


def story(rng: Rng) -> list[tuple[str, Scene]]:
    """Panels; the words of the first are a caption."""
    while True:
        background = DRAWN[rng.integers(len(DRAWN))] if rng.random() < 0.6 else None
        scene = replace(random_scene(rng, count=int(rng.choice([1, 2], p=[0.75, 0.25])), background=background), finish='')
        if len({t.icon for t in scene.things}) == len(scene.things) and scene.things[0].size <= SIZES['big']:
            break
    panels = [(full(scene) if rng.random() < 0.4 else caption(scene, rng), scene)]
    length = int(rng.choice([2, 3, 4, 6], p=[0.36, 0.34, 0.24, 0.06]))
    plot = list(pick(rng, PLOTS)) if rng.random() < 0.5 else []
    while len(panels) < length:
        name = plot.pop(0) if plot else str(rng.choice(list(EVENTS)))
        event = EVENTS[name](scene, rng)
        if event is not None and event[1] != scene and not has_unseen(event[1]):
            scene = event[1]
            panels.append((mistyped(event[0], rng), scene))
    return panels


def alone(scene: Scene) -> Thing | None:
    return scene.things[0] if len(scene.things) == 1 else None


def named(thing: Thing, rng: Rng) -> str:
    return pick(rng, (f'the {noun(thing)}',) * 4 + ('it',))


def moves(scene: Scene, rng: Rng) -> Event:
    thing = alone(scene)
    if thing is None:
        return None
    goal = pick(rng, tuple(c for c, x in COLUMNS.items() if abs(x - thing.x) > 0.1))
    moved = place(thing, goal, 'middle', scene.background)
    if abs(moved.x - thing.x) < 0.05:
        return None
    return phrase(rng, ('{it} moves to the {goal}', '{it} goes to the {goal}', '{it} runs to the {goal}', '{it} is now on the {goal} side',
                        '{it} walks to the {goal}', 'to the {goal}'),
                  it=named(thing, rng), goal='middle' if goal == 'centre' else goal), scene.with_thing(thing, moved)


def resized(scene: Scene, rng: Rng, up: bool) -> Event:
    thing = alone(scene)
    ladder = list(SIZES.values())
    if thing is None:
        return None
    now = min(range(4), key=lambda i: abs(ladder[i] - thing.size)) + (1 if up else -1)
    if not 0 <= now < 4:
        return None
    size = ladder[now]
    templates = (('{it} grows', '{it} gets bigger', '{it} becomes bigger', '{it} is bigger now', '{it} grows and grows') if up else
                 ('{it} shrinks', '{it} gets smaller', '{it} becomes smaller', '{it} is smaller now'))
    return phrase(rng, templates, it=named(thing, rng)), scene.with_thing(
        thing, replace(thing, size=size, x=clamp(thing.x, size), y=clamp(thing.y, size)))


def grows(scene: Scene, rng: Rng) -> Event:
    return resized(scene, rng, True)


def shrinks(scene: Scene, rng: Rng) -> Event:
    return resized(scene, rng, False)


def newcomer(first: Thing, rng: Rng) -> Thing:
    return Thing(int(rng.choice([i for i in icons().named if i != first.icon])), first.style, size=PAIR)


def meets(scene: Scene, rng: Rng) -> Event:
    """The newcomer stands on the right, who was there before on the left."""
    first = alone(scene)
    if first is None:
        return None
    one = place(replace(first, size=PAIR, angle=0.0), 'left', 'middle', scene.background)
    two = place(newcomer(first, rng), 'right', 'middle', scene.background)
    words = phrase(rng, ('{b} comes along', 'the {a} meets {b}', 'the {a} finds {b}', '{b} joins the {a}', '{b} appears', 'there comes {b}',
                         'the {a} sees {b}', 'suddenly there is {b}', '{b} arrives'), a=noun(first), b=with_article(noun(two)))
    return words, replace(scene, things=(one, two))


def leaves(scene: Scene, rng: Rng) -> Event:
    if len(scene.things) != 2 or scene.things[0].icon == scene.things[1].icon:
        return None
    gone = pick(rng, scene.things)
    rest = tuple(t for t in scene.things if t is not gone)
    return phrase(rng, ('the {a} leaves', 'the {a} goes away', 'the {a} is gone', 'the {a} goes home', 'the {a} says goodbye',
                        'the {b} stays alone', 'only the {b} is left'), a=noun(gone), b=noun(rest[0])), replace(scene, things=rest)


def swaps(scene: Scene, rng: Rng) -> Event:
    if len(scene.things) != 2 or rides(scene) or scene.things[0].icon == scene.things[1].icon:
        return None
    a, b = scene.things
    return phrase(rng, ('they change places', 'they swap places', 'the two change places')), replace(
        scene, things=(replace(a, x=b.x, y=b.y), replace(b, x=a.x, y=a.y)))


def climbs(scene: Scene, rng: Rng) -> Event:
    if len(scene.things) != 2 or rides(scene) or scene.things[0].icon == scene.things[1].icon:
        return None
    upper, lower = scene.things if rng.random() < 0.5 else scene.things[::-1]
    return phrase(rng, ('the {a} climbs on the {b}', 'the {a} jumps on the {b}', 'the {a} stands on the {b}', 'the {b} carries the {a}',
                        'the {a} rides on the {b}'), a=noun(upper), b=noun(lower)), replace(scene, things=stacked(upper, lower))


def time_passes(scene: Scene, rng: Rng) -> Event:
    if scene.background == 'night sky':
        return None
    finish = pick(rng, {'': ('sunset', 'night'), 'sunset': ('night',), 'night': ('',)}[scene.finish])
    templates = {'sunset': ('the sun goes down', 'evening comes', 'it is evening', 'the day ends'),
                 'night': ('night falls', 'it is night', 'it gets dark', 'the night comes', 'later that night'),
                 '': ('the next morning', 'it is day again', 'morning comes', 'the sun rises', 'the next day')}[finish]
    return phrase(rng, templates), replace(scene, finish=finish)


def travels(scene: Scene, rng: Rng) -> Event:
    new = pick(rng, [kind for kind in DRAWN if kind != scene.background and not (kind == 'night sky' and scene.finish)])
    who, verb = ('they', 'are') if len(scene.things) > 1 else (named(scene.things[0], rng), 'is')
    return phrase(rng, ('{who} {verb} now {where}', 'now {who} {verb} {where}', 'later, {where}', 'then {who} {verb} {where}',
                        'after a long way {who} {verb} {where}', 'next, {where}'),
                  who=who, verb=verb, where=DRAWN_PHRASE[new]), replace(scene, background=new, colour='white')


def turns(scene: Scene, rng: Rng) -> Event:
    thing = alone(scene)
    if thing is None or rng.random() < 0.6:
        return None
    return phrase(rng, ('{it} turns around', '{it} looks back', '{it} turns'), it=named(thing, rng)), \
        scene.with_thing(thing, replace(thing, flip=not thing.flip))


def posed(scene: Scene, rng: Rng, pose: str, templates: tuple[str, ...]) -> Event:
    thing = alone(scene)
    if thing is None:
        return None
    return phrase(rng, templates, it=named(thing, rng)), scene.with_thing(
        thing, replace(thing, angle=float(POSES[pose]) if pose else 0.0))


def jumps(scene: Scene, rng: Rng) -> Event:
    return posed(scene, rng, *pick(rng, (
        ('jumping', ('{it} jumps', '{it} leaps', '{it} hops', '{it} makes a jump')),
        ('dancing', ('{it} dances', '{it} starts to dance', '{it} swings')))))


def falls(scene: Scene, rng: Rng) -> Event:
    return posed(scene, rng, *pick(rng, (
        ('lying', ('{it} falls over', '{it} lies down', '{it} tips over', '{it} falls asleep')),
        ('upside-down', ('{it} stands on its head', '{it} turns upside down', '{it} does a handstand')),
        ('falling', ('{it} tumbles', '{it} falls')))))


def stands(scene: Scene, rng: Rng) -> Event:
    return None if len(scene.things) != 1 or not scene.things[0].angle else posed(
        scene, rng, '', ('{it} stands up again', '{it} gets up', '{it} is back on its feet', '{it} stands still'))


def multiplies(scene: Scene, rng: Rng) -> Event:
    """One becomes two of a kind."""
    thing = alone(scene)
    if thing is None or rng.random() < 0.6:
        return None
    one, two = (place(replace(thing, size=PAIR, angle=0.0), side, 'middle', scene.background) for side in ('left', 'right'))
    return phrase(rng, ('another {a} comes along', 'now there are two', 'a second {a} appears', 'the {a} finds a friend of its kind'),
                  a=noun(thing)), replace(scene, things=(one, two))


EVENTS = {'moves': moves, 'grows': grows, 'shrinks': shrinks, 'meets': meets, 'leaves': leaves, 'swaps': swaps,
          'climbs': climbs, 'time': time_passes, 'travels': travels, 'turns': turns, 'jumps': jumps, 'falls': falls, 'stands': stands,
          'multiplies': multiplies}
