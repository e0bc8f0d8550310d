"""C7: a month may be drafted again: no second invoice, and a draft follows the log under its number."""

from acceptance import A, Service, equal, use

service = Service()


def listed():
    return [it for it in service.listed("2024-03") if it[1] == A]


log = [use("1", "{{ i1 }}", "1"), use("2", "{{ i2 }}", "2")]
service.bill("2024-03", *log)
before = listed()
service.bill("2024-03", *log, use("3", "{{ i1 }}", "4"))
equal(listed(), before, "invoices after drafting again")
equal(len(before), 1, "invoices")
service.send("2024-03")
[invoice] = service.documents("2024-03")
equal([line["{{ quantity }}"] for line in invoice["lines"]], ["5.000", "2.000"], "the draft follows the log")
service.bill("2024-03", *log, use("3", "{{ i1 }}", "4"))
equal(len(service.documents("2024-03", A)), 1, "invoices after drafting a sent month")
