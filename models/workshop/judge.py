"""An independent judge: says which icon, in which style, a cut-out shows. Knows nothing of nano's networks.

It is trained on true pictures, blurred and noisy too, and sees 32 x 32 pixels. What it sees before it names it serves to say
how alike two things are, also things it has never seen. `python -m judge --minutes 10`
"""

import argparse

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from icons import STYLES, icons
from layouts import jitter, random_scene
from render import render
from scenes import Thing
from train.optim import Optimiser
from train.run import Run

SIDE = 32


class Judge(nn.Module):
    def __init__(self, subjects: int) -> None:
        super().__init__()

        def stage(inputs: int, outputs: int) -> list[nn.Module]:
            return [nn.Conv2d(inputs, outputs, 3, stride=2, padding=1), nn.BatchNorm2d(outputs), nn.ReLU(),
                    nn.Conv2d(outputs, outputs, 3, padding=1), nn.BatchNorm2d(outputs), nn.ReLU()]
        self.body = nn.Sequential(nn.Conv2d(3, 32, 3, padding=1), nn.ReLU(), *stage(32, 64), *stage(64, 128), *stage(128, 192))
        self.subject, self.style = nn.Linear(192, subjects), nn.Linear(192, len(STYLES))

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Logits of all icons and of the styles, and the features [n, 192] they are read from."""
        h = self.body(x).float().mean((2, 3))
        return self.subject(h), self.style(h), h


def cut(picture: np.ndarray, thing: Thing, rng: np.random.Generator | None = None) -> Tensor:
    """picture [256, 256, 3] in 0..1; the box of a thing, a little enlarged, as [3, 32, 32]."""
    shake = (lambda spread: rng.normal(0, spread)) if rng is not None else (lambda spread: 0.0)
    side = thing.size * 1.1 * float(np.exp(shake(0.06)))
    x, y = (v * 2 - 1 + shake(0.05) * thing.size for v in (thing.x, thing.y))
    theta = torch.tensor([[[side, 0, x], [0, side, y]]], dtype=torch.float32)
    grid = F.affine_grid(theta, [1, 3, SIDE * 2, SIDE * 2], align_corners=False)
    image = torch.from_numpy(np.ascontiguousarray(picture)).float().permute(2, 0, 1)[None]
    return F.avg_pool2d(F.grid_sample(image, grid, padding_mode='border', align_corners=False), 2)[0]


def batch(rng: np.random.Generator, size: int) -> tuple[Tensor, Tensor, Tensor]:
    art = icons()
    cuts, subjects, styles = [], [], []
    while len(cuts) < size:
        scene = random_scene(rng, pool=art.named if rng.random() < 0.6 else art.seen)
        scene = jitter(scene, rng) if rng.random() < 0.3 else scene
        picture = render(scene)
        for thing in scene.things[:3]:
            piece = cut(picture, thing, rng)
            if rng.random() < 0.4:
                factor = int(rng.choice([2, 4]))
                piece = F.interpolate(F.avg_pool2d(piece[None], factor), size=(SIDE, SIDE), mode='bilinear')[0]
            cuts.append(piece + torch.randn_like(piece) * float(rng.uniform(0, 0.05)))
            subjects.append(thing.icon)
            styles.append(thing.style)
    return torch.stack(cuts), torch.tensor(subjects), torch.tensor(styles)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument('--minutes', type=float, default=10)
    args = options.parse_args()
    run = Run('judge', args.minutes, seed=6)
    model = Judge(len(icons().names))
    optimiser = Optimiser(model, lr=3e-3, adam_only=('subject', 'style'))
    run.resume({'judge': model})
    while run.progress < 1:
        x, subjects, styles = batch(run.rng, 64)
        with run.autocast():
            subject, style, _ = model(x)
        loss = F.cross_entropy(subject, subjects, label_smoothing=0.05) + 0.3 * F.cross_entropy(style, styles)
        loss.backward()
        optimiser.step(run.progress)
        run.steps += 1
        if run.due(60):
            run.log(loss=loss.item())
            run.save({'judge': model})
    model.eval()
    with torch.no_grad():
        x, subjects, styles = batch(np.random.default_rng(66), 600)
        subject, style, _ = model(x)
    named = torch.isin(subjects, torch.from_numpy(icons().named))
    right = (subject.argmax(1) == subjects).float()
    run.log(named=right[named].mean(), subject=right.mean(), style=(style.argmax(1) == styles).float().mean())
    run.save({'judge': model})


if __name__ == '__main__':
    main()
