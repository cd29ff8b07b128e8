"""100 seeds of XOR at once beside a single one, both as the page asks for them."""

from spread import spread

MOST = 5  # so much longer at most


def measure(page, rounds):
    def call(name, **arguments):
        script = "([name, args]) => window.bench.call(name, args)"
        return page.evaluate(script, [name, arguments])

    call("open", experiment={"data": {"name": "xor"}, "training": {"epochs": 1500}})

    def many():
        begun = call("seeds_begin", count=100)
        rest = call("seeds_more", seconds=1e6)
        assert (rest["answer"]["finished"], rest["answer"]["epoch"]) == (True, 1500)
        assert rest["answer"]["count"] == 100
        return begun["ms"] + rest["ms"]

    def one():
        call("reset")
        trained = call("train", until=1500, plain=True)
        assert trained["answer"]["epoch"] == 1500
        return trained["ms"]

    times = {many: [], one: []}
    for _ in range(rounds + 1):
        for way, all_of_it in times.items():
            all_of_it.append(way())
    pairs = list(zip(times[many][1:], times[one][1:], strict=True))  # without the first, a warm-up
    ratio = spread([a / b for a, b in pairs])
    return {
        "title": "XOR, 1500 epochs",
        "100 seeds": spread([a for a, _ in pairs]),
        "one seed, plain": spread([b for _, b in pairs]),
        "ratio": ratio,
        "most": MOST,
        "kept": ratio["median"] <= MOST,
    }
