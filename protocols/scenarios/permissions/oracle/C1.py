"""C1: a denial wins, wherever it stands."""

from scene import Scene, equal, grant

groups = {"@g": ["p", "q"]}
above = Scene(grant("1", "p", "/x/y"), grant("2", "p", "/x", effect="deny"))
equal(above.may("p"), False, "a denial above")
below = Scene(grant("1", "p", "/x"), grant("2", "p", "/x/y", effect="deny"))
equal((below.may("p"), below.may("p", "/x/w")), (False, True), "a denial below")
beside = Scene(grant("1", "p"), grant("2", "@g", effect="deny"), groups=groups)
equal((beside.may("p"), beside.may("q")), (False, False), "a denial beside")
equal(Scene(grant("1", "p", effect="deny")).may("p"), False, "a denial alone")
wide = Scene(grant("1", "p", role="editor"), grant("2", "@g", "/", role="reader", effect="deny"), groups=groups)
equal((wide.may("p"), wide.may("p", action="write")), (False, True), "a denial of reading at the root")
