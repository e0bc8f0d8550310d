//! `simulate`.

use super::Context;
use crate::problem::Outcome;
use crate::protocol;
use crate::scenario::Library;
use crate::simulate::{self, Progress};
use indicatif::{ProgressBar, ProgressStyle};
use std::path::PathBuf;

/// Arguments.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A protocol file, or the name of a built-in one.
    #[arg(value_name = "PROTOCOL")]
    protocol: PathBuf,
    /// How many people take part; the protocol's number unless given.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=9_999))]
    participants: Option<u32>,
    /// What the people are drawn from: the same seed gives the same people, and the same study to the byte.
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// The study's folder; one that is there already is gone on with.
    #[arg(long, value_name = "STUDY")]
    out: PathBuf,
    /// Prints the result as JSON.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(context: &Context, args: Args) -> Outcome<()> {
    let library = Library::with_folder(context.scenarios.as_deref())?;
    let loaded = protocol::load(&args.protocol)?;
    if let Some(first) = protocol::check(&loaded, &library).into_iter().next() {
        return Err(first);
    }
    let participants = args.participants.unwrap_or(loaded.protocol.participants);
    let mut study = simulate::begin_or_go_on(&args.out, &loaded, &library)?;
    for note in study.notes() {
        eprintln!("{note}");
    }
    let bar = bar(participants);
    simulate::run(&mut study, &library, participants, args.seed, &|progress| show(&bar, progress))?;
    bar.finish_and_clear();
    if args.json {
        return super::say_json(&serde_json::json!({
            "simulated": true,
            "study": args.out,
            "protocol": loaded.protocol.id,
            "participants": participants,
            "seed": args.seed,
        }));
    }
    super::say(format_args!(
        "{}: {participants} SIMULATED participants completed '{}' (seed {})",
        args.out.display(),
        loaded.protocol.id,
        args.seed
    ))
}

/// A bar on standard error; nothing where that is no terminal.
pub(super) fn bar(participants: u32) -> ProgressBar {
    let bar = ProgressBar::new(u64::from(participants));
    match ProgressStyle::with_template("simulating {bar:30} {pos}/{len} participants") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

pub(super) fn show(bar: &ProgressBar, progress: Progress) {
    bar.set_length(u64::from(progress.of));
    // Sessions end side by side: a late word of an early one must not set the bar back.
    bar.update(|state| state.set_pos(state.pos().max(u64::from(progress.done))));
}
