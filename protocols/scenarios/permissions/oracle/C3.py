"""C3: groups in groups, in any order, in circles."""

from scene import Scene, equal, grant

outer_first = {"@a": ["@b"], "@b": ["@c", "q"], "@c": ["p"]}
inner_first = dict(reversed(outer_first.items()))
for groups in (outer_first, inner_first):
    scene = Scene(grant("1", "@a"), groups=groups)
    equal([scene.may(person) for person in ("p", "q", "r")], [True, True, False], f"in {list(groups)}")
for order in (["@a", "@b", "@c"], ["@c", "@b", "@a"], ["@b", "@a", "@c"]):
    circle = {"@a": ["@b"], "@b": ["@c"], "@c": ["@a", "p"]}
    scene = Scene(grant("1", "@b"), groups={name: circle[name] for name in order})
    equal((scene.may("p"), scene.may("r")), (True, False), f"a circle as {order}")
