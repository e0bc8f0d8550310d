"""C10: a {{ customer }} that used nothing gets no invoice, and no number is used up."""

from acceptance import A, Service, equal, use

service = Service()
log = [
    use("1", "{{ i1 }}", "1", at="2024-02-09T12:00:00+00:00"),
    use("2", "{{ i1 }}", "1", at="2024-04-09T12:00:00+00:00"),
]
for month in ("2024-02", "2024-03", "2024-04"):
    service.bill(month, *log)
equal(service.listed("2024-02"), [("invoice", A, "1")], "February")
equal(service.listed("2024-03"), [], "March, in which nothing was used")
equal(service.listed("2024-04"), [("invoice", A, "2")], "April")
