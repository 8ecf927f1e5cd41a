"""How a thing looks: an RGBA icon of 128 x 128 pixels as 128 numbers, and back.

The numbers are the last 128 dimensions of an object's embedding. They are layer-normalised, so that the language model
regresses a target of known size. Pixels are premultiplied by alpha, in 0..1.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .blocks import Residual, down, up

APPEARANCE = 128
ICON = 128


def normalise(z: Tensor) -> Tensor:
    return F.layer_norm(z.float(), (APPEARANCE,))


class IconEncoder(nn.Module):
    """Only the workshop uses it: it names the point in appearance space that everything else learns to hit."""

    def __init__(self) -> None:
        super().__init__()
        self.body = nn.Sequential(
            nn.PixelUnshuffle(4), nn.Conv2d(64, 64, 3, padding=1), nn.SiLU(),
            down(64, 128), Residual(128),
            down(128, 192), Residual(192),
            down(192, 256), Residual(256), nn.SiLU())
        self.out = nn.Linear(256 * 16, APPEARANCE)

    def forward(self, icon: Tensor) -> Tensor:
        return normalise(self.out(self.body(icon).flatten(1)))


class IconDecoder(nn.Module):
    """Most weights sit at 4 x 4 and 8 x 8, where they are cheap to run: a decoder that can remember shapes."""

    def __init__(self) -> None:
        super().__init__()
        self.seed = nn.Linear(APPEARANCE, 256 * 16)
        self.body = nn.Sequential(
            Residual(256), Residual(256), up(256, 192),
            Residual(192), Residual(192), up(192, 128),
            Residual(128), up(128, 64),
            Residual(64), nn.SiLU(), nn.Conv2d(64, 64, 3, padding=1), nn.PixelShuffle(4))

    def forward(self, z: Tensor) -> Tensor:
        h = self.seed(normalise(z)).view(-1, 256, 4, 4).contiguous(memory_format=torch.channels_last)
        return self.body(h).float()
