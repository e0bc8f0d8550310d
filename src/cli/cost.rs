//! `cost`.

use crate::problem::{Outcome, Problem};
use crate::stats::population::Earlier;
use crate::surface::{Clamp, CostSurface, Estimate, Setting, SurfaceError};
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
    #[command(flatten)]
    setting: SettingArgs,
    /// Prints JSON.
    #[arg(long)]
    json: bool,
}

/// Conditions other than those at which a surface is exported; of `cost` and `advise` alike.
#[derive(Debug, clap::Args)]
pub(super) struct SettingArgs {
    /// How many other briefs are outstanding, where the study varied that.
    #[arg(long, value_name = "K", allow_negative_numbers = true)]
    outstanding: Option<f64>,
    /// The cue level, where the study varied the cues.
    #[arg(long, value_name = "LEVEL")]
    cues: Option<String>,
    /// Share of bad batches where the surface is put to use: people reject the less readily, the rarer they are.
    #[arg(long, value_name = "SHARE", allow_negative_numbers = true)]
    field_prevalence: Option<f64>,
}

impl SettingArgs {
    pub(super) fn setting(self) -> Setting {
        let Self { outstanding, cues, field_prevalence } = self;
        Setting { outstanding, cues, field_prevalence }
    }
}

pub(crate) fn run(_context: &super::Context, args: Args) -> Outcome<()> {
    let surface = load(&args.surface)?;
    let clamp = clamp(args.clamp, &surface);
    let setting = args.setting.setting();
    let point = surface
        .under(&setting, clamp)
        .and_then(|surface| surface.evaluate(args.delay, args.batch, clamp))
        .map_err(|error| problem(&error, &args.surface))?;
    warn(&surface);
    if !setting.is_reference() {
        eprintln!(
            "moved to the conditions asked for: these estimates stand on {} draws",
            surface.draws.values.len()
        );
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

/// Reads a surface that a team's fit is to lean on.
pub(super) fn load_earlier(path: &Path) -> Outcome<Earlier> {
    let surface = load(path)?;
    let bytes = std::fs::read(path).map_err(|error| Problem::io(path, "read the cost surface", &error))?;
    Earlier::new(surface, &bytes).map_err(|problem| problem.in_file(path))
}

/// What must be known before any number is read.
pub(super) fn warn(surface: &CostSurface) {
    if !surface.diagnostics.problems.is_empty() {
        let problems = surface.diagnostics.problems.iter().map(|problem| problem.trim_end_matches('.'));
        eprintln!("DO NOT RELY ON THIS FIT: {}", problems.collect::<Vec<_>>().join("; "));
    }
    if surface.simulated {
        eprintln!("SIMULATED: the participants behind this surface are not people");
    }
    match surface.model.kind.as_str() {
        "prior" => eprintln!("THE PRIOR ALONE: no outcome of any review is in this surface"),
        "laplace" => eprintln!("approximate: a normal distribution around the fit's peak, not sampled"),
        _ => {}
    }
}

/// The surface's own policy, or what the command line asks for.
pub(super) fn clamp(asked: bool, surface: &CostSurface) -> Clamp {
    if asked || surface.extrapolation == "clamp" { Clamp::Yes } else { Clamp::No }
}

pub(super) fn problem(error: &SurfaceError, path: &Path) -> Problem {
    let problem = Problem::new(error.to_string()).in_file(path);
    match error {
        SurfaceError::Outside { .. } => problem.todo("ask for a point inside, or add --clamp"),
        SurfaceError::Broken { .. } | SurfaceError::NoDraws(_) => {
            problem.todo("make the surface again with 'tightloop fit'")
        }
        SurfaceError::NotVaried { what } => problem.todo(format!("leave out --{what}")),
        SurfaceError::NoNumber { .. } | SurfaceError::NoLevel { .. } | SurfaceError::Asked { .. } => problem,
    }
}

/// A JSON error without the place, which is said in front.
fn plain(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or_default().to_owned()
}
