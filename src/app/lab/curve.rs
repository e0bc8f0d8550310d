//! C(d,m): the fit, its map and its slices.

use super::study_page::StudyPage;
use super::{LabCommand, heat_map, slices, widgets};
use crate::app::theme::{self, size};
use crate::surface::CostSurface;
use egui::{ProgressBar, RichText, ScrollArea, Ui};

pub(super) fn ui(ui: &mut Ui, page: &mut StudyPage, out: &mut Vec<LabCommand>) {
    ui.horizontal_wrapped(|ui| {
        if let Some(how_far) = page.how_far() {
            ui.add(ProgressBar::new(how_far.share).desired_width(size::FIELD).text(how_far.what));
            if ui.button("Stop").clicked() {
                out.push(LabCommand::Stop);
            }
        } else {
            let label = if page.surface().is_some() { "Fit again" } else { "Fit C(d,m)" };
            if widgets::main_button(ui, page.contents().is_some(), label) {
                out.push(LabCommand::Fit);
            }
        }
    });
    let Some(surface) = page.surface().cloned() else {
        ui.add_space(size::S3);
        widgets::remark(
            ui,
            "Nothing is fitted yet. The fit takes a few seconds and says how many reviews it still needs, if too few.",
        );
        return;
    };
    ui.add_space(size::S2);
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        about(ui, &surface);
        ui.add_space(size::S4);
        ui.spacing_mut().item_spacing.x = size::S5;
        ui.columns(2, |columns| {
            for column in columns.iter_mut() {
                column.spacing_mut().item_spacing.x = size::S2;
            }
            if let [left, right] = columns {
                heat_map::ui(left, &surface);
                slices::ui(right, &surface, &mut page.shown_delay, &mut page.shown_batch);
            }
        });
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
