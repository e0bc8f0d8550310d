"""The {{ places }} and their {{ items }}, from data/{{ places }}.json."""

import json
from dataclasses import dataclass
from pathlib import Path

from {{ pkg }} import Refused


@dataclass(frozen=True)
class {{ Place }}:
    id: str
    name: str
    zone: str
    hours: list
    {{ items }}: list


def load(folder):
    """Every {{ place }} of data/{{ places }}.json."""
    entries = json.loads(Path(folder, "{{ places }}.json").read_text(encoding="utf-8"))
    return [{{ Place }}(**entry) for entry in entries]


def {{ place }}_of({{ places }}, {{ item }}):
    """The {{ place }} that a {{ item }} belongs to."""
    for {{ place }} in {{ places }}:
        if {{ item }} in {{ place }}.{{ items }}:
            return {{ place }}
    raise Refused(f"there is no {{ item }} {{ '{' }}{{ item }}!r}")
