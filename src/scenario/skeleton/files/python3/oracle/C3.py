from ranking import ranked

assert ranked(["b,2", "a,2", "c,10"]) == ["c", "a", "b"], "the largest first, equals by name"
