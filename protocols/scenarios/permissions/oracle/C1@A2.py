"""C1 after A2: the grant with more names in its path counts; where equally many, a denial."""

from scene import Scene, equal, grant

groups = {"@g": ["p", "q"]}
above = Scene(grant("1", "p", "/x/y"), grant("2", "p", "/x", effect="deny"))
equal((above.may("p"), above.may("p", "/x/w")), (True, False), "a denial above")
below = Scene(grant("1", "p", "/x"), grant("2", "p", "/x/y", effect="deny"))
equal((below.may("p"), below.may("p", "/x/w")), (False, True), "a denial below")
beside = Scene(grant("1", "p"), grant("2", "@g", effect="deny"), groups=groups)
equal((beside.may("p"), beside.may("q")), (False, False), "a denial beside")
three = Scene(grant("1", "p", "/"), grant("2", "@g", "/x", effect="deny"), grant("3", "p", "/x/y"), groups=groups)
equal([three.may("p", path) for path in ("/w", "/x/w", "/x/y/z")], [True, False, True], "three depths")
