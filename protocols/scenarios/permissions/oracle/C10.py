"""C10: names are compared without regard to case."""

from scene import Scene, equal, grant

from {{ pkg }}.delegation import delegate

scene = Scene(
    grant("1", "Pia", "/a"),
    grant("2", "@STAFF", "/b"),
    grant("3", "@staff", "/c"),
    grant("4", "pia", "/d", role="steward"),
    groups={"@CREW": ["PIA"], "@Staff": ["@crew"]},
)
delegate(scene.gate, "PIA", "4", "Rob", "reader", "/d")
equal([scene.may(name, "/a") for name in ("pia", "PIA", "pi")], [True, True, False], "people")
equal([scene.may("pia", path) for path in ("/b", "/c")], [True, True], "groups")
equal(scene.may("rob", "/d"), True, "delegated")
