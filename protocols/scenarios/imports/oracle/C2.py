"""C2: dates and decimals are read in the form that the file declares; any other is a bad cell."""

from acceptance import DATE, DECIMAL, Desk, equal

HEADER = "{{ h1k }};{{ h1n }};{{ h1d }};{{ h1a }}"


def read(date, decimal, preamble):
    """(date, decimal) as stored, or the fields that are reported."""
    desk = Desk()
    found = desk.take("a.csv", f"A-1;Name;{date};{decimal}", header=HEADER, preamble=preamble)
    if found:
        return [field for _, _, field in found]
    return desk.field("A-1", DATE), desk.field("A-1", DECIMAL)


equal(read("2024-04-03", "12.5", ""), ("2024-04-03", 1250), "the defaults")
for form, text in {"D.M.Y": "03.04.2024", "D/M/Y": "03/04/2024", "M/D/Y": "04/03/2024"}.items():
    equal(read(text, "7,05", f"#dates: {form}\n#decimal: comma\n"), ("2024-04-03", 705), form)

COMMA = "#dates: D.M.Y\n#decimal: comma\n"
for text in ("3.4.2024", "03.4.2024", "3.04.2024", "03.04.24", "31.04.2024", "2024-04-03", "03/04/2024"):
    equal(read(text, "1", COMMA), [DATE], text)
for text in ("12.50", "1.250,00", "12,505", "1.250", "12,", "1 250,00", "-1"):
    equal(read("03.04.2024", text, COMMA), [DECIMAL], text)
for text in ("12,50", "1,250.00", "1,250"):
    equal(read("2024-04-03", text, ""), [DECIMAL], text)
