//! One decision: what the agent said, did and got back.

use super::Reading;
use super::truth::{self, Marks};
use crate::scenario::view::{AmendmentNote, Change, Command, DecisionView, DiffLine, FileDiff, LineKind};
use maud::{Markup, html};

/// A decision in its place, after the message that arrived just before it.
pub(super) fn article(number: u32, view: &DecisionView, marks: &Marks, reading: &Reading) -> Markup {
    html! {
        @if let Some(note) = &view.amendment { (amendment(note)) }
        article id=(format!("d{number}")) class=[marks.class(number)] {
            h2 {
                span class="number" { span class="spoken" { "Decision " } (number) }
                @if let Some(tag) = marks.tag(number) { " " span class="tag" { (tag) } }
            }
            (content(view))
            @if let Some(explanation) = reading.explanation {
                (truth::explained(number, explanation, reading))
            }
        }
    }
}

/// What a decision is, without its number.
pub(super) fn content(view: &DecisionView) -> Markup {
    html! {
        p class="says" { (view.says) }
        @for diff in &view.diffs { (file(diff)) }
        @if let Some(command) = &view.command { (ran(command)) }
    }
}

fn amendment(note: &AmendmentNote) -> Markup {
    html! {
        section class="message" {
            h2 { "New message to the agent: " a href=(format!("#{}", note.clause)) { (note.clause) } " changes" }
            p { (note.message) }
        }
    }
}

fn file(diff: &FileDiff) -> Markup {
    let change = match diff.change {
        Change::Added => "new file",
        Change::Modified => "changed",
        Change::Deleted => "deleted",
    };
    let of = |kind| diff.lines.iter().filter(|line| line.kind == kind).count();
    html! {
        figure class="file" {
            figcaption {
                code { (diff.path) }
                " " span class="soft" { (change) }
                span class="sizes" {
                    @if of(LineKind::Added) > 0 { " " span class="plus" { "+" (of(LineKind::Added)) } }
                    @if of(LineKind::Removed) > 0 { " " span class="minus" { "−" (of(LineKind::Removed)) } }
                }
            }
            @if diff.lines.is_empty() {
                p class="soft empty" { "(an empty file)" }
            } @else {
                table aria-label=(format!("Changes to {}", diff.path)) { @for each in &diff.lines { (line(each)) } }
            }
        }
    }
}

fn line(line: &DiffLine) -> Markup {
    let (class, sign) = match line.kind {
        LineKind::Context => (None, ""),
        LineKind::Added => (Some("added"), "+"),
        LineKind::Removed => (Some("removed"), "−"),
        LineKind::Gap => {
            return html! { tr class="gap" { td { "⋯" } td { "⋯" } td {} td { span class="spoken" { "lines left out" } } } };
        }
    };
    html! {
        tr class=[class] {
            td { (number(line.old)) }
            td { (number(line.new)) }
            td { (sign) }
            td {
                @match line.kind {
                    LineKind::Added => ins { (line.text) },
                    LineKind::Removed => del { (line.text) },
                    LineKind::Context | LineKind::Gap => (line.text),
                }
            }
        }
    }
}

fn number(number: Option<u32>) -> Markup {
    html! { @if let Some(number) = number { (number) } }
}

fn ran(command: &Command) -> Markup {
    html! {
        figure class="ran" {
            figcaption {
                span class="prompt" aria-hidden="true" { "$ " } code { (command.line) }
                @if command.status != 0 { span class="status" { "exit status " (command.status) } }
            }
            @if command.output.is_empty() {
                p class="soft empty" { "(no output)" }
            } @else {
                pre { (command.output) }
            }
        }
    }
}
