import sqlite3
import unittest

from {{ pkg }} import storage


class Storage(unittest.TestCase):
    def setUp(self):
        self.conn = storage.connect(":memory:")
        self.addCleanup(self.conn.close)

    def test_keeps_{{ customers }}(self):
        storage.add_{{ customer }}(self.conn, "{{ c2 }}", "{{ n2 }}", "2023-09-01")
        storage.add_{{ customer }}(self.conn, "{{ c1 }}", "{{ n1 }}", "2023-06-01")
        self.assertEqual([row["id"] for row in storage.all_{{ customers }}(self.conn)], ["{{ c1 }}", "{{ c2 }}"])

    def test_refuses_a_contact_of_nobody(self):
        with self.assertRaises(sqlite3.IntegrityError):
            storage.set_contact(self.conn, "{{ c1 }}", "mail", "a@example.org")
