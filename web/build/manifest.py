"""The manifest: with it a browser offers to install the site as an app of its own.

Its addresses are relative, so it holds under any path. It has no `id`: then the address that the
app starts with is its name, and two copies of the site on one host are two apps.
"""

import json


def manifest(name, about, theme, background, pictures):
    """pictures: (address, size, purpose) of each icon; the colours as in a style sheet."""
    return json.dumps(
        {
            "name": name,
            "short_name": name,
            "description": about,
            "lang": "en",
            "start_url": "./",
            "scope": "./",
            "display": "standalone",
            "theme_color": theme,
            "background_color": background,
            "categories": ["education"],
            "icons": [
                {"src": address, "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
                for address, size, purpose in pictures
            ],
        },
        indent=2,
    )
