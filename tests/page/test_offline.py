"""One visit is enough: from then on there is no need of a network, and versions are not mixed."""

import contextlib
import json
import shutil
import struct
import threading

import harness
import pytest
from playwright.sync_api import expect

import build

REGISTERED = "navigator.serviceWorker.ready.then(({ active }) => active.scriptURL)"
CONTROLLED = """new Promise((resolve) => {
  const workers = navigator.serviceWorker;
  if (workers.controller) resolve();
  else workers.addEventListener("controllerchange", () => resolve(), { once: true });
})"""


class Host:
    """A host of the site, under a sub-path: it counts what is asked, and can change its files."""

    def __init__(self, folder):
        self.folder = folder
        self.asked = []  # the paths that were sent whole
        host = self

        class Handler(build.SiteHandler):
            def __init__(self, *args):
                super().__init__(*args, directory=str(host.folder))

            def send_response(self, code, message=None):
                super().send_response(code, message)
                if code == 200:
                    host.asked.append(self.path.removeprefix(build.PREFIX))

        self.server = build.Server(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self.server.server_port}{build.PREFIX}"

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def host():
    made = Host(build.SITE)
    yield made
    made.stop()


@pytest.fixture(scope="module")
def next_version(tmp_path_factory):
    """The folder of another version of the site, built from a style that differs."""
    folder = tmp_path_factory.mktemp("next") / "site"
    bundle = build.bundle

    def changed(entry, *options):
        text, packages = bundle(entry, *options)
        return (text + "/* next */" if entry.endswith(".css") else text), packages

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "bundle", changed)
        patch.setattr(build, "write_one_file", lambda *args: None)
        patch.setattr(build, "SITE", folder)
        build.build()
    return folder


@pytest.fixture
def visit(chromium):
    """Opens a page, the first time in a browser that knows nothing, then in the same browser."""
    contexts = []

    def open_one(address):
        if contexts:
            page = harness.watched(contexts[0], address)
            page.goto(address)
            return page
        page = harness.open_page(chromium, address, routed=False, service_workers="allow")
        contexts.append(page.context)
        return page

    yield open_one
    for context in contexts:
        context.close()


def is_kept(page):
    """The service worker has filled its cache, and serves this page."""
    assert page.evaluate(REGISTERED).endswith("/chalknet/sw.js")
    page.evaluate(CONTROLLED)


def version(page):
    return json.loads(page.locator("#build").text_content())["version"]


def caches(page):
    return page.evaluate("caches.keys()")


def trains(page):
    page.locator("#train").click()
    expect(page.locator("#right")).to_have_text("4 / 4", timeout=60_000)
    harness.rest(page)


def exports(page):
    page.get_by_role("button", name="Save", exact=True).click()
    with page.expect_download() as download:
        page.locator("#save-menu [data-kind=json]").click()
    assert json.loads(download.value.path().read_text("utf-8"))["layers"]


@contextlib.contextmanager
def without_network(host, page):
    """The page is reloaded with its host gone, and trains; so it is within this block."""
    host.stop()
    page.context.set_offline(True)
    with harness.allowing(page, "sw.js|ERR_INTERNET_DISCONNECTED|ERR_CONNECTION"):
        page.reload()
        harness.ready(page)
        trains(page)
        yield


SOURCES = """() => ["navigation", "resource"].flatMap((type) => performance.getEntriesByType(type))
  .filter(({ name }) => name.startsWith("http"))
  .map((entry) => entry.workerFinalRouterSource ?? entry.workerFinalSourceType)"""


def test_after_one_visit_no_network_is_needed(host, visit):
    page = harness.ready(visit(host.address))
    is_kept(page)
    twice = {path for path in host.asked if host.asked.count(path) > 1}
    assert not twice, "fetched a second time for the cache"
    assert not any(path.startswith("chalknet.html") for path in host.asked)

    host.asked.clear()
    page.reload()
    harness.ready(page)
    assert set(host.asked) <= {"sw.js"}  # a look for a new version
    assert set(page.evaluate(SOURCES)) == {"cache"}, "the worker was woken for a file"

    with without_network(host, page):
        exports(page)
        expect(page.locator("#new-version")).to_have_count(0)
        other = visit(host.address + "index.html#data=circle")  # an address never opened before
        harness.ready(other)
        expect(other.locator("#data-menu select")).to_have_value("circle")


def test_an_old_tab_and_a_new_version_side_by_side(host, visit, next_version):
    old = harness.ready(visit(host.address))
    is_kept(old)
    expect(old.locator("#new-version")).to_have_count(0)
    (first_cache,) = caches(old)
    first_style = old.locator("link[rel=stylesheet]").get_attribute("href")

    host.folder = next_version
    new = harness.ready(visit(host.address))  # what was there is shown, and a new one looked for
    assert version(new) == version(old)
    for page in (old, new):
        expect(page.locator("#new-version")).to_contain_text("A new version of Chalknet is there")
    assert len(caches(old)) == 2
    new.locator("#new-version").get_by_role("button", name="Reload").click()
    expect(new.locator("#new-version")).to_have_count(0)
    harness.ready(new)
    second_style = new.locator("link[rel=stylesheet]").get_attribute("href")
    assert version(new) != version(old)
    assert second_style != first_style

    # a late file of the old tab is there, though the host has it no more
    assert not (next_version / first_style).exists()
    code = f"fetch('{first_style}').then((response) => response.text())"
    assert old.evaluate(code) == (build.SITE / first_style).read_text("utf-8")
    for page in (old, new):
        trains(page)
        exports(page)
    assert len(caches(new)) == 2

    old.close()
    new.reload()
    harness.ready(new)
    expect_one = "caches.keys().then((names) => names.length === 1 ? names[0] : wait())"
    (last_cache,) = [new.evaluate(f"(function wait() {{ return {expect_one} }})()")]
    assert last_cache != first_cache


def test_a_damaged_file_is_not_kept(host, visit, tmp_path):
    """A host that sends something else than the build made: nothing is kept, the page works."""
    host.folder = shutil.copytree(build.SITE, tmp_path / "site")
    (icon,) = host.folder.glob("icon-any-192.*")
    icon.write_bytes(b"not the icon")
    page = harness.ready(visit(host.address))
    failed = """new Promise((resolve) => navigator.serviceWorker.getRegistration().then((made) => {
      const worker = made?.installing;
      if (!worker) return resolve("none");
      worker.addEventListener("statechange", () => resolve(worker.state));
    }))"""
    assert page.evaluate(failed) in ("none", "redundant")
    trains(page)


def test_where_the_browser_takes_nothing_from_the_cache_itself_the_worker_answers(visit, tmp_path):
    folder = tmp_path / "site"
    shutil.copytree(build.SITE, folder)
    script = (folder / "sw.js").read_text("utf-8")
    assert script.count("addRoutes") == 1
    (folder / "sw.js").write_text(script.replace("addRoutes", "doesNotKnow"), "utf-8")
    host = Host(folder)
    page = harness.ready(visit(host.address))
    is_kept(page)
    with without_network(host, page):
        assert "cache" not in page.evaluate(SOURCES)


def test_it_can_be_installed(host, visit):
    page = harness.ready(visit(host.address))
    session = page.context.new_cdp_session(page)
    told = session.send("Page.getAppManifest")
    assert told["url"] == host.address + "manifest.webmanifest"
    assert told["errors"] == []
    errors = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [error["errorId"] for error in errors] == ["in-incognito"]  # as every test's page is
    manifest = json.loads(told["data"])
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in manifest["icons"]}
    assert "maskable" in {icon["purpose"] for icon in manifest["icons"]}
    for icon in manifest["icons"]:
        data = (build.SITE / icon["src"]).read_bytes()
        assert data[:8] == b"\x89PNG\r\n\x1a\n"
        assert "{}x{}".format(*struct.unpack(">II", data[16:24])) == icon["sizes"]
    expect(page.locator("meta[name=theme-color]")).to_have_count(2)


TRIES = """async (home) => {
  const tried = {
    register: () => navigator.serviceWorker.register(home + "sw.js"),
    registrations: () => navigator.serviceWorker.getRegistrations(),
    worker: () => new Worker(home + "sw.js"),
    caches: () => caches.keys(),
    fetch: () => fetch(home + "manifest.webmanifest"),
    policy: () => trustedTypes.createPolicy("app", { createScriptURL: (given) => given }),
  };
  const done = [];
  for (const [name, act] of Object.entries(tried)) {
    try { await act(); done.push(name); } catch {}
  }
  return done;
}"""


def test_the_frame_of_python_cannot_use_it(host, visit):
    page = harness.ready(visit(host.address))
    is_kept(page)
    (frame,) = [frame for frame in page.frames if frame != page.main_frame]
    host.asked.clear()
    before = caches(page)
    with harness.allowing(page, "Content Security Policy|violates|Refused|TrustedScript|Failed to"):
        assert frame.evaluate(TRIES, host.address) == []
    assert host.asked == []
    assert caches(page) == before
    made = page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)")
    assert made == 1
    policy = page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content")
    assert "worker-src 'self' blob:; manifest-src 'self';" in policy
    inner = page.locator("iframe").get_attribute("srcdoc")
    assert "worker-src blob:;" in inner
    assert "'self'" not in inner


def test_the_one_file_has_none(single_page):
    text = build.ONE_FILE.read_text("utf-8")
    assert "worker-src  blob:; manifest-src 'none'; connect-src 'none';" in text
    assert 'rel="manifest"' not in text
    assert single_page.evaluate("navigator.serviceWorker?.controller ?? null") is None
