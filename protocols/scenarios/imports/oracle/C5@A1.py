"""C5 after A1: in an update, an empty cell clears the stored value, as a dash does; a field without a column keeps it."""

from acceptance import DECIMAL, PLACE, Desk, equal, row

desk = Desk()
desk.take("a.csv", row("A-1"), row("B-2"), row("C-3"), row("D-4"))
desk.take("b.csv", row("A-1", decimal="", place="", note="new"), row("B-2", decimal="-", place="-"), row("C-3", decimal="0"))
desk.take("c.csv", "D-4,new", header="{{ h1k }},Note")
found = [[desk.field(key, field) for field in (DECIMAL, PLACE, "note")] for key in ("A-1", "B-2", "C-3", "D-4")]
expected = [[None, None, "new"], [None, None, "ok"], [0, "Place", "ok"], [1250, "Place", "new"]]
equal(found, expected, "after an update")
