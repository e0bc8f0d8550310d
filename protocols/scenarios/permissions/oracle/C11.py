"""C11: what is no grant makes loading fail and is named; what was loaded stays."""

from scene import Scene, equal, grant, require

good = grant("g1", "p")
for bad in (
    grant("odd-7", "q", role="owner"),
    grant("odd-7", "q", effect="perhaps"),
    grant("odd-7", "q", until="soon"),
    {"id": "odd-7", "to": "q", "role": "reader", "effect": "allow"},
    {**grant("odd-7", "q"), "to": 7},
):
    try:
        Scene(good, bad)
    except Exception as problem:
        require("odd-7" in str(problem), f"the entry is not named: {problem}")
    else:
        raise SystemExit(f"{bad} was loaded")
    scene = Scene(good)
    equal(scene.may("p"), True, "before")
    scene.put("grants", [grant("g2", "r"), bad])
    try:
        scene.gate.reload()
    except Exception as problem:
        require("odd-7" in str(problem), f"the entry is not named: {problem}")
    else:
        raise SystemExit(f"{bad} was loaded again")
    equal((scene.may("p"), scene.may("r")), (True, False), "after a failed reload")
