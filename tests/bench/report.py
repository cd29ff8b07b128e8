"""The results for the eye: tables in Markdown, and what was wanted beside what came out."""

import speed
import start

SHORT = {
    "compiled": "compiled",
    "plain": "plain",
    "nnts": "nn.ts",
    "convnetjs": "convnetjs",
    "tfjs_cpu": "tfjs cpu",
    "tfjs_wasm": "tfjs wasm",
    "native": "CPython",
    "scikit": "scikit-learn",
}


def report(results):
    lines = []
    for browser, workloads in results.get("speed", {}).items():
        lines += ["", f"Training, {browser}: speed to nn.ts's, median (lowest to highest)", ""]
        lines += speeds(workloads)
    if "speed" in results:
        lines += [""] + [f"- {SHORT[name]}: {what}" for name, what in speed.ENGINES.items()]
    if "seeds" in results:
        lines += ["", *seeds(results["seeds"])]
    for browser, kinds in results.get("start", {}).items():
        lines += ["", f"Start, {browser}: navigation to ready (slow: 20 Mbit/s, 30 ms)", ""]
        lines += starts(kinds)
    if "smooth" in results:
        lines += ["", "While it trains at full speed", "", *smooth(results["smooth"])]
    if "memory" in results:
        lines += ["", *memory(results["memory"])]
    if "sizes" in results:
        lines += ["", *sizes(results["sizes"])]
    if results["could not be run"]:
        lines += ["", "Could not be run", ""]
        lines += [f"- {one['what']}: {one['why']}" for one in results["could not be run"]]
    lines += ["", *wishes(results)]
    return "\n".join(lines)


def table(head, rows):
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
    lines = [[cell.ljust(width) for cell, width in zip(row, widths, strict=True)] for row in rows]
    top = [cell.ljust(width) for cell, width in zip(head, widths, strict=True)]
    return ["| " + " | ".join(row) + " |" for row in [top, ["-" * w for w in widths], *lines]]


def figures(value):
    """Two or three figures: 0.0042, 0.42, 4.2, 42, 420, 4,200."""
    if value >= 10:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 1 else f"{value:.2g}"


def ranged(spread):
    median, low, high = (figures(spread[part]) for part in ("median", "low", "high"))
    return median if low == high else f"{median} ({low} to {high})"


def speeds(workloads):
    names = [name for name in SHORT if any(name in one["to_nnts"] for one in workloads)]
    head = ["", *(SHORT[name] for name in names if name != "nnts"), "nn.ts, epochs a second"]
    rows = []
    for one in workloads:
        rows.append([one["title"]])
        for name in names:
            if name != "nnts":
                ratio = one["to_nnts"].get(name)
                rows[-1].append(ranged(ratio) if ratio else "could not be run")
        base = one["epochs_a_second"].get("nnts")
        rows[-1].append(figures(base["median"]) if base else "")
    return table(head, rows)


def seeds(one):
    return [
        f"100 seeds of {one['title']}: {figures(one['100 seeds']['median'])} ms; one seed, plain: "
        f"{figures(one['one seed, plain']['median'])} ms; ratio {ranged(one['ratio'])}"
    ]


def starts(kinds):
    rows = []
    for kind, one in kinds.items():
        sent = one.get("bytes")
        size = (
            " / ".join(mb(sent[side]["until ready"]["sent"]) for side in ("ours", "plain"))
            if sent
            else ""
        )
        whole = (
            " / ".join(mb(sent[side]["in all"]["sent"]) for side in ("ours", "plain"))
            if sent
            else ""
        )
        rows.append(
            [kind, ranged(one["ours"]), ranged(one["plain"]), ranged(one["ratio"]), size, whole]
        )
    head = ["", "ours, ms", "plain, ms", "ratio", "MB until ready, ours / plain", "MB in all"]
    lines = table(head, rows)
    paint = kinds.get("cold", {}).get("first paint")
    if paint:
        found = f"{ranged(paint['complete'])} ms, to plain's ready {ranged(paint['ratio'])}"
        lines += ["", f"First paint of the whole page: {found}"]
    return lines


def mb(size):
    return f"{size / 1e6:.2f}"


def smooth(pages):
    head = [
        "",
        "frames a second",
        "longest gap, ms",
        "tasks over 50 ms",
        "longest task, ms",
        "Pause, ms",
    ]
    return table(
        head,
        [
            [
                one["title"],
                f"{one['frames_a_second']:.1f}",
                f"{one['longest_gap']:.0f}",
                str(one["long_tasks"]),
                f"{one['longest_task']:.0f}",
                ranged(one["pause"]),
            ]
            for one in pages
        ],
    )


def memory(one):
    return [
        f"Memory of the tab over a blank one ({one['blank']:.0f} MB): ready +{one['ready']:.0f} MB "
        f"(a plain page +{one['plain']:.0f}), peak +{one['peak']:.0f}, after {one['minutes']:g} "
        f"min of training +{one['in the end']:.0f} ({one['how']})"
    ]


def sizes(one):
    head = ["", "MB", "MB in gzip"]
    rows = [["chalknet.html", mb(one["one file"]["raw"]), mb(one["one file"]["gzip"])]]
    rows.append(
        [f"the site, {one['site']['files']} files", mb(one["site"]["raw"]), mb(one["site"]["gzip"])]
    )
    rows += [
        [name, mb(size["raw"]), mb(size["gzip"])]
        for name, size in one["parts"].items()
        if size["raw"] > 50_000
    ]
    return table(head, rows)


def wishes(results):
    """What issue 7 wants, and whether it is so here."""
    wanted = list(judged(results))
    lines = ["Wanted", ""]
    lines += [f"- {'kept' if kept else 'NOT KEPT'}: {what}" for what, kept in wanted]
    return lines if wanted else []


def judged(results):
    """(what, is it kept?)"""
    for browser, workloads in results.get("speed", {}).items():
        for one in workloads if "Chromium" in browser else []:
            for wish in one["wanted"]:
                whom = SHORT.get(wish["to"], "the better tfjs")
                median = "not measured" if wish["median"] is None else figures(wish["median"])
                found = f"{median}, at least {wish['least']} times {whom}"
                yield f"{one['title']}: {found}", wish["kept"]
    if one := results.get("seeds"):
        yield f"100 seeds: {figures(one['ratio']['median'])}, at most {one['most']}", one["kept"]
    for browser, kinds in results.get("start", {}).items():
        for kind, one in kinds.items() if "Chromium" in browser else []:
            yield from judged_start(kind, one)
    for one in results.get("smooth", []):
        found = f"{one['frames_a_second']:.1f} frames, longest task {one['longest_task']:.0f} ms"
        yield f"{one['title']}: {found}, Pause {one['pause']['median']:.0f} ms", one["kept"]
    if "sizes" in results:
        one = results["sizes"]["one file"]
        yield f"chalknet.html: {mb(one['raw'])} MB, at most {mb(one['most'])}", one["kept"]


def judged_start(kind, one):
    found = f"{one['ratio']['median']:.2f} of plain, at most {one['most']}"
    yield f"{kind} start: {found}", one["kept"]
    if paint := one.get("first paint"):
        found = f"{paint['ratio']['median']:.3f} of plain's ready, at most {paint['most']}"
        yield f"first paint: {found}", paint["kept"]
    if kind == "cold":
        for what, most in start.BYTES.items():
            sent = one["bytes"]["ours"][what]["sent"]
            yield f"bytes {what}: {mb(sent)} MB, at most {mb(most)}", sent <= most
