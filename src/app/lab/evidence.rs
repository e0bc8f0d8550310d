//! Whether a fit can be trusted, which models it was held against, whether its hypothesis could fail.

use super::widgets;
use crate::app::theme::{self, size};
use crate::stats::checks::PosteriorChecks;
use crate::surface::{CostSurface, Diagnostics, Rival, Unconstrained};
use egui::{Grid, Label, RichText, Ui};

/// What is wrong with the fit, loudly.
pub(super) fn trust(ui: &mut Ui, surface: &CostSurface) {
    let palette = theme::palette(ui);
    let falls = surface.unconstrained.as_ref().is_some_and(|rival| rival.preferred);
    let problems = &surface.diagnostics.problems;
    if !problems.is_empty() || falls {
        theme::note(palette).show(ui, |ui| {
            ui.set_width(ui.available_width());
            if !problems.is_empty() {
                ui.label(RichText::new("Do not rely on this fit yet").strong().color(palette.trouble));
            }
            for problem in problems {
                ui.add(Label::new(problem).wrap().selectable(true));
            }
            if falls {
                ui.label(RichText::new("The data prefer a surface that falls").strong().color(palette.trouble));
                ui.add(
                    Label::new("The model without the constraint predicts clearly better than the exported one, which cannot fall.")
                        .wrap(),
                );
            }
        });
        ui.add_space(size::S2);
    }
}

/// Its diagnostics in a line.
pub(super) fn diagnostics(ui: &mut Ui, surface: &CostSurface) {
    widgets::remark(ui, line(&surface.diagnostics));
}

/// All diagnostics in a line.
fn line(of: &Diagnostics) -> String {
    let mut parts = Vec::new();
    let mut push = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            parts.push(format!("{name} {value}"));
        }
    };
    push("largest R̂", of.rhat_max.map(|value| format!("{value:.3}")));
    push("least ESS, bulk", of.ess_bulk_min.map(|value| format!("{value:.0}")));
    push("tail", of.ess_tail_min.map(|value| format!("{value:.0}")));
    push("divergent", of.divergences.map(|count| count.to_string()));
    push("E-BFMI", of.ebfmi_min.map(|value| format!("{value:.2}")));
    push("Pareto k", of.pareto_k_max.map(|value| format!("{value:.2}")));
    if parts.is_empty() {
        return "The fit came with no diagnostics.".to_owned();
    }
    let verdict = if of.problems.is_empty() { "Diagnostics pass" } else { "Diagnostics FAIL" };
    format!("{verdict}: {}.", parts.join(", "))
}

/// Rivals, edges, checks, and what rests on priors.
pub(super) fn ui(ui: &mut Ui, surface: &CostSurface, checks: Option<&PosteriorChecks>) {
    if !surface.rivals.is_empty() {
        ui.label(RichText::new("Models").strong());
        rivals(ui, &surface.rivals);
        if !surface.model.chosen_because.is_empty() {
            widgets::remark(
                ui,
                format!("Exported: {}, because {}.", surface.model.id, surface.model.chosen_because),
            );
        }
        ui.add_space(size::S4);
    }
    if let Some(rival) = &surface.unconstrained {
        ui.label(RichText::new("Does time fall anywhere? The unconstrained rival says").strong());
        edges(ui, rival);
        ui.add_space(size::S4);
    }
    ui.label(RichText::new("Checks").strong());
    if let Some(checks) = checks {
        widgets::remark(ui, predictive(checks));
    }
    if !surface.model.prior_driven.is_empty() {
        widgets::remark(
            ui,
            format!(
                "Prior-driven, the data said little about them: {}.",
                surface.model.prior_driven.join(", ")
            ),
        );
    }
}

/// A small table.
fn table<const N: usize>(
    ui: &mut Ui,
    id: &str,
    head: [&str; N],
    rows: impl Iterator<Item = ([String; N], bool)>,
) {
    let palette = theme::palette(ui);
    egui::ScrollArea::horizontal().id_salt((id, "scroll")).show(ui, |ui| {
        Grid::new(id)
            .num_columns(N)
            .spacing([size::S5, size::S1])
            .min_row_height(size::BODY_LINE)
            .striped(true)
            .show(ui, |ui| {
                for name in head {
                    ui.add(
                        Label::new(RichText::new(name).small().strong().color(palette.text_soft)).extend(),
                    );
                }
                ui.end_row();
                for (cells, strong) in rows {
                    for cell in cells {
                        let text = RichText::new(cell).small();
                        ui.add(Label::new(if strong { text.strong() } else { text }).extend());
                    }
                    ui.end_row();
                }
            });
    });
}

fn rivals(ui: &mut Ui, rivals: &[Rival]) {
    let head = ["Model", "elpd, by review", "difference (SE)", "by participant (SE)", "Pareto k"];
    let one = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), tenths);
    let pair = |value: Option<f64>, se: Option<f64>| match (value, se) {
        (Some(value), Some(se)) => format!("{} ({})", tenths(value), tenths(se)),
        _ => "–".to_owned(),
    };
    let row = |rival: &Rival| {
        let name = if rival.preferred { format!("{} (exported)", rival.id) } else { rival.id.clone() };
        let k = rival.pareto_k_max.map_or_else(
            || "–".to_owned(),
            |k| format!("{k:.2}{}", if rival.leans_on_unreliable() { " unreliable" } else { "" }),
        );
        let cells = [
            name,
            one(rival.elpd_loo),
            pair(rival.elpd_diff, rival.elpd_diff_se),
            pair(rival.elpd_participant_diff, rival.elpd_participant_diff_se),
            k,
        ];
        (cells, rival.preferred)
    };
    table(ui, "rivals", head, rivals.iter().map(row));
    let remarks: Vec<String> = rivals.iter().filter_map(Rival::remark).collect();
    if !remarks.is_empty() {
        widgets::remark(ui, format!("{}.", remarks.join("; ")));
    }
}

/// One decimal; −0.0 is 0.
fn tenths(value: f64) -> String {
    let text = format!("{value:.1}").replace('-', "−");
    if text == "−0.0" { "0.0".to_owned() } else { text }
}

fn edges(ui: &mut Ui, rival: &Unconstrained) {
    let head = ["Edge", "P(slope < 0)", "slope", "90 % interval", ""];
    let number = |value: f64| format!("{value:.3}").replace('-', "−");
    let rows = rival.edges.iter().map(|edge| {
        let (reading, loud) = match edge.probability_negative {
            p if p >= 0.95 => ("falls", true),
            p if p > 0.5 => ("more likely falls", false),
            p if p > 0.05 => ("more likely rises", false),
            _ => ("rises", false),
        };
        let slope = &edge.slope;
        let cells = [
            edge.edge.clone(),
            format!("{:.3}", edge.probability_negative),
            number(slope.q50),
            format!("{} to {}", number(slope.q05), number(slope.q95)),
            reading.to_owned(),
        ];
        (cells, loud)
    });
    table(ui, "edges", head, rows);
    widgets::remark(
        ui,
        if rival.preferred {
            "Leave-one-out clearly prefers it to the exported model."
        } else {
            "Leave-one-out does not clearly prefer it to the exported model."
        },
    );
}

fn predictive(checks: &PosteriorChecks) -> String {
    let missed: Vec<String> = checks
        .panels
        .iter()
        .filter(|panel| panel.outside > 0 && panel.probability < 0.05)
        .map(|panel| {
            format!(
                "{} ({} of {} cells outside, {:.1} by chance)",
                panel.statistic.name(),
                panel.outside,
                panel.cells.len(),
                panel.outside_by_chance
            )
        })
        .collect();
    if missed.is_empty() {
        "Replications of the study under this model look like it: no more cells outside their bands than by chance.".to_owned()
    } else {
        format!(
            "The model misses something of these data: {}. The exported report shows where.",
            missed.join("; ")
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_says_whether_all_pass_and_leaves_out_what_is_not_known() {
        let of = Diagnostics {
            rhat_max: Some(1.0042),
            ess_bulk_min: Some(812.4),
            divergences: Some(0),
            ..Diagnostics::default()
        };
        assert_eq!(line(&of), "Diagnostics pass: largest R̂ 1.004, least ESS, bulk 812, divergent 0.");
        let bad = Diagnostics { problems: vec!["no".into()], ..of };
        assert!(line(&bad).starts_with("Diagnostics FAIL"));
        assert_eq!(line(&Diagnostics::default()), "The fit came with no diagnostics.");
    }

    #[test]
    fn no_negative_nothing() {
        assert_eq!([-0.01, -3.26, 2.0].map(tenths), ["0.0", "−3.3", "2.0"]);
    }
}
