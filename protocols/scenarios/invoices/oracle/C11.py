"""C11: a line that cannot be billed stops the run, is named, and nothing of that run is stored."""

from acceptance import A, B, Service, equal, require, use

good = use("1", "{{ i1 }}", "1", A)
for name, bad in (
    ("malformed", "2,2024-03-09T12:00:00,A-1,{{ i1 }},1"),
    ("unknown {{ customer }}", use("2", "{{ i1 }}", "1", "Z-9")),
    ("unknown {{ product }}", use("2", "nothing-of-ours", "1", B)),
):
    service = Service()
    status, _, err = service.bill("2024-03", good, bad)
    require(status not in (0, None), f"{name}: the run goes on")
    require("log.csv:3" in err, f"{name}: not named by file and line: {err.strip()}")
    equal(service.listed("2024-03"), [], f"{name}: stored")
