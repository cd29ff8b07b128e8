"""The app's icons: the sign of the page's header, drawn in chalk on a board, as PNG.

The sign is three circles and two lines. How dark a pixel is follows from its distance to them:
within half a pixel of a shape's edge it fades from full to nothing, and that makes smooth edges.
"""

import re
import struct
import zlib
from math import hypot

UNITS = 24  # the sign's own square
SIGN = re.compile(r'<svg viewBox="0 0 24 24"(.*?)</svg>', re.DOTALL)
CIRCLE = re.compile(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)"')
LINE = re.compile(r"M([\d.]+) ([\d.]+)l([\d.-]+?) ?(-?[\d.]+)(?=M|\")")
WIDTH = re.compile(r'stroke-width="([\d.]+)"')


def sign(page):
    """The header's sign in the page's text: (circles, lines, half the width of a stroke)."""
    svg = SIGN.search(page)[1]
    circles = [tuple(map(float, found)) for found in CIRCLE.findall(svg)]
    lines = [tuple(map(float, found)) for found in LINE.findall(svg)]
    if not circles or not lines:
        raise ValueError("The sign in web/index.html is not the one that icons.py can draw.")
    return circles, lines, float(WIDTH.search(svg)[1]) / 2


def colour(style, name, theme=""):
    """A colour of style/tokens.css as (red, green, blue); theme: "dark", or the usual one."""
    if theme:
        style = style[style.index(f'[data-theme="{theme}"]') :]
    code = re.search(rf"--{name}: #([0-9a-f]{{6}})", style)[1]
    return tuple(bytes.fromhex(code))


def css(colour):
    return "#" + bytes(colour).hex()


def icon(drawn, size, share, board, chalk, corner=0.0):
    """One icon: the sign over `share` of the size. `corner`: how round the board is, 0 to 0.5."""
    circles, lines, half = drawn
    unit = share * size / UNITS
    shift = (1 - share) / 2 * size
    rows = []
    for row in range(size):
        y = row + 0.5
        line = bytearray(b"\0")  # a row as it is, without a filter
        for column in range(size):
            x = column + 0.5
            u, v = (x - shift) / unit, (y - shift) / unit
            away = 1.0
            if 0 <= u <= UNITS and 0 <= v <= UNITS:
                away = min(
                    min(abs(hypot(u - cx, v - cy) - r) for cx, cy, r in circles),
                    min(from_line(u, v, *one) for one in lines),
                )
                away = (away - half) * unit
            ink = min(1.0, max(0.0, 0.5 - away))
            seen = min(1.0, max(0.0, 0.5 - beyond(x, y, size, corner * size)))
            line += bytes(round(b + (c - b) * ink) for b, c in zip(board, chalk, strict=True))
            line.append(round(255 * seen))
        rows.append(bytes(line))
    return png(size, b"".join(rows))


def from_line(x, y, x0, y0, across, down):
    """The distance to a line that begins at (x0, y0)."""
    along = ((x - x0) * across + (y - y0) * down) / (across**2 + down**2)
    along = min(1.0, max(0.0, along))
    return hypot(x - x0 - along * across, y - y0 - along * down)


def beyond(x, y, size, radius):
    """How far a point lies outside a square with round corners (negative: inside)."""
    across = abs(x - size / 2) - (size / 2 - radius)
    down = abs(y - size / 2) - (size / 2 - radius)
    return hypot(max(across, 0), max(down, 0)) + min(max(across, down), 0) - radius


def png(size, rows):
    """A PNG of red, green, blue and opacity, a byte each."""

    def chunk(name, data):
        checked = name + data
        return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))

    head = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)
