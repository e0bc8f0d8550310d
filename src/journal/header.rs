//! A journal's first line: what is recorded, with what, where.

use crate::protocol::plan::Plan;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The format's name, first field of every journal.
pub const JOURNAL_FORMAT: &str = "tightloop-journal/1";

/// What one session's record is about. Everything the dataset needs beside the events is in its plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// [`JOURNAL_FORMAT`].
    pub format: String,
    /// Software and version.
    pub software: String,
    /// Commit it was built from, `unknown` outside a checkout.
    pub commit: String,
    /// The study's id.
    pub study: String,
    /// The participant's code.
    pub participant: String,
    /// Which sitting, from 1.
    pub session: u32,
    /// Whether the participant is SIMULATED.
    pub simulated: bool,
    /// Wall clock at the start, RFC 3339: provenance only, never a response time. None for simulated sessions.
    pub started_at: Option<String>,
    /// The system's monotonic clock at stamp 0, nanoseconds; to be held against injected input.
    pub monotonic_start_nanos: Option<u64>,
    /// BLAKE3 of the protocol file.
    pub protocol_hash: String,
    /// Pack id → BLAKE3 of the pack.
    pub pack_hashes: BTreeMap<String, String>,
    /// The trials.
    pub plan: Plan,
    /// What it ran on.
    pub station: Station,
}

/// What a session ran on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Station {
    /// Operating system, `simulated` for simulated participants.
    pub os: String,
    /// Display, such as `1920x1080`.
    pub display: Option<String>,
    /// Its refresh rate, hertz.
    pub refresh_hz: Option<f32>,
    /// Physical pixels a point.
    pub scale: Option<f32>,
    /// What drew.
    pub renderer: Option<String>,
    /// Whether the display was kept from going to sleep; none where nobody looked at one, and in journals of old.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sleep_held: Option<bool>,
}

impl Station {
    /// This computer, its display not yet known.
    pub fn here() -> Self {
        Self { os: std::env::consts::OS.to_owned(), ..Self::simulated() }
    }

    /// No computer in particular: a simulated session gives the same bytes everywhere.
    pub fn simulated() -> Self {
        Self {
            os: "simulated".to_owned(),
            display: None,
            refresh_hz: None,
            scale: None,
            renderer: None,
            sleep_held: None,
        }
    }
}

impl Header {
    /// The header of a session that begins now. `monotonic_start_nanos` is left for the window to fill in.
    pub fn now(
        study: &str,
        participant: &str,
        session: u32,
        simulated: bool,
        plan: Plan,
        station: Station,
    ) -> Self {
        Self {
            format: JOURNAL_FORMAT.to_owned(),
            software: software(),
            commit: commit().to_owned(),
            study: study.to_owned(),
            participant: participant.to_owned(),
            session,
            simulated,
            started_at: (!simulated).then(wall_clock),
            monotonic_start_nanos: None,
            protocol_hash: plan.protocol_hash.clone(),
            pack_hashes: plan.pack_hashes.clone(),
            plan,
            station,
        }
    }
}

impl Header {
    /// The wall clock at the start; none for simulated sessions.
    pub fn wall_clock(&self) -> Option<chrono::DateTime<chrono::Utc>> {
        let started = self.started_at.as_deref()?;
        chrono::DateTime::parse_from_rfc3339(started).ok().map(|at| at.to_utc())
    }
}

/// Name and version of this software.
pub fn software() -> String {
    format!("tightloop {}", env!("CARGO_PKG_VERSION"))
}

/// The commit that this program was built from, by `build.rs`; `unknown` outside a checkout.
pub fn commit() -> &'static str {
    option_env!("TIGHTLOOP_COMMIT").unwrap_or("unknown")
}

/// Now, RFC 3339 with milliseconds, UTC.
pub(crate) fn wall_clock() -> String {
    chrono::Utc::now().to_rfc3339_opts(chrono::SecondsFormat::Millis, true)
}
