// What TensorFlow Playground calls things in its addresses, and what they are called here.

export const NAMES = /** @type {Record<string, Record<string, string>>} */ ({
  problem: { classification: "classification", regression: "regression" },
  dataset: { circle: "circle", xor: "exclusive", gauss: "gaussians", spiral: "spiral" },
  regDataset: { "reg-plane": "regression_plane", "reg-gauss": "regression_gaussian" },
  activation: { relu: "relu", tanh: "tanh", sigmoid: "sigmoid", linear: "linear" },
  regularization: { none: "none", L1: "l1", L2: "l2" },
});

/** Its inputs; null: there is none like it here. @type {Record<string, string|null>} */
export const FEATURES = {
  x: "x1", y: "x2", xSquared: "x1_squared", ySquared: "x2_squared", xTimesY: "x1_x2", sinX: "sin_x1", sinY: "sin_x2",
  cosX: null, cosY: null,
};
