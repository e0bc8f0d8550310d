"""C5: synonyms widen single words in one direction, and no phrases."""

from acceptance import Service, equal

service = Service(
    {1: ("computer", "desk"), 2: ("laptop", "desk"), 3: ("pc", "desk"), 4: ("car", "x"), 5: ("auto", "x")},
    ["computer: laptop, pc", "car: auto"],
)
for query, expected in (
    ("laptop", [1, 2]), ("pc", [1, 3]), ("computer", [1]), ("PC desk", [1, 3]), ('"pc desk"', []), ("auto", [4, 5]), ("car", [4]),
    ("desk -pc", [1, 2]),
):
    equal(sorted(service.hits(query)), expected, query)
