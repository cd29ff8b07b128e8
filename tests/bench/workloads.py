"""What is measured: a function a workload, each a comparison of two ways to do something.

A way is a function without arguments that does it once and tells the milliseconds it took.
`lab.call(name, ...)` asks the worker of the built site, as the page does, and tells the same.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass
class Comparison:
    title: str
    ours: tuple[str, Callable]  # what it is, the way
    other: tuple[str, Callable]
    most: float  # the ratio, ours to the other, shall be at most this


def seeds_of_xor(lab):
    lab.call("open", experiment={"data": {"name": "xor"}, "training": {"epochs": 1500}})

    def many():
        begun = lab.call("seeds_begin", count=100)
        rest = lab.call("seeds_more", seconds=1e6)
        assert rest.answer["finished"] is True
        assert rest.answer["epoch"] == 1500
        assert rest.answer["count"] == 100
        return begun.ms + rest.ms

    def one():
        assert lab.call("reset").answer["state"]["epoch"] == 0
        trained = lab.call("train", until=1500)
        assert trained.answer["epoch"] == 1500
        return trained.ms

    return Comparison(
        "XOR, 1500 epochs", ("100 seeds together", many), ("one seed, plain", one), most=5
    )


WORKLOADS = [seeds_of_xor]
