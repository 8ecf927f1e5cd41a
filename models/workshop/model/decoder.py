"""Embeddings to pixels: a drawing that follows them exactly, and a small flow-matching network that finishes it."""

import math

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from scenes import (BACKGROUNDS, COLOUR_A, COLOUR_B, COS, DRAWN, FINISH, FLIP, KIND_EMPTY, KIND_THING, LUMA, PATTERN, PICTURE,
                    SIN, SIZE, SLOTS, THINGS, TINTS, WHERE, WIDTH, X, Y)

from .appearance import IconDecoder
from .blocks import Residual, affine_grid, down, up

# Below this much time left the residual would be blown up without bound.
LAST_MOMENT = 0.08
# Less of a thing than this changes no byte of a picture.
UNSEEN = 1 / 512


class Composer(nn.Module):
    """Draws the picture that eight embeddings describe; everything in it is differentiable but learned nowhere."""

    def __init__(self, icon_decoder: IconDecoder, masks: np.ndarray, details: np.ndarray) -> None:
        super().__init__()
        self.icons = icon_decoder
        self.register_buffer('masks', torch.from_numpy(masks.copy()), persistent=False)  # bytes, to keep the graph small
        self.register_buffer('details', torch.from_numpy(details.copy()), persistent=False)

    def background(self, z: Tensor) -> Tensor:
        share = torch.softmax(z[:, PATTERN:PATTERN + len(BACKGROUNDS)] * 16, -1)  # one kind, unless truly torn
        a, b = ((z[:, c:c + 3, None] + 1) / 2 for c in (COLOUR_A, COLOUR_B))
        mask = share @ self.masks.float().flatten(1) / 255
        details = (share[:, -len(DRAWN):] @ self.details.float().flatten(1) / 255).view(-1, 4, PICTURE * PICTURE)
        picture = a * (1 - mask[:, None]) + b * mask[:, None]
        picture = picture * (1 - details[:, 3:]) + details[:, :3]
        return picture.view(-1, 3, PICTURE, PICTURE)

    def layers(self, z: Tensor) -> Tensor:
        """Things on their own transparent pictures: [B * 6, 4, 256, 256], premultiplied. What cannot be seen is not drawn."""
        z = z.reshape(-1, WIDTH)
        there = torch.sigmoid((z[:, KIND_THING] - z[:, KIND_EMPTY]) * 12)
        seen = there > UNSEEN
        first = torch.arange(there.shape[0]) == 0
        drawn = torch.nonzero(seen | (first & ~seen.any()))[:, 0]  # at least one: no convolution runs on nothing
        layers = self.thing(z[drawn]) * there[drawn].view(-1, 1, 1, 1)
        return torch.zeros(there.shape[0], 4, PICTURE, PICTURE).index_put((drawn,), layers)

    def thing(self, z: Tensor) -> Tensor:
        """Embeddings of things, [n, 320]: each in its place, [n, 4, 256, 256]."""
        icons = self.icons(z[:, WHERE:]).clamp(0, 1)
        size = ((z[:, SIZE] + 1) / 2).clamp(0.03, 1.5)
        length = (z[:, SIN].pow(2) + z[:, COS].pow(2) + 1e-6).sqrt()
        cos, sin = z[:, COS] / length / size, z[:, SIN] / length / size
        flip = torch.where(z[:, FLIP] < 0, -1.0, 1.0)
        x, y = z[:, X], z[:, Y]
        theta = torch.stack([torch.stack([cos * flip, sin * flip, -(cos * x + sin * y) * flip], 1),
                             torch.stack([-sin, cos, sin * x - cos * y], 1)], 1)
        # Reduced things are read from a reduced icon, else their edges would shimmer.
        reduced = (1.6 - size * 2).clamp(0, 1).view(-1, 1, 1, 1)
        half = F.interpolate(F.avg_pool2d(icons, 2), scale_factor=2.0, mode='bilinear', align_corners=False)
        return F.grid_sample(icons * (1 - reduced) + half * reduced, affine_grid(theta, PICTURE), align_corners=False)

    def forward(self, z: Tensor) -> Tensor:
        picture = self.background(z[:, 0])
        layers = self.layers(z[:, 1:1 + THINGS]).view(-1, THINGS, 4, PICTURE, PICTURE)
        for i in range(THINGS):
            picture = picture * (1 - layers[:, i, 3:]) + layers[:, i, :3]
        return finish(picture, z[:, -1]).clamp(0, 1) * 2 - 1


def finish(picture: Tensor, z: Tensor) -> Tensor:
    grey, night, sunset = (z[:, FINISH + i].clamp(0, 1).view(-1, 1, 1, 1) for i in range(3))
    luma = (picture * torch.from_numpy(LUMA).view(1, 3, 1, 1)).sum(1, keepdim=True)
    picture = picture * (1 - grey) + luma * grey
    for amount, name in ((night, 'night'), (sunset, 'sunset')):
        tint = torch.tensor(TINTS[name]).view(1, 3, 1, 1)
        picture = picture * (1 - amount + amount * tint)
    return picture


class CrossAttention(nn.Module):
    """Pixels of a small map look at the eight embeddings."""

    def __init__(self, channels: int, width: int) -> None:
        super().__init__()
        self.norm = nn.GroupNorm(8, channels)
        self.q, self.o = nn.Conv2d(channels, channels, 1), nn.Conv2d(channels, channels, 1)
        self.kv = nn.Linear(width, channels * 2)
        with torch.no_grad():
            self.o.weight.mul_(0.2)

    def forward(self, x: Tensor, tokens: Tensor) -> Tensor:
        q = self.q(self.norm(x)).flatten(2).transpose(1, 2)
        k, v = self.kv(tokens).chunk(2, -1)
        seen = torch.softmax(q @ k.transpose(1, 2) * q.shape[-1] ** -0.5, -1) @ v
        return x + self.o(seen.transpose(1, 2).reshape(x.shape))


class Modulated(nn.Module):
    """A residual block told what time it is and, roughly, what is in the picture."""

    def __init__(self, channels: int, condition: int) -> None:
        super().__init__()
        self.block = Residual(channels)
        self.scale_shift = nn.Linear(condition, channels * 2)
        nn.init.zeros_(self.scale_shift.weight)
        nn.init.zeros_(self.scale_shift.bias)

    def forward(self, x: Tensor, condition: Tensor) -> Tensor:
        scale, shift = self.scale_shift(condition)[:, :, None, None].chunk(2, 1)
        return self.block(x * (1 + scale) + shift)


class FlowUNet(nn.Module):
    """Predicts the velocity from noise to picture, as a correction of the drawing."""

    def __init__(self) -> None:
        super().__init__()
        c1, c2, c3, wide = 64, 96, 128, 192
        self.time = nn.Sequential(nn.Linear(64, wide), nn.SiLU(), nn.Linear(wide, wide))
        self.tokens = nn.Linear(WIDTH, wide)
        self.slots = nn.Parameter(torch.randn(SLOTS, wide) * 0.1)
        self.enter = nn.Conv2d(96, c1, 3, padding=1)
        self.down1, self.down2 = down(c1, c2), down(c2, c3)
        self.at64, self.at32, self.at16 = Modulated(c1, wide), Modulated(c2, wide), Modulated(c3, wide)
        self.look = CrossAttention(c3, wide)
        self.back16, self.back32, self.back64 = Modulated(c3, wide), Modulated(c2, wide), Modulated(c1, wide)
        self.up2, self.up1 = up(c3, c2), up(c2, c1)
        self.leave = nn.Conv2d(c1, 48, 3, padding=1)
        nn.init.zeros_(self.leave.weight)
        nn.init.zeros_(self.leave.bias)

    def residual(self, sample: Tensor, timestep: Tensor, z: Tensor, base: Tensor) -> Tensor:
        rates = torch.exp(torch.arange(32, dtype=torch.float32) / 31 * math.log(1000.0))
        angles = timestep.float()[:, None] * rates
        tokens = self.tokens(z) + self.slots
        condition = F.silu(self.time(torch.cat([angles.sin(), angles.cos()], -1)) + tokens.mean(1))
        h64 = self.enter(F.pixel_unshuffle(torch.cat([sample, base], 1), 4))
        h64 = self.at64(h64, condition)
        h32 = self.at32(self.down1(h64), condition)
        h16 = self.look(self.at16(self.down2(h32), condition), tokens)
        h16 = self.back16(h16, condition)
        h32 = self.back32(h32 + self.up2(h16), condition)
        h64 = self.back64(h64 + self.up1(h32), condition)
        return F.pixel_shuffle(self.leave(F.silu(h64)), 4).float()

    def forward(self, sample: Tensor, timestep: Tensor, z: Tensor, base: Tensor) -> Tensor:
        left = (1 - timestep.float()).clamp(min=LAST_MOMENT).view(-1, 1, 1, 1)
        return (base + self.residual(sample, timestep, z, base) - sample) / left
