//! Tables as files: CSV (RFC 4180, UTF-8, lines end in a line feed) or Parquet, and the codebook, in a folder that
//! appears whole.

use super::Dataset;
use super::column::{Column, Row};
use crate::columnar;
use crate::journal::{commit, disk, software};
use crate::problem::Outcome;
use serde::Serialize;
use std::io;
use std::path::Path;

/// The codebook's format, first field of `codebook.json`.
const CODEBOOK_FORMAT: &str = "tightloop-codebook/1";

impl Dataset {
    /// Writes `trials.csv`, `decisions.csv`, `events.csv`, `sessions.csv`, `participants.csv`, `questionnaires.csv` and
    /// `codebook.json` into a new or empty folder: all of them or none.
    ///
    /// # Errors
    /// The folder holds something; the disk is full; the folder cannot be written to.
    pub fn write_csv(&self, dir: impl AsRef<Path>) -> Outcome<()> {
        disk::new_folder(dir.as_ref(), "export the dataset", |temp| {
            write(temp, &self.trials)?;
            write(temp, &self.decisions)?;
            write(temp, &self.events)?;
            write(temp, &self.sessions)?;
            write(temp, &self.participants)?;
            write(temp, &self.questionnaires)?;
            let mut codebook = serde_json::to_vec_pretty(&self.codebook())?;
            codebook.push(b'\n');
            disk::create_whole(&temp.join("codebook.json"), &codebook).map(|_| ())
        })
    }

    /// Writes the same tables as Parquet files, their columns typed as the codebook says and missing cells null, and
    /// `codebook.json`.
    ///
    /// # Errors
    /// As [`Self::write_csv`], and where this build cannot write Parquet.
    pub fn write_parquet(&self, dir: impl AsRef<Path>) -> Outcome<()> {
        let about = [
            ("simulated", self.simulated.to_string()),
            ("study", self.study.clone()),
            ("protocol_hash", self.protocol_hash.clone()),
            ("software", software()),
            ("commit", commit().to_owned()),
        ];
        let tables = [
            columns(&self.trials, &about)?,
            columns(&self.decisions, &about)?,
            columns(&self.events, &about)?,
            columns(&self.sessions, &about)?,
            columns(&self.participants, &about)?,
            columns(&self.questionnaires, &about)?,
        ];
        let mut codebook = self.codebook();
        codebook.missing = "null";
        codebook.text = "as it was entered";
        for table in &mut codebook.tables {
            table.file = table.file.replace(".csv", ".parquet");
        }
        disk::new_folder(dir.as_ref(), "export the dataset", |temp| {
            for (name, bytes) in &tables {
                disk::create_whole(&temp.join(name).with_extension("parquet"), bytes)?;
            }
            let mut codebook = serde_json::to_vec_pretty(&codebook)?;
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
                described(&self.decisions),
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

/// A table's name and its Parquet file.
fn columns<R: Row>(rows: &[R], about: &[(&str, String)]) -> Outcome<(&'static str, Vec<u8>)> {
    let mut columns: Vec<(&str, columnar::Column)> =
        R::COLUMNS.iter().map(|column| (column.name, column.kind.columnar())).collect();
    for row in rows {
        for ((_, column), value) in columns.iter_mut().zip(row.values()) {
            column.push(value);
        }
    }
    Ok((R::TABLE, columnar::parquet(&columns, about)?))
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
