//! Reading a journal: every line's chain, number and stamp are checked; only a torn last line is forgiven.

use super::chain::{Broken, Chain};
use super::header::Header;
use super::line;
use crate::problem::{Outcome, Problem};
use crate::session::event::StampedEvent;
use crate::session::input::Stamped;
use std::path::Path;

/// A journal's content.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    /// What is recorded.
    pub header: Header,
    /// What happened, in order.
    pub events: Vec<StampedEvent>,
    /// A torn last line that is no part of it, where there was one.
    pub cut: Option<Cut>,
}

impl Recorded {
    /// Stamp of the last event, 0 before the first.
    pub fn last_nanos(&self) -> u64 {
        self.events.last().map_or(0, |event| event.at_nanos)
    }

    /// The wall clock at the last event; none for simulated sessions.
    pub fn ended(&self) -> Option<chrono::DateTime<chrono::Utc>> {
        let since = chrono::TimeDelta::nanoseconds(i64::try_from(self.last_nanos()).ok()?);
        self.header.wall_clock()?.checked_add_signed(since)
    }
}

/// A last line without its end: the trace of a crash in the middle of writing it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cut {
    /// Which line, from 1.
    pub line: usize,
    /// How many bytes of it there were.
    pub bytes: u64,
}

impl std::fmt::Display for Cut {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {} was torn by a crash; its {} bytes are left out", self.line, self.bytes)
    }
}

/// Reads a journal without changing it.
///
/// # Errors
/// The file cannot be read; a line was changed, taken out, put in or moved; stamps decrease; the first line is missing.
pub fn read(path: impl AsRef<Path>) -> Outcome<Recorded> {
    verify(path.as_ref()).map(|verified| verified.recorded)
}

/// A journal that was read, and what it takes to go on with it.
pub(super) struct Verified {
    pub(super) recorded: Recorded,
    /// The chain after the last whole line.
    pub(super) chain: Chain,
    /// Bytes up to the end of the last whole line.
    pub(super) whole_bytes: u64,
}

pub(super) fn verify(path: &Path) -> Outcome<Verified> {
    let bytes = std::fs::read(path).map_err(|error| Problem::io(path, "read the journal", &error))?;
    let whole_bytes = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |last| last + 1);
    let (whole, torn) = bytes.split_at(whole_bytes);
    let mut lines = whole.split_inclusive(|byte| *byte == b'\n').map(|line| &line[..line.len() - 1]);
    let first = lines.next().ok_or_else(|| {
        Problem::new("a journal's first line is missing or torn").in_file(path).at(1, 1).todo(ASIDE)
    })?;
    let mut chain = Chain::start();
    chain.follow(first).map_err(|broken| explain(&broken, first, None).at_line(path, 1))?;
    let header =
        line::decode_header(first).map_err(|(column, what)| Fault { column, what }.at_line(path, 1))?;
    let mut events: Vec<StampedEvent> = Vec::new();
    let mut number = 1;
    for line in lines {
        number += 1;
        let seq = events.len() as u64 + 1;
        let last_nanos = events.last().map_or(0, |event| event.at_nanos);
        let event = follow(&mut chain, line, seq, last_nanos).map_err(|fault| fault.at_line(path, number))?;
        events.push(event);
    }
    let cut = (!torn.is_empty()).then_some(Cut { line: number + 1, bytes: torn.len() as u64 });
    let recorded = Recorded { header, events, cut };
    Ok(Verified { recorded, chain, whole_bytes: whole_bytes as u64 })
}

/// What to do about a journal that is not what was written.
const ASIDE: &str =
    "bring the file back from a backup, or move it aside; nothing after this line can be trusted";

/// What is wrong with a line, and where in it, from 1.
struct Fault {
    column: usize,
    what: String,
}

impl Fault {
    fn at_line(self, path: &Path, line: usize) -> Problem {
        Problem::new(self.what).in_file(path).at(line, self.column).todo(ASIDE)
    }
}

/// One event's line: chain, number, stamp, in this order.
fn follow(chain: &mut Chain, line: &[u8], seq: u64, last_nanos: u64) -> Result<StampedEvent, Fault> {
    chain.follow(line).map_err(|broken| explain(&broken, line, Some(seq)))?;
    let read: line::Read = serde_json::from_slice(line).map_err(|error| Fault {
        column: error.column().max(1),
        what: format!("no event of ours: {error}"),
    })?;
    if read.seq != seq {
        return Err(Fault { column: column_of(line, "\"seq\":"), what: wrong_seq(read.seq, seq) });
    }
    if read.at_nanos < last_nanos {
        let what = format!("stamp {} ns comes after {last_nanos} ns: stamps are monotonic", read.at_nanos);
        return Err(Fault { column: column_of(line, "\"at_nanos\":"), what });
    }
    Ok(Stamped { at_nanos: read.at_nanos, value: read.event })
}

/// Says as closely as can be known why a line does not continue the chain.
fn explain(broken: &Broken, line: &[u8], seq: Option<u64>) -> Fault {
    match (broken, seq) {
        (Broken::NoChain, None) => Fault { column: 1, what: "this is not a journal's first line".to_owned() },
        (Broken::NoChain, Some(_)) => Fault {
            column: line.len() + 1,
            what: "the line does not end with its chain: it was changed".to_owned(),
        },
        (Broken::Mismatch { column }, seq) => match (seq, serde_json::from_slice::<line::Read>(line)) {
            (Some(seq), Ok(read)) if read.seq != seq => {
                Fault { column: column_of(line, "\"seq\":"), what: wrong_seq(read.seq, seq) }
            }
            _ => Fault {
                column: *column,
                what: "the line does not fit its chain: it, or the line before it, was changed".to_owned(),
            },
        },
    }
}

fn wrong_seq(found: u64, expected: u64) -> String {
    let how = if found > expected { "lines before it are missing" } else { "a line was put in or moved" };
    format!("event {found} stands where event {expected} belongs: {how}")
}

/// Where a field's value begins, from 1; 1 where the field is not there.
fn column_of(line: &[u8], field: &str) -> usize {
    let found = line.windows(field.len()).position(|window| window == field.as_bytes());
    found.map_or(1, |start| start + field.len() + 1)
}
