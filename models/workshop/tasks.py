"""What the language model is taught, and how much of each."""

from dataclasses import replace

import numpy as np

from analogies import analogy
from captions import background_varied, caption, full, groups
from edits import edit
from grounding import into_boxes, marked, where_exactly
from icons import STYLES
from layouts import jitter, random_scene
from phrasings import phrase, pick
from questions import question
from references import reference
from samples import Sample, Segment, answered, drawn, shown
from scenes import DRAWN, SIZES, Scene, as_seen, place
from stories import story
from subjects import with_article
from videos import video
from words import FINISH_PHRASE, NUMBERS, called, join, noun, place_of, size_of

Rng = np.random.Generator
TASKS = {'text_to_image': 0.35, 'complete': 0.05, 'caption': 0.07, 'ask': 0.07, 'examples': 0.02, 'edit': 0.17, 'reference': 0.07,
         'story': 0.07, 'into_boxes': 0.03, 'where_exactly': 0.02, 'marked': 0.02, 'analogy': 0.04, 'video': 0.02}
# In the first part of a run: short sequences, in which naming, placing and copying are found sooner.
FIRST_TASKS = {'text_to_image': 0.5, 'edit': 0.25, 'reference': 0.15, 'caption': 0.1}
FIRST_PART = 0.08


def sample(rng: Rng, task: str | None = None, progress: float = 1.0) -> Sample:
    """Any task, or one of those that come first while little `progress` (0..1) has been made."""
    shares = FIRST_TASKS if progress < FIRST_PART else TASKS
    return MAKERS[task or str(rng.choice(list(shares), p=list(shares.values())))](rng)


def text_to_image(rng: Rng) -> Sample:
    if rng.random() < 0.02:  # nothing asked: the average of everything, for guidance
        return [drawn(random_scene(rng))]
    if rng.random() < 0.2:
        scene = plain_scene(rng)
        return [Segment(caption(scene, rng, leave_out=1.0)), drawn(scene)]
    scene = random_scene(rng, posed=0.12)
    return [Segment(full(scene) if rng.random() < 0.25 else caption(scene, rng)), drawn(scene)]


def plain_scene(rng: Rng) -> Scene:
    """What a short prompt means when nothing is completed: one thing, everything else as usual."""
    scene = random_scene(rng, count=1, style=0)
    thing = replace(scene.things[0], size=SIZES['medium'])
    background, colour = (scene.background, scene.colour) if rng.random() < 0.7 else ('plain', 'white')
    return Scene(background, colour, (place(thing, 'centre', 'middle', background),))


def complete(rng: Rng) -> Sample:
    """A short prompt becomes a full one. What was said stays, what was left open is drawn by lot."""
    scene = random_scene(rng)
    return [Segment(f'[USER]: Complete the picture: {shorten(scene, rng)} [ASSISTANT]:'), answered(full(scene))]


def shorten(scene: Scene, rng: Rng) -> str:
    """Says only part of a scene, in a form from which the rest cannot be guessed."""
    says_places = rng.random() < 0.25
    parts = []
    for group in groups(scene):
        thing = group[0]
        one, many = called(thing, rng)
        if len(group) > 1:
            parts.append(f'{NUMBERS[len(group)]} {many}')
            continue
        size = size_of(thing, scene)
        sized = f'{size} ' if size != 'medium' and rng.random() < 0.35 else ''
        bare = len(scene.things) == 1 and rng.random() < 0.08
        where = f' {place_of(thing, scene)}' if says_places else ''
        parts.append((one if bare else with_article(sized + one)) + where)
    tail = [background_varied(scene, rng)] if rng.random() < 0.4 else []
    tail += [FINISH_PHRASE[scene.finish]] if scene.finish and rng.random() < 0.8 else []
    tail += [f'in {STYLES[scene.things[0].style]} style'] if rng.random() < 0.2 else []
    return ' '.join([join(parts), *tail])


def caption_task(rng: Rng) -> Sample:
    scene = random_scene(rng)
    template = 'Describe the picture:' if rng.random() < 0.7 else phrase(rng, (
        'Describe the image:', 'Describe the image in details:', 'What is in the picture?', 'A caption:', 'In words:', 'This picture shows',
        '[USER]: Describe the picture. [ASSISTANT]:', '[USER]: What do you see? [ASSISTANT]:', '[USER]: Say what you see. [ASSISTANT]:'))
    return [shown(untidy(scene, rng)), Segment(template), answered(full(scene))]


def untidy(scene: Scene, rng: Rng) -> Scene:
    """As it is read from a picture, a little out of place."""
    return as_seen(jitter(scene, rng, 0.03) if rng.random() < 0.3 else scene)


def ask(rng: Rng) -> Sample:
    scene = random_scene(rng)
    asked, answer = question(scene, rng)
    return [Segment('[USER]:'), shown(untidy(scene, rng)), Segment(f'{asked} [ASSISTANT]:'), answered(answer)]


def edit_task(rng: Rng) -> Sample:
    before, instruction, after = edit(rng)
    return [shown(before), Segment(instruction), drawn(after)]


def story_task(rng: Rng) -> Sample:
    """Some begin with panels that are only shown, as when a picture is continued."""
    panels = story(rng)
    upright = not any(thing.angle or thing.flip for _, scene in panels for thing in scene.things)
    told = int(rng.integers(1, len(panels))) if upright and rng.random() < 0.35 else 0
    segments: Sample = []
    for i, (words, scene) in enumerate(panels):
        if i or not told or rng.random() < 0.5:
            segments.append(Segment(words, answer=i >= max(told, 1)))
        segments.append(shown(scene) if i < told else drawn(scene))
    return segments


def examples(rng: Rng) -> Sample:
    """Few-shot reading: picture, words, picture, words, picture: the answer has the form of the examples."""
    form = pick(rng, ('{one}', 'this is {a}', '{a}, {c}', 'there is {a}', '{one}: {c}'))
    rows = int(rng.integers(2, 5))
    segments: Sample = []
    for i in range(rows):
        scene = random_scene(rng, count=1)
        one = noun(scene.things[0])
        words = form.format(one=one, a=with_article(one), c=scene.background if scene.background in DRAWN else scene.colour)
        segments += [shown(as_seen(scene)), answered(words) if i == rows - 1 else Segment(words)]
    return segments


MAKERS = {'text_to_image': text_to_image, 'complete': complete, 'caption': caption_task, 'ask': ask, 'examples': examples, 'edit': edit_task,
          'reference': reference, 'story': story_task, 'into_boxes': into_boxes, 'where_exactly': where_exactly, 'marked': marked,
          'analogy': analogy, 'video': video}
