"""C7 after A1: a booking can be cancelled until 18:00 local time on the day before it starts."""

from acceptance import ATH, HFX, Service, equal

service = Service()
for {{ item }}, start, end, last, late in (
    (ATH, "2026-04-14T10:00", "2026-04-14T12:00", "2026-04-13T15:00", "2026-04-13T15:01"),
    (HFX, "2026-04-14T23:00", "2026-04-14T23:30", "2026-04-13T21:00", "2026-04-13T21:01"),
    (ATH, "2026-03-29T10:00", "2026-03-29T12:00", "2026-03-28T16:00", "2026-03-28T16:01"),
):
    number = service.book({{ item }}, "n", start, end)
    equal(service.cancel(number, late), False, f"at {late}, starting {start}")
    equal(len(service.standing()), 1, "after a refusal")
    equal(service.cancel(number, last), True, f"at {last}, starting {start}")
    equal(service.standing(), [], "after cancelling")
