//! Which key presses count, and what caused an input.
//!
//! A press counts when it is fresh: pressed once since the present screen was first shown, and not the operating
//! system's repetition of a key held down. Only keys that move (arrows, page keys) may repeat, and only while
//! they are held since a fresh press on this very screen. So no key can answer two screens.

use super::Draft;
use crate::session::input::Input;
use egui::{Event, Key, Ui};

/// An input and what brought it about; the window looks up the arrival of the cause to stamp the input.
#[derive(Debug, Clone, PartialEq)]
pub struct Sent {
    /// What was done.
    pub input: Input,
    /// By which event.
    pub cause: Cause,
}

/// What brought an input about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// A key press.
    Key(Key),
    /// A click: the release of the pointer's button (a press may still be taken back by dragging off), or Enter or
    /// Space on a control that has the keyboard's focus, or a screen reader.
    Click,
    /// Nothing that a person did at one moment: a list that came to rest.
    Frame,
}

/// Appends one input.
pub(super) fn send(out: &mut Vec<Sent>, cause: Cause, input: Input) {
    out.push(Sent { input, cause });
}

/// The fresh key presses of one frame, in order. Each is taken at most once.
#[derive(Debug, Default)]
pub(super) struct Keys {
    /// With whether Shift was held.
    pressed: Vec<(Key, bool)>,
}

impl Keys {
    /// Takes the frame's key presses away from egui and keeps the fresh ones.
    ///
    /// While a search is typed, only the keys that end it and the page's own are taken. Tab stays with egui, and so do
    /// Enter and Space while a control has the keyboard's focus: that is how a person who cannot use the shortcuts
    /// presses a button.
    pub(super) fn collect(ui: &Ui, draft: &mut Draft) -> Self {
        let focus = ui.memory(|memory| memory.focused());
        let typing = focus.is_some() && focus == draft.text_field();
        let focused = focus.is_some() && !typing;
        let mut pressed = Vec::new();
        ui.input_mut(|input| {
            input.events.retain(|event| {
                let Event::Key { key, pressed: down, repeat, modifiers, .. } = event else { return true };
                let fresh = draft.key(*key, *down, *repeat);
                if *key == Key::Tab || !*down {
                    return true;
                }
                if typing && !matches!(key, Key::Enter | Key::Escape | Key::F10) {
                    return true;
                }
                let activates = matches!(key, Key::Enter | Key::Space);
                if focused && activates {
                    return fresh && !*repeat;
                }
                if fresh && !modifiers.command && !modifiers.ctrl && !modifiers.alt {
                    pressed.push((*key, modifiers.shift));
                }
                false
            });
        });
        Self { pressed }
    }

    /// As [`Self::collect`] on a page with a field for words: all keys but those of the page itself are the field's.
    pub(super) fn collect_beside_text(ui: &Ui, draft: &mut Draft) -> Self {
        let mut pressed = Vec::new();
        ui.input_mut(|input| {
            input.events.retain(|event| {
                let Event::Key { key, pressed: down, repeat, modifiers, .. } = event else { return true };
                let fresh = draft.key(*key, *down, *repeat);
                let pages = matches!(key, Key::Enter | Key::F10) && !modifiers.any();
                if pages && *down && fresh {
                    pressed.push((*key, modifiers.shift));
                }
                !(pages && *down)
            });
        });
        Self { pressed }
    }

    /// Takes the first press of `key`, where there is one.
    pub(super) fn take(&mut self, key: Key) -> bool {
        let place = self.pressed.iter().position(|(pressed, _)| *pressed == key);
        place.map(|place| self.pressed.remove(place)).is_some()
    }

    /// Takes the earliest press of one of these keys, and with it all others: where two are pressed at once, the first
    /// one counts. Gives its place among `keys`.
    pub(super) fn first_of(&mut self, keys: &[Key]) -> Option<(usize, Cause)> {
        let place = |pressed: Key| keys.iter().position(|key| *key == pressed);
        let (index, key) = self.pressed.iter().find_map(|(key, _)| Some((place(*key)?, *key)))?;
        self.clear();
        Some((index, Cause::Key(key)))
    }

    /// Takes the earliest press of all.
    pub(super) fn next(&mut self) -> Option<Key> {
        self.next_with_shift().map(|(key, _)| key)
    }

    /// Takes the earliest press of all, with whether Shift was held.
    pub(super) fn next_with_shift(&mut self) -> Option<(Key, bool)> {
        (!self.pressed.is_empty()).then(|| self.pressed.remove(0))
    }

    /// Takes the rest away: the screen has been answered.
    pub(super) fn clear(&mut self) {
        self.pressed.clear();
    }
}

/// Whether a key may repeat while it is held.
pub fn may_repeat(key: Key) -> bool {
    matches!(
        key,
        Key::ArrowUp
            | Key::ArrowDown
            | Key::ArrowLeft
            | Key::ArrowRight
            | Key::PageUp
            | Key::PageDown
            | Key::J
            | Key::K
    )
}

/// The number keys 1 to 9, as indices from 0.
pub(super) fn digit(key: Key) -> Option<usize> {
    const DIGITS: [Key; 9] =
        [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];
    DIGITS.iter().position(|digit| *digit == key)
}

/// The number key for an index from 0.
pub(super) fn digit_key(index: usize) -> Option<Key> {
    [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9]
        .get(index)
        .copied()
}
