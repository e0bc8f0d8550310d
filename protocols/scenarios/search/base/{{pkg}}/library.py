"""The {{ docs }}, from data/{{ docs }}.json."""

import json
import unicodedata
from pathlib import Path

from {{ pkg }} import Refused

FIELDS = ("title", "{{ body }}")


def load(path):
    """Every {{ doc }} in a file: a dict with id, title, {{ body }} and updated."""
    return json.loads(Path(path).read_text(encoding="utf-8"))


def plain(text):
    """What titles are sorted by."""
    return unicodedata.normalize("NFC", text).casefold()


def by_title({{ docs }}):
    return sorted({{ docs }}, key=lambda it: plain(it["title"]))


def find({{ docs }}, id):
    for {{ doc }} in {{ docs }}:
        if {{ doc }}["id"] == id:
            return {{ doc }}
    raise Refused(f"there is no {{ doc }} {id}")
