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

from appearances import Appearances
from model.language import LanguageModel
from samples import Sample
from scenes import SLOTS, WHERE, WIDTH, Picture, embed
from tokenizer import load as load_tokenizer

Rng = np.random.Generator
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
    pictures: list[tuple[Picture, bool]] = field(default_factory=list)  # and whether one is read from pixels

    def put(self, kind: int, value: int, position: int, picture: int = NONE) -> None:
        self.kind.append(kind)
        self.value.append(value)
        self.picture.append(picture)
        self.position.append(position)
        self.next_token.append(NONE)
        self.next_slot.append(NONE)


def build(segments: Sample, one_by_one: bool = True) -> Row:
    """Without `one_by_one` a picture at the very end is only asked for, not shown: that saves a fifth of the positions."""
    row = Row()
    row.put(TOKEN, control('<s>'), 0)
    for index, segment in enumerate(segments):
        last = index + 1 == len(segments)
        if isinstance(segment.content, str):
            _put_text(row, segment.content, segment.answer)
            if segment.answer:
                writes = not last and not isinstance(segments[index + 1].content, str)
                if segment.end or writes:
                    row.next_token[-1] = control('</s>' if segment.end else '[IMG]')
        else:
            row.pictures.append((segment.content, segment.read))
            _put_picture(row, len(row.pictures) - 1, segment.answer, shown=one_by_one or not last)
    return row


def _put_text(row: Row, text: str, answer: bool) -> None:
    for token in encode(text):
        if answer:
            row.next_token[-1] = token
        row.put(TOKEN, token, row.position[-1] + 1)


def _put_picture(row: Row, number: int, answer: bool, shown: bool) -> None:
    at = row.position[-1] + 1
    row.put(TOKEN, control('[IMG]'), at)
    if answer:
        row.next_slot[-1] = number * SLOTS
        for slot in range(SLOTS - 1):
            row.put(QUERY, slot, at + 1 + slot, number)
            row.next_slot[-1] = number * SLOTS + slot + 1
    if not shown:
        return
    for slot in range(SLOTS):
        row.put(SLOT, slot, at + 1 + slot, number)
        if answer and slot < SLOTS - 1:
            row.next_slot[-1] = number * SLOTS + slot + 1
    row.put(TOKEN, control('[/IMG]'), at + 1 + SLOTS)


@dataclass
class Sequences:
    kind: Tensor
    value: Tensor
    picture: Tensor
    position: Tensor
    next_token: Tensor
    next_slot: Tensor
    embeds: Tensor  # [pictures, 8, 256], true
    seen: Tensor  # the same as the encoder reads them, where they are read
    roughness: Tensor  # [pictures]: how rough looks are to be made in training, as a share of the largest
    bias: Tensor  # [B, 1, T, T]


def parcels(rows: list[Row], positions: int) -> list[list[Row]]:
    """Rows of like length together, so that little of a pass is padding: `positions` at most, padding included."""
    found: list[list[Row]] = [[]]
    for row in sorted(rows, key=lambda row: len(row.kind)):
        if found[-1] and (len(found[-1]) + 1) * len(row.kind) > positions:
            found.append([])
        found[-1].append(row)
    return found


def collate(rows: list[Row], looks: Appearances, rng: Rng) -> Sequences:
    longest = max(len(row.kind) for row in rows)
    pictures = [picture for row in rows for picture in row.pictures]
    first = np.cumsum([0, *(len(row.pictures) for row in rows)])[:-1, None]

    def pad(name: str, fill: int) -> np.ndarray:
        return np.array([getattr(row, name) + [fill] * (longest - len(row.kind)) for row in rows])

    def numbered(name: str, each: int) -> Tensor:
        """Numbers within a row become numbers within the parcel."""
        local = pad(name, NONE)
        return torch.from_numpy(np.where(local == NONE, NONE, local + first * each))
    embeds, seen = (np.zeros((len(pictures), SLOTS, WIDTH), np.float32) for _ in range(2))
    for i, (content, read) in enumerate(pictures):
        embeds[i] = embed(content, looks.true)
        seen[i] = embed(content, looks.views[rng.integers(len(looks.views))]) if read else embeds[i]
    kind, picture = torch.from_numpy(pad('kind', NONE)), numbered('picture', 1)
    query = kind == QUERY
    causal = torch.ones(longest, longest, dtype=torch.bool).tril()
    same = picture[:, :, None] == picture[:, None, :]
    allowed = causal & (~query[:, None, :] | (same & query[:, :, None]))
    bias = torch.where(allowed, 0.0, -1e9)[:, None]
    value, position, next_token = (torch.from_numpy(pad(name, fill)) for name, fill in
                                   (('value', 0), ('position', 0), ('next_token', NONE)))
    roughness = torch.tensor([looks.guess if read else 1.0 for _, read in pictures])
    return Sequences(kind, value, picture, position, next_token, numbered('next_slot', SLOTS), torch.from_numpy(embeds),
                     torch.from_numpy(seen), roughness, bias)


def inputs(model: LanguageModel, rows: Sequences, embeds: Tensor, hidden_slots: Tensor) -> Tensor:
    """Token, slot and query embeddings in their places. `hidden_slots` are shown as queries (history dropout)."""
    slot = rows.value.clamp(max=7)
    shown = model.up(embeds[rows.picture.clamp(min=0), slot], slot) if len(embeds) else 0
    queries = model.mask_queries()[slot]
    is_query = ((rows.kind == QUERY) | hidden_slots)[..., None]
    x = model.tokens(torch.where(rows.kind == TOKEN, rows.value, 0))
    x = torch.where((rows.kind == SLOT)[..., None], shown, x)
    return torch.where(is_query, queries, x)


def noisy(rows: Sequences, rng: Rng) -> Tensor:
    """Embeddings as they come: read ones off by what the detector is off, written ones with blurred looks. Zeros stay zero."""
    n = len(rows.seen)
    rough = torch.from_numpy(rng.uniform(0, 0.4, (n, 1, 1))).float() * (torch.from_numpy(rng.random((n, 1, 1))) < 0.8)
    noise = torch.randn_like(rows.seen)
    noise[..., :WHERE] *= 0.008
    noise[..., WHERE:] *= rough * rows.roughness.view(-1, 1, 1)
    return rows.seen + noise * (rows.seen != 0)
