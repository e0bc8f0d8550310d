//! A lab for tests: a small study on the fixture pack.

use std::path::Path;
use tightloop::protocol::{self, Loaded};
use tightloop::scenario::Library;
use tightloop::study::Study;

/// Where the fixture packs are.
pub const PACKS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/packs");

/// The study's protocol: two delays by two batch sizes.
pub const PROTOCOL: &str = r#"(
    format: "tightloop-protocol/1",
    id: "small",
    title: "A small study",
    language: "en",
    seed: 11,
    participants: 4,
    consent: "You may stop at any time.",
    instructions: ["Read the brief, then review."],
    factors: (delay_secs: (levels: [0, 5]), batch_size: (levels: [1, 2]), outstanding_max: 1),
    trials_per_cell: 1,
    planted_share: 0.5,
    unfamiliar_share: 0,
    amended_share: 0,
    scenarios: (pool: ["tiny"]),
    filler: rest,
    comprehension: (questions: 1, attempts: 2),
    practice: (trials: 1, delay_secs: 1, batch_size: 1),
    time_limit_secs: 60,
    feedback: practice,
    exclusions: [faster_than_secs(0.5), interrupted],
)
"#;

pub fn library() -> Library {
    Library::with_folder(Some(Path::new(PACKS))).unwrap()
}

pub fn loaded() -> Loaded {
    protocol::parse(PROTOCOL, Path::new("small.ron")).unwrap()
}

/// A simulated study in `dir`.
pub fn study(dir: &Path) -> Study {
    Study::create(dir, &loaded(), &library(), true).unwrap()
}
