//! Tables as files: CSV (RFC 4180, UTF-8, lines end in a line feed) and the codebook, in a folder that appears whole.

use super::Dataset;
use super::column::{Column, Row};
use crate::journal::{commit, disk, software};
use crate::problem::Outcome;
use serde::Serialize;
use std::io;
use std::path::Path;

/// The codebook's format, first field of `codebook.json`.
const CODEBOOK_FORMAT: &str = "tightloop-codebook/1";

impl Dataset {
    /// Writes `trials.csv`, `events.csv`, `sessions.csv`, `participants.csv`, `questionnaires.csv` and `codebook.json`
    /// into a new or empty folder: all of them or none.
    ///
    /// # Errors
    /// The folder holds something; the disk is full; the folder cannot be written to.
    pub fn write_csv(&self, dir: impl AsRef<Path>) -> Outcome<()> {
        disk::new_folder(dir.as_ref(), "export the dataset", |temp| {
            write(temp, &self.trials)?;
            write(temp, &self.events)?;
            write(temp, &self.sessions)?;
            write(temp, &self.participants)?;
            write(temp, &self.questionnaires)?;
            let mut codebook = serde_json::to_vec_pretty(&self.codebook())?;
            codebook.push(b'\n');
            disk::create_whole(&temp.join("codebook.json"), &codebook).map(|_| ())
        })
    }

    fn codebook(&self) -> Codebook<'_> {
        Codebook {
            format: CODEBOOK_FORMAT,
            simulated: self.simulated,
            study: &self.study,
            protocol_hash: &self.protocol_hash,
            software: software(),
            commit: commit(),
            missing: "an empty cell",
            text: "text that begins with = + - @, a tab or a line's end has an apostrophe put before it, so that no \
                   spreadsheet runs it",
            tables: vec![
                described(&self.trials),
                described(&self.events),
                described(&self.sessions),
                described(&self.participants),
                described(&self.questionnaires),
            ],
        }
    }
}

fn write<R: Row>(dir: &Path, rows: &[R]) -> io::Result<()> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(R::COLUMNS.iter().map(|column| column.name))?;
    for row in rows {
        csv.write_record(row.cells())?;
    }
    let content = csv.into_inner().map_err(|error| io::Error::other(error.to_string()))?;
    disk::create_whole(&dir.join(R::TABLE).with_extension("csv"), &content).map(|_| ())
}

#[derive(Serialize)]
struct Codebook<'a> {
    format: &'static str,
    simulated: bool,
    study: &'a str,
    protocol_hash: &'a str,
    software: String,
    commit: &'static str,
    missing: &'static str,
    text: &'static str,
    tables: Vec<Table>,
}

#[derive(Serialize)]
struct Table {
    file: String,
    description: &'static str,
    rows: usize,
    columns: Vec<Described>,
}

#[derive(Serialize)]
struct Described {
    name: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<&'static str>,
    description: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    values: Vec<Value>,
}

#[derive(Serialize)]
struct Value {
    value: &'static str,
    meaning: &'static str,
}

fn described<R: Row>(rows: &[R]) -> Table {
    Table {
        file: format!("{}.csv", R::TABLE),
        description: R::DESCRIPTION.trim(),
        rows: rows.len(),
        columns: R::COLUMNS.iter().map(describe).collect(),
    }
}

fn describe(column: &Column) -> Described {
    let values = column.kind.values().iter().map(|(value, meaning)| Value { value, meaning });
    Described {
        name: column.name,
        kind: column.kind.name(),
        unit: column.unit(),
        description: column.description.trim(),
        values: values.collect(),
    }
}
