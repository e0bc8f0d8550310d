"""C4: key_of decides which keys are the same; all rows of a key that a file repeats are bad."""

from acceptance import KEY, NAME, Desk, equal, row

desk = Desk()
desk.take("a.csv", row("a-1", "One"))
desk.take("b.csv", row(" A-1 ", "Two"))
equal({key: it[NAME] for key, it in desk.stored().items()}, {"A-1": "Two"}, "two spellings of a key")
equal(desk.field("A-1", KEY), "A-1", "the key as a field")

desk = Desk()
found = desk.take("a.csv", row("A-1", "One"), row("B-2"), row("a-1", "Two"), row("A-1", "Three"))
equal([line for _, line, _ in found], [2, 4, 5], "lines of a repeated key")
equal(desk.stored(), {}, "a file that repeats a key")
