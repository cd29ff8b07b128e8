"""Which neurons do their work: dead, saturated or flat ones, and how far the gradient reaches.

The training samples go forward, and once back, through a copy: the network stays as it is.
"""

import copy

import numpy as np

from chalknet.functions import RANGES
from chalknet.network import quiet

SAMPLES = 500  # at most so many are looked at
EDGE = 0.01  # so near to the end of its range, in parts of the range, an output is at the end
MOST = 0.95  # of the samples
NO_SLOPE = 1e-3  # next to nothing of a gradient passes here
STILL = 0.01  # a neuron is flat if its output moves by less than this part of its range
FADED = 100  # times smaller than that of another layer

# What a flag means, and what helps
TELLS = {
    "dead": (
        "For every sample the slope of the activation is 0 or next to it, so no gradient comes "
        "through and the weights stay as they are. A smaller learning rate, other first weights "
        "or leaky ReLU can help."
    ),
    "saturated": (
        "For nearly all samples the output is at an end of its range, where the curve is flat, so "
        "the weights hardly move any more. Scaled inputs or smaller first weights (Xavier) can "
        "help."
    ),
    "flat": (
        "The output is nearly the same whatever comes in, so it tells no sample from another. "
        "More epochs, a larger learning rate or other first weights can help."
    ),
}


def neurons_at_work(lab):
    """The gradient that reaches each layer, a flag or None for each neuron, and all in words."""
    s = lab.samples
    some = evenly(s.x.shape[1], SAMPLES)
    layers = copy.deepcopy(lab.network.layers)
    gradients = sizes(layers, lab.network, s.x[:, some], s.y[:, some])
    neurons = [flags(layer, output=layer is layers[-1]) for layer in layers]
    names = [name_of(index, len(layers)) for index in range(len(layers))]
    alike = [layer is not layers[-1] and all_the_same(layer) for layer in layers]
    flagged = [(f, n) for f, n, same in zip(neurons, names, alike, strict=True) if not same]
    about_layers = reach(gradients)
    return {
        "layers": about_layers,
        "neurons": neurons,
        "sentences": [
            *(doing_the_same(layers[i], names[i]) for i, same in enumerate(alike) if same),
            *in_words("dead", flagged),
            *in_words("saturated", flagged),
            *on_the_way_back(about_layers, names),
            *in_words("flat", flagged),  # with no gradient they stay so: that is told before
        ],
    }


def doing_the_same(layer, name):
    return (
        f"The {len(layer.b)} neurons of {name} do all the same. With the same weights they get the "
        "same gradients, so they stay the same for ever. Random first weights tell them apart."
    )


def evenly(m, most):
    """The numbers of at most `most` of m samples, spread over all of them."""
    return np.unique(np.linspace(0, m - 1, min(m, most)).round().astype(int))


@quiet
def sizes(layers, network, x, y):
    """The mean size of dW of each layer. One step of 1 along it makes it the change of W."""
    for layer in layers:
        layer.optimizer, layer.learning_rate = None, 1
    A = x
    for layer in layers:
        A = layer.feedforward(A)
    dA = network.d_loss(y, A)
    found = []
    for layer in reversed(layers):
        before = layer.W.copy()
        dA = layer.backprop(dA)
        found.insert(0, float(np.mean(np.abs(layer.W - before))))
    return found


@quiet
def flags(layer, output=False):
    """For each neuron of a layer that has just seen samples: "dead", "saturated", "flat", None.

    An output at the end of its range is only sure of itself.
    """
    A = layer.A
    if A.shape[1] < 2:
        return [None] * len(A)
    low, high = RANGES.get(layer.activation, (0, 0))
    span = np.full(len(A), float(high - low))
    dead = saturated = np.zeros(len(A), bool)
    if high > low:
        at_an_end = (A < low + EDGE * (high - low)) | (A > high - EDGE * (high - low))
        saturated = np.mean(at_an_end, axis=1) >= MOST
    else:
        dead = np.all(np.abs(layer.d_act(layer.Z)) < NO_SLOPE, axis=1)
        span = np.maximum(1, np.max(np.abs(A), axis=1))
    flat = np.ptp(A, axis=1) < STILL * span
    if output:
        saturated = np.zeros(len(A), bool)
    return [
        "dead" if d else "saturated" if s else "flat" if f else None
        for d, s, f in zip(dead, saturated, flat, strict=True)
    ]


def all_the_same(layer):
    """Has every neuron of a layer, two or more, the same weights and bias?"""
    return len(layer.W) > 1 and all(np.all(np.ptp(m, axis=0) < 1e-9) for m in (layer.W, layer.b))


def in_words(flag, layers):
    """A sentence, or none, on all neurons with this flag, of (flags, name) for each layer."""
    some, are = [], False
    for neurons, name in layers:
        which = [str(i + 1) for i, one in enumerate(neurons) if one == flag]
        are = are or len(which) > 1 or bool(which and some)
        if which and len(neurons) == 1:
            some.append(f"the neuron of {name}")
        elif which and len(which) == len(neurons):
            some.append(f"all {len(neurons)} neurons of {name}")
        elif which:
            some.append(f"neuron{'s' * (len(which) > 1)} {listed(which)} of {name}")
    if not some:
        return []
    who = listed(some)
    return [f"{who[0].upper()}{who[1:]} {'are' if are else 'is'} {flag}. {TELLS[flag]}"]


def listed(words, most=8):
    """"1, 2 and 5"."""
    if len(words) > most:
        words = [*words[:most], f"{len(words) - most} more"]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def name_of(index, layers):
    """Which layer, as the page calls it."""
    if index == layers - 1:
        return "the output layer"
    return "the hidden layer" if layers == 2 else f"hidden layer {index + 1}"


def reach(gradients):
    """Each layer's gradient, its share of the largest, and a sentence where it fades or swells."""
    largest, last = max(gradients), gradients[-1]
    about = []
    for index, gradient in enumerate(gradients):
        sentence, kind, name = None, None, name_of(index, len(gradients))
        if not np.isfinite(gradient):
            kind = "exploded"
            sentence = (
                f"The gradient at {name} is no longer a number: it has exploded. A smaller "
                "learning rate, scaled inputs or smaller first weights can help."
            )
        elif last > 0 and gradient == 0:
            kind = "none"
            sentence = f"No gradient at all reaches {name}, so it learns nothing."
        elif last > FADED * gradient:
            kind = "fades"
            sentence = (
                f"The gradient fades on its way back: at {name} it is "
                f"{rounded(last / gradient)} times smaller than at the output. So that layer "
                "hardly learns. Fewer layers, ReLU or Xavier first weights can help."
            )
        elif gradient > FADED * last > 0:
            kind = "swells"
            sentence = (
                f"The gradient swells on its way back: at {name} it is "
                f"{rounded(gradient / last)} times larger than at the output. So one step can "
                "throw that layer far off. Smaller first weights or scaled inputs can help."
            )
        share = gradient / largest if largest > 0 else 0.0
        about.append({"gradient": gradient, "share": share, "sentence": sentence, "kind": kind})
    return about


def on_the_way_back(about, names):
    """The sentences of reach(): of several layers with the same trouble the farthest one speaks."""
    told = []
    for kind in ("exploded", "none", "fades", "swells"):
        which = [i for i, one in enumerate(about) if one["kind"] == kind]
        if not which:
            continue
        others = listed([names[i] for i in which[1:]]) if which[1:] else ""
        also = f" The same holds for {others}." if others else ""
        told.append(about[which[0]]["sentence"] + also)
    return told


def rounded(times):
    """A number of times in words: 300, 40,000, more than a million."""
    if times > 1e6:
        return "more than a million"
    digits = 10 ** max(0, int(np.log10(times)) - 1)
    return f"{round(times / digits) * digits:,}"
