"""The bench's server: the site, plain pages and the bench's own, as GitHub Pages would serve them.

Texts and WebAssembly go out in gzip, other files as they are; all may be kept for ten minutes.
It counts the bytes that go out. With a `link` they go as slowly as over that link: the throttle
is here because the browser's own does not reach every worker and frame.
"""

import gzip
import http.server
import threading
import time
from email.utils import formatdate
from functools import lru_cache
from pathlib import Path

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".webmanifest": "application/manifest+json; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".png": "image/png",
}
IN_GZIP = {ending for ending in TYPES if ending != ".png"}
PIECE = 16_384  # bytes that go out at once


class Link:
    """So many bits a second for all that goes out, and this long for a round trip."""

    def __init__(self, bits_a_second, round_trip):
        self.bits_a_second, self.round_trip = bits_a_second, round_trip
        self.lock = threading.Lock()
        self.free = 0.0  # when the last byte so far will have gone

    def wait_for(self, size):
        with self.lock:
            self.free = max(self.free, time.monotonic()) + size * 8 / self.bits_a_second
            until = self.free
        time.sleep(max(0, until - time.monotonic()))


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 50

    def __init__(self, folders):
        """`folders`: {"/chalknet/": a folder, ...}"""
        super().__init__(("127.0.0.1", 0), Handler)
        self.folders = folders
        self.link = None
        self.pieces = []  # what went out: (when, bytes sent, of so many of the file, path)
        self.address = f"http://127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def sent(self, until=float("inf")):
        """How many bytes went out until a moment of time.time(): sent, and as they are (raw)."""
        pieces = [piece for piece in self.pieces if piece[0] <= until]
        files = {}
        for _, size, _, path in pieces:
            files[path] = files.get(path, 0) + size
        raw = round(sum(piece[2] for piece in pieces))
        return {"sent": sum(files.values()), "raw": raw, "files": files}

    def wait_until_quiet(self, seconds=1.5, most=60):
        """Until nothing has been asked for some time: what is loaded later has come too."""
        end = time.time() + most
        while time.time() < end:
            last = max([piece[0] for piece in self.pieces], default=0)
            if time.time() - last > seconds:
                return
            time.sleep(0.1)

    def file(self, path):
        path = path.partition("?")[0]
        for prefix, folder in self.folders.items():
            if path.startswith(prefix):
                rest = path[len(prefix) :]
                found = folder / (rest + "index.html" if rest == "" or rest[-1] == "/" else rest)
                found = found.resolve()
                return found if found.is_file() and found.is_relative_to(folder) else None
        return None

    def handle_error(self, *_):
        """A page that is closed drops its connections."""


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    known = False  # has this connection been used before?

    def do_GET(self):
        server, link = self.server, self.server.link
        if link:
            time.sleep(link.round_trip * (1 if self.known else 2))  # a new one is opened first
        self.known = True
        file = server.file(self.path)
        if not file:
            self.send_error(404)
            return
        changed = formatdate(file.stat().st_mtime, usegmt=True)
        if self.headers.get("If-Modified-Since") == changed:
            self.send_response(304)
            self.end_headers()
            return
        packed = file.suffix in IN_GZIP
        data, raw = content(file, packed, file.stat().st_mtime_ns)
        self.send_response(200)
        self.send_header("Content-Type", TYPES.get(file.suffix, "application/octet-stream"))
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "max-age=600")
        self.send_header("Last-Modified", changed)
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        for start in range(0, len(data), PIECE):
            piece = data[start : start + PIECE]
            if link:
                link.wait_for(len(piece))
            self.wfile.write(piece)
            server.pieces.append((time.time(), len(piece), len(piece) * raw / len(data), self.path))

    def log_message(self, *_):
        """The table is all that is said."""


@lru_cache(200)
def content(file, packed, _changed):
    """(what goes out, how long the file is)"""
    data = Path(file).read_bytes()
    return gzip.compress(data, 9) if packed else data, len(data)
