"""Ways of saying one thing, some of which are never used in training, and the small mistakes people make in typing."""

import string
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar
from zlib import crc32

import numpy as np

Rng = np.random.Generator
T = TypeVar('T')
TYPOS = 0.012  # of the words
_held_out_only = False


def pick(rng: Rng, options: tuple[T, ...] | list[T]) -> T:
    return options[int(rng.integers(len(options)))]


def kept_apart(phrasing: str) -> bool:
    """One in ten, by its letters: the same ones in every sitting."""
    return crc32(phrasing.encode()) % 10 == 0


@contextmanager
def held_out_phrasings() -> Iterator[None]:
    """Within it only phrasings are used that training has never seen, where there are any."""
    global _held_out_only
    _held_out_only = True
    try:
        yield
    finally:
        _held_out_only = False


def phrase(rng: Rng, templates: tuple[str, ...], **words: str) -> str:
    """One of the templates, filled in. Sets of three and fewer are all trained on: there would be too little left."""
    apart = [t for t in templates if kept_apart(t)] if len(set(templates)) > 3 else []
    usual = [t for t in templates if t not in apart]
    return pick(rng, apart if _held_out_only and apart else usual).format(**words)


def mistyped(text: str, rng: Rng) -> str:
    """A letter too many, too few, or two changed over, in about one word of eighty."""
    words = text.split(' ')
    for i in np.flatnonzero(rng.random(len(words)) < TYPOS):
        words[i] = _mistype(words[i], rng)
    return ' '.join(words)


def _mistype(word: str, rng: Rng) -> str:
    if len(word) < 5 or not all(letter in string.ascii_lowercase for letter in word):
        return word
    at = int(rng.integers(1, len(word) - 1))
    kind = int(rng.integers(3))
    if kind == 0:
        return word[:at] + word[at + 1:]
    if kind == 1:
        return word[:at] + word[at] + word[at:]
    return word[:at] + word[at + 1] + word[at] + word[at + 2:]
