"""What the checks share: a fresh database, the command line, the log, the export."""

import contextlib
import io
import json
import re
import tempfile
from pathlib import Path

from {{ pkg }} import storage
from {{ pkg }}.__main__ import main

A, B, C = "A-1", "B-2", "C-3"
PRICES = {"{{ i1 }}": ("2.50", 1900), "{{ i2 }}": ("10.00", 700), "{{ i3 }}": ("1.00", 0)}


class Service:
    """A service with three {{ customers }}, used as finance's people use it."""

    def __init__(self, **prices):
        self.folder = tempfile.TemporaryDirectory()
        self.db = str(Path(self.folder.name, "billing.db"))
        conn = storage.connect(self.db)
        for {{ customer }} in (A, B, C):
            storage.add_{{ customer }}(conn, {{ customer }}, "Name", "2023-01-01")
        conn.close()
        self.tariff = Path(self.folder.name, "tariff.json")
        rates = {**PRICES, **prices}
        self.tariff.write_text(
            json.dumps({code: dict(price=price, unit="unit", tax_bp=tax_bp) for code, (price, tax_bp) in rates.items()})
        )

    def call(self, *arguments):
        """(exit status, standard output, standard error) of a command."""
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                status = main(["--db", self.db, *arguments])
            except SystemExit as end:
                status = end.code
        return status, out.getvalue(), err.getvalue()

    def bill(self, month, *rows):
        """Drafts a month from a log of (id, at, {{ customer }}, {{ product }}, {{ quantity }}); a row may be a text, too."""
        log = Path(self.folder.name, "log.csv")
        lines = [row if isinstance(row, str) else ",".join(row) for row in rows]
        log.write_text("\n".join(["id,at,{{ customer }},{{ product }},{{ quantity }}", *lines, ""]))
        return self.call("bill", month, str(log), "--tariff", str(self.tariff))

    def listed(self, month):
        """The month's (kind, {{ customer }}, number as printed), drafts included."""
        _, out, _ = self.call("documents", month)
        found = re.findall(r"^(\S+) +(invoice|creditNote) (\S+)", out, re.MULTILINE)
        return [(kind, {{ customer }}, number) for {{ customer }}, kind, number in found]

    def send(self, month, on="2024-05-02", only=(A, B, C)):
        """Sends the month's invoices."""
        for kind, {{ customer }}, number in self.listed(month):
            if kind == "invoice" and {{ customer }} in only:
                self.call("send", {{ customer }}, number, on)

    def export(self, month):
        status, out, err = self.call("export", month)
        require(status == 0, f"export {month} ends with {status}: {err.strip()}")
        return json.loads(out)

    def documents(self, month, {{ customer }}=A, kind="invoice"):
        """The {{ customer }}'s sent documents of a kind."""
        found = self.export(month)["documents"]
        return [it for it in found if (it["{{ customer }}"], it["kind"]) == ({{ customer }}, kind)]


def use(id, {{ product }}, {{ quantity }}, {{ customer }}=A, at="2024-03-09T12:00:00+00:00"):
    """A line of the log."""
    return id, at, {{ customer }}, {{ product }}, {{ quantity }}


def require(truth, reason):
    if not truth:
        raise SystemExit(reason)


def equal(found, expected, what):
    require(found == expected, f"{what}: {found!r}, expected {expected!r}")
