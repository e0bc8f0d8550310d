"""C2: a grant holds below its folder; two names are wildcards, and only as whole names."""

from scene import Scene, equal, grant


def reach(on, *paths):
    scene = Scene(grant("1", "p", on))
    return [scene.may("p", path) for path in paths]


equal(reach("/x", "/x", "/x/y", "/x/y/z", "/xy", "/w/x"), [True, True, True, False, False], "a folder")
equal(reach("/", "/x", "/x/y"), [True, True], "the root")
equal(reach("/x/*/z", "/x/y/z", "/x/y/z/a", "/x/z", "/x/a/b/z"), [True, True, False, False], "*")
equal(reach("/x/**/z", "/x/z", "/x/y/z", "/x/a/b/z/c", "/x/a/b"), [True, True, True, False], "**")
equal(reach("/x/[ab]", "/x/[ab]/y", "/x/a"), [True, False], "brackets")
equal(reach("/x/a?", "/x/a?", "/x/ab"), [True, False], "a question mark")
equal(reach("/x/a*", "/x/a*/y", "/x/abc"), [True, False], "a star within a name")
equal(reach("/x/a.b", "/x/a.b", "/x/aXb"), [True, False], "a dot")
