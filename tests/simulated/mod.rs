//! A small protocol on the fixture pack, for simulated participants.

use std::path::Path;
use tightloop::protocol::{self, Loaded};
use tightloop::scenario::Library;

/// Where the fixture packs are.
pub const PACKS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/packs");

/// Three delays by two batch sizes, with everything that a protocol can have.
pub const PROTOCOL: &str = r#"(
    format: "tightloop-protocol/1",
    id: "small",
    title: "A small simulated study",
    language: "en",
    seed: 11,
    participants: 4,
    consent: "You may stop at any time.",
    instructions: ["Read the brief, then review.", "At most one decision is wrong."],
    factors: (delay_secs: (levels: [0, 20, 60]), batch_size: (levels: [2, 4]), outstanding_max: 2),
    trials_per_cell: 2,
    planted_share: 0.5,
    unfamiliar_share: 0,
    amended_share: 0,
    scenarios: (pool: ["tiny"]),
    filler: arithmetic,
    comprehension: (questions: 1, attempts: 2),
    practice: (trials: 1, delay_secs: 1, batch_size: 1),
    time_limit_secs: 60,
    feedback: practice,
    exclusions: [interrupted],
)
"#;

/// The fixture pack among the built-in ones.
pub fn library() -> Library {
    Library::with_folder(Some(Path::new(PACKS))).unwrap()
}

/// [`PROTOCOL`], loaded.
pub fn small() -> Loaded {
    protocol::parse(PROTOCOL, Path::new("small.ron")).unwrap()
}
