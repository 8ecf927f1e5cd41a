"""How the look encoder of stage 2b really reads every icon. `python -m views` (some minutes, after `train.looks`)

The language model is then taught on what it will be shown, not on the truth with noise of the same size.
"""

import numpy as np
import torch

from appearances import VARIANTS, VIEWS, appearances, everything
from icons import STYLES, icons
from model.appearance import APPEARANCE, LookEncoder
from train.crops import cut_outs
from train.run import load

COUNT = 3  # of each icon, each from another cut-out
SHAKE = 0.02  # how far the detector is off, as a share of a thing's size


@torch.no_grad()
def main() -> None:
    art, encoder, rng = icons(), LookEncoder(), np.random.default_rng(8)
    load('looks', looks=encoder)
    encoder.to(memory_format=torch.channels_last)
    views = np.zeros((COUNT, len(VARIANTS), len(STYLES), len(art.names), APPEARANCE), np.float16)
    for style in range(len(STYLES)):
        looks = everything(art, style)
        for variant, change in VARIANTS.items():
            for view in range(COUNT):
                parts = [encoder(cut_outs(part, rng, SHAKE).contiguous(memory_format=torch.channels_last))
                         for part in change(looks).split(64)]
                views[view, variant, style] = torch.cat(parts).numpy()
    off = (views.astype(np.float32) - appearances().true) ** 2
    np.save(VIEWS, views)
    print(f'squared error {off[..., art.seen, :].mean():.3f} seen, {off[..., art.held_out, :].mean():.3f} held out (1.0 is the variance)')


if __name__ == '__main__':
    main()
