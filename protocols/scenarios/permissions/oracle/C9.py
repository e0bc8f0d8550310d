"""C9: a listing has what may be read, sorted by path."""

from scene import Scene, equal, grant

from {{ pkg }}.listing import listing

paths = ["/x/b", "/w/a", "/x/a", "/x/y/a", "/x/y/b", "/x-1/a", "/x/B"]
scene = Scene(
    grant("1", "p", "/x"),
    grant("2", "p", "/x/y/b", effect="deny"),
    grant("3", "q", "/x/y/a"),
    grant("4", "q", "/w", until="2024-05-06T13:00:00+00:00"),
    {{ items }}=paths,
)
equal(listing(scene.gate, "p"), ["/x/B", "/x/a", "/x/b", "/x/y/a"], "a folder's reader")
equal(listing(scene.gate, "q"), ["/w/a", "/x/y/a"], "one {{ item }}'s reader")
equal(listing(scene.gate, "r"), [], "nobody's")
scene.at("2024-05-06T14:00:00+00:00")
equal(listing(scene.gate, "q"), ["/x/y/a"], "later")
