//! The report: one self-contained HTML file about a cost surface and, where they are at hand, the reviews behind it.
//!
//! Nothing is loaded from anywhere and nothing runs in it; figures are SVG whose text can be selected; light and
//! dark follow the reader's system, and paper is always light. Where the people were simulated, a band across the top and
//! a tag on each figure say so.

mod against;
mod cells;
#[cfg(test)]
mod example;
mod facts;
mod heat;
mod hypothesis;
mod models;
mod panels;
mod predictive;
mod scale;
#[cfg(test)]
mod tests;
mod theme;
pub mod trajectory;
mod words;

pub use cells::{CellSummary, Observed, Side};

use crate::stats::checks::PosteriorChecks;
use crate::surface::{CostSurface, Estimate, Matrix};
use heat::{Heat, value_at};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use panels::{ACROSS, Line, Panels};
use scale::{Scale, Spread, amount, duration, number, percent};

/// Slices beyond this many are thinned out: nobody reads twenty panels.
const PANELS_MAX: usize = 6;

/// What a report is about.
#[derive(Debug, Clone, Copy)]
pub struct ReportInput<'a> {
    /// The study's id or the surface's file name.
    pub name: &'a str,
    /// The surface.
    pub surface: &'a CostSurface,
    /// What was observed; none where there is the surface alone.
    pub observed: Option<&'a Observed>,
    /// What the model would have the data be; none where there is the surface alone.
    pub checks: Option<&'a PosteriorChecks>,
}

/// The whole file.
pub fn html(input: &ReportInput) -> String {
    let surface = input.surface;
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { @if surface.simulated { "SIMULATED · " } (input.name) " · C(d, m)" }
                style { (PreEscaped(theme::TOKENS)) (PreEscaped(theme::STYLE)) }
            }
            body {
                @if surface.simulated {
                    div class="flag" role="note" {
                        strong { "SIMULATED — no human data." }
                        " Every number here comes from simulated participants and says nothing about people."
                    }
                }
                main { (body(input)) }
                footer {
                    "Written by " (surface.provenance.software) " from " code { (surface.format) } "; everything shown is in this one file."
                }
            }
        }
    };
    page.into_string()
}

fn body(input: &ReportInput) -> Markup {
    let surface = input.surface;
    let provenance = &surface.provenance;
    html! {
        header {
            h1 { (input.name) }
            p class="soft" {
                "What it costs a person to find out, late and in batches, that an agent went wrong: "
                (words::count(provenance.participants, "participant")) ", " (words::count(provenance.scenarios, "scenario"))
                ", " (words::count(provenance.trials, "review")) "."
            }
        }
        (facts::warning(surface))
        (words::in_short(surface))
        h2 { "The cost of looking late and at much" }
        (words::estimand(surface))
        (figure(surface, "hugging", cost_map(surface), html! {
            "C in person-seconds: mean, and the 90 % interval below it. The stronger the colour the costlier, on a logarithmic scale."
        }))
        h2 { "How it rises" }
        (slices(surface))
        h2 { "What it is made of" }
        (components(surface))
        h2 { "Does it fall anywhere?" }
        (words::monotone(surface))
        (hypothesis::section(surface, input.checks))
        (observed(input))
        (predictive(input))
        h2 { "The fit" }
        (words::kind(surface))
        (facts::diagnostics(surface))
        (models::sampled(surface))
        h3 { "Models" }
        (models::rivals(surface))
        (models::effects(surface))
        (models::parameters(surface))
        h2 { "What the numbers do not say" }
        (words::limits(surface))
        h2 { "Where it comes from" }
        (facts::provenance(surface))
    }
}

/// A figure on its sheet (`hugging` where that is to be no wider than the figure), with its caption, and its tag where the people were simulated.
fn figure(surface: &CostSurface, class: &str, drawing: Markup, caption: Markup) -> Markup {
    html! {
        figure {
            div class=(format!("sheet {class}")) {
                @if surface.simulated { span class="tag" { "SIMULATED" } }
                div class="scroll" { (drawing) }
            }
            figcaption { (caption) }
        }
    }
}

fn cost_map(surface: &CostSurface) -> Markup {
    let heat = Heat { label: "C over delay and batch size", write: amount, small: false, is_share: false };
    heat.draw(&surface.grid, &surface.grid.cost_secs)
}

/// C along either axis.
fn slices(surface: &CostSurface) -> Markup {
    let grid = &surface.grid;
    let cost = |row, column| {
        let of = |matrix: &Matrix| value_at(matrix, (row, column));
        [of(&grid.cost_secs.mean), of(&grid.cost_secs.q05), of(&grid.cost_secs.q95)]
    };
    let ends =
        |levels: &[f64]| (levels.first().copied().unwrap_or(1.0), levels.last().copied().unwrap_or(1.0));
    let over_delay = Panels {
        across: "delay d",
        up: "C, person-seconds",
        at: &grid.delay_secs,
        scale: Scale::new(
            Spread::LogFrom(surface.model.tau_secs),
            ends(&grid.delay_secs),
            (ACROSS.0 + 6.0, ACROSS.1 - 10.0),
        ),
        write: duration,
    };
    let over_batch = Panels {
        across: "batch size m, decisions",
        up: "C, person-seconds",
        at: &grid.batch_size,
        scale: Scale::new(Spread::Log, ends(&grid.batch_size), (ACROSS.0 + 6.0, ACROSS.1 - 10.0)),
        write: number,
    };
    let by_batch = thinned(grid.batch_size.len()).map(|column| Line {
        title: format!("m = {}", number(grid.batch_size[column])),
        values: (0..grid.delay_secs.len()).map(|row| cost(row, column)).collect(),
    });
    let by_delay = thinned(grid.delay_secs.len()).map(|row| Line {
        title: format!("d = {}", duration(grid.delay_secs[row])),
        values: (0..grid.batch_size.len()).map(|column| cost(row, column)).collect(),
    });
    html! {
        (figure(surface, "", over_delay.draw(&by_batch.collect::<Vec<_>>()), html! {
            "C in person-seconds over the delay, for each batch size, with its 90 % band; the other batch sizes are faint behind. "
            "The delay's axis is logarithmic from about " (duration(surface.model.tau_secs.round())) " on (the model's τ), C's is logarithmic."
        }))
        (figure(surface, "", over_batch.draw(&by_delay.collect::<Vec<_>>()), html! {
            "C in person-seconds over the batch size, for each delay. Both axes are logarithmic."
        }))
    }
}

/// At most [`PANELS_MAX`] places of `count`, evenly spread, ends included.
fn thinned(count: usize) -> impl Iterator<Item = usize> {
    let shown = count.min(PANELS_MAX);
    (0..shown).map(move |index| if shown < 2 { 0 } else { index * (count - 1) / (shown - 1) })
}

fn components(surface: &CostSurface) -> Markup {
    let grid = &surface.grid;
    let tile = |title: &str, words: &str, values: &Estimate<Matrix>, is_share: bool| {
        let write = if is_share { percent } else { amount };
        let heat = Heat { label: title, write, small: true, is_share };
        html! {
            div {
                h3 { (title) }
                (figure(surface, "hugging", heat.draw(grid, values), html! { (words) }))
            }
        }
    };
    html! {
        div class="tiles" {
            (tile("Time on bad batches, s", "Mean review time, cut off at the time limit, where an error was planted.", &grid.time_bad_secs, false))
            (tile("Time on good batches, s", "The same where nothing was wrong.", &grid.time_good_secs, false))
            (tile("Hits", "H: share of bad batches that were rejected.", &grid.hit, true))
            (tile("False alarms", "F: share of good batches that were rejected.", &grid.false_alarm, true))
            (tile("Located", "L: share of hits in which the first wrong decision was named.", &grid.located, true))
        }
    }
}

/// Posterior predictive checks.
fn predictive(input: &ReportInput) -> Markup {
    html! {
        h2 { "Would the model have produced these data?" }
        @match input.checks {
            None => {
                p class="soft" { "The posterior predictive checks were not at hand: " code { "fit --checks FILE" } " writes them, " code { "report --checks FILE" } " shows them." }
            }
            Some(checks) => {
                (predictive::about(checks))
                (figure(input.surface, "", predictive::figure(checks), html! {
                    "Time is min(T, T_max); shares of hits and false alarms are of the reviews that got a verdict. Cells without a review are left out."
                }))
            }
        }
    }
}

/// The raw data beside the fit.
fn observed(input: &ReportInput) -> Markup {
    let surface = input.surface;
    html! {
        h2 { "What was observed, beside the fit" }
        @match input.observed {
            None => {
                p class="soft" { "This report was written from the cost surface alone; the reviews behind it were not at hand." }
            }
            Some(observed) => {
                (words::observed(surface, observed))
                (figure(surface, "pair", against::figure(surface, &observed.cells), html! {
                    "One dot a cell, its area growing with the number of reviews; on the dashed line the fit agrees with what was seen. "
                    "Across: the fit's 90 % interval. Up: the observations' 90 % interval, the reviews taken as independent (which "
                    "those of one person are not, so it is somewhat too short)."
                }))
                (against::table(surface, &observed.cells))
            }
        }
    }
}
