"""Between stages 1 and 3: the appearance of every icon, coloured and grey. `python -m train.table`"""

import numpy as np
import torch

from icons import STYLES, icons
from model.appearance import APPEARANCE, IconEncoder
from train.appearance import LUMA
from train.run import RUNS, load

PATH = RUNS / 'appearances.npy'


def appearances() -> np.ndarray:
    """[grey or not, style, icon, 128]"""
    return np.load(PATH)


@torch.no_grad()
def main() -> None:
    art, encoder = icons(), IconEncoder()
    load('appearance', encoder=encoder)
    table = np.zeros((2, len(STYLES), len(art.names), APPEARANCE), np.float32)
    for style in range(len(STYLES)):
        for start in range(0, len(art.names), 64):
            chosen = np.arange(start, min(start + 64, len(art.names)))
            x = art.load(chosen, np.full(len(chosen), style))
            grey = torch.cat([(x[:, :3] * LUMA).sum(1, keepdim=True).expand(-1, 3, -1, -1), x[:, 3:]], 1)
            table[0, style, chosen] = encoder(x).numpy()
            table[1, style, chosen] = encoder(grey).numpy()
    np.save(PATH, table)
    print('spread of appearances', table.std((0, 1, 2)).mean(), 'largest mean', np.abs(table.mean((0, 1, 2))).max())


if __name__ == '__main__':
    main()
