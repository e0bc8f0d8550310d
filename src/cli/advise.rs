//! `advise`.

use super::cost::{self, SettingArgs, clamp, load};
use crate::problem::{Outcome, Problem};
use crate::surface::{AdviceError, BreakEven, Clamp, CostSurface, Criterion, Question};
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
    #[command(flatten)]
    setting: SettingArgs,
    /// People reject as readily as bad batches of n decisions are common, rather than as in the study.
    #[arg(long, conflicts_with = "field_prevalence")]
    shift_criterion: bool,
    /// Two numbers of decisions between which to give the break-even error rate; may be given again.
    #[arg(long, value_name = "N1,N2", value_parser = pair)]
    between: Vec<[u32; 2]>,
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
        setting: args.setting.setting(),
        criterion: if args.shift_criterion { Criterion::FollowsBatch } else { Criterion::AsMeasured },
        between: args.between,
    };
    let advice = surface.advise(&question).map_err(|error| problem(&error, &args.surface))?;
    cost::warn(&surface);
    if question.criterion == Criterion::AsMeasured && question.setting.field_prevalence.is_none() {
        warn_about_prevalence(&surface);
    }
    if args.json {
        return super::say_json(&advice);
    }
    super::say(&advice.sentence)?;
    for BreakEven { from, to, epsilon, epsilon_estimate } in advice.break_even {
        match (epsilon, epsilon_estimate) {
            (Some(epsilon), Some(of)) => super::say(format_args!(
                "every {to} rather than every {from}: pays below epsilon {epsilon:.4}  [{:.4}, {:.4}]",
                of.q05, of.q95
            ))?,
            (Some(epsilon), None) => super::say(format_args!(
                "every {to} rather than every {from}: pays below epsilon {epsilon:.4}"
            ))?,
            (None, _) => super::say(format_args!(
                "every {to} rather than every {from}: no break-even up to epsilon 0.5"
            ))?,
        }
    }
    if question.clamp == Clamp::Yes {
        eprintln!("delays outside the measured ones stand at their edge");
    }
    Ok(())
}

/// `4,16`.
fn pair(text: &str) -> Result<[u32; 2], String> {
    let whole = |text: &str| text.trim().parse().ok();
    let parts = text.split_once(',').and_then(|(from, to)| Some([whole(from)?, whole(to)?]));
    parts.ok_or_else(|| "expected two whole numbers, for example 4,16".to_owned())
}

/// People look harder where errors are common: rates measured at one prevalence are optimistic at a lower one.
fn warn_about_prevalence(surface: &CostSurface) {
    eprintln!(
        "hits and false alarms are those of a study in which {:.0} % of batches were bad; where fewer are, expect fewer of \
         both (--field-prevalence, --shift-criterion)",
        100.0 * surface.prevalence
    );
}

fn problem(error: &AdviceError, path: &std::path::Path) -> Problem {
    let problem = Problem::new(error.to_string());
    match error {
        AdviceError::Question(..) => problem,
        AdviceError::NothingMeasured(_) => problem.in_file(path).todo("choose another pace, or add --clamp"),
        AdviceError::Surface(error) => cost::problem(error, path),
    }
}
