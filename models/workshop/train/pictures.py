"""Pictures for the visual encoder, with the truth about them; and some that are no sticker scenes at all."""

from dataclasses import dataclass, replace

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from icons import icons
from layouts import jitter, random_scene
from render import render
from scenes import PICTURE, Box, Picture, Scene, Thing, clamp

Rng = np.random.Generator


@dataclass
class Batch:
    pixels: Tensor  # [B, 3, 256, 256] in -1..1
    scenes: list[Picture | None]  # None: not a scene


def scattered(rng: Rng, pool: np.ndarray) -> Scene:
    """Anything anywhere, in any size: what layouts never show, overlaps included."""
    base = random_scene(rng, pool=pool)
    count = int(rng.choice([0, 1, 2, 3, 4, 5, 6], p=[0.04, 0.36, 0.2, 0.15, 0.1, 0.08, 0.07]))
    largest = {0: 0.9, 1: 0.95, 2: 0.6, 3: 0.45}.get(count, 0.36)
    things: list[Thing] = []
    for icon in rng.choice(pool, count):
        size = float(rng.uniform(0.15, largest))
        for _ in range(20):
            x, y = (clamp(float(v), size * 0.9) for v in rng.uniform(0, 1, 2))
            if all(np.hypot(x - t.x, y - t.y) > 0.42 * (size + t.size) for t in things):
                things.append(Thing(int(icon), int(rng.integers(3)), x, y, size))
                break
    return replace(base, things=tuple(things))


def tinted(scene: Scene, rng: Rng) -> Scene:
    """Grey, night and sunset, red pen marks and mirrored things, more often than in life."""
    if rng.random() < 0.12:
        scene = replace(scene, finish=str(rng.choice(['grey', 'night', 'sunset'])))
    if rng.random() < 0.1:
        scene = replace(scene, things=tuple(replace(thing, mirrored=True) for thing in scene.things))
    if scene.things and rng.random() < 0.1:
        marked = scene.things[int(rng.integers(len(scene.things)))]
        scene = replace(scene, marked=marked, mark='circle' if rng.random() < 0.75 else 'arrow')
    return scene


def random_box(rng: Rng) -> Box:
    width, height = rng.uniform(0.12, 0.95, 2)
    left, top = rng.uniform(0, 1 - width), rng.uniform(0, 1 - height)
    return Box(float(left), float(top), float(left + width), float(top + height))


def no_scene(rng: Rng) -> np.ndarray:
    """Stands in for photographs: clouds of colour at several scales, grain, and enlarged cut-outs of icons."""
    picture = np.zeros((PICTURE, PICTURE, 3), np.float32) + rng.uniform(0.2, 0.8, 3).astype(np.float32)
    for cells in (2, 4, 8, 16, 32):
        cloud = rng.normal(0, 0.28 / cells ** rng.uniform(0.2, 0.6), (cells, cells, 3)) + rng.normal(0, 0.1, (cells, cells, 1))
        planes = [np.asarray(Image.fromarray(cloud[..., c].astype(np.float32)).resize((PICTURE, PICTURE), Image.Resampling.BICUBIC))
                  for c in range(3)]
        picture += np.stack(planes, -1)
    if rng.random() < 0.5:
        art = icons()
        for _ in range(int(rng.integers(1, 4))):
            raw = np.asarray(art.pixels[rng.choice(art.seen), rng.integers(3)])
            side = int(rng.integers(300, 700))
            patch = Image.fromarray(np.ascontiguousarray(raw), 'RGBA').rotate(rng.uniform(0, 360)).resize((side, side))
            left, top = (int(v) for v in rng.integers(0, side - PICTURE, 2))
            cut = np.asarray(patch.crop((left, top, left + PICTURE, top + PICTURE))).astype(np.float32) / 255
            picture = picture * (1 - cut[..., 3:]) + cut[..., :3] * cut[..., 3:] * rng.uniform(0.5, 1.1)
    picture += rng.normal(0, rng.uniform(0, 0.06), picture.shape)
    return picture.clip(0, 1).astype(np.float32)


def draw(rng: Rng, size: int, pool: np.ndarray, photos: float = 0.06, boxes: float = 0.03, tidy: float = 0.45) -> Batch:
    scenes: list[Picture | None] = []
    pictures = []
    for luck in rng.random(size):
        if luck < photos:
            scenes.append(None)
            pictures.append(no_scene(rng))
            continue
        if luck < photos + boxes:
            scenes.append(random_box(rng))
        else:
            scene = random_scene(rng, pool=pool) if rng.random() < tidy else scattered(rng, pool)
            scenes.append(tinted(jitter(scene, rng) if rng.random() < 0.3 else scene, rng))
        pictures.append(render(scenes[-1]))
    pixels = torch.from_numpy(np.stack(pictures)).permute(0, 3, 1, 2).float() * 2 - 1
    return Batch(pixels, scenes)
