"""C12: the export has the form of docs/export.md."""

from scene import Scene, equal, grant

from {{ pkg }}.export import export

scene = Scene(
    grant("1", "Q", "/x", role="steward"),
    grant("2", "P", "/x/b", role="editor"),
    {{ items }}=["/x/b", "/w/a", "/x/a"],
)
scene.at("2024-05-06T14:00:00+02:00")
expected = {
    "at": "2024-05-06T12:00:00Z",
    "rows": [
        {"person": "P", "path": "/x/b", "actions": ["read", "write"]},
        {"person": "Q", "path": "/x/a", "actions": ["read", "write", "share"]},
        {"person": "Q", "path": "/x/b", "actions": ["read", "write", "share"]},
    ],
}
equal(export(scene.gate, ["Q", "R", "P"]), expected, "the export")
