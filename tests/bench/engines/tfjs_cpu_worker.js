import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { serveTfjs } from "./tfjs.js";

serveTfjs(() => tf.setBackend("cpu"));
