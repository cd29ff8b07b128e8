// The algorithm of TensorFlow Playground's nn.ts, written anew for this bench (its own file is by the TensorFlow
// authors, Apache 2.0). One sample at a time through a graph of objects: a node sums over its incoming links, an
// error goes back over the outgoing ones, and every node and link adds up its derivative until the batch is over.
//
// The same as there: the objects, the order of the sums, the accumulated derivatives with their counters, the check
// for dead links and for a regularization in every update (none is set).
// Left out, in its favour: the loss over all samples after every epoch, the reshuffling, making a sample's inputs
// anew for each use. Added, because the workloads need them: several outputs, softmax with cross-entropy, log loss.

/** @typedef {{output: (x: number) => number, der: (x: number) => number}} Activation */

/** @type {Record<string, Activation>} */
const ACTIVATIONS = {
  tanh: {
    output: (x) => Math.tanh(x),
    der: (x) => {
      const output = ACTIVATIONS.tanh.output(x);
      return 1 - output * output;
    },
  },
  relu: {
    output: (x) => Math.max(0, x),
    der: (x) => (x <= 0 ? 0 : 1),
  },
  sigmoid: {
    output: (x) => 1 / (1 + Math.exp(-x)),
    der: (x) => {
      const output = ACTIVATIONS.sigmoid.output(x);
      return output * (1 - output);
    },
  },
  linear: { output: (x) => x, der: () => 1 },
  softmax: { output: (x) => x, der: () => 1 }, // what is left to do takes the whole layer: see forwardProp
};

/** The derivative of each loss by an output. @type {Record<string, (output: number, target: number) => number>} */
const ERRORS = {
  squared_error: (output, target) => 2 * (output - target), // the playground halves its loss: 2 makes them alike
  logloss: (output, target) => (output - target) / (output * (1 - output)),
  cross_entropy: (output, target) => output - target, // that of softmax with it
};

class Node {
  /** @type {Link[]} */
  inputLinks = [];
  bias = 0.1;
  /** @type {Link[]} */
  outputs = [];
  totalInput = 0;
  output = 0;
  outputDer = 0;
  inputDer = 0;
  accInputDer = 0;
  numAccumulatedDers = 0;

  /** @param {string} id @param {Activation} activation */
  constructor(id, activation) {
    this.id = id;
    this.activation = activation;
  }

  updateOutput() {
    this.totalInput = this.bias;
    for (let j = 0; j < this.inputLinks.length; j++) {
      const link = this.inputLinks[j];
      this.totalInput += link.weight * link.source.output;
    }
    this.output = this.activation.output(this.totalInput);
    return this.output;
  }
}

class Link {
  isDead = false;
  errorDer = 0;
  accErrorDer = 0;
  numAccumulatedDers = 0;
  /** @type {{der: (weight: number) => number} | null} */
  regularization = null;

  /** @param {Node} source @param {Node} dest @param {number} weight */
  constructor(source, dest, weight) {
    this.id = `${source.id}-${dest.id}`;
    this.source = source;
    this.dest = dest;
    this.weight = weight;
  }
}

/** Layers of nodes, the inputs first. @param {any} workload @returns {Node[][]} */
export function buildNetwork({ layers }) {
  let id = 1;
  const network = [Array.from(layers[0].W[0], () => new Node(String(id++), ACTIVATIONS.linear))];
  for (const { W, b, activation } of layers) {
    const before = network[network.length - 1];
    network.push(W.map((/** @type {number[]} */ weights, /** @type {number} */ i) => {
      const node = new Node(String(id++), ACTIVATIONS[activation]);
      node.bias = b[i];
      weights.forEach((weight, j) => {
        const link = new Link(before[j], node, weight);
        before[j].outputs.push(link);
        node.inputLinks.push(link);
      });
      return node;
    }));
  }
  return network;
}

/** @param {Node[][]} network @param {number[]} inputs @returns {Node[]} the nodes that hold the outputs */
export function forwardProp(network, inputs) {
  const inputLayer = network[0];
  for (let i = 0; i < inputLayer.length; i++) inputLayer[i].output = inputs[i];
  for (let layerIdx = 1; layerIdx < network.length; layerIdx++) {
    const currentLayer = network[layerIdx];
    for (let i = 0; i < currentLayer.length; i++) currentLayer[i].updateOutput();
  }
  const outputs = network[network.length - 1];
  if (outputs[0].activation === ACTIVATIONS.softmax) softmax(outputs);
  return outputs;
}

/** @param {Node[]} nodes */
function softmax(nodes) {
  let most = -Infinity;
  for (let i = 0; i < nodes.length; i++) most = Math.max(most, nodes[i].totalInput);
  let sum = 0;
  for (let i = 0; i < nodes.length; i++) sum += nodes[i].output = Math.exp(nodes[i].totalInput - most);
  for (let i = 0; i < nodes.length; i++) nodes[i].output /= sum;
}

/** @param {Node[][]} network @param {number[]} target @param {(output: number, target: number) => number} errorDer */
export function backProp(network, target, errorDer) {
  const outputs = network[network.length - 1];
  for (let i = 0; i < outputs.length; i++) outputs[i].outputDer = errorDer(outputs[i].output, target[i]);
  for (let layerIdx = network.length - 1; layerIdx >= 1; layerIdx--) {
    const currentLayer = network[layerIdx];
    for (let i = 0; i < currentLayer.length; i++) {
      const node = currentLayer[i];
      node.inputDer = node.outputDer * node.activation.der(node.totalInput);
      node.accInputDer += node.inputDer;
      node.numAccumulatedDers++;
    }
    for (let i = 0; i < currentLayer.length; i++) {
      const node = currentLayer[i];
      for (let j = 0; j < node.inputLinks.length; j++) {
        const link = node.inputLinks[j];
        if (link.isDead) continue;
        link.errorDer = node.inputDer * link.source.output;
        link.accErrorDer += link.errorDer;
        link.numAccumulatedDers++;
      }
    }
    if (layerIdx === 1) continue;
    const prevLayer = network[layerIdx - 1];
    for (let i = 0; i < prevLayer.length; i++) {
      const node = prevLayer[i];
      node.outputDer = 0;
      for (let j = 0; j < node.outputs.length; j++) {
        const output = node.outputs[j];
        node.outputDer += output.weight * output.dest.inputDer;
      }
    }
  }
}

/** @param {Node[][]} network @param {number} learningRate @param {number} regularizationRate */
export function updateWeights(network, learningRate, regularizationRate) {
  for (let layerIdx = 1; layerIdx < network.length; layerIdx++) {
    const currentLayer = network[layerIdx];
    for (let i = 0; i < currentLayer.length; i++) {
      const node = currentLayer[i];
      if (node.numAccumulatedDers > 0) {
        node.bias -= (learningRate * node.accInputDer) / node.numAccumulatedDers;
        node.accInputDer = 0;
        node.numAccumulatedDers = 0;
      }
      for (let j = 0; j < node.inputLinks.length; j++) {
        const link = node.inputLinks[j];
        if (link.isDead) continue;
        const regulDer = link.regularization ? link.regularization.der(link.weight) : 0;
        if (link.numAccumulatedDers > 0) {
          link.weight = link.weight - (learningRate / link.numAccumulatedDers) * link.accErrorDer;
          link.weight = link.weight - learningRate * regularizationRate * regulDer;
          link.accErrorDer = 0;
          link.numAccumulatedDers = 0;
        }
      }
    }
  }
}

/** @param {any} workload */
export function nnts(workload) {
  const { x, y, batch, rate, loss } = workload;
  const network = buildNetwork(workload);
  const errorDer = ERRORS[loss];
  let next = 0;
  return {
    network,
    /** One update: the samples of one batch, then the weights. */
    step() {
      const end = Math.min(next + batch, x.length);
      for (let i = next; i < end; i++) {
        forwardProp(network, x[i]);
        backProp(network, y[i], errorDer);
      }
      updateWeights(network, rate, 0);
      const samples = end - next;
      next = end === x.length ? 0 : end;
      return samples;
    },
    outputs: () => x.map((/** @type {number[]} */ sample) => forwardProp(network, sample).map((node) => node.output)),
  };
}
