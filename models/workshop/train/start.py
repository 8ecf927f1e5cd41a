"""Where the language model starts: words for things at their looks, numbers in a row."""

from collections import Counter

import numpy as np
import torch

from appearances import Appearances
from icons import icons
from model.language import HIDDEN, LanguageModel
from scenes import WHERE, WIDTH
from sequences import control, encode
from subjects import SUBJECTS

PATCHES = 257
COPIED = 0.3


def rarest(ids: tuple[int, ...], shared: Counter[int]) -> int:
    """The token that says most about a name: `apple` of `red apple`."""
    return min(reversed(ids), key=lambda token: shared[token])


@torch.no_grad()
def start_words_at_their_looks(model: LanguageModel, looks: Appearances) -> None:
    """Words for things begin where their pictures are, and reading begins as the inverse of writing.

    Copying a thing that is shown and drawing a thing that is named are then one and the same skill, and so is naming it.
    """
    up, art = model.project_up.weight, icons()
    names = {icon: [encode(words) for pair in (s.words, *s.synonyms) for words in pair] for icon, s in SUBJECTS.items()}
    shared = Counter(token for forms in names.values() for token in {t for ids in forms for t in ids})
    for icon, forms in names.items():
        look = torch.zeros(WIDTH)
        look[WHERE:] = torch.from_numpy(looks.true[0, :, art.index[icon]].mean(0))
        for token in {rarest(ids, shared) for ids in forms}:
            model.tokens.weight[token].mul_(0.5).add_(up @ (look * model.gain))
    start_numbers(model)
    # Hidden states leave the last norm with unit size, embeddings enter with size 1/2.
    model.project_down.weight.copy_(torch.linalg.pinv(up) * 0.5)
    model.lm_head.weight.copy_(model.tokens.weight * 0.125)


@torch.no_grad()
def start_copying(model: LanguageModel) -> None:
    """What a position attends to begins to flow into it unchanged: only where to look is left to be learned.

    A thing's looks are wider than a head, so copying them takes all heads of a layer at once; found by chance it takes long.
    """
    for layer in model.layers:
        torch.nn.init.orthogonal_(layer.v.weight)
        layer.o.weight.copy_(layer.v.weight.T * COPIED)


def start_numbers(model: LanguageModel) -> None:
    """Coordinates that are close begin as vectors that are close: waves of several lengths in random directions."""
    first = control('<patch_index_0000>')
    position = torch.arange(PATCHES, dtype=torch.float32)[:, None] / 224
    waves = torch.cat([f(position * 2 * np.pi * torch.tensor([0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0])) for f in (torch.sin, torch.cos)], 1)
    directions = torch.randn(waves.shape[1], HIDDEN, generator=torch.Generator().manual_seed(9)) * 0.2
    model.tokens.weight[first:first + PATCHES].mul_(0.3).add_(waves @ directions)
