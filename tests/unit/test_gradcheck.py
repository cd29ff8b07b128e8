"""The gradient check: silent where the mathematics is right, and right about what is wrong."""

import time

import numpy as np
import pytest

from broken import BROKEN, DB, DW, FILES, UPDATE_B, UPDATE_W, loaded
from chalknet import ACTIVATIONS, Experiment, Layer, Network
from chalknet.experiment import FITS
from chalknet.gradcheck import check

OUTPUT = {"neurons": 1, "activation": "sigmoid"}
HIDDEN = [name for name in ACTIVATIONS if name != "softmax"]
CASES = [
    (depth, hidden, output, loss)
    for depth in (1, 2, 3, 4)
    for hidden in (HIDDEN if depth > 1 else HIDDEN[:1])  # a single layer has nothing hidden
    for loss, fit in FITS.items()
    for output in fit["outputs"]
]


def opened(raw, Experiment=Experiment):
    experiment = Experiment(raw)
    samples = experiment.samples()
    return experiment.network(), samples.x, samples.y


def checked(edits, raw):
    """What the check of the edited code says of the edited code."""
    parts = loaded(edits)
    network, x, y = opened(raw, parts["experiment"].Experiment)
    return parts["gradcheck"].check(network, x, y)


def right(answer):
    assert answer["faults"] == []
    assert answer["agrees"] is True
    assert answer["checked"] > 100


# No false alarm


@pytest.mark.parametrize(("depth", "hidden", "output", "loss"), CASES)
def test_right_code_agrees(depth, hidden, output, loss):
    for seed in range(8):
        rng = np.random.default_rng([depth, seed])
        outputs = int(rng.integers(2 if output == "softmax" else 1, 4))
        sizes = [*rng.integers(1, 10, depth).tolist(), outputs]
        layers = [
            Layer(inputs, neurons, name, rng)
            for inputs, neurons, name in zip(
                sizes, sizes[1:], [hidden] * (depth - 1) + [output], strict=False
            )
        ]
        samples = int(rng.integers(1, 30))  # as of a mini-batch
        y = np.eye(outputs + 1)[:outputs, rng.integers(0, outputs, samples)]
        right(check(Network(layers, loss), rng.standard_normal((sizes[0], samples)), y))


@pytest.mark.parametrize("name", ["xor", "and", "circle", "regression_gaussian", "digits"])
def test_right_code_agrees_before_and_after_training(name):
    network, x, y = opened({"data": {"name": name}})
    right(check(network, x, y))
    network.train(x, y, epochs=20, batch=10)
    right(check(network, x, y))


def test_right_code_agrees_when_all_is_learnt():
    network, x, y = opened({})
    network.set_learning_rate(1)
    network.train(x, y, epochs=20000)
    assert network.costs[-1] < 1e-3
    right(check(network, x, y))


@pytest.mark.parametrize("weight", [0, 1e-9, 1e9, np.nan])
@pytest.mark.parametrize("activation", HIDDEN)
def test_the_weights_do_not_matter(activation, weight):
    """All slopes 0, saturated, at relu's corner, diverged."""
    network, x, y = opened({"layers": [{"neurons": 3, "activation": activation}, OUTPUT]})
    for layer in network.layers:
        layer.W = np.full_like(layer.W, weight)
    right(check(network, x, y))


def test_deep_relus_that_may_all_be_shut():
    layers = [{"neurons": 1, "activation": "relu"}] * 7 + [OUTPUT]
    right(check(*opened({"layers": layers})))


def other(file, *changes):
    """{file: its text with changes}, right ones."""
    text = (FILES / file).read_text()
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return {file: text}


def renamed():
    text = (FILES / "layer.py").read_text()
    for old, new in (("dZ", "delta"), ("dW", "grad_W"), ("db", "grad_b")):
        text = text.replace(old, new)
    return {"layer.py": text}


DLOSS = "dA = self.d_loss(y, A)"
COST = "return 1 / m * np.sum(self.loss(y, A))"
SLOT = "        self.activation = activation\n"
OWN = """
import numpy as np
def swish(x):
    return x / (1 + np.exp(-x))
def d_swish(x):
    s = 1 / (1 + np.exp(-x))
    return s + x * s * (1 - s)
def leaky(x):
    return np.where(x > 0, x, 0.1 * x)
def d_leaky(x):
    return np.where(x > 0, 1, 0.1)
def absolute(y, a):
    return np.abs(a - y)
def d_absolute(y, a):
    return np.sign(a - y)
"""


def momentum(share):
    v = "self.{0} = 0.9 * self.{0} + " + share + " * {1}\n        "
    return other(
        "layer.py",
        (SLOT, f"{SLOT}        self.v = self.u = 0.0\n"),
        (UPDATE_W, v.format("v", "dW") + UPDATE_W.replace("dW", "self.v")),
        (UPDATE_B, v.format("u", "db") + UPDATE_B.replace("db", "self.u")),
    )


ALSO_RIGHT = {
    "in place": other(
        "layer.py",
        (UPDATE_W, "self.W -= self.learning_rate * dW"),
        (UPDATE_B, "self.b -= self.learning_rate * db"),
    ),
    "other names": renamed(),
    "no name for dW": other(
        "layer.py",
        (DW, "pass"),
        (UPDATE_W, "self.W = self.W - self.learning_rate * np.dot(dZ, self.A1.T) / dZ.shape[1]"),
    ),
    "divided by m before": other(
        "layer.py",
        (DW, "dW = np.dot(dZ, self.A1.T)"),
        (DB, "db = np.sum(dZ, axis=1, keepdims=True)"),
    )
    | other("network.py", (DLOSS, f"{DLOSS} / y.shape[1]")),
    "A - y straight to dZ": other(
        "layer.py", ('if self.activation == "softmax":', 'if self.activation == "sigmoid":'),
        ("dZ = self.d_act(self.Z, dA)", "dZ = dA"),
    )
    | other("network.py", (DLOSS, "dA = A - y")),
    "weight decay": other(
        "layer.py", (UPDATE_W, f"dW = dW + 0.02 * self.W\n        {UPDATE_W}")
    )
    | other(
        "network.py", (COST, COST + " + 0.01 * sum(np.sum(one.W**2) for one in self.layers)")
    ),
    "one number for a derivative": other("functions.py", ("return np.ones_like(x)", "return 1")),
    "functions of one's own": {"own.py": OWN},
    "momentum": momentum("1"),
    "momentum as a mean": momentum("0.1"),
}  # fmt: skip


@pytest.mark.parametrize("way", ALSO_RIGHT)
@pytest.mark.parametrize("data", ["xor", "and"])
def test_other_ways_are_right_too(way, data):
    parts = loaded(ALSO_RIGHT[way])
    network, x, y = opened({"data": {"name": data}}, parts["experiment"].Experiment)
    network.train(x, y, epochs=3)
    right(parts["gradcheck"].check(network, x, y))


# The network stays as it is


@pytest.mark.parametrize("mistake", [None, *BROKEN[:3], BROKEN[13]], ids=str)
def test_the_network_is_unchanged(mistake):
    parts = loaded(mistake.edits() if mistake else {})
    network, x, y = opened({}, parts["experiment"].Experiment)
    network.feedforward(x)
    before = snapshot(network)
    random = np.random.get_state()[1].copy()
    parts["gradcheck"].check(network, x, y)
    assert snapshot(network) == before
    assert (np.random.get_state()[1] == random).all()


def snapshot(network):
    """All of it as bytes and texts."""
    layers = [
        {
            name: (value.tobytes(), id(value)) if isinstance(value, np.ndarray) else value
            for name, value in vars(layer).items()
        }
        for layer in network.layers
    ]
    good = [(W.tobytes(), b.tobytes()) for W, b in network.good]
    return layers, good, list(network.costs), str(network.rng.bit_generator.state)


def test_it_is_quick():
    network, x, y = opened({})
    check(network, x, y)
    start = time.process_time()
    check(network, x, y)
    assert time.process_time() - start < 0.1


def test_what_the_code_prints_is_not_repeated(capsys):
    edits = other("layer.py", ("self.A1 = A1", "print(A1); self.A1 = A1"))
    right(checked(edits, {}))
    assert capsys.readouterr().out == ""


# What is wrong


def where_it_shows(mistake):
    return {"data": {"name": "digits"}} if "softmax" in mistake.mistake else {}


@pytest.mark.parametrize("mistake", BROKEN, ids=lambda broken: broken.mistake)
def test_broken_code_is_named(mistake):
    answer = checked(mistake.edits(), where_it_shows(mistake))
    assert answer["agrees"] is False
    (fault,) = answer["faults"]  # the root, and nothing that follows from it
    assert (fault["what"], fault["cause"]) == (mistake.what, mistake.cause)
    assert (fault["file"], fault["line"]) == (mistake.file, mistake.line())
    assert fault["name"] == mistake.name
    assert fault["sentence"].startswith(mistake.name or mistake.what)
    assert set(fault) == {"what", "layer", "name", "file", "line", "size", "cause", "sentence"}


def test_the_ten_usual_mistakes_are_among_them():
    assert len({mistake.cause for mistake in BROKEN if mistake.ten}) >= 10


LAYERS = {
    "one layer": {"data": {"name": "and"}},
    "softmax": {"data": {"name": "digits"}},
    "mini-batches": {"data": {"name": "circle"}},
    "square W": {"layers": [{"neurons": 2, "activation": "tanh"}] * 2 + [OUTPUT]},
    "deep": {"layers": [{"neurons": 5, "activation": name} for name in HIDDEN[:4]] + [OUTPUT]},
    "smooth": {"layers": [{"neurons": 5, "activation": name} for name in HIDDEN[4:]] + [OUTPUT]},
}


def shows(mistake, network):
    """In a layer of one neuron, all sums of its dZ are the same."""
    return network != "one layer" or mistake.cause not in ("no_keepdims", "no_axis")


@pytest.mark.parametrize(
    ("mistake", "network"),
    [(m, name) for m in BROKEN for name in LAYERS if m.ten and shows(m, name)],
    ids=lambda value: getattr(value, "mistake", value),
)
def test_the_ten_are_named_in_any_network(mistake, network):
    (fault,) = checked(mistake.edits(), LAYERS[network])["faults"]
    assert (fault["cause"], fault["line"]) == (mistake.cause, mistake.line())


def sentence_of(mistake, raw):
    (fault,) = checked(mistake.edits(), raw)["faults"]
    return fault["sentence"], fault["layer"], fault["size"]


def test_sentences():
    by_name = {mistake.mistake: mistake for mistake in BROKEN}
    assert sentence_of(
        by_name["missing 1/m"], {"layers": [{"neurons": 1, "activation": "sigmoid"}]}
    ) == (
        "dW of layer 1 is 4 times too large: did you divide by m, the number of samples?",
        0,
        "off by a factor of 4",
    )
    assert sentence_of(by_name["no keepdims"], {}) == (
        "db of layer 1 is (3,) but should be (3, 1): is keepdims=True missing?",
        0,
        "(3,) instead of (3, 1)",
    )
    assert sentence_of(by_name["missing transpose"], {}) == (
        "dA1 of layer 2 cannot be calculated: np.dot of (1, 3) · (1, 4) does not fit. "
        "Is .T missing at self.W?",
        1,
        "ValueError",
    )
    assert sentence_of(by_name["a learning rate written in"], {}) == (
        "W of every layer moves by 0.1 · dW whatever the learning rate is.",
        None,
        "a rate of 0.1",
    )


def test_two_mistakes_are_both_named():
    edits = other("layer.py", (DW, "dW = np.dot(dZ, self.A1.T)"), (DB, "db = -" + DB[5:]))
    faults = checked(edits, {})["faults"]
    assert [(fault["what"], fault["cause"]) for fault in faults] == [
        ("dW", "missing_mean"),
        ("db", "sign"),
    ]


def test_a_wrong_derivative_that_is_not_in_use_is_named_too():
    edits = other("functions.py", ("return np.ones_like(x)", "return 2 * np.ones_like(x)"))
    edits |= other("layer.py", (DW, "dW = np.dot(dZ, self.A1.T)"))
    faults = checked(edits, {})["faults"]
    assert [fault["name"] for fault in faults] == ["d_linear", None]


def test_a_function_that_fails_is_named_once():
    edits = other("functions.py", ("return np.tanh(x)", "return np.tanh(z)"))
    (fault,) = checked(edits, {})["faults"]
    assert fault["name"] == "tanh"
    assert fault["sentence"].startswith("tanh cannot be calculated. There is nothing called z")


def test_ones_own_function_is_checked_by_its_name():
    own = OWN.replace("s + x * s * (1 - s)", "s + x * s").replace(
        "np.sign(a - y)", "-np.sign(a - y)"
    )
    swish, absolute = checked({"own.py": own}, {})["faults"]
    assert (swish["name"], swish["file"], swish["line"]) == ("d_swish", "own.py", 7)
    assert (absolute["name"], absolute["cause"]) == ("d_absolute", "sign")


def test_cost_that_is_no_number():
    edits = other("network.py", (COST, "return np.nan"))
    (fault,) = checked(edits, {})["faults"]
    assert (fault["what"], fault["cause"]) == ("cost", "not_finite")
