//! Packs that are refused when they are loaded, and the line that says why.

use crate::fixture::Copy;

#[track_caller]
fn refused(copy: Copy, words: &[&str]) {
    let problem = copy.load().expect_err("refused").to_string();
    assert!(words.iter().all(|word| problem.contains(word)), "{words:?} in: {problem}");
    assert!(!problem.contains('\n'), "one line: {problem}");
}

#[test]
fn a_mistyped_field_with_its_place() {
    let copy = Copy::new().change("scenario.ron", "runtime: python3", "runtme: python3");
    refused(copy, &["scenario.ron:6:5", "no field 'runtme'", "did you mean 'runtime'?"]);
}

#[test]
fn a_mistyped_reference_with_its_place() {
    let copy = Copy::new().change(
        "scenario.ron",
        "wrong: Some(\"parse/decimal\")),",
        "wrong: Some(\"parse/decimel\")),",
    );
    refused(copy, &["scenario.ron:", "no choice 'parse/decimel'", "did you mean 'parse/decimal'?"]);
}

#[test]
fn a_variable_that_nothing_binds() {
    let copy = Copy::new().change("edits/parse.edit", "{{ number }}", "{{ numbr }}");
    refused(copy, &["edits/parse.edit:3:1", "'numbr'", "did you mean 'number'?"]);
}

#[test]
fn a_variable_that_is_bound_too_late() {
    let copy = Copy::new().change("edits/parse.edit", "{{ number }}", "{{ shown }}");
    refused(copy, &["edits/parse.edit", "'shown' is read before a decision binds it"]);
}

#[test]
fn a_variable_that_not_every_choice_binds() {
    let copy = Copy::new().change("scenario.ron", "binds: {\"nothing\": \"0\"},", "");
    refused(copy, &["'nothing' is not bound by every choice"]);
}

#[test]
fn missing_and_superfluous_checks() {
    refused(Copy::new().remove("oracle/C2.py"), &["oracle/C2.* is missing"]);
    refused(Copy::new().write("oracle/C9.py", ""), &["oracle/C9.py", "belongs to no clause"]);
    refused(Copy::new().write("oracle/C2.sh", ""), &["several checks oracle/C2.*"]);
    refused(
        Copy::new().remove("oracle/C2.py").write("oracle/C2.js", ""),
        &["oracle/C2.js", "cannot run this check"],
    );
}

#[test]
fn edits_that_are_missing_or_unused() {
    refused(Copy::new().remove("edits/total.edit"), &["no edit 'total'"]);
    refused(
        Copy::new().write("edits/extra.edit", "=== delete a\n"),
        &["edits/extra.edit", "no choice uses this edit"],
    );
}

#[test]
fn choices_in_places_where_they_do_not_fit() {
    let foil = Copy::new().change(
        "scenario.ron",
        "(id: \"foil\", foils: [\"total/reduce\"])",
        "(id: \"foil\", foils: [\"empty/zero\"])",
    );
    refused(foil, &["'empty/zero' is not unfamiliar"]);
    let early = Copy::new().change("scenario.ron", "after: \"total\"", "after: \"report\"");
    refused(early, &["follows 'A1' before it arrives"]);
    let last = Copy::new().change("scenario.ron", "after: \"total\"", "after: \"try\"");
    refused(last, &["after the last decision"]);
    let own = Copy::new().change("scenario.ron", "root_from: Some(\"total\")", "root_from: Some(\"parse\")");
    refused(own, &["root_from 'parse' is not later"]);
}

#[test]
fn skins_that_do_not_define_the_same_words() {
    let copy = Copy::new().change("scenario.ron", "\"thing\": \"beans\", ", "");
    refused(copy, &["skin 'beans' has no word for 'thing'"]);
}

#[test]
fn a_folder_without_packs() {
    let empty = tempfile::tempdir().expect("a temporary folder");
    let problem = tightloop::scenario::Library::folder(empty.path()).expect_err("refused").to_string();
    assert!(problem.contains("holds no packs"), "{problem}");
}
