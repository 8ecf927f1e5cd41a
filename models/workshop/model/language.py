"""The language model: LLaMA's shape, small. Reads text and visual embeddings, writes both."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from scenes import SLOTS, WHERE, WIDTH

HIDDEN = 320
LAYERS = 8
HEADS = 5
HEAD = 64
FEED = 864
MAX_POSITIONS = 1024
# Geometry is exact knowledge, looks are rough: 'where' dimensions speak louder to the model than appearance.
WHERE_GAIN = 4.0


def gains() -> Tensor:
    gain = torch.ones(WIDTH)
    gain[:WHERE] = WHERE_GAIN
    return gain


class RMSNorm(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x: Tensor) -> Tensor:
        x = x.float()
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-6) * self.weight


def rotation(position_ids: Tensor) -> tuple[Tensor, Tensor]:
    """Cosines and sines [B, 1, S, HEAD] of RoPE, half-split as in LLaMA, theta 10000."""
    rates = 1.0 / (10000.0 ** (torch.arange(0, HEAD, 2, dtype=torch.float32) / HEAD))
    angles = position_ids[:, :, None].float() * rates
    angles = torch.cat([angles, angles], -1)[:, None]
    return angles.cos(), angles.sin()


def rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    a, b = x.chunk(2, -1)
    return (x * cos + torch.cat([-b, a], -1) * sin).to(x.dtype)


class Layer(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.norm1, self.norm2 = RMSNorm(HIDDEN), RMSNorm(HIDDEN)
        self.q, self.k, self.v, self.o = (nn.Linear(HIDDEN, HEADS * HEAD, bias=False) for _ in range(4))
        self.gate, self.up = (nn.Linear(HIDDEN, FEED, bias=False) for _ in range(2))
        self.down = nn.Linear(FEED, HIDDEN, bias=False)
        for w in (self.q, self.k, self.v, self.gate, self.up):
            nn.init.normal_(w.weight, std=HIDDEN ** -0.5)
        for w in (self.o, self.down):
            nn.init.normal_(w.weight, std=HIDDEN ** -0.5 / (2 * LAYERS) ** 0.5)

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor, bias: Tensor,
                past: tuple[Tensor, Tensor] | None) -> tuple[Tensor, Tensor, Tensor]:
        h = self.norm1(x)
        # -1: the sequence. B and S stay symbolic in the exported graph.
        together = F.linear(h, torch.cat([self.q.weight, self.k.weight, self.v.weight]))
        q, k, v = (w.view(h.shape[0], -1, HEADS, HEAD).transpose(1, 2) for w in together.chunk(3, -1))
        q, k = rotate(q, cos, sin), rotate(k, cos, sin)
        if past is not None:
            k, v = torch.cat([past[0], k], 2), torch.cat([past[1], v], 2)
        # Written out: on these short sequences faster to train than the fused kernel, and plain to export.
        mixed = torch.softmax(q @ k.transpose(-1, -2) * HEAD ** -0.5 + bias, -1).to(v.dtype) @ v
        x = x + self.o(mixed.transpose(1, 2).reshape(h.shape[0], -1, HEADS * HEAD))
        h = self.norm2(x)
        gate, wide = F.linear(h, torch.cat([self.gate.weight, self.up.weight])).chunk(2, -1)
        return x + self.down(F.silu(gate) * wide), k, v


def causal_bias(attention_mask: Tensor, queries: int) -> Tensor:
    """Added to the scores: 0 where a query may look, a large negative number where it may not. [B, 1, S, P+S]."""
    total = attention_mask.shape[1]
    keys = torch.arange(total)[None, :]
    rows = torch.arange(queries)[:, None] + (total - queries)
    allowed = (keys <= rows)[None] & (attention_mask[:, None, :] > 0)
    return torch.where(allowed, 0.0, -1e9)[:, None].float()


class LanguageModel(nn.Module):
    """`layers`: fewer than the pack has while it is young, see train/grow.py."""

    def __init__(self, vocabulary: int, layers: int = LAYERS) -> None:
        super().__init__()
        self.tokens = nn.Embedding(vocabulary, HIDDEN)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))
        self.norm = RMSNorm(HIDDEN)
        self.lm_head = nn.Linear(HIDDEN, vocabulary, bias=False)
        self.project_up = nn.Linear(WIDTH, HIDDEN, bias=False)
        self.project_down = nn.Linear(HIDDEN, WIDTH, bias=False)
        self.slots = nn.Embedding(SLOTS, HIDDEN)
        self.mask = nn.Parameter(torch.randn(HIDDEN) * 0.5)
        self.register_buffer('gain', gains(), persistent=False)
        for table in (self.tokens, self.slots):
            nn.init.normal_(table.weight, std=0.5)
        nn.init.normal_(self.lm_head.weight, std=HIDDEN ** -0.5)
        nn.init.orthogonal_(self.project_up.weight, gain=0.5)  # so that writing can begin as its inverse

    def up(self, image_embeds: Tensor, slot_ids: Tensor) -> Tensor:
        return self.project_up(image_embeds * self.gain) + self.slots(slot_ids)

    def regress(self, hidden: Tensor) -> Tensor:
        return self.project_down(hidden) / self.gain

    def mask_queries(self) -> Tensor:
        return self.mask + self.slots.weight

    def trunk(self, x: Tensor, position_ids: Tensor, bias: Tensor,
              past: list[tuple[Tensor, Tensor]] | None = None) -> tuple[Tensor, list[tuple[Tensor, Tensor]]]:
        cos, sin = rotation(position_ids)
        present = []
        for i, layer in enumerate(self.layers):
            x, k, v = layer(x, cos, sin, bias, None if past is None else past[i])
            present.append((k, v))
        return self.norm(x), present
