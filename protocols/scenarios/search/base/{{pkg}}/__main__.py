"""The command line."""

import argparse
import sys
from pathlib import Path

from {{ pkg }} import Refused, library


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
    top.add_argument("--data", default="data")
    commands = top.add_subparsers(required=True)

    command = commands.add_parser("titles", help="show all titles")
    command.set_defaults(run=show_titles)

    command = commands.add_parser("show", help="show a {{ doc }}")
    command.add_argument("id", type=int)
    command.set_defaults(run=show)
    return top


def all_{{ docs }}(args):
    return library.load(Path(args.data, "{{ docs }}.json"))


def show_titles(args):
    for {{ doc }} in library.by_title(all_{{ docs }}(args)):
        print(f"{{ '{' }}{{ doc }}['id']}  {{ '{' }}{{ doc }}['title']}")


def show(args):
    {{ doc }} = library.find(all_{{ docs }}(args), args.id)
    print({{ doc }}["title"], {{ doc }}["{{ body }}"], sep="\n")


if __name__ == "__main__":
    sys.exit(main())
