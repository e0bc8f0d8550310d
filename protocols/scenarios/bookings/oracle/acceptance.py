"""What the checks share: a fresh store, the command line, {{ places }} of their own."""

import contextlib
import io
import json
import re
import shutil
import tempfile
from pathlib import Path

from {{ pkg }}.__main__ import main

ALWAYS = [["00:00", "24:00"]] * 7
ATH, ATH2, HFX = "a-1", "a-2", "h-1"


class Service:
    """Two {{ places }}, used as people use them."""

    def __init__(self, hours=ALWAYS):
        self.folder = tempfile.TemporaryDirectory()
        self.store = str(Path(self.folder.name, "store.json"))
        self.data = Path(self.folder.name, "data")
        self.data.mkdir()
        shutil.copy(Path("data", "zones.csv"), self.data)
        {{ places }} = [
            {"id": "a", "name": "A", "zone": "Europe/Athens", "hours": ALWAYS, "{{ items }}": [ATH, ATH2]},
            {"id": "h", "name": "H", "zone": "America/Halifax", "hours": hours, "{{ items }}": [HFX]},
        ]
        (self.data / "{{ places }}.json").write_text(json.dumps({{ places }}), encoding="utf-8")

    def call(self, *arguments):
        """(exit status, standard output, standard error) of a command."""
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                status = main(["--store", self.store, "--data", str(self.data), *map(str, arguments)])
            except SystemExit as end:
                status = end.code
        return status, out.getvalue(), err.getvalue()

    def book(self, {{ item }}, name, start, end):
        """The booking's number; None where it is refused."""
        status, out, err = self.call("book", {{ item }}, name, start, end)
        require((status == 0) == (not err), f"book ends with {status}: {err}")
        return int(out.strip().lstrip("B")) if status == 0 else None

    def wait(self, {{ item }}, name, start, end):
        require(self.call("wait", {{ item }}, name, start, end)[0] == 0, "wait")

    def cancel(self, number, now="2026-01-05T12:00"):
        return self.call("cancel", number, "--now", now)[0] == 0

    def lines(self):
        status, out, err = self.call("list")
        require(status == 0, err)
        return [re.split("  +", line) for line in out.splitlines()]

    def standing(self):
        """({{ item }}, start, end, name) of the bookings that stand."""
        return [tuple(line[1:5]) for line in self.lines() if "cancelled" not in line]


def require(truth, reason):
    if not truth:
        raise SystemExit(reason)


def equal(found, expected, what):
    require(found == expected, f"{what}: {found!r}, expected {expected!r}")
