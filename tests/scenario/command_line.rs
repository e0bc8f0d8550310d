//! `tightloop scenario …` as a user calls it.

use crate::fixture::{Copy, PACKS};
use serde_json::Value;
use std::path::Path;
use std::process::{Command, Output};

pub(crate) fn tightloop(packs: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tightloop"));
    command.arg("--scenarios").arg(packs).arg("scenario").args(args);
    command.output().expect("the program runs")
}

pub(crate) fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

pub(crate) fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn list_has_the_promised_names() {
    let output = tightloop(Path::new(PACKS), &["list", "--json"]);
    assert!(output.status.success(), "{}", err(&output));
    let packs: Value = serde_json::from_slice(&output.stdout).unwrap();
    let tiny = packs.as_array().unwrap().iter().find(|pack| pack["id"] == "tiny").unwrap();
    let expected = serde_json::json!({
        "id": "tiny", "runtime": "python3", "decisions": 6, "clauses": 3, "wrong": 2, "wrong_root": 1, "wrong_local": 1,
        "unfamiliar": 1, "amendments": 1, "skins": 2, "variants": 7, "proven": true, "soft": false,
    });
    assert_eq!(*tiny, expected);
}

#[test]
fn show_keeps_the_truth_to_itself_unless_asked() {
    let args =
        ["show", "tiny", "--variant", "zero", "--skin", "beans", "--window", "2", "--batch", "3", "--json"];
    let output = tightloop(Path::new(PACKS), &args);
    assert!(output.status.success(), "{}", err(&output));
    for word in ["truth", "answer", "planted", "wrong_goal"] {
        assert!(!out(&output).contains(word), "'{word}' is not shown");
    }
    let shown: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(shown["batch"]["decisions"].as_array().unwrap().len(), 3);
    let asked = tightloop(Path::new(PACKS), &[&args[..], &["--truth"]].concat());
    let shown: Value = serde_json::from_slice(&asked.stdout).unwrap();
    assert_eq!(shown["truth"]["planted"]["error_index"], 3);
}

#[test]
fn show_as_text_reads_from_brief_to_output() {
    let output = tightloop(Path::new(PACKS), &["show", "tiny", "--skin", "beans"]);
    let page = out(&output);
    let places: Vec<usize> = [
        "# Count beans",
        "  C1  Totals",
        "## 1",
        "parse.py (new file)",
        "+    return int(line.strip())",
        "$ python3 -m unittest",
        "Beans: 12",
    ]
    .iter()
    .map(|words| page.find(words).unwrap_or_else(|| panic!("'{words}' in:\n{page}")))
    .collect();
    assert!(places.is_sorted(), "{page}");
    assert!(!page.contains("truth"));
}

#[test]
fn prove_fails_after_one_changed_character_and_write_mends_the_record() {
    let changed = Copy::new().change("edits/parse.edit", "line.strip()", "line.lstrip()");
    let output = tightloop(changed.packs(), &["prove"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("not the one that was proven"), "{}", err(&output));
    let written = tightloop(changed.packs(), &["prove", "tiny", "--write"]);
    assert!(written.status.success(), "{}", err(&written));
    let again = tightloop(changed.packs(), &["prove", "--all"]);
    assert!(again.status.success(), "{}", err(&again));
    assert!(out(&again).contains("proven as recorded"));
    let skipped = tightloop(changed.packs(), &["prove"]);
    assert!(skipped.status.success(), "{}", err(&skipped));
    assert_eq!(out(&skipped), "tiny: unchanged since it was proven; --all proves it again\n");
}

#[test]
fn a_record_that_cannot_be_read_is_named_and_written_anew() {
    let broken = Copy::new().write("proven.json", "{");
    let output = tightloop(broken.packs(), &["prove"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("proven.json:1:1: not a record of proving"), "{}", err(&output));
    assert!(tightloop(broken.packs(), &["prove", "--write"]).status.success());
    let original = std::fs::read_to_string(Path::new(PACKS).join("tiny/proven.json")).unwrap();
    let written = std::fs::read_to_string(broken.pack_folder().join("proven.json")).unwrap();
    let without_version = |text: &str| {
        text.lines().filter(|line| !line.contains("\"interpreter\"")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(without_version(&written), without_version(&original), "proving is deterministic");
}

#[test]
fn a_missing_interpreter_is_one_clear_line() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tightloop"));
    let output = command
        .args(["--scenarios", PACKS, "scenario", "prove", "--all"])
        .env("PATH", "/nonexistent")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let expected = "tightloop: the pack 'tiny' cannot be proven: python3 is not to be found on PATH; install Python 3 and prove again\n";
    assert_eq!(err(&output), expected);
}

#[test]
fn lint_says_what_is_missing_against_the_standard() {
    let output = tightloop(Path::new(PACKS), &["lint"]);
    assert_eq!(output.status.code(), Some(1));
    let said = out(&output);
    for words in [
        "3 clauses; a pack has at least 10",
        "6 decisions; a pack has at least 24",
        "2 questions; a pack has at least 3",
        "changed lines: 2.00 where a choice is wrong, 7.25 in decisions without a wrong choice (AUC 0.25",
        "who only counts finds the error; let other decisions have less of it",
        "0 of 2 wrong choices lie in the last third",
        "no wrong choice in the last fifth, decisions 6 to 6",
    ] {
        assert!(said.contains(words), "'{words}' in:\n{said}");
    }
    assert!(!said.contains("skins;"), "two skins are enough:\n{said}");
}

#[test]
fn lint_hears_an_author_giving_errors_away() {
    let told = Copy::new().change(
        "scenario.ron",
        "An empty list now gives 0.",
        "An empty list should be fine as 0 for simplicity, since that is what adding nothing up gives in the end.",
    );
    let said = out(&tightloop(told.packs(), &["lint", "tiny"]));
    for words in [
        "'empty/zero' says 'should be fine'",
        "'empty/zero' says 'for simplicity'",
        "let them be about as long",
    ] {
        assert!(said.contains(words), "'{words}' in:\n{said}");
    }
    let unused = Copy::new()
        .change("scenario.ron", "        (id: \"zero\", wrong: Some(\"empty/zero\")),\n", "")
        .change(
            "scenario.ron",
            "wrong: Some(\"empty/zero\"), foils: [\"total/reduce\"], amendment",
            "foils: [\"total/reduce\"], amendment",
        );
    let said = out(&tightloop(unused.packs(), &["lint"]));
    assert!(said.contains("no variant shows the choice 'empty/zero'"), "{said}");
}

#[test]
fn audit_of_one_pack_sets_its_wrong_choices_beside_the_rest() {
    let said = out(&tightloop(Path::new(PACKS), &["audit", "tiny"]));
    for words in [
        "tiny: 2 wrong choices (1 early, 1 middle, 0 late), 4 decisions",
        "changed lines",
        "1 parse/decimal (wrong)",
    ] {
        assert!(said.contains(words), "'{words}' in:\n{said}");
    }
    let output = tightloop(Path::new(PACKS), &["audit", "tiny", "--json"]);
    let packs: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(packs[0]["against_others"][1]["measure"], "changed lines");
    assert_eq!(packs[0]["against_others"][1]["figure"], 0.25);
}

#[test]
fn lint_counts_what_goes_with_errors() {
    let long: String = (0..20).map(|line| format!("# {line}\n")).collect();
    let foil = "=== write total.py\nimport functools\n";
    let changed = Copy::new()
        .change("edits/total-reduce.edit", foil, &format!("{foil}{long}"))
        .change(
            "scenario.ron",
            "        (id: \"decimal-foil\", wrong: Some(\"parse/decimal\"), foils: [\"total/reduce\"]),\n",
            "",
        )
        .change(
            "scenario.ron",
            "wrong: Some(\"empty/zero\"), foils: [\"total/reduce\"], amendment",
            "wrong: Some(\"empty/zero\"), amendment",
        )
        .change(
            "scenario.ron",
            "'{{ label }}: '.\"),",
            "'{{ label }}: '.\"),\n        (id: \"C4\", text: \"It is quick.\"),",
        )
        .write("oracle/C4.py", "");
    let said = out(&tightloop(changed.packs(), &["lint", "tiny"]));
    for words in [
        "'total/reduce' changes 28 lines where the sound choice changes 8: the size of an unfamiliar diff must not mark it; let them change about as much",
        "0 % of the wrong variants have a foil and 33 % of the sound ones",
        "list more wrong variants with a foil",
        "no wrong choice breaks C4: proving never sees these checks fail",
    ] {
        assert!(said.contains(words), "'{words}' in:\n{said}");
    }
}
