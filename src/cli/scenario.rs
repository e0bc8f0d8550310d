//! `scenario`: list, show, prove and lint packs.

use super::Context;
use crate::problem::{Outcome, Problem};
use crate::scenario::{Library, Pack, prove};
use indicatif::{ProgressBar, ProgressStyle};
use std::path::Path;

/// Arguments.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Sub,
}

#[derive(Debug, clap::Subcommand)]
enum Sub {
    /// Runs every variant's checks and commands for real, and compares with what was proven before.
    ///
    /// In a folder that holds protocols/scenarios, the packs there are proven; else those of --scenarios, else those
    /// built into the program.
    Prove(ProveArgs),
}

#[derive(Debug, clap::Args)]
struct ProveArgs {
    /// Packs to prove; all where none is named.
    packs: Vec<String>,
    /// Writes what was found to each pack's proven.json.
    #[arg(long)]
    write: bool,
    /// Tries each error's reach at every end a batch may have, and not by halves.
    #[arg(long)]
    every_end: bool,
}

pub(crate) fn run(context: &Context, args: Args) -> Outcome<()> {
    match args.command {
        Sub::Prove(args) => prove_packs(context, &args),
    }
}

/// The packs as their authors have them on disk, where there is such a folder.
fn authors_library(context: &Context) -> Outcome<Library> {
    let checkout = Path::new("protocols/scenarios");
    match &context.scenarios {
        Some(folder) => Library::folder(folder),
        None if checkout.is_dir() => Library::folder(checkout),
        None => Library::embedded(),
    }
}

fn prove_packs(context: &Context, args: &ProveArgs) -> Outcome<()> {
    let library = authors_library(context)?;
    let packs: Vec<&Pack> = if args.packs.is_empty() {
        library.packs().collect()
    } else {
        args.packs.iter().map(|id| library.pack(id)).collect::<Outcome<_>>()?
    };
    let mut failed = 0;
    for pack in &packs {
        failed += prove_pack(pack, args)?;
    }
    if failed == 0 {
        return Ok(());
    }
    Err(Problem::new(format!("{failed} claims do not hold"))
        .todo("mend what the lines above name, and prove again"))
}

/// Proves one pack; gives the number of claims that do not hold.
fn prove_pack(pack: &Pack, args: &ProveArgs) -> Outcome<usize> {
    let bar = ProgressBar::new(0).with_style(bar_style()).with_message(pack.id().to_owned());
    let options = prove::Options { every_end: args.every_end, twice: args.write };
    let started = std::time::Instant::now();
    let proof = prove::prove(pack, options, &|done, total| {
        bar.set_length(total as u64);
        bar.set_position(done as u64);
    });
    bar.finish_and_clear();
    let proof = proof?;
    let mut failures = proof.failures.clone();
    if failures.is_empty() && !args.write {
        failures = prove::compare(pack, &proof);
    }
    for failure in &failures {
        eprintln!("{failure}");
    }
    if failures.is_empty() && args.write {
        prove::write(pack, &proof)?;
    }
    let verdict = match (failures.len(), args.write) {
        (0, true) => "proven and written".to_owned(),
        (0, false) => "proven as recorded".to_owned(),
        (failures, _) => format!("{failures} claims do not hold"),
    };
    super::say(format!(
        "{}: {verdict}; {} variants in {} skins, {} checks and {} commands run in {:.1} s with {}",
        pack.id(),
        pack.variants().len(),
        pack.spec().skins.len(),
        proof.checks,
        proof.commands,
        started.elapsed().as_secs_f64(),
        proof.proven.interpreter,
    ))?;
    Ok(failures.len())
}

fn bar_style() -> ProgressStyle {
    // The template is fixed and known to be good; the plain bar is as good an answer.
    ProgressStyle::with_template("{msg} [{bar:40}] {pos}/{len} {elapsed}")
        .unwrap_or_else(|_| ProgressStyle::default_bar())
}
