"""C3: tax is rounded half up on each line; a document's tax is the sum of its lines' tax."""

from acceptance import Service, equal, use

service = Service(**{"{{ i1 }}": ("0.50", 500), "{{ i2 }}": ("1.50", 500), "{{ i3 }}": ("2.50", 500)})
service.bill("2024-03", use("1", "{{ i1 }}", "1"), use("2", "{{ i2 }}", "1"), use("3", "{{ i3 }}", "1"))
service.send("2024-03")
[invoice] = service.documents("2024-03")
# 2.5, 7.5 and 12.5 cents
equal([line["tax"] for line in invoice["lines"]], [3, 8, 13], "the lines' tax")
equal(invoice["tax"], 24, "the invoice's tax")
equal(invoice["total"], invoice["net"] + 24, "the invoice's total")
