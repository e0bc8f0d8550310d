//! Posterior predictive checks: what was observed in each cell beside what the model would have it be.

use super::scale::{Scale, Spread, amount, axis_for, duration, extent, legible, number, percent, ticks};
use crate::stats::checks::{Checked, Panel, PosteriorChecks, Statistic};
use maud::{Markup, html};

/// Left and right end of a plot, pixels.
const ACROSS: (f64, f64) = (46.0, 552.0);
/// Its lower and upper end.
const UP: (f64, f64) = (170.0, 14.0);

/// One panel a statistic.
pub(super) fn figure(checks: &PosteriorChecks) -> Markup {
    html! {
        div class="tiles checks" {
            @for panel in &checks.panels {
                div {
                    h3 { (title(panel.statistic)) }
                    (draw(panel))
                    p class=(if stands_out(panel) { "note loud" } else { "note" }) { (sentence(panel)) }
                }
            }
        }
    }
}

/// Whether so many cells outside would be rare were the model right.
fn stands_out(panel: &Panel) -> bool {
    panel.outside > 0 && panel.probability < 0.05
}

fn title(statistic: Statistic) -> &'static str {
    match statistic {
        Statistic::TimeQ10 => "Quick reviews: 10 % quantile of time, s",
        Statistic::TimeQ50 => "Median time, s",
        Statistic::TimeQ90 => "Slow reviews: 90 % quantile of time, s",
        Statistic::TimedOut => "Ran out of time",
        Statistic::Hits => "Hits",
        Statistic::FalseAlarms => "False alarms",
        Statistic::Practice => "Practice: geometric mean time by rank, s",
    }
}

/// What it would mean if the observed values lay outside.
fn means(statistic: Statistic) -> &'static str {
    match statistic {
        Statistic::TimeQ10 => {
            "Dots below the bars: people sometimes decide faster than the model allows, as if they had not read at all; \
             above: it promises quick reviews that do not happen."
        }
        Statistic::TimeQ50 => {
            "Dots off the bars along one row or column: the surface has the wrong shape there, and C inherits that."
        }
        Statistic::TimeQ90 => {
            "Dots above the bars: the slowest reviews are slower than the model knows, and mean times, and C, are \
             too low; below: they are too high."
        }
        Statistic::TimedOut => {
            "Dots off the bars: the time limit cuts more, or fewer, reviews than the model expects; C rests on its guess \
             at what they would have taken."
        }
        Statistic::Hits => {
            "Dots below the bars: errors are missed there more often than C says, and C is too low; above: too high."
        }
        Statistic::FalseAlarms => {
            "Dots off the bars: how readily people reject changes with d or m in a way that the model does not have."
        }
        Statistic::Practice => {
            "Dots off the bars: people speed up or tire in another way than the model's, and where cells were not met \
             evenly over the ranks that leaks into C."
        }
    }
}

fn sentence(panel: &Panel) -> Markup {
    let count = panel.cells.len();
    let noun = if panel.statistic == Statistic::Practice { "stretches" } else { "cells" };
    html! {
        strong {
            (panel.outside) " of " (count) " " (noun) " outside their 90 % band; "
            (format!("{:.1}", panel.outside_by_chance)) " would be by chance"
        }
        @if stands_out(panel) {
            ", and so many or more in " (rare(panel.probability)) " of the replications: the model does not do this justice"
        }
        ". " (means(panel.statistic))
    }
}

/// A small share of replications.
pub(super) fn rare(share: f64) -> String {
    if share == 0.0 { "none".into() } else { format!("{:.1} %", 100.0 * share) }
}

fn draw(panel: &Panel) -> Markup {
    let values = panel.cells.iter().flat_map(|cell| [cell.observed, cell.q05, cell.q95]);
    let span = extent(values).unwrap_or((0.0, 1.0));
    let share = panel.statistic.is_share();
    let top = if share { ((span.1 * 5.0).ceil() / 5.0).clamp(0.2, 1.0) } else { span.1 };
    let up =
        if share { Scale::new(Spread::Linear, (-0.03 * top, 1.03 * top), UP) } else { axis_for(span, UP) };
    let marks = if share { (0..=4).map(|step| top * f64::from(step) / 4.0).collect() } else { marks(span) };
    let write = if share { percent } else { amount };
    let slot = (ACROSS.1 - ACROSS.0) / panel.cells.len().max(1) as f64;
    let x = |index: usize| ACROSS.0 + slot * (index as f64 + 0.5);
    let y = |value: f64| up.place(value);
    let half = (slot * 0.32).min(9.0);
    html! {
        svg viewBox="0 0 560 216" aria-label=(title(panel.statistic)) {
            @for mark in &marks {
                line class="rule" x1=(ACROSS.0) x2=(ACROSS.1) y1=(place(y(*mark))) y2=(place(y(*mark))) {}
                text class="tick" x=(ACROSS.0 - 6.0) y=(place(y(*mark) + 4.0)) text-anchor="end" { (if share { percent(*mark) } else { number(*mark) }) }
            }
            @for (index, cell) in panel.cells.iter().enumerate() {
                @if begins_group(&panel.cells, index) && index > 0 {
                    line class="part" x1=(place(x(index) - slot / 2.0)) x2=(place(x(index) - slot / 2.0)) y1=(UP.0 + 26.0) y2=(UP.1) {}
                }
                rect class="predicted" x=(place(x(index) - half)) width=(place(2.0 * half)) y=(place(y(cell.q95))) height=(place((y(cell.q05) - y(cell.q95)).max(1.5))) rx="2" {}
                line class="median" x1=(place(x(index) - half)) x2=(place(x(index) + half)) y1=(place(y(cell.q50))) y2=(place(y(cell.q50))) {}
                (dot(cell, (x(index), y(cell.observed)), write))
            }
            line class="frame" x1=(ACROSS.0) x2=(ACROSS.1) y1=(UP.0) y2=(UP.0) {}
            (labels(panel, &x, slot))
        }
    }
}

/// A round dot, or a diamond where the observed value lies outside: not told by hue alone.
fn dot(cell: &Checked, (x, y): (f64, f64), write: fn(f64) -> String) -> Markup {
    let words = format!(
        "{}: observed {}, 90 % band {} to {}, {} reviews{}",
        name(cell),
        write(cell.observed),
        write(cell.q05),
        write(cell.q95),
        cell.reviews,
        if cell.outside { ": OUTSIDE" } else { "" }
    );
    html! {
        @if cell.outside {
            path class="outside" d=(format!("M{x:.1} {:.1}L{:.1} {y:.1}L{x:.1} {:.1}L{:.1} {y:.1}Z", y - 6.5, x + 6.5, y + 6.5, x - 6.5)) { title { (words) } }
        } @else {
            circle class="seen" cx=(place(x)) cy=(place(y)) r="3" { title { (words) } }
        }
    }
}

fn name(cell: &Checked) -> String {
    match (cell.delay_secs, cell.batch_size, cell.ranks) {
        (Some(delay), Some(size), _) => format!("d {}, m {}", duration(delay), number(size)),
        (.., Some([first, last])) => format!("reviews {first:.0} to {last:.0}"),
        _ => String::new(),
    }
}

/// Whether the cell is the first of its delay.
fn begins_group(cells: &[Checked], index: usize) -> bool {
    let delay = |at: usize| cells.get(at).and_then(|cell| cell.delay_secs);
    index == 0 || delay(index) != delay(index - 1)
}

/// Batch sizes under each cell, delays under each group; ranks under a stretch of practice.
fn labels(panel: &Panel, x: &impl Fn(usize) -> f64, slot: f64) -> Markup {
    let cells = &panel.cells;
    if panel.statistic == Statistic::Practice {
        return html! {
            @for (index, cell) in cells.iter().enumerate() {
                @if let Some([first, last]) = cell.ranks {
                    text class="tick" x=(place(x(index))) y=(UP.0 + 16.0) text-anchor="middle" {
                        @if first == last { (number(first)) } @else { (number(first)) "–" (number(last)) }
                    }
                }
            }
            text class="axis" x=((ACROSS.0 + ACROSS.1) / 2.0) y="212" text-anchor="middle" { "the participant's rank of the review" }
        };
    }
    let begins: Vec<usize> = (0..cells.len()).filter(|index| begins_group(cells, *index)).collect();
    let ends = begins.iter().skip(1).copied().chain([cells.len()]);
    let groups: Vec<(usize, usize)> = begins.iter().copied().zip(ends).collect();
    let centres: Vec<f64> = groups.iter().map(|(begin, end)| (x(*begin) + x(end - 1)) / 2.0).collect();
    html! {
        @for (begin, end) in &groups {
            @let places: Vec<f64> = (*begin..*end).map(x).collect();
            @for shown in legible(&places, slot.max(14.0)) {
                @if let Some(size) = cells[begin + shown].batch_size {
                    text class="tick" x=(place(places[shown])) y=(UP.0 + 14.0) text-anchor="middle" { (number(size)) }
                }
            }
        }
        @for shown in legible(&centres, 44.0) {
            @if let Some(delay) = cells[groups[shown].0].delay_secs {
                text class="tick strong" x=(place(centres[shown])) y=(UP.0 + 29.0) text-anchor="middle" { (duration(delay)) }
            }
        }
        text class="axis" x=((ACROSS.0 + ACROSS.1) / 2.0) y="213" text-anchor="middle" { "batch size m, decisions, within each delay d" }
    }
}

/// Ticks of an axis of seconds; its ends where there are no round numbers between them.
fn marks(span: (f64, f64)) -> Vec<f64> {
    let round = ticks(span);
    if round.len() >= 2 { round } else { vec![span.0, (span.0 * span.1).sqrt(), span.1] }
}

fn place(value: f64) -> String {
    format!("{value:.1}")
}

/// What was done and how to read it.
pub(super) fn about(checks: &PosteriorChecks) -> Markup {
    let loud: Vec<&str> =
        checks.panels.iter().filter(|panel| stands_out(panel)).map(|panel| title(panel.statistic)).collect();
    html! {
        p {
            "Were the model (" code { (checks.model) } ") right, what would the same people have done with the same reviews? "
            (checks.replications) " replications answer: each takes one draw of the posterior and simulates every review anew. "
            "A bar holds the middle 90 % of them, its line the median; the dot is what was observed, a diamond where it lies outside. "
            "A few diamonds are chance; many, or a pattern in them, mean that the model misses something, and where it does the surface is "
            "not to be relied on, however good the sampler's diagnostics are."
        }
        @if loud.is_empty() {
            p { "No panel has more cells outside than chance explains." }
        } @else {
            p { strong { "More cells lie outside than chance explains in: " (loud.join("; ")) "." } }
        }
    }
}
