//! Tables of facts: diagnostics, parameters, provenance.

use super::scale::{duration, number, percent};
use super::{hypothesis, words};
use crate::surface::CostSurface;
use maud::{Markup, html};

/// A fit that went wrong, or that finds the hypothesis false, says so before it says anything else.
pub(super) fn warning(surface: &CostSurface) -> Markup {
    let problems = &surface.diagnostics.problems;
    let failed: Vec<_> =
        words::checks(&surface.diagnostics).into_iter().filter(|check| check.passed == Some(false)).collect();
    html! {
        @if !problems.is_empty() || !failed.is_empty() {
            div class="warn" role="alert" {
                strong { "Do not rely on this fit: its own diagnostics fail." }
                ul {
                    @for problem in problems { li { (problem) } }
                    @if problems.is_empty() {
                        @for check in failed { li { (check.name) ": " (check.value) " (wanted: " (check.wanted) ")" } }
                    }
                }
            }
        }
        @if hypothesis::contradicted(surface) {
            div class="warn" role="alert" {
                strong { "The data prefer a surface that falls." }
                " The model without the constraint predicts clearly better than the exported one, which cannot fall: see below where."
            }
        }
    }
}

/// The diagnostics that this kind of fit has.
pub(super) fn diagnostics(surface: &CostSurface) -> Markup {
    let checks = words::checks(&surface.diagnostics);
    html! {
        @if checks.is_empty() {
            p { "The fit came with no diagnostics." }
        } @else {
            div class="scroll" { table {
                thead { tr { th class="left" { "Diagnostic" } th { "Value" } th class="left" { "Wanted" } th class="left" { "" } } }
                tbody {
                    @for check in checks {
                        tr {
                            td class="left" { (check.name) }
                            td { (check.value) }
                            td class="left" { (check.wanted) }
                            td class="left" {
                                @match check.passed { Some(true) => "pass", Some(false) => { strong { "FAIL" } }, None => "" }
                            }
                        }
                    }
                }
            } }
        }
    }
}

/// Prices, prevalence, support, and everything needed to make the surface again.
pub(super) fn provenance(surface: &CostSurface) -> Markup {
    let (prices, support, from) = (&surface.prices, &surface.support, &surface.provenance);
    html! {
        dl {
            dt { "Participants" } dd { (from.participants) @if surface.simulated { " (SIMULATED)" } }
            dt { "Scenarios" } dd { (from.scenarios) }
            dt { "Reviews fitted" } dd { (from.trials) }
            dt { "Stands for" } dd { (words::estimand_of(surface)) }
            dt { "Delays measured" } dd { (duration(support.delay_secs[0])) " to " (duration(support.delay_secs[1])) }
            dt { "Batch sizes measured" } dd { (number(support.batch_size[0])) " to " (number(support.batch_size[1])) " decisions" }
            dt { "Planted prevalence" } dd { (percent(surface.prevalence)) " of the batches" }
            dt { "Price of a miss" } dd { (number(prices.miss_secs)) " person-seconds" }
            dt { "Price of a misplaced rejection" } dd { (number(prices.misplaced_secs)) " person-seconds" }
            dt { "Price of a false alarm" } dd { (number(prices.false_alarm_secs)) " person-seconds (no part of C; it enters the cost of good batches)" }
            dt { "Time limit" } dd { (duration(surface.time_limit_secs)) }
            dt { "Outside the support" } dd { @if surface.extrapolation == "refuse" { "readers refuse" } @else { (surface.extrapolation) } }
            dt { "Software" } dd { (from.software) ", commit " code { (from.commit) } }
            dt { "Seed of the fit" } dd { (from.seed) }
            dt { "Rows fitted, BLAKE3" } dd class="hash" { (from.dataset_blake3) }
            dt { "Analysis plan, BLAKE3" } dd class="hash" { (from.plan_blake3) }
        }
    }
}
