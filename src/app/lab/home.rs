//! The home: the studies there are, and a new one from a protocol.

use super::LabCommand;
use super::studies::{Found, NewStudy};
use super::widgets;
use crate::app::theme::{self, size};
use egui::{Align, Layout, RichText, ScrollArea, Ui};
use std::path::Path;

pub(super) fn ui(
    ui: &mut Ui,
    root: &Path,
    found: Option<&[Found]>,
    new: &mut NewStudy,
    out: &mut Vec<LabCommand>,
) {
    let palette = theme::palette(ui);
    egui::CentralPanel::no_frame().frame(theme::page(palette).inner_margin(size::S5)).show(ui, |ui| {
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.set_max_width(size::LAB_WIDTH);
            heading(ui, &format!("Studies in {}", root.display()));
            if found.is_none() {
                widgets::remark(ui, "Reading the folder …");
            }
            if found.is_some_and(<[Found]>::is_empty) {
                theme::card(palette).show(ui, |ui| {
                    ui.set_width(ui.available_width());
                    ui.label("There is no study here yet. Begin one below; 'pilot' takes a participant about a quarter of an hour.");
                });
            }
            for study in found.unwrap_or_default() {
                card(ui, study, out);
            }
            ui.add_space(size::S5);
            heading(ui, "New study");
            form(ui, new, out);
        });
    });
}

fn heading(ui: &mut Ui, text: &str) {
    ui.label(RichText::new(text).heading());
    ui.add_space(size::S1);
}

fn card(ui: &mut Ui, study: &Found, out: &mut Vec<LabCommand>) {
    let palette = theme::palette(ui);
    let name = study.dir.file_name().unwrap_or(study.dir.as_os_str()).to_string_lossy();
    theme::card(palette).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal(|ui| {
            ui.label(RichText::new(&*name).strong());
            if study.about.as_ref().is_ok_and(|about| about.simulated) {
                widgets::simulated_badge(ui);
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let open = ui.add_enabled(study.about.is_ok(), egui::Button::new("Open"));
                if widgets::named(open, &format!("Open {name}")).clicked() {
                    out.push(LabCommand::Open(study.dir.clone()));
                }
            });
        });
        match &study.about {
            Ok(about) => {
                ui.add(egui::Label::new(&about.title).wrap());
                let running = match about.running {
                    0 => String::new(),
                    n => format!(", {n} in the middle"),
                };
                let counts =
                    format!("{} of {} participants completed{running}", about.completed, about.wanted);
                widgets::remark(ui, counts);
            }
            Err(problem) => {
                ui.add(egui::Label::new(RichText::new(problem.to_string()).color(palette.trouble)).wrap());
            }
        }
    });
}

fn form(ui: &mut Ui, new: &mut NewStudy, out: &mut Vec<LabCommand>) {
    let palette = theme::palette(ui);
    theme::card(palette).show(ui, |ui| {
        ui.set_width(ui.available_width());
        egui::Grid::new("new-study").num_columns(2).spacing([size::S4, size::S3]).show(ui, |ui| {
            let label = ui.label("Protocol");
            let current = new.protocol().to_owned();
            egui::ComboBox::from_id_salt("protocol")
                .selected_text(current)
                .width(size::FIELD)
                .show_index(ui, &mut new.chosen, new.protocols.len(), |index| {
                    new.protocols.get(index).cloned().unwrap_or_default()
                })
                .labelled_by(label.id);
            ui.end_row();
            let label = ui.label("Folder");
            ui.add(
                egui::TextEdit::singleline(&mut new.folder)
                    .hint_text("for example: pilot-spring")
                    .desired_width(size::FIELD)
                    .align(egui::Align2::LEFT_CENTER)
                    .margin(egui::Margin::symmetric(size::S2 as i8, size::S2 as i8)),
            )
            .labelled_by(label.id);
            ui.end_row();
        });
        ui.add_space(size::S2);
        if widgets::main_button(ui, !new.folder.trim().is_empty(), "Begin study") {
            out.push(LabCommand::Create);
        }
    });
}
