"""JSON files."""

import json
import os
from pathlib import Path


def read_json(path):
    return json.loads(Path(path).read_text(encoding="utf-8"))


def write_json(path, data):
    """Replaces the file by one rename, so that a reader finds the old one or the new one."""
    path = Path(path)
    new = path.with_suffix(".new")
    new.write_text(json.dumps(data, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    os.replace(new, path)
