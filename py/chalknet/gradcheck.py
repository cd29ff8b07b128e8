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
from contextlib import redirect_stdout
from types import SimpleNamespace

import numpy as np

from chalknet import causes
from chalknet.causes import Fault, derivative, explain, tried
from chalknet.diagnosis import Diagnosis
from chalknet.functions import ACTIVATIONS, LOSSES
from chalknet.probe import Step, pair_of
from chalknet.slopes import Slopes, agree, column_slopes
from chalknet.watch import function_place

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
            faults.append(causes.failed(error, what))
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
        Z, dA = (np.linspace(-4, 4, 60) + 0.0137).reshape(4, 15), 1.0
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
    count = int(np.sum(known))
    factor = rough_ratio(actual, wanted, slack)
    if factor:
        return explain(factor * wanted, wanted), count
    alike = [
        (cause, actual, hint)
        for cause, value, hint in suspects
        if agree(actual, tried(value), slack)
    ]
    return explain(actual, wanted, alike), count


def rough_ratio(actual, wanted, slack):
    """The factor between a derivative and the difference, which is not exact."""
    if np.shape(actual) != np.shape(wanted) or not np.any(wanted):
        return None
    factor = float(f"{np.sum(actual * wanted) / np.sum(wanted * wanted):.4g}")
    return factor if agree(actual, factor * wanted, slack * max(1, abs(factor))) else None


# A training step


def check_steps(network, y, known):
    """Two steps, so that a number of samples or a rate written into the code is seen."""
    first, second = sample_counts(network, y)
    step = Step(network, y, first, RATES[0], MANY)
    found = diagnosed(step, known)
    if step.agrees or any(fault.cause == "factor" for fault in found):
        other = Step(network, y, second, RATES[1], FEW)
        again = diagnosed(other, known)
        written_in(found, again, step.agrees)
        step.compared += other.compared
        found = found or again
    return found, step.compared


def sample_counts(network, y):
    """Two numbers of samples, unlike any number of neurons: no axis is taken for another."""
    sizes = {length for layer in network.layers for length in layer.W.shape}
    wanted = min(y.shape[1], 8) if y.shape[1] > 2 else 8
    first, *others = [m for m in (wanted, 8, 7, 5, 9, 3, *range(10, 30)) if m not in sizes]
    return first, next(m for m in others if m != first)


def diagnosed(step, known):
    """What is wrong with a step, but for what is known of the functions already."""
    if step.agrees:
        return []
    diagnosis = Diagnosis(step)
    places = {(fault.file, fault.line) for fault in known}
    faults = [fault for fault in diagnosis.faults() if (fault.file, fault.line) not in places]
    used = {getattr(pair_of(layer)[1], "__name__", None) for layer in step.layers}
    used.add(getattr(step.network.d_loss, "__name__", None))
    if faults or step.error or any(fault.name in used for fault in known):
        return causes.merged(faults)
    return diagnosis.unexplained()


def written_in(found, again, was_right):
    """A factor that is another one with another m: a number stands where m should be."""
    sizes = {(fault.what, fault.line): fault.size for fault in again}
    for fault in again if was_right else found:
        own = fault.cause in ("factor", "missing_mean", "mean_twice") and fault.what[0] == "d"
        if own and (was_right or sizes.get((fault.what, fault.line), fault.size) != fault.size):
            fault.cause = "fixed_count"
            fault.text = "is right for one number of samples only: where is m?"
