"""Lets nano do what a sample asks, and marks it."""

from collections import defaultdict

import numpy as np
import torch
from torch import Tensor

from grounding import box_of
from icons import icons
from judge import Judge, cut
from marks import Marks
from nano import Nano, Part
from philox import normals
from render import render
from samples import Sample
from scenes import KIND_EMPTY, KIND_THING, PICTURE, SIZE, Box, Picture, Thing, X, Y
from train.run import load

RIVALS = 20  # likeness: the right one among so many


class Examiner:
    def __init__(self, nano: Nano) -> None:
        self.nano, self.art = nano, icons()
        self.judge = Judge(len(self.art.names))
        load('judge', judge=self.judge)

    @torch.no_grad()
    def see(self, picture: Picture) -> Tensor:
        """[8, 320], through nano's own encoder, from bytes as a file would hold them."""
        pixels = (np.round(render(picture) * 255) / 255).astype(np.float32)
        return self.nano.vision(torch.from_numpy(pixels).permute(2, 0, 1)[None] * 2 - 1)[0]

    def prompt(self, sample: Sample) -> list[Part]:
        """All but the answer, as it was in training. What nano wrote itself earlier it need not read from pixels."""
        parts: list[Part] = [self.nano.control('bos')]
        for segment in sample[:-1]:
            if isinstance(segment.content, str):
                parts += self.nano.tokenizer.encode(segment.content).ids
            else:
                parts.append(self.see(segment.content))
        return parts

    def write(self, sample: Sample, mode: str = 'parallel') -> Tensor:
        return self.nano.write([*self.prompt(sample), self.nano.control('boi')], mode)

    def say(self, sample: Sample) -> str:
        said = self.nano.say(self.prompt(sample))
        return self.nano.tokenizer.decode(said, skip_special_tokens=False).replace('</s>', '').strip()

    def draw(self, z: Tensor, seed: int | None = None) -> np.ndarray:
        """[256, 256, 3] in 0..1: the drawing alone, or with four steps of flow on top."""
        if seed is None:
            picture = self.nano.composer(z)
        else:
            picture = self.nano.draw(z, torch.from_numpy(normals(seed, 3 * PICTURE * PICTURE)).view(1, 3, PICTURE, PICTURE))
        return ((picture[0].permute(1, 2, 0) + 1) / 2).clamp(0, 1).detach().numpy()

    def things_in(self, z: Tensor) -> list[Thing]:
        """Where something has been drawn, z [1, 8, 320]; what it is, is left open."""
        rows = [row for row in z[0, 1:7].numpy() if row[KIND_THING] > row[KIND_EMPTY]]
        return [Thing(0, 0, *((float(row[d]) + 1) / 2 for d in (X, Y, SIZE))) for row in rows]

    @torch.no_grad()
    def subject_of(self, picture: np.ndarray, thing: Thing) -> tuple[int, int]:
        """Which named icon, in which style, the judge sees where the thing should be."""
        subject, style, _ = self.judge(cut(picture, thing)[None])
        return int(self.art.named[int(subject[0, self.art.named].argmax())]), int(style.argmax())

    @torch.no_grad()
    def alike(self, picture: np.ndarray, truth: np.ndarray, thing: Thing, rng: np.random.Generator) -> bool:
        """Whether the thing looks more like itself than like 19 others, cut from true pictures the same way."""
        others = rng.choice([i for i in self.art.held_out if i != thing.icon], RIVALS - 1, replace=False)
        rivals = [render(Scene(things=(Thing(int(i), thing.style, thing.x, thing.y, thing.size),))) for i in others]
        _, _, features = self.judge(torch.stack([cut(p, thing) for p in (picture, truth, *rivals)]))
        likeness = torch.cosine_similarity(features[:1], features[1:])
        return int(likeness.argmax()) == 0


def box_marks(z: np.ndarray, boxes: list[Box]) -> Marks:
    """Centre inside the box, and overlap (intersection over union) with it; boxes in the order of reading."""
    marks: Marks = defaultdict(list)
    for row, box in zip(z[1:], sorted(boxes, key=lambda b: (b.left + b.right) / 2 + 0.25 * (b.top + b.bottom))):
        x, y, size = ((float(row[d]) + 1) / 2 for d in (X, Y, SIZE))
        marks['centre in box'].append(float(box.left < x < box.right and box.top < y < box.bottom))
        drawn = box_of(Thing(0, 0, x, y, size))
        wide = max(0.0, min(drawn.right, box.right) - max(drawn.left, box.left))
        high = max(0.0, min(drawn.bottom, box.bottom) - max(drawn.top, box.top))
        union = size * size + (box.right - box.left) * (box.bottom - box.top) - wide * high
        marks['overlap'].append(wide * high / union)
    return marks


def psnr(a: np.ndarray, b: np.ndarray, where: np.ndarray | None = None) -> float:
    """In dB; `where` [256, 256] restricts it."""
    wrong = ((a - b) ** 2).mean(-1)
    return float(-10 * np.log10(max(float(wrong[where].mean() if where is not None else wrong.mean()), 1e-8)))
