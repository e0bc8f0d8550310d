//! One program at a time may write to a study.

use crate::problem::{Outcome, Problem};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;

/// The lock file's name in a study's folder. It stays there; what counts is who holds it.
pub(super) const LOCK: &str = ".lock";

/// The study's lock, held until it is dropped or its program ends, however that ends.
#[derive(Debug)]
pub(super) struct Lock {
    _held: File,
}

impl Lock {
    /// Takes the lock of the study in `dir`.
    ///
    /// # Errors
    /// Another program has it, named by its process where that is known; the folder cannot be written to.
    pub(super) fn take(dir: &Path) -> Outcome<Self> {
        let path = dir.join(LOCK);
        let opening = |error: std::io::Error| Problem::io(dir, "open the study for writing", &error);
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(opening)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(taken(dir, &mut file)),
            Err(TryLockError::Error(error)) => return Err(opening(error)),
        }
        // Only words for the other program: the lock holds without them, on a full disk too.
        let _ = file.set_len(0);
        let _ = file.seek(SeekFrom::Start(0));
        let _ = write!(file, "{}", std::process::id());
        Ok(Self { _held: file })
    }
}

fn taken(dir: &Path, file: &mut File) -> Problem {
    let mut holder = String::new();
    // Some systems do not let a locked file be read.
    let known = file.take(20).read_to_string(&mut holder).is_ok();
    let who = match holder.trim().parse::<u32>() {
        Ok(pid) if known && pid == std::process::id() => "this program already".to_owned(),
        Ok(pid) if known => format!("another program (process {pid})"),
        _ => "another program".to_owned(),
    };
    Problem::new(format!("this study is open in {who}"))
        .in_file(dir)
        .todo("close it there first, then try again")
}
