"""C7: each bad cell is reported by file, line and field, in order of lines; a row's line is where it begins."""

from acceptance import DATE, DECIMAL, NAME, Desk, equal, row

desk = Desk()
rows = [row("A-1", date="x"), row("B-2", note='"one\ntwo\nthree"', decimal="x"), row("C-3", '""', "x", "x")]
rows += [row(f"D-{number}", date="x" if number in (2, 5) else "2024-01-05") for number in range(8)]
found = desk.take("a.csv", *rows, preamble="#decimal: point\n")
# preamble 1, header 2, A-1 3, B-2 4 to 6, C-3 7, D-0 8, …
expected = [(3, DATE), (4, DECIMAL), (7, DATE), (7, DECIMAL), (7, NAME), (10, DATE), (13, DATE)]
equal([line for _, line, _ in found], [line for line, _ in expected], "lines, in their order")
equal(sorted((line, field) for _, line, field in found), sorted(expected), "lines and fields")
equal({name for name, _, _ in found}, {"a.csv"}, "the file's name")
