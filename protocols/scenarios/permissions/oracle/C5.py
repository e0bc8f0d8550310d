"""C5: what is delegated goes no further than its source."""

from scene import Scene, equal, grant, require

from {{ pkg }}.delegation import delegate

END = "2024-05-06T15:00:00+00:00"
BEFORE, AFTER = "2024-05-06T14:59:00+00:00", "2024-05-06T15:01:00+00:00"


def passed(by="p", of="1", role="reader", on="/x/y", until=None):
    """Whether q may read /x/y/z before and after the source's end; None where it was refused."""
    scene = Scene(
        grant("1", "p", role="steward", until=END),
        grant("2", "p", role="editor"),
        grant("3", "r", role="steward"),
        grant("4", "@g", role="steward"),
        groups={"@g": ["p"]},
    )
    try:
        delegate(scene.gate, by, of, "q", role, on, until)
    except Exception:
        scene.gate.reload()
        require(not scene.may("q"), "refused, and yet passed on")
        return None
    return scene.at(BEFORE).may("q"), scene.at(AFTER).may("q")


equal(passed(), (True, False), "no end asked for")
equal(passed(until="2024-06-01T00:00:00+00:00"), (True, False), "a later end")
equal(passed(until="2024-05-06T14:00:00+00:00"), (False, False), "an earlier end")
equal(passed(of="4"), (True, True), "a group's grant, without an end")
equal(passed(of="2"), None, "a grant without share")
equal(passed(of="3"), None, "somebody else's grant")
equal(passed(on="/w"), None, "another place")
equal(passed(on="/"), None, "a wider place")
