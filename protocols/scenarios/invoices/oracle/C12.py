"""C12: an invoice is dated the first of the following month and falls due 14 days later."""

from acceptance import Service, equal, use

service = Service()
for month, dates in (
    ("2024-01", ("2024-02-01", "2024-02-15")),
    ("2024-03", ("2024-04-01", "2024-04-15")),
    ("2024-12", ("2025-01-01", "2025-01-15")),
):
    service.bill(month, use(month, "{{ i1 }}", "1", at=f"{month}-09T12:00:00+00:00"))
    service.send(month)
    [invoice] = service.documents(month)
    equal((invoice["dated"], invoice["due"]), dates, month)
