"""Questions about a scene and their short answers."""

from dataclasses import replace

import numpy as np

from icons import STYLES, icons
from layouts import rides
from phrasings import phrase
from scenes import DRAWN, Scene, Thing
from subjects import with_article
from words import DRAWN_PHRASE, FINISH_PHRASE, NUMBERS, called, column, join, noun, place_of, plural, row, size_of

Rng = np.random.Generator
Answered = tuple[str, str] | None


def question(scene: Scene, rng: Rng, kind: str | None = None) -> tuple[str, str]:
    while True:
        chosen = kind or str(rng.choice(list(SHARES), p=list(SHARES.values())))
        found = MAKERS[chosen](scene, rng)
        if found is not None:
            asked, answer = found
            return asked + ('?' if rng.random() < 0.9 else ''), answer
        if kind:
            raise ValueError(f'no question of kind {kind} about this scene')


def one_kind(scene: Scene) -> bool:
    return len({thing.icon for thing in scene.things}) == 1


def all_different(scene: Scene) -> bool:
    return len({thing.icon for thing in scene.things}) == len(scene.things)


def what(scene: Scene, rng: Rng) -> Answered:
    things = scene.ordered()
    asked = ('what is in the picture', 'what do you see', 'what can you see', 'what does the picture show', 'what is shown here')
    if len(things) == 1:
        asked += ('what is it', 'what is this', 'what kind of thing is this', 'which thing is it', 'name it')
        return phrase(rng, asked), with_article(noun(things[0]))
    if one_kind(scene):
        return phrase(rng, asked), f'{NUMBERS[len(things)]} {plural(things[0])}'
    if len(things) > 3 or not all_different(scene):
        return None
    return phrase(rng, asked), join([with_article(noun(t)) for t in things])


def how_many(scene: Scene, rng: Rng) -> Answered:
    things = scene.things
    if rng.random() < 0.4:
        return phrase(rng, ('how many things are there', 'how many things are in the picture', 'how many objects are there',
                            'how many are there', 'count the things', 'what is the number of things')), NUMBERS[len(things)]
    thing = absent(scene, rng) if rng.random() < 0.2 else things[int(rng.integers(len(things)))]
    found = sum(t.icon == thing.icon for t in things)
    return phrase(rng, ('how many {many} are there', 'how many {many} do you see', 'how many {many} are in the picture',
                        'count the {many}', 'what is the number of {many}'),
                  many=called(thing, rng)[1]), NUMBERS[found] if found else 'none'


def background_colour(scene: Scene, rng: Rng) -> Answered:
    if scene.background in DRAWN or scene.finish == 'grey':
        return None
    return phrase(rng, ('what colour is the background', 'what color is the background', 'which colour is the background',
                        'which colour does the background have', 'what is the colour of the background',
                        'what colour is behind it')), scene.colour


def where_is_it(scene: Scene, rng: Rng) -> Answered:
    """The place of a thing, or of the whole scene."""
    if rng.random() < 0.35:
        place = DRAWN_PHRASE.get(scene.background, f'on {with_article(scene.colour)} background')
        asked = phrase(rng, ('where does it happen', 'what is the background', 'where is this', 'which place is this', 'what is behind it'))
        return None if scene.finish == 'grey' and scene.background not in DRAWN else (asked, place)
    if not all_different(scene):
        return None
    thing = scene.things[int(rng.integers(len(scene.things)))]
    return phrase(rng, ('where is the {one}', 'where do you see the {one}', 'where does the {one} stand',
                        'in which part of the picture is the {one}', 'where can i find the {one}'),
                  one=called(thing, rng)[0]), place_of(thing, scene)


def style(scene: Scene, rng: Rng) -> Answered:
    return phrase(rng, ('what style is it', 'which style is it', 'in which style is it drawn', 'what is the art style',
                        'how is it drawn', 'which emoji set is it from')), STYLES[scene.things[0].style]


def is_there(scene: Scene, rng: Rng) -> Answered:
    yes = rng.random() < 0.5
    thing = scene.things[int(rng.integers(len(scene.things)))] if yes else absent(scene, rng)
    return phrase(rng, ('is there {a}', 'is there {a} in the picture', 'do you see {a}', 'can you see {a}', 'does the picture show {a}',
                        'is {a} in it'), a=with_article(called(thing, rng)[0])), 'yes' if yes else 'no'


def what_is_where(scene: Scene, rng: Rng) -> Answered:
    things = scene.ordered()
    if len(things) not in (2, 3) or not all_different(scene):
        return None
    thing = things[int(rng.integers(len(things)))]
    alone = [t for t in things if (column(t), row(t, scene)) == (column(thing), row(thing, scene))]
    if len(alone) > 1:
        return None
    return phrase(rng, ('what is {where}', 'what do you see {where}', 'which thing is {where}', 'what stands {where}'),
                  where=place_of(thing, scene)), with_article(noun(thing))


def related(scene: Scene, rng: Rng) -> Answered:
    """How two things stand to each other."""
    if len(scene.things) != 2 or not all_different(scene):
        return None
    first, second = scene.ordered()
    pair = (('left', 'right') if first.y == second.y else ('above', 'below') if first.x == second.x else None)
    if pair is None:
        return None
    if rides(scene) and rng.random() < 0.5:
        return phrase(rng, ('what is on the {one}', 'what stands on the {one}', 'who is on top of the {one}'),
                      one=called(second, rng)[0]), with_article(noun(first))
    asked, other, side = (first, second, pair[1]) if rng.random() < 0.5 else (second, first, pair[0])
    side = {'left': 'to the left of', 'right': 'to the right of'}.get(side, side)
    if rng.random() < 0.5:
        return f'what is {side} the {called(asked, rng)[0]}', with_article(noun(other))
    yes = rng.random() < 0.5
    one, two = (other, asked) if yes else (asked, other)
    return f'is the {called(one, rng)[0]} {side} the {called(two, rng)[0]}', 'yes' if yes else 'no'


def how_big(scene: Scene, rng: Rng) -> Answered:
    if len(scene.things) == 2 and all_different(scene):
        one, two = scene.ordered()
        if abs(one.size - two.size) < 0.08:
            return None
        bigger = rng.random() < 0.5
        word = phrase(rng, ('which is bigger', 'what is bigger', 'which is larger') if bigger else
                      ('which is smaller', 'what is smaller', 'which is the small one'))
        return word, f'the {noun(max(one, two, key=lambda t: t.size if bigger else -t.size))}'
    if len(scene.things) > 1:
        return None
    size = size_of(scene.things[0], scene)
    return phrase(rng, ('how big is the {one}', 'how large is the {one}', 'what size is the {one}', 'how big is it', 'which size has the {one}'),
                  one=called(scene.things[0], rng)[0]), 'medium-sized' if size == 'medium' else size


def time_of_day(scene: Scene, rng: Rng) -> Answered:
    if scene.background == 'night sky' or scene.finish == 'grey':
        return None
    if not scene.finish and rng.random() < 0.7:
        return None
    return phrase(rng, ('is it day or night', 'what time of day is it', 'which time of day is it', 'when is it')), \
        FINISH_PHRASE.get(scene.finish, 'day').removeprefix('at ')


def coloured(scene: Scene, rng: Rng) -> Answered:
    """Whether it is a black and white picture."""
    grey = scene.finish == 'grey'
    if not grey and rng.random() < 0.8:
        return None
    return phrase(rng, ('is it in colour', 'is the picture in colour', 'does it have colours')), 'no' if grey else 'yes'


def absent(scene: Scene, rng: Rng) -> Thing:
    present = {t.icon for t in scene.things}
    return replace(scene.things[0], icon=int(rng.choice([i for i in icons().named if i not in present])))


SHARES = {'what': 0.20, 'how_many': 0.14, 'colour': 0.08, 'where': 0.15, 'style': 0.10, 'is_there': 0.08,
          'what_is_where': 0.08, 'related': 0.06, 'how_big': 0.06, 'time': 0.03, 'coloured': 0.02}
MAKERS = {'what': what, 'how_many': how_many, 'colour': background_colour, 'where': where_is_it, 'style': style,
          'is_there': is_there, 'what_is_where': what_is_where, 'related': related, 'how_big': how_big, 'time': time_of_day,
          'coloured': coloured}
