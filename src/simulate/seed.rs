//! `simulation.json`: which seed a study's people were drawn from, kept in the study's folder.

use crate::journal::disk;
use crate::problem::{Outcome, Problem};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// The file's name in a study's folder.
pub const SIMULATION_FILE: &str = "simulation.json";
const SIMULATION_FORMAT: &str = "tightloop-simulation/1";

/// How a study's participants were simulated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Simulation {
    /// `tightloop-simulation/1`.
    pub format: String,
    /// Always true.
    pub simulated: bool,
    /// The people's seed.
    pub seed: u64,
}

impl Simulation {
    /// The simulation behind the study in `dir`; none where nobody took part yet.
    ///
    /// # Errors
    /// Where the file is there and cannot be read.
    pub fn of(dir: &Path) -> Outcome<Option<Self>> {
        let path = dir.join(SIMULATION_FILE);
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Problem::io(&path, "read how the study was simulated", &error)),
        };
        let found: Self = serde_json::from_str(&text).map_err(|error| {
            Problem::new(format!("this is no {SIMULATION_FORMAT}: {error}"))
                .in_file(&path)
                .at(error.line(), error.column())
                .todo("bring the file back, or simulate into a new folder")
        })?;
        if found.format != SIMULATION_FORMAT {
            return Err(Problem::new(format!(
                "the format is '{}', expected '{SIMULATION_FORMAT}'",
                found.format
            ))
            .in_file(&path)
            .todo("use the version of tightloop that wrote it"));
        }
        Ok(Some(found))
    }

    /// Makes sure that the study in `dir` is simulated with `seed`: writes it down, or holds it against what is there.
    ///
    /// # Errors
    /// Where the study was begun with another seed.
    pub(super) fn claim(dir: &Path, seed: u64) -> Outcome<()> {
        match Self::of(dir)? {
            Some(found) if found.seed == seed => Ok(()),
            Some(found) => {
                Err(Problem::new(format!("this study was simulated with seed {}, not {seed}", found.seed))
                    .in_file(dir)
                    .todo(format!("go on with --seed {}, or simulate into a new folder", found.seed)))
            }
            None => Self { format: SIMULATION_FORMAT.to_owned(), simulated: true, seed }.write(dir),
        }
    }

    /// All of the file or nothing of it.
    fn write(&self, dir: &Path) -> Outcome<()> {
        let path = dir.join(SIMULATION_FILE);
        let io = |error: std::io::Error| Problem::io(&path, "write down how the study is simulated", &error);
        let mut text = serde_json::to_string_pretty(self)
            .map_err(|error| Problem::new(format!("cannot write {SIMULATION_FILE}: {error}")))?;
        text.push('\n');
        disk::create_whole(&path, text.as_bytes()).map_err(io)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_study_keeps_its_seed() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(Simulation::of(dir.path()).unwrap(), None);
        Simulation::claim(dir.path(), 7).unwrap();
        Simulation::claim(dir.path(), 7).unwrap();
        let refused = Simulation::claim(dir.path(), 8).unwrap_err().to_string();
        assert!(refused.contains("seed 7, not 8") && refused.contains("--seed 7"), "{refused}");
    }

    #[test]
    fn a_broken_file_is_named() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join(SIMULATION_FILE), "{").unwrap();
        let refused = Simulation::of(dir.path()).unwrap_err().to_string();
        assert!(refused.contains("simulation.json:1:1"), "{refused}");
    }
}
