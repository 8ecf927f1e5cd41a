"""Stage 1: the appearance autoencoder. `python -m train.appearance --minutes 180`

Its decoder can be trained on later, when other stages already rely on the encoder:
`python -m train.appearance --name decoder --start appearance --frozen-encoder --named 0.5 --muon-lr 0.01 --minutes 60`
"""

import argparse

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from icons import Icons, icons
from model.appearance import IconDecoder, IconEncoder
from train.optim import Optimiser
from train.run import Run, load

LUMA = torch.tensor([0.299, 0.587, 0.114]).view(1, 3, 1, 1)


def deform(x: Tensor, rng: np.random.Generator) -> Tensor:
    """A little squash, turn and shift, so that the space has room for what is not in the sets."""
    n = len(x)
    angle = torch.from_numpy(rng.normal(0, 0.1, n)).float()
    sx, sy = (torch.from_numpy(rng.uniform(0.92, 1.15, n)).float() for _ in range(2))
    theta = torch.stack([torch.stack([angle.cos() * sx, -angle.sin() * sy, torch.zeros(n)], 1),
                         torch.stack([angle.sin() * sx, angle.cos() * sy, torch.zeros(n)], 1)], 1)
    return F.grid_sample(x, F.affine_grid(theta, list(x.shape), align_corners=False), align_corners=False)


def augment(x: Tensor, rng: np.random.Generator) -> Tensor:
    rgb, alpha = x[:, :3], x[:, 3:]
    grey = torch.from_numpy(rng.random(len(x)) < 0.06).view(-1, 1, 1, 1)
    rgb = torch.where(grey, (rgb * LUMA).sum(1, keepdim=True).expand_as(rgb), rgb)
    recoloured = torch.from_numpy(rng.random(len(x)) < 0.08).view(-1, 1, 1, 1)
    rgb = torch.where(recoloured, rgb[:, list(rng.permutation(3))], rgb)
    x = torch.cat([rgb, alpha], 1)
    mirrored = torch.from_numpy(rng.random(len(x)) < 0.08).view(-1, 1, 1, 1)
    x = torch.where(mirrored, x.flip(-1), x)
    deformed = torch.from_numpy(rng.random(len(x)) < 0.08).view(-1, 1, 1, 1)
    return torch.where(deformed, deform(x, rng), x)


def reconstruction_loss(y: Tensor, x: Tensor) -> Tensor:
    across, along = (y - x).diff(dim=-1), (y - x).diff(dim=-2)
    return ((y - x).abs().mean() + 2 * (y - x).pow(2).mean()
            + 0.5 * across.abs().mean() + 0.5 * along.abs().mean())


def batch(art: Icons, rng: np.random.Generator, size: int, named_share: float) -> Tensor:
    """A good part are named subjects: they are what people will ask for."""
    named = rng.random(size) < named_share
    chosen = np.where(named, rng.choice(art.named, size), rng.choice(art.seen, size))
    return augment(art.load(chosen, rng.integers(0, 3, size)), rng)


def psnr(encoder: IconEncoder, decoder: IconDecoder, x: Tensor) -> float:
    with torch.no_grad():
        y = torch.cat([decoder(encoder(part)) for part in x.split(60)]).clamp(0, 1)
    return float((-10 * (y - x).pow(2).mean((1, 2, 3)).log10()).mean())


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument('--minutes', type=float, default=40)
    options.add_argument('--batch', type=int, default=48)
    options.add_argument('--name', default='appearance')
    options.add_argument('--muon-lr', type=float, default=0.02)
    options.add_argument('--named', type=float, default=0.35, help='share of named subjects')
    options.add_argument('--frozen-encoder', action='store_true', help='train the decoder alone: embeddings keep their meaning')
    options.add_argument('--start', help='begin with the weights of this run')
    args = options.parse_args()
    run = Run(args.name, args.minutes, seed=1)
    art = icons()
    encoder = IconEncoder().to(memory_format=torch.channels_last)
    decoder = IconDecoder().to(memory_format=torch.channels_last)
    if args.start and not run.checkpoint.exists():
        load(args.start, encoder=encoder, decoder=decoder)
    if args.frozen_encoder:
        encoder.requires_grad_(False)
    trained = (decoder,) if args.frozen_encoder else (encoder, decoder)
    optimiser = Optimiser(*trained, muon_lr=args.muon_lr)
    parts = {'encoder': encoder, 'decoder': decoder, 'optimiser': optimiser}
    run.resume(parts)
    probe = {'named': art.load(art.named[::3], np.zeros(len(art.named[::3]), int)),
             'nameless': art.load(art.nameless[::10], np.full(len(art.nameless[::10]), 1)),
             'held_out': art.load(art.held_out, np.arange(len(art.held_out)) % 3)}
    while run.progress < 1:
        x = batch(art, run.rng, args.batch, args.named).contiguous(memory_format=torch.channels_last)
        with torch.autocast('cpu', dtype=torch.bfloat16):
            z = encoder(x)
            y = decoder(z + torch.randn_like(z) * run.rng.uniform(0, 0.3))
        loss = reconstruction_loss(y, x)
        loss.backward()
        optimiser.step(run.progress)
        run.steps += 1
        if run.due(90):
            run.log(icons_per_s=run.steps * args.batch / run.minute / 60, loss=loss.item(),
                    **{k: psnr(encoder, decoder, v) for k, v in probe.items()})
            run.save(parts)
    run.log(**{k: psnr(encoder, decoder, v) for k, v in probe.items()})
    run.save(parts)


if __name__ == '__main__':
    main()
