//! Runs each program once for each repository it sees, however many variants share it, and remembers what it did. Of
//! repositories that differ only in files which the program did not read, it sees one.
//!
//! With a folder to remember in, runs are shared between calls too, so that an author who changed one edit waits for
//! what that changed and not for everything. A run is found again by everything it depends on: the repository, the
//! program, the interpreter's version.

use super::reads::{Reads, Shared};
use super::run::{FileMap, Program, Ran, Room, Start, run};
use crate::problem::{Outcome, Problem};
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Key of one run: the repository and everything else that the program is given.
type Key = [u8; 32];
type Slot = Arc<OnceLock<Outcome<Ran>>>;

#[derive(Debug)]
pub(super) struct Runner {
    room: Room,
    reuse: Option<PathBuf>,
    runs: Mutex<HashMap<Key, Slot>>,
    shared: Shared,
    checks: AtomicUsize,
    commands: AtomicUsize,
}

impl Runner {
    pub(super) fn new(room: Room, reuse: Option<PathBuf>) -> Self {
        let (checks, commands) = (AtomicUsize::new(0), AtomicUsize::new(0));
        Self { room, reuse, runs: Mutex::default(), shared: Shared::default(), checks, commands }
    }

    /// What a program does in a repository with this hash and these files.
    pub(super) fn run(
        &self,
        hash: &blake3::Hash,
        files: impl FnOnce() -> FileMap,
        program: Program<'_>,
    ) -> Outcome<Ran> {
        let key = key(hash, program, self.room.interpreter.version());
        let slot = self.slot(key);
        // Whoever comes second waits for the first: the same program is never run twice at once.
        slot.get_or_init(|| {
            let kept =
                self.reuse.as_ref().map(|folder| folder.join(blake3::Hash::from(key).to_hex().as_str()));
            if let Some(ran) = kept.as_ref().and_then(|path| recall(path)) {
                return Ok(ran);
            }
            let ran = self.once_for_all_that_is_read(&files(), program)?;
            if let (Some(path), None) = (kept, &ran.killed) {
                keep(&path, &ran)?;
            }
            Ok(ran)
        })
        .clone()
    }

    fn once_for_all_that_is_read(&self, files: &FileMap, program: Program<'_>) -> Outcome<Ran> {
        let key = key(&blake3::Hash::from([0; 32]), program, self.room.interpreter.version());
        if let Some(ran) = self.shared.find(&key, files) {
            return Ok(ran);
        }
        let (ran, reads) = self.really(files, program, Start::Warm)?;
        if let Some(reads) = reads {
            self.shared.keep(key, program, files, reads, &ran);
        }
        Ok(ran)
    }

    /// The same, really run however often that was done before, and by an interpreter of its own.
    ///
    /// With a folder to remember in, what an earlier call found is good here too.
    pub(super) fn cold(&self, hash: &blake3::Hash, files: &FileMap, program: Program<'_>) -> Outcome<Ran> {
        let key = blake3::Hash::from(key(hash, program, self.room.interpreter.version())).to_hex();
        let kept = self.reuse.as_ref().map(|folder| folder.join(format!("{key}-cold")));
        if let Some(ran) = kept.as_ref().and_then(|path| recall(path)) {
            return Ok(ran);
        }
        let (ran, _) = self.really(files, program, Start::Cold)?;
        if let (Some(path), None) = (kept, &ran.killed) {
            keep(&path, &ran)?;
        }
        Ok(ran)
    }

    fn really(&self, files: &FileMap, program: Program<'_>, start: Start) -> Outcome<(Ran, Option<Reads>)> {
        let counter = match program {
            Program::Line(_) => &self.commands,
            Program::Check { .. } => &self.checks,
        };
        counter.fetch_add(1, Ordering::Relaxed);
        run(&self.room, files, program, start)
    }

    /// Name and version.
    pub(super) fn interpreter(&self) -> &str {
        self.room.interpreter.version()
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

fn key(hash: &blake3::Hash, program: Program<'_>, interpreter: &str) -> Key {
    let mut hasher = blake3::Hasher::new();
    let mut part = |bytes: &[u8]| {
        hasher.update(&(bytes.len() as u64).to_le_bytes()).update(bytes);
    };
    part(interpreter.as_bytes());
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

/// What an earlier call kept; a file that cannot be read is as good as none.
fn recall(path: &Path) -> Option<Ran> {
    serde_json::from_str(&fs::read_to_string(path).ok()?).ok()
}

fn keep(path: &Path, ran: &Ran) -> Outcome<()> {
    let text = serde_json::to_string(ran)
        .map_err(|error| Problem::new(format!("cannot keep what a program did: {error}")).in_file(path))?;
    fs::write(path, text).map_err(|error| Problem::io(path, "keep what a program did", &error))
}
