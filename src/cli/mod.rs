//! The command line: one file a subcommand; arguments in, one library call, words out.
//!
//! Results go to standard output (`--json` wherever a program might read them), progress and words to standard
//! error. Exit 0: done. 1: what was asked cannot be done, said in one line. 2: usage.

mod advise;
mod cost;
mod demo;
mod draws;
mod export;
mod fit;
mod interrupt;
mod open;
mod power;
mod protocol;
mod report;
mod run;
mod scenario;
mod simulate;
mod source;
mod study;
mod table;
mod timing;

use crate::problem::{Outcome, Problem};
use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// Measures what it costs a person to find out, late and in batches, that an agent went wrong.
#[derive(Debug, Parser)]
#[command(name = "tightloop", version, about, long_about = None)]
struct Cli {
    /// A folder of scenario packs; a pack in it takes the place of the built-in one of the same name.
    #[arg(long, global = true, value_name = "DIR")]
    scenarios: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Sub>,
}

#[derive(Debug, Subcommand)]
enum Sub {
    /// A whole study with simulated participants: protocol, journals, dataset, fit, cost surface, report.
    Demo(demo::Args),
    /// Scenario packs: list, show, prove, lint, audit, new, import, lengths.
    Scenario(scenario::Args),
    /// Protocols: check, plan, balance.
    Protocol(protocol::Args),
    /// Studies: new, status, withdraw, check, pin.
    Study(study::Args),
    /// Straight into a participant's session.
    Run(run::Args),
    /// How good this computer's times are: a self-test in the window, with words and figures.
    Timing(timing::Args),
    /// Simulated participants take part in a protocol. May be killed and called again.
    Simulate(simulate::Args),
    /// What a study would learn with so many participants, by simulation. May be killed and called again.
    Power(power::Args),
    /// Fits C(d,m) to a study or to any lab's trials.csv.
    Fit(fit::Args),
    /// C at one point of a cost surface, with its interval and components.
    Cost(cost::Args),
    /// How often to check in, given an error rate.
    Advise(advise::Args),
    /// A study's tables for other tools.
    Export(export::Args),
    /// One self-contained HTML file about a study or a cost surface.
    Report(report::Args),
}

/// What every subcommand may need.
#[derive(Debug)]
pub(crate) struct Context {
    /// `--scenarios`.
    pub(crate) scenarios: Option<PathBuf>,
}

/// Parses the arguments, runs the subcommand, says in one line what went wrong.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let context = Context { scenarios: cli.scenarios };
    let outcome = match cli.command {
        None => open::run(&context),
        Some(Sub::Demo(args)) => demo::run(&context, args),
        Some(Sub::Scenario(args)) => scenario::run(&context, args),
        Some(Sub::Protocol(args)) => protocol::run(&context, args),
        Some(Sub::Study(args)) => study::run(&context, args),
        Some(Sub::Run(args)) => run::run(&context, args),
        Some(Sub::Timing(args)) => timing::run(&context, args),
        Some(Sub::Simulate(args)) => simulate::run(&context, args),
        Some(Sub::Power(args)) => power::run(&context, args),
        Some(Sub::Fit(args)) => fit::run(&context, args),
        Some(Sub::Cost(args)) => cost::run(&context, args),
        Some(Sub::Advise(args)) => advise::run(&context, args),
        Some(Sub::Export(args)) => export::run(&context, args),
        Some(Sub::Report(args)) => report::run(&context, args),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("tightloop: {problem}");
            ExitCode::FAILURE
        }
    }
}

/// Prints a line of result; a closed pipe (`| head`) is no error of ours.
pub(crate) fn say(text: impl std::fmt::Display) -> Outcome<()> {
    use std::io::Write as _;
    match writeln!(std::io::stdout().lock(), "{text}") {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Problem::new(format!("cannot write to standard output: {error}")))
        }
        _ => Ok(()),
    }
}

/// Prints a result as JSON.
pub(crate) fn say_json(value: &impl serde::Serialize) -> Outcome<()> {
    let text = serde_json::to_string_pretty(value)
        .map_err(|error| Problem::new(format!("cannot write the result as JSON: {error}")))?;
    say(text)
}
