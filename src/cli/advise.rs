//! `advise`.

use super::cost::{clamp, load};
use crate::problem::{Outcome, Problem};
use crate::surface::{AdviceError, BreakEven, Clamp, CostSurface, Question};
use std::path::PathBuf;

/// Arguments.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A cost surface.
    surface: PathBuf,
    /// Chance of an error per decision, 0 to 1.
    #[arg(long, value_name = "SHARE", allow_negative_numbers = true)]
    epsilon: f64,
    /// Agent time a decision, seconds.
    #[arg(long, value_name = "SECS", allow_negative_numbers = true)]
    secs_per_decision: f64,
    /// What turning to the agent costs before a review begins, seconds.
    #[arg(long, value_name = "SECS", default_value_t = 0.0, allow_negative_numbers = true)]
    switch_secs: f64,
    /// Takes the nearest measured delay where n decisions take shorter or longer.
    #[arg(long)]
    clamp: bool,
    /// Prints JSON.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(_context: &super::Context, args: Args) -> Outcome<()> {
    let surface = load(&args.surface)?;
    let question = Question {
        epsilon: args.epsilon,
        secs_per_decision: args.secs_per_decision,
        switch_secs: args.switch_secs,
        clamp: clamp(args.clamp, &surface),
    };
    let advice = surface.advise(&question).map_err(|error| problem(&error, &args.surface))?;
    warn_about_prevalence(&surface);
    if args.json {
        return super::say_json(&advice);
    }
    super::say(&advice.sentence)?;
    for BreakEven { from, to, epsilon } in advice.break_even {
        match epsilon {
            Some(epsilon) => super::say(format_args!(
                "every {to} rather than every {from}: pays below epsilon {epsilon:.4}"
            ))?,
            None => super::say(format_args!(
                "every {to} rather than every {from}: no break-even up to epsilon 0.5"
            ))?,
        }
    }
    if question.clamp == Clamp::Yes {
        eprintln!("delays outside the measured ones stand at their edge");
    }
    Ok(())
}

/// People look harder where errors are common: rates measured at one prevalence are optimistic at a lower one.
fn warn_about_prevalence(surface: &CostSurface) {
    eprintln!(
        "hits and false alarms are those of a study in which {:.0} % of batches were bad; where fewer are, expect fewer of both",
        100.0 * surface.prevalence
    );
}

fn problem(error: &AdviceError, path: &std::path::Path) -> Problem {
    let problem = Problem::new(error.to_string());
    match error {
        AdviceError::Question(..) => problem,
        AdviceError::NothingMeasured(_) => problem.in_file(path).todo("choose another pace, or add --clamp"),
        AdviceError::NoDraws(_) => problem.in_file(path).todo("make the surface again with 'tightloop fit'"),
    }
}
