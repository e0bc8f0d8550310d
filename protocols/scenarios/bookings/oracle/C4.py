"""C4: a weekly series keeps its local times when the clocks change."""

from acceptance import ATH, HFX, Service, equal

service = Service()
for {{ item }}, days in (
    (ATH, ("2026-03-17", "2026-03-24", "2026-03-31", "2026-04-07")),
    (HFX, ("2026-10-19", "2026-10-26", "2026-11-02")),
):
    service.call("series", {{ item }}, "n", f"{days[0]}T10:00", f"{days[0]}T11:30", len(days))
    found = [it[1:3] for it in service.standing() if it[0] == {{ item }}]
    equal(found, [(f"{day}T10:00", f"{day}T11:30") for day in days], {{ item }})
