"""Reads the {{ log }} log: one CSV line for each {{ event }}. docs/{{ log }}-log.md describes it."""

import csv
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

_THOUSANDTHS = re.compile(r"(\d+)(?:\.(\d{1,3}))?")


class BadLine(ValueError):
    """A line of the log that is not usable, with the place where it stands."""

    def __init__(self, path, line, problem):
        super().__init__(f"{path}:{line}: {problem}")


@dataclass(frozen=True)
class {{ Event }}:
    id: str
    at: datetime  # with an offset
    {{ customer }}: str
    {{ product }}: str
    milli: int  # {{ quantity }} in thousandths of a unit
    where: tuple  # (path, line)


def read_log(path):
    """The log's {{ events }}, in the order of their lines."""
    with Path(path).open(newline="") as file:
        for row in (rows := csv.reader(file)):
            if rows.line_num > 1:
                yield _{{ event }}((str(path), rows.line_num), row)


def _{{ event }}(where, row):
    if len(row) != 5:
        raise BadLine(*where, f"expected 5 columns, found {len(row)}")
    id, at, {{ customer }}, {{ product }}, {{ quantity }} = row
    try:
        at = datetime.fromisoformat(at)
    except ValueError:
        raise BadLine(*where, f"not a time: {at!r}") from None
    if at.utcoffset() is None:
        raise BadLine(*where, f"a time without an offset: {at}")
    digits = _THOUSANDTHS.fullmatch({{ quantity }})
    milli = int(digits[1]) * 1000 + int((digits[2] or "").ljust(3, "0")) if digits else 0
    if milli == 0:
        raise BadLine(*where, f"not a {{ quantity }}: {{ '{' }}{{ quantity }}!r}")
    return {{ Event }}(id, at, {{ customer }}, {{ product }}, milli, where)
