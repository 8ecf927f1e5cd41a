"""Philox 4x32-10 and the normals made from it, exactly as models/packs/README.md says. Slow and obvious on purpose."""

import numpy as np

DECODER_NOISE, SAMPLING = 0, 1


def words(seed: int, stream: int, blocks: int, first: int = 0) -> np.ndarray:
    """[blocks, 4] uint32."""
    block = np.arange(first, first + blocks, dtype=np.uint64)
    low = np.uint64(0xFFFFFFFF)
    c = [block & low, block >> np.uint64(32), np.full(blocks, stream, np.uint64), np.zeros(blocks, np.uint64)]
    k0, k1 = seed % 2 ** 32, seed // 2 ** 32
    for _ in range(10):
        p0, p1 = np.uint64(0xD2511F53) * c[0], np.uint64(0xCD9E8D57) * c[2]
        c = [(p1 >> np.uint64(32)) ^ c[1] ^ np.uint64(k0), p1 & low,
             (p0 >> np.uint64(32)) ^ c[3] ^ np.uint64(k1), p0 & low]
        k0, k1 = (k0 + 0x9E3779B9) % 2 ** 32, (k1 + 0xBB67AE85) % 2 ** 32
    return np.stack(c, 1).astype(np.uint32)


def uniforms(seed: int, stream: int, count: int) -> np.ndarray:
    """float64 in 0..1, never either end."""
    return ((words(seed, stream, -(-count // 4)).reshape(-1).astype(np.float64) + 0.5) / 2.0 ** 32)[:count]


def normals(seed: int, count: int, stream: int = DECODER_NOISE) -> np.ndarray:
    """float32."""
    u = uniforms(seed, stream, -(-count // 4) * 4).reshape(-1, 2)
    radius, angle = np.sqrt(-2 * np.log(u[:, 0])), 2 * np.pi * u[:, 1]
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], 1).reshape(-1)[:count].astype(np.float32)


# Known answers of the Random123 distribution, so that this file cannot be wrong in silence.
assert [hex(w) for w in words(0, 0, 1)[0]] == ['0x6627e8d5', '0xe169c58d', '0xbc57ac4c', '0x9b00dbd8']
