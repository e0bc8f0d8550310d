//! The trials table: the columns of `trials.csv`, as their declaration has them.

use super::widgets;
use crate::app::theme::{self, size};
use crate::dataset::column::Row as _;
use crate::dataset::{Dataset, TrialRow};
use crate::problem::Outcome;
use egui::{Label, RichText, ScrollArea, Ui};
use egui_extras::{Column, TableBuilder};

pub(super) fn ui(ui: &mut Ui, dataset: &Outcome<Dataset>) {
    let palette = theme::palette(ui);
    let dataset = match dataset {
        Ok(dataset) => dataset,
        Err(problem) => {
            ui.add(
                Label::new(RichText::new(problem.to_string()).color(palette.trouble)).wrap().selectable(true),
            );
            return;
        }
    };
    if dataset.trials.is_empty() {
        ui.label("No review has ended yet.");
        return;
    }
    widgets::remark(
        ui,
        format!(
            "{} reviews, in the order in which they ended. Hover over a column's name for its meaning.",
            dataset.trials.len()
        ),
    );
    ui.add_space(size::S2);
    ScrollArea::horizontal().auto_shrink(false).show(ui, |ui| table(ui, &dataset.trials));
}

fn table(ui: &mut Ui, trials: &[TrialRow]) {
    let palette = theme::palette(ui);
    // The study is on the page's title; its column would say the same in every row.
    let columns = TrialRow::COLUMNS.get(1..).unwrap_or_default();
    TableBuilder::new(ui)
        .striped(true)
        .cell_layout(egui::Layout::left_to_right(egui::Align::Center))
        .columns(Column::auto_with_initial_suggestion(size::COLUMN).at_least(size::COLUMN), columns.len())
        .header(size::TABLE_ROW, |mut header| {
            for column in columns {
                header.col(|ui| {
                    let name = RichText::new(column.name).small().strong().color(palette.text_soft);
                    ui.add(Label::new(name).extend()).on_hover_text(column.description.trim());
                });
            }
        })
        .body(|body| {
            body.rows(size::TABLE_ROW, trials.len(), |mut row| {
                let Some(trial) = trials.get(row.index()) else { return };
                for cell in trial.cells().into_iter().skip(1) {
                    row.col(|ui| {
                        ui.add(Label::new(RichText::new(cell).small()).extend());
                    });
                }
            });
        });
}
