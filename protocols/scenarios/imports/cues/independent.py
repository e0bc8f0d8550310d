"""What the requester looks at, in the repository as it is: what is not there yet is passed over."""

import importlib
import sys
import tempfile
from pathlib import Path

failed = False


def module(name):
    try:
        return importlib.import_module(f"{{ pkg }}.{name}")
    except ModuleNotFoundError:
        return None


def look(what, ready, find, expected):
    """Prints one line on one thing."""
    global failed
    if not ready:
        return print(f"-     {what}: not there yet")
    found = find()
    if found == expected:
        return print(f"ok    {what}")
    failed = True
    print(f"FAIL  {what}: expected {expected!r}, got {found!r}")


source, headers, values, check = map(module, ("source", "headers", "values", "check"))
report, merge, importer = map(module, ("report", "merge", "importer"))
store = module("store")


def entries(text):
    """The entries of a file's text."""
    held = source.read_source(text.encode())
    columns = headers.find_columns(held.header)
    return [check.check_row(row, columns, held.preamble) for row in held.rows]


def dates():
    found = []
    for text in ("03.04.2024", "3.4.2024", "3.04.2024", "31.04.2024"):
        try:
            found.append(values.read_date(text, "D.M.Y"))
        except ValueError:
            found.append("refused")
    return found


def decimals():
    texts = ("12,50", "7", "12.50", "1.250,00")
    rows = "".join(f"A-{number};{text}\n" for number, text in enumerate(texts))
    found = entries(f"#decimal: comma\n{{ h1k }};{{ h1a }}\n{rows}")
    return ["refused" if it.problems else it.values["{{ af }}"] for it in found]


def repeated():
    found = check.settle(entries("{{ h1k }},Note\nA-1,one\nB-2,two\na-1,three\n"))
    return [(it.line, "bad" if it.problems else "good") for it in found]


def updates():
    stored = {"{{ kf }}": "A-1", "{{ nf }}": "Name", "{{ df }}": "2024-01-05", "{{ af }}": 500, "{{ pf }}": "Place", "note": "old"}
    [entry] = entries("{{ h1k }},{{ h1a }},{{ h1p }},Note\nA-1,0,,-\n")
    found = merge.merge(entry, stored).{{ rec }}
    return [found[field] for field in ("{{ nf }}", "{{ af }}", "{{ pf }}", "note")]


def lines():
    return [row.line for row in source.read_source(b'#dates: D.M.Y\n{{ h1k }},Note\nA-1,"one\ntwo"\nB-2,x\n').rows]


def order():
    problems = [report.Problem(line, "note", "x") for line in (10, 9, 100, 2)]
    return [text.split(":")[1] for text in report.render("a.csv", problems)]


def rejects():
    content = "#encoding: latin-1\n{{ h1k }},{{ h1n }},{{ h1d }}\nA-1,Zoë,x\nB-2,Åse,2024-01-05\n".encode("latin-1")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.csv")
        path.write_bytes(content)
        importer.import_file(store.Store(Path(folder, "s.json")), path)
        return Path(folder, "a.csv.rejects").read_bytes()


head = b"#encoding: latin-1\n{{ h1k }},{{ h1n }},{{ h1d }}\n"
bad = "A-1,Zoë,x\n".encode("latin-1")
look("dates need all their digits", hasattr(values, "read_date"), dates, ["2024-04-03", "refused", "refused", "refused"])
look("decimals have the declared form", check, decimals, [1250, 700, "refused", "refused"])
look("spellings of a key are one", check, lambda: [it.key for it in entries("{{ h1k }}\na-1\nA-1\n")], ["A-1", "A-1"])
{% if A2 == "yes" %}
look("the last row of a key counts", hasattr(check, "settle"), repeated, [(3, "good"), (4, "good")])
{% else %}
look("rows of a repeated key are bad", hasattr(check, "settle"), repeated, [(2, "bad"), (3, "good"), (4, "bad")])
{% endif %}
{% if A1 == "yes" %}
look("empty cells and dashes clear, zero is a value", merge, updates, ["Name", 0, None, None])
{% else %}
look("empty cells keep, dashes clear, zero is a value", merge, updates, ["Name", 0, "Place", None])
{% endif %}
look("rows are numbered by where they begin", hasattr(source, "read_source"), lines, [3, 5])
look("the report goes by lines", hasattr(report, "render"), order, ["2", "9", "10", "100"])
{% if A3 == "yes" %}
look("the rejects are the bad rows as they were", hasattr(importer, "write_rejects"), rejects, bad)
{% else %}
look("the rejects are head and bad rows as they were", hasattr(importer, "write_rejects"), rejects, head + bad)
{% endif %}
sys.exit(failed)
