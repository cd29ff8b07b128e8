"""All data sets by name, and the samples that an experiment takes of one."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from chalknet import clouds
from chalknet.dataset import DataSet, suggest
from chalknet.dataset import table as given
from chalknet.digits import SOURCE, digits
from chalknet.inputs import Inputs, Target, parts
from chalknet.real import REAL
from chalknet.table import choose, read_table, summary


def truth_table(y):
    """A maker for the four rows (0, 0), (0, 1), (1, 0), (1, 1) and their outputs `y`.

    Noise: the standard deviation of every input.
    """

    def make(rng, noise):
        x = np.array([[0, 0, 1, 1], [0, 1, 0, 1]])
        return x + noise * rng.standard_normal(x.shape), np.array([y], dtype=float)

    return make


PIXELS = [f"row {row}, column {column}" for row in range(1, 9) for column in range(1, 9)]

THREE = ("0", "1", "2")
PLANE = {"plane": True, "domain": (-6, 6)}
TABLE = {"plane": True, "domain": (-0.5, 1.5)}

# One's own data, until there are others
MAJORITY = """a,b,c,majority
0,0,0,0
0,0,1,0
0,1,0,0
0,1,1,1
1,0,0,0
1,0,1,1
1,1,0,1
1,1,1,1
"""
STEPS = 5000  # about so many updates learn most small tables
FEW = 40  # rows: all of them are needed for training


@lru_cache(2)
def own(text, wanted=None, features="all", missing="drop"):
    """A table of one's own as a data set. Raises a TableError that says what is wrong with it.

    Its columns are those chosen; with two numbers named x1 and x2 it is a plane.
    """
    table = read_table(text)
    wanted = wanted or summary(table)["wanted"]
    others = tuple(column.name for column in table.columns if column.name != wanted)
    plane = is_plane(table, others)
    chosen = choose(table, ["x1", "x2"] if plane else features, wanted, missing)
    return DataSet(
        "Your own",
        f"Your own table: what is {wanted}?",
        given(chosen.matrix, chosen.categories, chosen.y),
        suggestion(chosen),
        kind=chosen.kind,
        columns=("x₁", "x₂") if plane else tuple(chosen.columns),
        categories=tuple(chosen.categories),
        outputs=tuple(chosen.outputs),
        classes=tuple(chosen.classes) if chosen.classes else None,
        domain=(-6, 6) if plane and 1.5 < np.max(np.abs(chosen.matrix)) <= 6 else None,  # painted
        plane=plane,
        scaled=True,
        group="own",
        choices=None if plane else others,
        notes=(*table.notes, *chosen.notes),
    )


def is_plane(table, others):
    kinds = [column.kind for column in table.columns if column.name in others]
    return others == ("x1", "x2") and kinds == ["number", "number"]


def suggestion(chosen):
    """What learns most small tables: one hidden layer, some thousand updates by Adam. For a few
    rows momentum does as well, and comes out alike on every machine.
    """
    outputs, m = len(chosen.outputs), chosen.matrix.shape[1]
    end, loss = ("1l", "squared_error") if chosen.kind == "number" else ("1s", "logloss")
    if outputs > 1:
        end, loss = f"{outputs}m", "cross_entropy"
    batch = 32 if m > 2 * FEW else "all"
    steps = 1 if batch == "all" else m // batch
    return suggest(
        f"8t-{end}",
        loss,
        0.01 if m > FEW else 0.1,
        batch,
        500 if batch == "all" else max(10, STEPS // steps),
        test_share=0.2 if m >= FEW else 0,
        optimizer="adam" if m > FEW else "momentum",
    )


DATASETS = {
    "xor": DataSet(
        "XOR",
        "1 if exactly one of the two inputs is 1: no straight line parts them.",
        truth_table([0, 1, 1, 0]),
        suggest("3t-1s", "logloss", 0.1, "all", 1500, test_share=0),
        **TABLE,
    ),
    "and": DataSet(
        "AND",
        "1 if both inputs are 1: a single neuron can do it.",
        truth_table([0, 0, 0, 1]),
        suggest("1s", "logloss", 0.5, "all", 1000, test_share=0),
        **TABLE,
    ),
    "or": DataSet(
        "OR",
        "1 if at least one of the two inputs is 1: a single neuron can do it.",
        truth_table([0, 1, 1, 1]),
        suggest("1s", "logloss", 0.5, "all", 1000, test_share=0),
        **TABLE,
    ),
    "nand": DataSet(
        "NAND",
        "0 only if both inputs are 1: every other gate can be built from it.",
        truth_table([1, 1, 1, 0]),
        suggest("1s", "logloss", 0.5, "all", 1000, test_share=0),
        **TABLE,
    ),
    "circle": DataSet(
        "Circle",
        "One class sits inside a ring of the other.",
        clouds.circle,
        suggest("4t-2t-1s", "logloss", 0.1, 10, 100),
        **PLANE,
    ),
    "gaussians": DataSet(
        "2 clouds",
        "Two round clouds: a straight line parts them nearly everywhere.",
        clouds.gaussians,
        suggest("2t-1s", "logloss", 0.03, 10, 50),
        **PLANE,
    ),
    "exclusive": DataSet(
        "4 clouds",
        "XOR as four clouds: 1 where exactly one of the two inputs is above 0.",
        clouds.exclusive,
        suggest("8t-4t-1s", "logloss", 0.1, 10, 100),
        **PLANE,
    ),
    "spiral": DataSet(
        "Spiral",
        "Two arms wind around each other: hard for a small network.",
        clouds.spiral,
        suggest("16t-8t-1s", "logloss", 0.1, 50, 1000),
        **PLANE,
    ),
    "three_clouds": DataSet(
        "3 clouds",
        "Three classes, a cloud each: straight lines part them nearly everywhere.",
        clouds.three_clouds,
        suggest("4t-3m", "cross_entropy", 0.1, 10, 50),
        outputs=THREE,
        classes=THREE,
        **PLANE,
    ),
    "three_spirals": DataSet(
        "3 spirals",
        "Three classes, an arm each, winding around each other.",
        clouds.three_spirals,
        suggest("16t-8t-3m", "cross_entropy", 0.1, 50, 500),
        outputs=THREE,
        classes=THREE,
        **PLANE,
    ),
    "moons": DataSet(
        "Moons",
        "Two half moons, each reaching into the other.",
        clouds.moons,
        suggest("6t-3t-1s", "logloss", 0.1, 10, 100, noise=0.1),
        **PLANE,
    ),
    "regression_plane": DataSet(
        "Plane",
        "A number, not a class: a slope from −1 in one corner to 1 in the other.",
        clouds.plane,
        suggest("1l", "squared_error", 0.01, 10, 50),
        kind="number",
        classes=None,
        **PLANE,
    ),
    "regression_gaussian": DataSet(
        "Hills",
        "A number, not a class: three hills and three hollows.",
        clouds.hills,
        # by gradient descent from randn weights 8 of 100 seeds get there, so 99
        suggest(
            "16t-8t-1l", "squared_error", 0.01, 10, 300, optimizer="adam", init="xavier"
        ),
        kind="number",
        classes=None,
        **PLANE,
    ),
    "digits": DataSet(
        "Digits",
        "1,797 handwritten digits of 8 × 8 pixels: which digit is it?",
        digits,
        suggest("32t-10m", "cross_entropy", 0.5, 10, 30, test_share=0.2),
        columns=tuple(PIXELS),
        outputs=tuple("0123456789"),
        classes=tuple("0123456789"),
        image=(8, 8),
        source=SOURCE,
        group="real",
    ),
    **REAL,
    "own": own(MAJORITY),
}


def dataset(data):
    """The data set that the "data" part of an experiment names; one's own is read from its text."""
    if data["name"] != "own":
        return DATASETS[data["name"]]
    features = data["features"]
    return own(
        data["text"],
        data["wanted"],
        features if isinstance(features, str) else tuple(features),
        data["missing"],
    )


@dataclass(frozen=True)
class Samples:
    """The samples to learn from, and those held out for the test. Columns are samples."""

    x: np.ndarray  # (inputs, samples): what the network gets
    y: np.ndarray  # (outputs, samples): what is wanted of it
    x_test: np.ndarray
    y_test: np.ndarray
    shown: np.ndarray  # (columns, samples): what people know of them
    shown_test: np.ndarray
    inputs: Inputs  # from shown to x
    target: Target  # from a wanted number to y, and back


def samples(data, seed=7):
    """The same samples for the same seed. At least one stays for training."""
    kind = dataset(data)
    rng = np.random.default_rng([seed, 1])
    columns, y = kind.make(rng, data["noise"])
    m = columns.shape[1]
    held_out = min(round(data["test_share"] * m), m - 1)
    order = rng.permutation(m)
    test, train = np.sort(order[:held_out]), np.sort(order[held_out:])
    shown, shown_test = columns[:, train], columns[:, test]
    inputs = Inputs(parts(kind, data["features"]), shown, data.get("scale", False))
    scaled_target = kind.kind == "number" and data.get("scale", False)
    target = Target(y[:, train] if scaled_target else None)
    return Samples(
        inputs(shown),
        target(y[:, train]),
        inputs(shown_test),
        target(y[:, test]),
        shown,
        shown_test,
        inputs,
        target,
    )
