import tempfile
import unittest
from pathlib import Path

from {{ pkg }}.model import blank, key_of
from {{ pkg }}.store import Store


class StoreTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name, "store.json")

    def test_keeps_what_was_saved(self):
        store = Store(self.path)
        store.put("{{ k1 }}", blank() | {"{{ kf }}": "{{ k1 }}", "{{ nf }}": "{{ n1 }}"})
        store.save()
        self.assertEqual(Store(self.path).get("{{ k1 }}")["{{ nf }}"], "{{ n1 }}")

    def test_writes_nothing_before_that(self):
        Store(self.path).put("{{ k1 }}", blank())
        self.assertIsNone(Store(self.path).get("{{ k1 }}"))

    def test_makes_one_key_of_several_spellings(self):
        self.assertEqual(key_of(" {{ k7l }}"), key_of("{{ k7 }}"))
