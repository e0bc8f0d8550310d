//! `scenario new`: what it lays out proves as it stands. Here for sh and python3; the gate does node and sqlite3.

use crate::command_line::{err, out, tightloop};
use std::path::Path;

fn new(packs: &Path, args: &[&str]) -> std::process::Output {
    tightloop(packs, &[&["new"], args].concat())
}

fn proves(runtime: &str) {
    let packs = tempfile::tempdir().expect("a temporary folder");
    let laid = new(packs.path(), &["mine", "--runtime", runtime]);
    assert!(laid.status.success(), "{}", err(&laid));
    let proven = tightloop(packs.path(), &["prove", "mine", "--write"]);
    assert!(proven.status.success(), "{}", err(&proven));
    let listed = out(&tightloop(packs.path(), &["list", "--json"]));
    let listed: serde_json::Value = serde_json::from_str(&listed).expect("a list");
    let mine =
        listed.as_array().expect("packs").iter().find(|pack| pack["id"] == "mine").expect("the new pack");
    let expected = serde_json::json!({
        "id": "mine", "runtime": runtime, "decisions": 6, "clauses": 4, "wrong": 2, "wrong_root": 1, "wrong_local": 1,
        "unfamiliar": 1, "amendments": 1, "skins": 2, "variants": 7, "proven": true, "soft": false,
    });
    assert_eq!(*mine, expected);
    let lint = tightloop(packs.path(), &["lint", "mine"]);
    assert_eq!(lint.status.code(), Some(1));
    for words in [
        "6 decisions; a pack has at least 24",
        "4 clauses; a pack has at least 10",
        "who meets the pack again",
    ] {
        assert!(out(&lint).contains(words), "{words} in {}", out(&lint));
    }
}

#[test]
fn a_new_shell_pack_proves() {
    proves("sh");
}

#[test]
fn a_new_python_pack_proves() {
    proves("python3");
}

#[test]
fn all_runtimes_load_and_lint_alike() {
    for runtime in ["python3", "node", "sqlite3", "sh"] {
        let packs = tempfile::tempdir().unwrap();
        assert!(new(packs.path(), &["mine", "--runtime", runtime]).status.success());
        let page = out(&tightloop(packs.path(), &["show", "mine", "--variant", "none"]));
        assert!(page.contains("not in stock, so it counts as none") && !page.contains("NAME"), "{page}");
    }
}

#[test]
fn a_bad_name_and_an_existing_folder_are_refused() {
    let packs = tempfile::tempdir().unwrap();
    for name in ["My Pack", "../up", "", "7up", "ümlaut"] {
        let said = err(&new(packs.path(), &[name]));
        assert!(said.contains(&format!("'{name}' is no name for a pack")), "{said}");
    }
    assert!(new(packs.path(), &["mine"]).status.success());
    let again = new(packs.path(), &["mine"]);
    assert!(
        !again.status.success() && err(&again).contains("there is something here already"),
        "{}",
        err(&again)
    );
    assert_eq!(std::fs::read_dir(packs.path()).unwrap().count(), 1, "nothing is left behind");
}
