"""The space of appearances, and the table of all icons in it. `python -m appearances` (a minute)

Held-out icons do not shape the space. Mirrored and grey icons do, with less weight, and so do signs and faces.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from icons import STYLES, Icons, icons
from model.appearance import APPEARANCE, COARSE, ICON, IconDecoder
from scenes import GREY, GREY_MIRRORED, LUMA, MIRRORED, PLAIN
from train.run import RUNS

PATH = RUNS / 'appearances.npz'
VIEWS = RUNS / 'views.npy'
# Components are divided by this power of their standard deviation: 0 keeps distances between pictures, 1 makes all alike.
EVEN = 0.5


def grey(x: Tensor) -> Tensor:
    """[n, 3 or 4, h, w]: colours replaced by their brightness, alpha kept."""
    luma = (x[:, :3] * torch.from_numpy(LUMA).view(1, 3, 1, 1)).sum(1, keepdim=True).expand(-1, 3, -1, -1)
    return torch.cat([luma, x[:, 3:]], 1)


VARIANTS = {PLAIN: lambda x: x, GREY: grey, MIRRORED: lambda x: x.flip(-1), GREY_MIRRORED: lambda x: grey(x).flip(-1)}


@dataclass(frozen=True)
class Space:
    mean: Tensor  # [16384]
    components: Tensor  # [16384, 256], orthonormal
    scale: Tensor  # [256]: z = (pixels - mean) @ components / scale

    def encode(self, looks: Tensor) -> Tensor:
        """[n, 4, 128, 128] to [n, 256]."""
        coarse = F.avg_pool2d(looks, ICON // COARSE).flatten(1)
        return (coarse - self.mean) @ self.components / self.scale

    def importance(self) -> Tensor:
        """[256]: what each number counts in an error, so that what the eye sees first is learned first.

        Half way from the error of numbers to that of pixels; on average over the variance (which goes with scale squared) 1.
        """
        return self.scale * self.scale.pow(2).sum() / self.scale.pow(3).sum()

    def teach(self, decoder: IconDecoder) -> None:
        """Gives a decoder the matrix that draws the components, for good."""
        with torch.no_grad():
            decoder.components.weight.copy_(self.components * self.scale)
            decoder.components.bias.copy_(self.mean)
        decoder.components.requires_grad_(False)


@dataclass(frozen=True)
class Appearances:
    true: np.ndarray  # [4, style, icon, 256]
    views: np.ndarray  # [view, 4, style, icon, 256]: as the encoder reads them, or the true ones before there is an encoder

    @property
    def guess(self) -> float:
        """How rough what is read has to be made, as a share of what is written: all of it before it has been measured."""
        return 1.0 if len(self.views) == 1 else 0.25


@cache
def space() -> Space:
    found = np.load(PATH)
    return Space(*(torch.from_numpy(found[name]) for name in ('mean', 'components', 'scale')))


@cache
def appearances() -> Appearances:
    true = np.load(PATH)['table']
    return Appearances(true, np.load(VIEWS).astype(np.float32) if VIEWS.exists() else true[None])


def everything(art: Icons, style: int) -> Tensor:
    return art.load(np.arange(len(art.names)), np.full(len(art.names), style))


def find_space(art: Icons) -> Space:
    torch.manual_seed(3)
    things = np.isin(art.seen, art.things)
    rows, weights = [], []
    for style in range(len(STYLES)):
        looks = F.avg_pool2d(art.load(art.seen, np.full(len(art.seen), style)), ICON // COARSE)
        for change, weight in ((PLAIN, 1.0), (MIRRORED, 0.3), (GREY, 0.15)):
            rows.append(VARIANTS[change](looks).flatten(1))
            weights.append(torch.from_numpy(np.where(things, weight, weight * 0.5)).float())
    pixels, weight = torch.cat(rows), torch.cat(weights)[:, None]
    mean = (pixels * weight).sum(0) / weight.sum()
    _, strength, components = torch.svd_lowrank((pixels - mean) * (weight / weight.sum()).sqrt(), q=APPEARANCE + 64, niter=4)
    components, strength = components[:, :APPEARANCE], strength[:APPEARANCE]
    even = strength ** EVEN
    return Space(mean, components, even * (strength / even).pow(2).mean().sqrt())


def save_space(found: Space, art: Icons) -> np.ndarray:
    """Writes the space and where every icon is in it; gives the table [4, style, icon, 256]."""
    table = torch.stack([torch.stack([found.encode(change(everything(art, style))) for style in range(len(STYLES))])
                         for change in VARIANTS.values()]).numpy()
    np.savez(PATH, mean=found.mean, components=found.components, scale=found.scale, table=table)
    return table


def main() -> None:
    RUNS.mkdir(exist_ok=True)
    art = icons()
    table = save_space(find_space(art), art)[0][:, art.seen]
    spread = table.std((0, 1))
    print(f'variance {table.var():.3f}, largest {np.abs(table).max():.1f}, of one number {spread.max():.2f} to {spread.min():.2f}')


if __name__ == '__main__':
    main()
