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
