"""From the pad to the digits' 8 x 8 pixels, and whether a network can read them."""

import numpy as np
import pytest

from chalknet import Lab
from chalknet.digits import read
from chalknet.drawing import FRAME, HEAVY, LIGHT, reduce, upright
from pens import DIGITS, draw


def test_no_ink():
    assert reduce(np.zeros((64, 64))) is None
    assert reduce(np.full((64, 64), 127)) is None  # a grey breath


def test_reduced_drawings_are_like_the_collected_ones():
    images, _ = read()
    share = images.mean(axis=0) / 16
    assert LIGHT < np.mean(share) < HEAVY
    for hands in DIGITS.values():
        for strokes in hands:
            image = reduce(draw(strokes))
            assert image.shape == (8, 8)
            assert image.min() >= 0
            assert image.max() <= 1
            assert (image * 16 == np.round(image * 16)).all()
            assert LIGHT - 0.05 < image.mean() < HEAVY + 0.05
            assert image[0].max() > 0  # from the first row to the last
            assert image[7].max() > 0


@pytest.mark.parametrize("rows", [1, 8, 28, 64, 200])
def test_any_size_and_any_ink(rows):
    image = reduce(np.full((rows, rows), 255))
    assert image.shape == (8, 8)
    dot = np.zeros((rows, rows))
    dot[-1, 0] = 255
    assert reduce(dot).max() > 0
    line = np.zeros((rows, rows))
    line[rows // 2] = 255
    assert reduce(line).max() > 0


@pytest.mark.parametrize("stride", range(1, 13))
@pytest.mark.parametrize("rows", [32, 64, 65, 200])
def test_regular_dots_and_stripes_come_to_an_end(rows, stride):
    """Shrinking may miss them all, and thinning may take them all away."""
    for start in range(stride):
        for wide in range(1, stride + 1):
            stripes = np.zeros((rows, rows))
            for extra in range(wide):
                stripes[:, start + extra :: stride] = 255
            for ink in (stripes, stripes.T, np.minimum(stripes, stripes.T)):
                image = reduce(ink)
                assert image is None or image.max() > 0


def test_place_and_size_do_not_matter():
    strokes = DIGITS[3][0]
    whole = reduce(draw(strokes, rows=256, pen=0.10, size=0.9))
    small = reduce(draw(strokes, rows=256, pen=0.05, size=0.45, at=(0.3, 0.7)))
    assert np.mean(np.abs(whole - small)) < 0.06


def test_upright_sets_both_ends_over_each_other():
    frame = np.zeros((FRAME, FRAME), dtype=bool)
    for row in range(FRAME):
        frame[row, 24 - row // 2 : 28 - row // 2] = True
    straight = upright(frame)
    starts = np.argmax(straight, axis=1)
    assert starts.max() - starts.min() <= 1
    assert straight.sum() == frame.sum()


@pytest.fixture(scope="module")
def readers():
    labs = []
    for seed in (7, 1, 2):
        lab = Lab()
        opened = lab.open({"seed": seed, "data": {"name": "digits"}})
        lab.train(opened["experiment"]["training"]["epochs"])
        labs.append(lab)
    return labs


def test_a_drawn_3_is_read_as_3(readers):
    for lab in readers:
        for strokes in DIGITS[3]:
            for pen in (0.06, 0.09, 0.12):
                answer = lab.read_drawing(draw(strokes, pen=pen).ravel())
                assert answer["read"] == 3
                assert answer["image"].shape == (8, 8)
                assert answer["outputs"].shape == (10,)
                assert [A.shape for A in answer["activations"]] == [(32, 1), (10, 1)]


def test_most_drawn_digits_are_read(readers):
    right = [
        lab.read_drawing(draw(strokes, pen=pen, size=size, slant=slant))["read"] == digit
        for lab in readers
        for digit, hands in DIGITS.items()
        for strokes in hands
        for pen in (0.07, 0.1)
        for size in (0.6, 0.85)
        for slant in (0, 0.15)
    ]
    assert np.mean(right) > 0.9


def test_an_empty_pad(readers):
    assert readers[0].read_drawing(np.zeros(64 * 64, dtype=np.uint8)) == {"empty": True}
