// The plain start: load the interpreter, load NumPy, import it; then one step of training of XOR, as in the article.

const STEP = `
rng = np.random.RandomState(7)
x, y = np.array([[0, 0, 1, 1], [0, 1, 0, 1]]), np.array([[0, 1, 1, 0]])
W1, b1, W2, b2 = rng.randn(3, 2), np.zeros((3, 1)), rng.randn(1, 3), np.zeros((1, 1))
A1 = np.tanh(np.dot(W1, x) + b1)
A2 = 1 / (1 + np.exp(-(np.dot(W2, A1) + b2)))
dZ2 = A2 - y
dZ1 = np.dot(W2.T, dZ2) * (1 - A1**2)
W2, b2 = W2 - 0.1 / 4 * np.dot(dZ2, A1.T), b2 - 0.1 / 4 * np.sum(dZ2, axis=1, keepdims=True)
W1, b1 = W1 - 0.1 / 4 * np.dot(dZ1, x.T), b1 - 0.1 / 4 * np.sum(dZ1, axis=1, keepdims=True)
float(W1.sum())
`;

/** @param {() => Promise<any>} load @param {(said: string) => void} tell "ready" with NumPy imported, then "stepped" */
export async function start(load, tell = (said) => self.postMessage(said)) {
  try {
    const pyodide = await load();
    await pyodide.loadPackage("numpy", { messageCallback() {} });
    pyodide.runPython("import numpy as np");
    tell("ready");
    tell(Number.isFinite(pyodide.runPython(STEP)) ? "stepped" : "failed");
  } catch (error) {
    console.error(error);
    tell("failed");
  }
}
