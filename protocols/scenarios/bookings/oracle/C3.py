"""C3: a booking lies within the opening hours of one local day; the list of hours begins with Sunday."""

from acceptance import HFX, Service, equal

HOURS = [None, ["09:00", "22:00"], ["08:00", "24:00"], ["10:00", "20:00"], ["11:00", "21:00"], ["06:00", "24:00"], ["00:00", "12:00"]]
service = Service(HOURS)
for start, end, allowed in (
    ("2026-04-13T09:00", "2026-04-13T12:00", True),  # Monday
    ("2026-04-13T21:30", "2026-04-13T22:00", True),
    ("2026-04-13T08:59", "2026-04-13T10:00", False),
    ("2026-04-13T19:00", "2026-04-13T22:01", False),
    ("2026-04-14T23:00", "2026-04-15T00:00", True),  # Tuesday
    ("2026-04-15T09:00", "2026-04-15T11:00", False),
    ("2026-04-16T20:00", "2026-04-16T21:00", True),
    ("2026-04-16T10:00", "2026-04-16T12:00", False),
    ("2026-04-17T23:00", "2026-04-18T01:00", False),  # Friday to Saturday, open on both sides of midnight
    ("2026-04-18T00:00", "2026-04-18T02:00", True),
    ("2026-04-18T11:00", "2026-04-18T12:30", False),
    ("2026-04-19T11:00", "2026-04-19T12:00", False),  # Sunday
    ("2026-04-17T06:00", "2026-04-20T10:00", False),
):
    equal(service.book(HFX, f"n {start}", start, end) is not None, allowed, f"{start} to {end}")
