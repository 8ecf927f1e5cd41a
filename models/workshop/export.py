"""Writes the pack: graphs, constants, pack.json. `python -m export`; what is not trained yet is random.

Matrices are stored as int8 behind a Cast and a Mul that onnxruntime folds when it loads: small files, float32 arithmetic.
"""

import argparse
import hashlib
import io
import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort
import torch
from onnx import TensorProto, helper, numpy_helper
from safetensors.torch import save_file

from graphs import Graph, decoder_inputs, graphs
from llama_graph import OPSET, Shape, initialisers, llama_graph
from model.language import HEAD, HEADS, HIDDEN, LAYERS, MAX_POSITIONS, LanguageModel
from nano import Nano, load_nano, snapshot
from pack_text import DESCRIPTION, PROVENANCE, TEMPLATES, VERSION, knows
from rounding import pack_exactly
from scenes import PICTURE, SLOTS, WIDTH
from tokenizer import PATH as VOCABULARY, load as load_tokenizer
from train.run import PACK

MEAN = STD = [0.5, 0.5, 0.5]
LICENCE = {'name': 'Apache-2.0', 'file': 'LICENSE', 'notices': 'NOTICE'}


def shrink_weights(model: onnx.ModelProto) -> None:
    """Stores large float32 tensors in fewer bytes and makes float32 of them again where they are used."""
    graph = model.graph
    loose = [n for n in graph.node if n.op_type == 'Constant' and n.attribute[0].name == 'value'
             and n.attribute[0].t.ByteSize() > 1024]
    for node in loose:
        tensor = TensorProto()
        tensor.CopyFrom(node.attribute[0].t)
        tensor.name = node.output[0]
        graph.initializer.append(tensor)
        graph.node.remove(node)
    casts = []
    for weight in list(graph.initializer):
        packed = pack_exactly(numpy_helper.to_array(weight))
        if packed is None:
            continue
        small, scale = packed
        name = weight.name
        weight.CopyFrom(numpy_helper.from_array(small, name + '.small'))
        cast_to = name if scale is None else name + '.steps'
        casts.append(helper.make_node('Cast', [name + '.small'], [cast_to], to=TensorProto.FLOAT, name=name + '.cast'))
        if scale is not None:
            graph.initializer.append(numpy_helper.from_array(scale, name + '.scale'))
            casts.append(helper.make_node('Mul', [cast_to, name + '.scale'], [name], name=name + '.scaled'))
    nodes = [*casts, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)


def strip(model: onnx.ModelProto) -> None:
    """Takes out what the exporter notes about the machine it ran on."""
    model.doc_string = model.graph.doc_string = ''
    model.producer_name, model.producer_version = 'plumage workshop', '1'
    del model.metadata_props[:]
    del model.graph.metadata_props[:]
    for item in (*model.graph.node, *model.graph.value_info, *model.graph.input, *model.graph.output,
                 *model.graph.initializer):
        item.doc_string = ''
        if hasattr(item, 'metadata_props'):
            del item.metadata_props[:]
    del model.graph.value_info[:]


def trace(graph: Graph) -> onnx.ModelProto:
    traced = io.BytesIO()
    torch.onnx.export(graph.module.eval(), tuple(graph.inputs.values()), traced, dynamo=False, opset_version=OPSET,
                      input_names=list(graph.inputs), output_names=graph.outputs, dynamic_axes=graph.axes,
                      do_constant_folding=False)  # so that weights keep their names, and training can start from a pack
    return onnx.load_model_from_string(traced.getvalue())


def language_graph(language: LanguageModel) -> onnx.ModelProto:
    shape = Shape(HIDDEN, LAYERS, HEADS, HEAD, MAX_POSITIONS)
    weights = {name: parameter.detach().numpy() for name, parameter in language.named_parameters()}
    return llama_graph(shape, initialisers(shape, weights))


def store(model: onnx.ModelProto, path: Path) -> None:
    strip(model)
    shrink_weights(model)
    onnx.checker.check_model(model)
    path.write_bytes(model.SerializeToString(deterministic=True))


@torch.no_grad()
def check(graph: Graph, path: Path, inputs: dict[str, torch.Tensor]) -> float:
    """Largest absolute difference between PyTorch (float32 weights) and onnxruntime."""
    session = ort.InferenceSession(str(path), providers=['CPUExecutionProvider'])
    got = session.run(graph.outputs, {k: v.numpy() for k, v in inputs.items()})
    want = graph.module(*inputs.values())
    want = want if isinstance(want, list) else [want]
    for g, w in zip(got, want):
        if g.shape != tuple(w.shape):
            raise ValueError(f'{path.name}: shape {g.shape} is not {tuple(w.shape)}')
    return max(float(np.abs(g - w.numpy()).max()) if g.size else 0.0 for g, w in zip(got, want))


@torch.no_grad()
def constants(nano: Nano) -> dict[str, torch.Tensor]:
    null = nano.vision(torch.zeros(1, 3, PICTURE, PICTURE))
    empty = nano.write([nano.control('bos'), nano.control('boi')])
    return {'empty_prompt_embeds': empty.contiguous(), 'null_image_embeds': null.contiguous(),
            'mask_query_embeds': nano.language.mask_queries().contiguous()}


def file_entry(path: Path) -> dict:
    content = path.read_bytes()
    return {'path': path.relative_to(PACK).as_posix(), 'bytes': len(content),
            'sha256': hashlib.sha256(content).hexdigest()}


def manifest(nano: Nano, names: list[str], created_at: str) -> dict:
    tokenizer = load_tokenizer()
    token = {key: tokenizer.token_to_id(text) for key, text in {
        'bos': '<s>', 'eos': '</s>', 'pad': '[PAD]', 'boi': '[IMG]', 'eoi': '[/IMG]', 'image': '<image>',
        'frame': '[gIMG]', 'user': '[USER]', 'assistant': '[ASSISTANT]'}.items()}
    files = sorted(p for p in PACK.rglob('*') if p.is_file() and p.name != 'pack.json')
    return {
        'format': 1, 'id': 'nano', 'name': 'Nano', 'version': VERSION, 'description': DESCRIPTION, 'family': 'emu2',
        'licence': LICENCE, 'provenance': {**PROVENANCE, 'createdAt': created_at}, 'card': 'README.md',
        'vision': {'imageSize': PICTURE, 'mean': MEAN, 'std': STD, 'width': WIDTH, 'tokensPerImage': SLOTS,
                   'tokensPerFrame': SLOTS},
        'language': {'hiddenSize': HIDDEN, 'layers': LAYERS, 'heads': HEADS, 'headDim': HEAD,
                     'vocabSize': tokenizer.get_vocab_size(), 'maxPositions': MAX_POSITIONS, 'slotEmbeddings': True},
        'tokens': token, 'tokenizer': {'file': 'tokenizer.json', 'behaviour': 'fast'},
        'regression': {'modes': ['parallel', 'autoregressive'], 'default': 'parallel'},
        'decoder': {'width': PICTURE, 'height': PICTURE, 'channels': 3, 'latentScale': 1, 'latentChannels': 3,
                    'scalingFactor': 1, 'conditioning': 'embeddings',
                    'scheduler': {'type': 'flow-matching-euler', 'shift': 1}, 'steps': 4, 'guidance': 1},
        'constants': 'constants.safetensors', 'templates': TEMPLATES, 'knows': 'knows.json',
        'graphs': {name: f'{name}.onnx' for name in names}, 'files': [file_entry(p) for p in files]}


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument('--keep', action='store_true', help='export the last snapshot again, not newer weights')
    options.add_argument('--created-at', default=datetime.now(UTC).strftime('%Y-%m-%dT%H:%M:00Z'))
    options.add_argument('--language', default='language', help='the run of stage 3 to take')
    args = options.parse_args()
    torch.set_num_threads(1)  # sums in one order: the same snapshot gives the same bytes
    if not args.keep:
        snapshot(args.language)
    nano = load_nano()
    all_graphs = graphs(nano.vision, nano.language, nano.composer, nano.unet)
    for name, graph in all_graphs.items():
        path = PACK / f'{name}.onnx'
        # The largest graph, and the one that is run once for every token: traced, it has four times the nodes.
        store(language_graph(nano.language) if name == 'decoder_with_past' else trace(graph), path)
        errors = [check(graph, path, graph.inputs)]
        if name == 'decoder_with_past':
            errors += [check(graph, path, decoder_inputs(b, p, s)) for b, p, s in ((1, 0, 9), (2, 0, 1), (1, 17, 1))]
        print(f'{name:18} {path.stat().st_size / 1e6:6.2f} MB  max abs error {max(errors):.2e}', flush=True)
    save_file(constants(nano), PACK / 'constants.safetensors')
    shutil.copy(VOCABULARY, PACK / 'tokenizer.json')
    (PACK / 'knows.json').write_text(json.dumps(knows(), indent=1, ensure_ascii=False) + '\n')
    document = manifest(nano, list(all_graphs), args.created_at)
    (PACK / 'pack.json').write_text(json.dumps(document, indent=1, ensure_ascii=False) + '\n')
    print(f'{sum(f["bytes"] for f in document["files"]) / 1e6:.1f} MB in all')


if __name__ == '__main__':
    main()
