"""Bytes as text inside a page in UTF-8: seven bits a letter, as web/lab/parts.js reads them.

Base64 takes six bits a letter; seven make the one file an eighth smaller. Three of the 128 letters
mean something to a browser's reader of HTML (NUL, the carriage return, and "<" before "/" or "!"):
the letter 128 places on stands for them, which takes two bytes.
"""

INSTEAD = {b"\0": 0x80, b"\r": 0x8D, b"</": 0xAF, b"<!": 0xA1}


def to_text(data):
    number = data + bytes(-len(data) % 7)  # whole groups of seven bytes, eight letters
    letters = bytearray(len(number) // 7 * 8)
    for place in range(8):
        # letter `place` of each group: bits 7·place to 7·place + 7 of its 56
        byte, bit = divmod(7 * place, 8)
        high = number[byte::7]
        low = number[byte + 1 :: 7] if byte < 6 else bytes(len(high))
        letters[place::8] = seven_bits(high, low, bit)
    for found, letter in INSTEAD.items():
        letters = letters.replace(found, found[:-1] + chr(letter).encode())
    return letters.decode()


def seven_bits(high, low, bit):
    """From each pair of bytes, the seven bits that begin at `bit` of the first."""
    if bit <= 1:
        table = bytes((byte >> (1 - bit)) & 127 for byte in range(256))
        return high.translate(table)
    first = high.translate(bytes((byte << (bit - 1)) & 127 for byte in range(256)))
    second = low.translate(bytes(byte >> (9 - bit) for byte in range(256)))
    both = int.from_bytes(first, "big") | int.from_bytes(second, "big")
    return both.to_bytes(len(first), "big")
