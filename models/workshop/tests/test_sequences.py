"""What is trained is what is run: one pass over a training sequence computes what the plain reference computes step by step."""

import numpy as np
import pytest
import torch
from conftest import rngs
from torch import Tensor

from appearances import Appearances
from nano import Nano, Part, fresh
from samples import Sample
from scenes import SLOTS, embed
from sequences import NONE, QUERY, SLOT, build, collate, parcels
from tasks import sample
from tokenizer import PATH
from train.examine import written

ROUGH = np.random.default_rng(3).normal(0, 1, (4, 3, 1136, 256)).astype(np.float32)
LOOKS = Appearances(ROUGH, ROUGH[None])


@pytest.fixture(scope='module')
def nano() -> Nano:
    if not PATH.exists():
        pytest.skip('no vocabulary yet: python -m tokenizer')
    return fresh()[0]


def prompt_of(nano: Nano, segments: Sample) -> list[Part]:
    """All before the last picture, as the engine would be given it."""
    parts: list[Part] = [nano.control('bos')]
    for segment in segments[:-1]:
        if isinstance(segment.content, str):
            parts += nano.tokenizer.encode(segment.content).ids
        else:
            parts.append(torch.from_numpy(embed(segment.content, ROUGH)))
    return [*parts, nano.control('boi')]


@pytest.mark.parametrize('task', ['text_to_image', 'edit', 'story', 'analogy', 'into_boxes'])
def test_queries_in_training_are_the_parallel_way_of_writing(nano: Nano, task: str) -> None:
    for rng in rngs(3):
        segments = sample(rng, task)
        rows = collate([build(segments)], LOOKS, rng)
        with torch.no_grad():
            trained = written(nano.language, rows)[1][-1]
        run = nano.write(prompt_of(nano, segments), 'parallel')[0]
        assert float((trained - run).abs().max()) < 1e-3 * float(run.abs().max())


def test_parcels_do_not_change_what_a_row_says(nano: Nano) -> None:
    """Padding and neighbours are invisible."""
    rows = [build(sample(rng)) for rng in rngs(12)]
    together = [row for parcel in parcels(rows, 400) for row in parcel]
    assert sorted(map(id, together)) == sorted(map(id, rows))

    def last(parcel: list, row_number: int) -> Tensor:
        batch = collate(parcel, LOOKS, np.random.default_rng(0))
        with torch.no_grad():
            h, _ = written(nano.language, batch)
        return h[row_number, len(parcel[row_number].kind) - 1]
    alone, among = last([rows[3]], 0), last(rows[2:6], 1)
    assert float((alone - among).abs().max()) < 1e-3


def test_only_answers_are_learned() -> None:
    for rng in rngs(100):
        segments = sample(rng)
        row = build(segments)
        pictures = [s for s in segments if not isinstance(s.content, str)]
        asked = {slot // SLOTS for slot in row.next_slot if slot != NONE}
        assert asked == {i for i, s in enumerate(pictures) if s.answer}
        assert any(t != NONE for t in row.next_token) == any(s.answer and isinstance(s.content, str) for s in segments)


def test_queries_are_seen_by_nothing_but_themselves() -> None:
    for rng in rngs(10):
        rows = collate([build(sample(rng, 'story'))], LOOKS, rng)
        query, seen = rows.kind[0] == QUERY, rows.bias[0, 0] == 0
        assert not seen[~query][:, query].any()
        same = rows.picture[0][:, None] == rows.picture[0][None]
        assert (~seen | ~query[None] | same).all() and not seen.triu(1).any()


def test_true_embeddings_follow_their_queries_in_the_same_places() -> None:
    row = build(sample(np.random.default_rng(1), 'text_to_image'))
    at = [(k, p) for k, p in zip(row.kind, row.position) if k in (QUERY, SLOT)]
    assert [p for k, p in at if k == QUERY] == [p for k, p in at if k == SLOT][:SLOTS - 1]
    short = build(sample(np.random.default_rng(1), 'text_to_image'), one_by_one=False)
    assert SLOT not in short.kind and short.next_slot.count(NONE) == row.next_slot.count(NONE) - 2


