"""The pack's weights in the workshop's own modules, eager on the processor: what `npm run bench` measures PyTorch by.

    python bench_peer.py --pack models/packs/nano --threads 2

One JSON request a line, one JSON answer a line; `ms` is the time of the work alone. Ids are a compiled prompt's.

    { "do": "text", "ids", "tokens", "forbidden" }       greedy with a key-value cache -> { "ms", "ids" }
    { "do": "picture", "ids", "seed", "steps", "show" }  -> { "ms", "rgb": base64 of the bytes, if "show" }

Nothing is read but the pack: what was trained lies in its graphs, as initialisers.
"""

import argparse
import base64
import json
import sys
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import ModelProto, numpy_helper
from safetensors.numpy import load_file
from torch import Tensor, nn

from model.appearance import IconDecoder
from model.decoder import Composer, FlowUNet
from model.language import HEAD, HEADS, LAYERS, SLOTS, LanguageModel, Layer, causal_bias, rotate
from philox import normals
from scenes import BACKGROUNDS, DRAWN, PICTURE

Past = list[tuple[Tensor, Tensor]]


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


class JoinedLayer(Layer):
    """The workshop's layer with its joined matrices joined once, not on every call: the copy is a cost of training."""

    def __init__(self, layer: Layer) -> None:
        nn.Module.__init__(self)
        self.norm1, self.norm2, self.o, self.down = layer.norm1, layer.norm2, layer.o, layer.down
        self.qkv = torch.cat([layer.q.weight, layer.k.weight, layer.v.weight])
        self.gate_up = torch.cat([layer.gate.weight, layer.up.weight])

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor, bias: Tensor,
                past: tuple[Tensor, Tensor] | None) -> tuple[Tensor, Tensor, Tensor]:
        shape = (len(x), -1, HEADS, HEAD)
        q, k, v = (w.view(shape).transpose(1, 2) for w in F.linear(self.norm1(x), self.qkv).chunk(3, -1))
        q, k = rotate(q, cos, sin), rotate(k, cos, sin)
        if past is not None:
            k, v = torch.cat([past[0], k], 2), torch.cat([past[1], v], 2)
        mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=bias)
        x = x + self.o(mixed.transpose(1, 2).flatten(2))
        gate, wide = F.linear(self.norm2(x), self.gate_up).chunk(2, -1)
        return x + self.down(F.silu(gate) * wide), k, v


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
    language = load(LanguageModel(len(found['tokens.weight'])), found)
    language.layers = nn.ModuleList(JoinedLayer(layer) for layer in language.layers)
    return language


def load_composer(graph: ModelProto, found: dict[str, np.ndarray]) -> Composer:
    """The drawn backgrounds are no parameters: they are known by their shape, and kept as the floats they are read as."""
    bytes_of = {value.shape: value for value in map(numpy_helper.to_array, graph.graph.initializer) if value.dtype == np.uint8}
    pixels = PICTURE * PICTURE
    masks = bytes_of[len(BACKGROUNDS), pixels].astype(np.float32).reshape(-1, PICTURE, PICTURE)
    details = bytes_of[len(DRAWN), 4 * pixels].astype(np.float32).reshape(-1, 4, PICTURE, PICTURE)
    return load(Composer(IconDecoder(), masks, details), found)


class Peer:
    def __init__(self, pack: Path) -> None:
        manifest = json.loads((pack / 'pack.json').read_text())
        models = {name: onnx.load(str(pack / file)) for name, file in manifest['graphs'].items()}
        graphs = {name: dict(parameters(model)) for name, model in models.items()}
        queries = load_file(pack / manifest['constants'])['mask_query_embeds']
        self.language = load_language(graphs, queries)
        self.composer = load_composer(models['decoder_base'], without('composer.', graphs['decoder_base']))
        self.unet = load(FlowUNet(), without('unet.', graphs['unet']))

    def read(self, x: Tensor, past: Past | None) -> tuple[Tensor, Past]:
        before = past[0][0].shape[2] if past else 0
        length = before + x.shape[1]
        bias = causal_bias(torch.ones(1, length, dtype=torch.long), x.shape[1])
        return self.language.trunk(x, torch.arange(before, length)[None], bias, past)

    def text(self, ids: list[int], tokens: int, forbidden: list[int]) -> list[int]:
        said: list[int] = []
        hidden, past = self.read(self.language.tokens(torch.tensor([ids])), None)
        while True:
            logits = self.language.lm_head(hidden[:, -1])[0]
            logits[forbidden] = -torch.inf
            said.append(int(logits.argmax()))
            if len(said) == tokens:
                return said
            hidden, past = self.read(self.language.tokens(torch.tensor([said[-1:]])), past)

    def picture(self, ids: list[int], noise: Tensor, steps: int) -> Tensor:
        """One pass over the prompt and the mask queries, which is all it takes here; then the decoder. [256, 256, 3] bytes."""
        prompt = self.language.tokens(torch.tensor([ids]))
        hidden, _ = self.read(torch.cat([prompt, self.language.mask_queries()[None, :SLOTS - 1]], 1), None)
        z = self.language.regress(hidden[:, -SLOTS:])
        base, x = self.composer(z), noise
        for i in range(steps):
            x = x + self.unet(x, torch.tensor([i / steps]), z, base) / steps
        return ((x[0].clamp(-1, 1) + 1) * 127.5).round().to(torch.uint8).permute(1, 2, 0).contiguous()


def without(prefix: str, found: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    return {name.removeprefix(prefix): value for name, value in found.items()}


def answer(peer: Peer, request: dict) -> dict:
    if request['do'] == 'text':
        started = time.perf_counter()
        ids = peer.text(request['ids'], request['tokens'], request['forbidden'])
        return {'ms': (time.perf_counter() - started) * 1000, 'ids': ids}
    noise = torch.from_numpy(noise_of(request['seed'])).view(1, 3, PICTURE, PICTURE)
    started = time.perf_counter()
    picture = peer.picture(request['ids'], noise, request['steps'])
    ms = (time.perf_counter() - started) * 1000
    return {'ms': ms, **({'rgb': base64.b64encode(picture.numpy().tobytes()).decode()} if request['show'] else {})}


@cache
def noise_of(seed: int) -> np.ndarray:
    """Not part of the work: in Python it is slow on purpose."""
    return normals(seed, 3 * PICTURE * PICTURE)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument('--pack', type=Path, required=True)
    options.add_argument('--threads', type=int, required=True)
    args = options.parse_args()
    torch.set_num_threads(args.threads)
    with torch.inference_mode():
        peer = Peer(args.pack)
        print(json.dumps({'torch': torch.__version__}), flush=True)
        for line in sys.stdin:
            print(json.dumps(answer(peer, json.loads(line))), flush=True)


if __name__ == '__main__':
    main()
