"""A process that trains natively is told what to do, and answers, by one line of JSON each.

{"workload": {...}} -> {"prepared": true, "cost": ...}
{"seconds": 0.5} -> {"ms": ..., "epochs": ..., "cost": ...}
What goes wrong is an answer too: {"failed": "..."}
"""

import json
import sys
import time


def serve(make):
    """`make(workload)` gives (epoch, cost): one epoch of training; the mean loss by now."""
    epoch = cost = None
    for line in sys.stdin:
        try:
            asked = json.loads(line)
            if "workload" in asked:
                epoch, cost = make(asked["workload"])
                answer = {"prepared": True, "cost": cost()}
            else:
                answer = {**measure(epoch, asked["seconds"]), "cost": cost()}
        except Exception as error:
            answer = {"failed": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


def measure(epoch, seconds):
    """Epochs until the time is up; at least one."""
    done, start = 0, time.perf_counter()
    while True:
        epoch()
        done += 1
        took = time.perf_counter() - start
        if took >= seconds:
            return {"ms": took * 1000, "epochs": done}
