"""Lets tests import the workshop's modules, as its commands do."""

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))


def rngs(count: int) -> Iterator[np.random.Generator]:
    """Independent generators, the same in every run."""
    return (np.random.default_rng([17, number]) for number in range(count))
