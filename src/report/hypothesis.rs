//! Whether C falls anywhere: that it does not is what the exported surface assumes and what the essay claims, and here
//! the data may say otherwise.

use super::predictive::rare;
use super::scale::{amount, duration, number};
use crate::stats::checks::PosteriorChecks;
use crate::surface::{CostSurface, EdgeSlope, IsotonicCheck, Unconstrained};
use maud::{Markup, html};

/// A probability from here on is taken as an answer.
const CLEAR: f64 = 0.95;

/// What the unconstrained rival and the cells' own means say.
pub(super) fn section(surface: &CostSurface, checks: Option<&PosteriorChecks>) -> Markup {
    html! {
        @match &surface.unconstrained {
            None => p {
                "No model that may fall was fitted to these reviews, so nothing in this report tests the assumption that time does not fall."
            },
            Some(rival) => {
                (verdict(rival))
                (edges(rival))
            }
        }
        @if let Some(check) = &surface.isotonic_check { (isotonic(surface, check, checks)) }
    }
}

/// Said in the warning at the top too.
pub(super) fn contradicted(surface: &CostSurface) -> bool {
    surface.unconstrained.as_ref().is_some_and(|rival| rival.preferred)
}

fn verdict(rival: &Unconstrained) -> Markup {
    let names = |holds: fn(&EdgeSlope) -> bool| {
        let found: Vec<&str> =
            rival.edges.iter().filter(|edge| holds(edge)).map(|edge| edge.edge.as_str()).collect();
        (!found.is_empty()).then(|| found.join(", "))
    };
    let falling = names(|edge| edge.probability_negative >= CLEAR);
    let open = names(|edge| edge.probability_negative > 1.0 - CLEAR && edge.probability_negative < CLEAR);
    html! {
        p {
            "A rival model with free corners was fitted to the same reviews. It may find that review time falls with the delay or with the batch size. "
            @if rival.preferred {
                strong { "Leave-one-out clearly prefers it: these data contradict the assumption that time does not fall, and the exported surface, which cannot fall, should not be used where the table says that time falls." }
            } @else {
                "Leave-one-out does not clearly prefer it."
            }
        }
        p {
            @match (falling, open) {
                (Some(falling), _) => {
                    strong { "It finds time falling: " (falling) "." }
                    " There the hypothesis fails for these people and items, or something that goes with delay or size (order, item, giving up early) stands in for it."
                }
                (None, Some(open)) => {
                    "It finds no edge along which time clearly falls. Not settled, falling and rising being both within reach: " (open) "."
                }
                (None, None) => {
                    "It finds time rising along every edge, with a probability of at least 95 % each: the hypothesis could have failed here and did not. "
                    "This is about time; misses come on top."
                }
            }
        }
    }
}

fn edges(rival: &Unconstrained) -> Markup {
    html! {
        div class="scroll" { table {
            caption { "Slopes of log review time under the unconstrained rival: per unit of log(1 + d/τ) along the delay, per unit of log m along the batch size." }
            thead { tr { th class="left" { "Edge of the measured box" } th { "P(slope < 0)" } th { "slope" } th { "90 % interval" } th class="left" { "that is" } } }
            tbody {
                @for edge in &rival.edges {
                    tr {
                        td class="left" { (edge.edge) }
                        td { (format!("{:.3}", edge.probability_negative)) }
                        td { (amount(edge.slope.q50)) }
                        td class="range" { (number(edge.slope.q05)) " to " (number(edge.slope.q95)) }
                        td class="left" { (reading(edge.probability_negative)) }
                    }
                }
            }
        } }
    }
}

fn reading(negative: f64) -> Markup {
    html! {
        @if negative >= CLEAR { strong { "falls" } }
        @else if negative > 0.5 { "more likely falls than rises" }
        @else if negative > 1.0 - CLEAR { "more likely rises, not settled" }
        @else { "rises" }
    }
}

fn isotonic(surface: &CostSurface, check: &IsotonicCheck, checks: Option<&PosteriorChecks>) -> Markup {
    let secs = |table: &[Vec<Option<f64>>], (row, column): (usize, usize)| {
        table.get(row).and_then(|values| values.get(column)).copied().flatten().map(f64::exp)
    };
    let grid = &surface.grid;
    html! {
        h3 { "Without a model" }
        p {
            "The cells' own geometric mean times, beside the nearest table that does not fall (isotonic regression, each cell weighted by its reviews). "
            @if let Some(gap) = check.max_gap_se {
                "The largest distance between the two is " (format!("{gap:.1}")) " standard errors of a cell's mean. "
            }
            @if let Some(gap) = checks.and_then(|checks| checks.isotonic_gap) {
                "In replications under the fitted model, which never falls, it is " (format!("{:.1}", gap.q50)) " as a rule and at least as large in "
                (rare(gap.probability)) " of them"
                @if gap.probability < 0.05 { ": " strong { "scatter alone hardly explains it, and time seems to fall somewhere" } "." }
                @else { ": scatter explains it." }
            }
        }
        div class="scroll" { table {
            caption { "Seconds, bad and good batches together; the nearest table that does not fall in grey where it differs." }
            thead { tr { th { "d \\ m" } @for size in &grid.batch_size { th { (number(*size)) } } } }
            tbody {
                @for (row, delay) in grid.delay_secs.iter().enumerate() {
                    tr {
                        td { (duration(*delay)) }
                        @for column in 0..grid.batch_size.len() {
                            @let (mean, near) = (secs(&check.cell_means, (row, column)), secs(&check.fitted, (row, column)));
                            td {
                                (mean.map_or_else(|| "–".to_owned(), amount))
                                @if let (Some(mean), Some(near)) = (mean, near) {
                                    @if amount(mean) != amount(near) { " " span class="range" { (amount(near)) } }
                                }
                            }
                        }
                    }
                }
            }
        } }
    }
}
