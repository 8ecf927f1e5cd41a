"""What the embeddings of a picture say of its scene, held against the scene: for the trainer as for the examiner."""

from collections import defaultdict

import numpy as np

from scenes import (BACKGROUNDS, COLOUR_A, COS, DRAWN, FINISH, FINISHES, FLIP, KIND_EMPTY, KIND_THING, PATTERN, SIN, SIZE, Scene,
                    X, Y, colours_of)

Marks = dict[str, list[float]]


def read_marks(z: np.ndarray, scene: Scene) -> Marks:
    """What the embeddings say, z [8, 320]: count, background, finish, places, sizes, poses."""
    marks: Marks = defaultdict(list)
    things = scene.ordered()
    marks['count'].append(float(int((z[1:7, KIND_THING] > z[1:7, KIND_EMPTY]).sum()) == len(things)))
    kind = BACKGROUNDS[int(z[0, PATTERN:PATTERN + len(BACKGROUNDS)].argmax())]
    near = np.abs((z[0, COLOUR_A:COLOUR_A + 3] + 1) / 2 - colours_of(scene)[0]).max() < 0.12
    marks['background'].append(float(kind == scene.background and (near or kind in DRAWN or scene.grey_looks)))
    marks['finish'].append(float({name for i, name in enumerate(FINISHES) if z[-1, FINISH + i] > 0.5} == {scene.finish} - {''}))
    for row, thing in zip(z[1:], things):
        marks['place'].append(float(np.hypot((row[X] + 1) / 2 - thing.x, (row[Y] + 1) / 2 - thing.y) < 0.05))
        marks['size'].append(float(abs((row[SIZE] + 1) / 2 - thing.size) < 0.06))
        turn = abs(np.rad2deg(np.arctan2(row[SIN], row[COS])) - thing.angle) % 360
        marks['pose'].append(float(min(turn, 360 - turn) < 12 and (row[FLIP] < 0) == thing.flip))
    return marks
