//! `roster.jsonl`: who was enrolled into which row, and who withdrew. Lines are only ever added, each fsynced.

use crate::problem::{Outcome, Problem};
use serde::{Deserialize, Serialize};
use std::fs::OpenOptions;
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

/// The file's name in a study's folder.
pub(super) const ROSTER: &str = "roster.jsonl";

/// A participant as the roster knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) id: String,
    pub(super) row: u32,
    /// Wall clock; none in simulated studies.
    pub(super) enrolled_at: Option<String>,
    /// Wall clock; from this line on nothing of theirs is read, and their journals go.
    pub(super) withdrawn_at: Option<String>,
}

/// One line: an enrolment (with a row) or a withdrawal (with nothing but when).
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    participant: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    row: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    enrolled_at: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    withdrawn_at: Option<String>,
}

/// The roster.
#[derive(Debug)]
pub(super) struct Roster {
    path: PathBuf,
    entries: Vec<Entry>,
    /// Bytes up to the end of the last whole line.
    whole_bytes: u64,
    /// Whether bytes follow that: a line torn by a crash.
    pub(super) torn: bool,
}

impl Roster {
    /// Reads the roster in `dir`. A torn last line was never acted upon and is left out.
    pub(super) fn read(dir: &Path) -> Outcome<Self> {
        let path = dir.join(ROSTER);
        let bytes = std::fs::read(&path).map_err(|error| Problem::io(&path, "read the roster", &error))?;
        let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |last| last + 1);
        let mut roster =
            Self { path, entries: Vec::new(), whole_bytes: whole as u64, torn: whole < bytes.len() };
        for (number, line) in bytes[..whole].split_inclusive(|byte| *byte == b'\n').enumerate() {
            let wrong = |column: usize, what: String| {
                Problem::new(what)
                    .in_file(dir.join(ROSTER))
                    .at(number + 1, column.max(1))
                    .todo("bring the file back from a backup")
            };
            let line: Line = serde_json::from_slice(line).map_err(|e| wrong(e.column(), e.to_string()))?;
            roster.take(line).map_err(|what| wrong(1, what))?;
        }
        Ok(roster)
    }

    /// Everybody who was ever enrolled, in that order.
    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entry of exactly this code.
    pub(super) fn find(&self, id: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.id == id)
    }

    /// Enrols, durably.
    pub(super) fn enrol(&mut self, id: &str, row: u32, at: Option<String>) -> Outcome<()> {
        self.append(Line { participant: id.to_owned(), row: Some(row), enrolled_at: at, withdrawn_at: None })
    }

    /// Notes a withdrawal, durably. This line is the tombstone, and until the journals are gone, the intent.
    pub(super) fn withdraw(&mut self, id: &str, at: String) -> Outcome<()> {
        self.append(Line { participant: id.to_owned(), row: None, enrolled_at: None, withdrawn_at: Some(at) })
    }

    /// Cuts a torn last line off.
    pub(super) fn mend(&mut self) -> Outcome<()> {
        let mending = |error| Problem::io(&self.path, "mend the roster", &error);
        let file = OpenOptions::new().write(true).open(&self.path).map_err(mending)?;
        file.set_len(self.whole_bytes).map_err(mending)?;
        file.sync_all().map_err(mending)?;
        self.torn = false;
        Ok(())
    }

    fn append(&mut self, line: Line) -> Outcome<()> {
        let mut text = serde_json::to_string(&line)
            .map_err(|error| Problem::new(format!("cannot write the roster: {error}")))?;
        text.push('\n');
        let writing = |error| Problem::io(&self.path, "write the roster", &error);
        let mut file = OpenOptions::new().write(true).open(&self.path).map_err(writing)?;
        let written = file
            .seek(SeekFrom::Start(self.whole_bytes))
            .and_then(|_| file.write_all(text.as_bytes()))
            .and_then(|()| file.sync_all());
        if let Err(error) = written {
            // Half a line, if it stays, is cut off at the next opening.
            let _ = file.set_len(self.whole_bytes);
            return Err(writing(error));
        }
        self.whole_bytes += text.len() as u64;
        self.take(line).map_err(Problem::new)
    }

    fn take(&mut self, line: Line) -> Result<(), String> {
        let Line { participant: id, row, enrolled_at, withdrawn_at } = line;
        super::check_id(&id).map_err(|problem| problem.what)?;
        match (row, withdrawn_at) {
            (Some(row), None) => {
                if let Some(same) = self.entries.iter().find(|entry| entry.id.eq_ignore_ascii_case(&id)) {
                    return Err(format!("'{id}' is enrolled although '{}' was before", same.id));
                }
                self.entries.push(Entry { id, row, enrolled_at, withdrawn_at: None });
                Ok(())
            }
            (None, Some(at)) if enrolled_at.is_none() => {
                let entry = self.entries.iter_mut().find(|entry| entry.id == id);
                let entry = entry.ok_or_else(|| format!("'{id}' withdrew without having been enrolled"))?;
                entry.withdrawn_at = Some(at);
                Ok(())
            }
            _ => Err("expected an enrolment (participant, row) or a withdrawal (participant, withdrawn_at)"
                .to_owned()),
        }
    }
}
