"""C2: bookings of one {{ item }} never overlap, and may touch."""

from acceptance import ATH, ATH2, Service, equal

service = Service()


def book(name, start, end, {{ item }}=ATH):
    return service.book({{ item }}, name, f"2026-04-14T{start}", f"2026-04-14T{end}") is not None


equal(book("a", "10:00", "14:00"), True, "the first")
for start, end in (("10:00", "14:00"), ("09:00", "10:15"), ("13:45", "15:00"), ("11:00", "12:00"), ("09:00", "15:00"),
                   ("10:00", "11:00"), ("12:00", "14:00"), ("09:00", "14:00")):
    equal(book("b", start, end), False, f"{start} to {end}, where 10:00 to 14:00 is taken")
equal(book("b", "14:00", "15:00"), True, "after the first")
equal(book("c", "09:00", "10:00"), True, "before the first")
equal(book("d", "10:00", "14:00", ATH2), True, "another {{ item }}")
