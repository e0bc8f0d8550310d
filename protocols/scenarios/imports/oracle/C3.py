"""C3: columns belong to fields as docs/headers.md says."""

from acceptance import DATE, DECIMAL, NAME, PLACE, Desk, equal, require

desk = Desk()
desk.take("a.csv", "2024-01-05,x,Name,A-1,1", header="{{ h2d | upper }}, Other ,{{ h2n | lower }}, {{ h2k }} ,{{ h1a }}")
equal((desk.field("A-1", NAME), desk.field("A-1", DATE), desk.field("A-1", DECIMAL)), ("Name", "2024-01-05", 100), "order and case")

header = "{{ h1k }},{{ h2n }},{{ h1n }},{{ h1d }},{{ h1p }},{{ h2p }},Note,Remarks"
desk = Desk()
desk.take(
    "a.csv",
    "A-1,One,Two,2024-01-05,Left,Right,old,new",
    "B-2,,Two,2024-01-05, ,Right,old,",
    "C-3,One,,2024-01-05,Left,,,new",
    header=header,
)
found = [[desk.field(key, field) for field in (NAME, PLACE, "note")] for key in ("A-1", "B-2", "C-3")]
equal(found, [["One", "Left", "old"], ["Two", "Right", "old"], ["One", "Left", "new"]], "two columns of a field")

desk = Desk()
desk.take("a.csv", "Name,2024-01-05", header="{{ h1n }},{{ h1d }}")
require(not desk.stored(), "a file without a column for the key was imported")
