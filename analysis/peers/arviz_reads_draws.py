"""Whether ArviZ and pandas/pyarrow read what ``tightloop fit --draws`` writes, and read the same numbers.

    tightloop fit STUDY --draws draws-cmdstan --format cmdstan      (and csv, parquet; same seed)
    python3 -m venv /tmp/peers && /tmp/peers/bin/pip install arviz pyarrow
    /tmp/peers/bin/python analysis/peers/arviz_reads_draws.py draws-cmdstan draws-csv draws-parquet

Prints what was read and exits 1 at the first difference. No part of the gate: it needs packages from elsewhere.
"""

import csv
import json
import pathlib
import re
import sys

import arviz
import numpy
import pyarrow.parquet

SAMPLER = {
    "lp__": "lp",
    "accept_stat__": "acceptance_rate",
    "stepsize__": "step_size",
    "treedepth__": "tree_depth",
    "n_leapfrog__": "n_steps",
    "divergent__": "diverging",
    "energy__": "energy",
}


def place(name):
    """ArviZ's variable and index of a name in the long table."""
    found = re.fullmatch(r"(.+)\[([0-9, ]+)\]", name)
    if found:
        return found[1], tuple(int(index) for index in found[2].split(","))
    return re.sub(r"[^A-Za-z0-9]", "_", name.rstrip("]")), ()


def main(stan, long_csv, long_parquet):
    paths = sorted(pathlib.Path(stan).glob("chain-*.csv"), key=lambda path: int(path.stem.split("-")[1]))
    read = arviz.from_cmdstan(posterior=[str(path) for path in paths])
    print("attributes that ArviZ took over:", {k: read.posterior.attrs.get(k) for k in ("simulated", "software")})

    with open(pathlib.Path(long_csv) / "draws.csv", newline="", encoding="utf-8") as file:
        rows = [(int(r["chain"]), int(r["draw"]), r["name"], float(r["value"])) for r in csv.DictReader(file)]
    about = json.loads((pathlib.Path(long_csv) / "draws.json").read_text(encoding="utf-8"))
    table = pyarrow.parquet.read_table(pathlib.Path(long_parquet) / "draws.parquet")
    columns = [table.column(name).to_pylist() for name in ("chain", "draw", "name", "value")]
    assert [tuple(row) for row in zip(*columns)] == rows, "Parquet and CSV differ"
    stored = {key.decode(): value.decode() for key, value in (table.schema.metadata or {}).items()}
    assert stored["simulated"] == str(about["simulated"]).lower(), "Parquet does not say whether it is simulated"
    assert stored["plan_blake3"] == about["plan_blake3"], "Parquet names another analysis plan"

    arrays = {}
    for name in {row[2] for row in rows}:
        if name in SAMPLER:
            arrays[name] = read.sample_stats[SAMPLER[name]].values
        else:
            variable, index = place(name)
            arrays[name] = read.posterior[variable].values[(slice(None), slice(None)) + index]
    for chain, draw, name, value in rows:
        found = float(arrays[name][chain - 1, draw - 1])
        assert found == value or (numpy.isnan(found) and numpy.isnan(value)), f"{name} of chain {chain}, draw {draw}"

    sizes = dict(read.posterior.sizes)
    print(f"ArviZ {arviz.__version__}: {sizes['chain']} chains of {sizes['draw']} draws, {len(rows)} values the same in all three")
    print(arviz.summary(read, kind="diagnostics").head(8).to_string())


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
