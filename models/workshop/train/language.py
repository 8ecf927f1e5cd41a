"""Stage 3: the language model. `python -m train.language --minutes 480`"""

import argparse
from collections.abc import Callable
from functools import cache

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from appearances import appearances, space
from model.language import LAYERS, LanguageModel
from scenes import (BOX_HEIGHT, COLOUR_A, FINISH, FINISHES, FLIP, KIND_BOX, KIND_EMPTY, KIND_THING, SIN, SIZE, WHERE, WIDTH, X)
from sequences import NONE, SLOT, Sequences, build, collate, inputs, noisy, parcels, tokenizer
from tasks import sample
from train.examine import examine
from train.optim import Optimiser
from train.run import Run, load
from train.start import start_copying, start_words_at_their_looks

Rng = np.random.Generator
Trunk = Callable[[Tensor, Tensor, Tensor], tuple[Tensor, list[tuple[Tensor, Tensor]]]]
ONE_BY_ONE = 0.35  # share of samples whose last picture is also written one embedding after another


@cache
def importance() -> Tensor:
    """256 numbers of looks would drown the two that say where. Among the looks, what the eye sees first counts most."""
    weight = torch.ones(WIDTH)
    weight[WHERE:] = space().importance()
    weight[KIND_THING:KIND_BOX + 1] = 8
    weight[X:SIZE + 1] = 48
    weight[SIN:FLIP + 1] = 8
    weight[COLOUR_A:COLOUR_A + 6] = 16
    weight[COLOUR_A + 6:BOX_HEIGHT + 1] = 8
    weight[FINISH:FINISH + len(FINISHES)] = 40  # rare, and the whole picture hangs on them
    return weight


def history_dropout(rows: Sequences, rng: Rng) -> Tensor:
    """The last picture of some rows must be written without all of what has been written of it."""
    last = rows.picture.amax(1, keepdim=True)
    rate = torch.from_numpy(np.where(rng.random((len(rows.kind), 1)) < 0.3, rng.random((len(rows.kind), 1)), 0.0))
    return (rows.kind == SLOT) & (rows.picture == last) & (torch.rand(rows.kind.shape) < rate)


def losses(model: LanguageModel, trunk: Trunk, rows: Sequences, rng: Rng, autocast: torch.autocast) -> tuple[Tensor, Tensor]:
    """Cross-entropy of text and weighted squared error of embeddings, as sums: parcels weigh what they contain.

    `trunk` is the model's own, compiled or not.
    """
    with autocast:
        h, _ = trunk(inputs(model, rows, noisy(rows, rng), history_dropout(rows, rng)), rows.position, rows.bias)
        text, seen = rows.next_token != NONE, rows.next_slot != NONE
        logits, regressed = model.lm_head(h[text]).float(), model.regress(h[seen]).float()
    written = F.cross_entropy(logits, rows.next_token[text], reduction='sum')
    if not len(rows.embeds):
        return written, written * 0
    target = rows.embeds.flatten(0, 1)[rows.next_slot[seen]]
    error = (((regressed - target) * model.gain).pow(2) * importance()).mean(-1)
    matters = torch.where(target[:, KIND_EMPTY] > 0.5, 0.3, 1.0)
    one_by_one = (rows.kind == SLOT)[seen]
    return written, (error * matters * torch.where(one_by_one, 0.4, 1.0)).sum()


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument('--minutes', type=float, default=480)
    options.add_argument('--batch', type=int, default=128)
    options.add_argument('--parcel', type=int, default=1400, help='positions in one forward pass, padding included')
    options.add_argument('--name', default='language')
    options.add_argument('--start', help='begin with the weights of this run')
    options.add_argument('--layers', type=int, default=LAYERS, help='fewer learn faster at first; `python -m train.grow` adds the rest')
    options.add_argument('--compile', action='store_true', help='a sixth faster, after half a minute; needs a C++ compiler')
    options.add_argument('--muon-lr', type=float, default=0.008)
    args = options.parse_args()
    run = Run(args.name, args.minutes, seed=3)
    looks = appearances()
    model = LanguageModel(tokenizer().get_vocab_size(), args.layers)
    start_words_at_their_looks(model, looks)
    start_copying(model)
    if args.start:
        load(args.start, language=model)
        model.train()
    optimiser = Optimiser(model, lr=args.muon_lr * 0.3, muon_lr=args.muon_lr, adam_only=('tokens', 'lm_head', 'slots', 'project_down'))
    parts = {'language': model, 'optimiser': optimiser}
    run.resume(parts)
    trunk: Trunk = torch.compile(model.trunk, dynamic=True) if args.compile else model.trunk
    while run.progress < 1:
        rows = [build(sample(run.rng, progress=run.progress), one_by_one=run.rng.random() < ONE_BY_ONE) for _ in range(args.batch)]
        for parcel in parcels(rows, args.parcel):
            text, visual = losses(model, trunk, collate(parcel, looks, run.rng), run.rng, run.autocast())
            # Counts of a whole step are nearly constant (about 4 texts and 8 slots a sample): fixed divisors will do.
            loss = text / (args.batch * 5) + 3 * visual / (args.batch * 11)
            loss.backward()
        optimiser.step(run.progress)
        run.steps += 1
        if run.due(400):
            run.log(samples=run.steps * args.batch, loss=loss.item(), **examine(model, looks, n=24))
            run.save(parts)
    run.save(parts)
    run.log(samples=run.steps * args.batch, **examine(model, looks, n=120))


if __name__ == '__main__':
    main()
