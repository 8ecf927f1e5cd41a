"""The grammar: scenes to words.

A caption always determines its picture, because whatever it leaves out has a default: Noto style, medium size, the middle,
a white background, by day. `full` says everything in one fixed way (what the model writes), `caption` says it in many
ways and may leave defaults out (what people write).
"""

from itertools import groupby

import numpy as np

from icons import STYLES, icons
from scenes import DRAWN, SIZES, Scene, Thing
from subjects import NAMED, with_article

NUMBERS = ('no', 'one', 'two', 'three', 'four', 'five', 'six')
SIZE_OF = {size: word for word, size in SIZES.items()}
DRAWN_PHRASE = {
    'meadow': 'in a meadow', 'sea': 'at sea', 'night sky': 'in the night sky', 'room': 'in a room',
    'desert': 'in the desert', 'snow': 'in the snow', 'beach': 'on the beach'}
DRAWN_VARIANTS = {
    'meadow': ('on a green meadow', 'on the grass', 'in a field', 'outside in a meadow'),
    'sea': ('on the sea', 'on the ocean', 'on the water'),
    'night sky': ('in the starry sky', 'under the stars', 'among the stars', 'in space'),
    'room': ('inside a room', 'at home', 'in the living room', 'indoors'),
    'desert': ('in a desert', 'in the sand of the desert'),
    'snow': ('in a snowy landscape', 'in winter', 'in front of snowy mountains', 'outside in the snow'),
    'beach': ('at the beach', 'on a sandy beach', 'by the sea')}
FINISH_PHRASE = {'grey': 'in black and white', 'night': 'at night', 'sunset': 'at sunset'}
FINISH_VARIANTS = {'grey': ('in grey', 'greyscale'), 'night': ('in the dark', 'by night'), 'sunset': ('in the evening',)}

Rng = np.random.Generator


def pick(rng: Rng, options: tuple | list):
    return options[int(rng.integers(len(options)))]


def noun(thing: Thing) -> str:
    return _nouns()[thing.icon][0]


def plural(thing: Thing) -> str:
    return _nouns()[thing.icon][1]


def _nouns() -> dict[int, tuple[str, str]]:
    if not _NOUNS:
        _NOUNS.update({icons().index[icon]: words for icon, words in NAMED.items()})
    return _NOUNS


_NOUNS: dict[int, tuple[str, str]] = {}


def nearest(value: float, named: dict[str, float]) -> str:
    return min(named, key=lambda word: abs(named[word] - value))


def column(thing: Thing) -> str:
    return 'left' if thing.x < 0.42 else 'right' if thing.x > 0.58 else 'centre'


def row(thing: Thing, scene: Scene) -> str:
    if scene.background in DRAWN and scene.background != 'night sky':
        return 'top' if thing.y < 0.45 else 'bottom' if thing.y > 0.68 else 'middle'
    return 'top' if thing.y < 0.42 else 'bottom' if thing.y > 0.58 else 'middle'


PLACES = {
    ('left', 'middle'): 'on the left', ('right', 'middle'): 'on the right', ('centre', 'middle'): 'in the middle',
    ('centre', 'top'): 'at the top', ('centre', 'bottom'): 'at the bottom', ('left', 'top'): 'at the top left',
    ('right', 'top'): 'at the top right', ('left', 'bottom'): 'at the bottom left',
    ('right', 'bottom'): 'at the bottom right'}
PLACE_VARIANTS = {
    'on the left': ('to the left', 'on the left side'), 'on the right': ('to the right', 'on the right side'),
    'in the middle': ('in the centre', 'in the center'), 'at the top': ('on top', 'up high'),
    'at the bottom': ('down low', 'near the bottom'), 'at the top left': ('in the top left corner', 'top left'),
    'at the top right': ('in the top right corner', 'top right'),
    'at the bottom left': ('in the bottom left corner', 'bottom left'),
    'at the bottom right': ('in the bottom right corner', 'bottom right')}
SIZE_VARIANTS = {'small': ('little', 'tiny'), 'big': ('large',), 'huge': ('giant', 'very big'), 'medium': ()}
STYLE_VARIANTS = ('in {} style', '{} style', 'in the {} style', 'drawn in {} style')


def place_of(thing: Thing, scene: Scene) -> str:
    return PLACES[column(thing), row(thing, scene)]


def size_of(thing: Thing, scene: Scene) -> str:
    """Three and more are small by nature and called so only when smaller still."""
    if len(scene.things) > 2:
        return 'medium'
    return SIZE_OF.get(thing.size) or nearest(thing.size, SIZES)


def background_full(scene: Scene) -> str:
    if scene.background in DRAWN:
        return DRAWN_PHRASE[scene.background]
    if scene.background == 'plain':
        return f'on a plain {scene.colour} background'
    if scene.background == 'gradient':
        return f'on a {scene.colour} gradient background'
    word = {'stripes': 'striped', 'dots': 'dotted', 'checks': 'checked'}[scene.background]
    return f'on a {word} {scene.colour} background'


def background_varied(scene: Scene, rng: Rng) -> str:
    if scene.background in DRAWN:
        return pick(rng, (DRAWN_PHRASE[scene.background],) * 3 + DRAWN_VARIANTS[scene.background])
    c = with_article(scene.colour)
    if scene.background == 'plain':
        return pick(rng, (f'on {c} background', f'on {c} background', f'on a plain {scene.colour} background',
                          f'on {scene.colour}', f'against {c} background', f'with {c} background',
                          f'in front of {c} wall'))
    words = {'gradient': ('gradient',), 'stripes': ('striped', 'stripy'), 'dots': ('dotted', 'spotted', 'polka dot'),
             'checks': ('checked', 'checkered')}[scene.background]
    kind = {'gradient': 'a gradient', 'stripes': 'stripes', 'dots': 'dots', 'checks': 'checks'}[scene.background]
    word = pick(rng, words)
    return pick(rng, (f'on {with_article(scene.colour)} {word} background', f'on {with_article(word)} {scene.colour} background',
                      f'on {c} background with {kind}'))


def groups(scene: Scene) -> list[list[Thing]]:
    """Things of one kind next to each other in reading order are counted together."""
    return [list(group) for _, group in groupby(scene.ordered(), key=lambda t: (t.icon, t.size))]


def join(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else ', '.join(parts[:-1]) + ' and ' + parts[-1]


def full(scene: Scene) -> str:
    """Everything, in one fixed way."""
    if not scene.things:
        return f'nothing {background_full(scene)}{finish_full(scene)}'
    parts = []
    for group in groups(scene):
        thing = group[0]
        size = size_of(thing, scene)
        sized = '' if size == 'medium' else size + ' '
        if len(group) > 1:
            parts.append(f'{NUMBERS[len(group)]} {sized}{plural(thing)}')
        else:
            parts.append(f'{with_article(sized + noun(thing))} {place_of(thing, scene)}')
    style = STYLES[scene.things[0].style]
    return f'{join(parts)}, {background_full(scene)}{finish_full(scene)}, in {style} style'


def finish_full(scene: Scene) -> str:
    return f', {FINISH_PHRASE[scene.finish]}' if scene.finish else ''


def caption(scene: Scene, rng: Rng, leave_out: float = 0.7, everything: bool = False) -> str:
    """The scene as people might put it. Defaults are left out with probability `leave_out`."""
    said = 0.0 if everything else leave_out
    parts = [_thing_words(group, scene, rng, said) for group in groups(scene)]
    words = join(parts) if rng.random() < 0.8 else ' and '.join(parts)
    tail = []
    if not (scene.background == 'plain' and scene.colour == 'white' and rng.random() < said):
        tail.append(background_varied(scene, rng))
    if scene.finish:
        tail.append(pick(rng, (FINISH_PHRASE[scene.finish],) * 2 + FINISH_VARIANTS[scene.finish]))
    style = scene.things[0].style if scene.things else 0
    if scene.things and not (style == 0 and rng.random() < said):
        tail.append(pick(rng, STYLE_VARIANTS).format(STYLES[style]))
    comma = ', ' if rng.random() < 0.5 else ' '
    lead = pick(rng, ('',) * 12 + ('a picture of ', 'draw ', 'an image of ', 'please draw ', 'show me '))
    return lead + comma.join([words, *tail]) + ('.' if rng.random() < 0.15 else '')


def _thing_words(group: list[Thing], scene: Scene, rng: Rng, leave_out: float) -> str:
    thing = group[0]
    size = size_of(thing, scene)
    if size == 'medium':
        sized = 'medium-sized ' if rng.random() > leave_out and rng.random() < 0.2 else ''
    else:
        sized = pick(rng, (size,) * 4 + SIZE_VARIANTS[size]) + ' '
    if len(group) > 1:
        return f'{NUMBERS[len(group)] if rng.random() < 0.9 else len(group)} {sized}{plural(thing)}'
    words = with_article(sized + noun(thing))
    where = place_of(thing, scene)
    alone = len(scene.things) == 1
    if where == 'in the middle' and alone and rng.random() < leave_out:
        return words
    return f'{words} {pick(rng, (where,) * 4 + PLACE_VARIANTS[where])}'
