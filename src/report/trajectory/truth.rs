//! What is wrong with a batch, in words and marks, for authors and reviewers.

use super::Reading;
use super::decision::content;
use crate::scenario::spec::ErrorKind;
use crate::scenario::truth::{Planted, Reach};
use crate::scenario::{Explained, Explanation};
use maud::{Markup, html};

/// Which decisions and clauses are marked, and how. Without an explanation: none.
pub(super) struct Marks<'a>(Option<&'a Explanation>);

impl<'a> Marks<'a> {
    pub(super) fn of(explanation: Option<&'a Explanation>) -> Self {
        Self(explanation)
    }

    /// A decision's class in the style sheet.
    pub(super) fn class(&self, decision: u32) -> Option<&'static str> {
        self.mark(decision).map(|(class, _)| class)
    }

    /// The words beside a decision's number.
    pub(super) fn tag(&self, decision: u32) -> Option<&'static str> {
        self.mark(decision).map(|(_, tag)| tag)
    }

    /// Whether the planted error breaks this clause.
    pub(super) fn breaks(&self, clause: &str) -> bool {
        let planted = self.0.and_then(|explanation| explanation.truth.planted.as_ref());
        planted.is_some_and(|planted| planted.clause.as_deref() == Some(clause))
    }

    fn mark(&self, decision: u32) -> Option<(&'static str, &'static str)> {
        let explanation = self.0?;
        let planted = explanation.planted.as_ref();
        if planted.is_some_and(|planted| planted.decision == decision) {
            return Some(("planted", "planted error"));
        }
        if explanation.unfamiliar.contains(&decision) {
            return Some(("unfamiliar", "unfamiliar, but right"));
        }
        let dependent = planted.is_some_and(|planted| planted.dependents.contains(&decision));
        dependent.then_some(("dependent", "built on the error"))
    }
}

/// What is true, at the page's top.
pub(super) fn summary(explanation: &Explanation) -> Markup {
    html! {
        p class="truth" {
            strong { "The truth is shown. " }
            @match (&explanation.truth.planted, &explanation.planted) {
                (Some(planted), Some(explained)) => {
                    a href=(format!("#d{}", explained.decision)) { "Decision " (explained.decision) }
                    @match &planted.clause {
                        Some(clause) => { " breaks " a href=(format!("#{clause}")) { (clause) } ". " },
                        None => " is called the decisive error by an annotation; nothing proves it. ",
                    }
                }
                _ => "Nothing is wrong in this batch. ",
            }
            @match explanation.unfamiliar.as_slice() {
                [] => {},
                some => { "Unfamiliar, but right: " (places(some)) "." }
            }
        }
    }
}

/// What is wrong with the planted decision; nothing for any other.
pub(super) fn explained(number: u32, explanation: &Explanation, reading: &Reading) -> Markup {
    let (Some(planted), Some(explained)) = (&explanation.truth.planted, &explanation.planted) else {
        return html! {};
    };
    if explained.decision != number {
        return html! {};
    }
    html! {
        section class="truth" aria-label="What is wrong here" {
            h3 { "What is wrong here" }
            @if let Some(annotation) = &explained.annotation { p { "Somebody's annotation: " q { (annotation) } } }
            @if let Some(id) = &planted.clause {
                p {
                    "It breaks " strong { (id) } ": " q { (clause(id, reading)) }
                    @if changed(id, planted, reading) { ", as the message above has changed it." }
                }
            }
            p {
                @if let Some(kind) = planted.error_kind { (cause(kind)) " " }
                @if let Some(at_end) = planted.reach { (reach(at_end, explained)) }
            }
            @if !explained.dependents.is_empty() {
                p { "Later decisions that come out otherwise because of it: " (places(&explained.dependents)) "." }
            }
            @if let Some(sound) = &explained.sound {
                details {
                    summary { "The sound work in its place" }
                    (content(sound))
                }
            }
        }
    }
}

/// The clause as the brief has it.
fn clause<'a>(id: &str, reading: &'a Reading) -> &'a str {
    let clauses = &reading.stimulus.brief.clauses;
    clauses.iter().find(|clause| clause.id == id).map_or("", |clause| &clause.text)
}

/// Whether a message that arrived within the batch, before the error, changed the clause.
fn changed(id: &str, planted: &Planted, reading: &Reading) -> bool {
    let decisions = reading.stimulus.batch.decisions.iter().take(planted.error_index as usize);
    let mut notes = decisions.filter_map(|view| view.amendment.as_ref());
    notes.any(|note| note.clause == id)
}

fn cause(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::MisreadClause => "A clause was read to mean something else.",
        ErrorKind::InventedFact => "Something was taken for a fact that is none.",
        ErrorKind::InvalidCall => "A call does not exist, or does something else.",
        ErrorKind::MisreadOutput => "What a command printed was read wrongly.",
        ErrorKind::WrongGoal => "It works towards something that was not asked for.",
        ErrorKind::Guessed => "The brief is silent, the repository is not, and the agent guessed.",
    }
}

fn reach(reach: Reach, explained: &Explained) -> Markup {
    html! {
        @match reach {
            Reach::Local => { "At this batch's end it is " strong { "local" } ": mending this decision is enough" },
            Reach::Root => { "At this batch's end it is " strong { "root" } ": what was built on it must go too" },
        }
        @match explained.root_from {
            Some(from) => { " (root from decision " (from) " on)." },
            None => ", however many decisions follow.",
        }
    }
}

/// Decisions by number, each a link.
fn places(numbers: &[u32]) -> Markup {
    html! {
        @for (index, number) in numbers.iter().enumerate() {
            @if index > 0 { ", " }
            a href=(format!("#d{number}")) { (number) }
        }
    }
}
