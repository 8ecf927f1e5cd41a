"""LLaMA with a key-value cache as an ONNX graph: the `decoder_with_past` of models/packs/README.md.

Written operator by operator: traced from PyTorch, a layer is some seventy nodes, most of which compute shapes, and a run
over one token spends a good part of its time between them. Here a layer is twenty-four. Norms, their residual sums, the
rotation and SiLU are onnxruntime's own operators (com.microsoft, docs/ContribOperators.md there).

Attention is not, on purpose. GroupQueryAttention and MultiHeadAttention of onnxruntime 1.30 would save 2 % of that run on
the processor. On WebGPU they compute 32 and more positions with FlashAttention, which on a driver with subgroups of four
(SwiftShader) is wrong from the fifth row on, without an error; and GroupQueryAttention refuses several rows that go on
from a past by more than one position.

Numbers come from `Shape`, weights from the caller, one at a time.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import torch
from onnx import ModelProto, NodeProto, TensorProto, ValueInfoProto, helper, numpy_helper

OPSET = 17
IR_VERSION = 8
FUSED = 'com.microsoft'


@dataclass(frozen=True)
class Shape:
    """The numbers of a LLaMA. Rotation is half-split (`rotate_half`), as in every checkpoint of Hugging Face's layout; the
    table of it ends at `max_positions`."""

    hidden: int
    layers: int
    heads: int
    head: int
    max_positions: int
    epsilon: float = 1e-6
    theta: float = 10000.0


def initialisers(shape: Shape, weights: Mapping[str, np.ndarray]) -> Iterator[tuple[str, np.ndarray]]:
    """The graph's float32 weights, ready to multiply with: q, k, v joined, gate and up joined, all [in, out].

    `weights` are a checkpoint's, [out, in]: `layers.{l}.{q,k,v,o,gate,up,down,norm1,norm2}.weight` and `norm.weight`.
    """
    def columns(layer: int, *names: str) -> np.ndarray:
        rows = [weights[f'layers.{layer}.{name}.weight'] for name in names]
        return np.ascontiguousarray(np.concatenate(rows).T)

    for layer in range(shape.layers):
        at = f'layers.{layer}'
        yield f'{at}.norm1.weight', weights[f'{at}.norm1.weight']
        yield f'{at}.qkv.weight', columns(layer, 'q', 'k', 'v')
        yield f'{at}.o.weight', columns(layer, 'o')
        yield f'{at}.norm2.weight', weights[f'{at}.norm2.weight']
        yield f'{at}.gate_up.weight', columns(layer, 'gate', 'up')
        yield f'{at}.down.weight', columns(layer, 'down')
    yield 'norm.weight', weights['norm.weight']


def rotation_tables(shape: Shape) -> dict[str, np.ndarray]:
    """What the angles are made of. The rates are PyTorch's to the last bit: at position 1000 a bit is 1e-4 of an angle."""
    rates = 1.0 / (shape.theta ** (torch.arange(0, shape.head, 2, dtype=torch.float32) / shape.head))
    return {'positions': np.arange(shape.max_positions, dtype=np.float32)[:, None], 'rates': rates.numpy()[None]}


def constants(shape: Shape) -> dict[str, np.ndarray]:
    heads, head = shape.heads, shape.head
    integers = {'zero': 0, 'one': 1, 'query.axes': [1, 3], 'row.axes': [1, 2], 'split.heads': [0, 0, 3 * heads, head],
                'turned.heads': [2 * heads, heads], 'join.heads': [0, 0, heads * head]}
    floats = {'open': 0, 'closed': -1e9, 'two': 2, 'epsilon': shape.epsilon, 'scale': head ** -0.5}
    return {**{name: np.array(value, np.int64) for name, value in integers.items()},
            **{name: np.array(value, np.float32) for name, value in floats.items()}, **rotation_tables(shape)}


def preparation() -> list[NodeProto]:
    """Tables of the rotation, which onnxruntime computes once when it loads; and `bias` [B, 1, S, P+S], added to the scores:
    0 where a query may look, a large negative number where it may not. Position i lies in column i of the mask."""
    return [
        helper.make_node('Mul', ['positions', 'rates'], ['angles'], 'angles'),
        helper.make_node('Cos', ['angles'], ['cos'], 'cos'),
        helper.make_node('Sin', ['angles'], ['sin'], 'sin'),
        helper.make_node('Shape', ['attention_mask'], ['sizes'], 'sizes'),
        helper.make_node('Gather', ['sizes', 'one'], ['total'], 'total'),
        helper.make_node('Range', ['zero', 'total', 'one'], ['keys'], 'keys'),
        helper.make_node('Unsqueeze', ['position_ids', 'query.axes'], ['queries'], 'queries'),
        helper.make_node('LessOrEqual', ['keys', 'queries'], ['past'], 'past'),
        helper.make_node('Cast', ['attention_mask'], ['shown.rows'], 'shown.rows', to=TensorProto.BOOL),
        helper.make_node('Unsqueeze', ['shown.rows', 'row.axes'], ['shown'], 'shown'),
        helper.make_node('And', ['past', 'shown'], ['allowed'], 'allowed'),
        helper.make_node('Where', ['allowed', 'open', 'closed'], ['bias'], 'bias'),
    ]


def first_norm() -> list[NodeProto]:
    """RMS norm of the embeddings in ONNX's own operators; onnxruntime sees the pattern and makes one node of it."""
    at = 'layers.0.norm1'
    return [
        helper.make_node('Pow', ['inputs_embeds', 'two'], [f'{at}.squares'], f'{at}.squares'),
        helper.make_node('ReduceMean', [f'{at}.squares'], [f'{at}.mean'], f'{at}.mean', axes=[-1], keepdims=1),
        helper.make_node('Add', [f'{at}.mean', 'epsilon'], [f'{at}.variance'], f'{at}.variance'),
        helper.make_node('Sqrt', [f'{at}.variance'], [f'{at}.deviation'], f'{at}.deviation'),
        helper.make_node('Div', ['inputs_embeds', f'{at}.deviation'], [f'{at}.unit'], f'{at}.unit'),
        helper.make_node('Mul', [f'{at}.unit', f'{at}.weight'], [at], at),
    ]


def skip_norm(shape: Shape, name: str, residual: str, branch: str, total: str | None) -> NodeProto:
    """RMS norm of residual + branch; the sum itself too, as `total`, where something comes after it."""
    return helper.make_node('SkipSimplifiedLayerNormalization', [residual, branch, f'{name}.weight'],
                            [name] if total is None else [name, '', '', total], name, domain=FUSED, epsilon=shape.epsilon)


def attention(shape: Shape, layer: int) -> list[NodeProto]:
    """Queries and keys are rotated together, as one tensor of twice the heads. onnxruntime multiplies, scales and transposes
    in one (FusedMatMul)."""
    at = f'layers.{layer}'

    def node(kind: str, inputs: list[str], outputs: list[str], domain: str = '', **attributes: object) -> NodeProto:
        names = [[f'{at}.{name[1:]}' if name[0] == '.' else name for name in side] for side in (inputs, outputs)]
        return helper.make_node(kind, *names, names[1][0], domain=domain, **attributes)

    past, present = ([f'{prefix}.{layer}.{part}' for part in ('key', 'value')] for prefix in ('past_key_values', 'present'))
    return [
        node('MatMul', ['.norm1', '.qkv.weight'], ['.qkv']),
        node('Reshape', ['.qkv', 'split.heads'], ['.by.position']),
        node('Transpose', ['.by.position'], ['.by.head'], perm=[0, 2, 1, 3]),
        node('Split', ['.by.head', 'turned.heads'], ['.unturned', '.v'], axis=1),
        node('RotaryEmbedding', ['.unturned', 'position_ids', 'cos', 'sin'], ['.turned'], FUSED),
        node('Split', ['.turned'], ['.q', '.k'], axis=1),
        node('Concat', [past[0], '.k'], [present[0]], axis=2),
        node('Concat', [past[1], '.v'], [present[1]], axis=2),
        node('Transpose', [present[0]], ['.keys'], perm=[0, 1, 3, 2]),
        node('MatMul', ['.q', '.keys'], ['.products']),
        node('Mul', ['.products', 'scale'], ['.scores']),
        node('Add', ['.scores', 'bias'], ['.biased']),
        node('Softmax', ['.biased'], ['.probabilities'], axis=-1),
        node('MatMul', ['.probabilities', present[1]], ['.mixed.by.head']),
        node('Transpose', ['.mixed.by.head'], ['.mixed.by.position'], perm=[0, 2, 1, 3]),
        node('Reshape', ['.mixed.by.position', 'join.heads'], ['.mixed']),
        node('MatMul', ['.mixed', '.o.weight'], ['.o']),
    ]


def feed_forward(layer: int) -> list[NodeProto]:
    """down(silu(gate) · up); QuickGelu with alpha 1 is x · sigmoid(x)."""
    at = f'layers.{layer}'
    return [
        helper.make_node('MatMul', [f'{at}.norm2', f'{at}.gate_up.weight'], [f'{at}.gate_up'], f'{at}.gate_up'),
        helper.make_node('Split', [f'{at}.gate_up'], [f'{at}.gate', f'{at}.up'], f'{at}.split', axis=-1),
        helper.make_node('QuickGelu', [f'{at}.gate'], [f'{at}.silu'], f'{at}.silu', domain=FUSED, alpha=1.0),
        helper.make_node('Mul', [f'{at}.silu', f'{at}.up'], [f'{at}.wide'], f'{at}.wide'),
        helper.make_node('MatMul', [f'{at}.wide', f'{at}.down.weight'], [f'{at}.down'], f'{at}.down'),
    ]


def trunk(shape: Shape) -> list[NodeProto]:
    nodes = [*preparation(), *first_norm()]
    residual = 'inputs_embeds'
    for layer in range(shape.layers):
        at = f'layers.{layer}'
        nodes += [*attention(shape, layer), skip_norm(shape, f'{at}.norm2', residual, f'{at}.o', f'{at}.middle'),
                  *feed_forward(layer)]
        residual = f'{at}.end'
        if layer + 1 < shape.layers:
            nodes.append(skip_norm(shape, f'layers.{layer + 1}.norm1', f'{at}.middle', f'{at}.down', residual))
    last = f'layers.{shape.layers - 1}'
    final = skip_norm(shape, 'norm', f'{last}.middle', f'{last}.down', None)
    final.output[0] = 'last_hidden_state'
    return [*nodes, final]


def interface(shape: Shape) -> tuple[list[ValueInfoProto], list[ValueInfoProto]]:
    def floats(name: str, *dims: int | str) -> ValueInfoProto:
        return helper.make_tensor_value_info(name, TensorProto.FLOAT, dims)

    def cache(prefix: str, positions: str) -> list[ValueInfoProto]:
        return [floats(f'{prefix}.{layer}.{part}', 'B', shape.heads, positions, shape.head)
                for layer in range(shape.layers) for part in ('key', 'value')]

    inputs = [floats('inputs_embeds', 'B', 'S', shape.hidden),
              helper.make_tensor_value_info('attention_mask', TensorProto.INT64, ['B', 'T']),
              helper.make_tensor_value_info('position_ids', TensorProto.INT64, ['B', 'S']), *cache('past_key_values', 'P')]
    return inputs, [floats('last_hidden_state', 'B', 'S', shape.hidden), *cache('present', 'T')]


def llama_graph(shape: Shape, stored: Iterable[tuple[str, np.ndarray]]) -> ModelProto:
    """The graph around `initialisers(shape, weights)`, whose order does not matter."""
    tensors = [numpy_helper.from_array(value, name) for name, value in (*constants(shape).items(), *stored)]
    inputs, outputs = interface(shape)
    graph = helper.make_graph(trunk(shape), 'decoder_with_past', inputs, outputs, tensors)
    return helper.make_model(graph, ir_version=IR_VERSION,
                             opset_imports=[helper.make_opsetid('', OPSET), helper.make_opsetid(FUSED, 1)])
