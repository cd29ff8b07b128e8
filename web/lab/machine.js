// Makes compiled training steps run: a module of WebAssembly that shares memory with the Python interpreter.

/**
 * @param {WebAssembly.Exports} interpreter what Pyodide's own module exports: its memory, and C's functions of numbers
 * @returns {(code: any) => Function} for chalknet.compiled.machine.Machine: a module's bytes -> its function `run`
 */
export function machine(interpreter) {
  return (code) => {
    const bytes = code.toJs ? code.toJs() : code; // Python's bytes come as a proxy
    const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: interpreter });
    return /** @type {Function} */ (instance.exports.run);
  };
}

/**
 * Call it before Pyodide boots: it starts its own module by WebAssembly.instantiate, and tells nobody of the exports.
 * @returns {() => WebAssembly.Exports | undefined} what the interpreter exports, once it has booted
 */
export function watchForInterpreter() {
  /** @type {WebAssembly.Exports | undefined} */
  let found;
  for (const name of /** @type {const} */ (["instantiate", "instantiateStreaming"])) {
    const way = /** @type {any} */ (WebAssembly[name]);
    if (!way) continue;
    /** @param {any[]} given */
    WebAssembly[name] = async (...given) => {
      const result = await way.apply(WebAssembly, given);
      const { exports } = result.instance ?? result;
      if (exports?.memory && exports.tanh) found = exports;
      return result;
    };
  }
  return () => found;
}
