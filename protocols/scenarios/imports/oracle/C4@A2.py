"""C4 after A2: key_of decides which keys are the same; of a key's rows the last alone counts."""

from acceptance import KEY, NAME, Desk, equal, row

desk = Desk()
desk.take("a.csv", row("a-1", "One"))
desk.take("b.csv", row(" A-1 ", "Two"))
equal({key: it[NAME] for key, it in desk.stored().items()}, {"A-1": "Two"}, "two spellings of a key")
equal(desk.field("A-1", KEY), "A-1", "the key as a field")

desk = Desk()
found = desk.take("a.csv", row("A-1", "One", date="x"), row("B-2", "Other"), row("a-1", "Two"), row("A-1", "Three"))
equal(found, [], "problems of a file that repeats a key")
equal({key: it[NAME] for key, it in desk.stored().items()}, {"A-1": "Three", "B-2": "Other"}, "the last row of each key")
