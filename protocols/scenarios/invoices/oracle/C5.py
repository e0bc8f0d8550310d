"""C5: one line a {{ product }}, in order; quantities are summed, then priced, then rounded half up."""

from acceptance import Service, equal, use

service = Service(**{"{{ i1 }}": ("0.50", 0), "{{ i2 }}": ("0.10", 0)})
service.bill(
    "2024-03",
    use("1", "{{ i3 }}", "2"),
    use("2", "{{ i1 }}", "0.333"),
    use("3", "{{ i2 }}", "0.25"),
    use("4", "{{ i1 }}", "0.333"),
    use("5", "{{ i1 }}", "0.333"),
)
service.send("2024-03")
[invoice] = service.documents("2024-03")
found = [(line["{{ product }}"], line["{{ quantity }}"], line["net"]) for line in invoice["lines"]]
# 49.95 and 2.5 cents; a third of the first alone would be 16.65
equal(found, [("{{ i1 }}", "0.999", 50), ("{{ i2 }}", "0.250", 3), ("{{ i3 }}", "2.000", 200)], "lines")
