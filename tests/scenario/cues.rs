//! Proof 9, cues: captured from real runs, and the independent check covers what it is said to cover.

use crate::fixture::Copy;
use tightloop::scenario::Library;
use tightloop::scenario::prove::{Options, prove, write};
use tightloop::scenario::spec::CueKind;

/// Sees that totals are whole numbers, and nothing else; where there is no total yet it has nothing to say.
const INDEPENDENT: &str = "try:
    from total import total
except ImportError:
    print('-     totals are whole numbers: not there yet')
else:
    whole = isinstance(total(['1\\n']), int)
    print('ok    totals are whole numbers' if whole else 'FAIL  totals are whole numbers: got 1.0')
    raise SystemExit(not whole)
";

fn with_cues(covers: &str, independent: &str) -> Copy {
    let cues = format!(
        "cues: Some((tests: \"python3 -m unittest\", linter: Some(\"python3 -m compileall -q .\"), covers: {covers})),\n    variants: ["
    );
    let copy = Copy::with_one_skin().change("scenario.ron", "variants: [", &cues);
    std::fs::create_dir(copy.pack_folder().join("cues")).expect("can be made");
    copy.write("cues/independent.py", independent)
}

fn says(copy: &Copy, words: &[&str]) {
    let failures = copy.failures(Options::default());
    let found = failures.iter().any(|line| words.iter().all(|word| line.contains(word)));
    assert!(found, "one line with {words:?} in {failures:#?}");
}

#[test]
fn what_automation_said_at_a_batchs_end_is_shown_as_it_was_captured() {
    let copy = with_cues("[\"C1\"]", INDEPENDENT);
    let library = copy.load().unwrap();
    let proof = prove(library.pack("tiny").unwrap(), &Options::default(), &|_, _| {}).unwrap();
    assert!(proof.failures.is_empty(), "{:#?}", proof.failures);
    write(library.pack("tiny").unwrap(), &proof).unwrap();
    let library = Library::folder(copy.packs()).unwrap();
    let pack = library.pack("tiny").unwrap();
    let all = [CueKind::Tests, CueKind::Linter, CueKind::Independent];
    let said = |variant: &str, end: u32| {
        let reports = pack.cues(variant, "marbles", 1, end, &all).unwrap();
        assert_eq!(reports.iter().map(|report| report.kind).collect::<Vec<_>>(), all);
        reports.into_iter().map(|report| (report.status, report.output)).collect::<Vec<_>>()
    };
    assert_eq!(said("sound", 1)[2], (0, "-     totals are whole numbers: not there yet".to_owned()));
    assert_eq!(said("sound", 6)[2], (0, "ok    totals are whole numbers".to_owned()));
    assert_eq!(said("decimal", 6)[2], (1, "FAIL  totals are whole numbers: got 1.0".to_owned()));
    assert_eq!(said("zero", 6)[2].0, 0, "this error is not covered");
    assert!(said("decimal", 6)[0].1.ends_with("OK"), "the agent's tests share its assumption");
    assert!(pack.cues("sound", "marbles", 1, 6, &[]).unwrap().is_empty());
}

#[test]
fn a_check_that_does_not_see_what_it_is_said_to_cover() {
    let copy = with_cues("[\"C1\", \"C2\"]", INDEPENDENT);
    says(&copy, &["variant 'zero'", "the independent check passes, and it covers the broken clause"]);
}

#[test]
fn a_check_that_fails_where_nothing_is_wrong() {
    let early = with_cues("[\"C1\"]", "from total import total\n");
    says(
        &early,
        &["variant 'sound'", "at 'parse'", "the independent check fails", "No module named 'total'"],
    );
}

#[test]
fn references_that_are_broken() {
    let copy = with_cues("[\"C7\"]", INDEPENDENT);
    let problem = copy.load().expect_err("refused").to_string();
    assert!(
        problem.contains("scenario.ron:") && problem.contains("cues: there is no clause 'C7'"),
        "{problem}"
    );
    let copy = with_cues("[\"C1\"]", INDEPENDENT).remove("cues/independent.py");
    let problem = copy.load().expect_err("refused").to_string();
    assert!(problem.contains("cues/independent.* is missing"), "{problem}");
}

#[test]
fn a_batch_that_would_end_with_the_agents_own_tests_failing() {
    let copy = with_cues("[\"C1\"]", INDEPENDENT).change("edits/test.edit", "7\\n\"), 7)", "7\\n\"), 8)");
    says(
        &copy,
        &[
            "variant 'sound'",
            "at 'test'",
            "the agent's own tests fail",
            "mark the decision 'unfinished: true'",
        ],
    );
}
