"""C8: an invoice that was sent never changes, in any field."""

from acceptance import A, Service, equal, use

service = Service()
log = [use("1", "{{ i1 }}", "1")]
service.bill("2024-03", *log)
service.send("2024-03", "2024-04-02")
[sent] = service.documents("2024-03")
service.bill("2024-03", *log, use("2", "{{ i1 }}", "4"))
equal(service.documents("2024-03"), [sent], "drafted again")
service.send("2024-03", "2024-04-09")
equal(service.documents("2024-03"), [sent], "sent again")
service.call("credit", A, sent["number"], "2024-05-06")
equal(service.documents("2024-03"), [sent], "credited")
[note] = service.documents("2024-03", A, "creditNote")
equal(note["net"], -sent["net"], "the correction is a document of its own")
