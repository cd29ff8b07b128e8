"""What is wrong with a term, how large it is, and the usual mistake that looks like it.

A suspect is (cause, value, hint): if the learner's term equals `value`, that is the mistake.
"""

import ast
import traceback
from dataclasses import dataclass, field, replace
from pathlib import PurePath

import numpy as np

from chalknet.explain import LESSON, is_lesson, sentence
from chalknet.watch import statements, targets

SIGN = "is a minus sign missing, or one too many?"
NO_MEAN = "did you divide by m, the number of samples?"
TWICE = "is it divided by m, the number of samples, once too often?"


@dataclass
class Fault:
    """One wrong term. `text` says what is wrong with it; `layers` counts from 0."""

    what: str
    text: str
    cause: str
    size: str = ""
    layers: list = field(default_factory=list)
    name: str = None
    file: str = None
    line: int = None
    numbers: int = 1  # the more there are, the surer is the cause

    def answer(self, depth):
        """As the page takes it. `depth` is the number of layers."""
        who = f"{self.what}{of(self.layers, depth)}" if self.name is None else self.name
        return {
            "what": self.what,
            "layer": self.layers[0] if len(self.layers) == 1 else None,
            "name": self.name,
            "file": self.file,
            "line": self.line,
            "size": self.size,
            "cause": self.cause,
            "sentence": f"{who} {self.text}",
        }


def of(layers, depth):
    if not layers:
        return ""
    if 1 < depth == len(layers):
        return " of every layer"
    numbers = [str(layer + 1) for layer in sorted(layers)]
    if len(numbers) == 1:
        return f" of layer {numbers[0]}"
    return f" of layers {', '.join(numbers[:-1])} and {numbers[-1]}"


def merged(faults):
    """The same term at the same line in several layers is one fault, told by the largest."""
    kept = {}
    for fault in faults:
        key = (fault.what, fault.name, fault.file, fault.line)
        other = kept.get(key, fault)
        layers = [*other.layers, *(at for at in fault.layers if at not in other.layers)]
        kept[key] = replace(max(other, fault, key=lambda one: one.numbers), layers=layers)
    return list(kept.values())


# Comparing matrices


def same(a, b, exact=1e-6):
    """Equal in shape and, measured by the largest number, in value."""
    if a is None or b is None or np.shape(a) != np.shape(b):
        return False
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    return bool(np.all(np.abs(a - b) <= exact * np.max(np.abs(b), initial=0)))


def ratio(a, b):
    """The one number f with a = f b, or None."""
    if a is None or np.shape(a) != np.shape(b) or not np.any(b):
        return None
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    largest = np.argmax(np.abs(b))
    f = float(a.flat[largest] / b.flat[largest])
    return f if np.isfinite(f) and same(a, f * b) else None


def near(a, b):
    return a is not None and abs(a - b) <= 1e-5 * abs(b)


def explain(actual, wanted, suspects=(), m=1, any_factor=False):
    """(cause, size, text) of a term that is not what it should be."""
    if actual is None:
        return "missing", "missing", "is missing: is it calculated and returned?"
    factor = ratio(actual, wanted)
    for cause, value, hint in [("sign", -1, SIGN), ("missing_mean", m, NO_MEAN),
                               ("mean_twice", 1 / m, TWICE)]:  # fmt: skip
        if near(factor, value) and value != 1:
            return cause, *scaled(factor, hint)
    for cause, value, hint in suspects:
        value = tried(value)
        for factor_too in (1, -1, m, 1 / m):  # a second mistake of the usual kind may come with it
            if same(actual, value) or near(ratio(actual, value), factor_too):
                return cause, *differs(actual, wanted, hint)
    if factor == 0:
        return "zero", "0 throughout", "is 0 throughout: is it calculated at all?"
    if factor is not None and (np.size(wanted) > 1 or any_factor):
        for cause, value, hint in [("missing_mean", -m, NO_MEAN), ("mean_twice", -1 / m, TWICE)]:
            if near(factor, value) and m > 1:
                return cause, *scaled(factor, hint)
        return "factor", *scaled(factor, "is there a factor too many, or one missing?")
    if not np.all(np.isfinite(np.asarray(actual, dtype=float))):
        return "not_finite", "not a number", "has places that are no number (inf or nan)."
    cause = "shape" if np.shape(actual) != np.shape(wanted) else "unknown"
    return cause, *differs(actual, wanted, None)


def scaled(factor, hint):
    """(size, text) of a term that is off by a factor."""
    if near(factor, -1):
        return "wrong sign", f"has the wrong sign: {hint}"
    big = abs(factor) > 1
    times = plain(abs(factor) if big else 1 / abs(factor))
    sign = " and has the wrong sign" if factor < 0 else ""
    text = f"is {times} times too {'large' if big else 'small'}{sign}: {hint}"
    return f"off by a factor of {plain(factor)}", text


def differs(actual, wanted, hint):
    """(size, text) of a term that is off in any other way."""
    end = f": {hint}" if hint else "."
    if np.shape(actual) != np.shape(wanted):
        size = f"{np.shape(actual)} instead of {np.shape(wanted)}"
        return size, f"is {np.shape(actual)} but should be {np.shape(wanted)}{end}"
    worst = np.unravel_index(np.argmax(np.abs(np.subtract(actual, wanted))), np.shape(wanted))
    got, want = (plain(np.asarray(matrix)[worst]) for matrix in (actual, wanted))
    return f"{got} instead of {want}", f"is wrong ({got} instead of {want}){end}"


def plain(value):
    """Four digits and a real minus sign, and no 4.0 for 4."""
    return f"{float(value):.4g}".replace("-", "−")


def tried(value):
    """A suspect may be a function, and some cannot be calculated: then there is no suspicion."""
    if not callable(value):
        return value
    try:
        return np.asarray(value(), dtype=float)
    except Exception:
        return None


def derivative(d, Z, dA):
    """dZ by the derivative `d`. Softmax's takes dA as well."""
    if wants_dA(d):
        return d(Z, dA)
    return np.multiply(d(Z), dA)


def wants_dA(d):
    code = getattr(d, "__code__", None)
    return code is not None and code.co_argcount - len(d.__defaults__ or ()) == 2


# The usual mistakes, term by term. `s` (a Scene of gradcheck.py) has the layer's matrices.


def in_Z(s):
    W, A1, b = s.W, s.A1, s.b
    return [
        ("no_bias", lambda: W @ A1, "is + b missing?"),
        ("bias_sign", lambda: W @ A1 - b, "is b taken away instead of added?"),
        ("swapped_operands", lambda: (W @ A1 + b).T, "are the operands of np.dot swapped?"),
        ("missing_transpose", lambda: W.T @ A1 + b, "is there a .T too many?"),
        ("wrong_input", lambda: A1 + b, "where is W?"),
    ]


def in_A(s):
    return [
        ("no_act", lambda: s.Z, "is the activation left out?"),
        ("derivative_for_function", lambda: s.d(s.Z), "is that d_act(Z)? It should be act(Z)."),
        ("wrong_argument", lambda: s.f(s.A1), "is that act(A1)? It should be act(Z)."),
        *others(s, lambda f, d: f(s.Z)),
    ]


def in_dZ(s):
    Z, A, A1, dA, d = s.Z, s.A, s.A1, s.dA, s.d
    return [
        ("d_act_of_A", lambda: derivative(d, A, dA), "is that d_act(A)? It should be d_act(Z)."),
        ("no_d_act", dA, "is d_act(Z), the chain rule's factor, left out?"),
        ("no_dA", lambda: d(Z), "is it multiplied by dA?"),
        ("function_for_derivative", lambda: s.f(Z) * dA, "is that act(Z)? It should be d_act(Z)."),
        ("d_act_of_A1", lambda: derivative(d, A1, dA), "is that d_act(A1)? It should be d_act(Z)."),
        ("plus_for_times", lambda: d(Z) + dA, "are d_act(Z) and dA added, not multiplied?"),
        ("d_act_of_A", lambda: A * (1 - A) * dA, "is that the derivative of sigmoid, for softmax?"),
        *others(s, lambda f, d: derivative(d, Z, dA)),
    ]


def in_dW(s):
    dZ, A1, m = s.dZ, s.A1, s.m
    hidden = [
        (cause, lambda value=value: tried(value) @ A1.T / m, hint)
        for cause, value, hint in (in_dZ(s) if s.dZ_unseen else [])
    ]
    return [
        ("swapped_operands", lambda: (dZ @ A1.T / m).T, "are the operands of np.dot swapped?"),
        *inputs(s, lambda A: dZ @ A.T / m),
        ("dA_for_dZ", lambda: s.dA @ A1.T / m, "is that dA? It should be dZ."),
        *hidden,
    ]


def in_db(s):
    dZ, m = s.dZ, s.m
    axis = "is the sum over the wrong axis? The samples are along axis 1."
    keep = "is keepdims=True missing?"
    return [
        ("no_keepdims", lambda: np.sum(dZ, axis=1) / m, keep),
        ("wrong_axis", lambda: np.sum(dZ, axis=0, keepdims=True) / m, axis),
        ("wrong_axis", lambda: np.sum(dZ, axis=0) / m, axis),
        ("wrong_axis", lambda: np.mean(dZ, axis=0, keepdims=True), axis),
        ("wrong_axis", lambda: np.mean(dZ, axis=0), axis),
        ("no_axis", lambda: np.sum(dZ) / m, "is axis=1 missing?"),
        ("no_axis", lambda: np.sum(dZ, keepdims=True) / m, "is axis=1 missing?"),
        ("no_sum", lambda: dZ / m, "are the samples summed?"),
        ("dA_for_dZ", lambda: np.sum(s.dA, axis=1, keepdims=True) / m, "is that dA, not dZ?"),
    ]


def in_dA1(s):
    W, dZ = s.W, s.dZ
    first = "is W updated too early? dA1 needs the W that made Z."
    return [
        ("updated_first", lambda: s.W_after.T @ dZ, first),
        ("missing_transpose", lambda: W @ dZ, "is .T missing at W?"),
        ("swapped_operands", lambda: dZ.T @ W, "are the operands of np.dot swapped?"),
        ("dA_for_dZ", lambda: W.T @ s.dA, "is that W.T · dA? It should be W.T · dZ."),
        ("wrong_return", dZ, "does backprop return dZ? It should return dA1."),
        ("wrong_return", s.dA, "does backprop return dA? It should return dA1."),
        ("wrong_return", s.made.get("dW"), "does backprop return dW? It should return dA1."),
    ]


def in_dA(s):
    y, A = s.y, s.A
    return [
        ("swapped_operands", lambda: s.d_loss(A, y), "are y and A swapped in d_loss(y, A)?"),
        ("already_dZ", lambda: A - y, "is that dZ already, with the derivative of the activation?"),
        ("function_for_derivative", lambda: s.loss(y, A), "is that the loss, not its derivative?"),
        *[
            ("wrong_function", lambda d=d: d(y, A), f"is that the derivative of {name}?")
            for name, (_, d) in s.losses.items()
            if d is not s.d_loss
        ],
    ]


def in_update(s, name, gradient):
    """How far W (or b) went. `gradient` is its dW (or db)."""
    start = getattr(s, name)
    return [
        ("not_updated", np.zeros_like(start), None),
        ("no_learning_rate", gradient, "is the learning rate left out?"),
        ("overwritten", lambda: start + s.rate * gradient, "is the old value kept?"),
        ("overwritten", lambda: start - s.rate * gradient, "is the old value kept?"),
    ]


def about_update(cause, name, rate):
    """What is said of an update instead of the usual words, if anything."""
    step = f"learning_rate · d{name}"
    return {
        "sign": f"goes uphill: should it be {name} − {step}?",
        "not_updated": f"stays as it is: is the update by d{name} left out?",
        "no_learning_rate": f"moves by d{name} itself: is the learning rate left out?",
        "learning_rate": f"moves by {plain(rate or 0)} · {step}: is that factor meant?",
        "fixed_rate": f"moves by {plain(rate or 0)} · d{name} whatever the learning rate is.",
    }.get(cause)


def others(s, value):
    """The layer uses another activation than its own."""
    return [
        ("wrong_function", lambda f=f, d=d: value(f, d), f"is that of {name}?")
        for name, (f, d) in s.activations.items()
        if f is not s.f
    ]


def inputs(s, value):
    """The layer uses another matrix where its input A1 belongs."""
    own = "is that this layer's output A? It should be its input A1."
    rows = [("wrong_input", lambda: value(s.A), own), ("wrong_input", lambda: value(s.Z), own)]
    for at, A in enumerate(s.all_A):
        what = "the network's input x" if at == 0 else f"the output of layer {at}"
        hint = f"is that {what}? It should be this layer's own input A1."
        rows.append(("wrong_input", lambda A=A: value(A), hint))
    return rows


# Code that stops with an exception


def place_of(error):
    """(file, line, frame) in the lesson's code, or None if that was never reached."""
    found = None
    for frame, line in traceback.walk_tb(error.__traceback__):
        path = frame.f_code.co_filename
        if is_lesson(path) and PurePath(path).name in LESSON:
            found = PurePath(path).name, line, frame
    return found


def failed(error, what, layers=None, products=None):
    """The fault of code that stopped. `products` says which product each name should hold.

    Without `layers` it is a function of the tables that has failed.
    """
    file, line, frame = place_of(error)
    name = frame.f_code.co_name if layers is None else None
    cause, text = "error", f"cannot be calculated. {sentence(error)}"
    for statement in statements(frame.f_code, frame.f_globals):
        if not (products and statement.lineno <= line <= statement.end_lineno):
            continue
        names = targets(statement) & set(products)
        if isinstance(statement, ast.Return) and "dA1" in products:
            names = {"dA1"}
        for target in names:
            what = target
            cause, text = dot_mistake(statement, frame, products[target]) or (cause, text)
    return Fault(what, text, cause, type(error).__name__, layers or [], name, file, line)


def dot_mistake(statement, frame, wanted):
    """Which change of the operands of np.dot gives the product that belongs there?"""
    for node in ast.walk(statement):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
            operands = node.left, node.right
        elif isinstance(node, ast.Call) and len(node.args) == 2:
            operands = node.args
        else:
            continue
        left, right = (tried(lambda node=node: value_of(node, frame)) for node in operands)
        if left is None or right is None:
            continue
        names = [ast.unparse(node) for node in operands]
        for cause, product, hint in other_products(left, right, *names):
            if ratio(tried(product), wanted) is not None:
                shapes = f"{np.shape(left)} · {np.shape(right)}"
                return cause, f"cannot be calculated: np.dot of {shapes} does not fit. {hint}"
    return None


def other_products(left, right, left_name, right_name):
    swapped = "Are the operands swapped?"
    return [
        ("missing_transpose", lambda: left.T @ right, transpose(left_name)),
        ("missing_transpose", lambda: left @ right.T, transpose(right_name)),
        ("missing_transpose", lambda: left.T @ right.T, "Is .T at the wrong operand?"),
        ("swapped_operands", lambda: right @ left, swapped),
        ("swapped_operands", lambda: right.T @ left.T, swapped),
        ("swapped_operands", lambda: right.T @ left, swapped),
        ("swapped_operands", lambda: right @ left.T, swapped),
    ]


def transpose(name):
    if name.endswith(".T"):
        return f"Should {name} be {name[:-2]}?"
    return f"Is .T missing at {name}?"


def value_of(node, frame):
    code = compile(ast.Expression(node), "<gradcheck>", "eval")
    return eval(code, frame.f_globals, frame.f_locals)
