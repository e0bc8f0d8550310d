//! How large everything is drawn, in percent: the participant's own choice, from 80 to 200.
//!
//! The whole page grows, not the letters alone, so that every length keeps its proportion and what fits together
//! stays together.

use egui::gui_zoom::kb_shortcuts::{ZOOM_IN, ZOOM_IN_SECONDARY, ZOOM_OUT, ZOOM_RESET};
use egui::{Context, InputState, Key};

/// The sizes to choose from, percent.
pub const STEPS_PERCENT: [u16; 8] = [80, 90, 100, 110, 125, 150, 175, 200];

/// The size that [`apply`] asked for, percent.
pub fn percent(ctx: &Context) -> u16 {
    (ctx.zoom_factor() * 100.0).round() as u16
}

/// Draws at `percent` from the next frame on.
pub fn apply(ctx: &Context, percent: u16) {
    let [least, .., most] = STEPS_PERCENT;
    ctx.set_zoom_factor(f32::from(percent.clamp(least, most)) / 100.0);
}

/// The next larger size; the largest stays.
pub fn larger(percent: u16) -> u16 {
    let next = STEPS_PERCENT.into_iter().find(|step| *step > percent);
    next.unwrap_or(STEPS_PERCENT[STEPS_PERCENT.len() - 1])
}

/// The next smaller size; the smallest stays.
pub fn smaller(percent: u16) -> u16 {
    STEPS_PERCENT.into_iter().rev().find(|step| *step < percent).unwrap_or(STEPS_PERCENT[0])
}

/// Takes a frame's Ctrl +, Ctrl − and Ctrl 0 away and gives the key and the size that it asks for.
pub fn asked(ctx: &Context) -> Option<(Key, u16)> {
    let now = percent(ctx);
    ctx.input_mut(|input: &mut InputState| {
        let shortcuts = [
            (ZOOM_RESET, 100),
            (ZOOM_IN, larger(now)),
            (ZOOM_IN_SECONDARY, larger(now)),
            (ZOOM_OUT, smaller(now)),
        ];
        let pressed = shortcuts.into_iter().find(|(shortcut, _)| input.consume_shortcut(shortcut));
        pressed.map(|(shortcut, percent)| (shortcut.logical_key, percent))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_go_from_80_to_200_and_stop_there() {
        let mut up = vec![80];
        while larger(up[up.len() - 1]) != up[up.len() - 1] {
            up.push(larger(up[up.len() - 1]));
        }
        assert_eq!(up, STEPS_PERCENT);
        let mut down = vec![200];
        while smaller(down[down.len() - 1]) != down[down.len() - 1] {
            down.push(smaller(down[down.len() - 1]));
        }
        down.reverse();
        assert_eq!(down, STEPS_PERCENT);
        assert_eq!((larger(101), smaller(101)), (110, 100), "between two steps");
    }
}
