"""Training can go on from a pack alone: what is exported comes back."""

from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from appearances import Space
from export import language_graph, store, trace
from from_pack import space_of, state_of
from graphs import graphs
from nano import Nano, fresh
from rounding import round_weights
from train.run import PACK


@pytest.fixture(scope='module')
def packed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Nano, dict[str, torch.nn.Module], Path]:
    """A model of random weights, rounded as in a pack, and the graphs that need no picture to trace."""
    path = tmp_path_factory.mktemp('pack')
    nano, parts = fresh(PACK / 'tokenizer.json')
    for part in parts.values():
        for weight in part.parameters():  # the exporter keeps one copy of weights that are alike
            weight.add_(torch.randn_like(weight) * 0.1)
        round_weights(part)
    for name, graph in graphs(nano.vision, nano.language, nano.composer, nano.unet).items():
        store(language_graph(nano.language) if name == 'decoder_with_past' else trace(graph), path / f'{name}.onnx')
    save_file({'mask_query_embeds': nano.language.mask_queries().contiguous()}, path / 'constants.safetensors')
    return nano, parts, path


@pytest.mark.parametrize('part', ['decoder', 'detector', 'looks', 'language', 'unet'])
def test_weights_come_back(packed: tuple[Nano, dict[str, torch.nn.Module], Path], part: str) -> None:
    _, parts, path = packed
    want = parts[part].state_dict()
    got = state_of(part, want, path)
    assert want.keys() == got.keys()
    assert max(float((got[key] - want[key]).abs().max()) for key in want) < 1e-6


def test_the_space_of_appearances_comes_back() -> None:
    torch.manual_seed(1)
    basis = torch.linalg.qr(torch.randn(64, 8))[0]
    space = Space(torch.randn(64), basis, torch.rand(8) + 0.5)
    got = space_of({'components.weight': space.components * space.scale, 'components.bias': space.mean})
    for name in ('mean', 'components', 'scale'):
        assert torch.allclose(getattr(got, name), getattr(space, name), atol=1e-6)
