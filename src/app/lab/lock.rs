//! A study's PIN on its page: whether there is one, and the form that sets, changes or removes it.

use super::{LabCommand, widgets};
use crate::app::pin::{MOST, Pin, Typed};
use crate::app::theme::size;
use crate::problem::{Outcome, Problem};
use crate::study::Study;
use egui::Ui;
use std::path::Path;

/// What is typed into the form; nothing where it is closed.
#[derive(Debug, Clone, Default)]
pub(super) struct PinForm {
    open: bool,
    present: Typed,
    new: Typed,
    again: Typed,
}

/// What is to be done with a study's PIN.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PinChange {
    /// The present one, where there is one.
    pub present: Typed,
    /// The new one; none to remove it.
    pub new: Option<Typed>,
}

impl PinChange {
    /// Does it, in the background: hashing takes a noticeable part of a second. Gives what is to be said.
    pub(super) fn carry_out(&self, dir: &Path) -> Outcome<String> {
        let _study = Study::open(dir)?;
        let old = Pin::read(dir)?;
        if let Some(new) = &self.new {
            new.check()?;
        }
        let had_one = old.is_some();
        if let Some(mut old) = old {
            old.expect(&self.present, chrono::Utc::now())?;
            if self.new.is_none() {
                old.remove()?;
            }
        }
        Ok(match &self.new {
            None => "The study has no PIN any more.".to_owned(),
            Some(new) => {
                Pin::set(dir, new)?;
                let what = if had_one { "changed" } else { "set" };
                format!("The PIN was {what}. Sessions of this study end with it.")
            }
        })
    }
}

/// Draws one line, and the form below it where it is open.
pub(super) fn ui(ui: &mut Ui, has_pin: &Outcome<bool>, form: &mut PinForm, out: &mut Vec<LabCommand>) {
    let has_pin = match has_pin {
        Ok(has_pin) => *has_pin,
        Err(problem) => {
            widgets::remark(ui, problem.to_string());
            return;
        }
    };
    ui.horizontal(|ui| {
        ui.label(if has_pin {
            "Sessions end with the study's PIN."
        } else {
            "No PIN: anybody may end a session."
        });
        let label = if has_pin { "Change the PIN" } else { "Set a PIN" };
        if !form.open && ui.button(label).clicked() {
            form.open = true;
        }
    });
    if !form.open {
        return;
    }
    if has_pin {
        field(ui, "Present PIN", &mut form.present);
    }
    field(ui, "New PIN", &mut form.new);
    field(ui, "New PIN once more", &mut form.again);
    let mut close = false;
    ui.horizontal(|ui| {
        let same = form.new == form.again;
        let ready = same && form.new.check().is_ok() && (!has_pin || !form.present.0.is_empty());
        let mut send = |new: Option<&Typed>| {
            let change = PinChange { present: form.present.clone(), new: new.cloned() };
            out.push(LabCommand::ChangePin(change));
        };
        if widgets::main_button(ui, ready, "Save the PIN") {
            send(Some(&form.new));
            close = true;
        }
        let removable = !form.present.0.is_empty();
        if has_pin && ui.add_enabled(removable, egui::Button::new("Remove the PIN")).clicked() {
            send(None);
            close = true;
        }
        close |= ui.button("Cancel").clicked();
        let lacks: Option<Problem> = form.new.check().err().filter(|_| !form.new.0.is_empty());
        if let Some(problem) = lacks {
            widgets::remark(ui, problem.to_string());
        } else if !same && !form.again.0.is_empty() {
            widgets::remark(ui, "The two are not the same yet.");
        }
    });
    if close {
        *form = PinForm::default();
    }
}

fn field(ui: &mut Ui, name: &str, typed: &mut Typed) {
    ui.horizontal(|ui| {
        let label = ui.label(name);
        ui.add(
            egui::TextEdit::singleline(&mut typed.0)
                .password(true)
                .char_limit(MOST)
                .desired_width(size::FIELD / 2.0)
                .margin(egui::Margin::symmetric(size::S2 as i8, size::S2 as i8)),
        )
        .labelled_by(label.id);
    });
}
