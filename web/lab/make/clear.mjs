// Zeroes in the interpreter's memory all that nobody uses any more, before the snapshot is made: it need not be shipped.

/**
 * @param {any} M Emscripten's module @param {number} heap where the heap begins @param {number} stack the stack pointer
 */
export function clearUnused(M, heap, stack) {
  M.HEAPU8.fill(0, M._emscripten_stack_get_end(), stack); // the stack grows downwards
  const top = M._sbrk(0);
  M.HEAPU8.fill(0, top);
  // Emscripten's malloc is dlmalloc: the heap is a row of chunks. Each begins with the size of the one before, then its
  // own, whose last bits say whether it is in use. (Pyodide's Python takes small objects from malloc too.)
  const USED = 2;
  let cleared = 0;
  for (let chunk = heap; chunk < top; ) {
    const head = M.HEAPU32[(chunk + 4) >> 2];
    const size = head & ~7;
    if (size < 16) break; // the mark at the end
    if (!(head & USED)) {
      M.HEAPU8.fill(0, chunk + (size < 256 ? 16 : 32), chunk + size - 0); // first come the links among free chunks
      cleared += size;
    }
    chunk += size;
  }
  return cleared;
}
