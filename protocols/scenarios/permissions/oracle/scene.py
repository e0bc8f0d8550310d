"""What the checks share: a gate on data of their own, with a clock that can be set."""

import json
import shutil
import tempfile
from datetime import datetime
from pathlib import Path

from {{ pkg }}.gate import Gate


class Scene:
    def __init__(self, *grants, groups=None, {{ items }}=()):
        self._folder = tempfile.TemporaryDirectory()
        self.path = Path(self._folder.name)
        shutil.copy("data/roles.json", self.path)
        self.put("groups", groups or {})
        self.put("{{ items }}", list({{ items }}))
        self.put("grants", grants)
        self.now = "2024-05-06T12:00:00+00:00"
        self.gate = Gate(self.path, lambda: datetime.fromisoformat(self.now))

    def put(self, name, data):
        (self.path / f"{name}.json").write_text(json.dumps(data), encoding="utf-8")

    def at(self, text):
        self.now = text
        return self

    def may(self, person, path="/x/y/z", action="read"):
        return self.gate.may(person, action, path)

    def log(self):
        path = self.path / "audit.jsonl"
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def grant(id, to, on="/x", role="reader", effect="allow", **more):
    return {"id": id, "to": to, "role": role, "on": on, "effect": effect, **more}


def require(truth, reason):
    if not truth:
        raise SystemExit(reason)


def equal(found, expected, what):
    require(found == expected, f"{what}: {found!r}, expected {expected!r}")
