//! The whole way on the command line, from a protocol to a report, with simulated participants.
#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod files;
mod simulated;

use files::content;
use simulated::{PACKS, PROTOCOL, library, small};
use std::path::Path;
use std::process::{Command, Output};
use tightloop::study::Study;
use tightloop::surface::CostSurface;

fn tightloop(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tightloop"))
        .args(["--scenarios", PACKS])
        .args(arguments)
        .output()
        .unwrap()
}

/// A folder with the small protocol in it, and its path as text.
fn folder() -> (tempfile::TempDir, String) {
    let dir = tempfile::tempdir().unwrap();
    let protocol = dir.path().join("small.ron");
    std::fs::write(&protocol, PROTOCOL).unwrap();
    let protocol = protocol.to_str().unwrap().to_owned();
    (dir, protocol)
}

fn json(output: &Output) -> serde_json::Value {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn a_demo_leaves_a_study_its_tables_a_surface_and_a_report() {
    let (dir, protocol) = folder();
    let out = dir.path().join("demo");
    let out = out.to_str().unwrap();
    let run = ["demo", "--protocol", &protocol, "--participants", "6", "--seed", "3", "--out", out, "--json"];
    let said = json(&tightloop(&run));
    assert_eq!(said["simulated"], true);
    let cells = said["coverage"]["cells"].as_array().unwrap();
    assert_eq!(cells.len(), 6, "three delays by two sizes, each held against the truth");
    let share = said["coverage"]["share"].as_f64().unwrap();
    let covered = cells.iter().filter(|cell| cell["covered"] == true).count();
    assert_eq!(share, covered as f64 / 6.0);

    let files = content(Path::new(out));
    let text = |name: &str| String::from_utf8(files[name].clone()).unwrap();
    for name in
        ["study/study.json", "study/journals/P006/session-1.jsonl", "csv/trials.csv", "csv/codebook.json"]
    {
        assert!(files.contains_key(name), "{name} is missing from {:?}", files.keys());
    }
    let study = Study::read(Path::new(out).join("study")).unwrap();
    assert_eq!(study.protocol().hash, small().hash);
    let checked = study.check_with(&library()).unwrap();
    assert!(checked.is_clean(), "{:?}", checked.problems);
    let surface: CostSurface = serde_json::from_str(&text("cost-surface.json")).unwrap();
    surface.validate().unwrap();
    assert!(surface.simulated);
    assert_eq!(surface.provenance.participants, 6);
    assert_eq!(surface.time_limit_secs, 60.0, "the protocol's own limit");
    assert!(text("report.html").contains("SIMULATED"));

    // The same once more, into another folder, and over itself: the same bytes.
    let again = dir.path().join("again");
    let mut other = run;
    other[8] = again.to_str().unwrap();
    for arguments in [other, run] {
        assert!(tightloop(&arguments).status.success());
    }
    assert!(content(Path::new(out)) == files);
    assert!(content(&again) == files);
}

#[test]
fn a_demo_says_simulated_and_what_is_true() {
    let (dir, protocol) = folder();
    let out = dir.path().join("demo");
    let run = ["demo", "--protocol", &protocol, "--participants", "6", "--out", out.to_str().unwrap()];
    let output = tightloop(&run);
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    for words in ["SIMULATED", "90 % interval", "true C", "of 6 cells", "report.html"] {
        assert!(said.contains(words), "no '{words}' in {said}");
    }
}

#[test]
fn simulate_goes_on_and_refuses_another_seed_in_one_line() {
    let (dir, protocol) = folder();
    let out = dir.path().join("study");
    let out = out.to_str().unwrap();
    let run = |seed, participants| {
        tightloop(&[
            "simulate",
            &protocol,
            "--participants",
            participants,
            "--seed",
            seed,
            "--out",
            out,
            "--json",
        ])
    };
    assert_eq!(json(&run("7", "1"))["participants"], 1);
    assert_eq!(json(&run("7", "2"))["participants"], 2);
    let refused = run("8", "2");
    assert_eq!(refused.status.code(), Some(1));
    let words = String::from_utf8(refused.stderr).unwrap();
    assert_eq!(words.trim_end().lines().count(), 1, "{words}");
    assert!(words.contains("seed 7, not 8") && words.contains("--seed 7"), "{words}");
    assert!(refused.stdout.is_empty());
    assert_eq!(run("7", "0").status.code(), Some(2), "nobody is no study");
}
