"""The words between the cells of the notebook."""

import re

from chalknet.export.literals import plain

ARTICLE = "Writing Python Code for Neural Networks from Scratch"


def title(told, why_not):
    text = f"# {escaped(told.title)}: a neural network from scratch\n\n"
    text += f"{escaped(told.dataset.about)} Here Python learns it with NumPy alone, in the manner "
    text += f"of Aditi Mittal's article *{ARTICLE}*. On the page of Chalknet, where this notebook "
    text += f"comes from, the network was {told.sentence()}.\n"
    if why_not:
        text += f"\n**It begins with the page's trained weights.** {escaped(why_not)} So training "
        text += "again from the seed would lead to other weights.\n"
    return text


def data(told):
    s, count = told.samples, len(told.columns)
    text = f"## The data\n\n{s.x.shape[1]:,} samples to learn from"
    if s.x_test.size:
        text += f" and {s.x_test.shape[1]:,} held out"
    text += f", each with {count} column{'' if count == 1 else 's'}. One column of a matrix is "
    text += "one sample, one row is one of its numbers."
    if told.is_scaled():
        text += " The network gets them scaled to mean 0 and standard deviation 1."
    if told.dataset.source:
        source = told.dataset.source
        text += f"\n\nSource: {escaped(source['text'])} ({escaped(source['licence'])}), "
        text += f"<{source['url']}>"
    return text


def escaped(text):
    return re.sub(r"([\\`*_\[\]<>#$|~])", r"\\\1", plain(text))


FUNCTIONS = """\
## The functions

Each activation and the loss stand beside their derivatives."""

STEPS = """\
## From a gradient to a step

What a layer needs: its first weights, the direction of its steps, and a check of its shapes."""

LAYER = """\
## The layer

`W` is (neurons, inputs), `b` is (neurons, 1). **Feed forward**: `Z = W . A1 + b` and
`A = activation(Z)`, where `A1` is the output of the layer before. **Gradient descent**: `backprop`
gets `dA`, the slope of the cost over its outputs; the chain rule gives `dW` and `db`, by which `W`
and `b` are updated, and `dA1` for the layer before."""

NETWORK = """\
## The network

The outputs of one layer are the inputs of the next."""

TRAINING = """\
## Training

1. **Feed forward**: the inputs pass through the layers and become outputs.
2. **Cost calculation**: how different are they from what was wanted?
3. **Backpropagation**: from the last layer to the first, `W` and `b` are updated.
4. **Repeat** for a fixed number of epochs."""

TRAINED = (
    TRAINING
    + """

The weights are trained already, so there are 0 epochs here; give another number to train on."""
)

PREDICTIONS = """\
## Predictions

Feed forward once more, with the weights that it has now."""

PAGE = """\
## The same as on the page?

What the page predicts for the first samples, against what is predicted here."""

WEIGHTS = """\
Another machine may round the last digit of a sum otherwise, and over many epochs that can grow.
With the page's own weights, the predictions are the page's everywhere."""
