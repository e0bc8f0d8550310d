"""C6: ten elapsed hours a week from Monday to Sunday, over all {{ places }}."""

from acceptance import ATH, ATH2, HFX, Service, equal

service = Service()


def book({{ item }}, name, start, end):
    return service.book({{ item }}, name, start, end) is not None


equal(book(ATH, "a", "2026-04-13T08:00", "2026-04-13T14:00"), True, "six hours")
equal(book(HFX, "a", "2026-04-16T15:00", "2026-04-16T19:15"), False, "10:15 over two {{ places }}")
equal(book(HFX, "a", "2026-04-16T15:00", "2026-04-16T19:00"), True, "ten hours")
equal(book(ATH, "a", "2026-04-19T20:00", "2026-04-19T20:30"), False, "on Sunday")
equal(book(ATH, "a", "2026-04-20T08:00", "2026-04-20T18:00"), True, "from Monday on")
equal(book(ATH, "b", "2026-10-25T00:00", "2026-10-25T06:00"), True, "seven hours, an hour comes twice")
equal(book(ATH, "b", "2026-10-24T10:00", "2026-10-24T13:30"), False, "seven hours and 3.5")
equal(book(ATH, "b", "2026-10-24T10:00", "2026-10-24T13:00"), True, "seven hours and three")
equal(book(ATH2, "c", "2026-12-30T08:00", "2026-12-30T14:00"), True, "six hours at the turn of the year")
equal(book(ATH2, "c", "2027-01-02T08:00", "2027-01-02T14:00"), False, "six more hours in the same week")
equal(book(ATH2, "c", "2027-01-02T08:00", "2027-01-02T12:00"), True, "four more hours in the same week")
