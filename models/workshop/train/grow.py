"""Twice as many layers: `python -m train.grow --name language`

Every layer is followed by a copy of itself (Gong et al. 2019, Du et al. 2024: stacked layers need far less training than fresh
ones). What a layer adds to the stream is halved in both, so that the model begins close to what it was. Minutes and steps
go on from where they were; the optimiser starts anew.
"""

import argparse
import os
import re

import torch
from torch import Tensor

from train.run import RUNS

ADDS = ('o.weight', 'down.weight')  # of a layer: the matrices whose output is added to the stream


def doubled(weights: dict[str, Tensor]) -> dict[str, Tensor]:
    found = {}
    for name, value in weights.items():
        layer = re.fullmatch(r'layers\.(\d+)\.(.+)', name)
        if not layer:
            found[name] = value
            continue
        number, part = int(layer[1]), layer[2]
        for copy in (0, 1):
            found[f'layers.{2 * number + copy}.{part}'] = value * 0.5 if part in ADDS else value.clone()
    return found


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument('--name', default='language')
    args = options.parse_args()
    path = RUNS / f'{args.name}.pt'
    state = torch.load(path, weights_only=False)
    os.replace(path, RUNS / f'{args.name}-shallow.pt')
    torch.save({'language': doubled(state['language']), 'spent_s': state['spent_s'], 'steps': state['steps']}, path)


if __name__ == '__main__':
    main()
