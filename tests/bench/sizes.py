"""How large what the build made is, as it is and in gzip."""

import gzip

MOST = 12.5e6  # the one file


def measure(site, one_file):
    files = [path for path in site.rglob("*") if path.is_file() and path.name != one_file.name]
    parts = {
        path.relative_to(site).as_posix(): sizes(path)
        for path in sorted(files, key=lambda path: -path.stat().st_size)
    }
    raw, packed = (sum(size[of] for size in parts.values()) for of in ("raw", "gzip"))
    file = sizes(one_file)
    return {
        "one file": {**file, "most": MOST, "kept": file["raw"] <= MOST},
        "site": {"raw": raw, "gzip": packed, "files": len(parts)},
        "parts": parts,
    }


def sizes(path):
    data = path.read_bytes()
    return {"raw": len(data), "gzip": len(gzip.compress(data, 9, mtime=0))}
