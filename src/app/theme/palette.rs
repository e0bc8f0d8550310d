//! Colours by meaning: a light theme and a dark one.
//!
//! Text meets WCAG 2.1 AA (4.5:1) on every ground it is drawn on and borders of controls 3:1. Diffs never rely on hue
//! alone: added lines are blue *and* carry `+`, removed ones orange *and* `−`, a pair that stays apart for people
//! with any of the three kinds of colour blindness (the `vision` tests compute it).

use egui::Color32;

/// The colours of one theme, by meaning.
#[derive(Debug, Clone, PartialEq)]
pub struct Palette {
    /// The ground.
    pub page: Color32,
    /// Ground of panels, cards and fields.
    pub raised: Color32,
    /// Ground of code and output.
    pub code_ground: Color32,
    /// Text.
    pub text: Color32,
    /// Remarks: still 4.5:1.
    pub text_soft: Color32,
    /// Lines that only part things.
    pub hairline: Color32,
    /// Outlines of controls: 3:1.
    pub outline: Color32,
    /// What to press.
    pub accent: Color32,
    /// Text on it.
    pub on_accent: Color32,
    /// It, under the pointer.
    pub accent_hover: Color32,
    /// Ground of what is chosen.
    pub chosen: Color32,
    /// Ground of what the pointer is over.
    pub hover: Color32,
    /// Ground of a message from the requester.
    pub note: Color32,
    /// Its edge.
    pub note_edge: Color32,
    /// Text of trouble.
    pub trouble: Color32,
    /// Ground of an added line.
    pub added: Color32,
    /// Its gutter.
    pub added_gutter: Color32,
    /// Its `+`.
    pub added_sign: Color32,
    /// Ground of a removed line.
    pub removed: Color32,
    /// Its gutter.
    pub removed_gutter: Color32,
    /// Its `−`.
    pub removed_sign: Color32,
    /// Reserved words in code.
    pub keyword: Color32,
    /// Quoted text in code.
    pub string: Color32,
    /// Numbers in code.
    pub number: Color32,
    /// Comments in code.
    pub comment: Color32,
    /// Called names in code.
    pub function: Color32,
    /// Brackets and the like.
    pub punctuation: Color32,
    /// What lies behind a dialog: see-through.
    pub backdrop: Color32,
    /// Data series in plots, told apart by people with any common colour vision (after Okabe and Ito).
    pub series: [Color32; 4],
}

impl Palette {
    /// The ground of a value on a sequential scale: `share` 0 is least, 1 greatest. One hue, lightness alone tells.
    pub fn ramp(&self, share: f32) -> Color32 {
        self.hover.lerp_to_gamma(self.accent, share.clamp(0.0, 1.0))
    }

    /// Whichever of black and white is easier to read on `ground`: one of them has 4.58:1 on any ground at all.
    pub fn text_on(ground: Color32) -> Color32 {
        let (dark, light) = (Color32::BLACK, Color32::WHITE);
        if contrast(dark, ground) >= contrast(light, ground) { dark } else { light }
    }
}

/// The light theme.
pub const LIGHT: Palette = Palette {
    page: rgb(0xF6F6F3),
    raised: rgb(0xFFFFFF),
    code_ground: rgb(0xFAFAFA),
    text: rgb(0x1A1D21),
    text_soft: rgb(0x4B535D),
    hairline: rgb(0xDADCDF),
    outline: rgb(0x838B95),
    accent: rgb(0x0B57A8),
    on_accent: rgb(0xFFFFFF),
    accent_hover: rgb(0x08468A),
    chosen: rgb(0xDBE8F8),
    hover: rgb(0xECEFF2),
    note: rgb(0xFFF3D3),
    note_edge: rgb(0x8A6200),
    trouble: rgb(0x97340A),
    added: rgb(0xE0ECFA),
    added_gutter: rgb(0xC3DBF5),
    added_sign: rgb(0x0A4688),
    removed: rgb(0xFBE9DA),
    removed_gutter: rgb(0xF3CFAE),
    removed_sign: rgb(0x7A3800),
    keyword: rgb(0x7A1C9C),
    string: rgb(0x0B5F47),
    number: rgb(0x7C3A06),
    comment: rgb(0x535B65),
    function: rgb(0x174B93),
    punctuation: rgb(0x3A4149),
    backdrop: Color32::from_rgba_premultiplied(10, 12, 14, 110),
    series: [rgb(0x0072B2), rgb(0xB45200), rgb(0x00643C), rgb(0x9C4A7E)],
};

/// The dark theme.
pub const DARK: Palette = Palette {
    page: rgb(0x15181C),
    raised: rgb(0x1D2126),
    code_ground: rgb(0x191C20),
    text: rgb(0xE7E9EC),
    text_soft: rgb(0xB3BAC3),
    hairline: rgb(0x353B43),
    outline: rgb(0x7D8691),
    accent: rgb(0x86BAFF),
    on_accent: rgb(0x08182C),
    accent_hover: rgb(0xA9CEFF),
    chosen: rgb(0x223852),
    hover: rgb(0x262B31),
    note: rgb(0x382F14),
    note_edge: rgb(0xD9B04A),
    trouble: rgb(0xFFB48A),
    added: rgb(0x162D47),
    added_gutter: rgb(0x1E426A),
    added_sign: rgb(0x9CCBFF),
    removed: rgb(0x3D2611),
    removed_gutter: rgb(0x583516),
    removed_sign: rgb(0xFFC08C),
    keyword: rgb(0xD6ADFF),
    string: rgb(0x93D9B9),
    number: rgb(0xF0C27A),
    comment: rgb(0xA9B1BB),
    function: rgb(0x9ECAFF),
    punctuation: rgb(0xC7CDD4),
    backdrop: Color32::from_rgba_premultiplied(0, 0, 0, 150),
    series: [rgb(0x56B4E9), rgb(0xE69F00), rgb(0x50DC98), rgb(0xDB9AC0)],
};

pub(super) const fn rgb(hex: u32) -> Color32 {
    Color32::from_rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

/// Relative contrast of two opaque colours, 1 to 21, after WCAG 2.1.
pub fn contrast(a: Color32, b: Color32) -> f32 {
    let luminance = |color: Color32| {
        let channel = |byte: u8| {
            let value = f32::from(byte) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(color.r()) + 0.7152 * channel(color.g()) + 0.0722 * channel(color.b())
    };
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assert_contrast(name: &str, front: Color32, ground: Color32, least: f32) {
        let ratio = contrast(front, ground);
        assert!(ratio >= least, "{name}: {ratio:.2} is below {least}");
    }

    #[test]
    fn contrast_agrees_with_known_values() {
        assert!((contrast(Color32::BLACK, Color32::WHITE) - 21.0).abs() < 1e-4);
        assert!((contrast(rgb(0x767676), Color32::WHITE) - 4.54).abs() < 0.01);
    }

    #[test]
    fn text_meets_aa_on_every_ground_it_is_drawn_on() {
        for (theme, p) in [("light", &LIGHT), ("dark", &DARK)] {
            let grounds = [p.page, p.raised, p.code_ground, p.chosen, p.hover, p.note];
            for ground in grounds {
                assert_contrast(&format!("{theme} text"), p.text, ground, 7.0);
                assert_contrast(&format!("{theme} soft text"), p.text_soft, ground, 4.5);
            }
            for ground in [p.page, p.raised] {
                assert_contrast(&format!("{theme} trouble"), p.trouble, ground, 4.5);
                assert_contrast(&format!("{theme} accent as text"), p.accent, ground, 4.5);
            }
            assert_contrast(&format!("{theme} note edge as text"), p.note_edge, p.note, 4.5);
            assert_contrast(&format!("{theme} button"), p.on_accent, p.accent, 4.5);
            assert_contrast(&format!("{theme} button under the pointer"), p.on_accent, p.accent_hover, 4.5);
        }
    }

    #[test]
    fn code_meets_aa_on_every_kind_of_line() {
        for (theme, p) in [("light", &LIGHT), ("dark", &DARK)] {
            let tokens = [p.text, p.keyword, p.string, p.comment, p.function, p.punctuation];
            for ground in [p.code_ground, p.added, p.removed] {
                for token in tokens {
                    assert_contrast(&format!("{theme} token {token:?} on {ground:?}"), token, ground, 4.5);
                }
            }
            for gutter in [p.code_ground, p.added_gutter, p.removed_gutter] {
                assert_contrast(&format!("{theme} line number"), p.text_soft, gutter, 4.5);
            }
            assert_contrast(&format!("{theme} +"), p.added_sign, p.added_gutter, 4.5);
            assert_contrast(&format!("{theme} −"), p.removed_sign, p.removed_gutter, 4.5);
        }
    }

    #[test]
    fn outlines_of_controls_and_plots_series_stand_out() {
        for (theme, p) in [("light", &LIGHT), ("dark", &DARK)] {
            for ground in [p.page, p.raised] {
                assert_contrast(&format!("{theme} outline"), p.outline, ground, 3.0);
                for series in p.series {
                    assert_contrast(&format!("{theme} series"), series, ground, 3.0);
                }
            }
        }
    }
}
