"""Files to take along and to open again: what comes out of the page is run natively."""

import json
import os
import re
import struct
import subprocess
import sys

import harness
import nbclient
import nbformat
import numpy as np
import onnxruntime
import pytest
from playwright.sync_api import expect

ONES = {"data": {"name": "iris", "noise": 0.05}, "training": {"epochs": 20}}
ADDRESS = "#data=iris&noise=0.05&epochs=20"


@pytest.fixture(scope="module")
def trained(chromium, address):
    """A page that has learnt the irises."""
    page = harness.ready(harness.open_page(chromium, address + ADDRESS))
    page.locator("#train").click()
    expect(page.locator("#epoch")).to_have_text("20")
    expect(page.locator("html")).to_have_attribute("data-running", "false")
    yield page
    page.context.close()


@pytest.fixture(scope="module")
def wanted():
    """The same run natively."""
    return harness.native(ONES)


def saved(page, folder, choose):
    page.get_by_role("button", name="Save", exact=True).click()
    with page.expect_download() as download:
        choose(page.locator("#save-menu")).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def export(page, folder, kind):
    return saved(page, folder, lambda menu: menu.locator(f"[data-kind={kind}]"))


def columns(page, tmp_path):
    """The training samples as the exported file has them, and the network in it."""
    return json.loads(export(page, tmp_path, "json").read_text("utf-8"))


def shown(wanted):
    from chalknet import Experiment

    return Experiment(wanted["experiment"]).samples().shown


@pytest.fixture(scope="module", autouse=True)
def chalknet_is_there():
    sys.path.insert(0, str(harness.ROOT / "py"))


def test_json_holds_the_weights(trained, wanted, tmp_path):
    found = json.loads(export(trained, tmp_path, "json").read_text("utf-8"))
    assert found["experiment"] == wanted["experiment"]
    assert found["epoch"] == 20
    for mine, native in zip(found["layers"], wanted["weights"], strict=True):
        np.testing.assert_allclose(mine["W"], native["W"], atol=1e-12)


def test_npz_predicts_what_the_page_predicts(trained, wanted, tmp_path):
    with np.load(export(trained, tmp_path, "npz")) as found:
        A = (shown(wanted) - found["mean"]) / found["unit"]
        A = np.tanh(found["W1"] @ A + found["b1"])
        e = np.exp(found["W2"] @ A + found["b2"])
    np.testing.assert_allclose(e / e.sum(axis=0), wanted["outputs"], atol=1e-12)


def test_the_script_prints_what_the_page_predicts(trained, wanted, tmp_path):
    path = export(trained, tmp_path, "script")
    assert path.name == "chalknet-iris.py"
    done = subprocess.run(
        [sys.executable, "-I", path], capture_output=True, encoding="utf-8", cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    rows = [line for line in done.stdout.splitlines() if re.search(r"\d\.\d", line)]
    assert len(rows) >= 20
    namespace = {"__name__": "imported"}
    exec(compile(path.read_text("utf-8"), path, "exec"), namespace)
    predicted = namespace["predict"](shown(wanted))
    np.testing.assert_allclose(predicted, wanted["outputs"], atol=1e-12)


def test_onnx_predicts_what_the_page_predicts(trained, wanted, tmp_path):
    session = onnxruntime.InferenceSession(export(trained, tmp_path, "onnx"))
    (given,) = session.get_inputs()
    (outputs,) = session.run(None, {given.name: shown(wanted).T.astype(np.float32)})
    np.testing.assert_allclose(outputs.T, wanted["outputs"], atol=1e-6)


def test_the_notebook_runs_and_agrees(trained, wanted, tmp_path):
    notebook = nbformat.read(export(trained, tmp_path, "notebook"), as_version=4)
    nbclient.NotebookClient(notebook, timeout=120).execute(cwd=str(tmp_path))
    said = "".join(
        part.get("text", "") for cell in notebook.cells for part in cell.get("outputs", [])
    )
    assert f"{wanted['right']} of 105 right" in said


@pytest.mark.parametrize("picture", ["map", "network", "cost"])
def test_pictures_for_a_slide(trained, tmp_path, picture):
    path = saved(trained, tmp_path, lambda menu: menu.locator(f"[data-picture={picture}]"))
    data = path.read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", data[16:24])
    assert min(width, height) >= 600
    assert len(data) > 20_000


def test_an_experiment_is_saved_run_natively_and_opened_again(trained, tmp_path, wanted):
    path = saved(trained, tmp_path, lambda menu: menu.get_by_text("Save the experiment"))
    done = subprocess.run(
        [sys.executable, "-m", "chalknet", "run", "--json", path],
        env={**os.environ, "PYTHONPATH": str(harness.ROOT / "py")},
        capture_output=True,
        encoding="utf-8",
    )
    assert json.loads(done.stdout)["costs"] == wanted["costs"]
    network = export(trained, tmp_path, "json")
    trained.locator("#data-menu select").select_option("xor")
    expect(trained.locator("#epoch")).to_have_text("0")
    trained.locator("#save-menu input[type=file]").set_input_files(path)
    expect(trained).to_have_url(re.compile("data=iris.*noise=0.05"))
    expect(trained.locator("#epoch")).to_have_text("0")
    trained.locator("#save-menu input[type=file]").set_input_files(network)
    expect(trained.locator("#epoch")).to_have_text("20")
    expect(trained.locator("#right")).to_have_text(f"{wanted['right']} / 105")
    trained.locator("#train").click()
    expect(trained.locator("#epoch")).to_have_text("40")


BAD = {
    "nothing.json": (b"", "it is not JSON"),
    "list.json": (b"[]", "an object in braces"),
    "other.json": (b'{"name": "left-pad"}', "no experiment of Chalknet"),
    "misfit.json": (
        b'{"chalknet": 1, "experiment": {}, "layers": [{"W": [[1]], "b": [0]}]}',
        "do not fit",
    ),
    "fields.json": (b'{"seed": "<img src=x onerror=alert(1)>"}', "seed must be a whole number"),
}


def test_bad_files_are_told_and_change_nothing(open_page):
    page = harness.ready(open_page(ADDRESS))
    page.locator("#train").click()
    expect(page.locator("#epoch")).to_have_text("20")
    for name, (data, sentence) in BAD.items():
        page.locator("#save-menu input[type=file]").set_input_files(
            {"name": name, "mimeType": "application/json", "buffer": data}
        )
        expect(page.locator("#notices")).to_contain_text(sentence)
        expect(page.locator("#notices .notice")).to_have_count(1)  # not one below the other
        if name != "fields.json":  # that one is an experiment; its seed takes the default
            expect(page.locator("#epoch")).to_have_text("20")
    assert page.locator("#notices img").count() == 0
