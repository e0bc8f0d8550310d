"""C6 after A1: five for an occurrence in the title, one in the {{ body }}; at equal score what was updated last comes first."""

from acceptance import Service, equal

service = Service({
    2: ("x", "pear", "2024-01-01"),
    10: ("x", "pear", "2024-02-01"),
    9: ("x", "pear", "2023-12-31"),
    30: ("x", "pear pear pear pear pear pear", "2023-01-01"),
    4: ("pear", "x", "2022-01-01"),
    5: ("pear pear", "x", "2021-01-01"),
    100: ("x", "pear", "2024-01-01"),
    6: ("plum", "pear pear pear pear", "2020-01-01"),
})
equal(service.hits("pear"), [5, 30, 4, 6, 10, 2, 100, 9], "pear")
equal(service.hits("pear plum"), [6], "pear plum")
