"""C8: no answer outlives a reload, or a grant's beginning or end."""

from scene import Scene, equal, grant

NOON, ONE, TWO = (f"2024-05-06T{hour}:00:00+00:00" for hour in (12, 13, 14))
times = Scene(
    grant("0", "q", "/w"),
    grant("1", "p", **{"from": ONE, "until": TWO}),
    grant("2", "r"),
    grant("3", "r", effect="deny", **{"from": ONE}),
)
found = [(times.at(f"2024-05-06T{time}:00+00:00").may("p"), times.may("r")) for time in ("12:00", "13:30", "14:30")]
equal(found, [(False, True), (True, False), (False, False)], "as time goes by")

scene = Scene(grant("1", "@g"), groups={"@g": ["p"]})
equal((scene.may("p"), scene.may("q")), (True, False), "before the reload")
scene.put("groups", {"@g": ["q"]})
scene.gate.reload()
equal((scene.may("p"), scene.may("q")), (False, True), "after a change of groups")
scene.put("grants", [grant("1", "p")])
scene.gate.reload()
equal((scene.may("p"), scene.may("q")), (True, False), "after a change of grants")
