"""C5: a series is booked whole or not at all, and every date in the way is named."""

from acceptance import ATH, Service, equal, require

service = Service()
service.book(ATH, "a", "2026-04-21T11:00", "2026-04-21T13:00")
service.book(ATH, "a", "2026-05-05T09:00", "2026-05-05T10:30")
before = service.lines()
status, _, err = service.call("series", ATH, "b", "2026-04-14T10:00", "2026-04-14T12:00", 5)
require(status != 0, "two dates are taken and the series is booked")
for day in ("2026-04-21", "2026-05-05"):
    require(day in err, f"{day} is in the way and not named: {err}")
for day in ("2026-04-14", "2026-04-28", "2026-05-12"):
    require(day not in err, f"{day} is free and named: {err}")
equal(service.lines(), before, "bookings after a refused series")
status, _, err = service.call("series", ATH, "b", "2026-04-14T13:00", "2026-04-14T14:00", 5)
equal((status, err, len(service.standing())), (0, "", 7), "a series in free time")
service.book(ATH, "c", "2026-04-05T03:10", "2026-04-05T04:50")
status, _, err = service.call("series", ATH, "d", "2026-03-22T03:10", "2026-03-22T03:50", 3)
require("2026-04-05" in err, f"2026-04-05 is in the way, behind a time that is skipped, and not named: {err}")
