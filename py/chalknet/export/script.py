"""The network as one Python file that needs only NumPy."""


from chalknet.export import code
from chalknet.export.literals import comment, matrix, plain
from chalknet.export.source import Source
from chalknet.export.told import stranded

AS_NUMBERS = "np.asarray(columns, dtype=float)"
NUMBERED = '''
def numbered(columns):
    """Categories by their names become the numbers that stand for them."""
    rows = []
    for row, title, names in zip(columns, COLUMNS, CATEGORIES, strict=True):
        for cell in row:
            if names and isinstance(cell, str) and cell not in names:
                raise ValueError(f"{title} must be one of {names}. Got {cell!r} instead.")
        text = [names is not None and isinstance(cell, str) for cell in row]
        rows.append([names.index(cell) if t else cell for t, cell in zip(text, row, strict=True)])
    return np.asarray(rows, dtype=float)
'''
ALL, SOME = 200, 20  # samples: up to so many are all printed, else so many


def script(told):
    source = Source()
    used = dict(zip(told.activations, told.functions(), strict=True))
    acts = {name: source.take_function(function, name) for name, function in used.items()}
    imports = dict.fromkeys(["import numpy as np", *source.imports])
    parts = [
        head(told) + "\n\n" + "\n".join(imports),
        code.names(told) + "\n" + code.scaling(told),
        source.text(),
        layers(told, acts),
        code.inputs(told),
        NUMBERED if any(told.categories) else "",
        predict(told),
        samples(told),
        printing(told),
    ]
    text = "\n\n\n".join(part.strip("\n") for part in parts if part.strip()) + "\n"
    told.compare(loaded(text))
    return text


def head(told):
    return (
        f'"""{plain(told.title)}: a neural network, {told.sentence()}.\n\n'
        "Made with Chalknet. It needs NumPy and nothing else: run it to see what it predicts,\n"
        f'and call predict(columns) for samples of your own.{names(told)}\n"""'
    )


def names(told):
    """What to write where a column holds categories."""
    if not any(told.categories):
        return ""
    return (
        "\n\nWhere a column holds categories, write their names, or the numbers that stand for\n"
        "them: CATEGORIES tells which, counting from 0."
    )


def layers(told, acts):
    text = "# Every layer: W (neurons, inputs), b (neurons, 1), activation\nLAYERS = [\n"
    for activation, W, b in told.layers:
        text += "    (\n"
        text += f"        np.array({matrix(W, 8)}),\n        np.array({matrix(b, 8)}),\n"
        text += f"        {acts[activation]},\n    ),\n"
    return text + "]"


def predict(told):
    shapes = f"columns ({len(told.columns)}, samples) -> ({len(told.outputs)}, samples)"
    first = "inputs(columns)" if code.inputs(told) else "columns"
    back = " * Y_UNIT + Y_MEAN" if told.target_is_scaled() else ""
    return (
        "def predict(columns):\n"
        f'    """{shapes}: one column is one sample."""\n'
        f"    columns = {'numbered(columns)' if any(told.categories) else AS_NUMBERS}\n"
        f"    A = {first}\n"
        "    for W, b, activation in LAYERS:\n"
        "        A = activation(np.dot(W, A) + b)  # (neurons, samples)\n"
        f"    return A{back}"
    )


def samples(told):
    m = told.samples.shown.shape[1]
    which = "The samples" if m <= ALL else f"{SOME} of the {m:,} samples"
    some = told.shown(m if m <= ALL else SOME)
    return comment(f"{which} that it learnt from") + f"\nSAMPLES = np.array({code.numbers(some)})"


def printing(told):
    lines = code.printing(told, "SAMPLES").splitlines()
    return 'if __name__ == "__main__":\n' + "\n".join("    " + line for line in lines)


def loaded(text):
    """predict() of the script, to see that it says what it should."""
    names = {"__name__": "script"}
    try:
        exec(compile(text, "script", "exec"), names)
    except Exception as error:
        raise stranded(error) from error
    return names["predict"]
