import tempfile
import unittest
from pathlib import Path

from {{ pkg }}.{{ log_mod }} import BadLine, read_log

HEADER = "id,at,{{ customer }},{{ product }},{{ quantity }}\n"


def read(*lines):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "log.csv")
        path.write_text(HEADER + "".join(line + "\n" for line in lines))
        return list(read_log(path))


class ReadLog(unittest.TestCase):
    def test_reads_a_line(self):
        [{{ event }}] = read("{{ e }}1,2024-03-09T08:15:00+01:00,{{ c1 }},{{ i1 }},2.5")
        self.assertEqual(({{ event }}.{{ customer }}, {{ event }}.{{ product }}, {{ event }}.milli), ("{{ c1 }}", "{{ i1 }}", 2500))
        self.assertEqual({{ event }}.at.isoformat(), "2024-03-09T08:15:00+01:00")
        self.assertEqual({{ event }}.where[1], 2)

    def test_names_the_line_that_is_malformed(self):
        good = "{{ e }}1,2024-03-09T08:15:00+01:00,{{ c1 }},{{ i1 }},2.5"
        for bad in (
            "{{ e }}2,2024-03-09T08:15:00+01:00,{{ c1 }},{{ i1 }}",
            "{{ e }}2,2024-03-09T08:15:00,{{ c1 }},{{ i1 }},1",
            "{{ e }}2,2024-03-09T08:15:00+01:00,{{ c1 }},{{ i1 }},-1",
            "{{ e }}2,2024-03-09T08:15:00+01:00,{{ c1 }},{{ i1 }},0.0001",
            "{{ e }}2,2024-03-09T08:15:00+01:00,{{ c1 }},{{ i1 }},0.000",
        ):
            with self.assertRaisesRegex(BadLine, r"log\.csv:3: "):
                read(good, bad)
