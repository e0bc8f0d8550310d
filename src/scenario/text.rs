//! A stimulus as plain text, for authors and reviewers of packs.

use super::truth::{BatchTruth, Reach};
use super::view::{Brief, Change, DecisionView, FileDiff, LineKind, Stimulus};
use std::fmt::Write as _;

/// Brief, questions and batch, to be read from top to bottom. With `truth`, also what is true and which answers are right.
pub fn text(stimulus: &Stimulus, window_start: u32, truth: Option<&BatchTruth>) -> String {
    let mut page = String::new();
    brief(&mut page, &stimulus.brief);
    for question in &stimulus.questions {
        line(&mut page, format_args!("\n? {}", question.text));
        for (index, option) in question.options.iter().enumerate() {
            let mark = if truth.is_some() && index == question.answer { '*' } else { '-' };
            line(&mut page, format_args!("  {mark} {option}"));
        }
    }
    for (number, view) in (window_start..).zip(&stimulus.batch.decisions) {
        decision(&mut page, number, view);
    }
    if let Some(truth) = truth {
        line(&mut page, format_args!("\n--- truth ---\n{}", truth_words(truth)));
    }
    page
}

/// Writing to a string cannot fail.
fn line(page: &mut String, words: std::fmt::Arguments<'_>) {
    let _ = writeln!(page, "{words}");
}

fn brief(page: &mut String, brief: &Brief) {
    line(page, format_args!("# {}\n\n{}\n", brief.title, brief.request));
    for clause in &brief.clauses {
        line(page, format_args!("{:>4}  {}", clause.id, clause.text));
    }
    if !brief.accepted.is_empty() {
        line(page, format_args!("\nAlready accepted:"));
        for (number, summary) in brief.accepted.iter().enumerate() {
            line(page, format_args!("{:>4}. {summary}", number + 1));
        }
    }
}

fn decision(page: &mut String, number: u32, view: &DecisionView) {
    if let Some(note) = &view.amendment {
        line(page, format_args!("\n>>> The requester changes {}: {}", note.clause, note.message));
    }
    line(page, format_args!("\n## {number}\n{}", view.says));
    for diff in &view.diffs {
        file(page, diff);
    }
    if let Some(command) = &view.command {
        line(page, format_args!("\n$ {}", command.line));
        if !command.output.is_empty() {
            line(page, format_args!("{}", command.output));
        }
        if command.status != 0 {
            line(page, format_args!("[exit status {}]", command.status));
        }
    }
}

fn file(page: &mut String, diff: &FileDiff) {
    let change = match diff.change {
        Change::Added => "new file",
        Change::Modified => "changed",
        Change::Deleted => "deleted",
    };
    line(page, format_args!("\n{} ({change})", diff.path));
    for each in &diff.lines {
        let mark = match each.kind {
            LineKind::Context => ' ',
            LineKind::Added => '+',
            LineKind::Removed => '-',
            LineKind::Gap => '…',
        };
        let number = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
        let text = format!("{:>4} {:>4} {mark}{}", number(each.old), number(each.new), each.text);
        line(page, format_args!("{}", text.trim_end()));
    }
}

fn truth_words(truth: &BatchTruth) -> String {
    let error = match &truth.planted {
        None => "no planted error".to_owned(),
        Some(planted) => {
            let reach = match planted.reach {
                Some(Reach::Local) => "local",
                Some(Reach::Root) => "root",
                None => "reach unknown",
            };
            let clause = planted.clause.as_deref().unwrap_or("a clause that is not known");
            let kind = planted.error_kind.map_or("unknown".to_owned(), |kind| format!("{kind:?}"));
            let dependents = planted.dependents.map_or("unknown".to_owned(), |many| many.to_string());
            format!(
                "planted error at decision {} of the batch: breaks {clause}, kind {kind}, {dependents} dependents, {reach}",
                planted.error_index
            )
        }
    };
    let amended = if truth.amended { "an amendment arrives" } else { "no amendment arrives" };
    format!("{error}; {} unfamiliar; {amended}", truth.unfamiliar)
}
