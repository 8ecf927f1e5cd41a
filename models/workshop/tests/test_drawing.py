"""The composer, told everything exactly, draws what PIL draws; the encoder's exact parts read it back."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from conftest import rngs
from torch import Tensor, nn

from backdrops import backdrops
from icons import icons
from layouts import random_scene
from model.decoder import Composer
from model.vision import box_embed, by_day
from render import backdrop, render
from scenes import APPEARANCE, TINTS, WHERE, Box, Scene, Thing, embed

TABLE = np.zeros((4, 3, 1136, APPEARANCE), np.float32)
TABLE[..., 0] = np.arange(1136)
TABLE[..., 1] = np.arange(3)[None, :, None]
TABLE[..., 2] = np.arange(4)[:, None, None]


class Exact(nn.Module):
    """A decoder without error: here an appearance only says which icon it is."""

    def forward(self, z: Tensor) -> Tensor:
        icon, style, variant = (z[:, i].long().clamp(0, limit).numpy() for i, limit in ((0, 1135), (1, 2), (2, 3)))
        looks = icons().load(icon, style)
        return torch.where(torch.from_numpy(variant >= 2).view(-1, 1, 1, 1), looks.flip(-1), looks)


def difference(scene: Scene) -> float:
    """PSNR in dB between what the composer draws of the embeddings and the true picture."""
    drawn = Composer(Exact(), *backdrops())(torch.from_numpy(embed(scene, TABLE))[None])[0]
    true = torch.from_numpy(render(scene)).permute(2, 0, 1)
    return float(-10 * ((drawn + 1) / 2 - true).pow(2).mean().log10())


def test_scenes_are_drawn_as_they_are() -> None:
    for rng in rngs(20):
        assert difference(random_scene(rng)) > 26


@pytest.mark.parametrize('change', [{'angle': 90.0}, {'angle': -20.0}, {'angle': 135.0}, {'flip': True}, {'mirrored': True},
                                    {'angle': 20.0, 'flip': True}])
def test_turned_and_mirrored_things_are_drawn_as_they_are(change: dict[str, float]) -> None:
    thing = Thing(icons().index['rooster'], 0, x=0.45, y=0.55, size=0.6)
    right, wrong = replace(thing, **change), thing
    assert difference(Scene('plain', 'teal', (right,))) > 26
    drawn, straight = render(Scene('plain', 'teal', (right,))), render(Scene('plain', 'teal', (wrong,)))
    assert np.abs(drawn - straight).mean() > 0.02


@pytest.mark.parametrize('box', [Box(0.2, 0.1, 0.7, 0.5), Box(0.05, 0.6, 0.95, 0.9), Box(0.4, 0.4, 0.55, 0.62)])
def test_boxes_are_read_to_a_pixel(box: Box) -> None:
    pixels = torch.from_numpy(render(box)).permute(2, 0, 1)[None] * 2 - 1
    read, true = box_embed(pixels)[0, 0], torch.from_numpy(embed(box, TABLE))[1]
    assert float((read - true)[:WHERE].abs().max()) < 2.5 / 256


@pytest.mark.parametrize(('finish', 'which'), [('night', 1), ('sunset', 2)])
def test_tints_are_taken_off_again(finish: str, which: int) -> None:
    day = torch.from_numpy(backdrop('meadow', 'white')).permute(2, 0, 1)[None] * 2 - 1
    tinted = (day + 1) * torch.tensor(TINTS[finish]).view(1, 3, 1, 1) - 1
    facts = torch.zeros(1, 3)
    facts[0, which] = 1
    assert float((by_day(tinted, facts) - day).abs().max()) < 1e-5
    assert float((by_day(tinted, torch.zeros(1, 3)) - day).abs().max()) > 0.2
