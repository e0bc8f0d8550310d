"""The requester's check: asks the gate, the listing and the export, and compares with what they ought to say."""

import importlib
import json
import shutil
import tempfile
from datetime import datetime
from pathlib import Path

failed = False


def part(name):
    """A module of the package, or None where it is not there yet."""
    try:
        return importlib.import_module(f"{{ pkg }}.{name}")
    except ModuleNotFoundError:
        return None


GATE, LISTING, EXPORT = part("gate"), part("listing"), part("export")


def gate(folder, moment, *grants, groups=None, {{ items }}=()):
    folder = Path(folder)
    shutil.copy("data/roles.json", folder)
    names = ("id", "to", "role", "on", "effect")
    entries = [{**dict(zip(names, it[:5])), **(it[5] if len(it) > 5 else {})} for it in grants]
    for name, data in (("grants", entries), ("groups", groups or {}), ("{{ items }}", list({{ items }}))):
        (folder / f"{name}.json").write_text(json.dumps(data), encoding="utf-8")
    return GATE.Gate(folder, lambda: datetime.fromisoformat(moment[0]))


def check(what, needs, ask, expected):
    global failed
    if not all(needs):
        print(f"-     {what}: not there yet")
        return
    with tempfile.TemporaryDirectory() as folder:
        try:
            found = ask(folder)
        except Exception as problem:
            found = repr(problem)
    if found == expected:
        print(f"ok    {what}")
    else:
        failed = True
        print(f"FAIL  {what}: expected {expected}, got {found}")


START = "2024-07-01T10:00:00+00:00"


def denials(folder):
    here = gate(
        folder,
        [START],
        ("1", "m", "reader", "/in", "allow"),
        ("2", "m", "reader", "/in/deep", "deny"),
        ("3", "n", "reader", "/in/deep", "allow"),
        ("4", "n", "reader", "/in", "deny"),
    )
    return [here.may("m", "read", "/in/deep/a"), here.may("n", "read", "/in/deep/a")]


def wildcards(folder):
    here = gate(folder, [START], ("1", "m", "reader", "/*/open", "allow"), ("2", "m", "reader", "/[a]", "allow"))
    return [here.may("m", "read", path) for path in ("/in/open/a", "/in/deep/open", "/[a]/b", "/a/b")]


def dates(folder):
    moment = [START]
    here = gate(folder, moment, ("1", "m", "reader", "/in", "allow", {"until": "2024-07-02"}))
    found = []
    for moment[0] in ("2024-07-01T10:00:00+00:00", "2024-07-02T22:00:00+00:00", "2024-07-03T10:00:00+00:00"):
        found.append(here.may("m", "read", "/in"))
    return found


def beginnings(folder):
    moment = [START]
    later = {"from": "2024-07-02T00:00:00+00:00"}
    here = gate(folder, moment, ("1", "n", "reader", "/in", "allow"), ("2", "m", "reader", "/in", "allow", later))
    found = []
    for moment[0] in (START, "2024-07-02T08:00:00+00:00"):
        found.append(here.may("m", "read", "/in"))
    return found


def listed(folder):
    {{ items }} = ["/in/b", "/out/a", "/in/a", "/in/c"]
    grants = [("1", "m", "reader", "/in", "allow"), ("2", "m", "reader", "/in/b", "deny"), ("3", "m", "reader", "/out/a", "allow")]
    return LISTING.listing(gate(folder, [START], *grants, {{ items }}={{ items }}), "m")


def exported(folder):
    here = gate(folder, [START], ("1", "m", "steward", "/in", "allow"), {{ items }}=["/in/a", "/out/a"])
    found = EXPORT.export(here, ["n", "m"])
    return [found.get("at"), *found.get("rows", [])]


check("denials above and below", [GATE], denials, [False, {{ "True" if A2 == "yes" else "False" }}])
check("wildcards are whole names", [GATE], wildcards, [True, False, True, False])
check("a date is the whole day", [GATE], dates, [True, True, False])
check("a grant begins while others hold", [GATE], beginnings, [False, True])
check("a listing has what may be read", [GATE, LISTING], listed, ["/in/a", "/in/c", "/out/a"])
row = {"person": "m", "path": "/in/a", "actions": ["read", "write", "share"]}
check("the export is as the viewer takes it", [GATE, EXPORT], exported, ["2024-07-01T10:00:00Z", row])
raise SystemExit(1 if failed else 0)
