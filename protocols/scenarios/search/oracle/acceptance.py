"""What the checks share: {{ docs }} of their own, the command line, the index file."""

import contextlib
import io
import json
import re
import tempfile
from pathlib import Path

from {{ pkg }}.__main__ import main


class Service:
    """An index over {{ docs }} given as {id: (title, {{ body }})}; a third text is the date."""

    def __init__(self, texts, synonyms=()):
        self.folder = tempfile.TemporaryDirectory()
        self.data = Path(self.folder.name, "data")
        self.data.mkdir()
        self.file = Path(self.folder.name, "index.json")
        (self.data / "stopwords.txt").write_text("the\nof\nand\n", encoding="utf-8")
        (self.data / "synonyms.txt").write_text("".join(f"{line}\n" for line in synonyms), encoding="utf-8")
        self.texts = dict(texts)
        self.update()

    def call(self, *arguments):
        """(exit status, standard output, standard error) of a command."""
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                status = main(["--data", str(self.data), "--index", str(self.file), *arguments])
            except SystemExit as end:
                status = end.code
        return status, out.getvalue(), err.getvalue()

    def update(self):
        {{ docs }} = [
            {"id": id, "title": title, "{{ body }}": {{ body }}, "updated": date[0] if date else "2024-01-01"}
            for id, (title, {{ body }}, *date) in self.texts.items()
        ]
        (self.data / "{{ docs }}.json").write_text(json.dumps({{ docs }}), encoding="utf-8")
        status, _, err = self.call("update")
        require(status == 0, f"update ends with {status}: {err}")

    def lines(self, query, page=1):
        # a query that begins with a minus or a quotation mark is one argument
        status, out, err = self.call("search", "--page", str(page), "--", query)
        require(status == 0, f"search {query} ends with {status}: {err}")
        return out.splitlines()

    def hits(self, query, page=1):
        """The ids of a page of hits, as numbers."""
        return [int(it[1]) for line in self.lines(query, page)[1:] if (it := re.match(r"(\d+)  ", line))]

    def index(self):
        return json.loads(self.file.read_text(encoding="utf-8"))


def require(truth, reason):
    if not truth:
        raise SystemExit(reason)


def equal(found, expected, what):
    require(found == expected, f"{what}: {found!r}, expected {expected!r}")
