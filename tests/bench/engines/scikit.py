"""scikit-learn's MLPClassifier: partial_fit trains one epoch, shuffled, by plain SGD.

Its output for two classes is a sigmoid with log loss, whatever the others' output is here.
"""

import numpy as np
from lines import serve
from sklearn.metrics import log_loss
from sklearn.neural_network import MLPClassifier

NAMES = {"sigmoid": "logistic"}


def make(workload):
    x, y = np.array(workload["x"]), np.array(workload["y"])
    label = y.argmax(axis=1) if y.shape[1] > 1 else y[:, 0].astype(int)
    *hidden, _ = workload["layers"]
    activation = hidden[0]["activation"]
    network = MLPClassifier(
        [len(layer["b"]) for layer in hidden],
        NAMES.get(activation, activation),
        solver="sgd",
        alpha=0,
        momentum=0,
        batch_size=workload["batch"],
        learning_rate_init=workload["rate"],
        random_state=7,
    )
    classes = np.unique(label)
    network.partial_fit(x, label, classes=classes)

    def epoch():
        network.partial_fit(x, label)

    return epoch, lambda: float(log_loss(label, network.predict_proba(x)))


serve(make)
