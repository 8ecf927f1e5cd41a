"""A number and how far it can be trusted."""

import math
from dataclasses import dataclass

import numpy as np

Z = 1.96  # 95 %


@dataclass(frozen=True)
class Estimate:
    value: float
    low: float
    high: float
    n: int


def rate(marks: list[float]) -> Estimate:
    """Share of ones, with Wilson's interval: honest near 0 and 1."""
    n, p = len(marks), float(np.mean(marks))
    middle, spread = p + Z * Z / (2 * n), Z * math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
    return Estimate(p, (middle - spread) / (1 + Z * Z / n), (middle + spread) / (1 + Z * Z / n), n)


def mean(values: list[float]) -> Estimate:
    m, error = float(np.mean(values)), float(np.std(values, ddof=1) / math.sqrt(len(values))) if len(values) > 1 else math.inf
    return Estimate(m, m - Z * error, m + Z * error, len(values))


def estimate(marks: list[float]) -> Estimate:
    return rate(marks) if set(marks) <= {0.0, 1.0} else mean(marks)
