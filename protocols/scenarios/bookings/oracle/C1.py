"""C1: local times, by data/zones.csv; a time that is skipped is refused."""

import json

from acceptance import ATH, ATH2, HFX, Service, equal

service = Service()
moments = {}
for {{ item }}, start, end, expected in (
    (ATH, "2026-03-09T10:00", "2026-03-09T11:00", "2026-03-09T08:00"),
    (HFX, "2026-06-09T10:00", "2026-06-09T11:00", "2026-06-09T13:00"),
    (ATH, "2026-03-29T02:00", "2026-03-29T02:45", "2026-03-29T00:00"),
    (ATH, "2026-03-29T04:00", "2026-03-29T05:00", "2026-03-29T01:00"),
    (HFX, "2026-03-08T04:30", "2026-03-08T05:30", "2026-03-08T07:30"),
    (ATH2, "2026-10-25T02:30", "2026-10-25T03:30", "2026-10-24T23:30"),
    (HFX, "2026-11-01T01:30", "2026-11-01T02:30", "2026-11-01T04:30"),
):
    number = service.book({{ item }}, f"n {start}", start, end)
    state = json.loads(open(service.store, encoding="utf-8").read())
    [booking] = [it for it in state["bookings"] if it["number"] == number]
    equal(booking["start"].removesuffix("Z"), expected, f"{{ '{' }}{{ item }}} {start}")
    equal(service.standing()[-1][:3], ({{ item }}, start, end), "as it is shown")
equal(service.book(ATH, "m", "2026-03-29T03:30", "2026-03-29T05:30"), None, "starts at a time that is skipped")
equal(service.book(HFX, "m", "2026-03-08T01:30", "2026-03-08T02:30"), None, "ends at a time that is skipped")
