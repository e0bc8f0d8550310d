import unittest


class Sample(unittest.TestCase):
    def test_every_line_has_a_name(self):
        with open("data/list.csv", encoding="utf-8") as file:
            self.assertTrue(all(line.partition(",")[0] for line in file))
