//! `study.json`: what a study is.

use crate::journal::{commit, software};
use crate::problem::{Outcome, Problem};
use crate::protocol::Loaded;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// The format's name, first field of every `study.json`.
pub const STUDY_FORMAT: &str = "tightloop-study/1";

/// What a study is; written once, when it begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// [`STUDY_FORMAT`].
    pub format: String,
    /// The study's id: its protocol's.
    pub id: String,
    /// Whether its participants are SIMULATED.
    pub simulated: bool,
    /// BLAKE3 of `protocol.ron`.
    pub protocol_hash: String,
    /// Pack id → BLAKE3 of the pack, for every pack that the protocol may draw from.
    pub pack_hashes: BTreeMap<String, String>,
    /// Software and version that began it.
    pub software: String,
    /// Commit it was built from.
    pub commit: String,
    /// Wall clock, RFC 3339. None for simulated studies: the same seed gives the same bytes.
    pub created_at: Option<String>,
}

impl About {
    /// A study that begins now.
    pub(super) fn now(loaded: &Loaded, pack_hashes: BTreeMap<String, String>, simulated: bool) -> Self {
        Self {
            format: STUDY_FORMAT.to_owned(),
            id: loaded.protocol.id.clone(),
            simulated,
            protocol_hash: loaded.hash.clone(),
            pack_hashes,
            software: software(),
            commit: commit().to_owned(),
            created_at: (!simulated).then(crate::journal::wall_clock),
        }
    }

    /// As text, ending with a line feed.
    pub(super) fn to_text(&self) -> Outcome<String> {
        let text = serde_json::to_string_pretty(self)
            .map_err(|error| Problem::new(format!("cannot write study.json: {error}")))?;
        Ok(text + "\n")
    }

    /// Reads `study.json`.
    pub(super) fn read(path: &Path) -> Outcome<Self> {
        #[derive(Deserialize)]
        struct Format {
            format: String,
        }
        let text = std::fs::read_to_string(path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory => {
                Problem::new("there is no study here")
                    .in_file(path)
                    .todo("name a folder that holds study.json")
            }
            _ => Problem::io(path, "read the study", &error),
        })?;
        let place = |error: serde_json::Error| {
            Problem::new(error.to_string()).in_file(path).at(error.line().max(1), error.column().max(1))
        };
        let Format { format } = serde_json::from_str(&text).map_err(place)?;
        if format != STUDY_FORMAT {
            return Err(Problem::new(format!("the format is '{format}', expected '{STUDY_FORMAT}'"))
                .in_file(path)
                .todo("use the version of tightloop that wrote it"));
        }
        serde_json::from_str(&text).map_err(place)
    }
}
