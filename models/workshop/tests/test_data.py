"""What the grammar promises: whoever reads a sample can know its answer. `python -m pytest tests`"""

from dataclasses import replace

import numpy as np
import pytest
from conftest import rngs

from analogies import analogy
from captions import caption, full
from edits import KINDS, edit
from grounding import PATCHES, box_of, into_boxes, marked, where_exactly
from icons import icons
from layouts import crowd, has_unseen, random_scene, rides, stacked
from phrasings import held_out_phrasings, kept_apart, mistyped, phrase
from questions import SHARES, question
from references import several
from scenes import Box, Scene, Thing, as_seen
from stories import story
from subjects import NAMED, SUBJECTS, with_article
from tasks import FIRST_TASKS, TASKS, sample
from words import column, nouns, place_of, size_of


def test_named_subjects_are_many_and_called_differently() -> None:
    assert len(NAMED) >= 400
    names = [name for s in SUBJECTS.values() for name in (s.words[0], *(one for one, _ in s.synonyms))]
    assert len(set(names)) == len(names)
    assert (SUBJECTS['rabbit'].words, SUBJECTS['mouse'].words) == (('rabbit', 'rabbits'), ('mouse', 'mice'))
    assert ('bunny', 'bunnies') in SUBJECTS['rabbit'].synonyms
    assert [with_article(w) for w in ('hourglass', 'unicorn', 'ufo', 'owl', 'fox')] == ['an hourglass', 'a unicorn', 'a ufo', 'an owl', 'a fox']


def test_held_out_icons_are_never_drawn() -> None:
    never = set(icons().held_out)
    assert len(never) == 60
    for rng in rngs(300):
        for segment in sample(rng):
            if isinstance(segment.content, Scene):
                assert not never & {thing.icon for thing in segment.content.things}


def test_pairs_kept_apart_are_never_drawn() -> None:
    for rng in rngs(400):
        for segment in sample(rng):
            if isinstance(segment.content, Scene) and segment.answer:
                assert not has_unseen(segment.content)


def test_some_pairs_of_every_kind_are_kept_apart() -> None:
    apart = sum(has_unseen(Scene('meadow', 'white', (Thing(int(i), 0),))) for i in icons().named)
    assert 3 <= apart <= 40


def test_a_full_caption_determines_the_scene() -> None:
    """Two scenes that are called the same are the same, up to the side of a thing in a pair, which no caption tells."""
    seen: dict[str, Scene] = {}
    for rng in rngs(3000):
        scene = random_scene(rng, pool=icons().named[:6], posed=0.2)
        words = full(scene)
        ordered = replace(scene, things=scene.ordered())
        assert seen.setdefault(words, ordered) == ordered, words


def test_captions_name_everything() -> None:
    for rng in rngs(200):
        scene = random_scene(rng, count=2)
        words = full(scene)
        for thing in scene.things:
            assert any(name in words for name in nouns()[thing.icon])
        assert caption(scene, rng)


@pytest.mark.parametrize('kind', KINDS)
def test_edits_change_what_they_say_and_nothing_else(kind: str) -> None:
    untouched = {'colour': 'things', 'pattern': 'things', 'scene': 'things', 'grey': 'things', 'tint': 'things'}
    for rng in rngs(60):
        before, words, after = edit(rng, kind)
        assert before != after and words and before == as_seen(before)
        if kind in untouched:
            assert before.things == after.things
        else:
            assert (before.background, before.colour, before.finish) == (after.background, after.colour, after.finish)
        if kind == 'remove':
            assert len(after.things) == len(before.things) - 1 and set(after.things) < set(before.things)
        if kind == 'style':
            assert [replace(t, style=0) for t in before.things] == [replace(t, style=0) for t in after.things]


def test_a_moved_thing_is_where_the_words_say() -> None:
    for rng in rngs(100):
        before, words, after = edit(rng, 'move')
        if len(after.things) == 1:
            where = place_of(after.things[0], after)
            assert where.split(' the ')[-1] in words, (words, where)


@pytest.mark.parametrize('kind', SHARES)
def test_questions_have_one_answer(kind: str) -> None:
    """Asked twice in the same words about the same scene, the answer is the same."""
    asked: dict[tuple[int, str], str] = {}
    found = 0
    for rng in rngs(300):
        number = int(rng.integers(40))
        scene = random_scene(np.random.default_rng(number))
        try:
            words, answer = question(scene, rng, kind)
        except ValueError:
            continue
        found += 1
        assert asked.setdefault((number, words.rstrip('?')), answer) == answer
    assert found > 5


def test_riders_stand_on_what_carries_them() -> None:
    upper, lower = stacked(Thing(1, 0), Thing(2, 0))
    assert rides(Scene(things=(upper, lower))) and Scene(things=(lower, upper)).ordered()[0] == upper
    assert abs((lower.y - lower.size / 2) - (upper.y + upper.size / 2)) < 0.06


def test_crowds_are_given_in_reading_order() -> None:
    for count in (3, 4, 5, 6):
        things = tuple(crowd(list(range(count)), 0, 'plain'))
        assert Scene(things=things).ordered() == things


def test_stories_go_on() -> None:
    for rng in rngs(200):
        panels = story(rng)
        assert 2 <= len(panels) <= 6
        assert all(one[1] != two[1] for one, two in zip(panels, panels[1:]))


def test_boxes_hold_their_things() -> None:
    for rng in rngs(100):
        made = into_boxes(rng)
        boxes = [s.content for s in made if isinstance(s.content, Box)]
        scene = made[-1].content
        assert isinstance(scene, Scene) and len(boxes) == len(scene.things)
        for box, thing in zip(boxes, scene.things):
            assert box.left < thing.x < box.right and box.top < thing.y < box.bottom


def test_answers_with_places_are_in_the_scale_of_224() -> None:
    for rng in rngs(60):
        made = where_exactly(rng)
        scene, answer = made[1].content, made[-1].content
        assert isinstance(scene, Scene) and isinstance(answer, str)
        values = [int(part[:4]) for part in answer.split('<patch_index_')[1:]]
        assert len(values) % 4 == 0 and all(0 <= v <= PATCHES for v in values)
        boxes = [tuple(round(v * PATCHES) for v in (b.left, b.top, b.right, b.bottom)) for b in map(box_of, scene.things)]
        assert all(tuple(np.clip(b, 0, PATCHES)) in {tuple(np.clip(x, 0, PATCHES)) for x in boxes} for b in zip(*[iter(values)] * 4))


def test_marks_are_on_what_is_asked_for() -> None:
    for rng in rngs(60):
        made = marked(rng)
        scene = made[1].content
        assert isinstance(scene, Scene) and scene.marked in scene.things
        assert nouns()[scene.marked.icon][0] in str(made[-1].content)


def test_shown_things_keep_their_looks() -> None:
    for rng in rngs(60):
        *shown, answer = several(rng)
        portraits = [s.content.things[0] for s in shown if isinstance(s.content, Scene)]
        assert isinstance(answer.content, Scene)
        drawn = answer.content.ordered()
        assert [(t.icon, t.style, t.mirrored) for t in portraits] == [(t.icon, t.style, t.mirrored) for t in drawn]


def test_rows_of_an_analogy_make_one_change() -> None:
    rng = np.random.default_rng(5)
    made = [s.content for s in analogy(rng, 3, ('colour', 'red')) if isinstance(s.content, Scene)]
    assert len(made) == 8 and all(after.colour == 'red' for after in made[1::2])


def test_what_is_read_is_as_it_looks() -> None:
    for rng in rngs(300):
        for segment in sample(rng):
            if segment.read and isinstance(segment.content, Scene):
                assert not any(thing.flip or thing.angle for thing in segment.content.things)
                assert segment.content.grey_looks == (segment.content.finish == 'grey')


def test_shares_are_shares() -> None:
    assert all(abs(sum(shares.values()) - 1) < 1e-9 for shares in (TASKS, FIRST_TASKS, SHARES, KINDS))


def test_every_task_has_something_to_learn() -> None:
    for task in TASKS:
        for rng in rngs(20):
            made = sample(rng, task)
            assert any(s.answer for s in made) and not any(s.answer and s.read for s in made)


def test_phrasings_kept_apart_are_only_used_when_asked_for() -> None:
    templates = tuple(f'way number {i}' for i in range(60))
    apart = {t for t in templates if kept_apart(t)}
    assert 1 <= len(apart) <= 20
    rng = np.random.default_rng(1)
    assert not {phrase(rng, templates) for _ in range(500)} & apart
    with held_out_phrasings():
        assert {phrase(rng, templates) for _ in range(500)} == apart


def test_typing_mistakes_are_rare_and_small() -> None:
    rng, text = np.random.default_rng(2), 'a little elephant beside another umbrella'
    found = [mistyped(text, rng) for _ in range(2000)]
    wrong = [t for t in found if t != text]
    assert 0.01 < len(wrong) / len(found) < 0.12
    assert all(abs(len(t) - len(text)) <= 3 for t in wrong)


def test_places_and_sizes_are_said_as_they_are() -> None:
    scene = Scene(things=(Thing(0, 0, x=0.26, y=0.5, size=0.28),))
    assert (column(scene.things[0]), place_of(scene.things[0], scene), size_of(scene.things[0], scene)) == ('left', 'on the left', 'small')
