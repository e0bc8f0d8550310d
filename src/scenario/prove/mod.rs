//! Proving a pack: every claim that it makes about right and wrong is run, and what commands print is captured.
//!
//! For each case (see [`cases`]) in each skin:
//! 1. sound throughout: every clause's check passes;
//! 2. a wrong choice: exactly the check of the clause that it names fails;
//! 3. an unfamiliar choice: every check passes;
//! 4. an amendment, followed: the amended check passes, the original one fails; not followed: the amended one fails;
//! 5. reach: see [`reach`];
//! 6. the wrong twin is the sound twin up to the planted decision, and differs there in what a person sees;
//! 7. the clause that a wrong choice breaks is in the brief, and an amendment it breaks has arrived by then;
//! 8. what commands print is what `proven.json` captured, and on capturing a sample of them, each command line at least once,
//!    is run again by an interpreter of its own and prints the same;
//! 9. cues: see [`cues`].
//!
//! A program is run once in all repositories that differ only in files which it did not read (see [`reads`]). Nothing is
//! traded for that but this: a program that finds out a file's size or age without reading it, by a way that `reads`
//! does not know, would be believed to do elsewhere what it did once. The sample of 8 is run in its own repository.

mod attention;
mod cases;
mod confine;
mod cues;
mod interpreter;
mod normalise;
mod outputs;
mod reach;
mod reads;
mod run;
mod runner;
mod verify;
mod warm;
mod workshop;

use super::memo::{Memo, StateId};
use super::pack::Pack;
use super::proven::{PROVEN_FORMAT, Proven};
use super::render::Walk;
use super::spec::VariantSpec;
use super::{choose, files};
use crate::problem::{Outcome, Problem};
use interpreter::Interpreter;
use rayon::prelude::*;
use run::{FileMap, Program, Ran, Room};
use runner::Runner;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use warm::Warm;
pub use workshop::Workshop;

/// How to prove.
#[derive(Debug, Clone)]
pub struct Options {
    /// Try reach at every end a batch may have, and not by halves.
    pub every_end: bool,
    /// Run each command line, and one in sixteen of its runs, a second time to see that it prints the same: for
    /// capturing.
    pub twice: bool,
    /// A check or a command that takes longer is killed.
    pub limit: Duration,
    /// A folder that keeps what programs did, so that the same program in the same repository need not run again.
    pub reuse: Option<PathBuf>,
}

impl Default for Options {
    fn default() -> Self {
        Self { every_end: false, twice: false, limit: Duration::from_secs(20), reuse: None }
    }
}

/// What proving found.
#[derive(Debug)]
pub struct Proof {
    /// The record, good only where nothing failed.
    pub proven: Proven,
    /// Everything that is not as the pack claims.
    pub failures: Vec<Problem>,
    /// How many checks of the oracle were really run.
    pub checks: usize,
    /// How many commands were really run.
    pub commands: usize,
}

/// Proves one pack by itself. `progress` is told of work done and work there is.
///
/// # Errors
/// Where proving cannot begin: the interpreter is missing, or a temporary folder cannot be made. What the pack
/// claims and does not hold is in [`Proof::failures`].
pub fn prove(pack: &Pack, options: &Options, progress: &(dyn Fn(usize, usize) + Sync)) -> Outcome<Proof> {
    let workshop = Workshop::open(options.reuse.as_deref())?;
    let mut proofs = workshop.prove_all(&[pack], options, &|_, done, total| progress(done, total));
    proofs.pop().unwrap_or_else(|| Err(Problem::new("nothing was proven")))
}

/// Compares a proof with the record that the pack carries: everything that is not the same.
pub fn compare(pack: &Pack, proof: &Proof) -> Vec<Problem> {
    outputs::compare(pack, &proof.proven)
}

/// Writes `proven.json`, all of it or nothing.
///
/// # Errors
/// Where the pack is built into the program, and where its folder cannot be written to.
pub fn write(pack: &Pack, proof: &Proof) -> Outcome<()> {
    use std::io::Write as _;
    let Some(folder) = &pack.files.folder else {
        let problem = Problem::new(format!("the pack '{}' is built into this program", pack.id()));
        return Err(problem.todo("name the folder it comes from: --scenarios DIR"));
    };
    let path = folder.join(files::PROVEN);
    let broken = |error: &std::io::Error| Problem::io(&path, "write what proving found", error);
    let mut text = serde_json::to_string_pretty(&proof.proven)
        .map_err(|error| Problem::new(format!("cannot write what proving found: {error}")).in_file(&path))?;
    text.push('\n');
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(|error| broken(&error))?;
    file.write_all(text.as_bytes()).map_err(|error| broken(&error))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let readable = std::fs::Permissions::from_mode(0o644);
        file.as_file().set_permissions(readable).map_err(|error| broken(&error))?;
    }
    file.as_file().sync_all().map_err(|error| broken(&error))?;
    file.persist(&path).map_err(|error| broken(&error.error))?;
    Ok(())
}

/// One pack being proven.
struct Prover<'a> {
    pack: &'a Pack,
    options: Options,
    /// Apart from the pack's own: it must not remember outputs that are not proven yet.
    memo: Mutex<Memo>,
    runner: Runner,
    /// Trajectories by case, sound twin or not, and skin.
    walks: BTreeMap<(usize, bool, usize), Walk>,
    cases: Vec<VariantSpec>,
}

impl<'a> Prover<'a> {
    fn new(pack: &'a Pack, options: &Options, root: &Path, confined: bool) -> Outcome<Self> {
        if pack.is_soft() {
            let what = format!(
                "the truth of '{}' is soft: somebody's annotation, which nothing can prove",
                pack.id()
            );
            return Err(Problem::new(what).in_file(&pack.files.root).todo("leave it out"));
        }
        let interpreter = Interpreter::find(pack.spec().runtime).map_err(|problem| Problem {
            what: format!("the pack '{}' cannot be proven: {}", pack.id(), problem.what),
            ..problem
        })?;
        let (root, limit) = (root.to_owned(), options.limit);
        let notices_reads = reads::are_noticed(&root);
        let room = Room { interpreter, warm: Warm::default(), root, confined, notices_reads, limit };
        Ok(Self {
            pack,
            memo: Mutex::default(),
            runner: Runner::new(room, options.reuse.clone()),
            options: options.clone(),
            walks: BTreeMap::new(),
            cases: cases::cases(pack.spec()),
        })
    }

    fn prove(mut self, progress: &(dyn Fn(usize, usize) + Sync)) -> Outcome<Proof> {
        let mut failures = self.walk_all()?;
        let (commands, jobs) = (self.commands(), self.jobs());
        let total = commands.len() + jobs.len();
        let done = AtomicUsize::new(0);
        progress(0, total);
        let step = || progress(done.fetch_add(1, Ordering::Relaxed) + 1, total);
        let printed = commands.par_iter().map(|command| {
            let found = self.command(command);
            step();
            found
        });
        failures.extend(printed.collect::<Outcome<Vec<_>>>()?.concat());
        let found = jobs.par_iter().map(|(case, skin)| {
            let found = self.case(*case, *skin);
            step();
            found
        });
        let mut variants = BTreeMap::new();
        for ((case, _), (problems, variant)) in jobs.iter().zip(found.collect::<Outcome<Vec<_>>>()?) {
            failures.extend(problems);
            if let Some(shown) = self.pack.variants().get(*case) {
                variants.insert(shown.id.clone(), variant);
            }
        }
        failures.dedup();
        let proven = Proven {
            format: PROVEN_FORMAT.to_owned(),
            pack: self.pack.hash().to_owned(),
            interpreter: self.runner.interpreter().to_owned(),
            variants,
            outputs: self.outputs(&commands),
        };
        Ok(Proof { proven, failures, checks: self.runner.checks_run(), commands: self.runner.commands_run() })
    }
}

impl Prover<'_> {
    /// Works out every case and its sound twin in every skin. An edit that does not apply is a failure.
    fn walk_all(&mut self) -> Outcome<Vec<Problem>> {
        let mut failures = Vec::new();
        let mut memo = Memo::default();
        for skin in 0..self.pack.spec().skins.len() {
            for (index, case) in self.cases.iter().enumerate() {
                for (is_twin, variant) in [(false, case.clone()), (true, choose::sound_twin(case))] {
                    if is_twin && case.wrong.is_none() {
                        continue;
                    }
                    match self.pack.walk(&mut memo, &variant, skin) {
                        Ok(walk) => drop(self.walks.insert((index, is_twin, skin), walk)),
                        Err(problem) => {
                            let what = format!("{}: {}", self.who(&variant, skin), problem.what);
                            failures.push(Problem { what, ..problem });
                        }
                    }
                }
            }
        }
        self.memo = Mutex::new(memo);
        Ok(failures)
    }

    /// Cases and skins that could be worked out.
    fn jobs(&self) -> Vec<(usize, usize)> {
        let whole = |(case, is_twin, skin): &(usize, bool, usize)| {
            let needs_twin = self.cases[*case].wrong.is_some();
            !is_twin && (!needs_twin || self.walks.contains_key(&(*case, true, *skin)))
        };
        self.walks.keys().filter(|key| whole(key)).map(|(case, _, skin)| (*case, *skin)).collect()
    }

    /// Names pack, skin, variant and what it chooses, for messages.
    fn who(&self, case: &VariantSpec, skin: usize) -> String {
        let skin = self.pack.spec().skins.get(skin).map_or("", |skin| &skin.id);
        let chosen: Vec<&str> = case.wrong.iter().chain(&case.foils).map(String::as_str).collect();
        let chosen =
            if chosen.is_empty() { String::new() } else { format!(" with {}", chosen.join(" and ")) };
        format!("pack '{}', variant '{}'{chosen}, skin '{skin}'", self.pack.id(), case.id)
    }

    fn memo(&self) -> MutexGuard<'_, Memo> {
        self.memo.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn files(&self, state: StateId) -> FileMap {
        let memo = self.memo();
        memo.state_of(state).tree.iter().map(|(path, text)| (path.clone(), memo.text(*text))).collect()
    }

    fn run(&self, state: StateId, program: Program<'_>) -> Outcome<Ran> {
        let hash = self.memo().state_of(state).hash;
        self.runner.run(&hash, || self.files(state), program)
    }

    fn scenario(&self, what: String) -> Problem {
        Problem::new(what).in_file(self.pack.files.place(files::SCENARIO))
    }
}
