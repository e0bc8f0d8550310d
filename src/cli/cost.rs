//! `cost`.

use crate::problem::{Outcome, Problem};
use crate::surface::{Clamp, CostSurface, Estimate, SurfaceError};
use std::path::{Path, PathBuf};

/// Arguments.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A cost surface.
    surface: PathBuf,
    /// Delay d, seconds.
    #[arg(long, value_name = "SECS", allow_negative_numbers = true)]
    delay: f64,
    /// Batch size m, decisions.
    #[arg(long, value_name = "M", allow_negative_numbers = true)]
    batch: f64,
    /// Takes the nearest measured point where the one asked for was not measured.
    #[arg(long)]
    clamp: bool,
    /// Prints JSON.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(_context: &super::Context, args: Args) -> Outcome<()> {
    let surface = load(&args.surface)?;
    let clamp = clamp(args.clamp, &surface);
    let point =
        surface.evaluate(args.delay, args.batch, clamp).map_err(|error| problem(&error, &args.surface))?;
    if surface.simulated {
        eprintln!("SIMULATED: the participants behind this surface are not people");
    }
    if (point.delay_secs, point.batch_size) != (args.delay, args.batch) {
        eprintln!("clamped to {} s and {} decisions", point.delay_secs, point.batch_size);
    }
    if args.json {
        return super::say_json(&point);
    }
    let line = |name: &str, estimate: Estimate<f64>, unit: &str, digits: usize| {
        super::say(format_args!(
            "{name:<12} {:.digits$}{unit}  [{:.digits$}, {:.digits$}]",
            estimate.mean, estimate.q05, estimate.q95
        ))
    };
    super::say(format_args!(
        "at {} s and {} decisions: mean [90 % interval]",
        point.delay_secs, point.batch_size
    ))?;
    line("C", point.cost_secs, " person-seconds", 1)?;
    line("time, bad", point.time_bad_secs, " s", 1)?;
    line("time, good", point.time_good_secs, " s", 1)?;
    line("hit", point.hit, "", 3)?;
    line("false alarm", point.false_alarm, "", 3)?;
    line("located", point.located, "", 3)
}

/// Reads a surface and checks that it is whole.
pub(super) fn load(path: &Path) -> Outcome<CostSurface> {
    let text =
        std::fs::read_to_string(path).map_err(|error| Problem::io(path, "read the cost surface", &error))?;
    let surface: CostSurface =
        serde_json::from_str(text.trim_start_matches('\u{FEFF}')).map_err(|error| {
            Problem::new(format!("no cost surface: {}", plain(&error)))
                .in_file(path)
                .at(error.line().max(1), error.column().max(1))
                .todo("make one with 'tightloop fit'")
        })?;
    surface.validate().map_err(|error| problem(&error, path))?;
    Ok(surface)
}

/// The surface's own policy, or what the command line asks for.
pub(super) fn clamp(asked: bool, surface: &CostSurface) -> Clamp {
    if asked || surface.extrapolation == "clamp" { Clamp::Yes } else { Clamp::No }
}

pub(super) fn problem(error: &SurfaceError, path: &Path) -> Problem {
    let problem = Problem::new(error.to_string()).in_file(path);
    match error {
        SurfaceError::Outside { .. } => problem.todo("ask for a point inside, or add --clamp"),
        SurfaceError::Broken { .. } => problem.todo("make the surface again with 'tightloop fit'"),
        SurfaceError::NoNumber { .. } => problem,
    }
}

/// A JSON error without the place, which is said in front.
fn plain(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or_default().to_owned()
}
