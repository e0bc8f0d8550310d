//! The report from the command line: a simulated study in, one HTML file out.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod files;
mod simulated;

use files::content;
use simulated::{library, small};
use std::path::Path;
use std::process::{Command, Output};
use tightloop::dataset;
use tightloop::simulate;
use tightloop::stats;
use tightloop::study::Study;

fn tightloop(args: &[&Path]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tightloop")).args(args).output().unwrap()
}

/// A study in which four people have taken part.
fn study(dir: &Path) -> Study {
    let library = library();
    let mut study = simulate::begin_or_go_on(dir, &small(), &library).unwrap();
    simulate::run(&mut study, &library, 4, 1, &|_| {}).unwrap();
    study
}

#[test]
fn a_study_is_fitted_and_reported_the_same_way_as_its_csv() {
    let dir = tempfile::tempdir().unwrap();
    let (folder, csv) = (dir.path().join("study"), dir.path().join("csv"));
    let data = dataset::collect(&study(&folder)).unwrap();
    data.write_csv(&csv).unwrap();
    let trials = csv.join("trials.csv");
    assert!(stats::from_dataset(&data) == stats::read_csv(&trials).unwrap(), "to the last digit");

    let out = |name: &str| dir.path().join(name);
    let run = |args: &[&Path]| {
        let output = tightloop(args);
        let words = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{words}");
        assert!(words.contains("SIMULATED"), "{words}");
        assert!(output.stdout.is_empty(), "words go to standard error");
    };
    let path = Path::new;
    run(&[path("report"), &folder, path("--out"), &out("study.html")]);
    run(&[path("fit"), &folder, path("--out"), &out("surface.json"), path("--checks"), &out("checks.json")]);
    let beside = [path("--trials"), &trials, path("--checks"), &out("checks.json")];
    run(&[&[path("report"), &out("surface.json"), path("--out"), &out("both.html")], &beside[..]].concat());
    run(&[path("report"), &out("surface.json"), path("--out"), &out("surface.html")]);

    let read = |name: &str| std::fs::read_to_string(out(name)).unwrap();
    let (of_study, of_both, of_surface) = (read("study.html"), read("both.html"), read("surface.html"));
    assert!(of_study.contains("<h1>small</h1>") && of_both.contains("<h1>surface.json</h1>"));
    assert!(of_study == of_both.replace("surface.json", "small"), "the same fit, the same report");
    assert!(of_study.contains("Bad batches") && !of_surface.contains("Bad batches"));
    assert!(of_study.contains("by chance") && !of_surface.contains("by chance"));
    for html in [&of_study, &of_surface] {
        assert!(html.contains("SIMULATED — no human data.") && !html.contains("http"));
    }
}

#[test]
fn what_cannot_be_reported_is_said_in_one_line_and_no_file_appears() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("report.html");
    for source in ["no-such-surface.json", "Cargo.toml", "src"] {
        let output = tightloop(&[Path::new("report"), Path::new(source), Path::new("--out"), &out]);
        let words = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{words}");
        assert_eq!(words.trim_end().lines().count(), 1, "{words}");
        assert!(words.contains(source), "{words}");
        assert!(content(dir.path()).is_empty());
    }
}

#[test]
fn checks_of_another_fit_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("study");
    study(&folder);
    let out = |name: &str| dir.path().join(name);
    let path = Path::new;
    for (seed, surface, checks) in
        [("1", "one.json", "one-checks.json"), ("2", "two.json", "two-checks.json")]
    {
        let (surface, checks) = (out(surface), out(checks));
        let fit = [path("fit"), &folder, path("--out"), &surface, path("--checks"), &checks];
        assert!(tightloop(&[&fit[..], &[path("--seed"), path(seed)]].concat()).status.success());
    }
    let report = |checks: &str| {
        let page = out("page.html");
        tightloop(&[path("report"), &out("one.json"), path("--checks"), &out(checks), path("--out"), &page])
    };
    assert!(report("one-checks.json").status.success());
    let refused = report("two-checks.json");
    let words = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert_eq!(refused.status.code(), Some(1));
    assert!(words.contains("of another fit") && words.contains("two-checks.json"), "{words}");
    assert!(String::from_utf8_lossy(&report("one.json").stderr).contains("no checks of a fit"));
}
