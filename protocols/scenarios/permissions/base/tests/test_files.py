import tempfile
import unittest
from pathlib import Path

from {{ pkg }}.files import read_json, write_json
from {{ pkg }}.roles import Roles


class Files(unittest.TestCase):
    def test_reads_what_was_written(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "some.json")
            write_json(path, {"name": "Zoë"})
            self.assertEqual(read_json(path), {"name": "Zoë"})
            self.assertEqual([it.name for it in Path(folder).iterdir()], ["some.json"])


class RolesTest(unittest.TestCase):
    def test_includes_other_roles(self):
        roles = Roles("data/roles.json")
        self.assertEqual(roles.actions_of("steward"), {"read", "write", "share"})
        self.assertEqual(roles.actions_of("reader"), {"read"})
        self.assertNotIn("owner", roles)
