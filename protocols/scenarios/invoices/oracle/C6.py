"""C6: numbers run without gaps for each {{ customer }}; credit notes share the series."""

from acceptance import A, B, Service, equal, use

service = Service()


def bill(number):
    month = f"2024-{number:02}"
    at = f"{month}-09T12:00:00+00:00"
    service.bill(month, use(f"{number}a", "{{ i1 }}", "1", A, at), use(f"{number}b", "{{ i1 }}", "1", B, at))
    service.send(month)


bill(1)
bill(2)
[second] = service.documents("2024-02", A)
service.call("credit", A, second["number"], "2024-03-20")
bill(3)
bill(4)
[third] = service.documents("2024-03", B)
service.call("credit", B, third["number"], "2024-05-20")
bill(5)

invoices = {it: [service.documents(f"2024-{month:02}", it)[0]["number"] for month in range(1, 6)] for it in (A, B)}
notes = [it["number"] for it in service.documents("2024-02", A, "creditNote") + service.documents("2024-03", B, "creditNote")]
equal(invoices, {A: ["1", "2", "4", "5", "6"], B: ["1", "2", "3", "4", "6"]}, "invoices")
equal(notes, ["3", "5"], "credit notes")
