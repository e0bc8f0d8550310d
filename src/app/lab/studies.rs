//! The studies in a folder, and the form for a new one.

use crate::problem::{Outcome, Problem};
use crate::protocol;
use crate::study::{ParticipantState, Study};
use std::path::{Path, PathBuf};

/// A study that was found.
pub(super) struct Found {
    pub(super) dir: PathBuf,
    pub(super) about: Outcome<Summary>,
}

/// What the home says of a study.
pub(super) struct Summary {
    pub(super) title: String,
    pub(super) simulated: bool,
    pub(super) completed: usize,
    pub(super) running: usize,
    pub(super) wanted: u32,
}

/// Every folder in `root` that holds a `study.json`, by name. A study that cannot be read is listed with its reason.
pub(super) fn find(root: &Path) -> Vec<Found> {
    let Ok(entries) = std::fs::read_dir(root) else { return Vec::new() };
    let mut dirs: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.join("study.json").is_file())
        .collect();
    dirs.sort();
    dirs.into_iter().map(|dir| Found { about: summary(&dir), dir }).collect()
}

fn summary(dir: &Path) -> Outcome<Summary> {
    let study = Study::read(dir)?;
    let participants = study.participants()?;
    let count = |is: fn(&ParticipantState) -> bool| participants.iter().filter(|p| is(&p.state)).count();
    Ok(Summary {
        title: study.protocol().protocol.title.clone(),
        simulated: study.simulated(),
        completed: count(|state| matches!(state, ParticipantState::Completed)),
        running: count(|state| {
            matches!(state, ParticipantState::Running { .. } | ParticipantState::BetweenSittings { .. })
        }),
        wanted: study.protocol().protocol.participants,
    })
}

/// The form for a new study.
pub(super) struct NewStudy {
    pub(super) folder: String,
    pub(super) protocols: Vec<String>,
    pub(super) chosen: usize,
}

impl Default for NewStudy {
    /// The built-in protocols, and the files in `protocols/` that are not among them.
    fn default() -> Self {
        let mut protocols: Vec<String> =
            protocol::builtin().into_iter().map(|(name, _)| name.to_owned()).collect();
        let mut files: Vec<PathBuf> = std::fs::read_dir("protocols")
            .map(|entries| entries.flatten().map(|entry| entry.path()).collect())
            .unwrap_or_default();
        files.sort();
        for file in files {
            let is_protocol = file.extension().is_some_and(|extension| extension == "ron");
            let name = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
            if is_protocol && !protocols.contains(&name) {
                protocols.push(file.to_string_lossy().into_owned());
            }
        }
        Self { folder: String::new(), protocols, chosen: 0 }
    }
}

impl NewStudy {
    pub(super) fn protocol(&self) -> &str {
        self.protocols.get(self.chosen).map_or("", String::as_str)
    }

    /// The folder's name, checked: one plain name, no path.
    pub(super) fn folder(&self) -> Outcome<&str> {
        let name = self.folder.trim();
        let plain = !name.is_empty()
            && name.len() <= 64
            && !name.starts_with('.')
            && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
        plain.then_some(name).ok_or_else(|| {
            Problem::new(format!("'{name}' is not a folder's name"))
                .todo("use letters, digits, '-', '_' and '.', at most 64, not beginning with '.'")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(folder: &str) -> NewStudy {
        NewStudy { folder: folder.into(), protocols: vec!["pilot".into()], chosen: 0 }
    }

    #[test]
    fn a_folder_name_cannot_leave_the_studies_folder() {
        for bad in ["", " ", "..", "../x", "a/b", ".hidden", "a\\b", "ä"] {
            assert!(named(bad).folder().is_err(), "{bad:?}");
        }
        assert_eq!(named(" first-study_2 ").folder().unwrap(), "first-study_2");
    }

    #[test]
    fn a_study_that_cannot_be_read_is_listed_with_its_reason() {
        let root = tempfile::tempdir().unwrap();
        std::fs::create_dir(root.path().join("broken")).unwrap();
        std::fs::write(root.path().join("broken/study.json"), "{").unwrap();
        std::fs::create_dir(root.path().join("no-study")).unwrap();
        let found = find(root.path());
        assert_eq!(found.len(), 1);
        assert!(found[0].about.is_err());
    }
}
