"""Training speed: the same networks trained by every engine, in turns; epochs a second.

In one round each engine trains for a moment, one after the other, so that a machine that slows
down slows all. A ratio is that of one round's two speeds; the table has the median of the rounds.
Every engine in the browser works in a worker. The first moment of each is not counted.
"""

import json
import sys
from dataclasses import dataclass

from processes import Failed, Native
from spread import spread

ENGINES = {  # the name in the table, and what it does that others do not
    "compiled": "ours, compiled; shuffles, keeps every epoch's cost, answers with maps",
    "plain": "ours, plain NumPy in Pyodide; the same",
    "nnts": "nn.ts's algorithm, written for the bench; no shuffle, no cost",
    "convnetjs": "ConvNetJS 0.3.0; no shuffle; squared error for XOR, for it has no log loss",
    "tfjs_cpu": "TensorFlow.js 4.22, cpu backend, float32; no shuffle, the cost is not fetched",
    "tfjs_wasm": "the same by its wasm backend, with SIMD",
    "native": "the lesson by CPython and NumPy, no browser; shuffles, keeps every epoch's cost",
    "scikit": "scikit-learn's MLPClassifier, no browser; shuffles, keeps every epoch's cost; log "
    "loss throughout, for it has no squared error",
}
IN_BROWSER = ["compiled", "plain", "nnts", "convnetjs", "tfjs_cpu", "tfjs_wasm"]


@dataclass
class InPage:
    """An engine that works in a page of a browser."""

    page: object
    name: str

    def prepare(self, workload):
        script = "([name, workload]) => window.bench.prepare(name, workload)"
        return self.page.evaluate(script, [self.name, json.dumps(workload)])  # quicker as text

    def run(self, seconds):
        script = "([name, seconds]) => window.bench.run(name, seconds)"
        return self.page.evaluate(script, [self.name, seconds])

    def end(self):
        """It ends with the page."""


def engines(page, missing, natively=None):
    """{name: engine}. `natively`: the Python for scikit-learn, if native ones are wanted too."""
    made = {name: InPage(page, name) for name in IN_BROWSER if name not in missing}
    if natively is not None:
        made["native"] = Native(sys.executable, "native.py")
        if natively:
            made["scikit"] = Native(natively, "scikit.py")
    return made


def measure(workload, engines, rounds, seconds, could_not):
    """One workload. What fails is told to `could_not(engine, why)` and left out."""
    given = workload.for_engines()
    able, first = {}, {}
    for name, engine in engines.items():
        try:
            first[name] = engine.prepare(given)["cost"]
            engine.run(seconds)
            able[name] = engine
        except Failed as failed:
            could_not(name, str(failed))
    runs = {name: [] for name in able}
    for _ in range(rounds):
        for name, engine in able.items():
            runs[name].append(engine.run(seconds))
    rates = {name: [run["epochs"] / run["ms"] * 1000 for run in all] for name, all in runs.items()}
    costs = {name: [first[name], all[-1]["cost"]] for name, all in runs.items()}
    return {
        "workload": workload.name,
        "title": workload.title,
        "epochs_a_second": {name: spread(all) for name, all in rates.items()},
        "to_nnts": ratios(rates, "nnts"),
        "costs": costs,  # before and after: it did learn
        "wanted": wanted(workload, rates) if "compiled" in engines else [],
    }


def ratios(rates, other):
    """Every engine's speed to the other's, round by round."""
    if other not in rates:
        return {}
    paired = {name: zip(all, rates[other], strict=True) for name, all in rates.items()}
    return {name: spread([a / b for a, b in pairs]) for name, pairs in paired.items()}


def wanted(workload, rates):
    """What issue 7 wants of the compiled engine: to whom, at least, and what came out."""
    found = []
    for whom, least in workload.least.items():
        others = [rates[name] for name in rates if name.startswith(whom)]
        median = None
        if "compiled" in rates and others:
            paired = zip(rates["compiled"], *others, strict=True)
            median = spread(ours / max(theirs) for ours, *theirs in paired)["median"]
        if others:
            kept = median is not None and median >= least
            found.append({"to": whom, "least": least, "median": median, "kept": kept})
    return found
