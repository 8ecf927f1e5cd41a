"""The whole model in PyTorch: the reference that exported graphs and the TypeScript engine are measured against."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from backdrops import backdrops
from model.appearance import IconDecoder
from model.decoder import Composer, FlowUNet
from model.language import SLOTS, LanguageModel, causal_bias
from model.vision import VisionEncoder
from rounding import round_weights
from tokenizer import PATH as VOCABULARY, load as load_tokenizer, plain
from train.run import RUNS

Part = int | Tensor  # a token id, or the [8, 320] embeddings of a picture (which bring their [IMG] and [/IMG])
CONTROL = {'bos': '<s>', 'eos': '</s>', 'boi': '[IMG]', 'eoi': '[/IMG]', 'user': '[USER]', 'assistant': '[ASSISTANT]'}


@dataclass
class Nano:
    tokenizer: Tokenizer
    vision: VisionEncoder
    language: LanguageModel
    composer: Composer
    unet: FlowUNet

    def __post_init__(self) -> None:
        self.plain = plain(self.tokenizer)

    def modules(self) -> Iterator[nn.Module]:
        yield from (self.vision, self.language, self.composer, self.unet)

    def control(self, name: str) -> int:
        return self.tokenizer.token_to_id(CONTROL[name])

    def text(self, text: str) -> list[int]:
        """What a user typed: never a control token."""
        return self.plain.encode(text).ids

    def sequence(self, parts: list[str | Tensor], template: str = '{prompt}') -> list[Part]:
        """BOS, then the template around the parts. Adjacent texts are read as one; control tokens eat white space."""
        pieces: list[str | Part] = [self.control('bos')]
        names = '|'.join(map(re.escape, sorted(CONTROL.values(), key=len, reverse=True)))
        for section in re.split(f'({names}|{{prompt}})', template):
            if section == '{prompt}':
                pieces += parts
            elif section in CONTROL.values():
                pieces.append(self.tokenizer.token_to_id(section))
            elif section:
                pieces.append(section)
        found: list[Part] = []
        for is_text, group in groupby(pieces, key=lambda piece: isinstance(piece, str)):
            if is_text:
                found += self.text(''.join(group).strip())
            else:
                found += list(group)
        return found

    def embed(self, parts: list[Part]) -> Tensor:
        rows: list[Tensor] = []
        slots = torch.arange(SLOTS)[None]
        for part in parts:
            if isinstance(part, int):
                rows.append(self.language.tokens(torch.tensor([[part]])))
            else:
                rows += [self.language.tokens(torch.tensor([[self.control('boi')]])),
                         self.language.up(part[None], slots),
                         self.language.tokens(torch.tensor([[self.control('eoi')]]))]
        return torch.cat(rows, 1)

    def hidden(self, x: Tensor) -> Tensor:
        length = x.shape[1]
        bias = causal_bias(torch.ones(len(x), length, dtype=torch.long), length)
        return self.language.trunk(x, torch.arange(length)[None].expand(len(x), -1), bias)[0]

    @torch.no_grad()
    def write(self, parts: list[Part], mode: str = 'parallel') -> Tensor:
        """Regresses a picture after `parts`, which end in [IMG]: [1, 8, 320]. Without cache, hence obviously right."""
        x = self.embed(parts)
        if mode == 'parallel':
            x = torch.cat([x, self.language.mask_queries()[None, :SLOTS - 1]], 1)
            return self.language.regress(self.hidden(x)[:, -SLOTS:])
        written: list[Tensor] = []
        for slot in range(SLOTS):
            z = self.language.regress(self.hidden(x)[:, -1:])
            written.append(z)
            x = torch.cat([x, self.language.up(z, torch.tensor([[slot]]))], 1)
        return torch.cat(written, 1)

    @torch.no_grad()
    def say(self, parts: list[Part], limit: int = 64, temperature: float = 0.0,
            generator: torch.Generator | None = None) -> list[int]:
        """Writes text until </s> or [IMG] (which is included)."""
        parts = list(parts)
        said: list[int] = []
        while len(said) < limit:
            logits = self.language.lm_head(self.hidden(self.embed(parts))[:, -1])[0]
            if temperature > 0:
                token = int(torch.multinomial(torch.softmax(logits / temperature, -1), 1, generator=generator))
            else:
                token = int(logits.argmax())
            said.append(token)
            parts.append(token)
            if token in (self.control('eos'), self.control('boi')):
                break
        return said

    @torch.no_grad()
    def draw(self, z: Tensor, noise: Tensor, steps: int = 4, guidance: float = 1.0,
             unconditional: Tensor | None = None) -> Tensor:
        """Embeddings [1, 8, 320] and noise [1, 3, 256, 256] to a picture in -1..1."""
        x = noise
        base = self.composer(z)
        for i in range(steps):
            t, t_next = i / steps, (i + 1) / steps
            v = self.unet(x, torch.tensor([t]), z, base)
            if guidance != 1 and unconditional is not None:
                v_free = self.unet(x, torch.tensor([t]), unconditional, self.composer(unconditional))
                v = v_free + guidance * (v - v_free)
            x = x + (t_next - t) * v
        return x


STAGES = {'appearance': ('decoder',), 'detector': ('detector',), 'looks': ('looks',), 'language': ('language',), 'flow': ('unet',)}


def fresh(vocabulary: Path = VOCABULARY) -> tuple[Nano, dict[str, nn.Module]]:
    """Random weights, and the parts that stages train, by the names they have in checkpoints."""
    torch.manual_seed(0)
    tokenizer = load_tokenizer(vocabulary)
    nano = Nano(tokenizer, VisionEncoder(), LanguageModel(tokenizer.get_vocab_size()),
                Composer(IconDecoder(), *backdrops()), FlowUNet())
    parts = {'decoder': nano.composer.icons, 'detector': nano.vision.detector, 'looks': nano.vision.looks,
             'language': nano.language, 'unet': nano.unet}
    for module in nano.modules():
        module.eval().requires_grad_(False)
    return nano, parts


def snapshot(language: str = 'language') -> None:
    """Gathers the newest weights of all stages in one file: training goes on, the pack and its fixtures agree."""
    nano, parts = fresh()
    for stage, names in STAGES.items():
        path = RUNS / f'{language if stage == "language" else stage}.pt'
        if not path.exists():
            print(f'{stage} is not trained yet: random weights')
            continue
        state = torch.load(path, weights_only=False)
        for name in names:
            parts[name].load_state_dict(state[name])
    trust(nano.unet)
    for part in parts.values():
        round_weights(part)
    torch.save({name: part.state_dict() for name, part in parts.items()}, RUNS / 'pack.pt')


# How far the flow network's correction of the drawing is believed. Trained for minutes it draws crisper edges, and grain;
# at 0.6 the edges stay and most of the grain goes (at 1 pictures lose 2 dB, at 0.6 less than 1). To be 1 after real training.
TRUST = 0.6


def trust(unet: FlowUNet) -> None:
    with torch.no_grad():
        unet.leave.weight.mul_(TRUST)
        unet.leave.bias.mul_(TRUST)


def load_nano() -> Nano:
    """The model as the last snapshot froze it."""
    nano, parts = fresh()
    for name, state in torch.load(RUNS / 'pack.pt', weights_only=True).items():
        parts[name].load_state_dict(state)
    return nano
