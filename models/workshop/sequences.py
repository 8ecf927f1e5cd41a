"""Samples as tensors: `<s> text [IMG] z*8 [/IMG] text ...`, with everything the loss needs to know.

A picture that is to be written appears twice: first as mask queries (the parallel way of writing), which nothing but
themselves can see, then as its true embeddings (writing one after another, and what later text and pictures read).
Both run through the same positions, so one pass trains both ways on every picture of a story.
"""

from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from scenes import SLOTS, WHERE, WIDTH, Scene, embed
from tasks import Segment
from tokenizer import load as load_tokenizer

TOKEN, SLOT, QUERY = 0, 1, 2
NONE = -1


@lru_cache
def tokenizer() -> Tokenizer:
    return load_tokenizer()


@lru_cache(200_000)
def encode(text: str) -> tuple[int, ...]:
    return tuple(tokenizer().encode(text).ids)


@lru_cache
def control(name: str) -> int:
    return tokenizer().token_to_id(name)


@dataclass
class Row:
    kind: list[int] = field(default_factory=list)
    value: list[int] = field(default_factory=list)  # token id, or slot number
    picture: list[int] = field(default_factory=list)  # which picture a slot shows or a query asks for
    position: list[int] = field(default_factory=list)
    next_token: list[int] = field(default_factory=list)
    next_slot: list[int] = field(default_factory=list)  # picture * 8 + slot that is to be regressed here

    def put(self, kind: int, value: int, position: int, picture: int = NONE) -> None:
        self.kind.append(kind)
        self.value.append(value)
        self.picture.append(picture)
        self.position.append(position)
        self.next_token.append(NONE)
        self.next_slot.append(NONE)


def build(segments: list[Segment], pictures: list[tuple[Scene, bool]]) -> Row:
    """Appends the sample's pictures to `pictures`; the flag says whether it is read as the visual encoder would."""
    row = Row()
    row.put(TOKEN, control('<s>'), 0)
    at = 1
    for index, segment in enumerate(segments):
        if isinstance(segment.content, str):
            ids = encode(segment.content)
            for token in ids:
                if segment.answer:
                    row.next_token[-1] = token
                row.put(TOKEN, token, at)
                at += 1
            if segment.answer:
                writes = index + 1 < len(segments) and not isinstance(segments[index + 1].content, str)
                if segment.end or writes:
                    row.next_token[-1] = control('</s>' if segment.end else '[IMG]')
            continue
        number = len(pictures)
        pictures.append((segment.content, segment.read))
        row.put(TOKEN, control('[IMG]'), at)
        at += 1
        if segment.answer:
            row.next_slot[-1] = number * SLOTS
            for slot in range(SLOTS - 1):
                row.put(QUERY, slot, at + slot, number)
                row.next_slot[-1] = number * SLOTS + slot + 1
        for slot in range(SLOTS):
            row.put(SLOT, slot, at + slot, number)
            if segment.answer and slot < SLOTS - 1:
                row.next_slot[-1] = number * SLOTS + slot + 1
        at += SLOTS
        row.put(TOKEN, control('[/IMG]'), at)
        at += 1
    return row


@dataclass
class Sequences:
    kind: Tensor
    value: Tensor
    picture: Tensor
    position: Tensor
    next_token: Tensor
    next_slot: Tensor
    embeds: Tensor  # [pictures, 8, 192], true
    bias: Tensor  # [B, 1, T, T]


def collate(samples: list[list[Segment]], appearances: np.ndarray) -> Sequences:
    pictures: list[tuple[Scene, bool]] = []
    rows = [build(segments, pictures) for segments in samples]
    longest = max(len(row.kind) for row in rows)

    def pad(name: str, fill: int) -> Tensor:
        return torch.tensor([getattr(row, name) + [fill] * (longest - len(row.kind)) for row in rows])
    kind, picture = pad('kind', NONE), pad('picture', NONE)
    embeds = np.stack([embed(scene, appearances, read_grey=read) for scene, read in pictures]) if pictures else \
        np.zeros((0, SLOTS, WIDTH), np.float32)
    query = kind == QUERY
    causal = torch.ones(longest, longest, dtype=torch.bool).tril()
    same = picture[:, :, None] == picture[:, None, :]
    allowed = causal & (~query[:, None, :] | (same & query[:, :, None]))
    bias = torch.where(allowed, 0.0, -1e9)[:, None]
    return Sequences(kind, pad('value', 0), picture, pad('position', 0), pad('next_token', NONE),
                     pad('next_slot', NONE), torch.from_numpy(embeds), bias)


def noisy(embeds: Tensor, rng: np.random.Generator) -> Tensor:
    """Embeddings as they are read from pixels: looks are rough, places nearly exact. Zeros stay zero."""
    n = len(embeds)
    rough = torch.from_numpy(rng.uniform(0, 0.4, (n, 1, 1))).float() * (torch.from_numpy(rng.random((n, 1, 1))) < 0.8)
    noise = torch.randn_like(embeds)
    noise[..., :WHERE] *= 0.008
    noise[..., WHERE:] *= rough
    return embeds + noise * (embeds != 0)
