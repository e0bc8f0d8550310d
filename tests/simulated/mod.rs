//! A small protocol on the fixture pack, for simulated participants.

use std::collections::BTreeMap;
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

/// Every file but the lock, by its path.
#[allow(dead_code, reason = "not every test that simulates compares files")]
pub fn content(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![dir.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.file_name().is_some_and(|name| name != ".lock") {
                let name = path.strip_prefix(dir).unwrap().to_string_lossy().into_owned();
                files.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    files
}
