import { serve } from "./measure.js";
import { nnts } from "./nnts.js";

serve(nnts);
