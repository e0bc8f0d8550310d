//! Figures of real traces, kept in `analysis/real-traces.json`.

use super::Lengths;
use crate::problem::{Outcome, Problem};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// The file's format.
const FORMAT: &str = "tightloop-lengths/1";
/// The figures that the program carries.
const COMMITTED: &str = include_str!("../../../analysis/real-traces.json");

/// Lengths of sets of real traces.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RealTraces {
    /// `tightloop-lengths/1`.
    pub format: String,
    /// One entry a set.
    pub sets: Vec<RealSet>,
}

/// One set of real traces.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RealSet {
    /// What it is called.
    pub name: String,
    /// Where it is published.
    pub repository: String,
    /// The commit that was measured.
    pub commit: String,
    /// The figures.
    pub lengths: Lengths,
}

impl RealTraces {
    /// The figures that the program carries.
    ///
    /// # Errors
    /// They cannot be read.
    pub fn committed() -> Outcome<Self> {
        Self::parse(COMMITTED, Path::new("analysis/real-traces.json"))
    }

    /// Puts a set into a file of figures, in the place of one of the same name. A file that is not there is begun.
    ///
    /// # Errors
    /// The file is something else, or cannot be written.
    pub fn record(path: &Path, set: RealSet) -> Outcome<()> {
        let mut real = match std::fs::read_to_string(path) {
            Ok(text) => Self::parse(&text, path)?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                Self { format: FORMAT.to_owned(), sets: Vec::new() }
            }
            Err(error) => return Err(Problem::io(path, "read it", &error)),
        };
        match real.sets.iter_mut().find(|known| known.name == set.name) {
            Some(known) => *known = set,
            None => real.sets.push(set),
        }
        let text = serde_json::to_string_pretty(&real)
            .map_err(|error| Problem::new(format!("cannot write the figures: {error}")).in_file(path))?;
        crate::whole_file::write(path, format!("{text}\n").as_bytes(), "the figures")
    }

    fn parse(text: &str, path: &Path) -> Outcome<Self> {
        let real: Self = serde_json::from_str(text).map_err(|error| {
            let problem = Problem::new(format!("these are no figures of traces: {error}")).in_file(path);
            problem.at(error.line().max(1), error.column().max(1)).todo("name another file")
        })?;
        if real.format != FORMAT {
            let problem = Problem::new(format!("the format is '{}'", real.format)).in_file(path);
            return Err(problem.todo(format!("name a file of format '{FORMAT}'")));
        }
        Ok(real)
    }
}
