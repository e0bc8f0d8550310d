import tempfile
import unittest
from pathlib import Path

from {{ pkg }} import store


class Store(unittest.TestCase):
    def test_keeps_the_journal(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "store.json")
            with store.editing(path) as state:
                store.note(state, "first")
            self.assertEqual(store.load(path), {"journal": ["first"]})
