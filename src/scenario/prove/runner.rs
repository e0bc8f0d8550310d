//! Runs each program once for each repository it sees, however many variants share it, and remembers what it did.

use super::interpreter::Interpreter;
use super::run::{FileMap, Program, Ran, run};
use crate::problem::Outcome;
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

/// Key of one run: the repository and everything else that the program is given.
type Key = [u8; 32];
type Slot = Arc<OnceLock<Outcome<Ran>>>;

#[derive(Debug)]
pub(super) struct Runner {
    interpreter: Interpreter,
    limit: Duration,
    runs: Mutex<HashMap<Key, Slot>>,
    checks: AtomicUsize,
    commands: AtomicUsize,
}

impl Runner {
    pub(super) fn new(interpreter: Interpreter, limit: Duration) -> Self {
        let (checks, commands) = (AtomicUsize::new(0), AtomicUsize::new(0));
        Self { interpreter, limit, runs: Mutex::default(), checks, commands }
    }

    /// What a program does in a repository with this hash and these files.
    pub(super) fn run(
        &self,
        hash: &blake3::Hash,
        files: impl FnOnce() -> FileMap,
        program: Program<'_>,
    ) -> Outcome<Ran> {
        let slot = self.slot(key(hash, program));
        // Whoever comes second waits for the first: the same program is never run twice at once.
        slot.get_or_init(|| self.anew(&files(), program)).clone()
    }

    /// The same, really run however often that was done before.
    pub(super) fn anew(&self, files: &FileMap, program: Program<'_>) -> Outcome<Ran> {
        let counter = match program {
            Program::Line(_) => &self.commands,
            Program::Check { .. } => &self.checks,
        };
        counter.fetch_add(1, Ordering::Relaxed);
        run(&self.interpreter, files, program, self.limit)
    }

    pub(super) fn checks_run(&self) -> usize {
        self.checks.load(Ordering::Relaxed)
    }

    pub(super) fn commands_run(&self) -> usize {
        self.commands.load(Ordering::Relaxed)
    }

    fn slot(&self, key: Key) -> Slot {
        self.runs.lock().unwrap_or_else(PoisonError::into_inner).entry(key).or_default().clone()
    }
}

fn key(hash: &blake3::Hash, program: Program<'_>) -> Key {
    let mut hasher = blake3::Hasher::new();
    let mut part = |bytes: &[u8]| {
        hasher.update(&(bytes.len() as u64).to_le_bytes()).update(bytes);
    };
    part(hash.as_bytes());
    match program {
        Program::Line(line) => {
            part(b"line");
            part(line.as_bytes());
        }
        Program::Check { files, name } => {
            part(b"check");
            part(name.as_bytes());
            for (path, text) in files {
                part(path.as_bytes());
                part(text.as_bytes());
            }
        }
    }
    *hasher.finalize().as_bytes()
}
