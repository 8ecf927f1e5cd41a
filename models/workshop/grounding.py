"""Places as boxes: drawn into one (Emu2's box pictures), found and named in a picture, and marked with a red pen."""

from dataclasses import replace

import numpy as np

from captions import background_varied
from icons import STYLES, icons
from layouts import has_unseen, jitter, random_scene
from phrasings import phrase, pick
from references import portrait
from samples import Sample, Segment, answered, drawn, shown
from scenes import Box, Scene, Thing, as_seen
from subjects import with_article
from words import FINISH_PHRASE, called, noun

Rng = np.random.Generator
PATCHES = 224  # <patch_index_0000> to <patch_index_0224> are shares of the picture in 224ths


def box_of(thing: Thing, stretch: float = 1.0) -> Box:
    """The square the thing fills, or a box of the same area that is `stretch` times as wide as high."""
    width, height = thing.size * stretch ** 0.5 / 2, thing.size / stretch ** 0.5 / 2
    return Box(thing.x - width, thing.y - height, thing.x + width, thing.y + height)


def patches(box: Box) -> str:
    return ''.join(f'<patch_index_{int(np.clip(round(v * PATCHES), 0, PATCHES)):04d}>' for v in
                   (box.left, box.top, box.right, box.bottom))


def scattered(rng: Rng, count: int, pool: np.ndarray) -> Scene:
    """Things of any size anywhere, clear of one another."""
    while True:
        scene = random_scene(rng, pool=pool, count=count)
        things: list[Thing] = []
        for thing in scene.things:
            size = float(rng.uniform(0.22, {1: 0.85, 2: 0.5}.get(count, 0.4)))
            for _ in range(20):
                x, y = rng.uniform(size / 2 + 0.01, 1 - size / 2 - 0.01, 2)
                if all(max(abs(x - t.x), abs(y - t.y)) > (size + t.size) / 2 * 0.9 for t in things):
                    things.append(replace(thing, x=float(x), y=float(y), size=size))
                    break
        if len(things) == count and len({t.icon for t in things}) == count:
            return replace(scene, things=tuple(things))


def into_boxes(rng: Rng) -> Sample:
    """`<grounding>` words, then for each thing its name, its box, and perhaps its picture."""
    count = int(rng.choice([1, 2, 3], p=[0.55, 0.33, 0.12]))
    pictured = rng.random() < 0.5
    scene = scattered(rng, count, icons().nameless if pictured and rng.random() < 0.6 else icons().named)
    if has_unseen(scene):
        return into_boxes(rng)
    words = [background_varied(scene, rng)] + ([FINISH_PHRASE[scene.finish]] if scene.finish else [])
    if not pictured:
        words.append(f'in {STYLES[scene.things[0].style]} style')
        names = ' and '.join(with_article(called(t, rng)[0]) for t in scene.things)
        words = [names, *words] if rng.random() < 0.6 else words
    sample: Sample = [Segment('<grounding>' + ' '.join(words))]
    things = []
    for thing in scene.things:
        named = thing.icon in set(icons().named) and (not pictured or rng.random() < 0.5)
        sample.append(Segment((f'<phrase>{called(thing, rng)[0]}</phrase>' if named else '') + '<object>'))
        sample += [shown(box_of(thing, float(np.exp(rng.normal(0, 0.12))))), Segment('</object>')]
        if pictured:
            portraits = portrait(thing, rng)
            sample.append(shown(portraits))
            thing = replace(thing, mirrored=portraits.things[0].mirrored)
        things.append(thing)
    return [*sample, drawn(replace(scene, things=tuple(things)))]


def found(thing: Thing) -> str:
    return f'<phrase>{noun(thing)}</phrase><object>{patches(box_of(thing))}</object>'


def where_exactly(rng: Rng) -> Sample:
    """A question that is answered with a box, or a description with a box for each thing."""
    count = int(rng.choice([1, 2, 3], p=[0.5, 0.35, 0.15]))
    scene = scattered(rng, count, icons().named) if rng.random() < 0.5 else random_scene(rng, count=count)
    if len({t.icon for t in scene.things}) < count:
        return where_exactly(rng)
    if rng.random() < 0.4:
        asked = phrase(rng, ('describe the picture', 'what is in the picture', 'what do you see', 'find everything'))
        answer = ''.join(found(t) for t in scene.ordered())
    else:
        thing = scene.things[int(rng.integers(count))]
        asked = phrase(rng, ('where is the {one}', 'find the {one}', 'show me the {one}', 'point at the {one}', 'mark the {one}'),
                       one=called(thing, rng)[0])
        answer = found(thing)
    return [Segment('[USER]:'), shown(as_seen(scene)), Segment(f'{asked} [ASSISTANT]:<grounding>'), answered(answer)]


def marked(rng: Rng, count: int | None = None) -> Sample:
    """`what is in the circle?` The visual encoder says which thing the red pen has marked."""
    count = count or int(rng.choice([2, 3, 4], p=[0.5, 0.3, 0.2]))
    scene = random_scene(rng, count=count)
    if len({t.icon for t in scene.things}) < min(count, 2):
        return marked(rng, count)
    scene = jitter(scene, rng, 0.03) if rng.random() < 0.4 else scene
    thing = pick(rng, scene.things)
    asked = phrase(rng, ('what is in the circle', 'what is in the red circle', 'what is circled', 'what is marked', 'what is marked in red',
                         'what does the arrow point at', 'which thing is marked', 'what is inside the red circle', 'name the circled thing'))
    mark = 'arrow' if 'arrow' in asked else 'circle'
    return [Segment('[USER]:'), shown(as_seen(replace(scene, marked=thing, mark=mark))), Segment(f'{asked}? [ASSISTANT]:'),
            answered(with_article(noun(thing)))]
