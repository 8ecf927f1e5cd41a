"""Draws scenes for training and evaluation from the true icons, with PIL: fast, and independent of the model's own drawing."""

from functools import lru_cache

import numpy as np
from PIL import Image

from backdrops import backdrops
from icons import icons
from scenes import BACKGROUNDS, DRAWN, LUMA, PICTURE, TINTS, Scene, Thing, colours_of


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
    art = icons()
    raw = np.asarray(art.pixels[thing.icon, thing.style])
    straight = Image.fromarray(np.ascontiguousarray(raw), 'RGBA')
    small = straight.convert('RGBa').resize((side, side), Image.Resampling.BILINEAR)
    pixels = np.frombuffer(small.tobytes(), np.uint8).reshape(side, side, 4).astype(np.float32) / 255
    return pixels[:, ::-1] if thing.flip else pixels


def render(scene: Scene) -> np.ndarray:
    """[256, 256, 3], 0..1."""
    picture = backdrop(scene.background, scene.colour).copy()
    for thing in scene.ordered():
        side = max(4, round(thing.size * PICTURE))
        left, top = round(thing.x * PICTURE - side / 2), round(thing.y * PICTURE - side / 2)
        x0, y0, x1, y1 = max(0, left), max(0, top), min(PICTURE, left + side), min(PICTURE, top + side)
        if x1 <= x0 or y1 <= y0:
            continue
        sticker = _sticker(thing, side)[y0 - top:y1 - top, x0 - left:x1 - left]
        picture[y0:y1, x0:x1] = picture[y0:y1, x0:x1] * (1 - sticker[..., 3:]) + sticker[..., :3]
    if scene.finish == 'grey':
        picture = np.repeat((picture @ LUMA)[..., None], 3, -1)
    elif scene.finish:
        picture = picture * np.array(TINTS[scene.finish], np.float32)
    return picture.clip(0, 1)


def to_image(picture: np.ndarray) -> Image.Image:
    return Image.fromarray((picture * 255 + 0.5).astype(np.uint8))
