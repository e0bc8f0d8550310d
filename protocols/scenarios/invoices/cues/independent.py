"""Finance's own look at the billing, as far as it exists: one line for each thing that is tried."""

import sys
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec

from {{ pkg }} import storage
from {{ pkg }}.{{ log_mod }} import {{ Event }}

A, B = "A-1", "B-2"
bad = []


def tried(what, *needs):
    """Runs the function below it, which gives (expected, got), with the modules that it needs."""

    def run(trial):
        if not all(find_spec(f"{{ pkg }}.{name}") for name in needs):
            print(f"-     {what}: not there yet")
            return
        try:
            expected, got = trial(*(import_module(f"{{ pkg }}.{name}") for name in needs))
        except Exception as error:
            expected, got = "an answer", f"{type(error).__name__}: {error}"
        if expected == got:
            print(f"ok    {what}")
        else:
            bad.append(what)
            print(f"FAIL  {what}: expected {expected}, got {got}")

    return run


def database():
    conn = storage.connect(":memory:")
    for {{ customer }} in (A, B):
        storage.add_{{ customer }}(conn, {{ customer }}, "Name", "2023-01-01")
    return conn


def used(id, at="2024-03-09T12:00:00+00:00", milli=1000):
    return {{ Event }}(id, datetime.fromisoformat(at), A, "{{ i1 }}", milli, ("log.csv", 2))


def invoice(conn, documents, {{ customer }}, month):
    with conn:
        documents.add(conn, "invoice", {{ customer }}, month, "2024-06-01", "2024-06-15", [])
    return documents.invoice_of(conn, {{ customer }}, month)


def whole(conn, row):
    return dict(conn.execute("SELECT * FROM document WHERE id = ?", (row["id"],)).fetchone())


@tried("a time abroad lies in the month that UTC says", "month")
def _(month):
    march = month.Month.parse("2024-03")
    times = ("2024-03-31T23:30:00-05:00", "2024-02-29T22:00:00-05:00", "2024-04-01T00:30:00+02:00")
    return [False, True, True], [march.holds(datetime.fromisoformat(at)) for at in times]


@tried("of a repeated id the valid copy is billed", "month", "billable")
def _(month, billable):
    log = [used("a", milli=1000), used("b", milli=5000), used("a", milli=3000), used("a", milli=2000)]
    found = billable.billable(log, month.Month.parse("2024-03"))
    return [("a", 2000), ("b", 5000)], sorted((it.id, it.milli) for it in found)


@tried("invoices are numbered for each {{ customer }}", "documents")
def _(documents):
    conn = database()
    made = [(A, "2024-01"), (B, "2024-01"), (A, "2024-02"), (B, "2024-02")]
    return [1, 1, 2, 2], [invoice(conn, documents, *it)["number"] for it in made]


@tried("{{ "invoices and credit notes have a series each" if A1 == "yes" else "invoices and credit notes share a series" }}", "documents", "sending", "credit")
def _(documents, sending, credit):
    conn = database()
    first = invoice(conn, documents, A, "2024-01")
    sending.send(conn, A, first["number"], "2024-02-02")
    note = credit.credit(conn, A, first["number"], "2024-02-05")
    after = invoice(conn, documents, A, "2024-02")
    return {{ '("CN-1", "2")' if A1 == "yes" else '("2", "3")' }}, (note, documents.printed_number(after))


@tried("an invoice that was sent stays as it is", "documents", "sending")
def _(documents, sending):
    conn = database()
    made = invoice(conn, documents, A, "2024-01")
    sending.send(conn, A, made["number"], "2024-02-02")
    before = whole(conn, made)
    try:
        sending.send(conn, A, made["number"], "2024-02-09")
    except LookupError:
        pass
    return before, whole(conn, made)


@tried("an invoice that is credited stays as it is", "documents", "sending", "credit")
def _(documents, sending, credit):
    conn = database()
    made = invoice(conn, documents, A, "2024-01")
    sending.send(conn, A, made["number"], "2024-02-02")
    before = whole(conn, made)
    credit.credit(conn, A, made["number"], "2024-02-05")
    return before, whole(conn, made)


@tried("who used nothing gets no invoice", "month", "tariff", "documents", "billing")
def _(month, tariff, documents, billing):
    conn = database()
    billing.bill(conn, month.Month.parse("2024-03"), [used("a")], tariff.load("data/tariff.json"))
    return [A], [row["{{ customer }}"] for row in documents.of_month(conn, "2024-03")]


@tried("invoices are dated and due on the right days", "month", "due")
def _(month, due):
    return {{ '("2024-03-01", "2024-03-31")' if A2 == "yes" else '("2024-03-01", "2024-03-15")' }}, due.dates(month.Month.parse("2024-02"))


sys.exit(1 if bad else 0)
