"""The requester's own check. What is not there yet is passed over."""

import importlib
import sys
from datetime import datetime, timedelta

failed = []


def found(module, *names):
    """The names in a module; None where it does not have them yet."""
    try:
        it = importlib.import_module(f"{{ pkg }}.{module}")
    except ModuleNotFoundError:
        return None
    return it if all(hasattr(it, name) for name in names) else None


def check(what, needs, test):
    if not all(needs):
        print(f"-     {what}: not there yet")
        return
    try:
        expected, got = test()
    except Exception as error:
        expected, got = "no error", f"{type(error).__name__}: {error}"
    if got == expected:
        print(f"ok    {what}")
    else:
        failed.append(what)
        print(f"FAIL  {what}: expected {expected}, got {got}")


def at(text):
    return datetime.strptime(text, "%Y-%m-%dT%H:%M")


clock = found("clock", "load_zones")
slots = found("slot", "Slot")
people = found("{{ persons }}", "enter", "spelling")
quota = found("quota", "check_quota")
booking = found("booking", "Desk", "book")
series = found("series", "book_series")
cancelling = found("cancelling", "cancel")
waiting = found("waiting", "wait", "move_up")


def plain(start, end):
    return slots.Slot(at(start), at(end), at(start), at(end))


def desk():
    from {{ pkg }} import catalogue

    return booking.Desk({"journal": []}, catalogue.load("data"), clock.load_zones("data/zones.csv"))


def allowed(act, *arguments):
    from {{ pkg }} import Refused

    try:
        act(*arguments)
    except Refused:
        return False
    return True


def overlaps():
    day = "2026-05-12T"
    ten = plain(day + "10:00", day + "14:00")
    others = [("09:00", "10:00"), ("09:00", "11:00"), ("11:00", "12:00"), ("09:00", "15:00"), ("14:00", "15:00")]
    return [False, True, True, True, False], [plain(day + a, day + b).overlaps(ten) for a, b in others]


def names():
    state = {}
    first = people.enter(state, "Blue  Door")
    second = people.enter(state, " BLUE DOOR")
    return (True, "Blue Door"), (first == second, people.spelling(state, first))


def turn_of_the_year():
    held = [plain("2026-12-31T10:00", "2026-12-31T16:00")]
    tries = [("2027-01-02T10:00", "2027-01-02T15:00"), ("2027-01-05T10:00", "2027-01-05T15:00")]
    return [False, True], [allowed(quota.check_quota, held, plain(*it)) for it in tries]


def two_{{ places }}():
    it = desk()
    booking.book(it, "{{ i1 }}", "Blue Door", at("2026-05-12T10:00"), at("2026-05-12T16:00"))
    return False, allowed(booking.book, it, "{{ i3 }}", "Blue Door", at("2026-05-14T12:00"), at("2026-05-14T17:00"))


def long_night():
    zone = clock.load_zones("data/zones.csv")["Europe/Athens"]
    return timedelta(hours=7), slots.Slot.at(zone, at("2026-10-25T00:00"), at("2026-10-25T06:00")).length


def local_times():
    it = desk()
    series.book_series(it, "{{ i1 }}", "Blue Door", at("2026-10-20T18:00"), at("2026-10-20T20:00"), 3)
    starts = [it.slot_of(record).local_start for record in it.state["bookings"]]
    return ["20 18:00", "27 18:00", "03 18:00"], [f"{start:%d %H:%M}" for start in starts]


def moving_up():
    it = desk()
    day = "2026-05-12T"
    booking.book(it, "{{ i1 }}", "Holder", at(day + "10:00"), at(day + "13:00"))
    for name, start, end in (("Late", "12:00", "13:00"), ("Early", "10:00", "12:30"), ("Middle", "11:00", "12:00")):
        waiting.wait(it, "{{ i1 }}", name, at(day + start), at(day + end))
    cancelling.cancel(it, 1, at("2026-05-01T10:00"))
    up = [record["{{ person }}"] for record in it.state["bookings"] if record["number"] > 1 or record["{{ person }}"] != "holder"]
    return {{ '["late", "middle"]' if A2 == "yes" else '["late"]' }}, up


check("overlaps are found, and slots may touch", [slots], overlaps)
check("names are matched, and keep their first spelling", [people], names)
check("ten hours a week, at the turn of the year", [slots, quota], turn_of_the_year)
check("ten hours a week, at two {{ places }}", [booking], two_{{ places }})
check("hours are counted as they elapse", [clock, slots], long_night)
check("a series keeps its local times", [booking, series], local_times)
check("a cancellation books {{ "all that fit" if A2 == "yes" else "one" }} of those waiting, in order of joining", [booking, cancelling, waiting], moving_up)
sys.exit(1 if failed else 0)
