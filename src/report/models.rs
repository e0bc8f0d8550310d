//! Which models were fitted, which was chosen and why, what their parameters say.

use super::scale::{amount, number};
use crate::stats::model::kind::ModelKind;
use crate::surface::{CostSurface, Estimate, Rival};
use maud::{Markup, html};

/// The models held against each other.
pub(super) fn rivals(surface: &CostSurface) -> Markup {
    let with_participants = surface.rivals.iter().any(|rival| rival.elpd_participant.is_some());
    html! {
        @if !surface.model.chosen_because.is_empty() {
            p { "Exported is " code { (surface.model.id) } ", because " (surface.model.chosen_because) "." }
        }
        @if !surface.rivals.is_empty() {
            div class="scroll" { table {
                caption {
                    "Expected log predictive density (elpd) by PSIS leave-one-out; differences are to the best model. A difference counts from two standard errors on. "
                    "A review whose Pareto k is above 0.7 cannot be left out by reweighting; the model is fitted again without it, for up to ten of them."
                }
                thead {
                    tr {
                        th class="left" rowspan="2" { "Model" }
                        th class="group first" colspan="3" { "A review left out" }
                        @if with_participants { th class="group first" colspan="3" { "A participant left out" } }
                        th class="first" rowspan="2" { "largest Pareto k" }
                    }
                    tr {
                        th class="first" { "elpd" } th { "difference" } th { "SE" }
                        @if with_participants { th class="first" { "elpd" } th { "difference" } th { "SE" } }
                    }
                }
                tbody {
                    @for rival in &surface.rivals {
                        tr {
                            td class="wide" {
                                code { (rival.id) } @if rival.preferred { " " strong { "exported" } }
                                @if let Some(says) = says(&rival.id) { br; span class="range" { (says) } }
                            }
                            td class="first" { (tenths(rival.elpd_loo)) } td { (tenths(rival.elpd_diff)) } td { (tenths(rival.elpd_diff_se)) }
                            @if with_participants {
                                td class="first" { (tenths(rival.elpd_participant)) } td { (tenths(rival.elpd_participant_diff)) } td { (tenths(rival.elpd_participant_diff_se)) }
                            }
                            td class="first" {
                                @match rival.pareto_k_max {
                                    Some(k) if rival.leans_on_unreliable() => { strong { (format!("{k:.2}")) } }
                                    Some(k) => { (format!("{k:.2}")) }
                                    None => "–",
                                }
                            }
                        }
                    }
                }
            } }
            @let remarks: Vec<String> = surface.rivals.iter().filter_map(Rival::remark).collect();
            @if !remarks.is_empty() {
                p class="note" { "Of that comparison: " (remarks.join("; ")) ". A number that leans on what was not left out reliably may be off." }
            }
        }
    }
}

/// What a model claims, by its name.
fn says(id: &str) -> Option<&'static str> {
    let kinds = [ModelKind::Corner, ModelKind::Additive, ModelKind::StudentT, ModelKind::Unconstrained];
    kinds.into_iter().find(|kind| kind.id() == id).map(ModelKind::says)
}

fn tenths(value: Option<f64>) -> String {
    // −0.0 is 0.
    value.map_or_else(
        || "–".into(),
        |value| format!("{:.1}", value + 0.0).replace('-', "−").replace("−0.0", "0.0"),
    )
}

/// One effect, told as a factor.
struct Effect {
    what: String,
    of: &'static str,
    factor: [f64; 3],
}

/// Practice, the error's place, load, cues.
pub(super) fn effects(surface: &CostSurface) -> Markup {
    let factor = |estimate: &Estimate<f64>, per: f64| {
        let ends = [estimate.q05 * per, estimate.q95 * per].map(f64::exp);
        [(estimate.q50 * per).exp(), ends[0].min(ends[1]), ends[0].max(ends[1])]
    };
    const DOUBLING: f64 = std::f64::consts::LN_2;
    let of_params = [
        ("b_t", DOUBLING, "Twice the rank (practice)"),
        ("b_l", 10.0, "Ten reviews later (fatigue, or practice that goes on)"),
        ("b_e", 1.0, "A bad batch against a good one"),
        ("b_p", DOUBLING, "The error twice as far into the batch"),
    ];
    let mut effects: Vec<Effect> = of_params
        .iter()
        .filter_map(|(name, per, what)| {
            let estimate = surface.model.params.get(*name)?;
            Some(Effect { what: (*what).to_owned(), of: "time", factor: factor(estimate, *per) })
        })
        .collect();
    if let Some(conditions) = &surface.model.conditions {
        let mut push = |what: String, of, estimate: &Estimate<f64>, per| {
            effects.push(Effect { what, of, factor: factor(estimate, per) });
        };
        let load = "Twice 1 + the other briefs outstanding";
        if let Some(estimate) = &conditions.load_time {
            push(load.to_owned(), "time", estimate, DOUBLING);
        }
        if let Some(estimate) = &conditions.load_sensitivity {
            push(load.to_owned(), "d′", estimate, -DOUBLING);
        }
        let reference = conditions.reference_cue.as_deref().unwrap_or("the reference");
        for cue in &conditions.cues {
            let what = format!("Cues '{}' against '{reference}'", cue.level);
            push(what.clone(), "time", &cue.time, 1.0);
            push(what, "d′", &cue.log_sensitivity, 1.0);
        }
    }
    html! {
        @if !effects.is_empty() {
            h3 { "Practice, place, conditions" }
            div class="scroll" { table {
                caption {
                    "Factors; 1 is no effect. The surface itself stands at the mean rank, an error anywhere in the batch"
                    @if surface.model.conditions.is_some() { ", no other brief outstanding and the reference cues" } "."
                }
                thead { tr { th class="left" { "What changes" } th class="left" { "factor on" } th { "median" } th { "90 % interval" } } }
                tbody {
                    @for effect in &effects {
                        tr {
                            td class="left" { (effect.what) }
                            td class="left" { (effect.of) }
                            td { (factor_of(effect.factor[0])) }
                            td class="range" { (factor_of(effect.factor[1])) " to " (factor_of(effect.factor[2])) }
                        }
                    }
                }
            } }
            @if surface.model.conditions.is_none() {
                p class="note" { "Load and cues are not in the table: this study did not vary them enough to tell." }
            }
        }
    }
}

fn factor_of(value: f64) -> String {
    format!("× {value:.2}")
}

/// Those about which the data said little, and the table of all.
pub(super) fn parameters(surface: &CostSurface) -> Markup {
    let driven = &surface.model.prior_driven;
    html! {
        @if !surface.model.params.is_empty() {
            h3 { "Parameters" }
            @if !driven.is_empty() {
                p {
                    "The data said little about " (driven.len()) " of " (surface.model.params.len())
                    " parameters, marked * below (posterior SD above 0.8 of the prior's): "
                    @for (index, name) in driven.iter().enumerate() {
                        @if index > 0 { ", " } code { (name) }
                    }
                    ". Their values rest mostly on what was assumed before. What C says where it depends on them is that assumption told back."
                }
            }
            div class="scroll" { table {
                thead { tr { th class="left" { "Name" } th class="left" { "what it is" } th { "mean" } th { "5 %" } th { "median" } th { "95 %" } } }
                tbody {
                    @for (name, estimate) in &surface.model.params {
                        tr {
                            td class="left" { code { (name) } @if driven.contains(name) { " *" } }
                            td class="left range" { (meaning(name)) }
                            @for value in [estimate.mean, estimate.q05, estimate.q50, estimate.q95] { td { (amount(value)) } }
                        }
                    }
                }
            } }
        }
    }
}

/// What a parameter is, in a few words.
fn meaning(name: &str) -> &'static str {
    match name {
        "f00" => "log seconds, least delay and batch size",
        "slope_batch" => "rise of log time per log m",
        "slope_delay" => "rise of log time per log(1 + d/τ)",
        "rise_batch" => "rise of log time over the batch sizes",
        "rise_delay" => "rise of log time over the delays",
        "rise_rest" => "what of the far corner lies above the others, log seconds",
        "resume_secs" => "seconds of resuming per log(1 + d/τ)",
        "tau_secs" => "τ: where the delay begins to matter, s",
        "sigma" => "scatter of log time",
        "b_e" => "bad against good batches, log seconds",
        "b_t" => "practice, log seconds per log rank",
        "b_l" => "log seconds per further review",
        "b_p" => "log seconds per log of the error's place",
        "delta" => "log d′, one decision at once",
        "g_m" => "loss of log d′ per log m",
        "g_d" => "loss of log d′ per log(1 + d/τ)",
        "c0" => "criterion: above 0, slow to reject",
        "c_m" => "criterion per log m",
        "l0" | "r0" => "naming, logit",
        "l_m" | "r_m" => "loss of that per log m",
        "l_d" | "r_d" => "loss of that per log(1 + d/τ)",
        "b_o" => "log seconds per log(1 + briefs outstanding)",
        "g_o" => "loss of log d′ per log(1 + briefs outstanding)",
        "rho_person" => "people: correlation of time and sensitivity",
        "rho_item" => "items: correlation of time and sensitivity",
        _ if name.starts_with("sd_person") => "how much people differ (SD)",
        _ if name.starts_with("sd_item") => "how much items differ (SD)",
        _ if name.starts_with("b_q") => "cues, log seconds against the reference",
        _ if name.starts_with("delta_q") => "cues, log d′ against the reference",
        _ => "",
    }
}

/// How long was sampled.
pub(super) fn sampled(surface: &CostSurface) -> Markup {
    let of = &surface.diagnostics;
    html! {
        @if let (Some(chains), Some(draws)) = (of.chains, of.draws_per_chain) {
            p class="note" {
                (chains) " chains of " (number(draws as f64)) " draws after warm-up."
                @if let Some(worst) = &of.worst_parameter { " The fewest effective draws are those of " code { (worst) } "." }
            }
        }
    }
}
