"""Training goes on from a pack alone: `python -m from_pack` fills runs/ with checkpoints of its weights.

The pack has the weights as it stores them (int8 rows), the vocabulary, and the components of the space of appearances;
the table of appearances is computed from the icons again. What it lacks is the state of the optimisers.
"""

import argparse
import shutil
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from safetensors.torch import load_file
from torch import Tensor

from appearances import Space, save_space
from icons import icons
from nano import STAGES, fresh
from tokenizer import PATH as TOKENIZER
from train.run import PACK, RUNS

# Graph and prefix under which it holds the weights of each part.
PLACES = {'decoder': [('decoder_base', 'composer.icons.')], 'detector': [('vision_encoder', 'vision.detector.')],
          'looks': [('vision_encoder', 'vision.looks.')], 'unet': [('unet', 'unet.')],
          'language': [('decoder_with_past', 'language.'), ('project_up', 'language.'), ('regress', 'language.'),
                       ('embed_tokens', ''), ('lm_head', '')]}
RENAMED = {'head.weight': 'lm_head.weight'}
JOINED = {'qkv.weight': ('q', 'k', 'v'), 'gate_up.weight': ('gate', 'up'), 'o.weight': ('o',), 'down.weight': ('down',)}


def weights_in(path: Path) -> dict[str, Tensor]:
    """Every weight of a graph in float32, by its name in PyTorch."""
    graph = onnx.load(str(path)).graph
    stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    found = {}
    for name, values in stored.items():
        if name.endswith('.scale'):
            continue
        plain = name.removesuffix('.small')
        floats = values.astype(np.float32)
        found[plain] = torch.from_numpy(floats * stored[f'{plain}.scale'] if f'{plain}.scale' in stored else floats.copy())
    return apart(found)


def apart(found: dict[str, Tensor]) -> dict[str, Tensor]:
    """Matrices that llama_graph.py has joined, and turned to multiply from the right, as the layers have them."""
    for name in [name for name in found if name.startswith('layers.') and name.endswith(tuple(JOINED))]:
        layer, joined = name.rsplit('.', 2)[0], name.rsplit('.', 2)[1]
        parts = JOINED[f'{joined}.weight']
        for part, rows in zip(parts, found.pop(name).T.chunk(len(parts))):
            found[f'{layer}.{part}.weight'] = rows.contiguous()
    return found


def state_of(part: str, expected: dict[str, Tensor], pack: Path) -> dict[str, Tensor]:
    """The state of one part, complete and in the right shapes."""
    state: dict[str, Tensor] = {}
    if part == 'language':  # the mask only exists as what it is with each slot's embedding
        queries = load_file(pack / 'constants.safetensors')['mask_query_embeds']
        state['mask'] = queries[0] - weights_in(pack / 'project_up.onnx')['language.slots.weight'][0]
    for graph, prefix in PLACES[part]:
        for name, values in weights_in(pack / f'{graph}.onnx').items():
            key = RENAMED.get(name, name).removeprefix(prefix)
            if key in expected and key not in state and expected[key].numel() == values.numel():
                state[key] = values.view_as(expected[key])
    missing = sorted(expected.keys() - state.keys())
    if missing:
        raise ValueError(f'{pack.name} lacks {len(missing)} weights of {part}, the first is {missing[0]}: another architecture?')
    return state


def space_of(decoder: dict[str, Tensor]) -> Space:
    """Components are orthonormal, so the length of each column is what it was multiplied with."""
    columns = decoder['components.weight']
    scale = columns.norm(dim=0)
    return Space(decoder['components.bias'], columns / scale, scale)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument('--pack', type=Path, default=PACK)
    pack = options.parse_args().pack
    _, parts = fresh(pack / 'tokenizer.json')
    states = {name: state_of(name, part.state_dict(), pack) for name, part in parts.items()}
    RUNS.mkdir(exist_ok=True)
    for stage, names in STAGES.items():
        path = RUNS / f'{stage}.pt'
        if path.exists():
            raise SystemExit(f'{path.name} is already there: delete it if the pack shall replace it')
        torch.save({name: states[name] for name in names} | {'spent_s': 0.0, 'steps': 0}, path)
    shutil.copy(pack / 'tokenizer.json', TOKENIZER)
    save_space(space_of(states['decoder']), icons())
    print(f'runs/ continues {pack}')


if __name__ == '__main__':
    main()
