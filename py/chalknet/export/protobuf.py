"""Protocol Buffers, as far as an ONNX file needs them (https://protobuf.dev, "Encoding").

A message is a row of fields. Each begins with a key, number * 8 + type, and has type 0 (a whole
number as a varint), 5 (a float of four bytes) or 2 (its length, then so many bytes: a text, or a
message in the message). A varint has seven bits in each byte, the lowest first; the highest bit
says that another byte follows.
"""

import struct


def message(*fields):
    """message((1, 8), (2, "chalknet"), ...): pairs (number, value); a list repeats its number."""
    return b"".join(field(number, value) for number, value in fields)


def field(number, value):
    if isinstance(value, list | tuple):
        return b"".join(field(number, part) for part in value)
    if isinstance(value, int):
        return varint(number * 8) + varint(value)
    if isinstance(value, float):
        return varint(number * 8 + 5) + struct.pack("<f", value)
    data = value.encode() if isinstance(value, str) else value
    return varint(number * 8 + 2) + varint(len(data)) + data


def varint(value):
    value %= 2**64  # a negative number as two's complement
    data = bytearray()
    while value >= 128:
        data.append(value % 128 + 128)
        value //= 128
    data.append(value)
    return bytes(data)
