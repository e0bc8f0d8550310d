"""C7: what was changed is found by its new text alone."""

from acceptance import Service, equal

service = Service({1: ("old roof", "slate slate tiles"), 2: ("other", "slate")})
service.texts[1] = ("new roof", "tiles tiles", "2024-02-02")
service.update()
for query, expected in (("old", []), ("slate", [2]), ("new", [1]), ("roof", [1]), ("tiles", [1]), ('"old roof"', [])):
    equal(service.hits(query), expected, query)
service.texts[1] = ("tiles", "roof", "2024-02-02")
service.update()
equal(service.hits('"new roof"'), [], "a second change")
equal(service.lines("tiles")[1], "1  [tiles]", "what is shown")
