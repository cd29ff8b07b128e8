"""The small maps of all inputs that a plane offers, from which a person chooses."""

import numpy as np
import pytest

from chalknet.lab import Lab


def data_of(name, **others):
    lab = Lab()
    return lab, lab.open({"data": {"name": name, **others}})["data"]


@pytest.mark.parametrize("name", ["xor", "circle", "plane"])
def test_a_plane_has_a_map_for_each_feature_chosen_or_not(name):
    lab, data = data_of(name)
    maps = data["feature_maps"]
    assert maps.shape[0] == len(data["features"]) == 7
    on = [row for row, feature in enumerate(data["features"]) if feature["on"]]
    _, of_the_inputs = lab.axes.grid(maps.shape[1])
    assert np.array_equal(maps[on], of_the_inputs)


def test_they_show_what_they_are():
    _, data = data_of("circle")
    x1, x2, squared, _, product, *_ = data["feature_maps"].astype(int)
    assert (np.diff(x1, axis=1) > 0).all()  # from left to right
    assert (np.diff(x2, axis=0) < 0).all()  # and up, which is from the last row to the first
    assert np.array_equal(squared, squared[:, ::-1])  # the same at the left as at the right
    assert product[0, -1] == product[-1, 0] == 255  # one sign
    assert product[0, 0] == product[-1, -1] == 0  # two signs


@pytest.mark.parametrize("name", ["iris", "digits"])
def test_tables_and_images_have_none(name):
    assert data_of(name)[1]["feature_maps"] is None
