"""C11: the audit log is kept as docs/audit.md says."""

from acceptance import DATE, DECIMAL, KEY, NAME, Desk, equal, row

desk = Desk()
header = "Note,{{ h1n }},{{ h1k }},{{ h1d }},{{ h1a }}"
desk.take("a.csv", "ok,Zoë,A-1,2024-01-05,1.5", "ok,Other,B-2,2024-01-06,7", header=header)


def line(file, line, key, field, old, new):
    return {"file": file, "line": line, "key": key, "field": field, "old": old, "new": new}


first = [
    line("a.csv", number, key, field, None, new)
    for number, key, values in ((2, "A-1", ("A-1", "Zoë", "2024-01-05", 150)), (3, "B-2", ("B-2", "Other", "2024-01-06", 700)))
    for field, new in zip((KEY, NAME, DATE, DECIMAL, "note"), (*values, "ok"))
]
equal(desk.audit(), first, "lines of what is new")
desk.take("b.csv", row("B-2", "Other", "2024-01-06", "7.00"), row("A-1", "Zoë", "2024-01-05", "2", "Place", "-"))
second = [
    line("b.csv", 2, "B-2", "{{ pf }}", None, "Place"),
    line("b.csv", 3, "A-1", DECIMAL, 150, 200),
    line("b.csv", 3, "A-1", "{{ pf }}", None, "Place"),
    line("b.csv", 3, "A-1", "note", "ok", None),
]
equal(desk.audit()[len(first) :], second, "lines of what changed")
