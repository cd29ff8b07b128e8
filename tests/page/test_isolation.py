"""A learner's code reaches no network: it tries, and a server that would hear it hears nothing."""

import socket
import threading

import coding
import harness
import pytest
from playwright.sync_api import expect

ATTEMPTS = """\
import asyncio
import js
import pyodide_js

URL = "{url}"
tried = []


def attempt(name, act):
    try:
        result = act()
        if asyncio.iscoroutine(result):
            asyncio.ensure_future(result)
        tried.append(f"{{name}}: done {{result}}"[:60])
    except BaseException as error:
        tried.append(f"{{name}}: refused")


def xhr():
    request = js.XMLHttpRequest.new()
    request.open("GET", URL, False)
    request.send()


def urllib():
    from urllib.request import urlopen
    return urlopen(URL, timeout=2).read()


def micropip():
    import micropip
    return micropip.install(URL + "x-1.0-py3-none-any.whl")


def sockets():
    import socket
    s = socket.create_connection(("127.0.0.1", {port}), 2)
    s.send(b"hello")


def pyfetch():
    from pyodide.http import pyfetch
    return pyfetch(URL)


attempt("serviceWorker", lambda: js.navigator.serviceWorker.register("{home}sw.js"))
attempt("Worker of the site", lambda: js.Worker.new("{home}sw.js"))
attempt("import of the site", lambda: js.importScripts("{home}sw.js?secret"))
attempt("fetch", lambda: js.fetch(URL))
attempt("self.fetch", lambda: js.self.fetch(URL))
attempt("XMLHttpRequest", xhr)
attempt("WebSocket", lambda: js.WebSocket.new(URL.replace("http", "ws")))
attempt("EventSource", lambda: js.EventSource.new(URL))
attempt("importScripts", lambda: js.importScripts(URL))
attempt("Worker", lambda: js.Worker.new(URL))
attempt("eval import", lambda: js.eval(f"import('{{URL}}')"))
attempt("Function import", lambda: js.Function.new(f"return import('{{URL}}')")())
attempt("run_js", lambda: __import__("pyodide.code").code.run_js(f"fetch('{{URL}}')"))
attempt("loadPackage", lambda: pyodide_js.loadPackage(URL + "x.whl"))
attempt("sendBeacon", lambda: js.navigator.sendBeacon(URL, "x"))
attempt("indexedDB", lambda: js.indexedDB.open("x"))
attempt("caches", lambda: js.caches.open("x"))
attempt("FontFace", lambda: js.FontFace.new("x", f"url({{URL}})").load())
attempt("urllib", urllib)
attempt("micropip", micropip)
attempt("socket", sockets)
attempt("pyfetch", pyfetch)
attempt("postMessage", lambda: js.self.postMessage("x"))
raise ValueError("tried " + str(len(tried)) + ": " + "; ".join(tried))
"""


@pytest.fixture
def listener():
    """A port that counts who connects."""
    heard = []
    server = socket.create_server(("127.0.0.1", 0))

    def listen():
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            heard.append(connection.recv(200))
            connection.close()

    threading.Thread(target=listen, daemon=True).start()
    yield server.getsockname()[1], heard
    server.close()


@pytest.mark.parametrize("kind", ["site", "one file"])
def test_nothing_gets_out(kind, chromium, address, one_file, listener):
    port, heard = listener
    start = one_file if kind == "one file" else address
    page = harness.ready(harness.open_page(chromium, start, service_workers="allow"))
    code = ATTEMPTS.format(url=f"http://127.0.0.1:{port}/", port=port, home=address)
    with harness.allowing(page, "Content Security Policy|violates|TrustedScript|Failed to"):
        coding.write_and_run(page, "own.py", code)
        expect(page.locator("#code")).to_contain_text("tried 23:", timeout=60_000)
        said = page.locator("#code").inner_text()
    assert "fetch: refused" in said
    assert "XMLHttpRequest: refused" in said
    assert "WebSocket: refused" in said
    assert "serviceWorker: refused" in said
    assert "Worker of the site: refused" in said
    assert "import of the site: refused" in said
    assert heard == []
    page.locator("#train").click()  # and Python still works
    expect(page.locator("#right")).to_have_text("4 / 4", timeout=60_000)
    assert heard == []
    page.context.close()


def test_the_counting_port_counts(listener):
    """The control: it would hear a connection."""
    port, heard = listener
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.send(b"hello")
        connection.recv(1)
    assert heard == [b"hello"]
