"""C1: amounts are whole cents, as integers, from end to end."""

import json
import sqlite3

from acceptance import Service, equal, require, use

# 2**53 + 1 cents: the first amount that a float cannot hold.
service = Service(**{"{{ i2 }}": ("90071992547409.93", 0)})
service.bill("2024-03", use("1", "{{ i1 }}", "4"), use("2", "{{ i2 }}", "1"))
service.send("2024-03")
[invoice] = service.documents("2024-03")
equal([line["net"] for line in invoice["lines"]], [1000, 9007199254740993], "net amounts")
equal((invoice["net"], invoice["tax"]), (9007199254741993, 190), "sums")


def numbers(value):
    """Every number in a JSON value."""
    if isinstance(value, dict):
        value = list(value.values())
    return sum(map(numbers, value), []) if isinstance(value, list) else [value]


floats = [it for it in numbers(json.loads(json.dumps(invoice))) if isinstance(it, float)]
equal(floats, [], "floats in the export")

conn = sqlite3.connect(service.db)
for (table,) in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
    for column in conn.execute(f"PRAGMA table_info({table})").fetchall():
        query = f"SELECT COUNT(*) FROM {table} WHERE typeof({column[1]}) = 'real'"
        require(conn.execute(query).fetchone() == (0,), f"{table}.{column[1]} holds floats")
conn.close()
