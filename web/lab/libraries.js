// NumPy's compiled libraries, put into the interpreter at the very places where they were when the snapshot was made.
//
// Emscripten's own loader chooses a free place, writes the places of all symbols into the library's data
// ("relocation") and runs its constructors. After a restore all of that is in the snapshot already: it is enough to
// make the instance. Internals of Pyodide 314.0.3's loader (loadWebAssemblyModule) are followed to the letter here.

/**
 * @typedef {{path: string, handle: number, memoryBase: number, memorySize: number, tableBase: number, tableSize: number, late: boolean}} Library
 */

/**
 * @param {any} M Emscripten's module, the main program in it @param {Library} library @param {WebAssembly.Module} compiled
 * @param {{memory?: WebAssembly.Memory, table?: WebAssembly.Table}} [elsewhere] to find out what the data were, at build time
 * @returns {Record<string, any>} the library's exports
 */
export function placeLibrary(M, { memoryBase, tableBase }, compiled, { memory, table } = {}) {
  const own = /** @type {Record<string, any>} */ ({ __memory_base: memoryBase, __table_base: tableBase });
  if (memory) own.memory = memory;
  if (table) own.__indirect_function_table = table;
  const main = M.LDSO.loadedLibsByName.__main__.exports;
  /** @type {Record<string, any>} */
  let exports = {};
  const later = /** @type {Record<string, any>} */ ({}); // a library may call itself by name
  const symbols = new Proxy({}, {
    get(_, name) {
      const symbol = String(name);
      if (symbol in own) return own[symbol];
      if (symbol in main && !main[symbol].stub) return main[symbol];
      return (later[symbol] ??= (/** @type {any[]} */ ...given) => exports[symbol](...given));
    },
  });
  const { weakImports } = M.getDylinkMetadata(compiled);
  const GOT = new Proxy(weakImports, M.GOTHandler);
  const instance = new WebAssembly.Instance(compiled, { "GOT.mem": GOT, "GOT.func": GOT, env: symbols, wasi_snapshot_preview1: symbols });
  exports = M.relocateExports(instance.exports, memoryBase);
  return exports;
}
