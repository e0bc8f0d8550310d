"""The reader in Python against the vectors that every reader passes: ``python3 analysis/python/test_tightloop_cost.py``."""

import copy
import dataclasses
import json
import math
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

import tightloop_cost  # noqa: E402
from tightloop_cost import CostError, CostSurface, load  # noqa: E402

VECTORS = pathlib.Path(__file__).parent.parent / "conformance"


def plain(value):
    """Answers as JSON has them: names as in the contract, what is None left out unless the contract has null."""
    if isinstance(value, tightloop_cost.BreakEven):
        parts = {"from": value.from_, "to": value.to, "epsilon": value.epsilon}
        if value.epsilon_estimate is not None:
            parts["epsilon_estimate"] = plain(value.epsilon_estimate)
        return parts
    if dataclasses.is_dataclass(value):
        fields = ((field.name, getattr(value, field.name)) for field in dataclasses.fields(value))
        return {name: plain(of) for name, of in fields if of is not None}
    if isinstance(value, (list, tuple)):
        return [plain(of) for of in value]
    return value


class Conformance(unittest.TestCase):
    def near(self, ours, theirs, tolerance, at):
        if isinstance(theirs, dict):
            self.assertEqual(sorted(ours), sorted(theirs), at)
            for name in theirs:
                self.near(ours[name], theirs[name], tolerance, f"{at}.{name}")
        elif isinstance(theirs, list):
            self.assertEqual(len(ours), len(theirs), at)
            for i, (a, b) in enumerate(zip(ours, theirs)):
                self.near(a, b, tolerance, f"{at}[{i}]")
        elif isinstance(theirs, (int, float)) and not isinstance(theirs, bool):
            self.assertLessEqual(abs(ours - theirs), tolerance * max(abs(theirs), 1e-3), f"{at}: {ours}, not {theirs}")
        else:
            self.assertEqual(ours, theirs, at)

    def test_every_vector_holds(self):
        vectors = json.loads((VECTORS / "cases.json").read_text(encoding="utf-8"))
        surface = load(VECTORS / vectors["surface"])
        self.assertTrue(surface.simulated)
        self.assertGreater(len(vectors["cases"]), 30)
        for case in vectors["cases"]:
            with self.subTest(case["name"]):
                call = getattr(surface, case["call"])
                if "error" in case:
                    with self.assertRaises(CostError) as raised:
                        call(**case["ask"])
                    self.assertEqual(str(raised.exception), case["error"])
                    continue
                found = call(**case["ask"])
                if case["call"] == "draws_at":
                    found = found[:3]
                self.near(plain(found), case["answer"], vectors["relative_tolerance"], case["name"])


class Refusals(unittest.TestCase):
    def setUp(self):
        self.data = json.loads((VECTORS / "surface.json").read_text(encoding="utf-8"))

    def said(self, change):
        data = copy.deepcopy(self.data)
        change(data)
        with self.assertRaises(CostError) as raised:
            CostSurface(data)
        self.assertNotIn("\n", str(raised.exception))
        return str(raised.exception)

    def test_a_broken_surface_is_refused_in_one_line(self):
        self.assertEqual(self.said(lambda d: d.update(format="cost-surface/2")), 'format: expected "cost-surface/1"')
        self.assertEqual(
            self.said(lambda d: d["grid"]["hit"]["mean"].pop()), "grid.hit.mean: expected 3 rows of 3 numbers"
        )
        self.assertEqual(
            self.said(lambda d: d["draws"]["values"][0].append(math.nan)),
            "draws.values: expected one number a name in every row",
        )
        self.assertIn("'grid'", self.said(lambda d: d.pop("grid")))

    def test_a_file_that_is_none_is_named(self):
        with self.assertRaisesRegex(CostError, "^/nowhere/at/all.json: cannot read the cost surface: "):
            load("/nowhere/at/all.json")
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "broken.json"
            path.write_text('{"format": ', encoding="utf-8")
            with self.assertRaisesRegex(CostError, "broken.json: no cost surface: "):
                load(path)

    def test_an_older_surface_without_conditions_still_reads(self):
        for name in ("rivals", "unconstrained", "isotonic_check", "population"):
            self.data.pop(name, None)
        self.data["model"].pop("conditions")
        self.data["diagnostics"].pop("problems", None)
        surface = CostSurface(self.data)
        self.assertEqual(surface.problems, [])
        with self.assertRaisesRegex(CostError, "^the study did not vary the cues$"):
            surface.cost(60, 4, cues="tests")
        self.assertIsNone(surface.advise(epsilon=0.02, secs_per_decision=20).fan_out_best)

    def test_c_does_not_fall(self):
        surface = CostSurface(self.data)
        costs = [surface.cost(20.0 * step, 1 + step / 2).cost_secs.mean for step in range(31)]
        self.assertEqual(costs, sorted(costs))


if __name__ == "__main__":
    unittest.main()
