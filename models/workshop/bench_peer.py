"""The pack's weights in PyTorch, eager on the processor: what `npm run bench` measures PyTorch by.

    python bench_peer.py --pack models/packs/nano --threads 2

One JSON request a line, one JSON answer a line; `ms` is the time of the work alone. Ids are a compiled prompt's.

    { "do": "text", "ids", "tokens", "forbidden" }       greedy with a key-value cache -> { "ms", "ids" }
    { "do": "picture", "ids", "seed", "steps", "show" }  -> { "ms", "rgb": base64 of the bytes, if "show" }, or { "why" } where
                                                         the workshop's modules are not those the pack was made with

Text needs nothing but the pack, whatever its size: a LLaMA is a LLaMA.
"""

import argparse
import base64
import json
import sys
import time
from functools import cache
from pathlib import Path

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from torch import Tensor

from pack_weights import Pack, parameters
from philox import normals

Past = list[tuple[Tensor, Tensor]]


class Llama:
    """Written as one writes it for speed without compiling: joined matrices, PyTorch's own norm and attention."""

    def __init__(self, folder: Path) -> None:
        manifest = json.loads((folder / 'pack.json').read_text())
        numbers = manifest['language']
        self.heads, self.head = numbers['heads'], numbers['headDim']

        def read(graph: str) -> dict[str, Tensor]:
            found = parameters(onnx.load(str(folder / manifest['graphs'][graph])))
            return {name: torch.from_numpy(value.copy()) for name, value in found}
        trunk, embed, head = read('decoder_with_past'), read('embed_tokens'), read('lm_head')
        self.layers = [{name: trunk[f'layers.{i}.{name}.weight'] for name in ('norm1', 'qkv', 'o', 'norm2', 'gate_up', 'down')}
                       for i in range(numbers['layers'])]
        for layer in self.layers:  # the graph multiplies from the right, linear layers from the left
            layer.update({name: layer[name].T.contiguous() for name in ('qkv', 'o', 'gate_up', 'down')})
        self.norm = trunk['norm.weight']
        self.tokens = embed['tokens.weight']
        self.head_weight = head['head.weight'].contiguous()
        rates = 10000.0 ** -(torch.arange(0, self.head, 2, dtype=torch.float32) / self.head)
        angles = torch.arange(numbers['maxPositions'], dtype=torch.float32)[:, None] * rates
        self.cos, self.sin = (torch.cat([part, part], -1) for part in (angles.cos(), angles.sin()))

    def embed(self, ids: list[int]) -> Tensor:
        return self.tokens[torch.tensor([ids])]

    def read(self, x: Tensor, past: Past | None) -> tuple[Tensor, Past]:
        before = past[0][0].shape[2] if past else 0
        cos, sin = (table[before:before + x.shape[1]] for table in (self.cos, self.sin))

        def rotate(t: Tensor) -> Tensor:
            first, second = t.chunk(2, -1)
            return t * cos + torch.cat([-second, first], -1) * sin
        present: Past = []
        for i, layer in enumerate(self.layers):
            normed = F.rms_norm(x, x.shape[-1:], layer['norm1'], 1e-6)
            q, k, v = (t.view(1, -1, self.heads, self.head).transpose(1, 2) for t in F.linear(normed, layer['qkv']).chunk(3, -1))
            q, k = rotate(q), rotate(k)
            if past:
                k, v = torch.cat([past[i][0], k], 2), torch.cat([past[i][1], v], 2)
            present.append((k, v))
            mixed = F.scaled_dot_product_attention(q, k, v, is_causal=past is None)
            x = x + F.linear(mixed.transpose(1, 2).flatten(2), layer['o'])
            gate, wide = F.linear(F.rms_norm(x, x.shape[-1:], layer['norm2'], 1e-6), layer['gate_up']).chunk(2, -1)
            x = x + F.linear(F.silu(gate) * wide, layer['down'])
        return F.rms_norm(x, x.shape[-1:], self.norm, 1e-6), present

    def text(self, ids: list[int], tokens: int, forbidden: list[int]) -> list[int]:
        said: list[int] = []
        hidden, past = self.read(self.embed(ids), None)
        while True:
            logits = F.linear(hidden[:, -1], self.head_weight)[0]
            logits[forbidden] = -torch.inf
            said.append(int(logits.argmax()))
            if len(said) == tokens:
                return said
            hidden, past = self.read(self.embed(said[-1:]), past)


class Painter:
    """The pack's picture, in the workshop's modules where they fit."""

    def __init__(self, folder: Path, llama: Llama) -> None:
        self.pack, self.llama = Pack(folder), llama
        self.slots = json.loads((folder / 'pack.json').read_text())['vision']['tokensPerImage']

    def picture(self, ids: list[int], noise: Tensor, steps: int) -> Tensor:
        """One pass over the prompt and the mask queries, which is all it takes here; then the decoder. [256, 256, 3] bytes."""
        queries = self.pack.language.mask_queries()[None, :self.slots - 1]
        hidden, _ = self.llama.read(torch.cat([self.llama.embed(ids), queries], 1), None)
        z = self.pack.language.regress(hidden[:, -self.slots:])
        base, x = self.pack.composer(z), noise
        for i in range(steps):
            x = x + self.pack.unet(x, torch.tensor([i / steps]), z, base) / steps
        return ((x[0].clamp(-1, 1) + 1) * 127.5).round().to(torch.uint8).permute(1, 2, 0).contiguous()


class Peer:
    def __init__(self, folder: Path) -> None:
        self.llama, self.folder = Llama(folder), folder

    @cache
    def painter(self) -> Painter | str:
        try:
            return Painter(self.folder, self.llama)
        except (KeyError, RuntimeError, ValueError) as error:
            return f'the workshop is ahead of this pack and has other modules ({type(error).__name__})'


def answer(peer: Peer, request: dict) -> dict:
    if request['do'] == 'text':
        started = time.perf_counter()
        ids = peer.llama.text(request['ids'], request['tokens'], request['forbidden'])
        return {'ms': (time.perf_counter() - started) * 1000, 'ids': ids}
    painter = peer.painter()
    if isinstance(painter, str):
        return {'why': painter}
    noise = torch.from_numpy(noise_of(request['seed'], request['side'])).view(1, 3, request['side'], request['side'])
    started = time.perf_counter()
    picture = painter.picture(request['ids'], noise, request['steps'])
    ms = (time.perf_counter() - started) * 1000
    return {'ms': ms, **({'rgb': base64.b64encode(picture.numpy().tobytes()).decode()} if request['show'] else {})}


@cache
def noise_of(seed: int, side: int) -> np.ndarray:
    """Not part of the work: in Python it is slow on purpose."""
    return normals(seed, 3 * side * side)


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
