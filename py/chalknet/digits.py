"""1,797 handwritten digits of 8 x 8 pixels, from data/digits.txt (source and licence there)."""

from functools import cache

import numpy as np

from chalknet.explain import PACKAGE

FILE = PACKAGE / "data" / "digits.txt"
SOURCE = {
    "text": "E. Alpaydin, C. Kaynak (1998): Optical Recognition of Handwritten Digits, "
    "UCI Machine Learning Repository",
    "licence": "CC BY 4.0",
    "url": "https://doi.org/10.24432/C50P49",
}


@cache
def read():
    """(images (64, 1797) with whole numbers 0..16, labels (1797,))."""
    lines = [line for line in FILE.read_text("utf-8").splitlines() if not line.startswith("#")]
    characters = np.frombuffer("".join(line[:64] for line in lines).encode(), dtype=np.uint8)
    ink = np.where(characters < ord("a"), characters - ord("0"), characters - ord("a") + 10)
    return ink.reshape(-1, 64).T, np.array([int(line[65]) for line in lines])


def digits(rng, noise):
    """x (64, 1797) in 0..1, y (10, 1797). Noise: the standard deviation of every pixel."""
    images, labels = read()
    x = images / 16 + noise * rng.standard_normal(images.shape)
    return np.clip(x, 0, 1), np.eye(10)[:, labels]
