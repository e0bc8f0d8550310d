//! Each of the eight proofs can fail: the fixture pack, changed in one place, and what proving says of it.

use crate::fixture::Copy;
use tightloop::scenario::prove::{Options, prove};

/// Proves a changed copy; one of the lines that say what does not hold has all of `words`.
fn says(copy: &Copy, words: &[&str]) {
    let failures = copy.failures(Options::default());
    let found = failures.iter().any(|line| words.iter().all(|word| line.contains(word)));
    assert!(found, "one line with {words:?} in {failures:#?}");
}

#[test]
fn the_fixture_is_proven_as_recorded_by_halves_and_at_every_end() {
    for every_end in [false, true] {
        let failures = Copy::new().failures(Options { every_end, ..Options::default() });
        assert!(failures.is_empty(), "{failures:#?}");
    }
}

#[test]
fn one_sound_work_that_breaks_a_clause() {
    let copy = Copy::with_one_skin().change(
        "edits/total.edit",
        "result += parse(line)",
        "result += 2 * parse(line)",
    );
    says(&copy, &["oracle/C1.py", "variant 'sound', skin 'marbles'", "is to pass", "ten ones make 20"]);
}

#[test]
fn two_a_wrong_choice_that_breaks_nothing() {
    let copy =
        Copy::with_one_skin().change("scenario.ron", "{\"nothing\": \"0\"}", "{\"nothing\": \"None\"}");
    says(&copy, &["oracle/C2.py", "variant 'zero' with empty/zero", "the check passes", "said to break"]);
}

#[test]
fn two_a_wrong_choice_that_breaks_another_clause_too() {
    let copy = Copy::with_one_skin().change(
        "scenario.ron",
        "{\"nothing\": \"0\"}",
        "{\"nothing\": \"0.0\\n    return 1\"}",
    );
    says(&copy, &["oracle/C1.py", "variant 'zero' with empty/zero", "is to pass"]);
}

#[test]
fn three_an_unfamiliar_choice_that_is_wrong() {
    let copy = Copy::with_one_skin().change("edits/total-reduce.edit", "operator.add", "operator.mul");
    says(&copy, &["oracle/C1.py", "variant 'foil' with total/reduce", "is to pass"]);
}

#[test]
fn four_work_that_does_not_follow_an_amendment() {
    let copy = Copy::with_one_skin().change("scenario.ron", "\"LABEL.upper()\"", "\"LABEL.lower()\"");
    says(&copy, &["oracle/C3@A1.py", "variant 'amended'", "is to pass"]);
}

#[test]
fn four_an_amendment_that_changes_nothing() {
    let copy = Copy::with_one_skin().change(
        "oracle/C3.py",
        "report([\"1\\n\"]).startswith(",
        "report([\"1\\n\"]).title().startswith(",
    );
    says(&copy, &["oracle/C3.py", "variant 'amended'", "although the work follows the amendment 'A1'"]);
}

#[test]
fn four_an_amended_check_that_always_passes() {
    let copy = Copy::with_one_skin().write("oracle/C3@A1.py", "");
    says(&copy, &["oracle/C3@A1.py", "variant 'sound'", "although the work knows nothing of 'A1'"]);
}

#[test]
fn five_reach_that_is_claimed_too_late_or_never() {
    let late = Copy::with_one_skin().change(
        "scenario.ron",
        "root_from: Some(\"total\")",
        "root_from: Some(\"empty\")",
    );
    says(&late, &["variant 'decimal'", "root from 'total' on", "the pack says from 'empty' on"]);
    let never = Copy::with_one_skin().change("scenario.ron", ", root_from: Some(\"total\")", "");
    says(&never, &["variant 'decimal'", "root from 'total' on", "the pack says never"]);
}

#[test]
fn five_reach_that_is_claimed_where_mending_is_enough() {
    let copy = Copy::with_one_skin().change(
        "scenario.ron",
        "error: wrong_goal)",
        "error: wrong_goal, root_from: Some(\"try\"))",
    );
    says(&copy, &["variant 'zero'", "the error is root never", "the pack says from 'try' on"]);
}

#[test]
fn six_an_error_that_cannot_be_seen() {
    let copy = Copy::with_one_skin()
        .change("scenario.ron", "so it parses to float.", "so it parses to int.")
        .change("edits/parse.edit", "{{ number }}", "int");
    says(&copy, &["variant 'decimal'", "at decision 'parse' nothing can be seen of the error"]);
}

#[test]
fn seven_an_error_against_a_clause_that_is_not_there() {
    let copy = Copy::with_one_skin().change("scenario.ron", "wrong(clause: \"C2\"", "wrong(clause: \"C7\"");
    let problem = copy.load().expect_err("refused").to_string();
    assert!(problem.contains("there is no clause 'C7'"), "{problem}");
}

#[test]
fn eight_an_output_that_is_not_the_captured_one() {
    let copy = Copy::new().change("proven.json", "BEANS: 12", "BEANS: 13");
    let words =
        ["proven.json", "does not print what was captured", "line 1 is 'BEANS: 13', then 'BEANS: 12'"];
    says(&copy, &words);
}

#[test]
fn eight_a_command_that_prints_something_else_each_time() {
    let copy = Copy::with_one_skin().change("scenario.ron", "&& ls", "&& date +%N");
    let failures = copy.failures(Options { twice: true, ..Options::default() });
    assert!(failures.iter().any(|line| line.contains("does not print the same twice")), "{failures:#?}");
}

#[test]
fn an_edit_that_does_not_apply_names_its_place() {
    let copy =
        Copy::with_one_skin().change("edits/empty.edit", "<<<<\ndef total(lines):", "<<<<\ndef sum(lines):");
    says(
        &copy,
        &[
            "edits/empty.edit",
            "decision 'empty', choice 'none'",
            "line 2",
            "the old lines do not occur in 'total.py'",
        ],
    );
}

#[test]
fn what_did_not_change_is_not_run_again_and_what_did_is() {
    let kept = tempfile::tempdir().expect("a temporary folder");
    let options = || Options { reuse: Some(kept.path().to_path_buf()), ..Options::default() };
    let run = |copy: &Copy| {
        let library = copy.load().expect("it loads");
        prove(library.pack("tiny").expect("it is there"), &options(), &|_, _| {}).expect("proving begins")
    };
    let (first, again) = (run(&Copy::with_one_skin()), run(&Copy::with_one_skin()));
    assert!(first.checks > 0 && first.commands > 0);
    assert_eq!((again.checks, again.commands), (0, 0));
    assert_eq!(again.proven, first.proven);
    let changed = run(&Copy::with_one_skin().change("oracle/C2.py", "is None", "is not None"));
    assert!(
        changed.checks > 0 && changed.checks < first.checks,
        "only C2 is checked again: {}",
        changed.checks
    );
    assert_eq!(changed.commands, 0);
    assert!(!changed.failures.is_empty());
}
