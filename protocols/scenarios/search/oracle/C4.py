"""C4: all words and phrases, nothing with a minus; a phrase lies within one field."""

from acceptance import Service, equal

service = Service({
    1: ("red door", "green wall"), 2: ("green door", "red wall"), 3: ("wall", "door red"), 4: ("red", "door and door"),
    5: ("red roof", "a door"), 6: ("small red", "x y door"), 7: ("x", "red roof red door"),
})
for query, expected in (
    ("red", [1, 2, 3, 4, 5, 6, 7]), ("red wall", [1, 2, 3]), ("red wall door", [1, 2, 3]), ("red nowhere", []),
    ('"red door"', [1, 7]), ('"door red"', [3]), ("red -wall", [4, 5, 6, 7]), ('red -"red door"', [2, 3, 4, 5, 6]),
    ("-wall", []), ('"red roof" "red door"', [7]), ('"red red"', []),
):
    equal(sorted(service.hits(query)), expected, query)
