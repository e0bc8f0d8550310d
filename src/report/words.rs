//! What the report says in sentences.

use super::cells::Observed;
use super::heat::value_at;
use super::scale::{duration, number, percent};
use crate::stats::LeftOut;
use crate::surface::{CostSurface, Diagnostics, Estimate, Matrix};
use maud::{Markup, html};

/// The result in a few sentences: the surface's nearest and farthest corner.
pub(super) fn in_short(surface: &CostSurface) -> Markup {
    let grid = &surface.grid;
    let far = (grid.delay_secs.len().saturating_sub(1), grid.batch_size.len().saturating_sub(1));
    let at = |row: usize| grid.delay_secs.get(row).copied().unwrap_or(f64::NAN);
    let of = |column: usize| grid.batch_size.get(column).copied().unwrap_or(f64::NAN);
    let ratio = value_at(&grid.cost_secs.mean, far) / value_at(&grid.cost_secs.mean, (0, 0));
    html! {
        p class="lead" {
            "Meeting a bad batch of " (decisions(of(0))) " " (after(at(0))) " costs a person "
            (estimate(&grid.cost_secs, (0, 0))) ". "
            @if far != (0, 0) {
                "A bad batch of " (decisions(of(far.1))) " " (after(at(far.0))) " costs "
                (estimate(&grid.cost_secs, far)) ": " (number(ratio)) " times as much. "
            }
        }
        p {
            "Between the same two corners the share of bad batches that were noticed goes from "
            (percent(value_at(&grid.hit.mean, (0, 0)))) " to " (percent(value_at(&grid.hit.mean, far)))
            ", and the share of noticed ones in which the right decision was named from "
            (percent(value_at(&grid.located.mean, (0, 0)))) " to " (percent(value_at(&grid.located.mean, far)))
            ". Intervals hold 90 % of the posterior throughout."
        }
    }
}

/// `1 scenario`, `8 scenarios`.
pub(super) fn count(many: u64, noun: &str) -> String {
    format!("{many} {noun}{}", if many == 1 { "" } else { "s" })
}

fn after(delay_secs: f64) -> String {
    if delay_secs == 0.0 { "at once".into() } else { format!("after {}", duration(delay_secs)) }
}

fn decisions(batch_size: f64) -> String {
    format!("{} {}", number(batch_size), if batch_size == 1.0 { "decision" } else { "decisions" })
}

fn estimate(of: &Estimate<Matrix>, at: (usize, usize)) -> Markup {
    html! {
        strong { (number(value_at(&of.mean, at))) " person-seconds" }
        " (" (number(value_at(&of.q05, at))) " to " (number(value_at(&of.q95, at))) ")"
    }
}

/// What C is made of.
pub(super) fn estimand(surface: &CostSurface) -> Markup {
    let prices = &surface.prices;
    html! {
        p {
            "C is the expected human cost of meeting a bad batch: the time that it takes to judge it, cut off at the time limit of "
            (duration(surface.time_limit_secs)) ", plus what a wrong judgement costs."
        }
        p class="formula" {
            var { "C" } "(" var { "d" } ", " var { "m" } ") = " var { "E" } "[min(" var { "T" } ", " (duration(surface.time_limit_secs)) ") | bad] + "
            (number(prices.miss_secs)) " s · (1 − " var { "H" } ") + "
            (number(prices.misplaced_secs)) " s · " var { "H" } " · (1 − " var { "L" } ")"
        }
        p class="soft" {
            var { "T" } " is the review time, " var { "H" } " the share of bad batches that were rejected, " var { "L" }
            " the share of those in which the first wrong decision was named. The two prices are conventions of the analysis plan, "
            "not measurements; the components below let a reader apply others."
        }
    }
}

/// For whom the numbers stand.
pub(super) fn estimand_of(surface: &CostSurface) -> &str {
    match surface.estimand.as_str() {
        "these_people_and_items" => "the people and scenarios of this study",
        "new_person_and_item" => "a new person and a new scenario",
        other => other,
    }
}

/// How the reviews were counted.
pub(super) fn observed(surface: &CostSurface, observed: &Observed) -> Markup {
    let LeftOut { practice, excluded, too_fast } = observed.left_out;
    html! {
        p {
            "Each review is counted in the cell nearest to its delay as it happened and to its batch size. A review that ran out of time "
            "counts as " (duration(surface.time_limit_secs)) ", and as neither a rejection nor an acceptance. Left out: "
            (practice) " practice reviews, " (excluded) " excluded by the protocol's rules, " (too_fast) " faster than the analysis plan allows."
        }
    }
}

/// What kind of fit it is.
pub(super) fn kind(surface: &CostSurface) -> Markup {
    html! {
        p {
            "The model is " code { (surface.model.id) } "; the fit is of the kind " code { (surface.model.kind) } ". "
            @match surface.model.kind.as_str() {
                "laplace" => {
                    "That is an approximation, not a full sampling of the posterior: the model's highest point, and a normal distribution around it. "
                    "It is quick, and good where data are plenty; with few people or few reviews its intervals can be too narrow or misplaced. "
                    "No Markov chain runs in it, so there are no R̂, effective sample sizes or divergences to report."
                }
                "prior" => { strong { "No outcome of any review is in it: it is what the analysis plan's priors say." } }
                "nuts" => { "The posterior was sampled by Hamiltonian Monte Carlo (NUTS); each row below must pass before the numbers mean anything." }
                _ => { "This report knows no more of that kind of fit than its diagnostics below." }
            }
        }
    }
}

/// One diagnostic: what it is, its value, what is wanted, whether that holds.
pub(super) struct Check {
    pub(super) name: &'static str,
    pub(super) value: String,
    pub(super) wanted: &'static str,
    pub(super) passed: Option<bool>,
}

/// The diagnostics that this kind of fit has.
pub(super) fn checks(of: &Diagnostics) -> Vec<Check> {
    let check = |name, value: Option<f64>, wanted, holds: fn(f64) -> bool| {
        value.map(|value| Check { name, value: number(value), wanted, passed: Some(holds(value)) })
    };
    // R̂ needs its third decimal, which `number` would cut.
    let rhat = of.rhat_max.map(|value| Check {
        name: "Largest R̂ (rank-normalised, split)",
        value: format!("{value:.3}"),
        wanted: "at most 1.01",
        passed: Some(value <= 1.01),
    });
    let loo = of.elpd_loo.map(|value| Check {
        name: "Expected log predictive density, leave-one-out",
        value: number(value),
        wanted: "for comparing models",
        passed: None,
    });
    // It concerns the comparison of models, where it is told what was done about it.
    let pareto_k = of.pareto_k_max.map(|value| Check {
        name: "Largest Pareto k",
        value: number(value),
        wanted: "for comparing models: see there where it is above 0.7",
        passed: None,
    });
    [
        rhat,
        check("Least bulk effective sample size", of.ess_bulk_min, "at least 400", |value| value >= 400.0),
        check("Least tail effective sample size", of.ess_tail_min, "at least 400", |value| value >= 400.0),
        check("Divergent transitions", of.divergences.map(|count| count as f64), "0", |value| value == 0.0),
        check("Least E-BFMI", of.ebfmi_min, "at least 0.3", |value| value >= 0.3),
        pareto_k,
        loo,
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// How far the surface was made to rise.
pub(super) fn monotone(surface: &CostSurface) -> Markup {
    let monotone = &surface.monotone;
    html! {
        p {
            "That C does not fall with " var { "d" } " and " var { "m" } " is an assumption of the exported surface (" (monotone.constraint) "), not a finding. "
            @if monotone.share_violating > 0.0 {
                "In " (share(monotone.share_violating)) " of the draws C dipped somewhere all the same; mended by: " (monotone.mended) "."
            } @else {
                "C dipped in none of the draws."
            }
        }
    }
}

/// A share that is never rounded to nothing.
fn share(value: f64) -> String {
    if value < 0.01 { "less than 1 %".into() } else { percent(value) }
}

/// What the numbers do not say.
pub(super) fn limits(surface: &CostSurface) -> Markup {
    let support = &surface.support;
    html! {
        ul {
            @if surface.simulated {
                li { strong { "These are SIMULATED participants. " } "The numbers show that the instrument works; they say nothing about people." }
            }
            li {
                "The surface holds for delays from " (duration(support.delay_secs[0])) " to " (duration(support.delay_secs[1]))
                " and batches of " (number(support.batch_size[0])) " to " (decisions(support.batch_size[1]))
                ". Outside that box it says nothing" @if surface.extrapolation == "clamp" { "; readers of the file are given the nearest edge" } "."
            }
            li { "It speaks of " (estimand_of(surface)) "." }
            li {
                (percent(surface.prevalence))
                " of the batches held a planted error. Where errors are rarer, people reject less often: hits and false alarms both fall."
            }
            li { "Errors were planted in small, made-up repositories and proven wrong by acceptance checks. Real agents err in other ways, and nobody's own work was at stake." }
            li { "No published study varies the delay before agent work is reviewed, so what was assumed about its effect before the data rests on little." }
            li { "Times are stamped when input reaches the program. The keyboard's and the display's own lag come on top and are not in them." }
        }
    }
}
