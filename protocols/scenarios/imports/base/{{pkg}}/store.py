"""The {{ recs }}, in one JSON file."""

import json
import os
from pathlib import Path


class Store:
    """What the file holds, in memory. Only save() writes."""

    def __init__(self, path):
        self.path = Path(path)
        held = json.loads(self.path.read_text("utf-8")) if self.path.exists() else {}
        self.{{ recs }} = held.get("{{ recs }}", {})

    def get(self, key):
        """The {{ rec }} with this key, or None."""
        return self.{{ recs }}.get(key)

    def put(self, key, {{ rec }}):
        self.{{ recs }}[key] = {{ rec }}

    def listed(self):
        """All {{ recs }} in order of their keys, as copies."""
        return [dict(self.{{ recs }}[key]) for key in sorted(self.{{ recs }})]

    def save(self):
        """Writes the file anew, all of it or nothing."""
        held = {"{{ recs }}": self.{{ recs }}}
        part = self.path.with_suffix(".part")
        part.write_text(json.dumps(held, indent=1, sort_keys=True) + "\n", "utf-8")
        os.replace(part, self.path)
