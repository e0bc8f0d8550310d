//! The type scale: which letters, how large, for what.

use super::size;
use egui::{FontFamily, FontId, TextStyle};

/// Type styles beyond egui's own.
pub fn title() -> TextStyle {
    TextStyle::Name("title".into())
}

/// The type of numbers that are to be read at a glance.
pub fn display() -> TextStyle {
    TextStyle::Name("display".into())
}

/// The font of code and output.
pub fn code_font() -> FontId {
    FontId::new(size::CODE, FontFamily::Monospace)
}

/// The font of text.
pub fn body_font() -> FontId {
    FontId::new(size::BODY, FontFamily::Proportional)
}

/// The font of remarks.
pub fn small_font() -> FontId {
    FontId::new(size::SMALL, FontFamily::Proportional)
}

/// The font of what stands on a tile.
pub fn tiny_font() -> FontId {
    FontId::new(size::TINY, FontFamily::Proportional)
}

/// Every style of the scale.
pub(super) fn scale() -> [(TextStyle, FontId); 7] {
    [
        (TextStyle::Heading, FontId::proportional(size::HEADING)),
        (TextStyle::Body, FontId::proportional(size::BODY)),
        (TextStyle::Button, FontId::proportional(size::BODY)),
        (TextStyle::Small, FontId::proportional(size::SMALL)),
        (TextStyle::Monospace, FontId::monospace(size::CODE)),
        (title(), FontId::proportional(size::TITLE)),
        (display(), FontId::monospace(size::DISPLAY)),
    ]
}
