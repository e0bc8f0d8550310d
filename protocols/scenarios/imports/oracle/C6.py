"""C6: a file is imported as a whole or not at all; a call's other files go on."""

from acceptance import NAME, Desk, equal, row

desk = Desk()
desk.take("a.csv", row("A-1", "One"), row("B-2", "One"))
desk.write("bad.csv", row("A-1", "Two"), row("C-3", "Two"), row("B-2", "Two", date="x"))
desk.call("bad.csv")
equal({key: it[NAME] for key, it in desk.stored().items()}, {"A-1": "One", "B-2": "One"}, "after a bad file")

desk.write("closed.csv", b"#encoding: utf-16\n")
desk.write("good.csv", row("D-4", "Three"))
desk.call("bad.csv", "closed.csv", "good.csv")
expected = {"A-1": "One", "B-2": "One", "D-4": "Three"}
equal({key: it[NAME] for key, it in desk.stored().items()}, expected, "after a bad file and a good one")
