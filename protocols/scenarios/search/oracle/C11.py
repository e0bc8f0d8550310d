"""C11: the index file is as docs/index-format.md says; another version is refused and left as it is."""

import json

from acceptance import Service, equal

service = Service({7: ("Red door", "red x red y y red"), 12: ("Roof", "red"), 3: ("Tür", "x", "2024-02-02")})
data = service.index()
equal(sorted(data), ["docs", "version", "words"], "fields")
equal(data["version"], 3, "version")
equal(
    data["docs"],
    {
        "7": {"title": "Red door", "{{ body }}": "red x red y y red", "updated": "2024-01-01"},
        "12": {"title": "Roof", "{{ body }}": "red", "updated": "2024-01-01"},
        "3": {"title": "Tür", "{{ body }}": "x", "updated": "2024-02-02"},
    },
    "docs",
)
equal(data["words"]["red"], {"7": {"title": [0], "{{ body }}": [0, 2, 3]}, "12": {"{{ body }}": [0]}}, "red")
equal(data["words"]["y"], {"7": {"{{ body }}": [3, 1]}}, "y")
data["words"]["late"] = {"12": {"{{ body }}": [4, 3]}}
data["words"]["word"] = {"12": {"{{ body }}": [8]}}
service.file.write_text(json.dumps(data), encoding="utf-8")
equal(service.hits('"late word"'), [12], "a file by another program")
for version in (2, 4):
    text = json.dumps({**data, "version": version})
    service.file.write_text(text, encoding="utf-8")
    for command in (["search", "red"], ["update"]):
        status, out, err = service.call(*command)
        equal((status != 0, err != ""), (True, True), f"{command[0]} with version {version}")
        equal(service.file.read_text(encoding="utf-8"), text, f"the file after {command[0]}")
