//! `proven.json`: what proving found.

use super::files::Files;
use crate::problem::{Outcome, Problem};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// The format's name.
pub const PROVEN_FORMAT: &str = "tightloop-proven/1";

/// What proving found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proven {
    /// [`PROVEN_FORMAT`].
    pub format: String,
    /// BLAKE3 of the pack that was proven.
    pub pack: String,
    /// The interpreter that proved it; for information, another may prove it again.
    pub interpreter: String,
    /// What the oracle said of each variant, the same for every skin.
    pub variants: BTreeMap<String, ProvenVariant>,
    /// What commands printed, each text once.
    pub outputs: Vec<ProvenOutput>,
}

/// What the oracle said of one variant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProvenVariant {
    /// Checks that pass on the finished repository.
    #[serde(with = "words")]
    pub passes: Vec<String>,
    /// Checks that fail.
    #[serde(with = "words")]
    pub fails: Vec<String>,
    /// The decision from which on, as a batch's last, the planted error was found to be root.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root_from: Option<String>,
}

/// What a command printed, and in which states of the repository.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProvenOutput {
    /// The command line.
    pub command: String,
    /// Exit status.
    pub status: i32,
    /// Lines of standard output and error, as they came.
    pub lines: Vec<String>,
    /// Signatures of the states in which it printed this, sorted: 16 hex digits of BLAKE3 over state and command line.
    #[serde(with = "words")]
    pub states: Vec<String>,
}

/// The key of one run of a command: 16 hex digits of BLAKE3 over the state's hash and the command line. The state is
/// the repository's whole content, so a changed character anywhere makes a key that was never proven.
pub(super) fn signature(state: &blake3::Hash, command: &str) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(state.as_bytes()).update(command.as_bytes());
    hasher.finalize().to_hex().chars().take(16).collect()
}

/// Captured outputs, to be looked up by [`signature`].
#[derive(Debug, Default)]
pub(super) struct Outputs(HashMap<String, Captured>);

/// What one run printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Captured {
    pub(super) output: String,
    pub(super) status: i32,
}

impl Outputs {
    pub(super) fn of(proven: &Proven) -> Self {
        let mut map = HashMap::new();
        for ProvenOutput { status, lines, states, .. } in &proven.outputs {
            for state in states {
                map.insert(state.clone(), Captured { output: lines.join("\n"), status: *status });
            }
        }
        Self(map)
    }

    pub(super) fn get(&self, signature: &str) -> Option<&Captured> {
        self.0.get(signature)
    }
}

/// Reads `proven.json`, where the pack has one.
pub(super) fn read(files: &Files) -> Outcome<Option<Proven>> {
    let Some(text) = files.text(super::files::PROVEN) else { return Ok(None) };
    let place = files.place(super::files::PROVEN);
    let again = "prove the pack again: tightloop scenario prove --write";
    let proven: Proven = serde_json::from_str(text).map_err(|error| {
        Problem::new(format!("not a record of proving: {error}"))
            .in_file(&place)
            .at(error.line(), error.column())
            .todo(again)
    })?;
    if proven.format != PROVEN_FORMAT {
        let what = format!("the format is '{}', expected '{PROVEN_FORMAT}'", proven.format);
        return Err(Problem::new(what).in_file(&place).todo(again));
    }
    Ok(Some(proven))
}

/// Short names in one string, parted by spaces: a reviewer sees one line and not hundreds.
mod words {
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(words: &[String], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&words.join(" "))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
        Ok(String::deserialize(from)?.split_whitespace().map(str::to_owned).collect())
    }
}
