//! The page that asks the experimenter for their PIN before anybody leaves a session.

use super::keys::Keys;
use super::page::{self, Weight};
use crate::app::pin::{MOST, Typed};
use crate::app::strings::words;
use crate::app::theme::{self, size};
use egui::{Key, Modifiers, RichText, TextEdit, Ui};

/// Where the asking stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PinStep {
    /// Nothing was tried yet.
    Ask,
    /// The last try was wrong.
    Wrong,
    /// A try is being looked at.
    Checking,
    /// No try is looked at for so many seconds.
    Wait(u64),
}

/// What was done on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PinAnswer {
    /// What is typed is to be tried.
    Try,
    /// Back to the session.
    Back,
}

fn field_id() -> egui::Id {
    egui::Id::unique("experimenter-pin")
}

/// Draws the page. `typed` is shown as dots; `fresh` where the field is to have the keyboard.
pub fn pin_page(ui: &mut Ui, step: PinStep, typed: &mut Typed, fresh: bool) -> Option<PinAnswer> {
    let key = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let (mut back, mut tried) = (key(Key::Escape), key(Key::Enter));
    let words = words(ui);
    let palette = theme::palette(ui);
    let open = matches!(step, PinStep::Ask | PinStep::Wrong);
    let said = match step {
        PinStep::Ask => String::new(),
        PinStep::Wrong => words.pin_wrong.to_owned(),
        PinStep::Checking => words.pin_checking.to_owned(),
        PinStep::Wait(secs) => words.pin_wait(secs),
    };
    page::page(
        ui,
        None,
        |ui| {
            page::title(ui, words.pin_title);
            ui.label(page::text(words.pin_text));
            ui.add_space(size::S4);
            let label = ui.label(RichText::new(words.pin_field).small().color(palette.text_soft));
            let field = TextEdit::singleline(&mut typed.0)
                .id(field_id())
                .password(true)
                .char_limit(MOST)
                .desired_width(size::FIELD)
                .margin(egui::Margin::same(size::S2 as i8));
            let field = ui.add_enabled(open, field).labelled_by(label.id);
            if fresh && open {
                field.request_focus();
            }
            ui.add_space(size::S2);
            match said.is_empty() {
                // Its room is kept, so that nothing jumps.
                true => ui.add_space(size::BODY_LINE),
                false => drop(ui.label(page::text(said))),
            }
        },
        |ui| {
            let mut none = Keys::default();
            tried |= page::answer(ui, &mut none, Key::Enter, words.pin_enter, Weight::Main).is_some();
            back |= page::answer(ui, &mut none, Key::Escape, words.back, Weight::Plain).is_some();
        },
    );
    // A try that is being looked at is waited for: its outcome must not be there for the next person.
    let answer = match (back && step != PinStep::Checking, tried && open && !typed.0.is_empty()) {
        (true, _) => Some(PinAnswer::Back),
        (_, true) => Some(PinAnswer::Try),
        _ => None,
    };
    if answer.is_some() {
        // A text field remembers what it held, for undoing: that would bring the PIN back.
        egui::text_edit::TextEditState::default().store(ui, field_id());
    }
    answer
}
