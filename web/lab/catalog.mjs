// Asks the lesson for its catalogue, at build time: prints JSON.

import { ask } from "../build/lesson.mjs";

await ask(`
import json
from chalknet.catalog import catalog
json.dumps(catalog(), allow_nan=False)
`);
