"""How good the network is, in numbers: which classes it mixes up, how far its numbers are off."""

import numpy as np

from chalknet.network import quiet

WORST = 12  # so many mistakes are told


@quiet
def report(lab):
    """Of the training samples, and under names that end in _test of those held out."""
    s, network = lab.samples, lab.network
    outputs, outputs_test = network.feedforward(s.x), network.feedforward(s.x_test)
    answer = {"classes": None, "confusion": None, "confusion_test": None}
    answer |= {"accuracy": None, "accuracy_test": None}
    answer |= {"rmse": None, "rmse_test": None, "r2": None, "r2_test": None}
    if lab.dataset.kind == "number":
        back = s.target.back
        y, y_test, out, out_test = map(back, (s.y, s.y_test, outputs, outputs_test))
        answer |= {"rmse": rmse(y, out), "rmse_test": rmse(y_test, out_test)}
        answer |= {"r2": r2(y, out), "r2_test": r2(y_test, out_test)}
        loss, loss_test = np.abs(out - y).sum(axis=0), np.abs(out_test - y_test).sum(axis=0)
        wrong, wrong_test = loss > 0, loss_test > 0
    else:
        count = max(2, len(s.y))
        answer["classes"] = list(lab.dataset.classes or map(str, range(count)))
        answer["confusion"] = confusion(s.y, outputs, count)
        answer["confusion_test"] = confusion(s.y_test, outputs_test, count)
        answer["accuracy"] = by_class(answer["confusion"])
        answer["accuracy_test"] = by_class(answer["confusion_test"])
        loss = network.loss(s.y, outputs).sum(axis=0)
        loss_test = network.loss(s.y_test, outputs_test).sum(axis=0)
        wrong = class_read(outputs) != class_read(s.y)
        wrong_test = class_read(outputs_test) != class_read(s.y_test)
    answer["worst"] = worst(loss, wrong, False) + worst(loss_test, wrong_test, True)
    answer["worst"] = sorted(answer["worst"], key=lambda one: -one["loss"])[:WORST]
    return answer


def class_read(outputs):
    """The class that the outputs say: above a half for one output, else the largest."""
    if len(outputs) == 1:
        return (outputs[0] > 0.5).astype(np.int32)
    return np.argmax(outputs, axis=0).astype(np.int32)


def confusion(y, outputs, count):
    """How many samples of each class (row) were read as each class (column)."""
    table = np.zeros((count, count), np.int32)
    np.add.at(table, (class_read(y), class_read(outputs)), 1)
    return table


def by_class(confusion):
    """The share of each class that was read right; None for a class without samples."""
    wanted = confusion.sum(axis=1)
    right = np.diagonal(confusion)
    return [int(r) / int(n) if n else None for r, n in zip(right, wanted, strict=True)]


def worst(loss, wrong, held):
    """The wrong samples with the largest loss first."""
    order = np.argsort(-loss, kind="stable")
    largest = order[wrong[order]][:WORST]
    return [{"sample": int(i), "held": held, "loss": float(loss[i])} for i in largest]


def rmse(y, outputs):
    """The root of the mean squared error; None without samples."""
    return float(np.sqrt(np.mean(np.square(outputs - y)))) if y.size else None


def r2(y, outputs):
    """The share of the variance that is explained: 1 is perfect, 0 as good as always saying the
    mean. None where there is no variance.
    """
    spread = np.sum(np.square(y - np.mean(y, axis=1, keepdims=True))) if y.size else 0
    return float(1 - np.sum(np.square(outputs - y)) / spread) if spread > 0 else None
