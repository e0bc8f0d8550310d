//! When each key press and click arrived, for a frame's inputs to be stamped with.
//!
//! egui's events carry no time, so the wrapper around the event loop writes down each press as it arrives, and a
//! frame looks its causes up here. Both lists are in order, and a key is matched by its name, so the match is exact
//! even where one frame gets several presses.

use crate::app::participant::Cause;
use egui::Key;
use std::time::Instant;

/// One thing that arrived at the window.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Arrived {
    /// A key went down, not repeated by the system.
    Key(Key),
    /// The pointer's main button, or a finger, went down.
    PointerDown,
    /// It was let go.
    PointerUp,
    /// The window got (true) or lost the focus.
    Focus(bool),
}

/// What arrived since the last frame, in order.
#[derive(Debug, Default)]
pub struct Arrivals {
    all: Vec<(Arrived, Instant)>,
}

impl Arrivals {
    /// Writes one down.
    pub fn push(&mut self, what: Arrived, at: Instant) {
        self.all.push((what, at));
    }

    /// Takes all of them for a frame.
    pub fn take(&mut self) -> Self {
        std::mem::take(self)
    }

    /// Adds later ones.
    pub fn append(&mut self, mut later: Self) {
        self.all.append(&mut later.all);
    }

    /// When `what` first arrived.
    pub fn peek(&self, what: Arrived) -> Option<Instant> {
        self.all.iter().find(|(arrived, _)| *arrived == what).map(|(_, at)| *at)
    }

    /// Takes the first arrival of `what`.
    pub fn next(&mut self, what: Arrived) -> Option<Instant> {
        let place = self.all.iter().position(|(arrived, _)| *arrived == what)?;
        Some(self.all.remove(place).1)
    }

    /// Takes the arrival of an input's cause.
    ///
    /// A click counts when the button is let go: until then it can be taken back by dragging off. Where no button
    /// was let go, Enter or Space pressed the focused control; where neither was, a screen reader did, and no
    /// arrival is known.
    pub fn of(&mut self, cause: Cause) -> Option<Instant> {
        match cause {
            Cause::Key(key) => self.next(Arrived::Key(key)),
            Cause::Click => [Arrived::PointerUp, Arrived::Key(Key::Enter), Arrived::Key(Key::Space)]
                .into_iter()
                .find_map(|what| self.next(what)),
            Cause::Frame => None,
        }
    }

    /// Takes the changes of focus.
    pub fn focus(&mut self) -> Vec<(bool, Instant)> {
        let mut changes = Vec::new();
        self.all.retain(|(what, at)| {
            if let Arrived::Focus(has) = what {
                changes.push((*has, *at));
            }
            !matches!(what, Arrived::Focus(_))
        });
        changes
    }
}

/// egui's name for a key of winit, the way egui-winit finds it: by what it types, else by where it is.
pub fn key_of(event: &winit::event::KeyEvent) -> Option<Key> {
    use winit::keyboard::{Key as Logical, NamedKey, PhysicalKey};
    let logical = match &event.logical_key {
        Logical::Character(text) => Key::from_name(text),
        Logical::Named(name) => match name {
            NamedKey::Enter => Some(Key::Enter),
            NamedKey::Escape => Some(Key::Escape),
            NamedKey::Space => Some(Key::Space),
            NamedKey::Tab => Some(Key::Tab),
            NamedKey::ArrowUp => Some(Key::ArrowUp),
            NamedKey::ArrowDown => Some(Key::ArrowDown),
            NamedKey::PageUp => Some(Key::PageUp),
            NamedKey::PageDown => Some(Key::PageDown),
            NamedKey::Home => Some(Key::Home),
            NamedKey::End => Some(Key::End),
            _ => None,
        },
        _ => None,
    };
    let PhysicalKey::Code(code) = event.physical_key else { return logical };
    logical.or_else(|| physical(code))
}

/// The keys of the participant's screens by their place, for layouts that type other signs there.
fn physical(code: winit::keyboard::KeyCode) -> Option<Key> {
    let name = format!("{code:?}");
    let short = ["Key", "Digit", "Numpad"].iter().find_map(|prefix| name.strip_prefix(prefix));
    Key::from_name(short.unwrap_or(&name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;
    use winit::keyboard::KeyCode;

    fn arrivals(all: &[(Arrived, u64)]) -> (Arrivals, Instant) {
        let start = Instant::now();
        let mut arrivals = Arrivals::default();
        for (what, millis) in all {
            arrivals.push(*what, start + Duration::from_millis(*millis));
        }
        (arrivals, start)
    }

    #[test]
    fn each_input_gets_the_arrival_of_its_own_cause() {
        let (mut arrivals, start) = arrivals(&[
            (Arrived::Key(Key::J), 1),
            (Arrived::PointerDown, 2),
            (Arrived::Key(Key::J), 3),
            (Arrived::PointerUp, 4),
            (Arrived::Key(Key::Enter), 5),
        ]);
        let mut of = |cause| arrivals.of(cause).map(|at| at.duration_since(start).as_millis());
        assert_eq!(of(Cause::Click), Some(4));
        assert_eq!(of(Cause::Key(Key::J)), Some(1));
        assert_eq!(of(Cause::Key(Key::J)), Some(3));
        assert_eq!(of(Cause::Key(Key::J)), None);
        assert_eq!(of(Cause::Click), Some(5), "Enter pressed the focused control");
        assert_eq!(of(Cause::Frame), None);
    }

    #[test]
    fn keys_have_egui_s_names_on_layouts_that_type_something_else() {
        assert_eq!(physical(KeyCode::Digit1), Some(Key::Num1));
        assert_eq!(physical(KeyCode::KeyJ), Some(Key::J));
        assert_eq!(physical(KeyCode::Numpad5), Some(Key::Num5));
        assert_eq!(physical(KeyCode::Lang1), None);
    }
}
