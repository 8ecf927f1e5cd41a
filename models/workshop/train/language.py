"""Stage 3: the language model, on true embeddings. `python -m train.language --minutes 45`"""

import argparse
from collections import Counter

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from icons import icons
from model.language import LanguageModel
from scenes import COLOUR_A, FINISH, FINISHES, KIND_EMPTY, KIND_THING, SIZE, WHERE, WIDTH, X
from sequences import NONE, QUERY, SLOT, TOKEN, Sequences, collate, encode, noisy, tokenizer
from subjects import NAMED
from tasks import TASKS, Segment, sample
from train.optim import Optimiser
from train.run import Run, load
from train.table import appearances


def parcels(samples: list[list[Segment]], positions: int) -> list[list[list[Segment]]]:
    """Samples of like length together, so that little of a pass is padding."""
    def length(segments: list[Segment]) -> int:
        return sum(len(encode(s.content)) if isinstance(s.content, str) else 10 + 7 * s.answer for s in segments) + 1
    found: list[list[list[Segment]]] = [[]]
    for segments in sorted(samples, key=length):
        if found[-1] and (len(found[-1]) + 1) * length(segments) > positions:
            found.append([])
        found[-1].append(segments)
    return found


def inputs(model: LanguageModel, rows: Sequences, embeds: Tensor, hidden_slots: Tensor) -> Tensor:
    """Token, slot and query embeddings in their places. `hidden_slots` are shown as queries (history dropout)."""
    slot = rows.value.clamp(max=7)
    shown = model.up(embeds[rows.picture.clamp(min=0)].gather(
        2, slot[:, :, None, None].expand(-1, -1, 1, embeds.shape[-1]))[:, :, 0], slot) if len(embeds) else 0
    queries = model.mask_queries()[slot]
    is_query = ((rows.kind == QUERY) | hidden_slots)[..., None]
    x = model.tokens(torch.where(rows.kind == TOKEN, rows.value, 0))
    x = torch.where((rows.kind == SLOT)[..., None], shown, x)
    return torch.where(is_query, queries, x)


def importance() -> Tensor:
    """128 dimensions of looks would drown the two that say where."""
    weight = torch.ones(WIDTH)
    weight[:FINISH + len(FINISHES)] = 8
    weight[X:SIZE + 1] = 12
    weight[COLOUR_A:COLOUR_A + 6] = 16
    weight[FINISH:FINISH + len(FINISHES)] = 40  # rare, and the whole picture hangs on them
    return weight


def losses(model: LanguageModel, rows: Sequences, rng: np.random.Generator | None) -> dict[str, Tensor]:
    """Sums and counts, so that micro-batches of different size weigh what they contain."""
    embeds = rows.embeds if rng is None else noisy(rows.embeds, rng)
    hidden_slots = torch.zeros_like(rows.kind, dtype=torch.bool)
    if rng is not None:  # history dropout: the last picture of some rows must be written without all of its history
        last = rows.picture.amax(1, keepdim=True)
        rate = torch.from_numpy(np.where(rng.random((len(rows.kind), 1)) < 0.3, rng.random((len(rows.kind), 1)), 0.0))
        hidden_slots = (rows.kind == SLOT) & (rows.picture == last) & (torch.rand(rows.kind.shape) < rate)
    with torch.autocast('cpu', dtype=torch.bfloat16):
        h, _ = model.trunk(inputs(model, rows, embeds, hidden_slots), rows.position, rows.bias)
        text = rows.next_token != NONE
        logits = model.lm_head(h[text]).float()
        seen = rows.next_slot != NONE
        regressed = model.regress(h[seen]).float()
    found: dict[str, Tensor] = {}
    wanted = rows.next_token[text]
    found['text'] = F.cross_entropy(logits, wanted, reduction='sum')
    found['texts'] = torch.tensor(len(wanted))
    found['right'] = (logits.argmax(-1) == wanted).sum()
    target = rows.embeds.flatten(0, 1)[rows.next_slot[seen]] if len(rows.embeds) else regressed
    error = (((regressed - target) * model.gain).pow(2) * importance()).mean(-1)
    matters = torch.where(target[:, KIND_EMPTY] > 0.5, 0.3, 1.0)
    one_by_one = (rows.kind == SLOT)[seen]
    found['visual'] = (error * matters * torch.where(one_by_one, 0.4, 1.0)).sum()
    found['visuals'] = torch.tensor(len(error))
    parallel = (target[:, KIND_THING] > 0.5) & ~one_by_one
    found['looks'] = (regressed - target)[parallel, WHERE:].pow(2).mean(-1).sum()
    found['where'] = (regressed - target)[parallel, X:SIZE + 1].abs().mean(-1).sum()
    found['things'] = parallel.sum()
    return found


@torch.no_grad()
def evaluate(model: LanguageModel, table: np.ndarray) -> dict[str, float]:
    model.eval()
    report = {}
    for task in TASKS:
        rng = np.random.default_rng(4)
        found = losses(model, collate([sample(rng, task) for _ in range(48)], table), None)
        if found['texts'] > 0:
            report[f'{task}_right'] = found['right'] / found['texts']
        if found['things'] > 0:
            report[f'{task}_looks'] = found['looks'] / found['things']
            report[f'{task}_where'] = found['where'] / found['things']
    model.train()
    return report


def rarest(ids: tuple[int, ...], shared: Counter[int]) -> int:
    """The token that says most about a name: `apple` of `red apple`."""
    return min(reversed(ids), key=lambda token: shared[token])


@torch.no_grad()
def start_words_at_their_looks(model: LanguageModel, table: np.ndarray) -> None:
    """Words for things begin where their pictures are, and reading begins as the inverse of writing.

    Copying a thing that is shown and drawing a thing that is named are then one and the same skill, and so is naming it.
    """
    up = model.project_up.weight
    art = icons()
    names = {icon: [encode(words) for words in pair] for icon, pair in NAMED.items()}
    shared = Counter(token for pair in names.values() for ids in pair for token in set(ids))
    for icon, pair in names.items():
        looks = torch.zeros(WIDTH)
        looks[WHERE:] = torch.from_numpy(table[0, 0, art.index[icon]])
        for ids in pair:
            model.tokens.weight[rarest(ids, shared)].mul_(0.3).add_(up @ (looks * model.gain))
    # Hidden states leave the last norm with unit size, embeddings enter with size 1/2.
    model.project_down.weight.copy_(torch.linalg.pinv(up) * 0.5)
    model.lm_head.weight.copy_(model.tokens.weight * 0.125)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument('--minutes', type=float, default=45)
    options.add_argument('--batch', type=int, default=64)
    options.add_argument('--parcel', type=int, default=1400, help='positions in one forward pass, padding included')
    options.add_argument('--name', default='language')
    options.add_argument('--start', help='begin with the weights of this run')
    options.add_argument('--muon-lr', type=float, default=0.02)
    args = options.parse_args()
    run = Run(args.name, args.minutes, seed=3)
    table = appearances()
    model = LanguageModel(tokenizer().get_vocab_size())
    start_words_at_their_looks(model, table)
    if args.start:
        load(args.start, language=model)
        model.train()
    optimiser = Optimiser(model, lr=args.muon_lr * 0.15, muon_lr=args.muon_lr, adam_only=('tokens', 'lm_head', 'slots', 'project_down'))
    parts = {'language': model, 'optimiser': optimiser}
    run.resume(parts)
    while run.progress < 1:
        for samples in parcels([sample(run.rng) for _ in range(args.batch)], args.parcel):
            found = losses(model, collate(samples, table), run.rng)
            # Counts of a whole step are nearly constant (about 4 texts and 8 slots a sample): fixed divisors will do.
            loss = found['text'] / (args.batch * 5) + 3 * found['visual'] / (args.batch * 11)
            loss.backward()
        optimiser.step(run.progress)
        run.steps += 1
        if run.due(120):
            run.log(samples_per_s=run.steps * args.batch / run.minute / 60, loss=loss.item(), **evaluate(model, table))
            run.save(parts)
    run.save(parts)
    run.log(**evaluate(model, table))


if __name__ == '__main__':
    main()
