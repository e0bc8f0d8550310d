//! `scenario`: list, show, prove, lint and audit packs.
//!
//! `show`, `prove`, `lint` and `audit` are for authors: in a folder that holds `protocols/scenarios` they read the packs there, so
//! that a changed pack needs no new program. `list` tells what studies would get.

mod audit;
mod import;
mod lengths;
mod new;

use super::Context;
use crate::nearest::advice;
use crate::problem::{Outcome, Problem};
use crate::report::trajectory::{self, Reading};
use crate::scenario::prove::Workshop;
use crate::scenario::{Library, Pack, Summary, lint, prove, text};
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use serde_json::json;
use std::collections::BTreeMap;
use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// Arguments.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Sub,
}

#[derive(Debug, clap::Subcommand)]
enum Sub {
    /// What packs there are.
    List(ListArgs),
    /// What a participant sees of a pack, as text, as JSON, or as a page to be read in a browser.
    Show(ShowArgs),
    /// Runs every variant's checks and commands for real, and compares with what was proven before.
    Prove(ProveArgs),
    /// What packs lack against the standard.
    Lint(LintArgs),
    /// How far surface features tell wrong choices from sound ones.
    Audit(audit::AuditArgs),
    /// Turns a public annotated trace into a read-only scenario, with somebody's annotation for its truth.
    Import(import::ImportArgs),
    /// Lays out a small new pack that proves as it stands.
    New(new::NewArgs),
    /// How long our trajectories are, beside real ones.
    Lengths(lengths::LengthsArgs),
}

#[derive(Debug, clap::Args)]
struct ListArgs {
    /// As JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
struct ShowArgs {
    /// The pack.
    pack: String,
    /// The variant; the pack's first where none is named.
    #[arg(long)]
    variant: Option<String>,
    /// The skin; the pack's first where none is named.
    #[arg(long)]
    skin: Option<String>,
    /// The batch's first decision.
    #[arg(long, value_name = "START", default_value_t = 1)]
    window: u32,
    /// How many decisions the batch has; up to the last one where no number is given.
    #[arg(long, value_name = "M")]
    batch: Option<u32>,
    /// Also says what is wrong with it, and which answers are right.
    #[arg(long)]
    truth: bool,
    /// As JSON.
    #[arg(long)]
    json: bool,
    /// As a page to be read in a browser: one HTML file, on standard output unless --out names another place.
    #[arg(long, conflicts_with = "json")]
    html: bool,
    /// Where the page goes.
    #[arg(long, value_name = "FILE", requires = "html")]
    out: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
struct LintArgs {
    /// Packs to lint; all where none is named.
    packs: Vec<String>,
}

#[derive(Debug, clap::Args)]
struct ProveArgs {
    /// Packs to prove; where none is named, those that changed since they were proven.
    packs: Vec<String>,
    /// Proves unchanged packs too.
    #[arg(long, conflicts_with = "packs")]
    all: bool,
    /// Writes what was found to each pack's proven.json.
    #[arg(long)]
    write: bool,
    /// Tries each error's reach at every end a batch may have, and not by halves.
    #[arg(long)]
    every_end: bool,
    /// Keeps what programs did in this folder, and does not run the same program in the same repository again.
    #[arg(long, value_name = "DIR")]
    reuse: Option<PathBuf>,
}

pub(crate) fn run(context: &Context, args: Args) -> Outcome<()> {
    match args.command {
        Sub::List(args) => list(context, &args),
        Sub::Show(args) => show(context, &args),
        Sub::Prove(args) => prove_packs(context, &args),
        Sub::Lint(args) => lint_packs(context, &args),
        Sub::Audit(args) => audit::audit(context, &args),
        Sub::Import(args) => import::import(&args),
        Sub::New(args) => new::new(context, &args),
        Sub::Lengths(args) => lengths::lengths(context, args),
    }
}

/// The folder in which authors have their packs: `--scenarios`, else that of a checkout.
fn authors_folder(context: &Context) -> Option<PathBuf> {
    let checkout = || Some(PathBuf::from("protocols/scenarios")).filter(|folder| folder.is_dir());
    context.scenarios.clone().or_else(checkout)
}

/// The packs as their authors have them on disk, where there is such a folder; else the built-in ones.
fn authors_library(context: &Context) -> Outcome<Library> {
    authors_folder(context).map_or_else(Library::embedded, |folder| Library::folder(&folder))
}

fn list(context: &Context, args: &ListArgs) -> Outcome<()> {
    let library = Library::with_folder(context.scenarios.as_deref())?;
    let packs: Vec<Summary> = library.packs().map(Pack::summary).collect();
    if args.json {
        return super::say_json(&packs);
    }
    for pack in packs {
        super::say(format!(
            "{}: {} decisions, {} clauses, {} wrong choices ({} become root, {} never), {} unfamiliar, {} amendments, \
             {} skins, {} variants; {}",
            pack.id,
            pack.decisions,
            pack.clauses,
            pack.wrong,
            pack.wrong_root,
            pack.wrong_local,
            pack.unfamiliar,
            pack.amendments,
            pack.skins,
            pack.variants,
            match (pack.proven, pack.soft) {
                (_, true) => "soft truth",
                (true, _) => "proven",
                (false, _) => "NOT PROVEN",
            },
        ))?;
    }
    Ok(())
}

fn show(context: &Context, args: &ShowArgs) -> Outcome<()> {
    let library = authors_library(context)?;
    let pack = library.pack(&args.pack)?;
    let first = |names: Option<&String>| names.cloned().unwrap_or_default();
    let variant = args.variant.clone().unwrap_or_else(|| first(pack.variants().first().map(|each| &each.id)));
    let skin = args.skin.clone().unwrap_or_else(|| first(pack.spec().skins.first().map(|each| &each.id)));
    let batch = args.batch.unwrap_or_else(|| (pack.decision_count() + 1).saturating_sub(args.window).max(1));
    let questions: Vec<u32> = (0..).take(pack.spec().questions.len()).collect();
    let stimulus = pack.preview(&variant, &skin, args.window, batch, &questions)?;
    if args.html {
        let explanation =
            args.truth.then(|| pack.explain(&variant, &skin, args.window, batch)).transpose()?;
        let page = trajectory::html(&Reading {
            pack: pack.id(),
            hash: pack.hash(),
            proven: pack.is_proven(),
            soft: pack.is_soft(),
            skin: &skin,
            variant: &variant,
            stimulus: &stimulus,
            window_start: args.window,
            explanation: explanation.as_ref(),
        });
        let Some(path) = &args.out else { return super::say(page) };
        crate::whole_file::write(path, page.as_bytes(), "the page")?;
        eprintln!("wrote {}", path.display());
        return Ok(());
    }
    let truth = args.truth.then(|| pack.truth(&variant, &skin, args.window, batch)).transpose()?;
    if !args.json {
        return super::say(text(&stimulus, args.window, truth.as_ref()).trim_end());
    }
    let questions = stimulus.questions.iter().map(|question| {
        let mut shown = json!({ "text": question.text, "options": question.options });
        if args.truth {
            shown["answer"] = json!(question.answer);
        }
        shown
    });
    let mut shown = json!({
        "pack": pack.id(),
        "pack_hash": pack.hash(),
        "proven": pack.is_proven(),
        "soft": pack.is_soft(),
        "variant": variant,
        "skin": skin,
        "window_start": args.window,
        "batch_size": batch,
        "brief": *stimulus.brief,
        "questions": questions.collect::<Vec<_>>(),
        "batch": *stimulus.batch,
    });
    if let Some(truth) = truth {
        shown["truth"] = json!(truth);
    }
    super::say_json(&shown)
}

fn lint_packs(context: &Context, args: &LintArgs) -> Outcome<()> {
    let mut linted = match authors_folder(context) {
        Some(folder) => lint::lint_folder(&folder)?,
        None => Library::embedded()?.packs().map(lint::lint).collect(),
    };
    for id in &args.packs {
        if !linted.iter().any(|(name, _)| name == id) {
            let names = linted.iter().map(|(name, _)| name.as_str());
            return Err(Problem::new(format!("there is no scenario pack '{id}'")).todo(advice(id, names)));
        }
    }
    linted.retain(|(name, _)| args.packs.is_empty() || args.packs.contains(name));
    let mut lacking = 0;
    for (name, problems) in linted {
        lacking += problems.len();
        match problems.as_slice() {
            [] => super::say(format!("{name}: nothing is missing"))?,
            some => some.iter().try_for_each(super::say)?,
        }
    }
    if lacking == 0 {
        Ok(())
    } else {
        Err(Problem::new(format!("things that are missing or broken: {lacking}")))
    }
}

fn prove_packs(context: &Context, args: &ProveArgs) -> Outcome<()> {
    let library = authors_library(context)?;
    let named: Vec<&Pack> = args.packs.iter().map(|id| library.pack(id)).collect::<Outcome<_>>()?;
    let (packs, unchanged): (Vec<&Pack>, Vec<&Pack>) = if named.is_empty() {
        for soft in library.packs().filter(|pack| pack.is_soft()) {
            eprintln!("{}: soft truth, nothing to prove", soft.id());
        }
        library.pool().partition(|pack| args.all || !pack.is_proven())
    } else {
        (named, Vec::new())
    };
    for pack in &unchanged {
        super::say(format!("{}: unchanged since it was proven; --all proves it again", pack.id()))?;
    }
    if packs.is_empty() {
        return Ok(());
    }
    let options = prove::Options {
        every_end: args.every_end,
        twice: args.write,
        reuse: args.reuse.clone(),
        ..prove::Options::default()
    };
    let workshop = Workshop::open(options.reuse.as_deref())?;
    if !workshop.is_confined() {
        eprintln!("this system cannot keep programs from writing elsewhere: prove packs that you trust");
    }
    let started = Instant::now();
    let board = Board::new();
    let proofs = workshop.prove_all(&packs, &options, &|pack, done, total| board.tell(pack, done, total));
    board.clear();
    let mut failed = 0;
    for (pack, proof) in packs.iter().zip(proofs) {
        failed += match proof {
            Ok(proof) => judge(pack, &proof, args.write)?,
            Err(problem) if packs.len() == 1 => return Err(problem),
            // One pack that cannot be proven does not hide what was found about the others.
            Err(problem) => {
                eprintln!("{problem}");
                1
            }
        };
    }
    let secs = started.elapsed().as_secs_f64();
    if failed == 0 {
        return super::say(format!("packs proven: {}, in {secs:.1} s", packs.len()));
    }
    Err(Problem::new(format!("claims that do not hold: {failed}"))
        .todo("mend what the lines above name, and prove again"))
}

/// Says what proving one pack found, and keeps it where that was asked for; gives the number of claims that do not
/// hold.
fn judge(pack: &Pack, proof: &prove::Proof, write: bool) -> Outcome<usize> {
    let mut failures = proof.failures.clone();
    if failures.is_empty() && !write {
        failures = prove::compare(pack, proof);
    }
    for failure in &failures {
        eprintln!("{failure}");
    }
    if failures.is_empty() && write {
        prove::write(pack, proof)?;
    }
    let verdict = match (failures.len(), write) {
        (0, true) => "proven and written".to_owned(),
        (0, false) => "proven as recorded".to_owned(),
        (failures, _) => format!("claims that do not hold: {failures}"),
    };
    super::say(format!(
        "{}: {verdict}; {} variants in {} skins, {} checks and {} commands run with {}",
        pack.id(),
        pack.variants().len(),
        pack.spec().skins.len(),
        proof.checks,
        proof.commands,
        proof.proven.interpreter,
    ))?;
    Ok(failures.len())
}

/// A bar for each pack that is being proven; where nobody watches, a line as each begins and ends.
struct Board {
    bars: MultiProgress,
    watched: bool,
    packs: Mutex<BTreeMap<String, ProgressBar>>,
}

impl Board {
    fn new() -> Self {
        let watched = std::io::stderr().is_terminal();
        Self { bars: MultiProgress::new(), watched, packs: Mutex::default() }
    }

    fn tell(&self, pack: &str, done: usize, total: usize) {
        if !self.watched {
            if done == 0 {
                eprintln!("{pack}: {total} commands and cases to prove");
            } else if done == total {
                eprintln!("{pack}: all {total} done");
            }
            return;
        }
        let bar = {
            let mut packs = self.packs.lock().unwrap_or_else(PoisonError::into_inner);
            let new =
                || self.bars.add(ProgressBar::new(0).with_style(bar_style()).with_message(pack.to_owned()));
            packs.entry(pack.to_owned()).or_insert_with(new).clone()
        };
        bar.set_length(total as u64);
        bar.set_position(done as u64);
    }

    fn clear(&self) {
        // Where the terminal is gone there is nothing to clear.
        drop(self.bars.clear());
    }
}

fn bar_style() -> ProgressStyle {
    // The template is fixed and known to be good; the plain bar is as good an answer.
    ProgressStyle::with_template("{msg:>12} [{bar:40}] {pos}/{len} {elapsed}, {eta} left")
        .unwrap_or_else(|_| ProgressStyle::default_bar())
}
