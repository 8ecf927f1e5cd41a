"""What is asked: samples of every kind, with instructions, subjects, styles and pairs that training has never seen."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

import references
from analogies import analogy
from captions import caption
from edits import KINDS, edit
from grounding import into_boxes, marked
from icons import icons
from layouts import has_unseen, random_scene
from phrasings import held_out_phrasings
from questions import SHARES, question
from samples import Sample, Segment, answered, drawn, shown
from scenes import Scene, as_seen
from stories import story
from tasks import caption_task
from videos import video

Rng = np.random.Generator
PROMPTS = Path(__file__).resolve().parent.parent / 'prompts.txt'


def from_words(rng: Rng, count: int, finish: str | None = None) -> Sample:
    while True:
        scene = random_scene(rng, count=count)
        scene = scene if finish is None else replace(scene, finish=finish)
        if finish is not None or not scene.finish:
            return [Segment(caption(scene, rng)), drawn(scene)]


def unseen_pair(rng: Rng) -> Sample:
    """A subject on a background on which it never stood."""
    while True:
        scene = replace(random_scene(rng, count=1), finish='')
        other = random_scene(rng, count=1)
        scene = replace(scene, background=other.background, colour=other.colour)
        thing = replace(scene.things[0], icon=int(rng.choice(icons().named)))
        scene = replace(scene, things=(thing,))
        if has_unseen(scene):
            return [Segment(caption(scene, rng)), drawn(scene)]


def edited(kind: str) -> Callable[[Rng], Sample]:
    def make(rng: Rng) -> Sample:
        with held_out_phrasings():
            before, words, after = edit(rng, kind)
        return [shown(before), Segment(words), drawn(after)]
    return make


def asked(kind: str) -> Callable[[Rng], Sample]:
    def make(rng: Rng) -> Sample:
        while True:
            scene = random_scene(rng)
            try:
                words, answer = question(scene, rng, kind)
            except ValueError:
                continue
            return [Segment('[USER]:'), shown(as_seen(scene)), Segment(f'{words} [ASSISTANT]:'), answered(answer)]
    return make


def referred(pool: np.ndarray, count: int) -> Callable[[Rng], Sample]:
    """`count` things are shown, one picture each, and put into one."""
    def make(rng: Rng) -> Sample:
        while True:
            scene = random_scene(rng, pool=pool, count=count)
            if len({thing.icon for thing in scene.things}) == count and not scene.finish:
                break
        sample: Sample = []
        things = list(scene.ordered())
        for i, thing in enumerate(things):
            portraits = references.portrait(thing, rng)
            things[i] = replace(thing, mirrored=portraits.things[0].mirrored)
            words = references.place_words(thing, scene)
            last = i == count - 1
            words += ' ' + ' '.join(references.circumstances(scene, rng)) if last else ' and'
            sample += [shown(portraits), Segment(words)]
        return [*sample, drawn(replace(scene, things=tuple(things)))]
    return make


def next_panel(rng: Rng) -> Sample:
    segments: Sample = []
    for words, scene in story(rng):
        segments += [Segment(words), drawn(scene)]
    return segments


def by_hand() -> list[tuple[int, str]]:
    """Icon and words of the prompts kept apart."""
    lines = [line.split(' | ') for line in PROMPTS.read_text().splitlines() if not line.startswith('#')]
    return [(icons().index[icon], words) for icon, words in lines]


def pictures() -> dict[str, Callable[[Rng], Sample]]:
    """Samples that end in a picture."""
    art = icons()
    return {
        **{f'text to image, {count}': lambda rng, count=count: from_words(rng, count) for count in (1, 2, 3)},
        'text to image, grey': lambda rng: from_words(rng, 1, 'grey'),
        'text to image, pairs never seen': unseen_pair,
        **{f'edit: {kind}': edited(kind) for kind in KINDS},
        **{f'shown, never seen: {count}': referred(art.held_out, count) for count in (1, 2, 3)},
        'shown, seen: 1': referred(art.nameless, 1),
        **{f'analogy, {rows} rows': lambda rng, rows=rows: analogy(rng, rows) for rows in (0, 1, 2, 4)},
        'boxes': into_boxes,
        'story: next picture': next_panel,
    }


def texts() -> dict[str, Callable[[Rng], Sample]]:
    """Samples that end in words."""
    return {'caption': caption_task, **{f'question: {kind}': asked(kind) for kind in SHARES}, 'marked': marked, 'video': video}


def scenes(rng: Rng, n: int) -> list[Scene]:
    """For picture to embeddings to picture, and for retrieval."""
    return [random_scene(rng) for _ in range(n)]
