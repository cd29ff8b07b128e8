// TensorFlow.js: its core with gradients and its own SGD, batches made beforehand, on one of its backends.
// No shuffling, and the cost is never fetched, both in its favour.

import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-core/dist/register_all_gradients.js";
import { serve } from "./measure.js";

const SHAPES = { tanh: tf.tanh, relu: tf.relu, sigmoid: tf.sigmoid, softmax: tf.softmax };

/** By name: what is to be made small, of the sums of the last layer and of what is wanted. */
const LOSSES = {
  squared_error: (z, y, shape) => tf.mean(tf.square(tf.sub(shape(z), y))),
  logloss: (z, y) => tf.losses.sigmoidCrossEntropy(y, z),
  cross_entropy: (z, y) => tf.losses.softmaxCrossEntropy(y, z),
};

/** @param {() => Promise<any>} choose takes up the backend */
export function serveTfjs(choose) {
  serve(async ({ x, y, batch, rate, loss, layers }) => {
    await choose();
    const weights = layers.map(({ W, b }) => ({ W: tf.variable(tf.transpose(tf.tensor2d(W))), b: tf.variable(tf.tensor1d(b)) }));
    const shapes = layers.map(({ activation }) => SHAPES[activation]);
    const last = layers.length - 1;
    const sums = (input) => weights.reduce((a, { W, b }, i) => tf.add(tf.matMul(i ? shapes[i - 1](a) : a, W), b), input);
    const batches = [];
    for (let at = 0; at < x.length; at += batch) batches.push([tf.tensor2d(x.slice(at, at + batch)), tf.tensor2d(y.slice(at, at + batch))]);
    const all = tf.tensor2d(x);
    const optimizer = tf.train.sgd(rate);
    const variables = weights.flatMap(({ W, b }) => [W, b]);
    let next = 0;
    return {
      step() {
        const [input, wanted] = batches[next];
        optimizer.minimize(() => LOSSES[loss](sums(input), wanted, shapes[last]), false, variables);
        next = (next + 1) % batches.length;
        return input.shape[0];
      },
      outputs: () => tf.tidy(() => shapes[last](sums(all))).array(),
      end: () => tf.dispose([...variables, ...batches.flat(), all]),
    };
  });
}
