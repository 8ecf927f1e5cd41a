"""Cut-outs as the detector will make them, with the icon that is to be seen in them.

Everything a picture can do to a thing happens here, in batches: another background, a neighbour at the edge, a box a
little off the mark, few pixels, a red pen, black and white.
"""

from collections.abc import Callable
from functools import cache

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from model.appearance import CROP
from model.blocks import affine_grid
from model.vision import CROP_MARGIN
from render import backdrop
from scenes import COLOURS, DRAWN, PATTERNS, PEN

Rng = np.random.Generator


@cache
def grounds() -> Tensor:
    """Every background there is: [67, 3, 256, 256], 0..1."""
    kinds = [(kind, colour) for kind in PATTERNS for colour in COLOURS] + [(kind, 'white') for kind in DRAWN]
    return torch.from_numpy(np.stack([backdrop(*kind) for kind in kinds])).permute(0, 3, 1, 2).contiguous()


def uniform(rng: Rng, low: float, high: float, n: int) -> Tensor:
    return torch.from_numpy(rng.uniform(low, high, n)).float()


def chance(rng: Rng, share: float, n: int) -> Tensor:
    return torch.from_numpy(rng.random(n) < share)


def some(x: Tensor, rng: Rng, share: float, change: Callable[[Tensor], Tensor]) -> None:
    """Changes a share of the batch in place."""
    rows = chance(rng, share, len(x)).nonzero()[:, 0]
    if len(rows):
        x[rows] = change(x[rows])


def sample(x: Tensor, scale: Tensor, dx: Tensor, dy: Tensor) -> Tensor:
    """A window of each picture: `scale` 1 is all of it, larger shows what is around it (nothing); dx, dy in -1..1."""
    zero = torch.zeros_like(scale)
    theta = torch.stack([torch.stack([scale, zero, dx], 1), torch.stack([zero, scale, dy], 1)], 1)
    return F.grid_sample(x, affine_grid(theta, CROP), align_corners=False)


def coarse(x: Tensor, side: int) -> Tensor:
    """As if the thing were small in its picture: reduced to a few pixels and enlarged again."""
    small = F.interpolate(x, size=side, mode='bilinear', antialias=True, align_corners=False)
    return F.interpolate(small, size=CROP, mode='bilinear', align_corners=False)


def circled(x: Tensor, rng: Rng) -> Tensor:
    """A red circle drawn around the thing."""
    steps = torch.linspace(-1, 1, CROP)
    across, along = torch.meshgrid(steps, steps, indexing='xy')
    cx, cy, r, width = (uniform(rng, low, high, len(x)).view(-1, 1, 1) for low, high in
                        ((-0.1, 0.1), (-0.1, 0.1), (0.85, 1.2), (0.03, 0.09)))
    distance = ((across - cx) ** 2 + (along - cy) ** 2).sqrt()
    stroke = ((width - (distance - r).abs()) * CROP / 4).clamp(0, 1)[:, None]
    return x * (1 - stroke) + stroke * torch.tensor(PEN).view(1, 3, 1, 1)


def over(below: Tensor, layer: Tensor) -> Tensor:
    return below * (1 - layer[:, 3:]) + layer[:, :3]


def neighbours(looks: Tensor, rng: Rng) -> Tensor:
    """The same things, moved until they only reach in from one side."""
    n = len(looks)
    far = uniform(rng, 1.35, 2.0, n) * torch.where(chance(rng, 0.5, n), 1.0, -1.0)
    aside = uniform(rng, -0.8, 0.8, n)
    beside = chance(rng, 0.6, n)
    return sample(looks, uniform(rng, 0.8, 1.3, n), torch.where(beside, far, aside), torch.where(beside, aside, far))


def cut_outs(looks: Tensor, rng: Rng, shake: float = 0.03) -> Tensor:
    """looks [n, 4, 128, 128] premultiplied; what the look encoder is shown of each: [n, 3, 128, 128] in -1..1.

    `shake`: how far the detector's box is off, as a share of the thing's size (standard deviation).
    """
    n = len(looks)
    shaken = [torch.from_numpy(rng.normal(0, shake, n)).float() for _ in range(3)]
    ground = grounds()[torch.from_numpy(rng.integers(0, len(grounds()), n))]
    side = uniform(rng, 0.2, 0.9, n)
    picture = sample(ground, side, (1 - side) * uniform(rng, -1, 1, n), (1 - side) * uniform(rng, -1, 1, n))
    thing = sample(looks, CROP_MARGIN * shaken[0].exp(), 2 * shaken[1], 2 * shaken[2])
    some(picture, rng, 0.15, lambda x: over(x, neighbours(looks[:len(x)], rng)))
    picture = over(picture, thing)
    some(picture, rng, 0.15, lambda x: over(x, neighbours(looks[:len(x)], rng)))
    some(picture, rng, 0.35, lambda x: coarse(x, int(rng.integers(40, CROP))))
    some(picture, rng, 0.04, lambda x: circled(x, rng))
    return picture * 2 - 1
