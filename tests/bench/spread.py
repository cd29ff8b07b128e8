"""What several measurements of one thing come to."""

import statistics


def spread(values):
    """The median, how far they go, and all of them."""
    values = list(values)
    ends = {"low": min(values), "high": max(values)}
    return {"median": statistics.median(values), **ends, "all": values}
