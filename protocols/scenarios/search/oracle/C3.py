"""C3: stop words are not searched for, but keep their place in a phrase."""

from acceptance import Service, equal

service = Service({1: ("x", "turn the page"), 2: ("x", "turn page"), 3: ("x", "turn of the page"), 4: ("x", "nothing of it")})
for query, expected in (
    ("turn the page", [1, 2, 3]), ("of", []), ("the of", []), ('"turn the page"', [1]), ('"turn page"', [2]),
    ('"turn of the page"', [3]), ("nothing -of", [4]),
):
    equal(sorted(service.hits(query)), expected, query)
