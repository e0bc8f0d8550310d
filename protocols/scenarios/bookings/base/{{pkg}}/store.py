"""The state, a JSON file."""

import json
from contextlib import contextmanager
from pathlib import Path


def load(path):
    if not Path(path).exists():
        return {"journal": []}
    return json.loads(Path(path).read_text(encoding="utf-8"))


def save(path, state):
    text = json.dumps(state, indent=1, ensure_ascii=False)
    Path(path).write_text(text + "\n", encoding="utf-8")


@contextmanager
def editing(path):
    """The state, to be changed in place. It is written back when the block ends."""
    state = load(path)
    try:
        yield state
    finally:
        save(path, state)


def note(state, text):
    """Adds a line to the journal."""
    state["journal"].append(text)
