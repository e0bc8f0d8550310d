"""C8 after A2: a cancellation books everybody waiting whose wish then fits, one after another."""

from acceptance import ATH, ATH2, Service, equal

service = Service()


def day(start, end, date="2026-04-14"):
    return f"{date}T{start}", f"{date}T{end}"


number = service.book(ATH, "holder", *day("10:00", "12:00"))
service.book(ATH, "neighbour", *day("12:00", "13:00"))
service.wait(ATH, "too long", *day("11:00", "13:00"))
service.wait(ATH, "first", *day("11:00", "12:00"))
service.wait(ATH, "early", *day("10:00", "11:30"))
service.wait(ATH, "second", *day("10:00", "11:00"))
service.cancel(number)
moved = [it[3] for it in service.standing() if it[0] == ATH and it[3] != "neighbour"]
equal(moved, ["first", "second"], "who moves up")
service.cancel(service.book(ATH2, "other", *day("08:00", "09:00", "2026-04-16")))
moved = [it[3] for it in service.standing() if it[0] == ATH and it[3] != "neighbour"]
equal(moved, ["first", "second"], "who stands after a second cancellation")
waiting = service.call("waiting")[1]
equal(["first" in waiting, "too long" in waiting], [False, True], "the waiting list")

number = service.book(ATH2, "holder", *day("10:00", "12:00", "2026-05-14"))
service.book(ATH2, "busy", *day("08:00", "18:00", "2026-05-15"))
service.wait(ATH2, "busy", *day("10:00", "12:00", "2026-05-14"))
service.wait(ATH2, "idle", *day("10:00", "12:00", "2026-05-14"))
service.cancel(number)
equal(("a-2", *day("10:00", "12:00", "2026-05-14"), "idle") in service.standing(), True, "a wish beyond the quota is passed over")
