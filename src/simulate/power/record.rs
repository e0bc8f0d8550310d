//! The file of a power simulation: what was asked in the first line, then one line a repetition, in a fixed order.
//!
//! A run that was killed at any byte goes on where the file ends, and the finished file is that of a run that was never
//! stopped.

use super::ask::CellAt;
use super::repetition::Repetition;
use crate::problem::{Outcome, Problem};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

/// The format's name, first field of the file.
pub const POWER_FORMAT: &str = "tightloop-power/1";

/// What was asked, and of what.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// [`POWER_FORMAT`].
    pub format: String,
    /// Always true.
    pub simulated: bool,
    /// Name and version of this software.
    pub software: String,
    /// The protocol's id.
    pub protocol: String,
    /// BLAKE3 of the protocol's text.
    pub protocol_blake3: String,
    /// BLAKE3 of the plans that were drawn from it.
    pub plans_blake3: String,
    /// BLAKE3 of the analysis plan's text.
    pub analysis_blake3: String,
    /// Numbers of participants.
    pub participants: Vec<u32>,
    /// Repetitions for each number.
    pub reps: u32,
    /// Seed.
    pub seed: u64,
    /// The two cells that are ranked.
    pub cells: [CellAt; 2],
    /// Every quantity of the truth but people's and items' own, by its name in a surface's `model.params`.
    pub truth: BTreeMap<String, f64>,
    /// The grid's delays, seconds.
    pub delay_secs: Vec<f64>,
    /// The grid's batch sizes, decisions.
    pub batch_size: Vec<f64>,
    /// The model that was fitted.
    pub model: String,
    /// Chains, and draws of each of them that warm up and that are kept.
    pub sampler: [u32; 3],
}

/// A file that is being written.
#[derive(Debug)]
pub(super) struct Record {
    file: File,
    path: PathBuf,
}

impl Record {
    /// Begins the file, or goes on with it: the record, the repetitions that it has, and what the user should know.
    ///
    /// # Errors
    /// Where it was begun with something else, is no such file, is being written by another run, or cannot be written.
    pub(super) fn open(path: &Path, header: &Header) -> Outcome<(Self, Vec<Repetition>, Vec<String>)> {
        let io = |error: std::io::Error| Problem::io(path, "write the repetitions", &error);
        let mut options = OpenOptions::new();
        let mut file = options.read(true).write(true).create(true).truncate(false).open(path).map_err(io)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(Problem::new("another run is writing this file")
                    .in_file(path)
                    .todo("wait for it, or name another --out"));
            }
            // A file system without locks.
            Err(TryLockError::Error(_)) => {}
        }
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(io)?;
        let mut first = serde_json::to_vec(header).map_err(|error| unwritable(path, &error))?;
        first.push(b'\n');
        let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |last| last + 1);
        // Of a torn first line only the beginning of our own is ours to cut.
        if whole == 0 && !first.starts_with(&bytes) {
            return Err(no_record(path));
        }
        let mut notes = Vec::new();
        if whole < bytes.len() {
            file.set_len(whole as u64).map_err(io)?;
            notes.push(format!(
                "{}: the last line was torn ({} bytes); it is cut off and done again",
                path.display(),
                bytes.len() - whole
            ));
            bytes.truncate(whole);
        }
        // Opened at its start and read to what was its end.
        std::io::Seek::seek(&mut file, std::io::SeekFrom::Start(whole as u64)).map_err(io)?;
        let mut record = Self { file, path: path.to_path_buf() };
        if bytes.is_empty() {
            record.write(&first)?;
            return Ok((record, Vec::new(), notes));
        }
        let done = repetitions(&bytes, header, path)?;
        Ok((record, done, notes))
    }

    /// Adds a repetition.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub(super) fn add(&mut self, repetition: &Repetition) -> Outcome<()> {
        let mut line = serde_json::to_vec(repetition).map_err(|error| unwritable(&self.path, &error))?;
        line.push(b'\n');
        self.write(&line)
    }

    fn write(&mut self, line: &[u8]) -> Outcome<()> {
        let io = |error: std::io::Error| Problem::io(&self.path, "write the repetitions", &error);
        self.file.write_all(line).map_err(io)
    }
}

/// The repetition at `place` in the file's order: number by number of participants, so that all rows fill alike.
pub(super) fn in_order(header: &Header, place: usize) -> (usize, u32) {
    let numbers = header.participants.len().max(1);
    (place % numbers, (place / numbers) as u32)
}

/// The repetitions of a file that begins as it should.
fn repetitions(bytes: &[u8], header: &Header, path: &Path) -> Outcome<Vec<Repetition>> {
    let text = std::str::from_utf8(bytes).map_err(|_| no_record(path))?;
    let mut lines = text.lines();
    let asked: serde_json::Value =
        serde_json::from_str(lines.next().unwrap_or_default()).map_err(|_| no_record(path))?;
    same(&asked, header, path)?;
    let mut done = Vec::new();
    for (place, line) in lines.enumerate() {
        let (index, number) = in_order(header, place);
        let expected = header.participants.get(index).copied();
        let found = serde_json::from_str::<Repetition>(line).ok().filter(|repetition| {
            Some(repetition.participants) == expected
                && repetition.repetition == number
                && number < header.reps
        });
        let Some(found) = found else {
            return Err(Problem::new("this line is not the repetition that belongs here")
                .in_file(path)
                .at(place + 2, 1)
                .todo("bring the file back as it was, or name another --out"));
        };
        done.push(found);
    }
    Ok(done)
}

/// Refuses a file that was begun with something else, and says what.
fn same(asked: &serde_json::Value, header: &Header, path: &Path) -> Outcome<()> {
    let now = serde_json::to_value(header).map_err(|error| unwritable(path, &error))?;
    if asked.get("format") != now.get("format") {
        return Err(no_record(path));
    }
    // By what the user said first: one other argument changes much of what comes after.
    const FIELDS: [(&str, &str); 13] = [
        ("protocol", "the protocol"),
        ("protocol_blake3", "the protocol's text"),
        ("participants", "--participants"),
        ("reps", "--reps"),
        ("seed", "--seed"),
        ("analysis_blake3", "the analysis plan"),
        ("truth", "--effect"),
        ("cells", "--cells"),
        ("plans_blake3", "the packs"),
        ("software", "the version of tightloop"),
        ("model", "the model"),
        ("sampler", "the sampler"),
        ("delay_secs", "the delays"),
    ];
    let differs = FIELDS.iter().find(|(field, _)| asked.get(field) != now.get(field));
    let Some((field, words)) = differs else {
        return if *asked == now { Ok(()) } else { Err(no_record(path)) };
    };
    let short = |value: &serde_json::Value| {
        let value = value.get(field)?;
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        (!field.ends_with("_blake3") && *field != "truth" && *field != "cells").then_some(text)
    };
    let what = match (short(asked), short(&now)) {
        (Some(before), Some(now)) => format!("this file was begun with another {words}: {before}, not {now}"),
        _ => match (*field, truth_difference(asked, &now)) {
            ("truth", Some(difference)) => format!("this file was begun with another {words}: {difference}"),
            _ => format!("this file was begun with another {words}"),
        },
    };
    let what = what.replace("another the ", "another ").replace("another --", "other --");
    Err(Problem::new(what).in_file(path).todo("go on as it was begun, or name another --out"))
}

/// The first quantity in which two truths differ.
fn truth_difference(asked: &serde_json::Value, now: &serde_json::Value) -> Option<String> {
    let (asked, now) = (asked.get("truth")?.as_object()?, now.get("truth")?.as_object()?);
    let (name, value) = now.iter().find(|(name, value)| asked.get(name.as_str()) != Some(value))?;
    Some(format!("{name} {}, not {value}", asked.get(name)?))
}

fn no_record(path: &Path) -> Problem {
    Problem::new(format!("this is no {POWER_FORMAT} file"))
        .in_file(path)
        .todo("name another --out; nothing was changed in this one")
}

fn unwritable(path: &Path, error: &serde_json::Error) -> Problem {
    Problem::new(format!("cannot write as JSON: {error}")).in_file(path)
}
