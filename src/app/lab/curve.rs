//! C(d,m): the fit, its map and its slices.

use super::heat_map::{self, Map};
use super::study_page::StudyPage;
use super::work::HowFar;
use super::{LabCommand, evidence, slices, widgets};
use crate::app::theme::{self, size};
use crate::stats::Fit;
use crate::surface::{CostSurface, Matrix};
use egui::{ProgressBar, RichText, ScrollArea, Ui};

pub(super) fn ui(ui: &mut Ui, page: &mut StudyPage, out: &mut Vec<LabCommand>) {
    if let Some(how_far) = page.fitting() {
        under_way(ui, &how_far, out);
        ui.add_space(size::S3);
        preview(ui, page);
        return;
    }
    let label = if page.fitted().is_some() { "Fit again" } else { "Fit C(d,m)" };
    if widgets::main_button(ui, page.contents().is_some() && page.how_far().is_none(), label) {
        out.push(LabCommand::Fit);
    }
    let (mut delay, mut batch) = (page.shown_delay, page.shown_batch);
    let Some(Fit { surface, checks, .. }) = page.fitted() else {
        ui.add_space(size::S3);
        widgets::remark(
            ui,
            "Nothing is fitted yet. Every model of the analysis plan is sampled; that takes from half a minute to some minutes, with a \
             preview of the times at once. The fit says how many reviews it still needs, if too few.",
        );
        return;
    };
    ui.add_space(size::S2);
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        evidence::trust(ui, surface);
        about(ui, surface);
        evidence::diagnostics(ui, surface);
        ui.add_space(size::S4);
        side_by_side(ui, |left, right| {
            heat_map::ui(left, surface);
            slices::ui(right, surface, &mut delay, &mut batch);
        });
        ui.add_space(size::S4);
        evidence::ui(ui, surface, checks.as_ref());
        ui.add_space(size::S4);
    });
    (page.shown_delay, page.shown_batch) = (delay, batch);
}

/// Two columns, parted.
fn side_by_side(ui: &mut Ui, add: impl FnOnce(&mut Ui, &mut Ui)) {
    let before = ui.spacing().item_spacing.x;
    ui.spacing_mut().item_spacing.x = size::S5;
    ui.columns(2, |columns| {
        for column in columns.iter_mut() {
            column.spacing_mut().item_spacing.x = size::S2;
        }
        if let [left, right] = columns {
            add(left, right);
        }
    });
    ui.spacing_mut().item_spacing.x = before;
}

/// How far the fit is, and the way out of it.
fn under_way(ui: &mut Ui, how_far: &HowFar, out: &mut Vec<LabCommand>) {
    ui.horizontal(|ui| {
        if ui.add(egui::Button::new("Cancel").min_size(egui::vec2(0.0, size::BUTTON))).clicked() {
            out.push(LabCommand::Cancel);
        }
        ui.vertical(|ui| {
            ui.add(egui::Label::new(format!("Fitting: {}", how_far.what)).truncate());
            // Its track is to be seen on the page.
            ui.visuals_mut().extreme_bg_color = theme::palette(ui).hairline;
            let bar = ProgressBar::new(how_far.share).desired_width(size::FIELD).desired_height(size::S2);
            ui.horizontal(|ui| {
                ui.add(bar);
                widgets::remark(ui, &how_far.detail);
            });
        });
    });
}

/// Review time by REML: there at once, and not the fit.
fn preview(ui: &mut Ui, page: &StudyPage) {
    let preview = match page.preview() {
        None => return,
        Some(Err(problem)) => {
            widgets::remark(ui, format!("No preview: {problem}"));
            return;
        }
        Some(Ok(preview)) => preview,
    };
    let secs = |logs: &Matrix| -> Matrix {
        logs.iter().map(|row| row.iter().map(|log| log.exp()).collect()).collect()
    };
    let grid = &preview.grid;
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        theme::note(theme::palette(ui)).show(ui, |ui| {
            ui.label(RichText::new("Preview: time alone, not the fit").strong());
            let people = if preview.simulated { "SIMULATED participants" } else { "participants" };
            ui.add(
                egui::Label::new(
                    RichText::new(format!(
                        "Geometric mean review time of {} reviews by {} {people}, by REML, with 90 % intervals. No verdicts, no \
                         prices, no constraint: it may fall.{}",
                        preview.reviews,
                        preview.people,
                        if preview.timed_out > 0 {
                            format!(" {} ran out of time and count as the limit: times are underestimated.", preview.timed_out)
                        } else {
                            String::new()
                        }
                    ))
                    .small(),
                )
                .wrap(),
            );
        });
        ui.add_space(size::S3);
        let map = Map {
            title: "Preview of time by delay and batch size",
            delay_secs: &grid.delay_secs,
            batch_size: &grid.batch_size,
            mean: &secs(&grid.mean),
            low: &secs(&grid.q05),
            high: &secs(&grid.q95),
            more: &|_, _| String::new(),
            symbol: "time",
        };
        map.ui(ui);
        for without in &preview.without {
            widgets::remark(ui, without);
        }
    });
}

/// What kind of fit it is, and of what.
fn about(ui: &mut Ui, surface: &CostSurface) {
    let palette = theme::palette(ui);
    let from = &surface.provenance;
    let people = if surface.simulated { "SIMULATED participants" } else { "participants" };
    ui.add(
        egui::Label::new(RichText::new(format!(
            "{} reviews of {} {people}, {} scenario{}. Fit: {} ({}).",
            from.trials,
            from.participants,
            from.scenarios,
            if from.scenarios == 1 { "" } else { "s" },
            surface.model.id,
            surface.model.kind,
        )))
        .wrap(),
    );
    let prices = &surface.prices;
    widgets::remark(
        ui,
        format!(
            "C in person-seconds: time on a bad batch, {} s for a miss, {} s for the wrong decision named. Cells: mean, 90 % interval.",
            prices.miss_secs, prices.misplaced_secs
        ),
    );
    if surface.monotone.share_violating > 0.0 {
        ui.label(
            RichText::new(format!(
                "{} of the draws dip somewhere and were mended: {}.",
                share(surface.monotone.share_violating),
                surface.monotone.mended
            ))
            .small()
            .color(palette.text_soft),
        );
    }
}

/// A share as a person reads it; what is more than nothing never reads as nothing.
fn share(of_one: f64) -> String {
    if of_one < 0.01 { "Under 1 %".to_owned() } else { format!("{:.0} %", of_one * 100.0) }
}
