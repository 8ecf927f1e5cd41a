"""Contact sheets: pictures side by side, for looking at and for the model card."""

from pathlib import Path

import numpy as np
from PIL import Image

GAP = 6


def sheet(rows: list[list[np.ndarray]], path: Path, side: int = 128) -> None:
    """One line a row; pictures [256, 256, 3] in 0..1."""
    path.parent.mkdir(parents=True, exist_ok=True)
    columns = max(len(row) for row in rows)
    page = Image.new('RGB', (columns * (side + GAP) + GAP, len(rows) * (side + GAP) + GAP), 'white')
    for y, row in enumerate(rows):
        for x, picture in enumerate(row):
            image = Image.fromarray((np.clip(picture, 0, 1) * 255 + 0.5).astype(np.uint8))
            page.paste(image.resize((side, side), Image.Resampling.LANCZOS), (GAP + x * (side + GAP), GAP + y * (side + GAP)))
    if path.suffix == '.webp':
        page.save(path, quality=82, method=6)
    else:
        page.save(path, optimize=True)
