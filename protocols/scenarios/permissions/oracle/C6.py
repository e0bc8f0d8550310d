"""C6: revoking takes back what was delegated from the grant, at any remove, and nothing else."""

from scene import Scene, equal, grant

from {{ pkg }}.delegation import delegate, revoke

scene = Scene(
    grant("1", "p", "/x", role="steward"),
    grant("2", "p", "/w", role="steward"),
    grant("3", "o", "/x", role="reader"),
)
gate = scene.gate
first = delegate(gate, "p", "1", "q", "steward", "/x")
second = delegate(gate, "q", first, "r", "steward", "/x")
delegate(gate, "r", second, "s", "reader", "/x")
delegate(gate, "p", "2", "t", "reader", "/w")
people = [("p", "/x"), ("q", "/x"), ("r", "/x"), ("s", "/x"), ("p", "/w"), ("t", "/w"), ("o", "/x")]
equal([scene.may(*it) for it in people], [True] * 7, "before")
revoke(gate, second)
equal([scene.may(*it) for it in people], [True, True, False, False, True, True, True], "one from the middle revoked")
revoke(gate, "1")
equal([scene.may(*it) for it in people], [False, False, False, False, True, True, True], "the first revoked")
