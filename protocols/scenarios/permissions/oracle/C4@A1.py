"""C4 after A1: from, until, and how they are read."""

from scene import Scene, equal, grant


def held(times, *moments):
    # A gate of its own for each moment, so that nothing is remembered.
    return [Scene(grant("1", "p", **times)).at(moment).may("p") for moment in moments]


morning = {"from": "2024-05-06T08:00:00+02:00", "until": "2024-05-06T10:00:00+02:00"}
moments = [f"2024-05-06T{time}+00:00" for time in ("05:59:59", "06:00:00", "07:59:59", "08:00:00", "08:00:01")]
equal(held(morning, *moments), [False, True, True, True, False], "times with an offset")
days = {"from": "2024-05-06", "until": "2024-05-07"}
moments = [f"2024-05-{time}+00:00" for time in ("05T23:59:59", "06T00:00:00", "07T12:00:00", "07T23:59:59", "08T00:00:00")]
equal(held(days, *moments), [False, True, True, True, False], "dates")
equal(held({"until": "2024-05-07"}, "2000-01-01T00:00:00+00:00", "2024-05-08T01:00:00+02:00"), [True, True], "no from")
equal(held({"from": "2024-05-07"}, "2024-05-06T23:00:00+00:00", "2099-01-01T00:00:00+00:00"), [False, True], "no until")
