//! Imported traces: read-only scenarios with soft truth, from the file to a study's dataset.

use crate::command_line::{err, out, tightloop};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;
use tightloop::scenario::Library;
use tightloop::scenario::spec::ErrorKind;

const TRACES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/traces");
const BAKERIES: &str = "who-and-when/bakeries.json";

fn run(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tightloop")).args(args).output().expect("the program runs")
}

fn fixture(file: &str) -> String {
    format!("{TRACES}/{file}")
}

/// A folder of packs with one imported trace in it.
fn imported(file: &str, form: &str, more: &[&str]) -> TempDir {
    let packs = tempfile::tempdir().expect("a fixture that can be copied");
    let to = packs.path().join("trace").to_string_lossy().into_owned();
    let output = run(&[&["scenario", "import", &fixture(file), "--from", form, "--out", &to], more].concat());
    assert!(output.status.success(), "{}", err(&output));
    packs
}

/// Imports a changed copy of a fixture, which is refused in one line that holds all of `words`.
#[track_caller]
fn refused(file: &str, form: &str, change: impl Fn(String) -> String, words: &[&str]) {
    let folder = tempfile::tempdir().expect("a fixture that can be copied");
    let copy = folder.path().join(Path::new(file).file_name().expect("a fixture that can be copied"));
    fs::write(&copy, change(fs::read_to_string(fixture(file)).expect("a fixture that can be copied")))
        .expect("a fixture that can be copied");
    let to = folder.path().join("trace").to_string_lossy().into_owned();
    let (copy, truth) = (copy.to_string_lossy().into_owned(), fixture("agentrx/ground_truth/invented.json"));
    let annotations: &[&str] = if form == "agentrx" { &["--annotations", &truth] } else { &[] };
    let output = run(&[&["scenario", "import", &copy, "--from", form, "--out", &to], annotations].concat());
    assert_eq!(output.status.code(), Some(1));
    let said = err(&output);
    assert!(words.iter().all(|word| said.contains(word)), "{words:?} in: {said}");
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(!Path::new(&to).exists(), "nothing is left behind");
}

#[test]
fn who_and_when_tells_words_code_and_output_apart() {
    let packs = imported(BAKERIES, "who-and-when", &[]);
    let library = Library::folder(packs.path()).unwrap();
    let pack = library.pack("trace").unwrap();
    assert!(pack.is_soft() && !pack.is_proven());
    let views = pack.trajectory("as-it-was", "as-it-was").unwrap();
    assert_eq!(views.len(), 5, "what the terminal said belongs to the decisions");
    assert_eq!(views[0].says, "Table_Reader: I look at the table before I count anything.");
    let command = views[1].command.as_ref().unwrap();
    assert!(command.line.starts_with("import csv\nfor row"), "{}", command.line);
    assert_eq!(command.output, "Nordtor 410\nHafen 395\nHafen 120");
    assert_eq!(views[2].command, None);
    let planted = pack.truth("as-it-was", "as-it-was", 2, 3).unwrap().planted.unwrap();
    assert_eq!((planted.error_index, planted.error_kind), (2, None));
    assert_eq!((planted.clause, planted.reach, planted.dependents), (None, None, None));
    assert_eq!(pack.truth("as-it-was", "as-it-was", 1, 2).unwrap().planted, None);
    assert!(pack.truth("as-it-was", "as-it-was", 4, 2).is_err(), "built on what is called wrong");
}

#[test]
fn agentrx_finds_its_annotation_beside_it() {
    let packs = imported("agentrx/runs/ferry.json", "agentrx", &[]);
    let library = Library::folder(packs.path()).unwrap();
    let pack = library.pack("trace").unwrap();
    let stimulus = pack.stimulus("as-it-was", "as-it-was", 3, 3, &[]).unwrap();
    assert_eq!(stimulus.brief.request, "When does the last ferry leave the island on Sundays?");
    assert_eq!(
        stimulus.brief.accepted[1],
        "Orchestrator: To WebSurfer: Please look for the ferry's timetable."
    );
    let surfed = &stimulus.batch.decisions[0];
    assert!(surfed.says.ends_with("into the search box."), "{}", surfed.says);
    assert!(surfed.command.as_ref().unwrap().output.contains("Sundays 18:40"));
    let planted = pack.truth("as-it-was", "as-it-was", 3, 3).unwrap().planted.unwrap();
    assert_eq!((planted.error_index, planted.error_kind), (2, Some(ErrorKind::MisreadOutput)));
}

#[test]
fn agentrx_takes_one_of_several_trajectories() {
    let packs = imported("agentrx/runs/lending.json", "agentrx", &["--trajectory", "7"]);
    let library = Library::folder(packs.path()).unwrap();
    let views = library.pack("trace").unwrap().trajectory("as-it-was", "as-it-was").unwrap();
    let lines: Vec<&str> = views.iter().map(|view| view.command.as_ref().unwrap().line.as_str()).collect();
    assert_eq!(
        lines,
        ["message to the user", "find_tool({\"name\": \"ladder\"})", "book({\"tool\": \"L1\"})"]
    );
    assert_eq!(views[0].command.as_ref().unwrap().output, "M-18.");
}

#[test]
fn what_is_wrong_with_a_file_is_one_line_with_its_place() {
    let ww = |change: fn(String) -> String, words: &[&str]| refused(BAKERIES, "who-and-when", change, words);
    ww(|text| text[..text.len() / 2].to_owned(), &["bakeries.json:", "ends too early"]);
    ww(|text| text.replace("\"4\"", "\"70\""), &["bakeries.json:45:2", "step 70", "steps 0 to 6"]);
    ww(|text| text.replace("\"mistake_step\"", "\"step\""), &["names no step", "mistake_step is missing"]);
    ww(|text| text.replace("\"4\"", "\"soon\""), &["names no step", "'soon'"]);
    ww(
        |text| text.replace("\"mistake_agent\": \"Sum", "\"mistake_agent\": \"Son"),
        &["Son_Checker", "Sum_Checker"],
    );
    ww(|_| "{\"question\": \"x\", \"history\": []}".to_owned(), &["bakeries.json:1:", "history is empty"]);
    ww(|_| "{\"question\": \"x\"}".to_owned(), &["no Who&When trace", "history"]);
    let rx = |change: fn(String) -> String, words: &[&str]| {
        refused("agentrx/runs/ferry.json", "agentrx", change, words)
    };
    rx(|text| text[..40].to_owned(), &["ferry.json:", "ends too early"]);
    rx(|_| "[]".to_owned(), &["ferry.json:1:1", "history is empty"]);
    rx(
        |text| text.replace("Orchestrator", "Conductor"),
        &["invented.json:3:", "orchestrator", "decides nothing"],
    );
    rx(
        |_| "[{\"role\": \"human\", \"content\": \"x\"}, {\"role\": \"Orchestrator\"}]".to_owned(),
        &["step 5", "steps 1 to 2"],
    );
    refused("agentrx/runs/lending.json", "agentrx", |text| text, &["2 trajectories", "--trajectory 7, 8"]);
}

#[test]
fn annotations_that_are_not_there_are_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("ferry.json");
    fs::copy(fixture("agentrx/runs/ferry.json"), &copy).unwrap();
    let to = folder.path().join("trace");
    let (copy, to) = (copy.to_string_lossy(), to.to_string_lossy());
    let output = run(&["scenario", "import", &copy, "--from", "agentrx", "--out", &to]);
    assert!(err(&output).contains("--annotations FILE"), "{}", err(&output));
}

#[test]
fn nothing_is_written_over() {
    let packs = imported(BAKERIES, "who-and-when", &[]);
    let to = packs.path().join("trace").to_string_lossy().into_owned();
    let again = run(&["scenario", "import", &fixture(BAKERIES), "--from", "who-and-when", "--out", &to]);
    assert!(err(&again).contains("there is something here already"), "{}", err(&again));
    let named = packs.path().join("my trace").to_string_lossy().into_owned();
    let spaced = run(&["scenario", "import", &fixture(BAKERIES), "--from", "who-and-when", "--out", &named]);
    assert!(err(&spaced).contains("'my trace' is no name for a pack"), "{}", err(&spaced));
}

#[test]
fn list_prove_lint_and_show_know_that_it_is_soft() {
    let packs = imported(BAKERIES, "who-and-when", &[]);
    let listed: Value = serde_json::from_slice(&tightloop(packs.path(), &["list", "--json"]).stdout).unwrap();
    let trace = listed.as_array().unwrap().iter().find(|pack| pack["id"] == "trace").unwrap();
    assert_eq!((&trace["proven"], &trace["soft"]), (&Value::Bool(false), &Value::Bool(true)));
    assert_eq!(
        (&trace["runtime"], &trace["wrong"], &trace["decisions"]),
        (&Value::Null, &1.into(), &5.into())
    );
    let all = tightloop(packs.path(), &["prove"]);
    assert!(
        all.status.success() && err(&all).contains("trace: soft truth, nothing to prove"),
        "{}",
        err(&all)
    );
    let named = tightloop(packs.path(), &["prove", "trace"]);
    assert!(!named.status.success() && err(&named).contains("nothing can prove"), "{}", err(&named));
    let lint = out(&tightloop(packs.path(), &["lint", "trace"]));
    for words in ["no comprehension questions", "one clause only", "batches of at most 2"] {
        assert!(lint.contains(words), "{words} in {lint}");
    }
    let page = out(&tightloop(packs.path(), &["show", "trace", "--html", "--truth"]));
    assert!(page.contains("Adds loaves of every kind") && page.contains("nothing proves it"), "{page}");
    assert!(!page.contains("Not proven"));
    let hidden = out(&tightloop(packs.path(), &["show", "trace", "--html"]));
    assert!(!hidden.contains("every kind, although"));
}

/// The pilot's design, with a pool of its own, batches of two decisions and no questions.
fn protocol(folder: &Path, pool: &str) -> PathBuf {
    let pilot = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/protocols/pilot.ron"))
        .expect("the pilot can be copied");
    let mut text = pilot;
    for (old, new) in [
        ("pool: [\"*\"]", pool),
        ("levels: [1, 5]", "levels: [1, 2]"),
        ("unfamiliar_share: 0.25", "unfamiliar_share: 0"),
        ("amended_share: 0.25", "amended_share: 0"),
        ("questions: 1", "questions: 0"),
        ("attention_checks: 1", "attention_checks: 0"),
    ] {
        assert!(text.contains(old), "{old}");
        text = text.replace(old, new);
    }
    let path = folder.join("protocol.ron");
    fs::write(&path, text).expect("the pilot can be copied");
    path
}

#[test]
fn a_study_shows_it_where_its_pool_names_it() {
    let packs = imported(BAKERIES, "who-and-when", &[]);
    let folder = tempfile::tempdir().unwrap();
    let scenarios = packs.path().to_string_lossy().into_owned();
    let path = protocol(folder.path(), "pool: [\"trace\"]").to_string_lossy().into_owned();
    let (study, csv) = (folder.path().join("study"), folder.path().join("csv"));
    let (study, csv) = (study.to_string_lossy().into_owned(), csv.to_string_lossy().into_owned());
    let with = |args: &[&str]| run(&[&["--scenarios", &scenarios], args].concat());
    let done = with(&["simulate", &path, "--participants", "2", "--seed", "5", "--out", &study]);
    assert!(done.status.success(), "{}", err(&done));
    let exported = with(&["export", &study, "--format", "csv", "--out", &csv]);
    assert!(exported.status.success(), "{}", err(&exported));
    let text = fs::read_to_string(Path::new(&csv).join("trials.csv")).unwrap();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows: Vec<std::collections::HashMap<String, String>> =
        reader.deserialize().collect::<Result<_, _>>().unwrap();
    assert!(rows.iter().any(|row| row["planted"] == "0"), "sound batches end before the error");
    let planted: Vec<_> = rows.iter().filter(|row| row["planted"] == "1").collect();
    assert!(!planted.is_empty());
    for row in planted {
        let place: u32 =
            row["window_start"].parse::<u32>().unwrap() + row["error_index"].parse::<u32>().unwrap() - 1;
        assert_eq!((row["scenario"].as_str(), place), ("trace", 3));
        for empty in ["error_kind", "clause", "reach", "dependents"] {
            assert_eq!(row[empty], "", "{empty}");
        }
    }
}

#[test]
fn a_star_leaves_it_out() {
    let packs = imported(BAKERIES, "who-and-when", &[]);
    let folder = tempfile::tempdir().unwrap();
    let scenarios = packs.path().to_string_lossy().into_owned();
    let path = protocol(folder.path(), "pool: [\"*\"]").to_string_lossy().into_owned();
    let plan = run(&["--scenarios", &scenarios, "protocol", "plan", &path, "--json"]);
    assert!(plan.status.success(), "{}", err(&plan));
    assert!(!out(&plan).contains("\"trace\""), "{}", out(&plan));
}

#[test]
fn lengths_are_measured_and_recorded() {
    let folder = tempfile::tempdir().unwrap();
    let record = folder.path().join("real.json").to_string_lossy().into_owned();
    let who = fixture("who-and-when");
    let args = ["scenario", "lengths", "--traces", &who, "--from", "who-and-when", "--record", &record];
    let named = ["--name", "ours", "--repository", "https://example.org", "--commit", "abc"];
    for _ in 0..2 {
        let output = run(&[&args[..], &named].concat());
        assert!(output.status.success(), "{}", err(&output));
    }
    let kept: Value = serde_json::from_str(&fs::read_to_string(&record).unwrap()).unwrap();
    assert_eq!(kept["sets"].as_array().unwrap().len(), 1, "recorded again in its place");
    let lengths = &kept["sets"][0]["lengths"];
    assert_eq!(
        (&lengths["traces"], &lengths["decisions"], &lengths["with_output"]),
        (&1.into(), &5.into(), &2.into())
    );
    assert_eq!(lengths["output_lines"]["median"], 2.0);
    let page = out(&run(&["scenario", "lengths"]));
    for words in
        ["## Lengths beside real traces", "| **all packs** |", "Who&When", "AgentRx", "3d9d568840f004"]
    {
        assert!(page.contains(words), "{words} in {page}");
    }
}
