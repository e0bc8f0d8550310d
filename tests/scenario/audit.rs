//! `tightloop scenario audit` over a library.

use crate::command_line::{err, out, tightloop};
use crate::fixture::Copy;
use std::fs;
use std::path::Path;
use tempfile::TempDir;
use tightloop::scenario::Library;

/// A library of copies of the fixture, each under its own name and proven under it.
fn library(names: &[&str]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for name in names {
        let copy = Copy::new().change("scenario.ron", "id: \"tiny\"", &format!("id: \"{name}\""));
        let place = folder.path().join(name);
        fs::rename(copy.pack_folder(), &place).expect("a pack can be moved");
        forge(folder.path(), name);
    }
    folder
}

/// The record of proving holds for a pack under another name; only the hash is another.
fn forge(packs: &Path, name: &str) {
    let library = Library::folder(packs).expect("it loads");
    let pack = library.pack(name).expect("it is there");
    let before = &pack.proven().expect("it has a record").pack;
    let path = packs.join(name).join("proven.json");
    let text = fs::read_to_string(&path).expect("the record").replace(before, pack.hash());
    fs::write(path, text).expect("can be written");
}

#[test]
fn fewer_than_three_packs_cannot_be_audited() {
    let packs = library(&["one", "two"]);
    let output = tightloop(packs.path(), &["audit"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("2 of 2 packs are proven, and an audit needs 3"), "{}", err(&output));
}

#[test]
fn the_report_has_both_figures_and_is_the_same_each_time() {
    let packs = library(&["one", "two", "three", "four"]);
    fs::write(packs.path().join("four/base/labels.py"), "LABEL = 0\n").expect("can be written");
    let report = packs.path().join("stimuli.md");
    let write = || {
        let output = tightloop(packs.path(), &["audit", "--out", &report.to_string_lossy()]);
        assert!(output.status.success(), "{}", err(&output));
        (out(&output), err(&output), fs::read_to_string(&report).expect("the report"))
    };
    let (said, warned, page) = write();
    assert!(said.contains("which batch: AUC ") && said.contains("which decision: AUC "), "{said}");
    assert!(warned.contains("left out, because not proven as they are: four"), "{warned}");
    for words in [
        "| which batch is planted | **",
        "logistic regression",
        "boosted trees",
        "| changed lines |",
        "| three |",
    ] {
        assert!(page.contains(words), "'{words}' in:\n{page}");
    }
    assert_eq!(write().2, page, "byte for byte");
}

#[test]
fn packs_that_are_copies_of_each_other_give_their_errors_away() {
    // Two wrong choices in six decisions, the same in every pack: who has seen two packs knows them in the third.
    let packs = library(&["one", "two", "three"]);
    let output = tightloop(packs.path(), &["audit", "--json"]);
    let audit: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let auc = |task: &str| audit[task]["auc"].as_f64().expect("a number");
    assert!(auc("decisions") > 0.9, "{}", auc("decisions"));
    assert_eq!(audit["packs"].as_array().map(Vec::len), Some(3));
    assert_eq!(audit["packs"][0]["wrong"], 2);
}
