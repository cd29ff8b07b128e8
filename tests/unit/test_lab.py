"""The Lab's answers, as the page asks for them."""

import numpy as np
import pytest

from chalknet import Experiment, Lab, Layer, Network
from chalknet.datasets import DATASETS
from chalknet.message import pack, unpack

CIRCLE = {"data": {"name": "circle"}}
QUICK = {"training": {"epochs": 3}}


def opened(experiment):
    lab = Lab()
    answer = lab.open(experiment)
    assert answer["problems"] == []
    return lab


def same(a, b):
    """Equal answers, arrays and all."""
    return pack(a) == pack(b)


def unlike_undo(state):
    """A state without the count of what can be undone."""
    return {key: value for key, value in state.items() if key != "undo"}


@pytest.mark.parametrize("name", DATASETS)
def test_shapes(name):
    experiment = {"data": {"name": name, "test_share": 0.25}}
    lab = Lab()
    answer = lab.open(experiment)
    assert set(answer) == {"experiment", "problems", "kept", "data", "state"}
    assert answer["experiment"] == Experiment(experiment).settings
    data, dataset = answer["data"], DATASETS[name]
    d, k = len(lab.samples.inputs.titles), len(dataset.outputs)
    assert len(data["inputs"]) == d
    m, held_out = data["x"].shape[1], data["x_test"].shape[1]
    assert data["name"] == name
    assert data["title"] == dataset.title
    assert data["kind"] == dataset.kind
    assert data["x"].shape == (d, m)
    assert data["y"].shape == (k, m)
    assert data["x_test"].shape == (d, held_out)
    assert data["y_test"].shape == (k, held_out)

    state = lab.train(1)
    assert set(state) == {
        *("epoch", "step", "steps_into_epoch", "steps_per_epoch", "finished", "stopped", "undo"),
        *("cost", "test_cost", "costs_from", "costs", "test_costs", "weights"),
        *("outputs", "read", "right", "right_count"),
        *("outputs_test", "read_test", "right_test", "right_test_count"),
        *("maps", "input_maps", "weight_pictures", "winner", "sure"),
        *("learning_rate", "history", "engine"),
    }
    inputs = d
    for layer, weights in zip(answer["experiment"]["layers"], state["weights"], strict=True):
        assert weights["W"].shape == (layer["neurons"], inputs)
        assert weights["b"].shape == (layer["neurons"], 1)
        inputs = layer["neurons"]
    assert state["outputs"].shape == (k, m)
    assert state["outputs_test"].shape == (k, held_out)
    assert state["costs"].shape == state["test_costs"].shape == (1,)
    if dataset.kind == "classes":
        for which, count in [("", m), ("_test", held_out)]:
            wanted, read = data[f"wanted{which}"], state[f"read{which}"]
            assert wanted.shape == read.shape == (count,)
            assert wanted.dtype == read.dtype == np.int32
            assert state[f"right{which}"].dtype == np.uint8
            assert (state[f"right{which}"] == (wanted == read)).all()
            assert state[f"right{which}_count"] == np.sum(wanted == read)
    else:
        for empty in ("read", "read_test", "right", "right_test", "right_count"):
            assert state[empty] is None
        assert data["wanted"] is data["wanted_test"] is None
    for fine, resolution in [(False, 40), (True, 100)]:
        state = lab.state(fine=fine)
        if dataset.image:
            neurons = answer["experiment"]["layers"][0]["neurons"]
            assert state["maps"] is state["input_maps"] is data["domain"] is None
            assert data["image"] == [8, 8]
            assert state["weight_pictures"].shape == (neurons, 8, 8)
            assert state["weight_pictures"].dtype == np.uint8
        else:
            assert data["image"] is state["weight_pictures"] is None
            for layer, maps in zip(answer["experiment"]["layers"], state["maps"], strict=True):
                assert maps.shape == (layer["neurons"], resolution, resolution)
                assert maps.dtype == np.uint8
            assert state["input_maps"].shape == (d, resolution, resolution)
    back = unpack(*pack(answer))
    assert (back["data"]["x"] == data["x"]).all()


def test_slices_are_one_training():
    experiment = CIRCLE | QUICK
    network = Experiment(experiment).network()
    s = Experiment(experiment).samples()
    network.train(s.x, s.y, epochs=3, batch=10)

    sliced = opened(experiment)
    slices = 0
    while not sliced.train(3, seconds=0)["finished"]:  # no time at all: one step each
        slices += 1
        sliced.state(fine=True)  # looking changes nothing
    assert slices == 3 * 25 - 1
    whole = opened(experiment)
    whole.train(3)
    stepped = opened(experiment)
    for _ in range(75):
        stepped.step()
    for lab in (sliced, whole, stepped):
        assert lab.network.costs == network.costs
        assert same(unlike_undo(lab.state()), unlike_undo(whole.state()))
        for ours, theirs in zip(lab.network.layers, network.layers, strict=True):
            assert (ours.W == theirs.W).all()


def test_a_rest_in_the_middle_of_an_epoch():
    lab = opened(CIRCLE)
    state = lab.step()
    assert (state["epoch"], state["step"]) == (0, 1)
    assert (state["steps_into_epoch"], state["steps_per_epoch"]) == (1, 25)
    assert len(state["costs"]) == len(state["test_costs"]) == 0
    for _ in range(24):
        state = lab.step()
    assert (state["epoch"], state["step"], state["steps_into_epoch"]) == (1, 25, 0)
    assert len(state["costs"]) == len(state["test_costs"]) == 1


def test_costs_are_before_each_update_and_cost_is_now():
    lab = opened({"data": {"test_share": 0.25}})
    first = lab.state()
    later = lab.train(2)
    assert later["costs"][0] == first["cost"]
    assert later["test_costs"][0] == first["test_cost"]
    assert lab.train(3)["costs"][2] == later["cost"]


def test_since_cuts_the_costs():
    lab = opened({})
    lab.train(10)
    state = lab.state(since=7)
    assert state["costs_from"] == 7
    assert (state["costs"] == lab.costs()["costs"][7:]).all()
    assert len(lab.state(since=99)["costs"]) == 0


def test_no_test_samples():
    state = opened({}).train(2)
    assert state["test_cost"] is None
    assert state["test_costs"].shape == (0,)
    assert state["outputs_test"].shape == (1, 0)
    assert state["right_test_count"] == 0


def test_finished():
    lab = opened(QUICK)
    assert not lab.train(2)["finished"]
    assert lab.train(3)["finished"]
    assert lab.train(5)["epoch"] == 5  # who asks for more gets more


def test_the_same_network_at_another_pace_is_kept():
    lab = opened({})
    lab.train(10)
    W = lab.network.layers[0].W
    answer = lab.open({"training": {"learning_rate": 0.5, "batch": 2, "epochs": 20}})
    assert answer["kept"]
    assert answer["state"]["epoch"] == 10
    assert len(answer["state"]["costs"]) == 10
    assert lab.network.layers[0].W is W
    assert {layer.learning_rate for layer in lab.network.layers} == {0.5}
    assert answer["state"]["steps_per_epoch"] == 2
    assert lab.train(11)["step"] == 10 + 2


@pytest.mark.parametrize(
    "change",
    [
        {"seed": 8},
        {"data": {"name": "and"}},
        {"data": {"noise": 0.1}},
        {"layers": [{"neurons": 1, "activation": "sigmoid"}]},
        {"loss": "squared_error"},
    ],
)
def test_anything_else_is_a_new_network(change):
    lab = opened({})
    lab.train(10)
    answer = lab.open(change)
    assert not answer["kept"]
    assert answer["state"]["epoch"] == 0
    assert same(answer, Lab().open(change))


def test_another_batch_holds_from_the_next_epoch():
    lab = opened(CIRCLE)
    lab.step()
    answer = lab.open(CIRCLE | {"training": {"batch": "all"}})
    assert answer["kept"]
    assert answer["state"]["steps_per_epoch"] == 25
    assert lab.train(1)["step"] == 25
    assert lab.train(2)["step"] == 26


def test_reset_is_the_same_start():
    lab = Lab()
    first = lab.open(CIRCLE)
    lab.train(2)
    lab.step()
    assert same(lab.reset(), first)


def test_problems_fall_back_and_are_said():
    answer = Lab().open({"seed": "seven", "training": {"epochs": 5}})
    assert answer["experiment"]["seed"] == 7
    assert answer["experiment"]["training"]["epochs"] == 5
    assert [problem["path"] for problem in answer["problems"]] == ["seed"]


def test_predict():
    lab = opened({})
    lab.train(1500)
    answer = lab.predict([[0, 0, 1, 1], [0, 1, 0, 1]])
    assert answer["read"].tolist() == [0, 1, 1, 0]
    assert (answer["outputs"] == lab.state()["outputs"]).all()
    assert [A.shape for A in answer["activations"]] == [(3, 4), (1, 4)]
    assert (answer["activations"][-1] == answer["outputs"]).all()


def test_output_map_shows_what_the_network_says():
    lab = opened({})
    state = lab.train(1500)
    assert lab.open({})["data"] is None  # the same as before
    assert lab.data()["domain"] == [(-0.5, 1.5), (-0.5, 1.5)]
    # 40 cells from -0.5 to 1.5: 0 lies between cells 9 and 10, 1 between 29 and 30
    output = state["maps"][-1][0]
    assert output[30, 10] < 50  # (0, 0), bottom left
    assert output[9, 10] > 200  # (0, 1), top left
    assert output[30, 29] > 200
    assert output[9, 29] < 50


def test_noise_that_leaves_the_map_widens_it():
    lab = Lab()
    data = lab.open({"data": {"name": "gaussians", "noise": 0.5}})["data"]
    (low, high), _ = data["domain"]
    assert low == -high < -6
    assert np.max(np.abs(data["x"])) <= high


DIVERGING = {
    "data": {"name": "regression_plane"},
    "layers": [{"neurons": 8, "activation": "relu"}, {"neurons": 1, "activation": "linear"}],
    "training": {"learning_rate": 1000},
}


def test_divergence_is_said_and_the_network_stays():
    lab = opened(DIVERGING)
    state = lab.train(50)
    assert state["stopped"].startswith("Training stopped at epoch 0: the cost has grown")
    assert np.isfinite(state["cost"])
    assert all(np.isfinite(part["W"]).all() for part in state["weights"])
    assert same(lab.train(50), state)  # it stays so ...
    kept = DIVERGING | {"training": {"learning_rate": 1e-6}}
    answer = lab.open(kept)  # ... until something is done about it
    assert answer["kept"]
    assert answer["state"]["stopped"] is None


@pytest.mark.parametrize("name", ["regression_plane", "regression_gaussian"])
def test_after_divergence_a_smaller_rate_learns(name):
    """The weights put back are good ones, so the advice of the message works."""
    training = {"optimizer": "gradient_descent", "learning_rate": 10}
    experiment = {"data": {"name": name}, "init": "randn", "training": training}
    lab = opened(experiment)
    first = lab.state()["cost"]
    assert lab.train(50)["stopped"]
    lab.open(experiment | {"training": {"learning_rate": 0.001}})
    state = lab.train(60)
    assert state["stopped"] is None
    assert state["cost"] < 100 * max(1, first)


def test_divergence_by_the_last_step_is_noticed_too():
    lab = opened(DIVERGING)
    for _ in range(100):
        state = lab.step()
        assert np.isfinite(state["cost"])
        if state["stopped"]:
            break
    assert state["stopped"]
    assert not lab.reset()["state"]["stopped"]


def test_a_failure_during_an_update_leaves_the_weights_alone(monkeypatch):
    lab = opened({})
    lab.train(5)
    before = lab.saved()["layers"]
    with monkeypatch.context() as patch:
        patch.setattr(lab.network.layers[0], "d_act", None)  # the second layer is updated before
        with pytest.raises(TypeError):
            lab.step()
    assert same(lab.saved()["layers"], before)
    assert lab.train(6)["costs"].tolist() == opened({}).train(6)["costs"].tolist()


def test_a_saved_run_goes_on_as_if_nothing_had_happened():
    """In the middle of a shuffled epoch, through bytes, into another Lab."""
    experiment = {"data": {"name": "circle"}}
    lab = opened(experiment)
    lab.train(2)
    for _ in range(7):
        lab.step()
    saved = unpack(*pack(lab.saved()))
    other = Lab()
    other.open(experiment, saved)
    for one in (lab, other):
        one.train(5)
    assert lab.network.costs == other.network.costs
    assert lab.test_costs == other.test_costs
    assert same(unlike_undo(lab.state()), unlike_undo(other.state()))


@pytest.mark.parametrize("experiment", [{}, CIRCLE, {"data": {"name": "digits"}}])
def test_steps_are_undone_bit_for_bit(experiment):
    lab = opened(experiment)
    lab.train(1)
    states = [lab.state()]
    for _ in range(30):
        states.append(lab.step())
    for state in reversed(states[:-1]):
        assert same(unlike_undo(lab.undo()["state"]), unlike_undo(state))
    assert lab.undo()["state"]["undo"] == 0  # nothing is left to undo, and nothing happens


class Momentum(Layer):
    """What it keeps is in a dict, and one thing it only gets later."""

    def backprop(self, dA):
        memory = vars(self).setdefault("memory", {"V": np.zeros_like(self.W), "past": []})
        W = self.W
        dA1 = super().backprop(dA)
        memory["V"] *= 0.9
        memory["V"] += self.W - W
        memory["past"].append(float(np.sum(memory["V"])))
        self.W = W + memory["V"]
        return dA1


class Counting(Network):
    """Lowers its learning rate as it goes."""

    def step(self, x, y):
        vars(self).setdefault("seen", []).append(x.shape[1])
        self.pace = getattr(self, "pace", 1.0) * 0.9
        self.set_learning_rate(self.pace)
        return super().step(x, y)


def with_momentum(experiment):
    lab = opened(experiment)
    lab.network.__class__ = Counting
    for layer in lab.network.layers:
        layer.__class__ = Momentum
    return lab


@pytest.mark.parametrize("experiment", [{}, CIRCLE])
def test_what_edited_code_keeps_in_a_dict_or_a_list_is_undone(experiment):
    lab = with_momentum(experiment)
    states = [lab.step() for _ in range(12)]
    for _ in range(11):
        lab.undo()
    assert lab.network.seen == [lab.network.seen[0]]
    assert [len(layer.memory["past"]) for layer in lab.network.layers] == [1] * len(
        lab.network.layers
    )
    for state in states[1:]:
        assert same(lab.step(), state)
    for _ in states:
        lab.undo()
    assert not hasattr(lab.network, "seen")
    assert not hasattr(lab.network.layers[0], "memory")


def test_what_cannot_be_copied_does_not_hinder_a_step():
    lab = opened({})
    lab.network.layers[0].rows = (row for row in range(9))
    lab.step()
    assert lab.undo()["state"]["step"] == 0


def test_undo_keeps_no_copy_of_the_costs():
    lab = opened({})
    lab.train(50)
    costs = list(lab.network.costs)
    lab.step()
    values = [value for name, value in lab.undone[-1].items() if name != "history"]
    assert not any(np.size(value) > 10 for value in values)
    lab.undo()
    assert lab.network.costs == costs


def test_a_step_of_a_stopped_network_is_nothing_to_undo():
    lab = opened({})
    assert lab.step()["undo"] == 1
    lab.stop("The cost is no longer a number.")
    assert lab.step()["undo"] == 1
    assert lab.undo()["state"]["stopped"] is None


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("__init__", {"data": {"name": "circle"}}),
        ("cost", {"data": {"name": "circle"}}),
        ("cost", {"training": {"learning_rate": 0.25}}),
        ("set_learning_rate", {"training": {"learning_rate": 0.25}}),
    ],
)
def test_an_experiment_that_cannot_be_opened_changes_nothing(monkeypatch, name, change):
    lab = opened({"seed": 7})
    lab.train(20)
    lab.step()
    before, state = lab.saved(), lab.state()

    def fails(*arguments):
        raise TypeError("of a learner")

    with monkeypatch.context() as patch:
        patch.setattr(Network, name, fails)
        with pytest.raises(TypeError, match="of a learner"):
            lab.open({"seed": 7, **change})
        with pytest.raises(TypeError, match="of a learner"):
            lab.reset()
    assert same(lab.saved(), before)
    assert same(lab.state(), state)
    assert lab.settings["data"]["name"] == "xor"
    assert {layer.learning_rate for layer in lab.network.layers} == {
        lab.settings["training"]["learning_rate"]
    }


def test_training_on_ends_what_can_be_undone():
    lab = opened({})
    assert lab.step()["undo"] == 1
    assert lab.train(3)["undo"] == 0


def test_a_saved_run_of_another_shape_keeps_what_fits():
    lab = opened({})
    lab.train(10)
    tanh, sigmoid = {"neurons": 3, "activation": "tanh"}, {"neurons": 1, "activation": "sigmoid"}
    wider = {"layers": [tanh, tanh, sigmoid]}
    other = Lab()
    state = other.open(wider, lab.saved())["state"]
    assert state["epoch"] == 0
    assert (other.network.layers[0].W == lab.network.layers[0].W).all()
    assert other.network.layers[1].W.shape == (3, 3)


def test_a_large_network_is_drawn_coarsely_while_it_trains():
    layers = [{"neurons": 64, "activation": "tanh"}, {"neurons": 1, "activation": "sigmoid"}]
    lab = opened({"layers": layers})
    assert lab.train(1)["maps"][0].shape == (64, 20, 20)
    assert lab.state(fine=True)["maps"][0].shape == (64, 100, 100)


def test_one_sample_is_looked_at_in_every_layer():
    lab = opened(CIRCLE)
    for held, outputs in ((False, "outputs"), (True, "outputs_test")):
        seen = lab.look_at(3, held)
        assert [Z.shape for Z in seen["sums"]] == [(4, 1), (2, 1), (1, 1)]
        assert seen["activations"][-1] == pytest.approx(lab.state()[outputs][:, 3:4], abs=1e-15)
        assert np.tanh(seen["sums"][0]) == pytest.approx(seen["activations"][0], abs=1e-15)


def test_a_rehearsal_changes_nothing():
    lab = opened(CIRCLE)
    lab.step()
    before = lab.saved()
    lab.rehearse()
    assert same(lab.saved(), before)


def test_our_own_failures_are_raised():
    with pytest.raises(AttributeError):
        Lab().train(5)
    with pytest.raises(ValueError, match="reshape"):
        opened({}).read_drawing(np.zeros(5))
