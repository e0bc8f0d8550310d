//! Who takes part: their state, and the way into a session.

use super::LabCommand;
use super::study_page::Contents;
use super::widgets;
use crate::app::theme::{self, size};
use crate::study::ParticipantState as State;
use egui::{RichText, Ui};
use egui_extras::{Column, TableBuilder};

pub(super) fn ui(ui: &mut Ui, contents: &Contents, new: &mut String, out: &mut Vec<LabCommand>) {
    let completed = contents.participants.iter().filter(|p| p.state == State::Completed).count();
    ui.label(format!("{completed} of {} participants completed.", contents.wanted));
    if contents.simulated {
        widgets::remark(ui, "These participants are simulated; there is nothing to start here.");
    } else {
        begin(ui, new, out);
    }
    ui.add_space(size::S3);
    if contents.participants.is_empty() {
        widgets::remark(
            ui,
            "Nobody is enrolled yet. A code is all that is stored of a participant: no name, no address.",
        );
        return;
    }
    table(ui, contents, out);
}

fn begin(ui: &mut Ui, new: &mut String, out: &mut Vec<LabCommand>) {
    ui.horizontal(|ui| {
        let label = ui.label("New participant's code");
        let field = ui
            .add(
                egui::TextEdit::singleline(new)
                    .hint_text("P01")
                    .char_limit(32)
                    .desired_width(size::FIELD / 2.0)
                    .align(egui::Align2::LEFT_CENTER)
                    .margin(egui::Margin::symmetric(size::S2 as i8, size::S2 as i8)),
            )
            .labelled_by(label.id);
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        let ready = !new.trim().is_empty();
        if (widgets::main_button(ui, ready, "Enrol and start") || entered) && ready {
            out.push(LabCommand::Run(new.trim().to_owned()));
        }
    });
}

fn table(ui: &mut Ui, contents: &Contents, out: &mut Vec<LabCommand>) {
    let palette = theme::palette(ui);
    TableBuilder::new(ui)
        .striped(true)
        .cell_layout(egui::Layout::left_to_right(egui::Align::Center))
        .column(Column::auto().at_least(size::COLUMN))
        .column(Column::auto().at_least(size::COLUMN))
        .column(Column::auto().at_least(size::COLUMN))
        .column(Column::remainder().clip(true))
        .column(Column::exact(size::BUTTON_WIDTH))
        .header(size::ROW, |mut header| {
            for name in ["Code", "Row", "Sessions", "State", ""] {
                header.col(|ui| {
                    ui.label(RichText::new(name).small().strong().color(palette.text_soft));
                });
            }
        })
        .body(|body| {
            body.rows(size::ROW, contents.participants.len(), |mut row| {
                let Some(person) = contents.participants.get(row.index()) else { return };
                row.col(|ui| {
                    ui.label(RichText::new(&person.id).strong());
                });
                row.col(|ui| {
                    ui.label((person.row + 1).to_string());
                });
                row.col(|ui| {
                    ui.label(person.sessions.to_string());
                });
                row.col(|ui| {
                    let text = RichText::new(person.state.to_string());
                    let trouble =
                        matches!(person.state, State::Unreadable { .. } | State::Stopped { erase: true, .. });
                    ui.label(if trouble { text.color(palette.trouble) } else { text });
                });
                row.col(|ui| {
                    let Some(verb) = verb(&person.state) else { return };
                    if contents.simulated {
                        return;
                    }
                    let button = widgets::named(ui.button(verb), &format!("{verb} {}", person.id));
                    if button.clicked() {
                        out.push(LabCommand::Run(person.id.clone()));
                    }
                });
            });
        });
}

/// What can be done for a participant in this state.
fn verb(state: &State) -> Option<&'static str> {
    match state {
        State::Enrolled => Some("Start"),
        State::Running { .. } => Some("Resume"),
        State::BetweenSittings { .. } => Some("Next sitting"),
        State::Completed
        | State::Declined
        | State::Stopped { .. }
        | State::PracticeNotPassed
        | State::Withdrawn { .. }
        | State::Unreadable { .. } => None,
    }
}
