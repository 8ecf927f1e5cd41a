"""What a picture of nano's world is made of, and how it becomes eight embeddings.

A scene is a background, up to six things and a finish. Coordinates are shares of the picture, 0..1, sizes are the side of
a thing's square box. Everything the model is taught comes from scenes; nothing is learned from photographs.
"""

from dataclasses import dataclass, field, replace

import numpy as np

SLOTS = 8  # background, six things, finish
THINGS = 6
WHERE = 64
APPEARANCE = 256
WIDTH = WHERE + APPEARANCE
PICTURE = 256

COLOURS = {
    'white': (250, 250, 250), 'black': (25, 25, 28), 'red': (214, 58, 58), 'orange': (240, 150, 50),
    'yellow': (248, 220, 90), 'green': (96, 178, 92), 'teal': (60, 170, 165), 'blue': (70, 120, 220),
    'purple': (140, 90, 190), 'pink': (245, 170, 200), 'grey': (150, 152, 156), 'brown': (140, 98, 66)}
PATTERNS = ('plain', 'gradient', 'stripes', 'dots', 'checks')
DRAWN = ('meadow', 'sea', 'night sky', 'room', 'desert', 'snow', 'beach')
BACKGROUNDS = PATTERNS + DRAWN
# Above the horizon, below it.
DRAWN_COLOURS = {
    'meadow': ((150, 208, 245), (118, 190, 84)), 'sea': ((176, 222, 250), (52, 128, 196)),
    'night sky': ((14, 20, 58), (44, 40, 104)), 'room': ((244, 226, 196), (176, 124, 84)),
    'desert': ((250, 214, 150), (226, 168, 92)), 'snow': ((190, 216, 238), (244, 248, 252)),
    'beach': ((158, 216, 246), (242, 218, 160))}
FINISHES = ('grey', 'night', 'sunset')
PEN = (0.90, 0.12, 0.12)  # what marks are drawn with
# Colours are multiplied by these, so an encoder can undo night and sunset (grey it cannot).
TINTS = {'night': (0.40, 0.44, 0.68), 'sunset': (1.0, 0.76, 0.58)}

SIZES = {'small': 0.28, 'medium': 0.5, 'big': 0.68, 'huge': 0.88}
COLUMNS = {'left': 0.26, 'centre': 0.5, 'right': 0.74}
ROWS = {'top': 0.26, 'middle': 0.5, 'bottom': 0.74}

# Dimensions of the 'where' part of an embedding; those not named here are zero.
KIND_BACKGROUND, KIND_THING, KIND_EMPTY, KIND_FINISH, KIND_PHOTO, KIND_BOX = range(6)
X, Y, SIZE, SIN, COS, FLIP = range(6, 12)
COLOUR_A, COLOUR_B, PATTERN, FINISH, MARK, BOX_WIDTH, BOX_HEIGHT = 12, 15, 18, 30, 33, 34, 35


@dataclass(frozen=True)
class Thing:
    icon: int
    style: int
    x: float = 0.5
    y: float = 0.5
    size: float = SIZES['medium']
    flip: bool = False
    angle: float = 0.0  # degrees, clockwise
    mirrored: bool = False  # its looks themselves are mirrored: how a flipped thing is read

    @property
    def order(self) -> float:
        """Things are listed from left to right, those above each other from top to bottom."""
        return self.x + 0.5 * self.y


@dataclass(frozen=True)
class Scene:
    background: str = 'plain'
    colour: str = 'white'
    things: tuple[Thing, ...] = field(default_factory=tuple)
    finish: str = ''
    grey_looks: bool = False  # looks and colours themselves are grey: how a grey picture is read
    marked: Thing | None = None  # the thing with a red pen mark on it
    mark: str = 'circle'  # or 'arrow'

    def ordered(self) -> tuple[Thing, ...]:
        return tuple(sorted(self.things, key=lambda thing: thing.order))

    def with_thing(self, old: Thing, new: Thing) -> 'Scene':
        return replace(self, things=tuple(new if thing is old else thing for thing in self.things))


@dataclass(frozen=True)
class Box:
    """Where a thing is to be, shown as a picture: a white outline on black. Shares of the picture."""
    left: float
    top: float
    right: float
    bottom: float


Picture = Scene | Box


def as_seen(scene: Scene) -> Scene:
    """What can be known of a picture by looking at it: a flipped thing is a thing that looks mirrored, grey hides colours."""
    things = [replace(thing, flip=False, mirrored=thing.mirrored != thing.flip) for thing in scene.things]
    marked = next((new for old, new in zip(scene.things, things) if old == scene.marked), None)
    return replace(scene, things=tuple(things), grey_looks=scene.finish == 'grey', marked=marked)


def colours_of(scene: Scene) -> tuple[np.ndarray, np.ndarray]:
    """The two colours of the background, 0..1."""
    if scene.background in DRAWN:
        a, b = DRAWN_COLOURS[scene.background]
        return np.array(a, np.float32) / 255, np.array(b, np.float32) / 255
    a = np.array(COLOURS[scene.colour], np.float32)
    b = np.array((205, 210, 220) if scene.colour == 'white' else (250, 250, 250), np.float32)
    if scene.background in ('stripes', 'checks', 'dots'):
        b = b * 0.55 + a * 0.45
    return a / 255, b / 255


def clamp(centre: float, size: float) -> float:
    """Keeps a thing inside the picture."""
    edge = size / 2 + 0.01
    return 0.5 if edge >= 0.5 else min(max(centre, edge), 1 - edge)


def place(thing: Thing, column: str, row: str, background: str) -> Thing:
    """In drawn scenes `middle` means standing on the ground."""
    y = ROWS[row]
    if row == 'middle' and background in DRAWN and background != 'night sky':
        y = 0.62
    return replace(thing, x=clamp(COLUMNS[column], thing.size), y=clamp(y, thing.size))


LUMA = np.array([0.299, 0.587, 0.114], np.float32)


# First axis of a table of appearances.
PLAIN, GREY, MIRRORED, GREY_MIRRORED = range(4)


def look_of(thing: Thing, scene: Scene) -> tuple[int, int, int]:
    """Where the thing's looks stand in a table [4, style, icon, 256]."""
    return 2 * int(thing.mirrored) + int(scene.grey_looks), thing.style, thing.icon


def embed(picture: Picture, appearances: np.ndarray) -> np.ndarray:
    """[8, 320]. `appearances` is [4, style, icon, 256]."""
    z = np.zeros((SLOTS, WIDTH), np.float32)
    z[0, KIND_BACKGROUND] = 1
    z[1:-1, KIND_EMPTY] = 1
    z[-1, KIND_FINISH] = 1
    if isinstance(picture, Box):
        _embed_box(picture, z)
        return z
    a, b = colours_of(picture)
    if picture.grey_looks:
        a, b = np.full(3, a @ LUMA), np.full(3, b @ LUMA)
    z[0, COLOUR_A:COLOUR_A + 3] = a * 2 - 1
    z[0, COLOUR_B:COLOUR_B + 3] = b * 2 - 1
    z[0, PATTERN + BACKGROUNDS.index(picture.background)] = 1
    for row, thing in zip(z[1:], picture.ordered()):
        row[[KIND_THING, KIND_EMPTY]] = 1, 0
        row[[X, Y, SIZE]] = thing.x * 2 - 1, thing.y * 2 - 1, thing.size * 2 - 1
        angle = np.deg2rad(thing.angle)
        row[[SIN, COS, FLIP]] = np.sin(angle), np.cos(angle), -1 if thing.flip else 1
        row[MARK] = thing is picture.marked
        row[WHERE:] = appearances[look_of(thing, picture)]
    if picture.finish:
        z[-1, FINISH + FINISHES.index(picture.finish)] = 1
    return z


def _embed_box(box: Box, z: np.ndarray) -> None:
    """A black picture with one thing in it that has no looks, only a place."""
    z[0, COLOUR_A:COLOUR_A + 6] = -1
    z[0, PATTERN] = 1
    z[1, [KIND_BOX, KIND_EMPTY]] = 1, 0
    z[1, [X, Y]] = box.left + box.right - 1, box.top + box.bottom - 1
    z[1, [BOX_WIDTH, BOX_HEIGHT]] = (box.right - box.left) * 2 - 1, (box.bottom - box.top) * 2 - 1
