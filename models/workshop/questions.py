"""Questions about a scene and their short answers."""

import numpy as np

from captions import (DRAWN_PHRASE, FINISH_PHRASE, NUMBERS, column, join, noun, pick, place_of, plural, row, size_of)
from icons import STYLES, icons
from scenes import DRAWN, Scene, Thing
from subjects import with_article

Rng = np.random.Generator


def question(scene: Scene, rng: Rng, kind: str | None = None) -> tuple[str, str]:
    while True:
        chosen = kind or str(rng.choice(list(SHARES), p=list(SHARES.values())))
        found = MAKERS[chosen](scene, rng)
        if found is not None:
            asked, answer = found
            return asked + ('?' if rng.random() < 0.9 else ''), answer
        if kind:
            raise ValueError(f'no question of kind {kind} about this scene')


def what(scene: Scene, rng: Rng):
    things = scene.ordered()
    if len(things) == 1:
        return pick(rng, ('what is it', 'what is this', 'what is in the picture', 'what do you see')), with_article(noun(things[0]))
    if len({t.icon for t in things}) == 1:
        return pick(rng, ('what is in the picture', 'what do you see')), f'{NUMBERS[len(things)]} {plural(things[0])}'
    if len(things) > 3:
        return None
    return pick(rng, ('what is in the picture', 'what do you see')), join([with_article(noun(t)) for t in things])


def how_many(scene: Scene, rng: Rng):
    things = scene.things
    if rng.random() < 0.45:
        return pick(rng, ('how many things are there', 'how many things are in the picture', 'how many objects are there')), NUMBERS[len(things)]
    if rng.random() < 0.2:
        other = absent(scene, rng)
        return f'how many {plural(other)} are there', 'none'
    thing = pick(rng, things)
    return f'how many {plural(thing)} are there', NUMBERS[sum(t.icon == thing.icon for t in things)]


def background_colour(scene: Scene, rng: Rng):
    if scene.background in DRAWN or scene.finish == 'grey':
        return None
    return pick(rng, ('what colour is the background', 'what color is the background', 'which colour is the background')), scene.colour


def where_is_it(scene: Scene, rng: Rng):
    """The place of a thing, or of the whole scene."""
    things = scene.ordered()
    if rng.random() < 0.4:
        phrase = DRAWN_PHRASE.get(scene.background, f'on {with_article(scene.colour)} background')
        return None if scene.finish == 'grey' else (pick(rng, ('where does it happen', 'what is the background', 'where is this')), phrase)
    if len({t.icon for t in things}) < len(things):
        return None
    thing = pick(rng, things)
    return f'where is the {noun(thing)}', place_of(thing, scene)


def style(scene: Scene, rng: Rng):
    return pick(rng, ('what style is it', 'which style is it', 'in which style is it drawn')), STYLES[scene.things[0].style]


def is_there(scene: Scene, rng: Rng):
    yes = rng.random() < 0.5
    thing = with_article(noun(pick(rng, scene.things) if yes else absent(scene, rng)))
    asked = pick(rng, (f'is there {thing}', f'is there {thing} in the picture', f'do you see {thing}'))
    return asked, 'yes' if yes else 'no'


def what_is_where(scene: Scene, rng: Rng):
    things = scene.ordered()
    if len(things) not in (2, 3) or len({t.icon for t in things}) == 1:
        return None
    thing = pick(rng, things)
    alone = [t for t in things if (column(t), row(t, scene)) == (column(thing), row(thing, scene))]
    if len(alone) > 1:
        return None
    return f'what is {place_of(thing, scene)}', with_article(noun(thing))


def how_big(scene: Scene, rng: Rng):
    if len(scene.things) > 1:
        return None
    thing = scene.things[0]
    return f'how big is the {noun(thing)}', {'medium': 'medium-sized'}.get(size_of(thing, scene), size_of(thing, scene))


def time_of_day(scene: Scene, rng: Rng):
    if scene.background == 'night sky' or scene.finish == 'grey':
        return None
    if not scene.finish and rng.random() < 0.75:
        return None
    return pick(rng, ('is it day or night', 'what time of day is it')), FINISH_PHRASE.get(scene.finish, 'day').removeprefix('at ')


def absent(scene: Scene, rng: Rng):
    present = {t.icon for t in scene.things}
    return Thing(int(rng.choice([i for i in icons().named if i not in present])), 0)


SHARES = {'what': 0.2, 'how_many': 0.18, 'colour': 0.12, 'where': 0.15, 'style': 0.08, 'is_there': 0.14,
          'what_is_where': 0.08, 'how_big': 0.03, 'time': 0.02}
MAKERS = {'what': what, 'how_many': how_many, 'colour': background_colour, 'where': where_is_it, 'style': style,
          'is_there': is_there, 'what_is_where': what_is_where, 'how_big': how_big, 'time': time_of_day}
