"""C1: files are decoded and split as docs/files.md says."""

from acceptance import HEADER, NAME, Desk, equal, row

desk = Desk()
MARK = b"\xef\xbb\xbf"
text = f"{HEADER}\n{row('A-1', 'Zoë Ångström')}\n"
declared = "#encoding: latin-1\n" + text
cases = {
    "no declaration": text.encode(),
    "latin-1 declared": declared.encode("latin-1"),
    "a byte order mark": MARK + text.encode(),
    "a byte order mark before latin-1": MARK + declared.encode(),
}
for what, data in cases.items():
    desk = Desk()
    desk.take("a.csv", data)
    equal(desk.field("A-1", NAME), "Zoë Ångström", what)

K, N, D, *_ = HEADER.split(",")
for what, delimiter, other in (("semicolon", ";", "Shelf (a, b, c, d, e)"), ("tab", "\t", "Box; old; x; y; z"), ("comma", ",", "Box")):
    desk = Desk()
    lines = [[K, N, D, other], ["A-1", "Name", "2024-01-05", "x"]]
    desk.take("a.csv", "".join(delimiter.join(line) + "\n" for line in lines).encode())
    equal(desk.field("A-1", NAME), "Name", what)

for what, data in {
    "a byte that is not UTF-8": text.encode("latin-1"),
    "an encoding that is not known": b"#encoding: utf-16\n" + text.encode(),
    "a declaration that is not known": b"#quote: none\n" + text.encode(),
}.items():
    desk = Desk()
    desk.take("a.csv", data)
    equal(desk.stored(), {}, what)
