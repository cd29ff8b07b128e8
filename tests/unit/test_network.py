"""A network of layers: one step worked by hand, training, and what stops it."""

import numpy as np
import pytest

from chalknet import Diverged, Layer, Network, logloss

x = np.array([[0, 0, 1, 1], [0, 1, 0, 1]])
y = np.array([[0, 1, 1, 0]])


def xor_network(seed=7, **options):
    rng = np.random.default_rng(seed)
    return Network([Layer(2, 3, "tanh", rng), Layer(3, 1, "sigmoid", rng)], **options)


def test_one_step_of_xor_by_hand():
    hidden, output = Layer(2, 2, "tanh"), Layer(2, 1, "sigmoid")
    hidden.W = np.array([[1.0, 0.0], [0.0, 1.0]])
    output.W = np.array([[1.0, -1.0]])
    network = Network([hidden, output])
    # Samples   (0,0)  (0,1)  (1,0)  (1,1)
    # Z1 =   [[   0      0      1      1 ]    t = tanh 1 = 0.761594
    #         [   0      1      0      1 ]]
    # A1 =   [[   0      0      t      t ]
    #         [   0      t      0      t ]]
    # Z2 =   [[   0     -t      t      0 ]]
    # A2 =   [[ 0.5   1 - s     s    0.5 ]]   s = 1 / (1 + e^-t) = 0.681700
    t, s = 0.7615941560, 0.6816997422
    A = network.feedforward(x)
    np.testing.assert_allclose(A, [[0.5, 1 - s, s, 0.5]], atol=1e-9)
    # cost = 1/4 (log 2 - log(1 - s) - log s + log 2) = 1/4 (1.386294 + 1.144760 + 0.383166)
    assert network.cost(y, A) == pytest.approx(0.728555, abs=1e-6)
    network.step(x, y)
    # dZ2 = A2 - y = [[0.5, -s, s - 1, 0.5]]
    # dW2 = 1/4 dZ2 A1^T = 1/4 [[(s - 1 + 0.5) t, (-s + 0.5) t]] = (s - 0.5) t / 4 [[1, -1]]
    # db2 = 1/4 (0.5 - s + s - 1 + 0.5) = 0
    dW2 = (s - 0.5) * t / 4
    np.testing.assert_allclose(output.W, [[1 - 0.1 * dW2, -1 + 0.1 * dW2]], atol=1e-9)
    np.testing.assert_allclose(output.b, [[0]], atol=1e-9)
    # dA1 = W2^T dZ2 = [[ 0.5    -s      s - 1      0.5  ]    with the W2 from before the update
    #                   [-0.5     s      1 - s     -0.5  ]]
    # tanh' is 1 where Z1 = 0 and d = 1 - t^2 = 0.419974 where Z1 = 1
    # dZ1 =            [[ 0.5    -s    (s - 1) d  0.5 d  ]
    #                   [-0.5    s d     1 - s   -0.5 d  ]]
    # dW1 = 1/4 dZ1 x^T: x1 is 1 in the last two columns, x2 in the second and the last
    d = 1 - t * t
    dW1 = np.array([[(s - 0.5) * d, -s + 0.5 * d], [1 - s - 0.5 * d, (s - 0.5) * d]]) / 4
    db1 = np.array([[(0.5 - s) * (1 - d)], [(0.5 - s) * (1 - d)]]) / 4
    np.testing.assert_allclose(hidden.W, np.eye(2) - 0.1 * dW1, atol=1e-9)
    np.testing.assert_allclose(hidden.b, -0.1 * db1, atol=1e-9)


def test_xor_is_learned():
    network = xor_network()
    costs = network.train(x, y, epochs=1500)
    assert len(costs) == 1500
    assert costs is network.costs
    assert np.round(network.predict(x)).tolist() == y.tolist()
    assert costs[-1] < 0.05


def test_full_batch_costs_are_the_articles():
    network = xor_network()
    by_hand = []
    twin = xor_network()
    for _ in range(5):
        by_hand.append(1 / 4 * np.sum(logloss(y, twin.feedforward(x))))
        twin.backprop(y, twin.feedforward(x))
    assert network.train(x, y, epochs=5) == by_hand  # to the last bit


def test_small_batches_see_every_sample_once():
    seen = []
    network = xor_network(rng=np.random.default_rng(1))
    step = network.step

    def spy(x, y):
        seen.append((x, y))
        return step(x, y)

    network.step = spy
    many = np.arange(20.0).reshape(2, 10)
    wanted = np.arange(10)[None, :] % 2
    network.train(many, wanted, epochs=1, batch=4)
    assert [part.shape[1] for part, _ in seen] == [4, 4, 2]
    all_x = np.concatenate([part for part, _ in seen], axis=1)
    assert sorted(all_x[0]) == many[0].tolist()
    assert all_x[0].tolist() != many[0].tolist()  # shuffled
    for part, part_y in seen:
        assert (part_y == part[:1] % 2).all()  # x and y stay together


def test_small_batch_cost_is_the_mean_over_samples():
    network = xor_network(rng=np.random.default_rng(1))
    costs = []
    step = network.step
    network.step = lambda x, y: costs.append((step(x, y), x.shape[1])) or costs[-1][0]
    network.train(x, y, epochs=1, batch=3)
    (first, three), (second, one) = costs
    assert (three, one) == (3, 1)
    assert network.costs == [pytest.approx((3 * first + second) / 4)]


def test_small_batches_learn_xor():
    network = xor_network(rng=np.random.default_rng(1))
    network.train(x, y, epochs=1500, batch=2)
    assert np.round(network.predict(x)).tolist() == y.tolist()


def test_a_batch_of_all_samples_or_more_is_all():
    costs = [xor_network().train(x, y, epochs=3, batch=size) for size in ("all", 4, 100)]
    assert costs[0] == costs[1] == costs[2]


def test_same_seed_same_run():
    runs = [xor_network(rng=np.random.default_rng(3)).train(x, y, 20, batch=3) for _ in range(2)]
    assert runs[0] == runs[1]


def test_several_outputs_are_summed():
    network = Network([Layer(2, 2, "linear")], loss="squared_error")
    A, wanted = np.array([[1.0, 2.0], [3.0, 4.0]]), np.zeros((2, 2))
    assert network.cost(wanted, A) == (1 + 4 + 9 + 16) / 2


def diverging(rate):
    rng = np.random.default_rng(7)
    network = Network([Layer(2, 3, "relu", rng), Layer(3, 1, "linear", rng)], "squared_error")
    network.set_learning_rate(rate)
    return network


def test_divergence_keeps_the_last_good_weights():
    network = diverging(1000)
    with pytest.raises(Diverged) as caught:
        network.train(x, y, epochs=1500)
    sentence = str(caught.value)
    assert f"at epoch {len(network.costs)}" in sentence
    assert "learning rate of 1000 " in sentence
    assert "smaller learning rate" in sentence
    assert "scale the inputs" in sentence
    assert np.isfinite(network.cost(y, network.predict(x)))
    assert all(np.isfinite(layer.W).all() for layer in network.layers)


def test_the_last_good_weights_are_those_before_the_last_update():
    network = diverging(1000)
    weights = []
    step = network.step
    network.step = lambda x, y: weights.append([layer.W for layer in network.layers]) or step(x, y)
    with pytest.raises(Diverged):
        network.train(x, y)
    assert all((layer.W == W).all() for layer, W in zip(network.layers, weights[-2], strict=True))


def test_a_last_update_that_spoils_the_weights_is_noticed():
    network = diverging(1000)
    with pytest.raises(Diverged):
        network.train(x, y, epochs=1500)
    epochs = len(network.costs)
    again = diverging(1000)
    with pytest.raises(Diverged):
        again.train(x, y, epochs=epochs)  # no step follows the fatal one
    assert all(np.isfinite(layer.W).all() for layer in again.layers)


def test_inputs_that_are_no_numbers_stop_at_once():
    network = xor_network()
    before = [layer.W for layer in network.layers]
    with pytest.raises(Diverged, match="at epoch 0"):
        network.train(x * np.nan, y)
    assert all((layer.W == W).all() for layer, W in zip(network.layers, before, strict=True))


def test_wrong_shapes():
    with pytest.raises(ValueError, match=r"W of Layer\(4 -> 1, tanh\) is \(1, 4\) but .* \(1, 3\)"):
        Network([Layer(2, 3, "tanh"), Layer(4, 1, "tanh")])
    with pytest.raises(ValueError, match=r"y is \(2, 4\) but should be \(1, 4\)"):
        xor_network().train(x, x)
    with pytest.raises(ValueError, match=r"A1 is \(3, 4\) but should be \(2, samples\)"):
        xor_network().predict(np.zeros((3, 4)))


def test_unknown_loss():
    with pytest.raises(ValueError, match=r"no loss 'log'\. There are: logloss, squared_error"):
        Network([Layer(2, 1, "sigmoid")], loss="log")


def test_repr_says_shape_and_activation():
    assert repr(xor_network()) == (
        "Network([Layer(2 -> 3, tanh), Layer(3 -> 1, sigmoid)], logloss)"
    )
