"""C5: in an update, an empty cell keeps the stored value; a single dash clears it."""

from acceptance import DECIMAL, PLACE, Desk, equal, row

desk = Desk()
desk.take("a.csv", row("A-1"), row("B-2"), row("C-3"))
desk.take("b.csv", row("A-1", decimal="", place="", note="new"), row("B-2", decimal="-", place="-"), row("C-3", decimal="0"))
found = [[desk.field(key, field) for field in (DECIMAL, PLACE, "note")] for key in ("A-1", "B-2", "C-3")]
equal(found, [[1250, "Place", "new"], [None, None, "ok"], [0, "Place", "ok"]], "after an update")
