"""The rasterised icons, and which of them are named, nameless or held out."""

import json
from functools import cache
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from held_out import HELD_OUT
from subjects import NAMED

OUT = Path(__file__).resolve().parent / 'art' / 'out'
STYLES = ('noto', 'fluent', 'twemoji')
SIGNS = ('Symbols', 'Smileys & Emotion')


def premultiplied(raw: np.ndarray) -> Tensor:
    """[n, side, side, 4] bytes, straight alpha: [n, 4, side, side], 0..1, colours multiplied by alpha."""
    straight = torch.from_numpy(raw.astype(np.float32) / 255).permute(0, 3, 1, 2)
    return torch.cat([straight[:, :3] * straight[:, 3:], straight[:, 3:]], 1)


class Icons:
    def __init__(self) -> None:
        listing = json.loads((OUT / 'icons.json').read_text())
        self.side = listing['side']
        self.names = [icon['name'] for icon in listing['icons']]
        self.index = {name: i for i, name in enumerate(self.names)}
        shape = (len(self.names), len(STYLES), self.side, self.side, 4)
        self.pixels = np.fromfile(OUT / 'icons.rgba', np.uint8).reshape(shape)  # straight alpha
        missing = [name for name in NAMED if name not in self.index]
        if missing:
            raise ValueError(f'subjects without an icon: {missing}')
        self.named = np.array([self.index[name] for name in NAMED])
        self.held_out = np.array([self.index[name] for name in HELD_OUT])
        never = set(self.held_out)
        self.seen = np.array([i for i in range(len(self.names)) if i not in never])
        named, signs = set(self.named), {i for i, icon in enumerate(listing['icons']) if icon['category'] in SIGNS}
        if named & never:
            raise ValueError(f'held-out icons must stay nameless: {[self.names[i] for i in named & never]}')
        self.nameless = np.array([i for i in self.seen if i not in named and i not in signs])
        self.things = np.array([i for i in self.seen if i in named or i not in signs])

    def apart(self) -> tuple[np.ndarray, Tensor]:
        """Icons in the style kept apart, by number, and their looks [n, 4, side, side] as `load` gives them."""
        names = json.loads((OUT / 'icons.json').read_text())['apart']
        raw = np.fromfile(OUT / 'apart.rgba', np.uint8).reshape(len(names), self.side, self.side, 4)
        return np.array([self.index[name] for name in names]), premultiplied(raw)

    def load(self, icons: np.ndarray, styles: np.ndarray) -> Tensor:
        """[n, 4, side, side], colours premultiplied by alpha, 0..1."""
        return premultiplied(self.pixels[icons, styles])


@cache
def icons() -> Icons:
    return Icons()
