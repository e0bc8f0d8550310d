//! `study new|status|withdraw|check|pin`.

#[cfg(feature = "app")]
mod pin;

use super::{Context, say, say_json};
use crate::problem::{Outcome, Problem};
use crate::protocol;
use crate::scenario::Library;
use crate::study::{Participant, Study};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// Arguments.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Sub,
}

#[derive(Debug, clap::Subcommand)]
enum Sub {
    /// Begins a study in a new or empty folder.
    New {
        /// The study's folder.
        dir: PathBuf,
        /// The protocol: a file, or a built-in one by its name.
        #[arg(long, value_name = "FILE_OR_NAME")]
        protocol: PathBuf,
    },
    /// Who takes part, and how far they are.
    Status {
        /// The study's folder.
        dir: PathBuf,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Erases what a participant did, and notes that they withdrew.
    Withdraw {
        /// The study's folder.
        dir: PathBuf,
        /// The participant's code.
        #[arg(long, value_name = "ID")]
        participant: String,
        /// Yes, erase it: it cannot be brought back.
        #[arg(long)]
        yes: bool,
    },
    /// Sets or changes the PIN without which no participant's session is left; asks for it.
    #[cfg(feature = "app")]
    Pin {
        /// The study's folder.
        dir: PathBuf,
        /// Remove it.
        #[arg(long)]
        remove: bool,
    },
    /// Verifies journals, roster and folder.
    Check {
        /// The study's folder.
        dir: PathBuf,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
}

pub(crate) fn run(context: &Context, args: Args) -> Outcome<()> {
    match args.command {
        Sub::New { dir, protocol } => new(context, &dir, &protocol),
        Sub::Status { dir, json } => status(&dir, json),
        Sub::Withdraw { dir, participant, yes } => withdraw(&dir, &participant, yes),
        #[cfg(feature = "app")]
        Sub::Pin { dir, remove } => pin::pin(&dir, remove),
        Sub::Check { dir, json } => check(context, &dir, json),
    }
}

fn new(context: &Context, dir: &Path, protocol: &Path) -> Outcome<()> {
    let library = Library::with_folder(context.scenarios.as_deref())?;
    let loaded = protocol::load(protocol)?;
    let mut wrong = protocol::check(&loaded, &library).into_iter();
    if let Some(first) = wrong.next() {
        wrong.for_each(|problem| eprintln!("tightloop: {problem}"));
        return Err(first);
    }
    let study = Study::create(dir, &loaded, &library, false)?;
    say(format_args!(
        "{}: study {} for {} participants; begin with: tightloop run {} --participant P01",
        dir.display(),
        study.id(),
        loaded.protocol.participants,
        dir.display()
    ))
}

fn status(dir: &Path, json: bool) -> Outcome<()> {
    #[derive(Serialize)]
    struct Status<'a> {
        id: &'a str,
        simulated: bool,
        planned: u32,
        participants: Vec<Participant>,
    }
    let study = Study::read(dir)?;
    let status = Status {
        id: study.id(),
        simulated: study.simulated(),
        planned: study.protocol().protocol.participants,
        participants: study.participants()?,
    };
    if json {
        return say_json(&status);
    }
    let simulated = if status.simulated { ", SIMULATED" } else { "" };
    say(format_args!(
        "study {}{simulated}: {} of {} enrolled",
        status.id,
        status.participants.len(),
        status.planned
    ))?;
    status
        .participants
        .iter()
        .try_for_each(|one| say(format_args!("{:<32}  row {:>3}  {}", one.id, one.row, one.state)))?;
    for one in status.participants.iter().filter(|one| one.state.asks_for_deletion()) {
        say(format_args!(
            "{} asks for deletion: tightloop study withdraw {} --participant {} --yes",
            one.id,
            dir.display(),
            one.id
        ))?;
    }
    Ok(())
}

fn withdraw(dir: &Path, participant: &str, yes: bool) -> Outcome<()> {
    if !yes {
        let study = Study::read(dir)?;
        let one = study.participant(participant)?;
        return Err(Problem::new(format!(
            "this would erase the {} journals of participant {} ({}) and cannot be undone",
            one.sessions, one.id, one.state
        ))
        .in_file(dir)
        .todo("add --yes to do it"));
    }
    let mut study = open(dir)?;
    study.withdraw(participant)?;
    say(format_args!(
        "{participant} withdrew; nothing that they did is left in {}; copies elsewhere are yours to erase",
        dir.display()
    ))
}

fn check(context: &Context, dir: &Path, json: bool) -> Outcome<()> {
    let library = Library::with_folder(context.scenarios.as_deref())?;
    let report = Study::read(dir)?.check_with(&library)?;
    if json {
        say_json(&report)?;
    } else {
        report.notes.iter().for_each(|note| eprintln!("note: {note}"));
        report.problems.iter().try_for_each(say)?;
        say(format_args!(
            "{} journals, {} events, {} sessions replayed: {}",
            report.journals,
            report.events,
            report.replayed,
            if report.is_clean() {
                "nothing is wrong".to_owned()
            } else {
                format!("{} problems", report.problems.len())
            }
        ))?;
    }
    match report.problems.len() {
        0 => Ok(()),
        many => Err(Problem::new(format!("{many} things are wrong with this study")).in_file(dir)),
    }
}

/// Opens a study for writing, and says what that put right.
fn open(dir: &Path) -> Outcome<Study> {
    let study = Study::open(dir)?;
    study.notes().iter().for_each(|note| eprintln!("note: {note}"));
    Ok(study)
}
