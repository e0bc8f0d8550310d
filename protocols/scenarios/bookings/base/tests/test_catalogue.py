import unittest

from {{ pkg }} import Refused, catalogue


class Catalogue(unittest.TestCase):
    def test_knows_where_a_{{ item }}_is(self):
        {{ places }} = catalogue.load("data")
        self.assertEqual(catalogue.{{ place }}_of({{ places }}, "{{ i3 }}").id, "{{ p2 }}")
        with self.assertRaises(Refused):
            catalogue.{{ place }}_of({{ places }}, "{{ i3 }}?")
