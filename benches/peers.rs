//! Our side of the comparison with PyMC and nutpie: `analysis/peers/compare.py` runs both.
//!
//! `cargo bench --bench peers -- FOLDER NAME [draws=N] [rounds=N] [seed=N]` writes `FOLDER/NAME.csv`, the reviews of `team` or
//! `lab` (SIMULATED), `NAME.json`, how long fits of them take and what they say, and `NAME.f64`, every draw of every
//! parameter: rows of little-endian doubles, columns as `names` in the JSON has them.

use serde_json::json;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::Instant;
use tightloop::problem::{Outcome, Problem};
use tightloop::stats::generate::{Design, reviews, truth};
use tightloop::stats::model::kind::ModelKind;
use tightloop::stats::{self, AnalysisPlan, Said, Trial, draws::draws};

/// Of the data; the sampler's is an option.
const SEED: u64 = 0;
/// Draws at which densities are written.
const DENSITIES: usize = 20;

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|given| given != "--bench").collect();
    let [folder, name, options @ ..] = arguments.as_slice() else {
        // `cargo test --benches` and a bare `cargo bench` come by here.
        println!("nothing to do: analysis/peers/compare.py gives this a folder and a data set");
        return Ok(());
    };
    let option = |key: &str| options.iter().find_map(|option| option.strip_prefix(key)?.parse::<u32>().ok());
    let (people, trials_each, items) = match name.as_str() {
        "team" => (6, 30, 6),
        "lab" => (24, 40, 10),
        other => return Err(Problem::new(format!("expected team or lab, found '{other}'"))),
    };
    let design = Design {
        people,
        trials_each,
        items,
        delays: vec![0.0, 60.0, 300.0, 900.0],
        batch_sizes: vec![1.0, 4.0, 8.0, 16.0],
        time_limit_secs: 900.0,
    };
    let trials = reviews(&design, &truth(&design, SEED), 1_000 + SEED);
    let folder = Path::new(folder);
    write(&folder.join(name).with_extension("csv"), csv(&trials).as_bytes())?;

    let mut plan = AnalysisPlan::default()?;
    plan.time_limit_secs = Some(design.time_limit_secs);
    plan.sampler.draws = option("draws=").unwrap_or(plan.sampler.draws);
    let mut one = plan.clone();
    one.models = vec![ModelKind::Corner];
    let seed = option("seed=").map_or(SEED, u64::from);
    let (mut fits, mut with_rivals) = (Vec::new(), Vec::new());
    for _ in 0..option("rounds=").unwrap_or(1) {
        fits.push(timed(&trials, &one, seed)?);
        with_rivals.push(timed(&trials, &plan, seed)?);
    }
    let begun = Instant::now();
    let told = draws(&trials, &one, ModelKind::Corner, seed, DENSITIES, &mut |_| ControlFlow::Continue(()))?;
    let drawing_secs = begun.elapsed().as_secs_f64();

    let bytes: Vec<u8> = told.values.iter().flatten().flat_map(|value| value.to_le_bytes()).collect();
    write(&folder.join(name).with_extension("f64"), &bytes)?;
    let densities: Vec<_> = told
        .densities
        .iter()
        .map(|at| json!({ "draw": at.draw, "log_joint": at.log_joint, "log_likelihood": at.log_likelihood }))
        .collect();
    let named = |worst: &Option<stats::diagnose::Named>| {
        worst.as_ref().map(|worst| json!({ "name": worst.name, "value": worst.value }))
    };
    let report = json!({
        "simulated": true,
        "reviews": trials.len(),
        "fits": fits,
        "fits_with_rivals": with_rivals,
        "drawing_secs": drawing_secs,
        "chains": told.chains,
        "names": told.names,
        "people": told.people,
        "items": told.items,
        "leapfrogs": told.leapfrogs,
        "divergences": told.diagnosis.divergences,
        "rhat_max": named(&told.diagnosis.rhat_max),
        "ess_bulk_min": named(&told.diagnosis.ess_bulk_min),
        "densities": densities,
    });
    write(&folder.join(name).with_extension("json"), format!("{report:#}\n").as_bytes())
}

/// Wall seconds of one fit, in all and by stage; and what its surface says of itself.
fn timed(trials: &[Trial], plan: &AnalysisPlan, seed: u64) -> Outcome<serde_json::Value> {
    let (begun, cpu_begun) = (Instant::now(), cpu_secs());
    let mut stage = "reading";
    let mut since = begun;
    let mut by_stage: BTreeMap<&str, f64> = BTreeMap::new();
    let fit = stats::fit(trials, plan, seed, &mut |progress| {
        if progress.stage != stage {
            *by_stage.entry(stage).or_default() += since.elapsed().as_secs_f64();
            (stage, since) = (progress.stage, Instant::now());
        }
        ControlFlow::Continue(())
    })?;
    let secs = begun.elapsed().as_secs_f64();
    let cpu_secs = cpu_secs().zip(cpu_begun).map(|(end, begin)| end - begin);
    // The last stage that is told is averaging; diagnoses and export come after it.
    *by_stage.entry(stage).or_default() += since.elapsed().as_secs_f64();
    let surface = fit.surface;
    Ok(json!({
        "secs": secs,
        "cpu_secs": cpu_secs,
        "by_stage": by_stage,
        "model": surface.model.id,
        "diagnostics": surface.diagnostics,
        "params": surface.model.params,
    }))
}

/// Seconds of processor time that this program has taken, all threads together: what is left of a timing on a machine
/// that others use too. None where there is no /proc.
fn cpu_secs() -> Option<f64> {
    const TICKS_PER_SEC: f64 = 100.0;
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // After the name, which may hold anything and ends with the last bracket: state is field 3, utime and stime 14, 15.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |field: usize| fields.get(field - 3)?.parse::<f64>().ok();
    Some((ticks(14)? + ticks(15)?) / TICKS_PER_SEC)
}

/// The columns that a fit reads.
fn csv(trials: &[Trial]) -> String {
    let flag = u8::from;
    let place = |index: Option<u32>| index.map_or_else(String::new, |index| index.to_string());
    let mut text = "participant,scenario,trial,delay_secs,batch_size,planted,verdict,review_secs,timed_out,\
                    error_index,said_index,simulated\n"
        .to_owned();
    for trial in trials {
        let verdict = match trial.verdict {
            None => "",
            Some(Said::Accept) => "accept",
            Some(Said::Reject) => "reject",
        };
        text += &format!(
            "{},{},{},{},{},{},{verdict},{},{},{},{},{}\n",
            trial.participant,
            trial.scenario,
            trial.trial,
            trial.delay_secs,
            trial.batch_size,
            flag(trial.planted),
            trial.review_secs,
            flag(trial.timed_out),
            place(trial.error_index),
            place(trial.said_index),
            flag(trial.simulated),
        );
    }
    text
}

fn write(path: &Path, bytes: &[u8]) -> Outcome<()> {
    std::fs::write(path, bytes).map_err(|error| Problem::io(path, "write what was measured", &error))
}
