//! `protocol check|plan|balance|timing`.

mod timing;
mod words;

use super::{Context, say, say_json};
use crate::problem::{Outcome, Problem};
use crate::protocol::pace::expected;
use crate::protocol::{self, Loaded};
use crate::scenario::Library;
use clap::Subcommand;
use serde::Serialize;
use std::path::{Path, PathBuf};

/// Arguments.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Everything that is wrong with a protocol, and what may be doubtful about it.
    Check(File),
    /// One participant's plan, with expected minutes. Holds the ground truth: not for participants.
    Plan {
        #[command(flatten)]
        file: File,
        /// Row of the counterbalancing, from 0.
        #[arg(long, default_value_t = 0)]
        row: u32,
    },
    /// The proof of a protocol's counterbalancing.
    Balance(File),
    /// How SIMULATED people, each at their own pace, would keep a protocol's delays, and how long they would wait.
    Timing {
        #[command(flatten)]
        file: File,
        /// How many sessions.
        #[arg(long, default_value_t = 500, value_parser = clap::value_parser!(u32).range(1..=9_999))]
        sessions: u32,
        /// What the people are drawn from.
        #[arg(long, value_name = "S", default_value_t = 1)]
        seed: u64,
    },
}

#[derive(Debug, clap::Args)]
struct File {
    /// A protocol file, or the name of a built-in one: pilot, lab, team, pilot-de, agents.
    #[arg(value_name = "FILE")]
    path: PathBuf,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(context: &Context, args: Args) -> Outcome<()> {
    let library = Library::with_folder(context.scenarios.as_deref())?;
    match args.action {
        Action::Check(file) => check(&file, &library),
        Action::Plan { file, row } => plan(&file, row, &library),
        Action::Balance(file) => balance(&file, &library),
        Action::Timing { file, sessions, seed } => {
            timing::run(&file.path, file.json, sessions, seed, &library)
        }
    }
}

/// What `check --json` prints.
#[derive(Serialize)]
struct Checked<'a> {
    ok: bool,
    problems: Vec<Remark<'a>>,
    advice: Vec<Remark<'a>>,
}

/// One problem or piece of advice.
#[derive(Serialize)]
struct Remark<'a> {
    file: Option<&'a Path>,
    line: Option<usize>,
    column: Option<usize>,
    what: &'a str,
    todo: Option<&'a str>,
}

impl<'a> From<&'a Problem> for Remark<'a> {
    fn from(problem: &'a Problem) -> Self {
        Self {
            file: problem.file.as_deref(),
            line: problem.at.map(|(line, _)| line),
            column: problem.at.map(|(_, column)| column),
            what: &problem.what,
            todo: problem.todo.as_deref(),
        }
    }
}

fn check(file: &File, library: &Library) -> Outcome<()> {
    let read = protocol::read(&file.path);
    let (problems, advice) = match &read {
        Ok(loaded) => lint(loaded, library),
        Err(problem) => (vec![problem.clone()], Vec::new()),
    };
    if file.json {
        say_json(&Checked {
            ok: problems.is_empty(),
            problems: problems.iter().map(Remark::from).collect(),
            advice: advice.iter().map(Remark::from).collect(),
        })?;
    } else {
        for problem in &problems {
            say(problem)?;
        }
        for note in &advice {
            say(format_args!("advice: {note}"))?;
        }
    }
    match (read, problems.len()) {
        (Ok(loaded), 0) if file.json => drop(loaded),
        (Ok(loaded), 0) => say(words::summary(&loaded, &protocol::draw(&loaded, library, 0)?))?,
        (_, 1) => return Err(Problem::new("the protocol has one problem").in_file(&file.path)),
        (_, count) => {
            return Err(Problem::new(format!("the protocol has {count} problems")).in_file(&file.path));
        }
    }
    Ok(())
}

fn lint(loaded: &Loaded, library: &Library) -> (Vec<Problem>, Vec<Problem>) {
    let problems = protocol::check(loaded, library);
    let advice = if problems.is_empty() { protocol::advice(loaded, library) } else { Vec::new() };
    (problems, advice)
}

fn plan(file: &File, row: u32, library: &Library) -> Outcome<()> {
    let loaded = protocol::load(&file.path)?;
    let plan = protocol::draw(&loaded, library, row)?;
    let expected = expected(&plan);
    if file.json {
        say_json(&serde_json::json!({ "expected": expected, "plan": plan }))
    } else {
        say(words::plan(&plan, &expected))
    }
}

fn balance(file: &File, library: &Library) -> Outcome<()> {
    let loaded = protocol::load(&file.path)?;
    let balance = protocol::balance(&loaded, library)?;
    if file.json {
        say_json(&balance)?;
    } else {
        say(words::balance(&balance))?;
    }
    if balance.williams {
        return Ok(());
    }
    let problem = Problem::new(
        "the orders are not a Williams design: places or pairs of conditions are not equally frequent",
    );
    Err(problem.in_file(&file.path))
}
