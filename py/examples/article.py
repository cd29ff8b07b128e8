"""The article's program: two layers learn XOR. Run it with `python article.py`."""

import numpy as np

from chalknet import Layer, d_logloss, logloss

np.random.seed(7)  # one seed in six gets stuck, such as 8

x = np.array([[0, 0, 1, 1], [0, 1, 0, 1]])  # dim x m
y = np.array([[0, 1, 1, 0]])  # 1 x m
m = 4
epochs = 1500

lyr = [Layer(2, 3, "tanh"), Layer(3, 1, "sigmoid")]
costs = []  # to plot graph

for epoch in range(epochs):
    # Feedforward
    A = x
    for layer in lyr:
        A = layer.feedforward(A)

    # Calculate cost to plot graph
    cost = 1 / m * np.sum(logloss(y, A))
    costs.append(cost)

    # Backpropagation
    dA = d_logloss(y, A)
    for layer in reversed(lyr):
        dA = layer.backprop(dA)

# Making predictions
A = x
for layer in lyr:
    A = layer.feedforward(A)
print(A)
