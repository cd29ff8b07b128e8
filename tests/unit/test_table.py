"""What is read of a table, and what a network gets of it: worked out by hand, and on real data."""

import json

import numpy as np
import pytest

from chalknet.dataset import DataSet
from chalknet.experiment import Experiment
from chalknet.real import FOLDER, REAL
from chalknet.table import choose, read_table, summary

PETS = """weight;kind;colour;age
3,5;cat;black;2
30;dog;;5
4,25;cat;white;NA
0,02;mouse;grey;1
12;dog;black;3
"""


def test_summary():
    assert summary(read_table(PETS)) == {
        "rows": 5,
        "delimiter": ";",
        "decimal": ",",
        "header": True,
        "columns": [
            {
                "name": "weight",
                "kind": "number",
                "wanted_as": "number",
                "missing": 0,
                "distinct": 5,
                "examples": ["3,5", "30", "4,25"],
                "low": 0.02,
                "high": 30.0,
                "problem": None,
            },
            {
                "name": "kind",
                "kind": "category",
                "wanted_as": "classes",
                "missing": 0,
                "distinct": 3,
                "examples": ["cat", "dog", "mouse"],
                "low": None,
                "high": None,
                "problem": None,
            },
            {
                "name": "colour",
                "kind": "category",
                "wanted_as": "classes",
                "missing": 1,
                "distinct": 3,
                "examples": ["black", "white", "grey"],
                "low": None,
                "high": None,
                "problem": None,
            },
            {
                "name": "age",
                "kind": "number",
                "wanted_as": "classes",
                "missing": 1,
                "distinct": 4,
                "examples": ["2", "5", "1"],
                "low": 1.0,
                "high": 5.0,
                "problem": None,
            },
        ],
        "head": [line.split(";") for line in PETS.splitlines()[1:]],
        "wanted": "age",
        "notes": [
            "The numbers have a decimal comma.",
            "Missing cells: 1 in “colour” (empty); 1 in “age” (NA).",
        ],
    }


def test_a_summary_travels_as_json():
    table = read_table("a,b,y\n1,NA,x\n2,NA,y\n1,NA,z\n")
    told = json.loads(json.dumps(summary(table), allow_nan=False))
    assert told["columns"][1]["problem"] == "“b” has no values."
    assert (told["columns"][1]["low"], told["columns"][1]["high"]) == (None, None)


def test_three_classes_are_one_hot_in_the_order_of_their_names():
    chosen = choose(read_table(PETS), ["weight"], "kind")
    assert chosen.kind == "classes"
    assert chosen.outputs == chosen.classes == ("cat", "dog", "mouse")
    assert chosen.matrix.tolist() == [[3.5, 30, 4.25, 0.02, 12]]
    assert chosen.y.tolist() == [[1, 0, 1, 0, 0], [0, 1, 0, 0, 1], [0, 0, 0, 1, 0]]
    assert chosen.y.dtype == chosen.matrix.dtype == float
    assert chosen.lines == (2, 3, 4, 5, 6)


def test_two_classes_are_one_output():
    chosen = choose(read_table("a,y\n1,yes\n2,no\n3,no\n"))
    assert (chosen.outputs, chosen.classes) == (("y",), ("no", "yes"))
    assert chosen.y.tolist() == [[1, 0, 0]]


def test_whole_numbers_are_classes_in_their_own_order():
    chosen = choose(read_table("a,y\n1,10\n2,9\n3,10\n4,-1\n"))
    assert chosen.classes == ("-1", "9", "10")
    assert np.argmax(chosen.y, axis=0).tolist() == [2, 1, 2, 0]


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (range(10), "classes"),
        (range(11), "number"),
        ([0, 0.5, 1], "number"),
        (["x", "y", "x"], "classes"),
        ([1, 2, "x"], "classes"),
    ],
)
def test_few_whole_numbers_are_classes(cells, kind):
    text = "\n".join(["a,y", *(f"{i * i},{cell}" for i, cell in enumerate(cells))])
    chosen = choose(read_table(text))
    assert chosen.kind == kind
    assert (chosen.classes is None) == (kind == "number")


def test_a_number_stays_in_its_own_units():
    chosen = choose(read_table(PETS), ["kind", "colour"], "weight", "fill")
    assert chosen.y.tolist() == [[3.5, 30, 4.25, 0.02, 12]]
    assert (chosen.outputs, chosen.classes) == (("weight",), None)
    assert chosen.categories == (("cat", "dog", "mouse"), ("black", "grey", "white"))
    assert chosen.matrix.tolist() == [[0, 1, 0, 2, 1], [0, 0, 2, 1, 0]]  # a hole is black, too


def test_rows_left_out_take_their_categories_and_classes_along():
    chosen = choose(read_table(PETS), ["kind", "age"], "colour")
    assert chosen.lines == (2, 5, 6)  # no colour in line 3, no age in line 4
    assert chosen.classes == ("black", "grey")
    assert chosen.categories == (("cat", "dog", "mouse"), None)
    chosen = choose(read_table("k,a,y\nu,1,0\nv,,1\nw,3,1\n"))
    assert chosen.categories[0] == ("u", "w")
    assert chosen.matrix.tolist() == [[0, 1], [1, 3]]


def test_a_row_without_the_wanted_cell_is_never_filled():
    chosen = choose(read_table(PETS), "all", "age", "fill")
    assert chosen.lines == (2, 3, 5, 6)
    assert chosen.notes[0] == "Left out 1 row whose “age” is missing."


def test_holes_of_columns_that_are_not_chosen_do_not_matter():
    assert choose(read_table(PETS), ["weight"], "kind").matrix.shape == (1, 5)


def test_inputs_keep_the_order_of_the_table():
    chosen = choose(read_table(PETS), ["kind", "weight", "age"], "age")
    assert chosen.columns == ("weight", "kind")
    assert "“age” is wanted, so it is no input." in chosen.notes


def test_a_constant_column_may_be_asked_for():
    assert choose(read_table("a,b,y\n1,2,0\n1,3,1\n"), ["a", "b"]).columns == ("a", "b")


def test_numbers_called_id_are_inputs_unless_they_count_the_rows():
    for step, columns in [(1, ("a",)), (2, ("id", "a"))]:
        text = "\n".join(["id,a,y", *(f"{i * step},{i % 5},{i % 2}" for i in range(20))])
        assert choose(read_table(text)).columns == columns
        assert choose(read_table(text), ["id", "a"]).columns == ("id", "a")  # asked for


def test_a_text_is_read_once():
    assert read_table(PETS) is read_table("".join(list(PETS)))


def test_as_many_rows_as_a_table_may_have_come_through_exactly():
    numbers = np.random.default_rng(1).standard_normal((3, 100_000))
    rows = [";".join(map(repr, row)).replace(".", ",") for row in numbers.T.tolist()]
    table = read_table("a;b;c\n" + "\n".join(rows))
    assert table.decimal == ","
    assert np.array_equal([column.values for column in table.columns], numbers)


# ------------------------------------------------------------------------------- real data

ROWS = {"iris": 150, "wine": 178, "penguins": 333, "penguin_mass": 333}


@pytest.mark.parametrize("name", REAL)
def test_real_data(name):
    dataset = REAL[name]
    assert isinstance(dataset, DataSet)
    columns, y = dataset.make(np.random.default_rng(1), 0)
    assert columns.shape == (len(dataset.columns), ROWS[name])
    assert y.shape == (len(dataset.outputs), ROWS[name])
    assert np.isfinite(columns).all()
    assert np.isfinite(y).all()
    assert dataset.scaled
    assert dataset.group == "real"
    assert dataset.about.endswith("?")
    assert set(dataset.source) == {"text", "licence", "url"}
    for i, categories in enumerate(dataset.categories):
        if categories:
            assert set(columns[i]) == set(range(len(categories)))


@pytest.mark.parametrize("name", REAL)
def test_noise_moves_numbers_by_their_own_measure(name):
    dataset = REAL[name]
    plain, y = dataset.make(np.random.default_rng(1), 0)
    noisy, same = dataset.make(np.random.default_rng(1), 0.5)
    assert np.array_equal(y, same)
    for i, categories in enumerate(dataset.categories):
        moved = np.std(noisy[i] - plain[i])
        assert moved == 0 if categories else 0.4 < moved / np.std(plain[i]) < 0.6


def test_the_files_say_whence_they_are():
    for path in FOLDER.glob("*.csv"):
        head = path.read_text("utf-8").split("\n\n")[0]
        assert "\n# Licence: C" in head
        assert "https://" in head


def test_the_numbers_are_those_of_the_sources():
    # means, as scikit-learn's descriptions of the sets tell them
    iris, y = REAL["iris"].make(still(), 0)
    assert np.mean(iris, axis=1).round(2).tolist() == [5.84, 3.06, 3.76, 1.2]
    assert y.sum(axis=1).tolist() == [50, 50, 50]
    wine, y = REAL["wine"].make(still(), 0)
    means = [13.0, 2.34, 2.36, 19.5, 99.7, 2.29, 2.03, 0.36, 1.59, 5.1, 0.96, 2.61, 746]
    assert np.allclose(np.mean(wine, axis=1), means, rtol=0.011)
    assert y.sum(axis=1).tolist() == [59, 71, 48]
    # 344 penguins, 342 of them measured; 333 with their sex
    table = read_table((FOLDER / "penguins.csv").read_text("utf-8"))
    missing = {column.name: column.missing for column in table.columns}
    assert len(table.lines) == 344
    assert (missing["body mass (g)"], missing["sex"], missing["species"]) == (2, 11, 0)
    assert np.bincount(table.columns[-1].values.astype(int)).tolist() == [152, 68, 124]


def still():
    """Noise 0 moves nothing, whatever the generator."""
    return np.random.default_rng(0)


def learnt(name, seed):
    """The network, the samples, after what the data set suggests."""
    experiment = Experiment({"seed": seed, "data": {"name": name}})
    network, samples = experiment.network(), experiment.samples()
    training = experiment.settings["training"]
    network.train(samples.x, samples.y, training["epochs"], training["batch"])
    return network.feedforward(samples.x_test), samples.y_test


@pytest.mark.parametrize("name", ["iris", "wine", "penguins"])
def test_the_suggestion_tells_held_out_classes(name):
    right = []
    for seed in range(7, 17):
        read, wanted = learnt(name, seed)
        right.append(np.mean(np.argmax(read, axis=0) == np.argmax(wanted, axis=0)))
    assert right[0] >= 0.95  # the page's own seed
    assert np.mean(right) >= 0.95


def test_the_suggestion_tells_held_out_weights():
    for seed in range(7, 12):
        read, wanted = learnt("penguin_mass", seed)
        residual = np.sum((read - wanted) ** 2) / np.sum((wanted - np.mean(wanted)) ** 2)
        assert 1 - residual >= 0.8
