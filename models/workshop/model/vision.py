"""Pixels to embeddings: finds background, things and finish, then looks at each thing closely.

A detector proposes where things are on a 16 x 16 grid, the best six are read in order, each is cut out, freed from the
tint of night or sunset, and encoded into appearance space. A picture of a box is read as a box; what is no sticker scene
becomes one thing that fills the picture.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from scenes import (APPEARANCE, BACKGROUNDS, BOX_HEIGHT, BOX_WIDTH, COLOUR_A, COLOUR_B, FINISH, FINISHES, FLIP, KIND_BACKGROUND,
                    KIND_BOX, KIND_EMPTY, KIND_FINISH, KIND_PHOTO, KIND_THING, MARK, PATTERN, PICTURE, SIN, THINGS, TINTS, WHERE)

from .appearance import CROP, LookEncoder
from .blocks import Residual, affine_grid, down, up

GRID = 16
CROP_MARGIN = 1.08
FACTS = [len(BACKGROUNDS), 6, len(FINISHES), 1, 1]  # kind, two colours, finishes, is a scene, is a box


class Detector(nn.Module):
    """[B,3,256,256] in -1..1 to a map of things (score, offset x and y, size, marked) and facts about the whole picture."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Sequential(nn.PixelUnshuffle(4), nn.Conv2d(48, 48, 3, padding=1), nn.SiLU(),
                                  down(48, 96), Residual(96), down(96, 128), Residual(128), Residual(128))
        self.wide = nn.Sequential(down(128, 192), Residual(192), Residual(192))
        self.back = up(192, 128)
        self.map = nn.Sequential(Residual(128), nn.GroupNorm(8, 128), nn.SiLU(), nn.Conv2d(128, 5, 1))
        self.facts = nn.Sequential(nn.LayerNorm(192 * 2 + 128), nn.Linear(192 * 2 + 128, 256), nn.SiLU(),
                                   nn.Linear(256, sum(FACTS)))

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        fine = self.stem(x)
        wide = self.wide(fine)
        things = self.map(fine + self.back(wide)).float()
        pooled = torch.cat([wide.mean((2, 3)), wide.amax((2, 3)), fine.mean((2, 3))], 1)
        return things, self.facts(pooled.float()).float()


def cut_out(x: Tensor, boxes: Tensor) -> Tensor:
    """x [B,3,256,256], boxes [B,n,3] as centre x, y and side in -1..1 coordinates (side 1 is the picture): [B*n,3,128,128]."""
    per_picture = boxes.shape[1]
    x = x[:, None].expand(-1, per_picture, -1, -1, -1).flatten(0, 1)
    cx, cy, side = boxes.flatten(0, 1).unbind(-1)
    side = (side * CROP_MARGIN).clamp(min=0.05)
    zero = torch.zeros_like(cx)
    theta = torch.stack([torch.stack([side, zero, cx], 1), torch.stack([zero, side, cy], 1)], 1)
    grid = affine_grid(theta, CROP)
    return F.grid_sample(x, grid, padding_mode='border', align_corners=False)


def by_day(x: Tensor, finish: Tensor) -> Tensor:
    """Takes the tint of night or sunset off the pixels; finish [B,3] is 1 where there is one."""
    light = torch.ones(1, 3)
    for i, name in enumerate(FINISHES):
        if name in TINTS:
            light = light * (1 - finish[:, i:i + 1] + finish[:, i:i + 1] * torch.tensor([TINTS[name]]))
    return ((x + 1) / light[:, :, None, None] - 1).clamp(-1, 1)


def one_hot_of_best(scores: Tensor) -> Tensor:
    return (scores >= scores.amax(-1, keepdim=True)).float()


class VisionEncoder(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.detector, self.looks = Detector(), LookEncoder()

    def forward(self, pixel_values: Tensor) -> Tensor:
        things, facts = self.detector(pixel_values)
        kinds, colours, finish, scene, box = facts.split(FACTS, 1)
        is_box = (box > 0).float()  # [B, 1]
        photo = (scene < 0).float() * (1 - is_box)
        finish = (finish > 0).float() * (1 - photo) * (1 - is_box)
        places, there, marked = best_six(things)
        # A photo is one thing as large as the picture.
        whole = torch.tensor([0.0, 0.0, 1.0]).expand(1, THINGS, 3)
        first = torch.tensor([1.0] + [0.0] * (THINGS - 1))[None]
        places = places * (1 - photo[:, :, None]) + whole * photo[:, :, None]
        there = (there * (1 - photo) + first * photo) * (1 - is_box)
        looks = self.looks(cut_out(by_day(pixel_values, finish), places)).view(-1, THINGS, APPEARANCE)
        found = thing_embeds(places, there, marked * there * (1 - photo), looks, photo)
        boxed = is_box[:, :, None] * first[:, :, None]
        found = found * (1 - boxed) + box_embed(pixel_values) * boxed
        return torch.cat([background_embed(kinds, colours, photo, is_box), found, finish_embed(finish)], 1)


def best_six(things: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Peaks of the map, in reading order, absent ones last: places [B,6,3], there [B,6], marked [B,6]."""
    score = things[:, 0]
    peak = F.max_pool2d(score[:, None], 3, stride=1, padding=1)[:, 0]
    score = torch.where(score >= peak, score, torch.full_like(score, -20.0)).flatten(1)
    best, at = score.topk(THINGS, 1)
    values = things[:, 1:].flatten(2).gather(2, at[:, None].expand(-1, 4, -1))
    column, row = (at % GRID).float(), torch.div(at, GRID, rounding_mode='floor').float()
    x = (column + 0.5 + values[:, 0]) / GRID * 2 - 1
    y = (row + 0.5 + values[:, 1]) / GRID * 2 - 1
    side = values[:, 2].clamp(0.05, 1.2)
    there, marked = (best > 0).float(), (values[:, 3] > 0).float()
    order = x + 0.5 * y + (1 - there) * 100
    _, sequence = (-order).topk(THINGS, 1)
    places = torch.stack([x, y, side], 2).gather(1, sequence[:, :, None].expand(-1, -1, 3))
    return places, there.gather(1, sequence), marked.gather(1, sequence)


def background_embed(kinds: Tensor, colours: Tensor, photo: Tensor, is_box: Tensor) -> Tensor:
    plain = photo + is_box
    kinds = one_hot_of_best(kinds) * (1 - plain) + one_of(0, kinds.shape[1], kinds) * plain
    head = one_of(KIND_BACKGROUND, PATTERN, colours)
    head = torch.cat([head[:, :COLOUR_A], colours.clamp(-1, 1) * (1 - is_box) - is_box], 1)
    rest = torch.zeros_like(kinds[:, :1]).expand(-1, WHERE + APPEARANCE - PATTERN - len(BACKGROUNDS))
    assert COLOUR_B == COLOUR_A + 3 and PATTERN == COLOUR_A + 6
    return torch.cat([head, kinds, rest], 1)[:, None]


def thing_embeds(places: Tensor, there: Tensor, marked: Tensor, looks: Tensor, photo: Tensor) -> Tensor:
    there, marked = there[:, :, None], marked[:, :, None]
    first = torch.cat([torch.ones_like(there[:, :1]), torch.zeros_like(there[:, 1:])], 1)
    none = torch.zeros_like(there)
    kind = torch.cat([none, there, 1 - there, none, photo[:, :, None] * first, none], 2)
    assert (KIND_THING, KIND_EMPTY, KIND_FINISH, KIND_PHOTO, KIND_BOX, SIN, FLIP) == (1, 2, 3, 4, 5, 9, 11)
    # Read as it stands: whatever its turn or side, its looks are turned or mirrored with it.
    place = torch.cat([places[:, :, :2], places[:, :, 2:] * 2 - 1, none, none + 1, none + 1], 2) * there
    before, after = none.expand(-1, -1, MARK - 12), none.expand(-1, -1, WHERE - MARK - 1)
    return torch.cat([kind, place, before, marked, after, looks * there], 2)


def box_embed(x: Tensor) -> Tensor:
    """Where the white outline is, from the first and last rows and columns it touches: [B, 1, 320]."""
    light = ((x.mean(1) + 1) / 2 > 0.5).float()
    places = (torch.arange(PICTURE, dtype=torch.float32) + 0.5)[None] / PICTURE
    edges = []
    for touched in (light.amax(1), light.amax(2)):  # columns, rows
        edges += [1 - ((1 - places) * touched).amax(1, keepdim=True), (places * touched).amax(1, keepdim=True)]
    left, right, top, bottom = edges
    none = torch.zeros_like(left)
    head = one_of(KIND_BOX, KIND_BOX + 1, x[:, 0, 0])
    middle = none.expand(-1, BOX_WIDTH - KIND_BOX - 3)
    rest = none.expand(-1, WHERE + APPEARANCE - BOX_HEIGHT - 1)
    return torch.cat([head, left + right - 1, top + bottom - 1, middle, (right - left) * 2 - 1, (bottom - top) * 2 - 1, rest], 1)[:, None]


def finish_embed(finish: Tensor) -> Tensor:
    head = one_of(KIND_FINISH, FINISH, finish)
    rest = torch.zeros_like(finish[:, :1]).expand(-1, WHERE + APPEARANCE - FINISH - len(FINISHES))
    return torch.cat([head, finish, rest], 1)[:, None]


def one_of(index: int, width: int, like: Tensor) -> Tensor:
    """[B, width], zero but for a one at `index`."""
    row = torch.zeros(1, width)
    row[0, index] = 1
    return row + torch.zeros_like(like[:, :1])
