"""C9: numbers count up from 1, none is given twice, and what is cancelled stays on record."""

from acceptance import ATH, Service, equal

service = Service()


def book(day):
    return service.book(ATH, f"n{day}", f"2026-04-{day}T10:00", f"2026-04-{day}T12:00")


equal([book(14), book(15), book(16)], [1, 2, 3], "numbers")
service.cancel(3)
equal(book(17), 4, "the number after a cancelled one")
service.cancel(1)
equal(book(18), 5, "the next number")
equal([line[0] for line in service.lines()], ["B1", "B2", "B3", "B4", "B5"], "on record")
equal(["cancelled" in line for line in service.lines()], [True, False, True, False, False], "cancelled")
