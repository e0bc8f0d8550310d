//! The experimenter's PIN: what a study needs before anybody leaves a participant's session.
//!
//! `pin.json` in the study's folder, so that a copied study keeps its lock. It holds the PIN's argon2id hash and how
//! many tries were wrong, and when the last one was: the wait after them outlives the dialog and the program. Where
//! there is no such file, nothing is locked; a PIN that was forgotten is taken away by deleting it.
//!
//! This keeps a person who sits before the window inside the session. It does not keep out somebody who can read the
//! folder and try many PINs on a computer of their own: the shorter the PIN, the sooner they find it.

#[cfg(test)]
mod tests;

use crate::problem::{Outcome, Problem};
use crate::whole_file;
use argon2::password_hash::Error as HashError;
use argon2::{Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The file's name in a study's folder.
pub const PIN_FILE: &str = "pin.json";
/// The fewest characters of a PIN.
pub const LEAST: usize = 4;
/// The most.
pub const MOST: usize = 32;

const FORMAT: &str = "tightloop-pin/1";
/// Wrong tries before the first wait.
const TRIES: u32 = 5;
/// That wait; each further wrong try doubles it.
const FIRST_WAIT_SECS: u64 = 30;
const LONGEST_WAIT_SECS: u64 = 15 * 60;
/// RFC 9106, section 4, second recommendation: 64 MiB and 3 passes. One lane, because nothing here runs in parallel.
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;
/// A file that asks for more than 1 GiB or 16 lanes was not written by this program.
const MEMORY_KIB_MOST: u32 = 1024 * 1024;
const PASSES_MOST: u32 = 64;
const LANES_MOST: u32 = 16;

/// A PIN as somebody typed it. It shows itself nowhere, not in a debug text either.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Typed(pub String);

impl std::fmt::Debug for Typed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Typed(…)")
    }
}

impl Typed {
    /// Whether this may become a PIN: 4 to 32 letters, digits and signs that every keyboard has.
    ///
    /// # Errors
    /// What it lacks.
    pub fn check(&self) -> Outcome<()> {
        if !(LEAST..=MOST).contains(&self.0.len()) || !self.0.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Problem::new(format!(
                "a PIN has {LEAST} to {MOST} letters (a to z), digits or signs, and no blanks"
            )));
        }
        Ok(())
    }
}

/// What a try came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Try {
    /// It was the PIN.
    Right,
    /// It was not.
    Wrong,
    /// It was not looked at: too many were wrong, and this long is still to be waited.
    TooSoon(Duration),
}

/// What the file holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    format: String,
    /// A PHC string: algorithm, its costs, salt and hash.
    hash: String,
    /// Wrong tries since the last right one.
    wrong: u32,
    last_wrong_at: Option<DateTime<Utc>>,
}

/// A study's PIN.
#[derive(Debug, Clone)]
pub struct Pin {
    path: PathBuf,
    kept: Kept,
}

impl Pin {
    /// The PIN of the study in `dir`; none where it has none.
    ///
    /// # Errors
    /// The file cannot be read, or is not one that this program wrote.
    pub fn read(dir: &Path) -> Outcome<Option<Self>> {
        let path = dir.join(PIN_FILE);
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Problem::io(&path, "read the study's PIN", &error)),
        };
        let damaged = |what: &str| {
            Problem::new(format!("the study's PIN cannot be read: {what}"))
                .in_file(&path)
                .todo("delete this file and set the PIN anew with 'tightloop study pin'")
        };
        let kept: Kept = serde_json::from_str(&text)
            .map_err(|error| damaged(&format!("line {}, column {}", error.line(), error.column())))?;
        if kept.format != FORMAT {
            return Err(damaged(&format!("expected format {FORMAT:?}")));
        }
        if !is_ours(&kept.hash) {
            return Err(damaged("expected the PHC string of an argon2id hash"));
        }
        Ok(Some(Self { path, kept }))
    }

    /// Gives the study in `dir` this PIN, in the place of any that it has. Takes a noticeable part of a second.
    ///
    /// # Errors
    /// It is too short or too long; the file cannot be written.
    pub fn set(dir: &Path, typed: &Typed) -> Outcome<Self> {
        typed.check()?;
        let path = dir.join(PIN_FILE);
        let failed = |what: String| Problem::new(format!("cannot hash the PIN: {what}")).in_file(&path);
        let params = Params::new(MEMORY_KIB, PASSES, 1, None).map_err(|error| failed(error.to_string()))?;
        let hash: PasswordHash = Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password(typed.0.as_bytes())
            .map_err(|error| failed(error.to_string()))?;
        let kept = Kept { format: FORMAT.to_owned(), hash: hash.to_string(), wrong: 0, last_wrong_at: None };
        let pin = Self { path, kept };
        pin.write()?;
        Ok(pin)
    }

    /// Takes the study's PIN away.
    ///
    /// # Errors
    /// The file cannot be deleted.
    pub fn remove(self) -> Outcome<()> {
        std::fs::remove_file(&self.path)
            .map_err(|error| Problem::io(&self.path, "take the study's PIN away", &error))
    }

    /// How long no try is looked at, as of `now`. A last try that is in the future (the clock was set back) counts
    /// as made just now, so that a wait is never longer than it was meant to be.
    pub fn wait(&self, now: DateTime<Utc>) -> Duration {
        let since = self.kept.last_wrong_at.map_or(TimeDelta::MAX, |at| (now - at).max(TimeDelta::zero()));
        wait_after(self.kept.wrong).saturating_sub(since.to_std().unwrap_or_default())
    }

    /// Looks at a try made at `now`. Takes a noticeable part of a second: never call it while a frame is drawn.
    ///
    /// The try is written down as a wrong one before it is looked at, so that ending the program in between gains
    /// nothing. Where that cannot be written (a full disk), it counts as long as the program runs.
    ///
    /// # Errors
    /// The hash cannot be computed, as where memory is short.
    pub fn attempt(&mut self, typed: &Typed, now: DateTime<Utc>) -> Outcome<Try> {
        let wait = self.wait(now);
        if !wait.is_zero() {
            return Ok(Try::TooSoon(wait));
        }
        self.kept.wrong = self.kept.wrong.saturating_add(1);
        self.kept.last_wrong_at = Some(now);
        self.write_or_say();
        match Argon2::default().verify_password(typed.0.as_bytes(), self.kept.hash.as_str()) {
            Ok(()) => {
                (self.kept.wrong, self.kept.last_wrong_at) = (0, None);
                self.write_or_say();
                Ok(Try::Right)
            }
            Err(HashError::PasswordInvalid) => Ok(Try::Wrong),
            Err(error) => {
                Err(Problem::new(format!("the PIN cannot be compared: {error}")).in_file(&self.path))
            }
        }
    }

    /// Looks at a try made by somebody who is not in a session, in the lab or on the command line.
    ///
    /// # Errors
    /// It was wrong or too soon, or as [`Self::attempt`].
    pub fn expect(&mut self, typed: &Typed, now: DateTime<Utc>) -> Outcome<()> {
        let refused = |what: String| {
            Problem::new(what)
                .in_file(&self.path)
                .todo("where nobody knows the PIN any more, delete this file and set a new one")
        };
        let wait = self.wait(now);
        if !wait.is_zero() {
            let secs = wait.as_secs_f64().ceil();
            return Err(refused(format!("too many wrong tries; wait {secs} s")));
        }
        let wrong = refused("that is not the study's PIN".to_owned());
        match self.attempt(typed, now)? {
            Try::Right => Ok(()),
            Try::Wrong | Try::TooSoon(_) => Err(wrong),
        }
    }

    fn write(&self) -> Outcome<()> {
        let mut text = serde_json::to_vec_pretty(&self.kept)
            .map_err(|error| Problem::new(format!("cannot write the PIN: {error}")).in_file(&self.path))?;
        text.push(b'\n');
        whole_file::write(&self.path, &text, "the study's PIN")
    }

    fn write_or_say(&self) {
        if let Err(problem) = self.write() {
            eprintln!("tightloop: {problem}");
        }
    }
}

/// The wait after so many wrong tries: none before the fifth, then 30 s, and twice as long after each further one.
fn wait_after(wrong: u32) -> Duration {
    let secs = match wrong.checked_sub(TRIES) {
        None => 0,
        Some(more) => FIRST_WAIT_SECS.saturating_mul(1 << more.min(16)).min(LONGEST_WAIT_SECS),
    };
    Duration::from_secs(secs)
}

/// Whether this is a hash to compare a PIN with: argon2id, whole, at a cost that this program might have chosen.
fn is_ours(hash: &str) -> bool {
    let Ok(hash) = PasswordHash::new(hash) else { return false };
    let Ok(params) = Params::try_from(&hash) else { return false };
    hash.algorithm.as_str() == "argon2id"
        && hash.salt.is_some()
        && hash.hash.is_some()
        && params.m_cost() <= MEMORY_KIB_MOST
        && params.t_cost() <= PASSES_MOST
        && params.p_cost() <= LANES_MOST
}
