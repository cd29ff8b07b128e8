"""A smoke of the bench: one workload, ours and nn.ts's, one short turn. No speed is judged."""

import json
import subprocess
import sys

import harness


def test_the_bench_measures_one_workload(tmp_path):
    out = tmp_path / "bench.json"
    command = [sys.executable, "tests/bench/bench.py", "xor", "sizes", "--no-firefox"]
    few = ["--engines", "plain,compiled,nnts", "--rounds", "1", "--seconds", "0.1", "--json", out]
    done = subprocess.run([*command, *few], cwd=harness.ROOT, capture_output=True, encoding="utf-8")
    assert out.exists(), done.stdout + done.stderr
    results = json.loads(out.read_text())
    assert results["could not be run"] == []
    (workload,) = next(iter(results["speed"].values()))
    assert set(workload["epochs_a_second"]) == {"plain", "compiled", "nnts"}
    for rate in workload["epochs_a_second"].values():
        assert rate["median"] > 0
    for before, after in workload["costs"].values():
        assert after < before  # it trained
    assert workload["to_nnts"]["nnts"]["median"] == 1
    assert results["sizes"]["one file"]["raw"] > 1e6
    assert "XOR 2-3-1" in done.stdout
