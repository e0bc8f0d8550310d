//! What the lab's pages have in common.

use super::{LabCommand, Notice};
use crate::app::theme::{self, size};
use egui::{Align, Button, Layout, RichText, Ui, Vec2};

/// The bar above every page: where one is, and the theme.
pub(super) fn top_bar(ui: &mut Ui, study: Option<&Title>, out: &mut Vec<LabCommand>) {
    let palette = theme::palette(ui);
    egui::Panel::top("lab-bar").frame(theme::bar(palette)).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.set_min_height(size::BUTTON);
            if let Some(title) = study {
                if ui.button("Studies").clicked() {
                    out.push(LabCommand::Home);
                }
                ui.add(egui::Label::new(RichText::new(&title.text).heading()).truncate());
                if title.simulated {
                    simulated_badge(ui);
                }
            } else {
                ui.label(RichText::new("Tightloop").heading());
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let dark = ui.visuals().dark_mode;
                if ui.button(if dark { "Light" } else { "Dark" }).clicked() {
                    out.push(LabCommand::Dark(!dark));
                }
                if study.is_some() && ui.button("Read again").clicked() {
                    out.push(LabCommand::Refresh);
                }
            });
        });
    });
}

/// What the top bar says of the open study.
pub(super) struct Title {
    pub(super) text: String,
    pub(super) simulated: bool,
}

/// Says that the people were not people.
pub(super) fn simulated_badge(ui: &mut Ui) {
    let palette = theme::palette(ui);
    theme::badge(palette).show(ui, |ui| {
        ui.label(RichText::new("SIMULATED").small().strong().color(palette.text));
    });
}

/// What the last command came to.
pub(super) fn notice(ui: &mut Ui, notice: &Notice) {
    let palette = theme::palette(ui);
    let (text, color) = match notice {
        Notice::Done(words) => (words.clone(), palette.text),
        Notice::Trouble(problem) => (problem.to_string(), palette.trouble),
    };
    egui::Panel::top("lab-notice").frame(theme::bar(palette)).show(ui, |ui| {
        ui.add(egui::Label::new(RichText::new(text).color(color)).wrap().selectable(true));
    });
}

/// The button that most people will press next.
pub(super) fn main_button(ui: &mut Ui, enabled: bool, label: &str) -> bool {
    let palette = theme::palette(ui);
    let button =
        Button::new(RichText::new(label).color(if enabled { palette.on_accent } else { palette.text_soft }))
            .fill(if enabled { palette.accent } else { palette.hover })
            .min_size(Vec2::new(size::BUTTON_WIDTH, size::BUTTON));
    ui.add_enabled(enabled, button).clicked()
}

/// Gives a widget a name for screen readers and tests that says more than its face.
pub(super) fn named(response: egui::Response, name: &str) -> egui::Response {
    let enabled = response.enabled();
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, enabled, name));
    response
}

/// A remark.
pub(super) fn remark(ui: &mut Ui, text: impl Into<String>) {
    let palette = theme::palette(ui);
    ui.add(egui::Label::new(RichText::new(text.into()).small().color(palette.text_soft)).wrap());
}

/// Seconds as a person reads them.
pub(super) fn secs(value: f64) -> String {
    if value >= 100.0 {
        format!("{value:.0} s")
    } else if value >= 10.0 {
        format!("{value:.1} s")
    } else {
        format!("{value:.2} s")
    }
}

/// A delay as axes and tables name it.
pub(super) fn delay(secs: f64) -> String {
    if secs >= 3600.0 && secs % 3600.0 == 0.0 {
        format!("{} h", secs / 3600.0)
    } else if secs >= 120.0 && secs % 60.0 == 0.0 {
        format!("{} min", secs / 60.0)
    } else if secs.fract() == 0.0 {
        format!("{secs} s")
    } else {
        format!("{secs:.1} s")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_naturally() {
        assert_eq!(
            ["0 s", "90 s", "10 min", "2 h", "1.5 s"],
            [0.0, 90.0, 600.0, 7200.0, 1.5].map(delay).each_ref().map(String::as_str)
        );
        assert_eq!(
            ["0.52 s", "12.3 s", "140 s"],
            [0.52, 12.34, 140.4].map(secs).each_ref().map(String::as_str)
        );
    }
}
