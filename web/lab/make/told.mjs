// Runs the whole of a script of the build; of an error its message alone is said, because Node's own report would print
// the whole of Pyodide's one long line.

/** @param {() => Promise<void>} act */
export async function told(act) {
  try {
    await act();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
