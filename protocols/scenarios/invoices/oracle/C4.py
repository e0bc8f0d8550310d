"""C4: what the log repeats is billed once, by its last copy."""

from acceptance import Service, equal, use

service = Service()
service.bill(
    "2024-03",
    use("1", "{{ i1 }}", "1"),
    use("2", "{{ i1 }}", "10"),
    use("1", "{{ i1 }}", "3"),
    use("3", "{{ i1 }}", "100"),
    use("1", "{{ i1 }}", "2"),
    use("3", "{{ i1 }}", "100"),
    use("4", "{{ i1 }}", "100"),  # like 3 in everything but the id
)
service.send("2024-03")
[invoice] = service.documents("2024-03")
equal([line["{{ quantity }}"] for line in invoice["lines"]], ["212.000"], "billed")
