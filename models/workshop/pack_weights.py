"""The weights of a pack in the workshop's own modules. Nothing is read but the pack: what was trained lies in its graphs."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import ModelProto, numpy_helper
from safetensors.numpy import load_file
from torch import nn

from model.appearance import IconDecoder
from model.decoder import Composer, FlowUNet
from model.language import LAYERS, LanguageModel
from model.vision import VisionEncoder
from scenes import BACKGROUNDS, DRAWN, PICTURE


def weights(model: ModelProto) -> dict[str, np.ndarray]:
    """Every initialiser as float32: those stored small sit behind a Cast and a Mul, which are done here."""
    stored = {item.name: numpy_helper.to_array(item) for item in model.graph.initializer}
    full = dict(stored)
    for node in model.graph.node:
        if node.op_type == 'Cast' and node.input[0] in stored:
            full[node.output[0]] = stored[node.input[0]].astype(np.float32)
        elif node.op_type == 'Mul' and node.input[0] in full and node.input[1] in stored:
            full[node.output[0]] = full[node.input[0]] * stored[node.input[1]]
    return full


def module_path(node: str) -> str:
    """'/unet/time/time.0/Gemm' to 'unet.time.0': the exporter says a sequence's name twice."""
    parts = node.split('/')[1:-1]
    return '.'.join(part for part, after in zip(parts, [*parts[1:], '']) if not after.startswith(part + '.'))


def parameters(model: ModelProto) -> Iterator[tuple[str, np.ndarray]]:
    """The weights under the names of their modules. What the exporter gave a name of its own is known by its node."""
    values = weights(model)
    for node in model.graph.node:
        for name in node.input:
            if name not in values:
                continue
            path = module_path(node.name)
            if not name.startswith('onnx::'):
                yield name, values[name]
            elif node.op_type == 'MatMul':
                yield f'{path}.weight' if node.name.endswith('/MatMul') else node.name, values[name].T
            elif node.op_type in ('Mul', 'Add'):  # the scale and the shift of a group norm
                yield f'{path}.{"weight" if node.op_type == "Mul" else "bias"}', values[name].reshape(-1)


def load(module: nn.Module, found: dict[str, np.ndarray]) -> nn.Module:
    """Strict: a parameter without its weights is an error, and so is a weight of another shape."""
    state = {name: torch.from_numpy(found[name].copy()) for name, _ in module.named_parameters()}
    module.load_state_dict(state)
    return module.eval().requires_grad_(False)


def load_language(graphs: dict[str, dict[str, np.ndarray]], queries: np.ndarray) -> LanguageModel:
    found = {name.removeprefix('language.'): value for graph in ('decoder_with_past', 'project_up', 'regress')
             for name, value in graphs[graph].items()}
    found['tokens.weight'] = graphs['embed_tokens']['tokens.weight']
    found['lm_head.weight'] = graphs['lm_head']['head.weight']
    found['mask'] = queries[0] - found['slots.weight'][0]
    for i in range(LAYERS):
        at = f'layers.{i}'
        for joined, names in (('qkv', ('q', 'k', 'v')), ('gate_up', ('gate', 'up')), ('o', ('o',)), ('down', ('down',))):
            rows = np.split(found.pop(f'{at}.{joined}.weight').T, len(names))  # the graph's are [in, out], PyTorch's [out, in]
            found.update({f'{at}.{name}.weight': part for name, part in zip(names, rows)})
    return load(LanguageModel(len(found['tokens.weight'])), found)


def load_composer(graph: ModelProto, found: dict[str, np.ndarray]) -> Composer:
    """The drawn backgrounds are no parameters: they are known by their shape, and kept as the floats they are read as."""
    bytes_of = {value.shape: value for value in map(numpy_helper.to_array, graph.graph.initializer) if value.dtype == np.uint8}
    pixels = PICTURE * PICTURE
    masks = bytes_of[len(BACKGROUNDS), pixels].astype(np.float32).reshape(-1, PICTURE, PICTURE)
    details = bytes_of[len(DRAWN), 4 * pixels].astype(np.float32).reshape(-1, 4, PICTURE, PICTURE)
    return load(Composer(IconDecoder(), masks, details), found)


def without(prefix: str, found: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    return {name.removeprefix(prefix): value for name, value in found.items()}


class Pack:
    """The four networks. An architecture that is not the workshop's of today is an error that names the first weight."""

    def __init__(self, folder: Path) -> None:
        manifest = json.loads((folder / 'pack.json').read_text())
        models = {name: onnx.load(str(folder / file)) for name, file in manifest['graphs'].items()}
        graphs = {name: dict(parameters(model)) for name, model in models.items()}
        queries = load_file(folder / manifest['constants'])['mask_query_embeds']
        self.language = load_language(graphs, queries)
        self.composer = load_composer(models['decoder_base'], without('composer.', graphs['decoder_base']))
        self.unet = load(FlowUNet(), without('unet.', graphs['unet']))
        self.vision = load(VisionEncoder(), without('vision.', graphs['vision_encoder']))
