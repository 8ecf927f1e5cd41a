"""The grammar: scenes to words.

A caption always determines its picture, because whatever it leaves out has a default: Noto style, medium size, the middle,
a white background, by day. `full` says everything in one fixed way (what the model writes), `caption` says it in many
ways and may leave defaults out (what people write).
"""

from itertools import groupby

import numpy as np

from icons import STYLES
from layouts import rides
from phrasings import mistyped, phrase, pick
from scenes import DRAWN, Scene, Thing
from subjects import with_article
from words import (DRAWN_PHRASE, DRAWN_VARIANTS, FINISH_PHRASE, FINISH_VARIANTS, NUMBERS, PLACE_VARIANTS, POSE_VARIANTS,
                   SIZE_VARIANTS, STYLE_VARIANTS, called, join, noun, place_of, plural, pose_of, size_of)

Rng = np.random.Generator
PATTERN_WORDS = {'stripes': ('striped', 'stripy'), 'dots': ('dotted', 'spotted', 'polka dot'), 'checks': ('checked', 'checkered'),
                 'gradient': ('gradient',)}
# Words that change nothing.
FILLERS = ('cute', 'nice', 'lovely', 'funny', 'pretty', 'happy', 'sweet', 'beautiful', 'single')
LEADS = ('a picture of {words}', 'draw {words}', 'an image of {words}', 'please draw {words}', 'show me {words}',
         'i want to see {words}', 'there is {words}', 'can you draw {words}', 'paint {words}', 'a drawing of {words}',
         'make a picture of {words}', 'imagine {words}', 'an illustration of {words}',
         'here is {words}', 'a sticker of {words}', 'generate {words}')
STANDING = (' standing', ' sitting', ' that stands', ' seen', ' placed')


def background_full(scene: Scene) -> str:
    if scene.background in DRAWN:
        return DRAWN_PHRASE[scene.background]
    if scene.background == 'plain':
        return f'on a plain {scene.colour} background'
    if scene.background == 'gradient':
        return f'on a {scene.colour} gradient background'
    return f'on a {PATTERN_WORDS[scene.background][0]} {scene.colour} background'


def background_varied(scene: Scene, rng: Rng) -> str:
    if scene.background in DRAWN:
        return pick(rng, (DRAWN_PHRASE[scene.background],) * 6 + DRAWN_VARIANTS[scene.background])
    c = with_article(scene.colour)
    if scene.background == 'plain':
        return phrase(rng, ('on {a} background', 'on a plain {c} background', 'on {c}', 'against {a} background',
                            'with {a} background', 'in front of {a} wall', '{c} background', 'on plain {c}',
                            'with {c} behind it', 'the background is {c}', 'on {a} page'), a=c, c=scene.colour)
    word = pick(rng, PATTERN_WORDS[scene.background])
    kind = 'a gradient' if scene.background == 'gradient' else scene.background
    return phrase(rng, ('on {a} {word} background', 'on {aword} {c} background', 'on {a} background with {kind}',
                        '{word} {c} background', 'with {aword} {c} background', 'the background is {c} with {kind}'),
                  a=c, c=scene.colour, word=word, aword=with_article(word), kind=kind)


def groups(scene: Scene) -> list[list[Thing]]:
    """Things of one kind next to each other in reading order are counted together."""
    return [list(group) for _, group in groupby(scene.ordered(), key=lambda t: (t.icon, t.size))]


def described(thing: Thing, scene: Scene) -> str:
    """Size, pose and name, without an article."""
    size = size_of(thing, scene)
    return ' '.join(word for word in ('' if size == 'medium' else size, pose_of(thing), noun(thing)) if word)


def things_full(scene: Scene) -> str:
    if not scene.things:
        return 'nothing'
    if rides(scene):
        upper, lower = (with_article(noun(thing)) for thing in scene.ordered())
        return f'{upper} standing on {lower} {place_of(scene.ordered()[1], scene)}'
    parts = []
    for group in groups(scene):
        thing = group[0]
        if len(group) > 1:
            size = size_of(thing, scene)
            parts.append(f'{NUMBERS[len(group)]} {"" if size == "medium" else size + " "}{plural(thing)}')
        else:
            parts.append(f'{with_article(described(thing, scene))} {place_of(thing, scene)}')
    return join(parts)


def full(scene: Scene) -> str:
    """Everything, in one fixed way."""
    finish = f', {FINISH_PHRASE[scene.finish]}' if scene.finish else ''
    style = f', in {STYLES[scene.things[0].style]} style' if scene.things else ''
    return f'{things_full(scene)}, {background_full(scene)}{finish}{style}'


def caption(scene: Scene, rng: Rng, leave_out: float = 0.7, everything: bool = False) -> str:
    """The scene as people might put it. Defaults are left out with probability `leave_out`."""
    said = 0.0 if everything else leave_out
    subject = things_varied(scene, rng, said)
    tail = []
    if not (scene.background == 'plain' and scene.colour == 'white' and rng.random() < said):
        tail.append(background_varied(scene, rng))
    if scene.finish:
        tail.append(pick(rng, (FINISH_PHRASE[scene.finish],) * 3 + FINISH_VARIANTS[scene.finish]))
    style = scene.things[0].style if scene.things else 0
    if scene.things and not (style == 0 and rng.random() < said):
        tail.append(phrase(rng, STYLE_VARIANTS[:1] * 3 + STYLE_VARIANTS, s=STYLES[style]))
    return mistyped(_sentence(subject, tail, rng), rng)


def _sentence(subject: str, tail: list[str], rng: Rng) -> str:
    """Subject and circumstances, mostly in this order."""
    end = '.' if rng.random() < 0.15 else ''
    comma = ', ' if rng.random() < 0.5 else ' '
    if tail and rng.random() < 0.08:
        return f'{comma.join(tail)}{pick(rng, (": ", ", ", " there is "))}{subject}{end}'
    if rng.random() < 0.1:
        tail = [tail[i] for i in rng.permutation(len(tail))]
    words = comma.join([subject, *tail])
    return (phrase(rng, LEADS, words=words) if rng.random() < 0.25 else words) + end


def things_varied(scene: Scene, rng: Rng, leave_out: float) -> str:
    if rides(scene):
        return _rider(scene, rng, leave_out)
    if len(scene.things) == 2 and scene.things[0].icon != scene.things[1].icon and rng.random() < 0.3:
        relation = _relation(scene, rng)
        if relation:
            return relation
    things = [_thing_words(group, scene, rng, leave_out) for group in groups(scene)]
    if not things:
        return pick(rng, ('nothing', 'an empty picture', 'no things'))
    words = join(things) if rng.random() < 0.75 else pick(rng, (' and ', ' with ', ', ')).join(things)
    return words + pick(rng, STANDING) if len(scene.things) == 1 and scene.background in DRAWN and rng.random() < 0.1 else words


def _rider(scene: Scene, rng: Rng, leave_out: float) -> str:
    upper, lower = (with_article(called(thing, rng)[0]) for thing in scene.ordered())
    where = place_of(scene.ordered()[1], scene)
    words = phrase(rng, ('{a} on {b}', '{a} standing on {b}', '{a} on top of {b}', '{a} sitting on {b}', '{a} riding {b}',
                         '{b} with {a} on it', '{b} carrying {a}'), a=upper, b=lower)
    return words if where in ('at the bottom', 'in the middle') and rng.random() < leave_out else f'{words} {where}'


def _relation(scene: Scene, rng: Rng) -> str:
    """Two medium things, placed by where one stands from the other; empty if their places say more than that."""
    one, two = scene.ordered()
    if size_of(one, scene) != size_of(two, scene) or size_of(one, scene) == 'small':
        return ''
    a, b = (with_article(called(thing, rng)[0]) for thing in (one, two))
    if one.y == two.y:
        return phrase(rng, ('{a} to the left of {b}', '{b} to the right of {a}', '{a} next to {b}', '{a} left of {b}',
                            '{b} right of {a}', '{a} beside {b}', '{a} and {b} side by side', '{a} facing {b}'), a=a, b=b)
    if one.x == two.x:
        return phrase(rng, ('{a} above {b}', '{b} below {a}', '{a} over {b}', '{b} under {a}', '{b} underneath {a}',
                            '{a} higher than {b}'), a=a, b=b)
    return ''


def _thing_words(group: list[Thing], scene: Scene, rng: Rng, leave_out: float) -> str:
    thing = group[0]
    one, many = called(thing, rng)
    words = [_size_words(thing, scene, rng, leave_out)]
    if pose_of(thing):
        words.append(pick(rng, (pose_of(thing),) * 3 + POSE_VARIANTS[pose_of(thing)]))
    if rng.random() < 0.06:
        words.insert(0, pick(rng, FILLERS))
    before = ' '.join(word for word in words if word)
    if len(group) > 1:
        number = NUMBERS[len(group)] if rng.random() < 0.88 else str(len(group))
        return ' '.join(word for word in (number, before, many) if word)
    named = f'{before} {one}'.strip()
    named = named if rng.random() < 0.05 else 'the ' + named if rng.random() < 0.03 else with_article(named)
    where = place_of(thing, scene)
    if where == 'in the middle' and len(scene.things) == 1 and rng.random() < leave_out:
        return named
    return f'{named} {pick(rng, (where,) * 4 + PLACE_VARIANTS[where])}'


def _size_words(thing: Thing, scene: Scene, rng: Rng, leave_out: float) -> str:
    size = size_of(thing, scene)
    if size == 'medium':
        return 'medium-sized' if rng.random() > leave_out and rng.random() < 0.2 else ''
    return pick(rng, (size,) * 4 + SIZE_VARIANTS[size])
