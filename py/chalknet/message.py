"""An answer of the Lab as one JSON text and one buffer of bytes, to cross to the page.

Every array becomes {"$array": [offset, dtype, shape]} in the text and its numbers, row by row
and little-endian, go into the buffer from that offset (a multiple of 8). A number in the text
that JSON cannot write (infinity, not a number) becomes null; inside arrays it stays what it is.
"""

import json
import math

import numpy as np

KINDS = {"f8": np.float64, "f4": np.float32, "u1": np.uint8, "i4": np.int32}
NAMES = {np.dtype(kind): name for name, kind in KINDS.items()}


def pack(answer):
    """answer -> (text, bytes)."""
    buffer = bytearray()

    def encode(value):
        if isinstance(value, np.ndarray):
            if value.dtype not in NAMES:  # of a learner's own code
                value = value.astype(float)
            buffer.extend(bytes(-len(buffer) % 8))
            offset = len(buffer)
            buffer.extend(value.tobytes())
            return {"$array": [offset, NAMES[value.dtype], list(value.shape)]}
        if isinstance(value, np.generic):
            value = value.item()
        if isinstance(value, dict):
            return {key: encode(part) for key, part in value.items()}
        if isinstance(value, list | tuple):
            return [encode(part) for part in value]
        if isinstance(value, float) and not math.isfinite(value):
            return None
        return value

    return json.dumps(encode(answer), allow_nan=False), bytes(buffer)


def unpack(text, buffer):
    """(text, bytes) -> answer."""

    def decode(value):
        if "$array" not in value:
            return value
        offset, name, shape = value["$array"]
        count = math.prod(shape)
        return np.frombuffer(buffer, KINDS[name], count, offset).reshape(shape)

    return json.loads(text, object_hook=decode)
