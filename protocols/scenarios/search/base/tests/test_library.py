import unittest

from {{ pkg }} import Refused, library


class Library(unittest.TestCase):
    def setUp(self):
        self.{{ docs }} = library.load("data/{{ docs }}.json")

    def test_finds_by_id(self):
        self.assertEqual(library.find(self.{{ docs }}, 12)["updated"], "2023-12-05")
        with self.assertRaises(Refused):
            library.find(self.{{ docs }}, 1)

    def test_sorts_by_title(self):
        titles = [it["title"] for it in library.by_title(self.{{ docs }})]
        self.assertEqual(titles, sorted(titles, key=str.casefold))
