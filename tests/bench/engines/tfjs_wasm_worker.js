import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import { serveTfjs } from "./tfjs.js";

setWasmPaths(new URL("./", self.location.href).href); // its .wasm files lie beside this script
serveTfjs(async () => {
  if (!(await tf.setBackend("wasm"))) throw new Error("the wasm backend did not start");
});
