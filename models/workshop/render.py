"""Draws scenes for training and evaluation from the true icons, with PIL: fast, and independent of the model's own drawing."""

from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw

from backdrops import backdrops
from icons import icons
from scenes import BACKGROUNDS, DRAWN, LUMA, PEN, PICTURE, TINTS, Box, Picture, Scene, Thing, colours_of

BOX_LINE = 3 / 448  # of the side: 3 pixels of Emu2's 448


@lru_cache(4096)
def backdrop(background: str, colour: str) -> np.ndarray:
    """[256, 256, 3], 0..1, before any finish."""
    masks, details = backdrops()
    a, b = colours_of(Scene(background, colour))
    mask = masks[BACKGROUNDS.index(background)].astype(np.float32)[..., None] / 255
    picture = a * (1 - mask) + b * mask
    if background in DRAWN:
        layer = details[DRAWN.index(background)].transpose(1, 2, 0).astype(np.float32) / 255
        picture = picture * (1 - layer[..., 3:]) + layer[..., :3]
    return picture.astype(np.float32)


def _sticker(thing: Thing, side: int) -> np.ndarray:
    """[side, side, 4] premultiplied, 0..1."""
    raw = np.asarray(icons().pixels[thing.icon, thing.style])
    icon = Image.fromarray(np.ascontiguousarray(raw), 'RGBA').convert('RGBa')
    if thing.flip != thing.mirrored:
        icon = icon.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    small = icon.resize((side, side), Image.Resampling.BILINEAR)
    if thing.angle:
        small = small.rotate(-thing.angle, Image.Resampling.BILINEAR)
    return np.frombuffer(small.tobytes(), np.uint8).reshape(side, side, 4).astype(np.float32) / 255


def render(content: Picture) -> np.ndarray:
    """[256, 256, 3], 0..1."""
    if isinstance(content, Box):
        return _box(content)
    picture = backdrop(content.background, content.colour).copy()
    for thing in content.ordered():
        _paste(picture, thing)
    if content.finish == 'grey':
        picture = np.repeat((picture @ LUMA)[..., None], 3, -1)
    elif content.finish:
        picture = picture * np.array(TINTS[content.finish], np.float32)
    if content.marked:
        picture = _pen(picture, content.marked, content.mark)
    return picture.clip(0, 1)


def _paste(picture: np.ndarray, thing: Thing) -> None:
    side = max(4, round(thing.size * PICTURE))
    left, top = round(thing.x * PICTURE - side / 2), round(thing.y * PICTURE - side / 2)
    x0, y0, x1, y1 = max(0, left), max(0, top), min(PICTURE, left + side), min(PICTURE, top + side)
    if x1 <= x0 or y1 <= y0:
        return
    sticker = _sticker(thing, side)[y0 - top:y1 - top, x0 - left:x1 - left]
    picture[y0:y1, x0:x1] = picture[y0:y1, x0:x1] * (1 - sticker[..., 3:]) + sticker[..., :3]


def _pen(picture: np.ndarray, thing: Thing, mark: str) -> np.ndarray:
    """A red circle around a thing, or an arrow that points at it, drawn smoothly over the picture."""
    scale = 4
    layer = Image.new('L', (PICTURE * scale, PICTURE * scale))
    draw = ImageDraw.Draw(layer)
    x, y, r = (v * PICTURE * scale for v in (thing.x, thing.y, thing.size * 0.56))
    width = 5 * scale
    if mark == 'circle':
        draw.ellipse([x - r, y - r, x + r, y + r], outline=255, width=width)
    else:  # from the side where there is more room
        away = 1 if thing.x < 0.5 else -1
        tip, tail = (x + away * r * 0.75, y), (x + away * (r * 0.75 + 44 * scale), y)
        draw.line([tip, tail], fill=255, width=width)
        for side in (-1, 1):
            draw.line([tip, (tip[0] + away * 14 * scale, tip[1] + side * 12 * scale)], fill=255, width=width)
    ink = np.asarray(layer.resize((PICTURE, PICTURE), Image.Resampling.BOX), np.float32)[..., None] / 255
    return picture * (1 - ink) + np.array(PEN, np.float32) * ink


def _box(box: Box) -> np.ndarray:
    """A white outline on black, as Emu2's users draw it: the line lies half inside and half outside the box."""
    picture = np.zeros((PICTURE, PICTURE, 3), np.float32)
    half = max(1.0, BOX_LINE * PICTURE) / 2
    sides = [v * PICTURE for v in (box.left, box.top, box.right, box.bottom)]
    outer = [round(v + d) for v, d in zip(sides, (-half, -half, half, half))]
    inner = [round(v + d) for v, d in zip(sides, (half, half, -half, -half))]
    picture[max(0, outer[1]):outer[3], max(0, outer[0]):outer[2]] = 1
    picture[max(0, inner[1]):max(0, inner[3]), max(0, inner[0]):max(0, inner[2])] = 0
    return picture


def to_image(picture: np.ndarray) -> Image.Image:
    return Image.fromarray((picture * 255 + 0.5).astype(np.uint8))
