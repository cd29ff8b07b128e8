"""The experiment: one JSON object that says everything about a run, and what is wrong with it.

    {}                                      XOR, as in the article
    {"data": {"name": "digits"}}            another data set, with what suits it
    {"training": {"learning_rate": 1}}      larger steps
    {"layers": [{"neurons": 8, "activation": "relu"}, {"neurons": 1, "activation": "sigmoid"}]}
    {"data": {"name": "own", "text": "a,b,y\\n0,0,0\\n1,0,1\\n"}}   a table of one's own
    {"seed": 8}                             other first weights, other shuffles

What is missing takes the default of its data set: see DATASETS for what each suggests.
"""

import json
import math
from copy import deepcopy

import numpy as np

from chalknet.datasets import DATASETS, MAJORITY, dataset, is_plane, samples
from chalknet.functions import ACTIVATIONS, LOSSES
from chalknet.inputs import PLANE, offered, usual
from chalknet.layer import Layer
from chalknet.network import Network
from chalknet.optimizers import INITS, OPTIMIZERS, REGULARIZATIONS, SCHEDULES
from chalknet.table import TableError, read_table, summary

HIDDEN = {"neurons": 4, "activation": "tanh"}  # where a data set suggests no hidden layer

# Every field: what it must be, from `low` to `high` or one of `choices`
RULES = {
    "version": {"kind": "choice", "choices": [1]},
    "seed": {"kind": "whole", "low": 0, "high": 2**32 - 1},
    "data.name": {"kind": "choice", "choices": list(DATASETS)},
    "data.noise": {"kind": "number", "low": 0, "high": 0.5},
    "data.test_share": {"kind": "number", "low": 0, "high": 0.9},
    "data.scale": {"kind": "choice", "choices": [True, False]},
    "data.missing": {"kind": "choice", "choices": ["drop", "fill"]},
    "layers": {"kind": "list", "low": 1, "high": 8},
    "layers[].neurons": {"kind": "whole", "low": 1, "high": 64},
    "layers[].activation": {"kind": "choice", "choices": list(ACTIVATIONS)},
    "init": {"kind": "choice", "choices": list(INITS)},
    "loss": {"kind": "choice", "choices": list(LOSSES)},
    "training.optimizer": {"kind": "choice", "choices": list(OPTIMIZERS)},
    "training.learning_rate": {"kind": "number", "low": 1e-6, "high": 1000},
    "training.schedule": {"kind": "choice", "choices": list(SCHEDULES)},
    "training.batch": {"kind": "whole", "low": 1, "high": 10000, "choices": ["all"]},
    "training.epochs": {"kind": "whole", "low": 1, "high": 100000},
    "training.regularization": {"kind": "choice", "choices": list(REGULARIZATIONS)},
    "training.regularization_rate": {"kind": "number", "low": 0, "high": 10},
}

# Which output activations and kinds of data a loss can judge. Log loss and cross-entropy take
# logarithms, so the outputs must be probabilities.
FITS = {
    "logloss": {"outputs": ["sigmoid", "softmax"], "kinds": ["classes"]},
    "squared_error": {"outputs": list(ACTIVATIONS), "kinds": ["classes", "number"]},
    "cross_entropy": {"outputs": ["softmax"], "kinds": ["classes"]},
}
# a loss that a learner added to the table: who added it knows what it can judge
ANY = {"outputs": list(ACTIVATIONS), "kinds": ["classes", "number"]}
FITS |= {name: ANY for name in LOSSES if name not in FITS}


class ExperimentError(ValueError):
    """What is wrong with an experiment, a sentence a line. `problems` has them with their paths."""

    def __init__(self, problems):
        super().__init__("\n".join(problem["message"] for problem in problems))
        self.problems = problems


class Experiment:
    """A valid experiment. Experiment({...}) raises ExperimentError with all sentences at once."""

    def __init__(self, raw):
        clean, problems = self.check(raw)
        if problems:
            raise ExperimentError(problems)
        self.settings = clean

    @staticmethod
    def check(raw):
        """(a complete and valid experiment, the problems). A wrong field takes its default."""
        return Checker().check(raw)

    def dataset(self):
        return dataset(self.settings["data"])

    def samples(self):
        """The training and test samples."""
        return samples(self.settings["data"], self.settings["seed"])

    def network(self, inputs=None):
        """A new network: the weights are the seed's. `inputs`: how many, if that is known."""
        settings = self.settings
        rng = np.random.default_rng(settings["seed"])
        if inputs is None:
            inputs = len(self.samples().x)
        layers = []
        for spec in settings["layers"]:
            layer = Layer(inputs, spec["neurons"], spec["activation"], rng, settings["init"])
            layers.append(layer)
            inputs = spec["neurons"]
        network = Network(layers, settings["loss"], np.random.default_rng([settings["seed"], 2]))
        train_by(network, settings["training"])
        return network

    def __repr__(self):
        s = self.settings
        layers = " -> ".join(f"{layer['neurons']} {layer['activation']}" for layer in s["layers"])
        return f"Experiment({s['data']['name']}: {layers}, {s['loss']}, seed {s['seed']})"


def train_by(network, training, before=None):
    """Training goes on by these settings; `before` are those that held so far, if any did."""
    name, regularization = training["optimizer"], training["regularization"]
    pull = training["regularization_rate"] if regularization != "none" else 0
    plain = name == "gradient_descent" and not pull
    for layer in network.layers:
        made = None if plain else OPTIMIZERS[name](regularization, pull)
        if made and before and name == before["optimizer"] and layer.optimizer:
            vars(made).update(layer.optimizer.memory())
        layer.optimizer = made
    rate, schedule, epochs = (training[k] for k in ("learning_rate", "schedule", "epochs"))
    network.set_learning_rate(rate, schedule, epochs)


def suggested(name, data=None):
    """The complete experiment that a data set suggests: the one called `name`, or `data` itself."""
    data = data or DATASETS[name]
    parts = deepcopy(data.suggestion)
    more = {"features": usual(data)}
    if data.scaled:
        more["scale"] = True
    if name == "own":
        more |= {"text": MAJORITY, "wanted": "majority", "missing": "drop"}
    return {
        "version": 1,
        "seed": 7,
        "data": {"name": name, **parts["data"], **more},
        "layers": parts["layers"],
        "init": parts["init"],
        "loss": parts["loss"],
        "training": parts["training"],
    }


class Checker:
    """Goes through an experiment from top to bottom and collects what is wrong."""

    def __init__(self):
        self.problems = []

    def check(self, raw):
        raw = self.object(raw, "experiment", {})
        given = self.object(raw.get("data", {}), "data", {})
        data, kind = self.data(given)
        default = suggested(data["name"], kind)
        self.unknown(raw, "", default)
        self.unknown(given, "data", default["data"])
        training = self.object(raw.get("training", {}), "training", {})
        self.unknown(training, "training", default["training"])
        layers = self.layers(raw, default, kind)
        clean = {
            "version": self.field(raw, "version", 1),
            "seed": self.field(raw, "seed", default["seed"]),
            "data": data,
            "layers": layers,
            "init": self.field(raw, "init", default["init"]),
            "loss": self.loss(raw, default, layers[-1]["activation"], kind.kind),
            "training": {
                key: self.field(training, f"training.{key}", value)
                for key, value in default["training"].items()
            },
        }
        return clean, self.problems

    def data(self, given):
        """(the complete "data", its data set)"""
        name = self.field(given, "data.name", "xor")
        usual_data = suggested(name)["data"]
        data = {"name": name}
        for key in ("noise", "test_share", "scale", "missing"):
            if key in usual_data:
                data[key] = self.field(given, f"data.{key}", usual_data[key])
        if name == "own":
            return self.own_data(given, data)
        kind = DATASETS[name]
        features = self.features(given, list(offered(kind)), usual_data["features"])
        return data | {"features": features}, kind

    def own_data(self, given, data):
        """A table of one's own; if there is something wrong with it, the one it has by default."""
        text = given.get("text", MAJORITY)
        if not isinstance(text, str):
            self.wrong("data.text", "a table as text, a row a line", text)
            text = MAJORITY
        text = text.encode("utf-8", "replace").decode("utf-8")  # half a character is none
        try:
            table = read_table(text)
            guess = summary(table)["wanted"]
            wanted = given.get("wanted") or guess
            if wanted not in table.names:
                self.wrong("data.wanted", one_of(table.names), wanted)
                wanted = guess
            others = tuple(name for name in table.names if name != wanted)
            plane = is_plane(table, others)
            known = [name for name, *_ in PLANE] if plane else others
            features = self.features(given, known, ["x1", "x2"] if plane else "all")
            data |= {"features": features, "text": text, "wanted": wanted}
            kind = dataset(data)
            if "test_share" not in given:
                data["test_share"] = kind.suggestion["data"]["test_share"]
            return data, kind
        except TableError as error:
            self.problems.append({"path": "data.text", "message": str(error)})
            return self.own_data({}, data)

    def features(self, given, known, default):
        """The chosen inputs in the order in which they are offered, or "all"."""
        features = given.get("features", default)
        if features == "all":
            return "all"
        chosen = isinstance(features, list) and [name for name in known if name in features]
        if not chosen or len(chosen) != len(features):
            what = f'"all" or a list of {one_of(known)}' if known else '"all"'
            wrong = features
            if isinstance(features, list):
                wrong = next((name for name in features if name not in known), features)
            self.wrong("data.features", what, wrong)
            return default
        return chosen

    def layers(self, raw, default, dataset):
        raw = raw.get("layers", default["layers"])
        rule = RULES["layers"]
        if not isinstance(raw, list) or not rule["low"] <= len(raw) <= rule["high"]:
            self.wrong("layers", must_be(rule), raw)
            raw = default["layers"]
        *hidden, output = default["layers"]
        clean = []
        for i, layer in enumerate(raw):
            last = i == len(raw) - 1
            fallback = output if last else hidden[min(i, len(hidden) - 1)] if hidden else HIDDEN
            clean.append(self.layer(layer, f"layers[{i}]", fallback, last, dataset))
        return clean

    def layer(self, raw, path, default, last, dataset):
        raw = self.object(raw, path, default)
        self.unknown(raw, path, default)
        clean = {}
        for key in default:  # a layer says both its neurons and its activation
            clean[key] = self.field({key: raw.get(key, MISSING)}, f"{path}.{key}", default[key])
        outputs = len(dataset.outputs)
        if last and clean["neurons"] != outputs:
            what = f"{outputs}, one for each output of {dataset.title}"
            self.wrong(f"{path}.neurons", what, clean["neurons"])
            clean["neurons"] = outputs
        if clean["activation"] == "softmax" and not (last and outputs > 1):
            others = [name for name in ACTIVATIONS if name != "softmax"]
            what = f"{one_of(others)} (softmax is for an output layer of two neurons or more)"
            self.wrong(f"{path}.activation", what, "softmax")
            clean["activation"] = default["activation"]
        return clean

    def loss(self, raw, default, output, kind):
        fitting = [
            name for name, fit in FITS.items() if output in fit["outputs"] and kind in fit["kinds"]
        ]
        fallback = default["loss"] if default["loss"] in fitting else fitting[0]
        loss = self.field(raw, "loss", fallback)
        if loss not in fitting:
            what = f"{one_of(fitting)} (to fit the output's {output} and data of kind {kind})"
            self.wrong("loss", what, loss)
            return fallback
        return loss

    def field(self, parent, path, default):
        """The value of one field, or its default where it is missing or wrong."""
        key = path.rpartition(".")[2]
        value = parent.get(key, default)
        rule = RULES["layers[]." + key if path.startswith("layers[") else path]
        if not allowed(value, rule):
            self.wrong(path, must_be(rule), value)
            return default
        return int(value) if rule["kind"] == "whole" and not isinstance(value, str) else value

    def object(self, value, path, default):
        if isinstance(value, dict):
            return value
        self.wrong(path, "an object in braces", value)
        return default

    def unknown(self, raw, path, known):
        for key in raw:
            if key not in known:
                where = f"{path}.{short(str(key))}" if path else short(str(key))
                names = ", ".join(known)
                message = f"{where} is not known. {path or 'An experiment'} has: {names}."
                self.problems.append({"path": where, "message": message})

    def wrong(self, path, what, got):
        came = "It is empty" if got == "" else f"Got {shown(got)} instead"
        message = f"{path} must be {what}. {came}."
        self.problems.append({"path": path, "message": message})


class Missing:
    """A field that must be there and is not."""


MISSING = Missing()


def allowed(value, rule):
    """Does a value keep to its rule? Booleans are not numbers; 3.0 is a whole number."""
    if isinstance(value, str | bool):
        return value in [one for one in rule.get("choices", []) if type(one) is type(value)]
    if not isinstance(value, int | float):
        return False
    if rule["kind"] == "choice":
        return value in rule["choices"]
    if isinstance(value, float) and not math.isfinite(value):
        return False
    whole = rule["kind"] != "whole" or value == int(value)
    return whole and rule["low"] <= value <= rule["high"]


def must_be(rule):
    """A rule in words."""
    if rule["kind"] == "choice":
        return one_of(rule["choices"])
    span = f"{number(rule['low'])} to {number(rule['high'])}"
    if rule["kind"] == "list":
        return f"a list of {span} layers"
    kind = {"whole": "a whole number", "number": "a number"}[rule["kind"]]
    either = "".join(f'"{choice}" or ' for choice in rule.get("choices", []))
    return f"{either}{kind} from {span}"


def one_of(choices):
    words = [json.dumps(choice) for choice in choices]
    return words[0] if len(words) == 1 else f"one of {', '.join(words)}"


def number(value):
    """0.000001, not 1e-06."""
    return f"{value:.6f}".rstrip("0").rstrip(".")


def shown(value):
    """What came instead, as JSON writes it, or by its kind where that is long."""
    if value is MISSING:
        return "nothing"
    if isinstance(value, list | tuple):
        return f"a list of {len(value)}"
    if isinstance(value, dict):
        return "an object"
    try:
        return short(json.dumps(value, ensure_ascii=False))
    except (TypeError, ValueError):  # not of JSON, or thousands of digits
        return f"a value of type {type(value).__name__}"


def short(text):
    """At most 40 characters, and nothing that cannot be printed."""
    text = "".join(c if c.isprintable() else "?" for c in text)
    return text if len(text) <= 40 else text[:39] + "…"
