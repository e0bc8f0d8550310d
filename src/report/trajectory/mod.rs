//! A trajectory for reading: one HTML file with the brief beside the decisions, as a participant would see them.
//!
//! Nothing runs in it and nothing is loaded. Without a [`Reading::explanation`] it holds nothing that tells right from
//! wrong, the variant's name included, so that a page can be given to somebody who is to judge it.

mod decision;
mod theme;
mod truth;

use super::theme::TOKENS;
use crate::scenario::Explanation;
use crate::scenario::view::{Brief, Question, Stimulus};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use truth::Marks;

/// What a page shows.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'a> {
    /// The pack.
    pub pack: &'a str,
    /// Its hash.
    pub hash: &'a str,
    /// Whether it was proven as it is now.
    pub proven: bool,
    /// Whether it is a trace, whose truth is soft.
    pub soft: bool,
    /// The skin.
    pub skin: &'a str,
    /// The variant; shown with the truth only, because names tell.
    pub variant: &'a str,
    /// Brief, questions and batch.
    pub stimulus: &'a Stimulus,
    /// The batch's first decision, counted from the trajectory's first, from 1.
    pub window_start: u32,
    /// What is true of it, where the reader is to see that.
    pub explanation: Option<&'a Explanation>,
}

impl Reading<'_> {
    /// Number of the batch's last decision.
    fn last(&self) -> u32 {
        let count = u32::try_from(self.stimulus.batch.decisions.len()).unwrap_or(u32::MAX);
        self.window_start.saturating_add(count).saturating_sub(1)
    }
}

/// The whole file.
pub fn html(reading: &Reading) -> String {
    let brief = &reading.stimulus.brief;
    let marks = Marks::of(reading.explanation);
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (brief.title) " · " (reading.pack) }
                style { (PreEscaped(TOKENS)) (PreEscaped(theme::STYLE)) }
            }
            body {
                @if !reading.proven && !reading.soft {
                    div class="flag" role="note" {
                        strong { "Not proven as it is now." }
                        " Outputs may be missing, and nothing has shown yet that the truth is true."
                    }
                }
                div class="page" {
                    (head(reading))
                    aside aria-label="The brief" { (brief_column(reading, &marks)) }
                    main {
                        @for (number, view) in (reading.window_start..).zip(&reading.stimulus.batch.decisions) {
                            (decision::article(number, view, &marks, reading))
                        }
                        (foot(reading))
                    }
                }
            }
        }
    };
    page.into_string()
}

fn head(reading: &Reading) -> Markup {
    let (first, last) = (reading.window_start, reading.last());
    html! {
        header {
            h1 { (reading.stimulus.brief.title) }
            p class="soft" {
                @if first == last { "Decision " (first) } @else { "Decisions " (first) " to " (last) }
                " of the pack " code { (reading.pack) } ", skin " code { (reading.skin) }
                @if reading.explanation.is_some() { ", variant " code { (reading.variant) } }
                "."
            }
            @if let Some(explanation) = reading.explanation { (truth::summary(explanation)) }
        }
    }
}

fn brief_column(reading: &Reading, marks: &Marks) -> Markup {
    let Brief { request, clauses, accepted, .. } = &*reading.stimulus.brief;
    html! {
        h2 { "What was asked for" }
        p { (request) }
        dl class="clauses" {
            @for clause in clauses {
                div id=(clause.id) class=[marks.breaks(&clause.id).then_some("broken")] {
                    dt { (clause.id) }
                    dd { (clause.text) }
                }
            }
        }
        @if !accepted.is_empty() {
            h2 { "Done before and already accepted" }
            ol class="accepted" { @for summary in accepted { li { (summary) } } }
        }
        @if !reading.stimulus.questions.is_empty() {
            h2 { "Questions about it" }
            @for each in &reading.stimulus.questions { (question(each, reading.explanation.is_some())) }
        }
        h2 { "Decisions" }
        nav aria-label="Decisions" {
            @for number in reading.window_start..=reading.last() {
                a href=(format!("#d{number}")) class=[marks.class(number)] { (number) }
            }
        }
    }
}

fn question(question: &Question, answered: bool) -> Markup {
    html! {
        details {
            summary { (question.text) }
            ul {
                @for (index, option) in question.options.iter().enumerate() {
                    @let right = answered && index == question.answer;
                    li class=[right.then_some("right")] { (option) @if right { " (right)" } }
                }
            }
        }
    }
}

fn foot(reading: &Reading) -> Markup {
    html! {
        footer {
            @if reading.soft { "A recorded trace, the pack " } @else { "Synthetic work from the pack " }
            (reading.pack) ", BLAKE3 " code { (reading.hash.get(..16).unwrap_or(reading.hash)) }
            ". Written by tightloop " (env!("CARGO_PKG_VERSION")) "; everything shown is in this one file."
        }
    }
}
