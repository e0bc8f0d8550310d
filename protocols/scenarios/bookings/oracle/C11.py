"""C11: {{ persons }} are told apart by name, whatever its case and spaces; the first spelling stays."""

from acceptance import ATH, ATH2, Service, equal

service = Service()
service.book(ATH, "Straße  Nord", "2026-04-13T08:00", "2026-04-13T14:00")
equal(service.book(ATH2, " STRASSE NORD ", "2026-04-14T08:00", "2026-04-14T13:00"), None, "eleven hours under two spellings")
service.book(ATH2, " STRASSE NORD ", "2026-04-14T08:00", "2026-04-14T10:00")
service.book(ATH2, "Strassenord", "2026-04-15T08:00", "2026-04-15T16:00")
service.wait(ATH, "straße NORD", "2026-04-13T08:00", "2026-04-13T14:00")
names = [it[3] for it in service.standing()]
equal(names, ["Straße Nord", "Straße Nord", "Strassenord"], "names")
