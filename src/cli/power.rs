//! `power`.

mod words;

use super::Context;
use crate::problem::Outcome;
use crate::protocol;
use crate::scenario::Library;
use crate::simulate::power::{self, Ask, CellAt, Progress};
use indicatif::HumanDuration;
use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Arguments.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A protocol file, or the name of a built-in one.
    #[arg(value_name = "PROTOCOL")]
    protocol: PathBuf,
    /// How many people take part: one number or several, 1 to 999 each.
    #[arg(long, value_name = "N,…", required = true, value_delimiter = ',', value_parser = clap::value_parser!(u32).range(1..=999))]
    participants: Vec<u32>,
    /// What is to be true instead of the priors' medians: slope_delay=0.2,person_sd=0.3. Names as in a surface's
    /// model.params, or as in the analysis plan.
    #[arg(long, value_name = "NAME=VALUE,…", value_delimiter = ',', value_parser = effect)]
    effect: Vec<(String, f64)>,
    /// Simulated studies for each number of participants.
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    reps: u32,
    /// Seed of everything random in them.
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Two cells to be ranked, each as delay,batch: 0,2:360,2. The cheapest and the dearest corner unless given.
    #[arg(long, value_name = "D,M:D,M", value_parser = cells)]
    cells: Option<Cells>,
    /// The analysis plan whose first model and prices are used; the built-in one unless another is named.
    #[arg(long, value_name = "FILE")]
    plan: Option<PathBuf>,
    /// Where each repetition is written when it is done, one JSON line each. May be killed and called again.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Prints the result as JSON.
    #[arg(long)]
    json: bool,
}

/// Two cells. A type of its own, because clap takes an array for several values.
#[derive(Debug, Clone, Copy)]
struct Cells([CellAt; 2]);

fn effect(text: &str) -> Result<(String, f64), String> {
    let (name, value) = text.split_once('=').ok_or("expected NAME=VALUE, as in slope_delay=0.2")?;
    let number = value.trim().parse().map_err(|_| format!("'{value}' is no number"))?;
    Ok((name.trim().to_owned(), number))
}

fn cells(text: &str) -> Result<Cells, String> {
    let cell = |text: &str| -> Option<CellAt> {
        let (delay, size) = text.split_once(',')?;
        Some(CellAt { delay_secs: delay.trim().parse().ok()?, batch_size: size.trim().parse().ok()? })
    };
    let both = text.split_once(':').and_then(|(one, other)| Some([cell(one)?, cell(other)?]));
    both.map(Cells).ok_or_else(|| "expected two cells as delay,batch:delay,batch, as in 0,2:360,2".to_owned())
}

pub(crate) fn run(context: &Context, args: Args) -> Outcome<()> {
    let library = Library::with_folder(context.scenarios.as_deref())?;
    let loaded = protocol::load(&args.protocol)?;
    if let Some(first) = protocol::check(&loaded, &library).into_iter().next() {
        return Err(first);
    }
    let plan = super::source::analysis_plan(args.plan.as_deref())?;
    let ask = Ask {
        participants: args.participants,
        reps: args.reps,
        seed: args.seed,
        effects: args.effect,
        cells: args.cells.map(|cells| cells.0),
    };
    let mut teller = Teller::new();
    let summary = power::run(
        &loaded,
        &library,
        &plan,
        &ask,
        args.out.as_deref(),
        &mut |note| eprintln!("{note}"),
        &mut |progress| teller.tell(progress),
    )?;
    teller.end();
    if args.json { super::say_json(&summary) } else { super::say(words::summary(&summary).trim_end()) }
}

/// Tells on standard error how far it is and how long it will take: on one line of a terminal, else now and then.
struct Teller {
    terminal: bool,
    begun: Instant,
    /// Work that was done before this run.
    before: Option<u64>,
    told: Option<Instant>,
}

impl Teller {
    /// How often a log is told.
    const SELDOM: Duration = Duration::from_secs(15);

    fn new() -> Self {
        Self { terminal: std::io::stderr().is_terminal(), begun: Instant::now(), before: None, told: None }
    }

    fn tell(&mut self, progress: Progress) {
        let before = *self.before.get_or_insert(progress.work_done);
        let soon = self.told.is_some_and(|told| told.elapsed() < Self::SELDOM);
        if soon && !self.terminal && progress.done < progress.of {
            return;
        }
        self.told = Some(Instant::now());
        let line = words::progress(progress, left(progress, before, self.begun.elapsed()));
        if self.terminal {
            eprint!("\r\x1b[K{line}");
        } else {
            eprintln!("{line}");
        }
    }

    fn end(&self) {
        if self.terminal {
            eprint!("\r\x1b[K");
        }
    }
}

/// How long the rest will take, at the pace of this run; none before anything is done.
fn left(progress: Progress, before: u64, elapsed: Duration) -> Option<HumanDuration> {
    let done = progress.work_done.saturating_sub(before);
    let rest = progress.work.saturating_sub(progress.work_done);
    (done > 0 && rest > 0).then(|| HumanDuration(elapsed.mul_f64(rest as f64 / done as f64)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn effects_and_cells_are_read_or_refused() {
        assert_eq!(effect("slope_delay=0.2").unwrap(), ("slope_delay".to_owned(), 0.2));
        assert!(effect("slope_delay").unwrap_err().contains("NAME=VALUE"));
        assert_eq!(effect("a=b").unwrap_err(), "'b' is no number");
        let [one, other] = cells("0,2:360,12").unwrap().0;
        assert_eq!(
            (one.delay_secs, one.batch_size, other.delay_secs, other.batch_size),
            (0.0, 2.0, 360.0, 12.0)
        );
        for wrong in ["0,2", "0,2:360", "0;2:3;4", ""] {
            assert!(cells(wrong).unwrap_err().contains("delay,batch:delay,batch"), "{wrong}");
        }
    }

    #[test]
    fn time_left_goes_by_work_and_not_by_what_an_earlier_run_did() {
        let progress = Progress { done: 3, of: 6, work_done: 30, work: 70 };
        // 20 participants in 10 s, 40 to go.
        let said = left(progress, 10, Duration::from_secs(10)).unwrap().to_string();
        assert_eq!(said, HumanDuration(Duration::from_secs(20)).to_string());
        assert!(left(progress, 30, Duration::from_secs(10)).is_none());
    }
}
