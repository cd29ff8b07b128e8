"""Compiled training beside plain training in the page's own Python, under Node: to the last bit."""

import subprocess
from pathlib import Path

HERE = Path(__file__).parent


def test_two_hundred_networks_and_the_workloads_of_the_bench():
    command = ["node", HERE / "compiled.mjs", HERE / "engine_cases.py", "200"]
    found = subprocess.run(command, capture_output=True, text=True, timeout=600)
    assert found.returncode == 0, found.stderr[-2000:]
    assert "200 networks, 195 compiled, 0 different" in found.stdout, found.stdout
