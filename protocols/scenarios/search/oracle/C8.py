"""C8: what was removed leaves nothing in the index."""

from acceptance import Service, equal, require

service = Service({1: ("oak door", "hinge oak"), 2: ("pine door", "plain"), 3: ("beech", "door")})
del service.texts[1]
service.update()
equal(service.hits("door"), [2, 3], "door")
data = service.index()
equal(sorted(data["docs"]), ["2", "3"], "docs")
equal(sorted(data["words"]), ["beech", "door", "pine", "plain"], "words")
require("1" not in data["words"]["door"], "a word that others hold")
del service.texts[2]
service.update()
equal(sorted(service.index()["words"]), ["beech", "door"], "words")
