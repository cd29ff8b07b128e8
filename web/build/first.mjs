// Makes the first picture, at build time: prints JSON.
// It is the article's experiment as Python opens it, and what its training then does: a real run of the lesson. The page
// shows it until its own Python answers (web/first.js).

import { ask } from "./lesson.mjs";

await ask(`
import base64, json
from chalknet.lab import Lab
from chalknet.message import pack


def opened():
    lab = Lab()
    return lab.open({}) | {"state": lab.state(fine=True)}


def curve():
    lab = Lab()
    lab.open({})
    lab.train(lab.settings["training"]["epochs"])
    return lab.costs()["costs"]


text, numbers = pack({"opened": opened(), "curve": curve()})
json.dumps({"text": text, "numbers": base64.b64encode(numbers).decode()})
`);
