"""C2: what counts as a word is defined in docs/text.md."""

from acceptance import Service, equal

service = Service({
    1: ("x", "We don't know."), 2: ("x", "We don’t know."), 3: ("x", "dont"), 4: ("A set-up", "x"), 5: ("A setup", "x"),
    6: ("x", "one_two"), 7: ("x", "Room 4b, 4.5"), 8: ("The set is up", "x"), 9: ("x", "'quoted'"),
})
for query, expected in (
    ("dont", [1, 2, 3]), ("don't", [1, 2, 3]), ("don", []), ("t", []), ("set", [4, 8]), ("up", [4, 8]), ("setup", [5]),
    ("two", [6]), ("4b", [7]), ("5", [7]), ("quoted", [9]), ('"set up"', [4]), ("s", []),
):
    equal(sorted(service.hits(query)), expected, query)
