"""How a thing looks: an RGBA icon of 128 x 128 pixels as 256 numbers, and back.

The numbers are principal components of the icons at 64 x 64 pixels (premultiplied), the later ones made larger so that
noise of one size is about equally bad on all. So the space is known before anything is trained and never changes; a
drawing that is a little off in it is a little off to the eye; and a plain matrix already draws half of what there is to
see. A network adds what a matrix cannot: edges, and what it remembers of the icons it knows.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .blocks import Residual, down, up

APPEARANCE = 256
ICON = 128
COARSE = 64
CROP = 128
MEMORY = 1024


class LookEncoder(nn.Module):
    """[n, 3, 128, 128] in -1..1, a thing with whatever is behind it: [n, 256]."""

    def __init__(self) -> None:
        super().__init__()
        self.body = nn.Sequential(
            nn.PixelUnshuffle(4), nn.Conv2d(48, 64, 3, padding=1), nn.SiLU(),
            down(64, 128), Residual(128),
            down(128, 192), Residual(192),
            down(192, 256), Residual(256), nn.SiLU())
        self.out = nn.Linear(256 * 16, APPEARANCE)

    def forward(self, crop: Tensor) -> Tensor:
        return self.out(self.body(crop).flatten(1)).float()


class Recalling(nn.Module):
    """A residual block whose channels are scaled and shifted by what the memory says."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.block = Residual(channels)
        self.scale_shift = nn.Linear(MEMORY, channels * 2)
        nn.init.zeros_(self.scale_shift.bias)
        with torch.no_grad():
            self.scale_shift.weight.mul_(0.2)

    def forward(self, x: Tensor, memory: Tensor) -> Tensor:
        scale, shift = self.scale_shift(memory)[:, :, None, None].chunk(2, 1)
        return self.block(x * (1 + scale) + shift)


class IconDecoder(nn.Module):
    """Appearance to RGBA, premultiplied, about 0..1.

    Two thirds of the weights are matrices, which cost next to nothing to run: the principal components, and the wide
    hidden layer that remembers what known icons look like. The rest is convolution, most of it at 8 x 8 and 16 x 16.
    """

    def __init__(self) -> None:
        super().__init__()
        self.components = nn.Linear(APPEARANCE, 4 * COARSE * COARSE)
        self.recall = nn.Linear(APPEARANCE, MEMORY)
        self.seed = nn.Linear(MEMORY, 256 * 16)
        self.at4 = Recalling(256)
        self.enter, self.down8 = nn.Conv2d(64, 128, 3, padding=1), down(128, 192)
        self.at8 = nn.ModuleList((Recalling(192), Recalling(192)))
        self.at16 = Recalling(128)
        self.up8, self.up16, self.up32 = up(256, 192), up(192, 128), up(128, 64)
        self.fine = nn.Sequential(nn.SiLU(), nn.Conv2d(64, 64, 3, padding=1), nn.PixelShuffle(2), nn.SiLU(),
                                  nn.Conv2d(16, 16, 3, padding=1), nn.PixelShuffle(2))
        nn.init.zeros_(self.fine[4].weight)
        nn.init.zeros_(self.fine[4].bias)

    def plain(self, z: Tensor) -> Tensor:
        """What the components alone draw: [n, 4, 64, 64]."""
        return self.components(z).view(-1, 4, COARSE, COARSE)

    def forward(self, z: Tensor) -> Tensor:
        plain = self.plain(z)
        memory = F.silu(self.recall(z))
        h16 = self.enter(F.pixel_unshuffle(plain, 4).contiguous(memory_format=torch.channels_last))
        h4 = self.at4(self.seed(memory).view(-1, 256, 4, 4).contiguous(memory_format=torch.channels_last), memory)
        h8 = self.down8(F.silu(h16)) + self.up8(h4)
        for block in self.at8:
            h8 = block(h8, memory)
        h16 = self.at16(h16 + self.up16(h8), memory)
        large = F.interpolate(plain, scale_factor=2.0, mode='bilinear', align_corners=False)
        return (large + self.fine(self.up32(h16))).float()
