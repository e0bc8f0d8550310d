"""The command line."""

import argparse
import sys

from {{ pkg }}.model import key_of
from {{ pkg }}.store import Store


def main(argv=None):
    args = parser().parse_args(argv)
    try:
        return args.run(Store(args.store), args) or 0
    except OSError as error:
        print(f"{{ pkg }}: {error}", file=sys.stderr)
        return 2


def parser():
    top = argparse.ArgumentParser(prog="{{ pkg }}")
    top.add_argument("--store", default="{{ recs }}.json")
    commands = top.add_subparsers(required=True)

    show = commands.add_parser("show", help="show a {{ rec }}")
    show.add_argument("key")
    show.set_defaults(run=show_{{ rec }})

    listing = commands.add_parser("list", help="list all {{ recs }}")
    listing.set_defaults(run=list_{{ recs }})
    return top


def show_{{ rec }}(store, args):
    {{ rec }} = store.get(key_of(args.key))
    if {{ rec }} is None:
        print(f"no {{ rec }} {args.key}", file=sys.stderr)
        return 1
    for field, value in {{ rec }}.items():
        print(f"{field:<10}{value}")


def list_{{ recs }}(store, args):
    for {{ rec }} in store.listed():
        print({{ rec }}["{{ kf }}"], {{ rec }}["{{ nf }}"], sep="  ")


if __name__ == "__main__":
    sys.exit(main())
