"""Has a seed succeeded? If not, why not: told from its network, its samples and its costs."""

from itertools import combinations

import numpy as np

from chalknet.report import class_read, r2
from chalknet.work import all_the_same, flags, listed, name_of

FEW = 20  # up to so many samples all must be right
SHARE = 0.95  # of more samples must be
R2 = 0.8  # of numbers: so much must be explained
FALLING = 0.015  # still getting better: this part of the cost went in the last tenth of the epochs
ALIKE = 0.1  # samples look alike if no hidden neuron parts them by this part of what it can give

# Why a seed failed: said of several, and where it differs of one
WHY = {
    "diverged": "have diverged",
    "same": "have hidden neurons that do all the same",
    "falling": "are still getting better",
    "dead": "have a dead hidden neuron",
    "flat": "have a hidden neuron gone flat",
    "alike": "have hidden neurons gone flat between two samples that should differ",
    "twins": "have two hidden neurons that do the same",
    "stuck": "are stuck",
}
ONE = {"have": "has", "are": "is"}


class Goal:
    """What counts as success for a data set with these many training samples."""

    def __init__(self, kind, count):
        self.classes, self.count = kind == "classes", count
        if not self.classes:
            self.reached = f"reach an R² of {R2}"
            self.rule = (
                f"A seed succeeds if its R² is at least {R2}: the network explains {R2:.0%} or "
                "more of how the wanted number varies over the training samples."
            )
        elif count <= FEW:
            self.reached = f"get all {count} right"
            self.rule = f"A seed succeeds if all {count} training samples are right."
        else:
            most = f"at least {SHARE:.0%}"
            self.reached = f"get {most} right"
            self.rule = f"A seed succeeds if {most} of its training samples are right."

    def right(self, y, outputs):
        """How many samples are right; None where the wanted is a number."""
        return int(np.sum(class_read(outputs) == class_read(y))) if self.classes else None

    def met(self, y, outputs):
        if self.classes:
            return self.right(y, outputs) >= (1 if self.count <= FEW else SHARE) * self.count
        explained = r2(y, outputs)
        return explained is None or explained >= R2


def why(layers, y, shown, costs, diverged):
    """(which of WHY, a sentence) for a network that failed, its layers having just seen samples.

    `y` is what was wanted, `shown` the samples as people know them; `costs` those of all epochs.
    """
    hidden = layers[:-1]
    if diverged:
        return "diverged", (
            f"It diverged at epoch {len(costs)}: the steps were too large. A smaller learning rate "
            "helps."
        )
    for index, layer in enumerate(hidden):
        if all_the_same(layer):
            return "same", (
                f"The {len(layer.b)} neurons of {name_of(index, len(layers))} do all the same: "
                "they began the same, so they get the same gradients for ever."
            )
    if falling(costs):
        return "falling", "The cost is still falling: more epochs would bring it further."
    for index, layer in enumerate(hidden):
        found = flags(layer)
        for flag, which in ("dead", "dead"), ("saturated", "flat"), ("flat", "flat"):
            if flag in found:
                return which, one_that_is(flag, found, layer, name_of(index, len(layers)))
    pair = alike(hidden[-1].A, y, shown) if hidden else None
    if pair:
        return "alike", (
            f"{pair} should differ, but every hidden neuron gives nearly the same for both: they "
            "have gone flat there, so hardly any gradient can still part the two."
        )
    for index, layer in enumerate(hidden):
        pair = twins(layer.A)
        if pair:
            return "twins", (
                f"Neurons {pair[0] + 1} and {pair[1] + 1} of {name_of(index, len(layers))} do "
                "the same work, so there is one too few."
            )
    if not hidden:
        return "stuck", "The cost hardly moves any more: without a hidden layer this is its best."
    return "stuck", (
        "The cost hardly moves any more: it has come to rest in a hollow that is not the lowest, "
        "or lies on a flat stretch, where more epochs may still help."
    )


def falling(costs):
    """Was the last tenth of the epochs clearly better than the tenth before?"""
    some = max(1, len(costs) // 10)
    if len(costs) < 2 * some:
        return True
    return np.mean(costs[-some:]) < (1 - FALLING) * np.mean(costs[-2 * some : -some])


def one_that_is(flag, found, layer, name):
    which = [i for i, one in enumerate(found) if one == flag]
    who = f"Neuron{'s' * (len(which) > 1)} {listed([str(i + 1) for i in which])} of {name}"
    if flag == "dead":
        return f"{who} {are(which)} dead: no gradient comes through for any sample."
    if flag == "saturated":
        return f"{who} {are(which)} flat: nearly always at an end of the range, so hardly moving."
    low, high = np.min(layer.A[which[0]]), np.max(layer.A[which[0]])
    return f"{who} {are(which)} flat, giving {low:.2f} to {high:.2f} for every sample."


def are(which):
    return "are" if len(which) > 1 else "is"


def alike(A, y, shown):
    """Two of a few samples, wanted to differ, that no neuron parts: "(0, 1) and (1, 1)"."""
    m = A.shape[1]
    if m > FEW:
        return None
    span = np.max(A) - np.min(A)
    for i, j in combinations(range(m), 2):
        differ = not np.array_equal(y[:, i], y[:, j])
        if differ and np.max(np.abs(A[:, i] - A[:, j])) < ALIKE * span:
            return " and ".join(named(shown[:, k], k) for k in (i, j))
    return None


def named(values, number):
    """A sample by its values where they are few, else by its number."""
    if len(values) > 4:
        return f"sample {number + 1}"
    return f"({', '.join(f'{value:.3g}' for value in values)})"


def twins(A):
    """Two neurons that rise and fall together over all samples, or one when the other falls."""
    if len(A) < 2 or A.shape[1] < 3:
        return None
    moves = A - np.mean(A, axis=1, keepdims=True)
    sizes = np.sqrt(np.sum(np.square(moves), axis=1, keepdims=True))
    if np.any(sizes == 0):
        return None
    together = np.abs(moves / sizes @ (moves / sizes).T)
    i, j = np.unravel_index(np.argmax(np.triu(together, 1)), together.shape)
    return (int(i), int(j)) if together[i, j] > 0.999 else None


def summary(goal, count, kinds):
    """"83 of 100 seeds get all 4 right; 12 of the other 17 are still getting better, …"."""
    failed = len(kinds)
    head = f"{count - failed} of {count} seeds {goal.reached}"
    if not failed:
        return f"All {count} seeds {goal.reached}."
    often = sorted(set(kinds), key=lambda which: (-kinds.count(which), list(WHY).index(which)))
    told = [said(which, kinds.count(which)) for which in often]
    if failed == count:
        reasons = f"all {WHY[often[0]]}" if len(often) == 1 else listed(told)
        return f"None of the {count} seeds {goal.reached}: {reasons}."
    if failed == 1:
        return f"{head}; the other one {told[0].removeprefix('1 ')}."
    if len(often) == 1:
        return f"{head}; the other {told[0]}."
    told[0] = told[0].replace(" ", f" of the other {failed} ", 1)
    return f"{head}; {listed(told)}."


def said(which, count):
    """"1 is stuck", "12 are stuck"."""
    verb, rest = WHY[which].split(" ", 1)
    return f"{count} {ONE[verb] if count == 1 else verb} {rest}"
