"""In the page's own Python and NumPy, under Node: what is compiled equals NumPy to the last bit."""

import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.mark.parametrize(
    ("cases", "said", "seconds"),
    [
        (["transcendental_cases.py"], ", 0 wrong", 300),  # tanh, exp and the shuffle
        (["compiled_cases.py"], " 0 wrong", 300),  # programs
        (["engine_cases.py", "200"], "200 networks, 195 compiled, 0 different", 600),  # training
    ],
    ids=["numbers", "programs", "training"],
)
def test_equal_to_the_last_bit(cases, said, seconds):
    command = ["node", HERE / "compiled.mjs", HERE / cases[0], *cases[1:]]
    found = subprocess.run(command, capture_output=True, text=True, timeout=seconds)
    assert found.returncode == 0, found.stderr[-2000:]
    assert said in found.stdout, found.stdout
