"""The notebook trains again what the page trained, in a kernel that has NumPy and no Chalknet."""

import json
import os
from pathlib import Path

import nbclient
import nbformat
import numpy as np
import pytest

from chalknet import loader
from chalknet.export.notebook import run as run_cells
from export_cases import (
    ALL_FEATURES,
    CASES,
    FEW,
    exported,
    lab_of,
    layers,
    predictions,
    text_of,
    trained,
)

# Says what it predicts, and that it stands on its own feet
ASK = """\
import json, sys
print(json.dumps([predict(columns).tolist(), "chalknet" in sys.modules, len(costs)]))"""


def told(lab):
    """(answers of ASK before the page's weights are put in and at the end, all that was printed)"""
    book = nbformat.reads(text_of(lab, "notebook"), 4)
    nbformat.validate(book)
    assert (book.nbformat, book.nbformat_minor) == (4, 5)
    same = next(i for i, cell in enumerate(book.cells) if cell.id.endswith("-same"))
    ask = nbformat.v4.new_code_cell
    book.cells[same + 1 : same + 1] = [ask(ASK)]
    book.cells.append(ask(ASK))
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    client = nbclient.NotebookClient(book, timeout=120, kernel_name="python3")
    client.execute(env=environment)
    printed = {
        cell.id: "".join(out.text for out in cell.outputs if out.output_type == "stream")
        for cell in book.cells
        if cell.cell_type == "code"
    }
    answers = [json.loads(printed[cell.id]) for cell in (book.cells[same + 1], book.cells[-1])]
    assert not any(chalknet for _, chalknet, _ in answers)
    return answers, "\n".join(printed.values())


def source(lab):
    """All the code and the words."""
    cells = json.loads(text_of(lab, "notebook"))["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells)


CODE = ("functions", "steps", "layer", "data", "network", "training", "predict")


def in_here(lab):
    """The names that the notebook defines, run without a kernel."""
    cells = json.loads(text_of(lab, "notebook"))["cells"]
    parts = [(c["cell_type"], c["id"].partition("-")[2], "".join(c["source"])) for c in cells]
    names = [name for _, name, _ in parts]
    begun = ("weights",) if names.index("weights") < names.index("training") else ()
    return run_cells(parts, *CODE, *begun)


@pytest.mark.filterwarnings("default")  # of Jupyter's own
def test_a_kernel_trains_it_again():
    """All at once: features, batches, Adam, a schedule, a regularization, first weights by He."""
    lab = lab_of(
        {
            "data": {"name": "circle", "features": ALL_FEATURES},
            "layers": layers("6 swish, 3 tanh, 1 sigmoid"),
            "init": "he",
            "training": {
                "optimizer": "adam",
                "learning_rate": 0.02,
                "schedule": "cosine",
                "batch": 16,
                "epochs": 30,
                "regularization": "l2",
                "regularization_rate": 0.001,
            },
        },
        epochs=25,
    )
    ((again, _, epochs), (at_the_end, _, _)), printed = told(lab)
    assert epochs == 25
    assert np.allclose(again, predictions(lab), rtol=0, atol=1e-12)
    assert np.allclose(at_the_end, predictions(lab), rtol=0, atol=1e-12)
    right = lab.look()["right_count"]
    held = lab.look()["right_test_count"]
    assert f"Learnt from: {right} of 250 right" in printed
    assert f"Held out: {held} of 250 right" in printed


@pytest.mark.filterwarnings("default")
def test_a_kernel_goes_on_from_the_pages_weights():
    """A number, categories, scaled; the learning rate was changed midway."""
    lab = lab_of(CASES["penguin mass"])
    lab.open({**lab.settings, "training": {**lab.settings["training"], "learning_rate": 0.02}})
    lab.train(6)
    assert "Something was changed during the run" in source(lab)
    ((first, _, epochs), (last, _, _)), _ = told(lab)
    assert epochs == 6  # the page's costs are there
    assert first == last
    assert np.allclose(first, predictions(lab), rtol=1e-12, atol=0)


@pytest.mark.filterwarnings("default")
def test_a_kernel_runs_the_learners_own_code():
    slower = lesson("layer.py").replace("self.W - self", "self.W - 0.5 * self")
    lab = edited({"own.py": OWN, "layer.py": slower})
    ((again, _, _), (last, _, _)), _ = told(lab)
    assert np.allclose(again, predictions(lab), rtol=0, atol=1e-12)
    assert np.allclose(last, predictions(lab), rtol=0, atol=1e-12)


OPTIMIZERS = ["gradient_descent", "momentum", "nesterov", "rmsprop", "adam"]
TRAININGS = [
    *({"optimizer": name, "learning_rate": 0.01} for name in OPTIMIZERS),
    *({"schedule": name} for name in ("step", "exponential", "cosine")),
    *({"regularization": name, "regularization_rate": 0.1} for name in ("l1", "l2")),
    {"batch": 7},
    {"batch": "all"},
    {"batch": 10000},
]


@pytest.mark.parametrize("training", TRAININGS, ids=str)
def test_every_way_of_training_is_told(training):
    lab = lab_of({"data": {"name": "circle"}, "training": training})
    names = in_here(lab)
    assert names["costs"] == pytest.approx(lab.network.costs, rel=1e-12)
    for here, there in zip(names["layers"], lab.network.layers, strict=True):
        assert np.allclose(here.W, there.W, rtol=0, atol=1e-12)
    assert "trained weights" not in source(lab)


@pytest.mark.parametrize("init", ["randn", "zeros", "xavier", "he"])
def test_every_way_to_begin_is_told(init):
    lab = lab_of({"data": {"name": "moons"}, "init": init})
    assert in_here(lab)["costs"] == pytest.approx(lab.network.costs, rel=1e-12)


@pytest.mark.parametrize("name", CASES)
def test_every_experiment_is_told(name):
    lab = trained(name)
    names = in_here(lab)
    assert names["costs"] == pytest.approx(lab.network.costs, rel=1e-9)
    size = max(1, np.max(np.abs(predictions(lab))))
    got = names["predict"](lab.samples.shown)
    assert np.max(np.abs(got - predictions(lab))) <= 1e-12 * size
    assert np.allclose(names["x"], lab.samples.x, rtol=0, atol=1e-12)
    assert np.allclose(names["y"], lab.samples.y, rtol=0, atol=1e-12)


@pytest.mark.parametrize("name", FEW)
def test_only_the_functions_that_are_used(name):
    lab = trained(name)
    text = source(lab)
    used = {layer["activation"] for layer in lab.settings["layers"]} | {lab.settings["loss"]}
    for function in ("tanh", "relu", "gelu", "logloss", "squared_error", "cross_entropy", "Adam"):
        kept = f"def {function}(" in text or f"class {function}" in text
        wanted = function in used or (
            function == "Adam" and lab.settings["training"]["optimizer"] == "adam"
        )
        assert kept == wanted, function
    assert "from chalknet" not in text


def test_why_it_cannot_be_trained_again():
    lab = lab_of({"data": {"name": "circle"}})
    lab.step()
    assert "The run stands in the middle of an epoch" in source(lab)

    lab = lab_of({"data": {"name": "circle"}})
    lab.set_weight(0, 0, 0, 2.5)
    assert "Something was changed during the run" in source(lab)
    assert np.allclose(in_here(lab)["predict"](lab.samples.shown), predictions(lab), atol=1e-12)

    lab = lab_of({"loss": "squared_error", "layers": layers("3 relu, 1 linear")}, epochs=0)
    lab.open({**lab.settings, "training": {**lab.settings["training"], "learning_rate": 1000}})
    lab.train(50)
    assert lab.stopped
    assert "the cost ran away" in source(lab)


def test_back_in_time_it_is_told_up_to_there():
    lab = lab_of({"data": {"name": "circle"}}, epochs=9)
    assert lab.rewind(4)["arrived"]
    names = in_here(lab)
    assert len(names["costs"]) == 4
    assert np.allclose(names["predict"](lab.samples.shown), predictions(lab), atol=1e-12)


def test_before_any_training():
    lab = lab_of({}, epochs=0)
    assert in_here(lab)["costs"] == []


# With a learner's edits

OWN = '''\
import math

import numpy as np

from chalknet.functions import sigmoid

WIDTH = 2.0 * math.pi


def near(x):
    return np.exp(-np.square(x) / WIDTH)


def bump(x):
    """Mine."""
    return near(x) + 0 * sigmoid(x)


def d_bump(x):
    return -2 * x / WIDTH * near(x)
'''


@pytest.fixture(autouse=True)
def as_before():
    before = loader.chalknet_modules()
    yield
    loader.put_back(before)


def lesson(name):
    return Path(loader.__file__).with_name(name).read_text("utf-8")


def edited(files, raw=None, epochs=3):
    lab = loader.fresh(files)["lab"].Lab()
    activation = "bump" if "own.py" in files else "tanh"
    lab.open(raw or {"data": {"name": "circle"}, "layers": layers(f"4 {activation}, 1 sigmoid")})
    lab.train(epochs)
    return lab


def test_own_functions_go_along_with_what_they_need():
    lab = edited({"own.py": OWN})
    script = text_of(lab, "script")
    assert "import math" in script
    assert "WIDTH = 2.0 * math.pi" in script
    assert '"""Mine."""' in script
    assert "d_bump" not in script  # it only predicts
    names = {"__name__": "script"}
    exec(script, names)
    assert np.allclose(names["predict"](lab.samples.shown), predictions(lab), atol=1e-12)


def test_onnx_has_no_operator_for_an_own_function():
    lab = edited({"own.py": OWN})
    with pytest.raises(ValueError, match="ONNX has no operator for your own activation bump"):
        exported(lab, "onnx")


def test_an_activation_of_the_lesson_that_was_edited():
    text = lesson("functions.py").replace("    return np.tanh(x)", "    return np.tanh(2 * x)")
    lab = edited({"functions.py": text})
    names = {"__name__": "script"}
    exec(text_of(lab, "script"), names)
    assert np.allclose(names["predict"](lab.samples.shown), predictions(lab), atol=1e-12)
    with pytest.raises(ValueError, match="computes something else than the activations"):
        exported(lab, "onnx")


def test_an_edited_layer_goes_along_in_the_notebook_only():
    text = lesson("layer.py").replace("self.A1) + self.b", "self.A1) + self.b + 0.25")
    lab = edited({"layer.py": text})
    assert "self.b + 0.25" in source(lab)
    names = in_here(lab)
    assert np.allclose(names["predict"](lab.samples.shown), predictions(lab), atol=1e-12)
    assert names["costs"] == pytest.approx(lab.network.costs, rel=1e-12)
    for kind in ("script", "json", "npz", "onnx"):
        with pytest.raises(ValueError, match=r"computes something else.*take the notebook"):
            exported(lab, kind)


def test_an_edited_network_is_not_told_so_the_weights_are():
    text = lesson("network.py").replace("dA = self.d_loss(y, A)", "dA = 3 * self.d_loss(y, A)")
    lab = edited({"network.py": text})
    assert "The code that ran on the page does more than the code" in source(lab)
    assert np.allclose(in_here(lab)["predict"](lab.samples.shown), predictions(lab), atol=1e-12)


def test_an_edited_feedforward_of_the_network_goes_nowhere():
    text = lesson("network.py").replace("A = layer.feed", "A = 0.9 * layer.feed")
    lab = edited({"network.py": text})
    with pytest.raises(ValueError, match=r"something else than layer after layer.*network\.py"):
        exported(lab, "notebook")


def test_a_function_without_a_def():
    text = lesson("functions.py") + '\nACTIVATIONS["tanh"] = (lambda x: x, lambda x: 1 + 0 * x)\n'
    lab = edited({"functions.py": text})
    for kind in ("script", "notebook"):
        with pytest.raises(ValueError, match="The code of your own tanh could not be found"):
            exported(lab, kind)


def test_two_files_that_define_the_same_name():
    text = OWN.replace("def near", "def text").replace("near(", "text(")
    lab = edited({"own.py": text})
    with pytest.raises(ValueError, match=r"shapes\.py and own\.py both define text"):
        exported(lab, "notebook")


def test_code_that_only_runs_in_the_lesson():
    text = OWN.replace("    return near(x)", "    return globals()['near'](x)")
    text = text.replace("near(x) + 0 * sigmoid(x)", "0 * sigmoid(x)")
    lab = edited({"own.py": text})
    with pytest.raises(ValueError, match="would not run"):
        exported(lab, "script")
