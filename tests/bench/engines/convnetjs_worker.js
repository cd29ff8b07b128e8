// ConvNetJS trains sample by sample too, over typed arrays. It has no log loss for a single sigmoid: its squared
// error stands in, which costs it no more. No shuffling, no cost of an epoch, in its favour.

import convnetjs from "convnetjs";
import { serve } from "./measure.js";

serve(({ x, y, batch, rate, loss, layers }) => {
  const net = new convnetjs.Net();
  const definitions = layers.flatMap(({ W, activation }, i) => {
    const last = i === layers.length - 1;
    const dense = { type: "fc", num_neurons: W.length };
    if (!last) return [{ ...dense, activation }];
    if (activation === "softmax") return [{ type: "softmax", num_classes: W.length }];
    return [{ ...dense, activation }, { type: "regression", num_neurons: W.length }];
  });
  net.makeLayers([{ type: "input", out_sx: 1, out_sy: 1, out_depth: layers[0].W[0].length }, ...definitions]);
  if (loss !== "cross_entropy") removeAddedLayer(net); // makeLayers puts one more dense layer before its regression
  put(net, layers);
  // it means the sum over a batch divided by its size; its squared error is halved, so twice the rate is ours
  const trainer = new convnetjs.SGDTrainer(net, { learning_rate: loss === "squared_error" ? 2 * rate : rate, momentum: 0, batch_size: batch, l2_decay: 0 });
  const samples = x.map((sample) => new convnetjs.Vol(sample));
  const wanted = loss === "cross_entropy" ? y.map((row) => row.indexOf(1)) : y;
  let next = 0;
  return {
    step() {
      for (let i = 0; i < batch; i++) {
        trainer.train(samples[next], wanted[next]);
        if (++next === samples.length) next = 0;
      }
      return batch; // it goes over the end of an epoch
    },
    outputs: () => samples.map((sample) => Array.from(net.forward(sample).w)),
  };
});

/** @param {any} net */
function removeAddedLayer(net) {
  net.layers.splice(net.layers.length - 2, 1);
}

/** The first weights of the workload. @param {any} net @param {any[]} layers */
function put(net, layers) {
  const dense = net.layers.filter((layer) => layer.layer_type === "fc");
  dense.forEach((layer, i) => {
    layers[i].W.forEach((weights, row) => layer.filters[row].w.set(weights));
    layer.biases.w.set(layers[i].b);
  });
}
