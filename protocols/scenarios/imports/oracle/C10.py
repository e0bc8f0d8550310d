"""C10: a file whose exact bytes were imported before is skipped and changes nothing; any other is not."""

from acceptance import NAME, Desk, equal, require, row

desk = Desk()
desk.take("a.csv", row("A-1", "One"))
desk.take("b.csv", row("A-1", "Two"))
kept = (desk.stored(), desk.audit())
desk.take("again.csv", row("A-1", "One"))
equal((desk.stored(), desk.audit()), kept, "after the same bytes under another name")
desk.take("a.csv", row("A-1", "One"), end="\r\n")
equal(desk.field("A-1", NAME), "One", "after other bytes")

desk.write("bad.csv", row("B-2", date="x"))
desk.write("good.csv", row("C-3"))
desk.call("bad.csv", "good.csv")
require("bad.csv:2:" in desk.call("bad.csv")[1], "a file that was rejected is skipped")
