"""Is the mathematics of the loaded code right? Every derivative against central differences.

    check(network, x, y) -> {"agrees": True, "checked": 312, "faults": []}

What is judged: each activation and loss with its derivative; then one training step. Each W and
b must move by -learning_rate times the slope of the cost, and dA1 of the first layer must be the
slope at its inputs. However the code gets there, if it gets there it is right.
Only when it does not are the terms of the step looked at one by one, in the order of their
calculation. Each is judged by what it was made from, so a wrong dZ is named, and not the dW and
db that follow from it.

The step is taken by a copy of the network, with mild weights and inputs drawn for the purpose: in
a trained network many slopes are next to 0, and 0 is right for many wrong formulas.
"""

import io
import math
from contextlib import redirect_stdout
from copy import deepcopy
from types import SimpleNamespace

import numpy as np

from chalknet import causes
from chalknet.causes import Fault, derivative, explain, ratio, same, tried
from chalknet.functions import ACTIVATIONS, LOSSES
from chalknet.watch import function_place, watch

H = 1e-5  # the step of a difference
CLOSE = 1e-4  # how far a derivative may be off, as a part of itself
NOISE = 1e-10  # how far the rounding of a cost of 1 may put its difference off
MANY, FEW = 20, 5  # places compared in a matrix: by the first step, by the second
RATES = (0.23, 0.071)  # their learning rates, unlike any that one would write into the code


def check(network, x, y):
    """Compare all. `network` stays as it is; of x and y (outputs, samples) a few samples serve."""
    random = np.random.get_state()  # an edited feedforward may draw numbers
    try:
        with np.errstate(all="ignore"), redirect_stdout(io.StringIO()):
            faults, checked = check_functions(network)
            more, compared = check_steps(network, y, faults)
    finally:
        np.random.set_state(random)
    faults = causes.merged(faults + more)
    answers = [fault.answer(len(network.layers)) for fault in faults]
    return {"agrees": not faults, "checked": checked + compared, "faults": answers}


# Activations and losses


def check_functions(network):
    """Those of the tables, and those of the network in case they are others."""
    pairs = dict.fromkeys(ACTIVATIONS.values(), ("d_act", check_activation))
    pairs |= dict.fromkeys(LOSSES.values(), ("d_loss", check_loss))
    for layer in network.layers:
        pairs.setdefault(pair_of(layer), ("d_act", check_activation))
    pairs.setdefault((network.loss, network.d_loss), ("d_loss", check_loss))
    faults, checked = [], 0
    for (f, d), (what, check_one) in pairs.items():
        name = getattr(d, "__name__", what)
        try:
            wrong, count = check_one(f, d)
        except Exception as error:
            if causes.place_of(error) is None:
                raise
            faults.append(causes.failed(error, what, name=name))
            continue
        checked += count
        if wrong:
            cause, size, text = wrong
            file, line = function_place(d)
            faults.append(Fault(what, text, cause, size, name=name, file=file, line=line))
    return faults, checked


def check_activation(f, d):
    """(what is wrong or None, how many numbers were compared)"""
    rng = np.random.default_rng(1)
    if causes.wants_dA(d):
        Z, dA = rng.standard_normal((2, 4, 5))
    else:  # about 0 and far from it, but not at the corners that lie at whole numbers
        Z, dA = (np.linspace(-6, 6, 60) + 0.0137).reshape(4, 15), 1.0
    wanted, slack = column_slopes(f, Z, dA)
    actual = derivative(d, Z, dA)
    names = {name: pair for name, pair in ACTIVATIONS.items() if pair != (f, d)}
    suspects = [
        ("function_for_derivative", lambda: f(Z) * dA, "is that the function, not its derivative?"),
        *[
            ("wrong_function", lambda e=e: derivative(e, Z, dA), f"is that of {name}?")
            for name, (_, e) in names.items()
        ],
    ]
    if causes.wants_dA(d):
        A = tried(lambda: f(Z))
        suspects += [
            ("d_act_of_A", lambda: A * (1 - A) * dA, "each output depends on all of its column."),
            (
                "wrong_axis",
                lambda: A * (dA - np.sum(A * dA, axis=1, keepdims=True)),
                "is the sum over the wrong axis? A sample is a column.",
            ),
        ]
    elif agree(tried(lambda: d(f(Z))), wanted, slack):
        hint = "it is right if it is given A, but backprop gives it Z."
        suspects.insert(0, ("d_act_of_A", actual, hint))
    return compared(actual, wanted, slack, suspects)


def check_loss(loss, d):
    y = np.array([[0.0, 1, 1, 0, 1], [1, 0, 0, 1, 0]])
    a = np.random.default_rng(2).uniform(0.05, 0.95, y.shape)
    slopes = Slopes(lambda: np.sum(loss(y, a)), a, list(np.ndindex(a.shape)))
    wanted, slack = slopes.values.reshape(a.shape), slopes.slack.reshape(a.shape)
    scene = SimpleNamespace(y=y, A=a, loss=loss, d_loss=d, losses=LOSSES)
    return compared(d(y, a), wanted, slack, causes.in_dA(scene))


def column_slopes(f, Z, dA):
    """d sum(dA f(Z)) / dZ, and how far each may be off. A column depends on no other one."""
    slope, slack = np.zeros(Z.shape), np.zeros(Z.shape)
    middle = f(Z)
    for row in range(len(Z)):
        step = np.zeros((len(Z), 1))
        step[row] = H
        above, below = f(Z + step), f(Z - step)
        slope[row] = np.sum(dA * (above - below), axis=0) / (2 * H)
        bend = np.sum(np.abs(dA * (above - 2 * middle + below)), axis=0) / H
        slack[row] = bend + NOISE * np.sum(np.abs(dA * middle), axis=0)
    return slope, slack


def compared(actual, wanted, slack, suspects):
    """(None or what is wrong, count). A derivative may be one number for all, such as 1."""
    known = np.isfinite(wanted)  # a function may have places where it has no value
    if np.ndim(actual) < 2 or 1 in np.shape(actual):
        actual = tried(lambda: actual + np.zeros(wanted.shape))
    if np.shape(actual) == wanted.shape:
        if agree(actual[known], wanted[known], slack[known]):
            return None, int(np.sum(known))
        actual = np.where(known, actual, 0)
    wanted = np.where(known, wanted, 0)
    loose = [
        (cause, actual, hint)
        for cause, value, hint in suspects
        if agree(actual, tried(value), slack + CLOSE)
    ]
    factor = rough_ratio(actual, wanted, slack)
    return explain(wanted * factor if factor else actual, wanted, loose), int(np.sum(known))


def agree(actual, wanted, slack):
    """Equal as far as differences can tell."""
    if actual is None or wanted is None or np.shape(actual) != np.shape(wanted):
        return False
    largest = np.max(np.abs(wanted), initial=0)
    size = np.maximum(np.abs(actual), np.abs(wanted))
    allowed = CLOSE * size + 1e-6 * largest + slack
    return bool(np.all(np.abs(actual - wanted) <= allowed))


def rough_ratio(actual, wanted, slack):
    """The factor between a derivative and the difference, which is not exact."""
    if np.shape(actual) != np.shape(wanted) or not np.any(wanted):
        return None
    factor = float(f"{np.sum(actual * wanted) / np.sum(wanted * wanted):.4g}")
    return factor if agree(actual, factor * wanted, slack * max(1, abs(factor))) else None


class Slopes:
    """d cost / d array at some places, each with how far it may be off."""

    def __init__(self, cost, array, places):
        self.shape, self.places = array.shape, places
        middle = cost()
        values, slack = [], []
        for place in places:
            kept = array[place]
            array[place] = kept + H
            above = cost()
            array[place] = kept - H
            below = cost()
            array[place] = kept
            values.append((above - below) / (2 * H))
            # Left and right slope part at a corner, such as relu's
            slack.append(abs(above - 2 * middle + below) / H + NOISE * abs(middle))
        self.values, self.slack = np.array(values), np.array(slack)

    def agree(self, array):
        if np.shape(array) != self.shape:
            return False
        found = np.array([array[place] for place in self.places], dtype=float)
        return agree(found, self.values, self.slack)

    def example(self, array):
        """(number found, slope) where they differ most."""
        found = np.array([array[place] for place in self.places], dtype=float)
        worst = np.argmax(np.abs(found - self.values))
        return found[worst], self.values[worst]


# A training step


def check_steps(network, y, faults):
    """Two steps, so that a number of samples or a rate written into the code is seen."""
    sizes = {length for layer in network.layers for length in layer.W.shape}
    wanted = min(y.shape[1], 8) if y.shape[1] > 2 else 8
    counts = [m for m in (wanted, 8, 7, 5, 9, 3, *range(10, 30)) if m not in sizes]
    first = counts[0]  # unlike any number of neurons, so that no axis is taken for another
    second = next(m for m in counts if m != first)
    checked = 0
    for m, rate, limit in ((first, RATES[0], MANY), (second, RATES[1], FEW)):
        step = Step(network, y, m, rate)
        wrong, compared = step.judge(limit)
        checked += compared
        if wrong or step.error:
            found = step.diagnose(wrong)
            if m == second:
                for fault in found:
                    fixed(fault, first, second)
            if not found and not used(network, faults):
                found = step.unexplained(wrong)
            return found, checked
    return [], checked


def used(network, faults):
    """Does what was found wrong in the functions concern this network?"""
    names = {getattr(pair_of(layer)[1], "__name__", None) for layer in network.layers}
    names.add(getattr(network.d_loss, "__name__", None))
    return any(fault.name in names for fault in faults)


def fixed(fault, first, second):
    """The first step was right, so the second has met a number that is written into the code."""
    if fault.cause in ("factor", "missing_mean", "mean_twice") and fault.what[0] == "d":
        fault.cause = "fixed_count"
        fault.text = f"is right for {first} samples, but not for {second}: is m their number?"


def pair_of(layer):
    """(activation, derivative), by the table where it can be."""
    own = getattr(layer, "act", None), getattr(layer, "d_act", None)
    return ACTIVATIONS.get(layer.activation, own)


class Step:
    """One training step of a copy of the network."""

    def __init__(self, network, y, m, rate):
        self.m, self.rate = m, rate
        self.network = mild(network, m)
        self.layers = self.network.layers
        for layer in self.layers:
            layer.learning_rate = rate
        self.start = [(layer.W, layer.b) for layer in self.layers]
        rng = np.random.default_rng(m)
        self.x = rng.standard_normal((self.layers[0].W.shape[1], m))
        self.y = y[:, np.resize(rng.permutation(y.shape[1]), m)].astype(float)
        calls, self.error = self.run()
        self.whole = {call.method: call for call in calls if call.owner is self.network}
        self.forward, self.backward = [
            {
                at: call
                for call in calls
                for at, layer in enumerate(self.layers)
                if call.owner is layer and call.method == method
            }
            for method in ("feedforward", "backprop")
        ]
        for at, layer in enumerate(self.layers):  # in-place updates meet the copies
            W, b = self.start[at]
            layer.W, layer.b = W.copy(), b.copy()

    def run(self):
        """The step itself -> (its calls, the exception or None)."""
        for layer, (W, b) in zip(self.layers, self.start, strict=True):
            layer.W, layer.b = W.copy(), b.copy()

        def action():
            A = self.network.feedforward(self.x)
            self.network.cost(self.y, A)
            self.network.backprop(self.y, A)

        np.random.seed(0)
        return watch(self.network, action)

    # The verdict

    def judge(self, limit):
        """({(layer, "W" | "b" | "A1"): its Slopes} where they disagree, numbers compared)"""
        self.cost_is_wrong = False
        if "feedforward" not in self.whole or not self.whole["feedforward"].finished:
            return {}, 0
        wrong, compared = self.judge_by(self.network.cost, limit)
        if wrong:  # or is it the cost that is wrong?
            other, _ = self.judge_by(self.mean_loss, limit)
            self.cost_is_wrong = not self.cost_is_mean()
            if self.cost_is_wrong:
                wrong = other
        self.has_memory = bool(wrong) and not self.error and self.remembers()
        if self.has_memory:  # momentum and its like: W follows dW only in the long run
            wrong = {at: slopes for at, slopes in wrong.items() if self.misleads(at, slopes)}
        return wrong, compared

    def judge_by(self, cost, limit):
        rng = np.random.default_rng(4)
        wrong, compared = {}, 0

        def whole():
            np.random.seed(0)
            return float(cost(self.y, self.network.feedforward(self.x)))

        try:
            for at, call in self.backward.items():
                for name in ("W", "b"):
                    array = getattr(self.layers[at], name)
                    slopes = Slopes(whole, array, places(array.shape, limit, rng))
                    compared += len(slopes.values)
                    if not (call.finished and slopes.agree(self.gradient(at, name))):
                        wrong[at, name] = slopes
            slopes = self.slopes_at_inputs(limit, rng)
            if slopes:
                compared += len(slopes.values)
                if not slopes.agree(self.backward[0].result):
                    wrong[0, "A1"] = slopes
        except Exception as error:
            if causes.place_of(error) is None:
                raise
            self.error = self.error or error
        return wrong, compared

    def slopes_at_inputs(self, limit, rng):
        """What dA1 of the first layer must be, for the dA that it was given."""
        call = self.backward.get(0)
        if call is None or not call.finished or (call.result is None and len(self.layers) > 1):
            return None  # a first layer may do without
        layer, A1, dA = self.layers[0], self.x.copy(), call.given[0]

        def through():
            np.random.seed(0)
            return float(np.sum(dA * layer.feedforward(A1)))

        return Slopes(through, A1, places(A1.shape, limit, rng))

    def gradient(self, at, name):
        """What the step took for the slope, by how far W (or b) went."""
        call = self.backward[at]
        before, after = call.before[name], call.after[name]
        return (before - after) / self.rate if np.shape(before) == np.shape(after) else after

    def mean_loss(self, y, A):
        return np.sum(self.network.loss(y, A)) / y.shape[1]

    def cost_is_mean(self):
        A = self.whole["feedforward"].result
        cost = tried(lambda: self.network.cost(self.y, A))
        return ratio(cost, tried(lambda: self.mean_loss(self.y, A))) is not None and same(
            cost, self.mean_loss(self.y, A)
        )

    def remembers(self):
        """Does the same step once more go elsewhere?"""
        calls, _ = self.run()
        for at, layer in enumerate(self.layers):
            W, b = self.start[at]
            again = [c for c in calls if c.owner is layer and c.method == "backprop"]
            layer.W, layer.b = W.copy(), b.copy()
            if again and not same(again[-1].after.get("W"), self.backward[at].after.get("W")):
                return True
        return False

    def misleads(self, where, slopes):
        """With memory: is dW (or db) wrong, or does W go uphill?"""
        at, name = where
        if name == "A1":
            return True
        stated = self.backward[at].made.get(f"d{name}")
        found = self.gradient(at, name)
        if np.shape(found) != slopes.shape:
            return True
        uphill = np.sum([found[place] for place in slopes.places] * slopes.values) < 0
        return uphill or (stated is not None and not slopes.agree(stated))

    # What is wrong, in the order of calculation

    def diagnose(self, wrong):
        faults = [*self.in_feedforward(), *self.in_cost(), *self.in_backprop(wrong)]
        if self.error and not faults:
            faults = [self.stopped()]
        return faults

    def scene(self, at):
        """The matrices of a layer, as they stood in the step."""
        forward, backward = self.forward[at], self.backward.get(at)
        layer = self.layers[at]
        W, b = self.start[at]
        A1 = forward.given[0]
        f, d = pair_of(layer)
        s = SimpleNamespace(W=W, b=b, A1=A1, A=forward.result, m=self.m, rate=self.rate)
        s.Z = forward.made.get("Z", tried(lambda: W @ A1 + b))
        s.f, s.d, s.activations = f, d, ACTIVATIONS
        s.all_A = [self.x, *(call.result for call in self.forward.values())]
        if backward:
            s.made = backward.made
            s.dA = backward.given[0]
            s.W_after = backward.after.get("W", W)
            s.dZ_unseen = "dZ" not in s.made
            s.dZ = s.made.get("dZ", tried(lambda: derivative(d, s.Z, s.dA)))
        return s

    def in_feedforward(self):
        faults = []
        A1 = self.x
        for at, call in self.forward.items():
            if not same(call.given[0], A1):
                faults.append(self.misled("A1", at, "feedforward"))
            if not call.finished:
                return faults
            s = self.scene(at)
            Z = tried(lambda s=s: s.W @ s.A1 + s.b)
            wanted = tried(lambda s=s: s.f(s.Z))
            if not same(s.Z, Z):
                faults.append(self.term("Z", at, call, s.Z, Z, causes.in_Z(s)))
            elif wanted is not None and not same(s.A, wanted):
                faults.append(self.term("A", at, call, s.A, wanted, causes.in_A(s)))
            A1 = call.result
        return faults

    def in_cost(self):
        call = self.whole.get("cost")
        if not self.cost_is_wrong or call is None or not call.finished:
            return []
        wanted = np.asarray(self.mean_loss(self.y, self.whole["feedforward"].result))
        cause, size, text = explain(np.asarray(call.result), wanted, (), self.m, any_factor=True)
        line = call.line_returning()
        return [Fault("cost", text, cause, size, file=call.file, line=line)]

    def in_backprop(self, wrong):
        faults = []
        whole = self.whole.get("backprop")
        if whole is None or ("cost" in self.whole and not self.whole["cost"].finished):
            return []
        last = len(self.layers) - 1
        for at in range(last, -1, -1):
            call = self.backward.get(at)
            if call is None:
                if not self.error:
                    faults.append(self.uncalled(at, whole))
                return faults
            follows = any((below, name) in wrong for below in range(at + 1) for name in "Wb")
            if follows or not call.finished:
                faults += self.arrived(at, call, whole)
            faults += self.in_layer(at, call, wrong)
        return faults

    def arrived(self, at, call, whole):
        """dA, as the layer was given it."""
        if at < len(self.layers) - 1:
            above = self.backward[at + 1].result
            if above is None or same(call.given[0], above):
                return []
            return [self.misled("dA", at, "backprop")]
        A = self.whole["feedforward"].result
        loss, d_loss = self.network.loss, self.network.d_loss
        s = SimpleNamespace(y=self.y, A=A, loss=loss, d_loss=d_loss, losses=LOSSES)
        wanted = tried(lambda: d_loss(self.y, A))
        if wanted is None or same(call.given[0], wanted):
            return []
        line = whole.line_setting("dA", first=True) or whole.code.co_firstlineno
        cause, size, text = explain(call.given[0], wanted, causes.in_dA(s), self.m)
        return [Fault("dA", text, cause, size, [at], file=whole.file, line=line)]

    def in_layer(self, at, call, wrong):
        """dZ, dW, db, dA1 and the update, each by what it was made from."""
        s, made, m = self.scene(at), call.made, self.m
        bad = {name: not call.finished or (at, name) in wrong for name in ("W", "b")}
        below = [(at - 1, "W"), (at - 1, "b"), (at, "A1")]
        bad["A1"] = not call.finished or any(key in wrong for key in below)
        bad["A1"] = bad["A1"] or (at > 0 and at - 1 not in self.backward)
        if not any(bad.values()) or s.dZ is None:
            return []
        right = tried(lambda: derivative(s.d, s.Z, s.dA))
        if "dZ" in made and right is not None and not same(s.dZ, right):
            faults = [self.term("dZ", at, call, s.dZ, right, causes.in_dZ(s))]
            if np.shape(s.dZ) != np.shape(right):
                return faults
        else:
            faults = []
        wanted = {
            "W": s.dZ @ s.A1.T / m,
            "b": np.sum(s.dZ, axis=1, keepdims=True) / m,
        }
        suspects = {"W": causes.in_dW, "b": causes.in_db}
        for name in ("W", "b"):
            found = made.get(f"d{name}", self.gradient(at, name) if call.finished else None)
            if bad[name] and found is not None and not same(found, wanted[name]):
                more = self.term(f"d{name}", at, call, found, wanted[name], suspects[name](s))
                faults.append(more)
        dA1 = call.result if call.finished else made.get("dA1")
        right = s.W.T @ s.dZ
        if bad["A1"] and (call.finished or dA1 is not None) and not same(dA1, right):
            faults.append(self.term("dA1", at, call, dA1, right, causes.in_dA1(s)))
        for name in ("W", "b"):
            if bad[name] and call.finished and f"d{name}" in made:
                faults += self.update(at, call, s, name, wanted[name], made[f"d{name}"])
        return faults

    def update(self, at, call, s, name, wanted, gradient):
        """Did W (or b) go by -learning_rate times what was found for dW (or db)?"""
        before, after = call.before[name], call.after[name]
        if np.shape(gradient) != np.shape(wanted) or np.shape(after) != np.shape(before):
            if np.shape(gradient) == np.shape(wanted):
                return [self.moved(at, call, name, *explain(after, before - self.rate * wanted))]
            return []
        move, right = before - after, self.rate * np.asarray(gradient)
        rate = ratio(move, gradient)
        if same(move, right) or (self.has_memory and np.sum(move * gradient) > 0):
            return []
        suspects = causes.in_update(s, name, gradient)
        cause, size, text = explain(move, right, suspects, any_factor=True)
        if cause == "sign":
            text = f"goes uphill: should it be {name} − learning_rate · d{name}?"
        elif cause == "factor":
            cause = "learning_rate"
            number = causes.plain(rate / self.rate)
            text = f"moves by {number} · learning_rate · d{name}: is that factor meant?"
            if self.ignores_rate(at, name):
                cause, number = "fixed_rate", causes.plain(rate)
                text = f"moves by {number} · d{name} whatever the learning rate is: where is it?"
        elif cause == "not_updated":
            text = f"stays as it is: is the update by d{name} left out?"
        elif cause == "no_learning_rate":
            text = f"moves by d{name} itself: is the learning rate left out?"
        return [self.moved(at, call, name, cause, size, text)]

    def moved(self, at, call, name, cause, size, text):
        line = call.line_setting(name) or call.line_returning() or call.code.co_firstlineno
        return Fault(name, text, cause, size, [at], file=call.file, line=line)

    def ignores_rate(self, at, name):
        """Does another learning rate change nothing?"""
        layer = self.layers[at]
        layer.learning_rate = 2 * self.rate
        calls, _ = self.run()
        layer.learning_rate = self.rate
        again = [c.after.get(name) for c in calls if c.owner is layer and c.method == "backprop"]
        return bool(again) and same(again[-1], self.backward[at].after[name])

    def term(self, what, at, call, actual, wanted, suspects):
        """The fault of a term: the line is the one that set it."""
        cause, size, text = explain(actual, wanted, suspects, self.m)
        line = call.line_setting(what)
        if line is None and what in ("dW", "db"):
            line = call.line_setting(what[1:])
        line = line or call.line_returning() or call.code.co_firstlineno
        if what == "dA1" and cause in ("wrong_return", "missing"):
            line = call.line_returning() or call.code.co_firstlineno
        return Fault(what, text, cause, size, [at], file=call.file, line=line)

    def misled(self, what, at, method):
        """A layer was given something other than what its neighbour made."""
        call = self.whole[method]
        neighbour = "before" if what == "A1" else "after"
        gave = "A" if what == "A1" else "dA1"
        text = f"is not what the layer {neighbour} it gave: is {gave} handed on?"
        line = call.line_setting(gave[:2]) or call.code.co_firstlineno
        return Fault(what, text, "wrong_chain", "", [at], file=call.file, line=line)

    def uncalled(self, at, whole):
        line = whole.line_setting("dA") or whole.code.co_firstlineno
        text = "is never calculated: does the loop in backprop reach that layer?"
        return Fault("dA1", text, "not_called", "missing", [at], file=whole.file, line=line)

    def stopped(self):
        """The fault of code that ended in an exception."""
        if causes.place_of(self.error) is None:
            raise self.error
        for at, call in {**self.backward, **self.forward}.items():
            if call.finished:
                continue
            s = self.scene(at)
            if call.method == "feedforward":
                return causes.failed(self.error, "Z", [at], {"Z": s.W @ s.A1})
            products = {"dA1": s.W.T @ s.dZ, "dW": s.dZ @ s.A1.T}
            return causes.failed(self.error, "backprop", [at], products)
        unfinished = [method for method, call in self.whole.items() if not call.finished]
        return causes.failed(self.error, unfinished[0] if unfinished else "The step")

    def unexplained(self, wrong):
        """The step is wrong, and every term of it looks right."""
        for (at, name), slopes in wrong.items():
            call = self.backward[at]
            found = call.result if name == "A1" else self.gradient(at, name)
            text, size = "does not follow the slope of the cost.", ""
            if np.shape(found) == slopes.shape:
                got, want = (causes.plain(number) for number in slopes.example(found))
                size = f"{got} instead of {want}"
                text = f"does not follow the slope of the cost ({size})."
            line = call.line_setting(f"d{name}") or call.line_returning()
            return [Fault(f"d{name}", text, "unknown", size, [at], file=call.file, line=line)]
        return []


def places(shape, limit, rng):
    """Some places of a matrix, or all."""
    size = math.prod(shape)
    chosen = range(size) if size <= limit else np.sort(rng.choice(size, limit, replace=False))
    return [tuple(int(i) for i in np.unravel_index(place, shape)) for place in chosen]


def mild(network, m):
    """A copy with weights at which every layer has something to learn."""
    copy = deepcopy(network, {id(network.costs): []})
    inputs = np.random.default_rng(m).standard_normal((copy.layers[0].W.shape[1], m))
    best = -1
    for seed in range(10):
        rng = np.random.default_rng([5, seed])
        weights = [
            (rng.standard_normal(layer.W.shape) / np.sqrt(layer.W.shape[1]),
             0.3 * rng.standard_normal(np.shape(layer.b)))
            for layer in copy.layers
        ]  # fmt: skip
        life = liveliness(copy.layers, weights, inputs)
        if life > best:
            best, chosen = life, weights
        if life > 0.1:
            break
    for layer, (W, b) in zip(copy.layers, chosen, strict=True):
        for name, value in vars(layer).items():  # what momentum has gathered
            if isinstance(value, np.ndarray) and value.shape in (layer.W.shape, np.shape(layer.b)):
                setattr(layer, name, np.zeros_like(value))
        layer.W, layer.b = W, b
    return copy


def liveliness(layers, weights, A):
    """How far the outputs of the dullest layer differ between samples: 0 if all relus are shut."""
    least = np.inf
    for layer, (W, b) in zip(layers, weights, strict=True):
        A = tried(lambda A=A, W=W, b=b, layer=layer: pair_of(layer)[0](W @ A + b))
        if A is None or A.ndim != 2:
            return 0
        least = min(least, np.max(np.ptp(A, axis=1)))
    return least
