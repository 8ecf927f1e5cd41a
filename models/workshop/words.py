"""The words for what scenes are made of: the one nano uses itself, and the others people use."""

from functools import cache

import numpy as np

from icons import icons
from phrasings import pick
from scenes import DRAWN, SIZES, Scene, Thing
from subjects import SUBJECTS, Words

Rng = np.random.Generator
NUMBERS = ('no', 'one', 'two', 'three', 'four', 'five', 'six')
SIZE_OF = {size: word for word, size in SIZES.items()}
SYNONYMS = 0.15  # how often a thing is called by another of its names

DRAWN_PHRASE = {
    'meadow': 'in a meadow', 'sea': 'at sea', 'night sky': 'in the night sky', 'room': 'in a room',
    'desert': 'in the desert', 'snow': 'in the snow', 'beach': 'on the beach'}
DRAWN_VARIANTS = {
    'meadow': ('on a green meadow', 'on the grass', 'in a field', 'outside in a meadow', 'on a lawn', 'in the garden',
               'in a park', 'in the countryside', 'in the grass', 'in the green'),
    'sea': ('on the sea', 'on the ocean', 'on the water', 'in the sea', 'in the ocean', 'out at sea', 'on the waves'),
    'night sky': ('in the starry sky', 'under the stars', 'among the stars', 'in space', 'in outer space', 'on a starry night'),
    'room': ('inside a room', 'at home', 'in the living room', 'indoors', 'in the house', 'inside', 'in a bedroom'),
    'desert': ('in a desert', 'in the sand of the desert', 'among the dunes', 'in the dunes', 'in a hot desert'),
    'snow': ('in a snowy landscape', 'in winter', 'in front of snowy mountains', 'outside in the snow', 'in the mountains',
             'on the snow', 'on a cold winter day'),
    'beach': ('at the beach', 'on a sandy beach', 'by the sea', 'on the sand', 'at the seaside', 'on the shore')}
FINISH_PHRASE = {'grey': 'in black and white', 'night': 'at night', 'sunset': 'at sunset'}
FINISH_VARIANTS = {
    'grey': ('in grey', 'greyscale', 'grayscale', 'without colours', 'as a black and white picture', 'black and white', 'monochrome'),
    'night': ('in the dark', 'by night', 'late at night', 'at midnight', 'after dark'),
    'sunset': ('in the evening', 'at dusk', 'in the evening light', 'as the sun goes down')}

PLACES = {
    ('left', 'middle'): 'on the left', ('right', 'middle'): 'on the right', ('centre', 'middle'): 'in the middle',
    ('centre', 'top'): 'at the top', ('centre', 'bottom'): 'at the bottom', ('left', 'top'): 'at the top left',
    ('right', 'top'): 'at the top right', ('left', 'bottom'): 'at the bottom left',
    ('right', 'bottom'): 'at the bottom right'}
PLACE_VARIANTS = {
    'on the left': ('to the left', 'on the left side', 'on the left-hand side', 'at the left'),
    'on the right': ('to the right', 'on the right side', 'on the right-hand side', 'at the right'),
    'in the middle': ('in the centre', 'in the center', 'centred'),
    'at the top': ('on top', 'up high', 'at the top of the picture', 'up above'),
    'at the bottom': ('down low', 'near the bottom', 'at the bottom of the picture', 'down below'),
    'at the top left': ('in the top left corner', 'top left', 'in the upper left'),
    'at the top right': ('in the top right corner', 'top right', 'in the upper right'),
    'at the bottom left': ('in the bottom left corner', 'bottom left', 'in the lower left'),
    'at the bottom right': ('in the bottom right corner', 'bottom right', 'in the lower right')}
SIZE_VARIANTS = {'small': ('little', 'tiny', 'mini'), 'big': ('large', 'great'), 'huge': ('giant', 'very big', 'enormous', 'gigantic'),
                 'medium': ()}
STYLE_VARIANTS = ('in {s} style', '{s} style', 'in the {s} style', 'drawn in {s} style', 'as a {s} emoji', 'the {s} way', 'in {s}')

# Poses are turns (degrees, clockwise).
POSES = {'jumping': -20, 'dancing': 20, 'falling': 135, 'upside-down': 180, 'lying': 90}
POSE_VARIANTS = {'jumping': ('leaping', 'hopping'), 'dancing': ('swinging', 'tilted'), 'falling': ('tumbling',),
                 'upside-down': ('upturned',), 'lying': ('fallen', 'overturned')}
POSE_OF = {angle: pose for pose, angle in POSES.items()}


@cache
def nouns() -> dict[int, Words]:
    return {icons().index[icon]: subject.words for icon, subject in SUBJECTS.items()}


@cache
def synonyms() -> dict[int, tuple[Words, ...]]:
    return {icons().index[icon]: subject.synonyms for icon, subject in SUBJECTS.items()}


def noun(thing: Thing) -> str:
    return nouns()[thing.icon][0]


def plural(thing: Thing) -> str:
    return nouns()[thing.icon][1]


def called(thing: Thing, rng: Rng) -> Words:
    """What somebody might call it, one and many."""
    others = synonyms()[thing.icon]
    return pick(rng, others) if others and rng.random() < SYNONYMS else nouns()[thing.icon]


def nearest(value: float, named: dict[str, float]) -> str:
    return min(named, key=lambda word: abs(named[word] - value))


def column(thing: Thing) -> str:
    return 'left' if thing.x < 0.42 else 'right' if thing.x > 0.58 else 'centre'


def row(thing: Thing, scene: Scene) -> str:
    if scene.background in DRAWN and scene.background != 'night sky':
        return 'top' if thing.y < 0.45 else 'bottom' if thing.y > 0.68 else 'middle'
    return 'top' if thing.y < 0.42 else 'bottom' if thing.y > 0.58 else 'middle'


def place_of(thing: Thing, scene: Scene) -> str:
    return PLACES[column(thing), row(thing, scene)]


def size_of(thing: Thing, scene: Scene) -> str:
    """Three and more are small by nature and called so only when smaller still."""
    if len(scene.things) > 2:
        return 'medium'
    return SIZE_OF.get(thing.size) or nearest(thing.size, SIZES)


def pose_of(thing: Thing) -> str:
    """Empty if it stands as usual."""
    return POSE_OF.get(round(thing.angle), '')


def join(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else ', '.join(parts[:-1]) + ' and ' + parts[-1]
