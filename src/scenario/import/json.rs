//! JSON files whose mistakes are named by line and column.

use crate::problem::{Outcome, Problem};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::path::{Path, PathBuf};

/// A file's text, to read values from and to find places in.
pub(super) struct Source {
    pub(super) path: PathBuf,
    pub(super) text: String,
}

/// A number or a text: both forms write ids and steps either way.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub(super) enum Label {
    Number(i64),
    Text(String),
}

impl std::fmt::Display for Label {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Text(text) => write!(f, "{}", text.trim()),
        }
    }
}

impl Label {
    /// As a step's number.
    pub(super) fn number(&self) -> Option<i64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Text(text) => text.trim().parse().ok(),
        }
    }
}

impl Source {
    pub(super) fn read(path: &Path) -> Outcome<Self> {
        let text = std::fs::read_to_string(path).map_err(|error| Problem::io(path, "read it", &error))?;
        Ok(Self { path: path.to_path_buf(), text })
    }

    /// The file's value; `what` says what it should be.
    pub(super) fn parse<T: DeserializeOwned>(&self, what: &str) -> Outcome<T> {
        serde_json::from_str(&self.text).map_err(|error| {
            use serde_json::error::Category;
            // serde_json's words end in the place, which the problem names itself.
            let said = error.to_string();
            let said = said.split(" at line ").next().unwrap_or(&said);
            let (what, todo) = match error.classify() {
                Category::Eof => (format!("this file ends too early: {said}"), "get the whole file"),
                Category::Syntax => (format!("this is no JSON: {said}"), "get the file anew"),
                Category::Data | Category::Io => {
                    (format!("this is no {what}: {said}"), "see --from for the forms that are read")
                }
            };
            Problem::new(what).in_file(&self.path).at(error.line().max(1), error.column().max(1)).todo(todo)
        })
    }

    /// A problem where `key` first stands as a field, or else with the file.
    pub(super) fn at(&self, key: &str, what: impl Into<String>) -> Problem {
        self.at_text(&format!("\"{key}\""), what)
    }

    /// A problem where `word` first stands, or else with the file.
    pub(super) fn at_text(&self, word: &str, what: impl Into<String>) -> Problem {
        let problem = Problem::new(what).in_file(&self.path);
        let Some(offset) = self.text.find(word) else { return problem };
        let before = &self.text[..offset];
        let column = before.chars().rev().take_while(|letter| *letter != '\n').count() + 1;
        problem.at(before.matches('\n').count() + 1, column)
    }

    /// BLAKE3 of the file, in hex.
    pub(super) fn blake3(&self) -> String {
        blake3::hash(self.text.as_bytes()).to_hex().to_string()
    }

    pub(super) fn name(&self) -> String {
        self.path.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }
}
