"""C1: neither case nor accents keep a word from being found."""

from acceptance import Service, equal

service = Service({1: ("Café", "Größe"), 2: ("CAFE", "grosse"), 3: ("cafe\u0301", "x"), 4: ("cafes", "ECLAIR"), 5: ("y", "éclair")})
for query in ("cafe", "CAFÉ", "Cafe\u0301"):
    equal(sorted(service.hits(query)), [1, 2, 3], query)
equal(sorted(service.hits("GRÖSSE")), [1, 2], "GRÖSSE")
equal(sorted(service.hits("Éclair")), [4, 5], "Éclair")
