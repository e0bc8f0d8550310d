"""The command line."""

import argparse
import sqlite3
import sys

from {{ pkg }} import storage


def main(argv=None):
    args = parser().parse_args(argv)
    conn = storage.connect(args.db)
    try:
        return args.run(conn, args) or 0
    except sqlite3.IntegrityError as error:
        print(f"{{ pkg }}: {error}", file=sys.stderr)
        return 1
    finally:
        conn.close()


def parser():
    top = argparse.ArgumentParser(prog="{{ pkg }}")
    top.add_argument("--db", required=True)
    commands = top.add_subparsers(required=True)

    add = commands.add_parser("add", help="add a {{ customer }}")
    add.add_argument("id")
    add.add_argument("name")
    add.add_argument("joined_on")
    add.set_defaults(run=add_{{ customer }})

    show = commands.add_parser("{{ customers }}", help="show all {{ customers }}")
    show.set_defaults(run=show_{{ customers }})
    return top


def add_{{ customer }}(conn, args):
    storage.add_{{ customer }}(conn, args.id, args.name, args.joined_on)


def show_{{ customers }}(conn, args):
    for row in storage.all_{{ customers }}(conn):
        print(f"{row['id']}  {row['name']}  since {row['joined_on']}")


if __name__ == "__main__":
    sys.exit(main())
