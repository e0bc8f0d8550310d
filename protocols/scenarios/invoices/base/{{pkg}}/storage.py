"""The database: {{ customers }} and how to reach them."""

import sqlite3
from pathlib import Path

SCHEMA = Path(__file__).with_name("schema.sql")


def connect(path):
    """Opens the database and makes the tables that it lacks."""
    conn = sqlite3.connect(path)
    conn.row_factory = sqlite3.Row
    conn.execute("PRAGMA foreign_keys = ON")
    conn.executescript(SCHEMA.read_text())
    return conn


def add_{{ customer }}(conn, id, name, joined_on):
    with conn:
        conn.execute(
            "INSERT INTO {{ customer }} (id, name, joined_on) VALUES (?, ?, ?)",
            (id, name, str(joined_on)),
        )


def all_{{ customers }}(conn):
    return conn.execute("SELECT * FROM {{ customer }} ORDER BY id").fetchall()


def set_contact(conn, {{ customer }}, kind, address):
    with conn:
        conn.execute(
            "INSERT OR REPLACE INTO contact ({{ customer }}, kind, address) VALUES (?, ?, ?)",
            ({{ customer }}, kind, address),
        )
