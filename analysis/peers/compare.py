"""Holds `tightloop fit` against PyMC with nutpie: the same model, the same reviews, one after the other.

    venv/bin/python analysis/peers/compare.py [--rounds 3] [--long 10000] [--work FOLDER] [team lab]

Writes analysis/peers/results.json and the tables of analysis/peers/README.md. Three steps a data set:
1. density: both log densities at 20 of our draws, review by review;
2. speed: rounds of ours, nutpie, nutpie centred, back to back, each in a process of its own; medians are told;
3. means: a long run of each, and the difference of every global's mean in posterior standard deviations.
"""

import argparse
import json
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np
import pymc as pm
from scipy import optimize, stats

import pymc_model
from pymc_model import ITEM_SCALES, PERSON_SCALES, Reviews, build

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parents[1]
# What a standard deviation is at least, in units of its prior's scale, on our side.
LEAST = 1e-3
SCALES = {"person": PERSON_SCALES, "item": ITEM_SCALES}
TARGETS = {"without_compile": 3.0, "with_compile": 15.0, "means": 0.1, "density": 1e-8}


def others(run):
    """Runs `run`; returns what it returned and the cores that others kept busy meanwhile."""

    def busy():
        fields = [int(x) for x in pathlib.Path("/proc/stat").read_text().splitlines()[0].split()[1:]]
        # All but idle and waiting for disks; guests are within user time.
        return (sum(fields[:8]) - fields[3] - fields[4]) / os.sysconf("SC_CLK_TCK")

    def own():
        children = os.times()
        return children.user + children.system + children.children_user + children.children_system

    begun, machine, mine = time.perf_counter(), busy(), own()
    result = run()
    wall = time.perf_counter() - begun
    return result, max(0.0, (busy() - machine - (own() - mine)) / wall)


def ours(folder, name, **options):
    """Our bench's report."""
    command = ["cargo", "bench", "--quiet", "--locked", "--no-default-features", "--features", "fit", "--bench", "peers"]
    command += ["--", str(folder.resolve()), name, *(f"{key}={value}" for key, value in options.items())]
    subprocess.run(command, cwd=ROOT, check=True)
    return json.loads((folder / f"{name}.json").read_text())


def our_draws(folder, name, report):
    """Every draw by name, chains x draws."""
    values = np.fromfile(folder / f"{name}.f64", "<f8").reshape(report["chains"], -1, len(report["names"]))
    return {parameter: values[:, :, column] for column, parameter in enumerate(report["names"])}


def theirs(folder, name, centred, cold, **options):
    """pymc_model's report, from a process of its own; `cold` gives it empty compilation caches."""
    out = folder / f"{name}-nutpie.json"
    command = [sys.executable, str(HERE / "pymc_model.py"), str(folder / f"{name}.csv"), "--out", str(out)]
    command += ["--centred"] * centred + [f"--{key}={value}" for key, value in options.items()]
    with tempfile.TemporaryDirectory() as cache:
        environment = dict(os.environ)
        if cold:
            environment |= {"PYTENSOR_FLAGS": f"base_compiledir={cache}", "NUMBA_CACHE_DIR": f"{cache}/numba"}
        subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    return json.loads(out.read_text())


def psi_of(scale, sd):
    """ψ with sd = scale·(ψ·Φ(ψ) + φ(ψ) + LEAST): the scale on which we sample standard deviations."""
    excess = lambda psi: psi * stats.norm.cdf(psi) + stats.norm.pdf(psi) + LEAST - sd / scale
    return optimize.brentq(excess, -12, 60, xtol=1e-14, rtol=1e-14)


class Densities:
    """PyMC's log likelihood by review, and its log joint density, at values of its unbounded variables."""

    def __init__(self, data):
        self.data, self.model = data, build(data)
        model = self.model
        self.places = {
            "log_secs": np.flatnonzero(~data.timed_out),
            "timed_out": np.flatnonzero(data.timed_out),
            "rejected": data.verdict,
            "located": data.hit,
        }
        self.terms = [name for name in self.places if name in model.named_vars]
        # A handful of evaluations: not worth compiling.
        compiled = lambda expression: model.compile_fn(
            expression, inputs=model.value_vars, on_unused_input="ignore", mode="FAST_COMPILE"
        )
        self.by_term = compiled(model.logp(vars=[model[name] for name in self.terms], sum=False))
        self.parts = compiled(model.logp(jacobian=True, sum=False))

    def __call__(self, point):
        reviews = np.zeros(len(self.data))
        for name, values in zip(self.terms, self.by_term(point)):
            np.add.at(reviews, self.places[name], values)
        # We leave out ½·log 2π where the time was observed.
        reviews[~self.data.timed_out] += 0.5 * np.log(2 * np.pi)
        return reviews, sum(float(part.sum()) for part in self.parts(point))


def density(folder, name, report):
    """Largest difference of a review's log likelihood, and of the joint log density up to one constant."""
    data = Reviews(folder / f"{name}.csv")
    assert list(data.people) == report["people"] and list(data.items) == report["items"]
    densities = Densities(data)
    draws = our_draws(folder, name, report)
    by_review, constants = 0.0, []
    for at in report["densities"]:
        value = {parameter: draws[parameter].ravel()[at["draw"]] for parameter in report["names"]}
        point, shift = place(densities.model, value, data)
        reviews, joint = densities(point)
        by_review = max(by_review, np.abs(reviews - at["log_likelihood"]).max())
        constants.append(joint - (at["log_joint"] + shift))
    return {
        "reviews": len(data),
        "points": len(constants),
        "by_review": float(by_review),
        "joint": float(max(constants) - min(constants)),
    }


def golden(folder):
    """Writes what PyMC says at two places that have nothing to do with our draws, for a test of ours."""
    fixtures = ROOT / "tests/fixtures/peers"
    fixtures.mkdir(parents=True, exist_ok=True)
    ours(folder, "team", rounds=0, draws=100)
    shutil.copy(folder / "team.csv", fixtures / "trials.csv")
    densities = Densities(Reviews(fixtures / "trials.csv"))
    rng = np.random.default_rng(5)
    scales = {f"sd_{factor}_{kind}": scale for factor, kinds in SCALES.items() for kind, scale in kinds.items()}
    places = []
    for _ in range(2):
        point, theta, shift = {}, {}, 0.0
        for name, start in densities.model.initial_point().items():
            plain = name.removesuffix("_log__")
            if plain in scales:
                psi = rng.normal(0.3, 0.5)
                sd = scales[plain] * (psi * stats.norm.cdf(psi) + stats.norm.pdf(psi) + LEAST)
                point[name], theta[plain] = np.asarray(np.log(sd)), psi
                shift += np.log(sd) - stats.norm.logcdf(psi)
                continue
            point[name] = start + rng.normal(0, 0.3, np.shape(start))
            if np.ndim(start):
                kind = plain.removeprefix("z_")
                theta |= {f"{kind}[{i}]": float(z) for i, z in enumerate(point[name])}
            else:
                theta[plain.removeprefix("atanh_")] = float(point[name])
        reviews, joint = densities(point)
        places.append({"theta": theta, "log_likelihood": list(reviews), "log_joint": joint - shift})
    told = {"software": f"PyMC {pm.__version__}", "places": places}
    (fixtures / "pymc.json").write_text(json.dumps(told, indent=1) + "\n")


def place(model, value, data):
    """A draw of ours as PyMC's unbounded values; and what turns our density into one of these values."""
    value, shift = dict(value), 0.0
    for factor, count in (("person", len(data.people)), ("item", len(data.items))):
        kinds = SCALES[factor]
        rho = value[f"rho_{factor}"]
        value[f"atanh_rho_{factor}"] = np.arctanh(rho)
        z = {}
        for kind, scale in kinds.items():
            sd = value.get(f"sd_{factor}_{kind}")
            if sd is None:
                continue
            z[kind] = np.array([value[f"{factor}_{kind}[{i}]"] for i in range(count)]) / sd
            # From ψ, where dsd/dψ = scale·Φ(ψ), to log sd.
            shift += np.log(sd) - stats.norm.logcdf(psi_of(scale, sd))
        z["sensitivity"] = (z["sensitivity"] - rho * z["time"]) / np.sqrt(1 - rho**2)
        value |= {f"z_{factor}_{kind}": of for kind, of in z.items()}
    point = {}
    for variable in model.value_vars:
        name = variable.name.removesuffix("_log__")
        point[variable.name] = np.asarray(np.log(value[name]) if name != variable.name else value[name])
    return point, shift


def means(folder, name, draws):
    """A long run of each: differences of the globals' means in posterior SDs, and their Monte-Carlo error."""
    report = ours(folder, name, draws=draws, rounds=0)
    here = pymc_model.summary(our_draws(folder, name, report))
    peer = theirs(folder, name, centred=False, cold=False, draws=draws, tune=1000)
    there = peer["parameters"]
    assert set(here) == set(there), set(here) ^ set(there)
    rows = {}
    for parameter in sorted(here):
        a, b = here[parameter], there[parameter]
        sd = b["sd"]
        rows[parameter] = {
            "mean": a["mean"],
            "mean_peer": b["mean"],
            "sd": a["sd"],
            "sd_peer": sd,
            "off_in_sd": (a["mean"] - b["mean"]) / sd,
            "mc_error_in_sd": float(np.hypot(a["ess_bulk"] ** -0.5, b["ess_bulk"] ** -0.5)),
        }
    globals_only = {parameter: row for parameter, row in rows.items() if "[" not in parameter}
    worst = max(globals_only, key=lambda parameter: abs(globals_only[parameter]["off_in_sd"]))
    worst_of_all = max(rows, key=lambda parameter: abs(rows[parameter]["off_in_sd"]))
    return {
        "draws": 4 * draws,
        "worst": worst,
        "off_in_sd": abs(rows[worst]["off_in_sd"]),
        "mc_error_in_sd": rows[worst]["mc_error_in_sd"],
        "worst_effect": worst_of_all,
        "worst_effect_off_in_sd": abs(rows[worst_of_all]["off_in_sd"]),
        "ours": {"rhat_max": max(x["rhat"] for x in here.values()), "divergences": report["divergences"]},
        "nutpie": {"rhat_max": peer["rhat_max"], "divergences": peer["divergences"]},
        "globals": globals_only,
    }


def speed(folder, name, rounds):
    """Rounds, each in its turn: ours, nutpie from empty caches, nutpie again, nutpie centred."""
    found = []
    for index in range(rounds):
        report, busy_ours = others(lambda: ours(folder, name, seed=index))
        draws = pymc_model.summary(our_draws(folder, name, report))
        worst = min(draws, key=lambda parameter: draws[parameter]["ess_bulk"])
        fit, rivals = report["fits"][0], report["fits_with_rivals"][0]
        row = {
            "ours": {
                "secs": fit["secs"],
                "cpu_secs": fit["cpu_secs"],
                "by_stage": fit["by_stage"],
                "drawing_secs": report["drawing_secs"],
                "with_rivals_secs": rivals["secs"],
                "with_rivals_cpu_secs": rivals["cpu_secs"],
                "ess_bulk_min": draws[worst]["ess_bulk"],
                "ess_bulk_worst": worst,
                "rhat_max": max(x["rhat"] for x in draws.values()),
                "divergences": report["divergences"],
                "leapfrogs": report["leapfrogs"],
                "others_busy_cores": busy_ours,
            }
        }
        for key, centred, cold in (("nutpie", False, True), ("nutpie_again", False, False), ("nutpie_centred", True, False)):
            peer, busy_theirs = others(lambda: theirs(folder, name, centred, cold, seed=index))
            peer.pop("parameters")
            row[key] = peer | {"others_busy_cores": busy_theirs}
        found.append(row)
        print(json.dumps(row), file=sys.stderr)
    return found


def middle(rounds, side, field):
    return statistics.median(row[side][field] for row in rounds)


def told(results):
    """The tables."""
    lines = []
    write = lines.append
    machine = results["machine"]
    write(f"{machine['cpu']}, {machine['cores']} cores, {machine['date']}; rustc {machine['rustc']}, Python {machine['python']}, PyMC {machine['pymc']}, nutpie {machine['nutpie']}.")
    write("")
    write("| | " + " | ".join(f"`{name}`: {SIZES[name]}" for name in results["sets"]) + " |")
    write("|---|" + "---|" * len(results["sets"]))

    def row(label, cell):
        write(f"| {label} | " + " | ".join(cell(of) for of in results["sets"].values()) + " |")

    m = lambda of, side, field: middle(of["speed"], side, field)
    per_sec = lambda of: m(of, "ours", "ess_bulk_min") / m(of, "ours", "secs")
    plain = lambda of, side: m(of, side, "ess_bulk_min") / m(of, side, "sample_secs")
    whole = lambda of, side: m(of, side, "ess_bulk_min") / (m(of, side, "sample_secs") + m(of, side, "compile_secs"))
    verdict = lambda ratio, target: f"**{ratio:.1f}**" + ("" if ratio >= target else f" (target {target:.0f} missed)")
    sides = (("nutpie", "nutpie"), ("nutpie_centred", "nutpie, effects centred"))
    row("ours: a fit with everything in it, s", lambda of: f"{m(of, 'ours', 'secs'):.2f}")
    row("ours: drawing alone, s", lambda of: f"{m(of, 'ours', 'drawing_secs'):.2f}")
    row("ours: all four models of the plan, s", lambda of: f"{m(of, 'ours', 'with_rivals_secs'):.2f}")
    for side, label in sides:
        row(f"{label}: drawing, s", lambda of: f"{m(of, side, 'sample_secs'):.2f}")
    row("nutpie: compiling, the first time / again, s", lambda of: f"{m(of, 'nutpie', 'compile_secs'):.1f} / {m(of, 'nutpie_again', 'compile_secs'):.1f}")
    row("ours: least bulk ESS of 4 x 1000 draws", lambda of: f"{m(of, 'ours', 'ess_bulk_min'):.0f}")
    for side, label in sides:
        row(f"{label}: the same", lambda of: f"{m(of, side, 'ess_bulk_min'):.0f}")
    row("ours: least ESS a second, whole fit", lambda of: f"{per_sec(of):.0f}")
    for side, label in sides:
        row(f"{label}: least ESS a second, drawing", lambda of: f"{plain(of, side):.0f}")
    row("nutpie: the same with compiling, first / again", lambda of: f"{whole(of, 'nutpie'):.1f} / {whole(of, 'nutpie_again'):.1f}")
    row("**ratio, without compiling** (target 3)", lambda of: verdict(per_sec(of) / plain(of, "nutpie"), TARGETS["without_compile"]))
    row("**ratio, with compiling** (target 15)", lambda of: verdict(per_sec(of) / whole(of, "nutpie"), TARGETS["with_compile"]))
    row("ratio, with compiling again (caches filled)", lambda of: f"{per_sec(of) / whole(of, 'nutpie_again'):.1f}")
    row("ratio, without compiling, nutpie centred", lambda of: f"{per_sec(of) / plain(of, 'nutpie_centred'):.1f}")
    row("ratio, drawing against drawing", lambda of: f"{m(of, 'ours', 'ess_bulk_min') / m(of, 'ours', 'drawing_secs') / plain(of, 'nutpie'):.1f}")
    ours_cpu = lambda of: m(of, "ours", "ess_bulk_min") / m(of, "ours", "cpu_secs")
    cpu = lambda of, *fields: m(of, "nutpie", "ess_bulk_min") / sum(m(of, "nutpie", field) for field in fields)
    row("the same ratios of processor time, without / with compiling", lambda of: f"{ours_cpu(of) / cpu(of, 'sample_cpu_secs'):.1f} / {ours_cpu(of) / cpu(of, 'sample_cpu_secs', 'compile_cpu_secs'):.0f}")
    row("processor seconds: our fit / nutpie drawing / nutpie compiling", lambda of: f"{m(of, 'ours', 'cpu_secs'):.1f} / {m(of, 'nutpie', 'sample_cpu_secs'):.1f} / {m(of, 'nutpie', 'compile_cpu_secs'):.1f}")
    row("largest R̂: ours / nutpie / centred", lambda of: " / ".join(f"{m(of, side, 'rhat_max'):.3f}" for side in ("ours", "nutpie", "nutpie_centred")))
    row("divergences: ours / nutpie / centred, all rounds", lambda of: " / ".join(str(sum(r[side]["divergences"] for r in of["speed"])) for side in ("ours", "nutpie", "nutpie_centred")))
    row("gradients a draw: ours / nutpie / centred", lambda of: " / ".join(f"{m(of, side, 'leapfrogs') / 4000:.0f}" for side in ("ours", "nutpie", "nutpie_centred")))
    row("cores that others kept busy: beside ours / nutpie", lambda of: f"{m(of, 'ours', 'others_busy_cores'):.2f} / {m(of, 'nutpie_again', 'others_busy_cores'):.2f}")
    row("**largest difference of a global's mean**, posterior SDs (target .1)", lambda of: f"**{of['means']['off_in_sd']:.3f}** (`{of['means']['worst']}`, Monte-Carlo error {of['means']['mc_error_in_sd']:.3f})")
    row("the same over effects too", lambda of: f"{of['means']['worst_effect_off_in_sd']:.3f} (`{of['means']['worst_effect']}`)")
    row("largest R̂ of the long runs: ours / nutpie", lambda of: f"{of['means']['ours']['rhat_max']:.4f} / {of['means']['nutpie']['rhat_max']:.4f}")
    row("divergences of the long runs: ours / nutpie", lambda of: f"{of['means']['ours']['divergences']} / {of['means']['nutpie']['divergences']}")
    row("**largest difference of a review's log likelihood**, 20 draws (target 1e-8)", lambda of: f"**{of['density']['by_review']:.1e}**")
    row("the same of the joint log density, up to one constant", lambda of: f"{of['density']['joint']:.1e}")
    write("")
    write("Where our time goes, seconds (medians):")
    write("")
    write("| stage | " + " | ".join(f"`{name}`" for name in results["sets"]) + " |")
    write("|---|" + "---|" * len(results["sets"]))
    stages = {"climbing": "finding the peak", "sampling": "drawing", "leaving out": "leave-one-out", "averaging": "averaging over people and items, diagnosis, export"}
    for stage, label in stages.items():
        row(label, lambda of: f"{statistics.median(r['ours']['by_stage'].get(stage, 0.0) for r in of['speed']):.2f}")
    return "\n".join(lines)


SIZES = {"team": "6 people × 30 reviews, 6 items", "lab": "24 × 40, 10 items"}


def write_readme(text):
    path = HERE / "README.md"
    begin, end = "<!-- tables: written by compare.py -->\n", "\n<!-- end of tables -->"
    readme = path.read_text()
    before, rest = readme.split(begin)
    path.write_text(before + begin + text + end + rest.split(end)[1])


def machine():
    cpu = next(line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name"))
    rustc = subprocess.run(["rustc", "--version"], capture_output=True, text=True, check=True).stdout.split()[1]
    import nutpie

    return {
        "cpu": cpu,
        "cores": os.cpu_count(),
        "date": time.strftime("%Y-%m-%d"),
        "rustc": rustc,
        "python": platform.python_version(),
        "pymc": pm.__version__,
        "nutpie": nutpie.__version__,
    }


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("sets", nargs="*", default=list(SIZES))
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--long", type=int, default=10_000, help="draws a chain of the runs that compare means")
    arguments.add_argument("--work", type=pathlib.Path, help="a folder to keep draws in")
    arguments.add_argument("--golden", action="store_true", help="only write tests/fixtures/peers")
    given = arguments.parse_args()
    folder = given.work or pathlib.Path(tempfile.mkdtemp(prefix="peers-"))
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["cargo", "bench", "--locked", "--no-run", "--no-default-features", "--features", "fit", "--bench", "peers"], cwd=ROOT, check=True)
    if given.golden:
        return golden(folder)
    results = {"simulated": True, "machine": machine(), "sets": {}}
    for name in given.sets:
        results["sets"][name] = {"speed": speed(folder, name, given.rounds)}
    for name, of in results["sets"].items():
        of["density"] = density(folder, name, json.loads((folder / f"{name}.json").read_text()))
    for name, of in results["sets"].items():
        of["means"] = means(folder, name, given.long)
    (HERE / "results.json").write_text(json.dumps(results, indent=1) + "\n")
    text = told(results)
    write_readme(text)
    print(text)


if __name__ == "__main__":
    main()
