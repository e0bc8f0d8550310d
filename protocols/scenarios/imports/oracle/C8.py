"""C8: a dry run prints what the real run would print, and writes no file."""

from acceptance import Desk, equal, row

desk = Desk()
names = [
    desk.write("a.csv", row("A-1"), row("B-2")),
    desk.write("b.csv", row("A-1", "Other"), row("C-3")),
    desk.write("bad.csv", row("E-5", date="x")),
    desk.write("copy.csv", row("A-1"), row("B-2")),
    desk.write("short.csv", "A-1,new", header="{{ h1k }},Note"),
]
before = desk.files()
_, dry = desk.call(*names, dry=True)
equal(desk.files(), before, "files after a dry run")
_, real = desk.call(*names)
equal(dry, real, "what a dry run prints")
