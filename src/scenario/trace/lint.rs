//! What a trace lacks, and what stands in the way of showing it.

use super::Trace;
use crate::problem::{Outcome, Problem};
use crate::scenario::files::{Files, SCENARIO};

/// Nobody reads a longer output against the clock.
const OUTPUT_LINES: usize = 120;
/// Nor a longer request.
const REQUEST_WORDS: usize = 120;

/// Everything that can be said of a trace without knowing whether its annotation is right.
pub(in crate::scenario) fn lint(files: &Files) -> Vec<Problem> {
    let trace: Outcome<Trace> = Trace::read(files);
    let trace = match trace {
        Ok(trace) => trace,
        Err(problem) => return vec![problem],
    };
    let spec = &trace.spec;
    let mut found = Vec::new();
    let mut say = |what: String, todo: &str| {
        found.push(Problem::new(what).in_file(files.place(SCENARIO)).todo(todo));
    };
    if spec.questions.is_empty() {
        let what = "there are no comprehension questions, so nothing shows whether the brief was read";
        say(what.to_owned(), "write some whose answers are in the request");
    }
    if spec.clauses.len() == 1 {
        let what =
            "there is one clause only, which tells a reviewer little about what to hold the work against";
        say(what.to_owned(), "write down what the request asks for, clause by clause");
    }
    match spec.truth.decision {
        1 => say(
            "the first decision is the one that is called wrong: no sound batch comes before it".to_owned(),
            "no plan can take this trace; use it for reading, or take another",
        ),
        early @ 2..=5 => say(
            format!(
                "decision {early} is called wrong, so batches of at most {} decisions can be shown",
                early - 1
            ),
            "ask for small batches, or take another trace",
        ),
        _ => {}
    }
    let words = spec.request.split_whitespace().count();
    if words > REQUEST_WORDS {
        say(format!("the request has {words} words"), "shorten it: it is read against the clock");
    }
    let long = (1..).zip(&trace.views).filter(|(_, view)| {
        view.command.as_ref().is_some_and(|command| command.output.lines().count() > OUTPUT_LINES)
    });
    let long: Vec<String> = long.map(|(number, _): (usize, _)| number.to_string()).collect();
    if !long.is_empty() {
        say(
            format!("decisions with more than {OUTPUT_LINES} lines of output: {}", long.join(", ")),
            "choose windows without them, or give reviewers the time",
        );
    }
    found
}
