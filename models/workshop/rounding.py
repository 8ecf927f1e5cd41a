"""How weights are stored: matrices as int8 with one scale per row, everything else as it is.

PyTorch's own weights are rounded first (`round_weights`), so the reference and the exported graphs compute with the same
numbers; `pack_exactly` then finds, for a tensor of a graph, the small form that gives it back.
"""

import numpy as np
import torch
from torch import nn

LARGE = 4096  # elements; smaller tensors are not worth it


def to_rows(w: torch.Tensor) -> torch.Tensor:
    """Rounds to 255 steps per row."""
    rows = w.flatten(1)
    scale = (rows.abs().amax(1, keepdim=True) / 127).clamp(min=1e-12)
    return ((rows / scale).round() * scale).view_as(w)


def round_weights(module: nn.Module) -> None:
    with torch.no_grad():
        for p in module.parameters():
            if p.dim() >= 2 and p.numel() >= LARGE:
                p.copy_(to_rows(p))


def pack_exactly(values: np.ndarray) -> tuple[np.ndarray, np.ndarray | None] | None:
    """Bytes, int8 with scales (to multiply with after the cast), or float16; None if none of them is exact."""
    if values.dtype != np.float32 or values.size < 256:
        return None
    as_bytes = np.clip(values, 0, 255).astype(np.uint8)
    if np.array_equal(as_bytes, values):
        return as_bytes, None
    if values.ndim >= 2 and values.size >= LARGE:
        for axis in (0, values.ndim - 1):  # transposed in the graph, rows are columns
            others = tuple(i for i in range(values.ndim) if i != axis)
            scale = np.maximum(np.abs(values).max(others, keepdims=True) / np.float32(127), np.float32(1e-12))
            steps = values / scale
            if np.abs(steps - steps.round()).max() < 1e-3:
                return steps.round().astype(np.int8), scale.astype(np.float32)
    half = values.astype(np.float16)
    return (half, None) if np.array_equal(half.astype(np.float32), values) else None
