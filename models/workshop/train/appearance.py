"""Stage 1: the decoder of appearances. `python -m train.appearance --minutes 180`"""

import argparse

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from appearances import Space, grey, space
from icons import Icons, icons
from model.appearance import IconDecoder
from train.crops import some, uniform
from train.optim import Optimiser
from train.run import Run

Rng = np.random.Generator


def deform(x: Tensor, rng: Rng) -> Tensor:
    """A turn, a little squash and shift: what is not in the sets."""
    n = len(x)
    angle = torch.from_numpy(rng.normal(0, 0.25, n)).float()
    sx, sy = (uniform(rng, 0.92, 1.15, n) for _ in range(2))
    theta = torch.stack([torch.stack([angle.cos() * sx, -angle.sin() * sy, torch.zeros(n)], 1),
                         torch.stack([angle.sin() * sx, angle.cos() * sy, torch.zeros(n)], 1)], 1)
    return F.grid_sample(x, F.affine_grid(theta, list(x.shape), align_corners=False), align_corners=False)


def augment(x: Tensor, rng: Rng) -> Tensor:
    """Changes the batch in place."""
    some(x, rng, 0.05, grey)
    some(x, rng, 0.06, lambda part: part[:, [*rng.permutation(3), 3]])
    some(x, rng, 0.12, lambda part: part.flip(-1))
    some(x, rng, 0.08, lambda part: deform(part, rng))
    return x


def batch(art: Icons, rng: Rng, size: int, shares: tuple[float, float]) -> Tensor:
    """`shares`: of named subjects, and of other things; the rest are signs and faces, which few will ask for."""
    pools = (art.named, art.things, art.seen)
    which = rng.choice(3, size, p=[*shares, 1 - sum(shares)])
    return augment(art.load(np.array([rng.choice(pools[i]) for i in which]), rng.integers(0, 3, size)), rng)


def roughened(z: Tensor, rng: Rng) -> Tensor:
    """As the language model and the look encoder will hand it over."""
    amount = 0.35 * uniform(rng, 0, 1, len(z)).pow(1.5)[:, None]
    return z + torch.randn_like(z) * amount


def reconstruction_loss(y: Tensor, x: Tensor) -> Tensor:
    wrong = y - x
    return (wrong.abs().mean() + 4 * wrong.pow(2).mean()
            + 0.5 * wrong.diff(dim=-1).abs().mean() + 0.5 * wrong.diff(dim=-2).abs().mean())


def probes(art: Icons) -> dict[str, Tensor]:
    chosen = {'named': art.named[::5], 'nameless': art.nameless[::4], 'held_out': art.held_out}
    return {name: art.load(ids, np.arange(len(ids)) % 3) for name, ids in chosen.items()}


@torch.no_grad()
def psnr(decoder: IconDecoder, space_: Space, looks: Tensor, roughness: float = 0.0) -> float:
    """In dB, of all four channels."""
    z = space_.encode(looks)
    y = decoder(z + torch.randn(z.shape, generator=torch.Generator().manual_seed(1)) * roughness).clamp(0, 1)
    return float((-10 * (y - looks).pow(2).mean((1, 2, 3)).log10()).mean())


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument('--minutes', type=float, default=180)
    options.add_argument('--batch', type=int, default=32)
    options.add_argument('--muon-lr', type=float, default=0.02)
    args = options.parse_args()
    run = Run('appearance', args.minutes, seed=1)
    art, found = icons(), space()
    decoder = IconDecoder().to(memory_format=torch.channels_last)
    found.teach(decoder)
    # The wide matrices: Muon's step on them would cost as much as the pass.
    optimiser = Optimiser(decoder, muon_lr=args.muon_lr, adam_only=('seed', 'scale_shift', 'fine.4'))
    parts = {'decoder': decoder, 'optimiser': optimiser}
    run.resume(parts)
    probe = probes(art)
    while run.progress < 1:
        looks = batch(art, run.rng, args.batch, (0.55, 0.25))
        with run.autocast():
            y = decoder(roughened(found.encode(looks), run.rng)).contiguous()
        loss = reconstruction_loss(y, looks)
        loss.backward()
        optimiser.step(run.progress)
        run.steps += 1
        if run.due(180):
            run.log(loss=loss.item(), **{name: psnr(decoder, found, x) for name, x in probe.items()},
                    rough=psnr(decoder, found, probe['named'], 0.2))
            run.save(parts)
    run.log(**{name: psnr(decoder, found, x) for name, x in probe.items()})
    run.save(parts)


if __name__ == '__main__':
    main()
