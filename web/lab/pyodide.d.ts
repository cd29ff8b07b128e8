// Pyodide's package gives types for its main door only; these two name the files behind it.

declare module "pyodide/pyodide.mjs" {
  export * from "pyodide";
}

declare module "pyodide/pyodide.asm.mjs" {
  const createPyodideModule: any;
  export default createPyodideModule;
}

// esbuild takes a Python file as its text.
declare module "*.py" {
  const text: string;
  export default text;
}
