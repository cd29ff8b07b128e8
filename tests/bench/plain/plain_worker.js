import { loadPyodide } from "./pyodide/pyodide.mjs";
import { start } from "./plain_start.js";

start(() => loadPyodide());
