"""C9: the export has the fields and meanings of docs/finance-import.md."""

import re

from acceptance import A, B, C, Service, equal, require, use

service = Service()
service.bill(
    "2024-02",
    use("1", "{{ i1 }}", "2.5", B, "2024-02-09T12:00:00+00:00"),
    use("2", "{{ i2 }}", "1", A, "2024-02-09T12:00:00+00:00"),
    use("3", "{{ i1 }}", "1", C, "2024-02-09T12:00:00+00:00"),
)
service.send("2024-02", "2024-03-04", only=(A, B))
[credited] = service.documents("2024-02", B)
service.call("credit", B, credited["number"], "2024-03-11")

out = service.export("2024-02")
equal(set(out), {"format", "period", "documents"}, "fields")
equal(out["format"], "finance-import/2", "format")
equal(out["period"], {"from": "2024-02-01", "to": "2024-02-29"}, "period")
equal(
    [(it["{{ customer }}"], it["kind"]) for it in out["documents"]],
    [(A, "invoice"), (B, "invoice"), (B, "creditNote")],
    "sent documents",
)
fields = {"{{ customer }}", "kind", "number", "dated", "due", "sent", "refersTo", "lines", "net", "tax", "total"}
line_fields = {"{{ product }}", "{{ quantity }}", "net", "taxRate", "tax"}
for document in out["documents"]:
    equal(set(document), fields, "a document's fields")
    require(isinstance(document["number"], str), "a number is text")
    for line in document["lines"]:
        equal(set(line), line_fields, "a line's fields")
invoice, _, note = out["documents"]
for name in ("dated", "due", "sent"):
    require(re.fullmatch(r"\d{4}-\d\d-\d\d", invoice[name] or ""), f"{name} is no date: {invoice[name]!r}")
equal((invoice["refersTo"], invoice["sent"]), (None, "2024-03-04"), "an invoice")
equal(
    invoice["lines"],
    [{"{{ product }}": "{{ i2 }}", "{{ quantity }}": "1.000", "net": 1000, "taxRate": 700, "tax": 70}],
    "lines",
)
equal((note["due"], note["refersTo"]), (None, credited["number"]), "a credit note")
[line] = note["lines"]
equal((line["net"], line["tax"], note["total"]), (-625, -119, -744), "a credit note's amounts")
