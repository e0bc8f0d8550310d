"""The command line."""

import argparse
import sys

from {{ pkg }} import Refused, catalogue, store


def main(argv=None):
    args = parser().parse_args(argv)
    try:
        args.run(args)
    except Refused as reason:
        print(f"{{ pkg }}: {reason}", file=sys.stderr)
        return 1
    return 0


def parser():
    top = argparse.ArgumentParser(prog="{{ pkg }}")
    top.add_argument("--store", default="store.json")
    top.add_argument("--data", default="data")
    commands = top.add_subparsers(required=True)

    command = commands.add_parser("{{ items }}", help="show all {{ items }}")
    command.set_defaults(run=show_{{ items }})

    command = commands.add_parser("note", help="write a line in the journal")
    command.add_argument("text")
    command.set_defaults(run=run_note)
    return top


def show_{{ items }}(args):
    for {{ place }} in catalogue.load(args.data):
        print(f"{{ '{' }}{{ place }}.name}: {', '.join({{ place }}.{{ items }})}")


def run_note(args):
    with store.editing(args.store) as state:
        store.note(state, args.text)


if __name__ == "__main__":
    sys.exit(main())
