"""What the checks share: a folder with a store in it, and the command line."""

import contextlib
import io
import json
import re
import tempfile
from pathlib import Path

from {{ pkg }}.__main__ import main

HEADER = "{{ h1k }},{{ h1n }},{{ h1d }},{{ h1a }},{{ h1p }},Note"
KEY, NAME, DATE, DECIMAL, PLACE = "{{ kf }}", "{{ nf }}", "{{ df }}", "{{ af }}", "{{ pf }}"


class Desk:
    """A folder of files to import, beside a store."""

    def __init__(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.folder = Path(self.temporary.name)

    def write(self, name, *rows, header=HEADER, preamble="", end="\n"):
        """Writes a file; content may also be given as bytes."""
        if rows and isinstance(rows[0], bytes):
            content = b"".join(rows)
        else:
            content = (preamble + end.join([header, *rows, ""])).encode()
        (self.folder / name).write_bytes(content)
        return name

    def call(self, *names, dry=False):
        """(exit status, standard output) of an import."""
        out = io.StringIO()
        paths = [str(self.folder / name) for name in names]
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
            try:
                status = main(["--store", str(self.folder / "s.json"), "import", *(["--dry-run"] if dry else []), *paths])
            except SystemExit as end:
                status = end.code
        return status, out.getvalue()

    def take(self, name, *rows, **how):
        """Writes a file and imports it; the problems that are reported."""
        self.write(name, *rows, **how)
        return problems(self.call(name)[1])

    def stored(self):
        """All records by key."""
        path = self.folder / "s.json"
        return json.loads(path.read_text("utf-8"))["{{ recs }}"] if path.exists() else {}

    def field(self, key, field):
        return self.stored().get(key, {}).get(field)

    def audit(self):
        path = self.folder / "s.audit"
        return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []

    def files(self):
        """Every file's content, by name."""
        return {path.name: path.read_bytes() for path in self.folder.iterdir()}


def problems(out):
    """(file, line, field) of each bad cell in a report."""
    found = re.findall(r"^(.+?):(\d+): (\w+): .+$", out, re.MULTILINE)
    return [(Path(file).name, int(line), field) for file, line, field in found]


def row(key, name="Name", date="2024-01-05", decimal="12.50", place="Place", note="ok"):
    return ",".join((key, name, date, decimal, place, note))


def require(truth, reason):
    if not truth:
        raise SystemExit(reason)


def equal(found, expected, what):
    require(found == expected, f"{what}: {found!r}, expected {expected!r}")
