"""Muon for matrices (a step whose singular values are all about one), AdamW for the rest; cosine schedule over time.

On these small networks and short runs Muon needs clearly fewer samples than AdamW alone, see README.md.
"""

import math
from collections.abc import Iterable

import torch
from torch import Tensor, nn


def orthogonalise(g: Tensor, steps: int = 5) -> Tensor:
    """Newton-Schulz iteration (Jordan et al. 2024) towards the nearest matrix with orthonormal rows."""
    a, b, c = 3.4445, -4.7750, 2.0315
    x = g.float()
    tall = x.shape[0] > x.shape[1]
    x = x.T if tall else x
    x = x / (x.norm() + 1e-7)
    for _ in range(steps):
        gram = x @ x.T
        x = a * x + (b * gram + c * gram @ gram) @ x
    return x.T if tall else x


class Muon(torch.optim.Optimizer):
    def __init__(self, params: Iterable[Tensor], lr: float, momentum: float = 0.95, weight_decay: float = 0.01) -> None:
        super().__init__(params, dict(lr=lr, momentum=momentum, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self, closure=None):  # type: ignore[override]
        for group in self.param_groups:
            for p in group['params']:
                if p.grad is None:
                    continue
                state = self.state[p]
                buffer = state.setdefault('momentum', torch.zeros_like(p))
                buffer.lerp_(p.grad, 1 - group['momentum'])
                g = p.grad.lerp(buffer, group['momentum']).reshape(p.shape[0], -1)
                scale = max(1.0, g.shape[0] / g.shape[1]) ** 0.5
                p.mul_(1 - group['lr'] * group['weight_decay'])
                p.add_(orthogonalise(g).view_as(p), alpha=-group['lr'] * scale)


class Optimiser:
    """Both optimisers under one schedule. `progress` is the share of the run that is over, 0..1."""

    def __init__(self, *modules: nn.Module, lr: float = 1.5e-3, muon_lr: float = 0.02,
                 adam_only: tuple[str, ...] = ()) -> None:
        matrices, rest = [], []
        for module in modules:
            for name, p in module.named_parameters():
                if not p.requires_grad:
                    continue
                big = p.dim() >= 2 and min(p.shape[0], p[0].numel()) >= 16
                (matrices if big and not any(a in name for a in adam_only) else rest).append(p)
        self.params = matrices + rest
        self.muon = Muon(matrices, lr=muon_lr)
        self.adam = torch.optim.AdamW(rest, lr=lr, betas=(0.9, 0.95), weight_decay=0.0)
        self.peaks = (muon_lr, lr)

    def step(self, progress: float, floor: float = 0.02) -> None:
        torch.nn.utils.clip_grad_norm_(self.params, 1.0)
        warm = min(1.0, progress / 0.01 + 0.05)
        scale = warm * max(floor, 0.5 * (1 + math.cos(math.pi * min(1.0, progress))))
        for optimiser, peak in zip((self.muon, self.adam), self.peaks):
            for group in optimiser.param_groups:
                group['lr'] = peak * scale
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)

    def state_dict(self) -> dict:
        return {'muon': self.muon.state_dict(), 'adam': self.adam.state_dict()}

    def load_state_dict(self, state: dict) -> None:
        self.muon.load_state_dict(state['muon'])
        self.adam.load_state_dict(state['adam'])
