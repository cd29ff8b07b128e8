"""Chalknet at the command line: the same experiment, the same numbers as the page.

    python -m chalknet run experiment.json     train it; "-" reads the experiment from stdin
    python -m chalknet run --json -            the results as JSON
    python -m chalknet datasets                what there is to learn
    python -m chalknet catalog                 all choices as JSON, for the page

Exit code 0: done, or whoever reads has read enough (`| head`). 1: training stopped, the cost
grew beyond all bounds. 2: nothing was run.
"""

import argparse
import json
import os
import sys
from pathlib import Path

from chalknet.catalog import catalog
from chalknet.datasets import DATASETS
from chalknet.experiment import Experiment, ExperimentError
from chalknet.lab import Lab
from chalknet.message import pack

LINES = 15  # about so many costs are printed
ROWS = 20  # at most so many predictions
WRONG = 2  # exit code: nothing was run
STOPPED = 1  # exit code: training stopped


def main(arguments=None):
    try:
        try:
            return command(arguments)
        finally:
            sys.stdout.flush()
    except BrokenPipeError:  # not a failure: `| head` has what it wanted
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for the flush at the end
        return 0


def command(arguments):
    parser = argparse.ArgumentParser(prog="chalknet", description="A neural network you can read.")
    commands = parser.add_subparsers(dest="command", required=True)
    run_parser = commands.add_parser("run", help="train an experiment and print what came of it")
    run_parser.add_argument("file", help='an experiment as JSON; "-" for standard input')
    run_parser.add_argument("--json", action="store_true", help="print the results as JSON")
    commands.add_parser("datasets", help="list the data sets")
    commands.add_parser("catalog", help="print all choices as JSON")
    chosen = parser.parse_args(arguments)
    if chosen.command == "run":
        return run(chosen.file, chosen.json)
    if chosen.command == "datasets":
        for name, dataset in DATASETS.items():
            print(f"{name:20} {dataset.about}")
    else:
        print(json.dumps(catalog(), ensure_ascii=False))
    return 0


def run(file, as_json):
    try:
        settings = Experiment(json.loads(read(file))).settings
    except OSError as error:
        return complain(f"Cannot read {file}: {error.strerror}.")
    except ExperimentError as error:
        return complain(str(error))
    except (ValueError, RecursionError) as error:
        return complain(f"{file} is not JSON: {error}.")
    lab = Lab()
    opened = lab.open(settings)
    epochs = settings["training"]["epochs"]
    every = max(1, epochs // LINES)
    state = opened["state"]
    if not as_json:
        print(f"{Experiment(settings)!r}\n\n   epoch  cost")
    while not state["finished"] and not state["stopped"]:
        at = state["epoch"]
        state = lab.train(min(at + every, epochs))
        if not as_json and len(state["costs"]) > at:
            print(f"{at:8,}  {state['costs'][at]:.6f}")
    if as_json:
        print(pack(results(settings, state))[0])
    else:
        report(opened["data"], state)
    if state["stopped"]:
        print(state["stopped"], file=sys.stderr)
        return STOPPED
    return 0


def read(file):
    return sys.stdin.read() if file == "-" else Path(file).read_text("utf-8")


def complain(sentences):
    print(sentences, file=sys.stderr)
    return WRONG


def results(settings, state):
    """The numbers of a run, in full."""
    return {
        "experiment": settings,
        "cost": state["cost"],
        "test_cost": state["test_cost"],
        "costs": state["costs"].tolist(),
        "test_costs": state["test_costs"].tolist(),
        "outputs": state["outputs"].tolist(),
        "outputs_test": state["outputs_test"].tolist(),
        "right": state["right_count"],
        "right_test": state["right_test_count"],
        "weights": [{key: part[key].tolist() for key in part} for part in state["weights"]],
        "stopped": state["stopped"],
    }


def report(data, state):
    """The predictions beside what was wanted, and how many are right."""
    print(f"{state['epoch']:8,}  {state['cost']:.6f}   now\n")
    table = by_sample if data["image"] is None else by_class
    print("\n".join(table(data, state)), end="\n\n")
    right = state["right_count"], data["x"].shape[1], "right"
    right_test = state["right_test_count"], data["x_test"].shape[1], "right in the test"
    for count, m, words in right, right_test:
        if count is not None and m:
            print(f"{count} of {m} {words} ({count / m:.1%})")
    if state["test_cost"] is not None:
        print(f"test cost {state['test_cost']:.6f}")


def by_sample(data, state):
    """Columns, wanted, output; of many classes the one wanted and the one read."""
    shown = data["x"] if data["shown"] is None else data["shown"]
    names = [column["name"] for column in data["columns"]]
    many = data["classes"] and len(data["outputs"]) > 1
    heads = [*names, "wanted", "read" if many else "output"]
    wide = [max(9, len(name) + 2) for name in heads]
    yield "".join(f"{name:>{n}}" for name, n in zip(heads, wide, strict=True))
    for i in range(min(ROWS, shown.shape[1])):
        row = zip(data["columns"], shown[:, i], strict=True)
        cells = [written(column, value) for column, value in row]
        if many:
            cells += [data["classes"][data["wanted"][i]], data["classes"][state["read"][i]]]
        else:
            cells += [f"{data['y'][0, i]:.4g}", f"{state['outputs'][0, i]:.3f}"]
        yield "".join(f"{cell:>{n}}" for cell, n in zip(cells, wide, strict=True))


def written(column, value):
    return column["categories"][int(value)] if column["categories"] else f"{value:.4g}"


def by_class(data, state):
    """The class wanted, the class read, and how sure the network is of it."""
    yield "".join(f"{name:>9}" for name in ["wanted", "read", "output"])
    for i in range(min(ROWS, data["x"].shape[1])):
        guess = state["read"][i]
        yield f"{data['wanted'][i]:9}{guess:9}{state['outputs'][guess, i]:9.3f}"


if __name__ == "__main__":
    sys.exit(main())
