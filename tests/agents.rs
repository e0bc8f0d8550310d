//! A study that varies how many agents are at work at once, from protocol to cost: SIMULATED people.
#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use std::path::Path;
use std::process::Command;

/// Everybody meets one agent and then four, or the other way round.
const PROTOCOL: &str = r#"(
    format: "tightloop-protocol/1", id: "crew", title: "One agent or four", language: "en", seed: 12,
    participants: 8, consent: "Take part?", instructions: ["Review."],
    factors: (
        delay_secs: (levels: [0, 60]),
        batch_size: (levels: [1, 4]),
        outstanding_max: (levels: [1, 4]),
        keep: agents,
    ),
    trials_per_cell: 2, planted_share: 0.5, unfamiliar_share: 0, amended_share: 0,
    scenarios: (pool: ["bookings", "cache", "flags", "imports"]), filler: rest,
    comprehension: (questions: 1, attempts: 2),
    practice: (trials: 0, delay_secs: 0, batch_size: 1), time_limit_secs: 300, feedback: never,
)
"#;

fn tightloop(folder: &Path, arguments: &[&str]) -> String {
    let output =
        Command::new(env!("CARGO_BIN_EXE_tightloop")).current_dir(folder).args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn load_is_told_from_such_a_study_and_can_be_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    std::fs::write(folder.join("crew.ron"), PROTOCOL).unwrap();
    tightloop(folder, &["simulate", "crew.ron", "--participants", "8", "--seed", "4", "--out", "study"]);
    tightloop(folder, &["study", "check", "study"]);

    tightloop(folder, &["export", "study", "--format", "csv", "--out", "csv"]);
    let mut reviews = csv::Reader::from_path(folder.join("csv/trials.csv")).unwrap();
    let header = reviews.headers().unwrap().clone();
    let place = |name: &str| header.iter().position(|column| column == name).unwrap();
    let (happened, target) = (place("outstanding"), place("outstanding_target"));
    // How many reviews there are at each number of agents, and the most other briefs outstanding at one of them.
    let mut met = std::collections::BTreeMap::new();
    for review in reviews.records() {
        let review = review.unwrap();
        let number = |place: usize| review[place].parse::<u32>().unwrap();
        let (count, most) = met.entry(number(target)).or_insert((0, 0));
        *count += 1;
        *most = number(happened).max(*most);
    }
    assert_eq!(met, [(1, (64, 0)), (4, (64, 3))].into());
    let codebook = std::fs::read_to_string(folder.join("csv/codebook.json")).unwrap();
    assert!(codebook.contains("outstanding_target"));

    tightloop(folder, &["fit", "study", "--penalised", "--out", "cost.json"]);
    let surface: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(folder.join("cost.json")).unwrap()).unwrap();
    let conditions = &surface["model"]["conditions"];
    assert_eq!(conditions["outstanding"], serde_json::json!([0.0, 3.0]));
    // These people forget more, and look up more, the more briefs are on their minds (`simulate::memory`).
    let seconds = conditions["load_time"]["q50"].as_f64().unwrap();
    assert!(seconds.is_finite());
    let cost = |others: &str| {
        let asked = [
            "cost",
            "cost.json",
            "--delay",
            "60",
            "--batch",
            "4",
            "--clamp",
            "--outstanding",
            others,
            "--json",
        ];
        let cost: serde_json::Value = serde_json::from_str(&tightloop(folder, &asked)).unwrap();
        cost["cost_secs"]["mean"].as_f64().unwrap()
    };
    assert_ne!(cost("0"), cost("3"));
    let beyond = Command::new(env!("CARGO_BIN_EXE_tightloop"))
        .current_dir(folder)
        .args(["cost", "cost.json", "--delay", "60", "--batch", "4", "--clamp", "--outstanding", "0.5"])
        .output()
        .unwrap();
    assert!(beyond.status.success());
}
