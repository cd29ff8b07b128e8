"""tanh, exp and the shuffle in the page's own Python and NumPy, under Node: to the last bit."""

import subprocess
from pathlib import Path

HERE = Path(__file__).parent


def test_equal_to_the_last_bit():
    command = ["node", HERE / "compiled.mjs", HERE / "transcendental_cases.py"]
    found = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert found.returncode == 0, found.stderr[-2000:]
    assert ", 0 wrong" in found.stdout, found.stdout
