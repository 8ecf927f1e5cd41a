"""The drawn backgrounds: for each kind a mask (colour A to colour B) and a layer of details over it.

They are drawn once, at four times the size, and end up as bytes inside the `decoder_base` graph.
"""

from functools import cache

import numpy as np
from PIL import Image, ImageDraw

from scenes import BACKGROUNDS, DRAWN, PICTURE

SCALE = 4
SIDE = PICTURE * SCALE


def _mask(kind: str) -> np.ndarray:
    """0 where colour A shows, 255 where colour B does, at full drawing size."""
    y, x = np.mgrid[0:SIDE, 0:SIDE] / SIDE
    hills = {
        'meadow': 0.60 + 0.035 * np.sin(x * 5.5 + 0.6), 'sea': np.full_like(x, 0.52),
        'room': np.full_like(x, 0.66), 'desert': 0.60 + 0.05 * np.sin(x * 4.2 + 2.4),
        'snow': 0.58 + 0.04 * np.sin(x * 4.6 + 4.0), 'beach': 0.70 + 0.015 * np.sin(x * 9)}
    if kind == 'gradient':
        share = y
    elif kind == 'night sky':
        share = y ** 1.5
    elif kind == 'stripes':
        share = (np.floor(x * 8) % 2)
    elif kind == 'dots':
        share = (((x * 6) % 1 - 0.5) ** 2 + ((y * 6) % 1 - 0.5) ** 2 < 0.06)
    elif kind == 'checks':
        share = (np.floor(x * 6) + np.floor(y * 6)) % 2
    elif kind in hills:
        share = y > hills[kind]
    else:
        share = np.zeros_like(x)
    return (np.asarray(share, np.float64) * 255).astype(np.uint8)


class Brush:
    """Draws on a transparent layer in shares of the picture."""

    def __init__(self) -> None:
        self.layer = Image.new('RGBA', (SIDE, SIDE), (0, 0, 0, 0))
        self.draw = ImageDraw.Draw(self.layer)

    def disc(self, x: float, y: float, r: float, colour: tuple[int, ...]) -> None:
        self.draw.ellipse([(x - r) * SIDE, (y - r) * SIDE, (x + r) * SIDE, (y + r) * SIDE], fill=colour)

    def box(self, x0: float, y0: float, x1: float, y1: float, colour: tuple[int, ...]) -> None:
        self.draw.rectangle([x0 * SIDE, y0 * SIDE, x1 * SIDE, y1 * SIDE], fill=colour)

    def shape(self, points: list[tuple[float, float]], colour: tuple[int, ...]) -> None:
        self.draw.polygon([(x * SIDE, y * SIDE) for x, y in points], fill=colour)

    def wave(self, y: float, height: float, length: float, shift: float, colour: tuple[int, ...], width: float) -> None:
        xs = np.linspace(-0.02, 1.02, 120)
        points = [(x * SIDE, (y + height * np.sin(x / length * 2 * np.pi + shift)) * SIDE) for x in xs]
        self.draw.line(points, fill=colour, width=int(width * SIDE), joint='curve')

    def cloud(self, x: float, y: float, s: float) -> None:
        for dx, dy, r in ((-0.9, 0.1, 0.5), (-0.25, -0.2, 0.7), (0.5, 0.0, 0.6), (1.1, 0.2, 0.4)):
            self.disc(x + dx * s, y + dy * s, r * s, (255, 255, 255, 255))


def _details(kind: str) -> Image.Image:
    b = Brush()
    rng = np.random.default_rng(len(kind))
    if kind == 'meadow':
        b.cloud(0.2, 0.14, 0.07)
        b.cloud(0.76, 0.2, 0.055)
        for _ in range(26):
            x, y = rng.uniform(0.02, 0.98), rng.uniform(0.68, 0.97)
            colour = [(255, 255, 255, 255), (250, 214, 70, 255), (238, 120, 150, 255)][rng.integers(3)]
            b.disc(x, y, 0.009, colour)
            b.disc(x, y, 0.0035, (230, 160, 40, 255))
    elif kind == 'sea':
        b.cloud(0.78, 0.15, 0.06)
        for row in range(6):
            b.wave(0.58 + row * 0.075, 0.006 + row * 0.001, 0.2 + row * 0.02, row * 1.7, (150, 200, 236, 255), 0.006)
    elif kind == 'night sky':
        for _ in range(70):
            b.disc(rng.uniform(0, 1), rng.uniform(0, 0.95), rng.uniform(0.002, 0.006), (255, 250, 214, 255))
        b.disc(0.84, 0.15, 0.07, (250, 240, 200, 255))
        b.disc(0.82, 0.13, 0.014, (232, 220, 176, 255))
        b.disc(0.86, 0.175, 0.02, (232, 220, 176, 255))
    elif kind == 'room':
        b.box(0, 0.655, 1, 0.675, (250, 244, 232, 255))
        b.box(0.08, 0.12, 0.32, 0.42, (255, 255, 255, 255))
        b.box(0.1, 0.14, 0.30, 0.40, (170, 216, 244, 255))
        b.box(0.192, 0.14, 0.208, 0.40, (255, 255, 255, 255))
        b.box(0.1, 0.262, 0.30, 0.278, (255, 255, 255, 255))
        b.box(0.70, 0.14, 0.90, 0.32, (150, 100, 64, 255))
        b.box(0.715, 0.155, 0.885, 0.305, (236, 206, 150, 255))
        b.draw.ellipse([0.16 * SIDE, 0.76 * SIDE, 0.84 * SIDE, 0.97 * SIDE], fill=(198, 92, 84, 255))
        b.draw.ellipse([0.21 * SIDE, 0.785 * SIDE, 0.79 * SIDE, 0.945 * SIDE], fill=(214, 120, 104, 255))
    elif kind == 'desert':
        b.disc(0.82, 0.16, 0.075, (255, 240, 170, 255))
        b.wave(0.74, 0.02, 0.9, 1.0, (208, 150, 80, 255), 0.007)
        b.wave(0.87, 0.016, 0.7, 2.6, (208, 150, 80, 255), 0.007)
        for x, s in ((0.1, 1.0), (0.93, 0.75)):
            b.box(x - 0.014 * s, 0.62 - 0.16 * s, x + 0.014 * s, 0.64, (96, 150, 84, 255))
            b.box(x - 0.05 * s, 0.60 - 0.06 * s, x, 0.60 - 0.035 * s, (96, 150, 84, 255))
            b.box(x - 0.05 * s, 0.60 - 0.11 * s, x - 0.03 * s, 0.60 - 0.04 * s, (96, 150, 84, 255))
    elif kind == 'snow':
        b.shape([(0.0, 0.60), (0.2, 0.30), (0.42, 0.60)], (158, 180, 206, 255))
        b.shape([(0.13, 0.405), (0.2, 0.30), (0.273, 0.40), (0.2, 0.43)], (255, 255, 255, 255))
        b.shape([(0.55, 0.62), (0.8, 0.26), (1.05, 0.64)], (146, 170, 198, 255))
        b.shape([(0.716, 0.38), (0.8, 0.26), (0.884, 0.385), (0.8, 0.42)], (255, 255, 255, 255))
        for _ in range(60):
            b.disc(rng.uniform(0, 1), rng.uniform(0, 1), rng.uniform(0.003, 0.008), (255, 255, 255, 255))
        for x in np.linspace(-0.05, 1.05, 12):
            b.disc(x, 0.66, 0.07, (244, 248, 252, 255))
    elif kind == 'beach':
        b.disc(0.16, 0.15, 0.07, (255, 232, 120, 255))
        b.box(0, 0.46, 1, 0.70, (70, 166, 212, 255))
        b.wave(0.70, 0.012, 0.33, 0.5, (244, 250, 252, 255), 0.02)
        b.wave(0.54, 0.005, 0.22, 1.5, (150, 210, 236, 255), 0.006)
        b.wave(0.61, 0.005, 0.25, 3.0, (150, 210, 236, 255), 0.006)
        for _ in range(40):
            b.disc(rng.uniform(0, 1), rng.uniform(0.76, 0.99), 0.003, (220, 190, 130, 255))
    return b.layer


@cache
def backdrops() -> tuple[np.ndarray, np.ndarray]:
    """Masks [12, 256, 256] of all kinds, details [7, 4, 256, 256] premultiplied of the drawn ones; both as bytes."""
    masks, details = [], []
    for kind in BACKGROUNDS:
        mask = Image.fromarray(_mask(kind)).resize((PICTURE, PICTURE), Image.Resampling.BOX)
        masks.append(np.asarray(mask))
        if kind not in DRAWN:
            continue
        layer = _details(kind).convert('RGBa').resize((PICTURE, PICTURE), Image.Resampling.BOX)
        details.append(np.frombuffer(layer.tobytes(), np.uint8).reshape(PICTURE, PICTURE, 4).transpose(2, 0, 1))
    return np.stack(masks), np.stack(details)
