"""Small parts every network of the workshop is built from."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class Residual(nn.Module):
    """Two 3x3 convolutions beside a straight path; starts close to the identity."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.norm = nn.GroupNorm(8, channels)
        self.conv1 = nn.Conv2d(channels, channels, 3, padding=1)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1)
        with torch.no_grad():
            self.conv2.weight.mul_(0.2)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.conv2(F.silu(self.conv1(F.silu(self.norm(x)))))


def down(inputs: int, outputs: int) -> nn.Module:
    return nn.Conv2d(inputs, outputs, 4, stride=2, padding=1)


def up(inputs: int, outputs: int) -> nn.Module:
    return nn.Sequential(nn.Conv2d(inputs, outputs * 4, 1), nn.PixelShuffle(2))


def affine_grid(theta: Tensor, side: int) -> Tensor:
    """F.affine_grid for square outputs, in operations every ONNX runtime has: [n, side, side, 2]."""
    steps = (torch.arange(side, dtype=torch.float32) * 2 + 1) / side - 1
    y, x = torch.meshgrid(steps, steps, indexing='ij')
    points = torch.stack([x, y, torch.ones_like(x)], -1).view(1, side * side, 3)
    return (points @ theta.transpose(1, 2)).view(-1, side, side, 2)
