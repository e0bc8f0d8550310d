"""C7: every question is audited in the form of docs/audit.md."""

from scene import Scene, equal, grant

scene = Scene(
    grant("b", "p"),
    grant("a10", "@g"),
    grant("a9", "p"),
    grant("c", "p", "/x/y", effect="deny"),
    grant("d", "@g", "/x/y"),
    groups={"@g": ["p"]},
)
scene.at("2024-05-06T14:00:00.25+02:00")
for person, path, action in (("P", "/x/w", "read"), ("P", "/x/w", "read"), ("p", "/x/y/z", "read"), ("q", "/x", "read"), ("p", "/x", "write")):
    scene.may(person, path, action)


def line(who, action, path, answer, *by):
    return {"at": "2024-05-06T12:00:00Z", "who": who, "action": action, "path": path, "answer": answer, "by": list(by)}


expected = [
    line("P", "read", "/x/w", True, "a10", "a9", "b"),
    line("P", "read", "/x/w", True, "a10", "a9", "b"),
    line("p", "read", "/x/y/z", False, "c"),
    line("q", "read", "/x", False),
    line("p", "write", "/x", False),
]
equal(scene.log(), expected, "the log")
