"""What the language model is taught: samples made of text and pictures, in the order a user would give them.

A sample is a list of segments. Loss is taken on segments marked `answer`: cross-entropy on text, regression on pictures.
"""

from dataclasses import dataclass, replace

import numpy as np

from captions import (FINISH_PHRASE, NUMBERS, background_varied, caption, full, groups, join, noun, pick, place_of, plural,
                      size_of)
from edits import edit
from icons import STYLES, icons
from layouts import jitter, random_scene
from questions import question
from scenes import SIZES, Scene, Thing, place
from stories import story
from subjects import with_article

Rng = np.random.Generator


@dataclass(frozen=True)
class Segment:
    content: str | Scene
    answer: bool = False
    end: bool = False  # closes with </s>, or is followed by [IMG] if a picture comes next
    read: bool = False  # a picture as the visual encoder would read it


TASKS = {'text_to_image': 0.46, 'complete': 0.06, 'caption': 0.08, 'ask': 0.08, 'edit': 0.18, 'subject': 0.06, 'story': 0.08}


def sample(rng: Rng, task: str | None = None) -> list[Segment]:
    task = task or str(rng.choice(list(TASKS), p=list(TASKS.values())))
    return MAKERS[task](rng)


def text_to_image(rng: Rng) -> list[Segment]:
    if rng.random() < 0.02:  # nothing asked: the average of everything, for guidance
        return [Segment(random_scene(rng), answer=True)]
    if rng.random() < 0.25:
        scene = plain_scene(rng)
        return [Segment(caption(scene, rng, leave_out=1.0)), Segment(scene, answer=True)]
    scene = random_scene(rng)
    words = full(scene) if rng.random() < 0.3 else caption(scene, rng)
    return [Segment(words), Segment(scene, answer=True)]


def plain_scene(rng: Rng) -> Scene:
    """What a short prompt means when nothing is completed: one thing, everything else as usual."""
    scene = random_scene(rng, count=1, style=0)
    thing = replace(scene.things[0], size=SIZES['medium'])
    background, colour = (scene.background, scene.colour) if rng.random() < 0.7 else ('plain', 'white')
    return Scene(background, colour, (place(thing, 'centre', 'middle', background),))


def complete(rng: Rng) -> list[Segment]:
    """A short prompt becomes a full one. What was said stays, what was left open is drawn by lot."""
    scene = random_scene(rng)
    short = shorten(scene, rng)
    return [Segment(f'[USER]: Complete the picture: {short} [ASSISTANT]:'), Segment(full(scene), answer=True, end=True)]


def shorten(scene: Scene, rng: Rng) -> str:
    """Says only part of a scene, in a form from which the rest cannot be guessed."""
    says_places = rng.random() < 0.25
    parts = []
    for group in groups(scene):
        thing = group[0]
        if len(group) > 1:
            parts.append(f'{NUMBERS[len(group)]} {plural(thing)}')
            continue
        size = size_of(thing, scene)
        sized = f'{size} ' if size != 'medium' and rng.random() < 0.35 else ''
        bare = len(scene.things) == 1 and rng.random() < 0.08
        where = f' {place_of(thing, scene)}' if says_places else ''
        parts.append((noun(thing) if bare else with_article(sized + noun(thing))) + where)
    tail = [background_varied(scene, rng)] if rng.random() < 0.4 else []
    tail += [FINISH_PHRASE[scene.finish]] if scene.finish and rng.random() < 0.8 else []
    tail += [f'in {STYLES[scene.things[0].style]} style'] if rng.random() < 0.2 else []
    return ' '.join([join(parts), *tail])


def caption_task(rng: Rng) -> list[Segment]:
    scene = seen(random_scene(rng), rng)
    template = 'Describe the picture:' if rng.random() < 0.8 else pick(rng, (
        'Describe the image:', 'Describe the image in details:', 'What is in the picture?', 'A caption:',
        '[USER]: Describe the picture. [ASSISTANT]:', '[USER]: What do you see? [ASSISTANT]:'))
    return [Segment(scene, read=True), Segment(template), Segment(full(scene), answer=True, end=True)]


def seen(scene: Scene, rng: Rng) -> Scene:
    return jitter(scene, rng, 0.03) if rng.random() < 0.3 else scene


def ask(rng: Rng) -> list[Segment]:
    scene = random_scene(rng)
    asked, answer = question(scene, rng)
    return [Segment('[USER]:'), Segment(seen(scene, rng), read=True), Segment(f'{asked} [ASSISTANT]:'),
            Segment(answer, answer=True, end=True)]


def edit_task(rng: Rng) -> list[Segment]:
    before, instruction, after = edit(rng)
    return [Segment(before, read=True), Segment(instruction), Segment(after, answer=True)]


def subject(rng: Rng) -> list[Segment]:
    """A thing is shown, words put it somewhere. Mostly things without a name."""
    art = icons()
    pool = art.nameless if rng.random() < 0.75 else art.named
    style = int(rng.integers(len(STYLES)))
    count = 1 if rng.random() < 0.75 else 2
    scene = random_scene(rng, pool=pool, count=count, style=style)
    shown = [Segment(reference(thing, rng), read=True) for thing in scene.ordered()]
    if count == 1:
        words = subject_words(scene, rng)
        lead = [Segment('An image of')] if rng.random() < 0.3 else []
        return [*lead, shown[0], Segment(words), Segment(scene, answer=True)]
    one, two = subject_pair_words(scene, rng)
    return [shown[0], Segment(one), shown[1], Segment(two), Segment(scene, answer=True)]


def reference(thing: Thing, rng: Rng) -> Scene:
    shown = place(replace(thing, size=pick(rng, (0.5, 0.68, 0.88, 0.88)), flip=False), 'centre', 'middle', 'plain')
    if rng.random() < 0.3:
        shown = replace(shown, x=float(rng.uniform(0.4, 0.6)), y=float(rng.uniform(0.4, 0.6)))
    scene = random_scene(rng, count=1)
    if rng.random() < 0.5:
        return Scene('plain', 'white', (shown,))
    return Scene(scene.background, scene.colour, (shown,))


def subject_words(scene: Scene, rng: Rng) -> str:
    thing = scene.things[0]
    size, where = size_of(thing, scene), place_of(thing, scene)
    parts = [] if size == 'medium' else [size]
    if where != 'in the middle' or rng.random() < 0.3:
        parts.append(where)
    if not (scene.background == 'plain' and scene.colour == 'white' and parts and rng.random() < 0.5):
        parts.append(background_varied(scene, rng))
    parts += [FINISH_PHRASE[scene.finish]] if scene.finish else []
    return pick(rng, ('', '', '', 'this ', 'put it ', 'the same ')) + (', ' if rng.random() < 0.5 else ' ').join(parts)


def subject_pair_words(scene: Scene, rng: Rng) -> tuple[str, str]:
    first, second = scene.ordered()

    def words(thing: Thing) -> str:
        size = size_of(thing, scene)
        return ('' if size == 'medium' else size + ' ') + place_of(thing, scene)
    tail = background_varied(scene, rng) + (f' {FINISH_PHRASE[scene.finish]}' if scene.finish else '')
    return f'{words(first)} and', f'{words(second)} {tail}'


def story_task(rng: Rng) -> list[Segment]:
    segments: list[Segment] = []
    for i, (words, scene) in enumerate(story(rng)):
        segments += [Segment(words, answer=i > 0), Segment(scene, answer=True)]
    return segments


MAKERS = {'text_to_image': text_to_image, 'complete': complete, 'caption': caption_task, 'ask': ask, 'edit': edit_task,
          'subject': subject, 'story': story_task}
