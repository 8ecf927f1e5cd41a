"""The graphs of a pack as PyTorch modules with exactly the inputs and outputs that models/packs/README.md names."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from model.decoder import Composer, FlowUNet
from model.language import HEAD, HEADS, HIDDEN, LAYERS, LanguageModel, causal_bias
from model.vision import VisionEncoder
from scenes import PICTURE, SLOTS, WIDTH


class ProjectUp(nn.Module):
    def __init__(self, language: LanguageModel) -> None:
        super().__init__()
        self.language = language

    def forward(self, image_embeds: Tensor, slot_ids: Tensor) -> Tensor:
        return self.language.up(image_embeds, slot_ids)


class EmbedTokens(nn.Module):
    def __init__(self, language: LanguageModel) -> None:
        super().__init__()
        self.tokens = language.tokens

    def forward(self, input_ids: Tensor) -> Tensor:
        return self.tokens(input_ids)


class DecoderWithPast(nn.Module):
    def __init__(self, language: LanguageModel) -> None:
        super().__init__()
        self.language = language

    def forward(self, inputs_embeds: Tensor, attention_mask: Tensor, position_ids: Tensor, *past: Tensor) -> list[Tensor]:
        pairs = [(past[2 * i], past[2 * i + 1]) for i in range(LAYERS)]
        # The number of queries is read from position_ids: the exporter knows it is the same symbol.
        bias = causal_bias(attention_mask, position_ids.shape[1])
        hidden, present = self.language.trunk(inputs_embeds, position_ids, bias, pairs)
        return [hidden, *(tensor for pair in present for tensor in pair)]


class LmHead(nn.Module):
    def __init__(self, language: LanguageModel) -> None:
        super().__init__()
        self.head = language.lm_head

    def forward(self, hidden: Tensor) -> Tensor:
        return self.head(hidden)


class Regress(nn.Module):
    def __init__(self, language: LanguageModel) -> None:
        super().__init__()
        self.language = language

    def forward(self, hidden: Tensor) -> Tensor:
        return self.language.regress(hidden)


class UNet(nn.Module):
    def __init__(self, unet: FlowUNet) -> None:
        super().__init__()
        self.unet = unet

    def forward(self, sample: Tensor, timestep: Tensor, encoder_hidden_states: Tensor, base: Tensor) -> Tensor:
        return self.unet(sample, timestep, encoder_hidden_states, base)


class DecoderBase(nn.Module):
    def __init__(self, composer: Composer) -> None:
        super().__init__()
        self.composer = composer

    def forward(self, encoder_hidden_states: Tensor) -> Tensor:
        return self.composer(encoder_hidden_states)


class Vision(nn.Module):
    def __init__(self, vision: VisionEncoder) -> None:
        super().__init__()
        self.vision = vision

    def forward(self, pixel_values: Tensor) -> Tensor:
        return self.vision(pixel_values)


@dataclass
class Graph:
    module: nn.Module
    inputs: dict[str, Tensor]
    outputs: list[str]
    axes: dict[str, dict[int, str]]


def past_names(prefix: str) -> list[str]:
    return [f'{prefix}.{layer}.{part}' for layer in range(LAYERS) for part in ('key', 'value')]


def decoder_inputs(batch: int, past: int, length: int) -> dict[str, Tensor]:
    return {'inputs_embeds': torch.randn(batch, length, HIDDEN),
            'attention_mask': torch.ones(batch, past + length, dtype=torch.long),
            'position_ids': torch.arange(past, past + length)[None].repeat(batch, 1),
            **{name: torch.randn(batch, HEADS, past, HEAD) for name in past_names('past_key_values')}}


def graphs(vision: VisionEncoder, language: LanguageModel, composer: Composer, unet: FlowUNet) -> dict[str, Graph]:
    """Every graph of the pack with example inputs (batch 2) to trace and to check it with."""
    b = 2
    z = torch.randn(b, SLOTS, WIDTH)
    picture = torch.randn(b, 3, PICTURE, PICTURE).clamp(-1, 1)
    present = past_names('present')
    decoder_axes: dict[str, dict[int, str]] = {
        'inputs_embeds': {0: 'B', 1: 'S'}, 'attention_mask': {0: 'B', 1: 'T'}, 'position_ids': {0: 'B', 1: 'S'},
        **{name: {0: 'B', 2: 'P'} for name in past_names('past_key_values')},
        'last_hidden_state': {0: 'B', 1: 'S'}, **{name: {0: 'B', 2: 'T'} for name in present}}
    return {
        'vision_encoder': Graph(Vision(vision), {'pixel_values': picture}, ['image_embeds'],
                                {'pixel_values': {0: 'B'}, 'image_embeds': {0: 'B'}}),
        'project_up': Graph(ProjectUp(language), {'image_embeds': z[:, :5], 'slot_ids': torch.arange(5)[None].repeat(b, 1)},
                            ['lm_embeds'], {'image_embeds': {0: 'B', 1: 'n'}, 'slot_ids': {0: 'B', 1: 'n'},
                                            'lm_embeds': {0: 'B', 1: 'n'}}),
        'embed_tokens': Graph(EmbedTokens(language), {'input_ids': torch.randint(0, 400, (b, 7))}, ['inputs_embeds'],
                              {'input_ids': {0: 'B', 1: 'S'}, 'inputs_embeds': {0: 'B', 1: 'S'}}),
        'decoder_with_past': Graph(DecoderWithPast(language), decoder_inputs(b, 3, 5),
                                   ['last_hidden_state', *present], decoder_axes),
        'lm_head': Graph(LmHead(language), {'hidden': torch.randn(b, 4, HIDDEN)}, ['logits'],
                         {'hidden': {0: 'B', 1: 'S'}, 'logits': {0: 'B', 1: 'S'}}),
        'regress': Graph(Regress(language), {'hidden': torch.randn(b, 4, HIDDEN)}, ['image_embeds'],
                         {'hidden': {0: 'B', 1: 'S'}, 'image_embeds': {0: 'B', 1: 'S'}}),
        'decoder_base': Graph(DecoderBase(composer), {'encoder_hidden_states': z}, ['base'],
                              {'encoder_hidden_states': {0: 'B'}, 'base': {0: 'B'}}),
        'unet': Graph(UNet(unet), {'sample': picture, 'timestep': torch.tensor([0.25, 0.5]), 'encoder_hidden_states': z,
                                   'base': picture.clone()}, ['prediction'],
                      {'sample': {0: 'B'}, 'timestep': {0: 'B'}, 'encoder_hidden_states': {0: 'B'}, 'base': {0: 'B'},
                       'prediction': {0: 'B'}}),
    }
