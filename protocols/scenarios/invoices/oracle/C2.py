"""C2: what was used belongs to the month in which it happened in UTC."""

from acceptance import Service, equal, use

service = Service()
service.bill(
    "2024-03",
    use("1", "{{ i1 }}", "1", at="2024-03-09T12:00:00+00:00"),
    use("2", "{{ i1 }}", "2", at="2024-03-31T23:30:00-05:00"),  # April
    use("3", "{{ i1 }}", "4", at="2024-04-01T00:30:00+02:00"),  # March
    use("4", "{{ i1 }}", "8", at="2024-02-29T22:00:00-05:00"),  # March
    use("5", "{{ i1 }}", "16", at="2024-03-01T00:30:00+01:00"),  # February
    use("6", "{{ i1 }}", "32", at="2024-03-31T23:59:59+00:00"),
    use("7", "{{ i1 }}", "64", at="2023-03-09T12:00:00+00:00"),
)
service.send("2024-03")
[invoice] = service.documents("2024-03")
equal([line["{{ quantity }}"] for line in invoice["lines"]], ["45.000"], "March holds")
