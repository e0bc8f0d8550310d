//! The one file that holds colours, sizes and type. Everything else asks for a token by its meaning.
//!
//! Two themes, light and dark. Text meets WCAG 2.1 AA (4.5:1) on every ground it is drawn on and borders of
//! controls 3:1; the tests at the end compute it. Diffs never rely on hue alone: added lines are blue *and* carry
//! `+`, removed ones orange *and* `−`, a pair that people with any common colour vision tell apart.
//!
//! Nothing moves by itself: no fading, no blinking cursor, no smooth jumps. An animation that runs while a
//! person may answer makes the window repaint continuously, and that alone adds about 10 ms of noise to a stamp.

use egui::{Color32, CornerRadius, FontFamily, FontId, Margin, Shadow, Stroke, TextStyle, Theme, Vec2};
use egui_extras::syntax_highlighting::{CodeTheme, TokenType};

/// Lengths in points.
pub mod size {
    /// Between a letter and its neighbour's frame.
    pub const S1: f32 = 4.0;
    /// Within a group.
    pub const S2: f32 = 8.0;
    /// Between rows of a group.
    pub const S3: f32 = 12.0;
    /// Between groups.
    pub const S4: f32 = 16.0;
    /// Around a page's parts.
    pub const S5: f32 = 24.0;
    /// Above a page's title.
    pub const S6: f32 = 40.0;
    /// The longest comfortable line of text: about 75 letters of [`BODY`].
    pub const READING_WIDTH: f32 = 680.0;
    /// The brief beside a review.
    pub const SIDE_WIDTH: f32 = 360.0;
    /// The most of a window's width that the brief beside a review may take.
    pub const SIDE_SHARE: f32 = 0.42;
    /// The most of a window's height that the verdict panel may take.
    pub const DOCK_SHARE: f32 = 0.5;
    /// The most of a window's height that the checks' outputs may take.
    pub const CUES_SHARE: f32 = 0.3;
    /// Height of a button.
    pub const BUTTON: f32 = 40.0;
    /// Least width of a page's main button.
    pub const BUTTON_WIDTH: f32 = 148.0;
    /// Height of a closed decision.
    pub const ROW: f32 = 42.0;
    /// Between two decisions.
    pub const ROW_GAP: f32 = 2.0;
    /// Where a decision's number ends and its text begins.
    pub const ROW_INDENT: f32 = 74.0;
    /// Width kept for a decision's facts at the right of its row.
    pub const FACTS_WIDTH: f32 = 190.0;
    /// A list narrower than this shows no facts.
    pub const FACTS_FROM_WIDTH: f32 = 520.0;
    /// A bar with less room than this shows only the first keys.
    pub const HINTS_FROM_WIDTH: f32 = 540.0;
    /// The column of one line number.
    pub const LINE_NUMBER: f32 = 40.0;
    /// The column of `+` and `−`.
    pub const SIGN: f32 = 20.0;
    /// Corners.
    pub const RADIUS: u8 = 5;
    /// The triangle that shows whether a decision is open.
    pub const TRIANGLE: f32 = 4.5;
    /// Outlines of controls.
    pub const STROKE: f32 = 1.0;
    /// Outline of what has the cursor.
    pub const STROKE_CURSOR: f32 = 2.0;
    /// Width of a scroll bar.
    pub const SCROLL_BAR: f32 = 10.0;
    /// Page titles.
    pub const TITLE: f32 = 27.0;
    /// Titles of parts.
    pub const HEADING: f32 = 20.0;
    /// Numbers to be read at a glance (a sum to check).
    pub const DISPLAY: f32 = 44.0;
    /// Text.
    pub const BODY: f32 = 17.0;
    /// A line of running text, top to top.
    pub const BODY_LINE: f32 = 24.0;
    /// Side remarks.
    pub const SMALL: f32 = 15.0;
    /// Code and output.
    pub const CODE: f32 = 14.0;
    /// A line of code, top to top.
    pub const CODE_LINE: f32 = 20.0;
    /// The widest that the lab's home gets.
    pub const LAB_WIDTH: f32 = 960.0;
    /// A field to type a name in.
    pub const FIELD: f32 = 300.0;
    /// The narrowest column of a table.
    pub const COLUMN: f32 = 72.0;
    /// A row of the reviews' table.
    pub const TABLE_ROW: f32 = 28.0;
    /// The smallest cell of the cost map.
    pub const CELL: [f32; 2] = [64.0, 62.0];
    /// Height of a plot.
    pub const PLOT: f32 = 190.0;
    /// Numbers under numbers.
    pub const TINY: f32 = 13.0;
    /// The window when it opens, where it is not full screen.
    pub const WINDOW: [f32; 2] = [1180.0, 800.0];
    /// The smallest window in which nothing is cut off.
    pub const WINDOW_MIN: [f32; 2] = [760.0, 520.0];
}

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
    comment: rgb(0x535B65),
    function: rgb(0x174B93),
    punctuation: rgb(0x3A4149),
    backdrop: Color32::from_rgba_premultiplied(10, 12, 14, 110),
    series: [rgb(0x0072B2), rgb(0xB45200), rgb(0x00795A), rgb(0x9C4A7E)],
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
    comment: rgb(0xA9B1BB),
    function: rgb(0x9ECAFF),
    punctuation: rgb(0xC7CDD4),
    backdrop: Color32::from_rgba_premultiplied(0, 0, 0, 150),
    series: [rgb(0x56B4E9), rgb(0xE69F00), rgb(0x2FC49A), rgb(0xDB9AC0)],
};

const fn rgb(hex: u32) -> Color32 {
    Color32::from_rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

/// The palette that `ui` is drawn with.
pub fn palette(ui: &egui::Ui) -> &'static Palette {
    of(ui.visuals().dark_mode)
}

/// The palette of the dark or the light theme.
pub fn of(dark: bool) -> &'static Palette {
    if dark { &DARK } else { &LIGHT }
}

/// Gives both themes to `ctx`, and turns off everything that moves by itself.
pub fn install(ctx: &egui::Context) {
    for theme in [Theme::Light, Theme::Dark] {
        ctx.set_style_of(theme, style(theme));
    }
    ctx.options_mut(|options| {
        // A second pass over a frame's input could send an answer twice.
        options.max_passes = std::num::NonZeroUsize::MIN;
        options.zoom_with_keyboard = false;
        options.quit_shortcuts.clear();
    });
}

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

/// The highlighter's colours.
pub fn code_theme(dark: bool) -> CodeTheme {
    let palette = of(dark);
    let mut theme = if dark { CodeTheme::dark(size::CODE) } else { CodeTheme::light(size::CODE) };
    for (token, color) in [
        (TokenType::Comment, palette.comment),
        (TokenType::Function, palette.function),
        (TokenType::Keyword, palette.keyword),
        (TokenType::Literal, palette.text),
        (TokenType::StringLiteral, palette.string),
        (TokenType::Punctuation, palette.punctuation),
        (TokenType::Whitespace, palette.text),
    ] {
        theme.format_mut(token).color = color;
    }
    theme
}

/// A card's frame.
pub fn card(palette: &Palette) -> egui::Frame {
    egui::Frame::new()
        .fill(palette.raised)
        .stroke(Stroke::new(size::STROKE, palette.hairline))
        .corner_radius(size::RADIUS)
        .inner_margin(Margin::same(size::S4 as i8))
}

/// The frame of a message from the requester.
pub fn note(palette: &Palette) -> egui::Frame {
    egui::Frame::new()
        .fill(palette.note)
        .stroke(Stroke::new(size::STROKE, palette.note_edge))
        .corner_radius(size::RADIUS)
        .inner_margin(Margin::symmetric(size::S3 as i8, size::S2 as i8))
}

/// The frame of a word that must not be overlooked.
pub fn badge(palette: &Palette) -> egui::Frame {
    egui::Frame::new()
        .fill(palette.note)
        .stroke(Stroke::new(size::STROKE, palette.note_edge))
        .corner_radius(size::RADIUS)
        .inner_margin(Margin::symmetric(size::S2 as i8, size::S1 as i8))
}

/// The frame of a bar at the window's edge.
pub fn bar(palette: &Palette) -> egui::Frame {
    egui::Frame::new().fill(palette.raised).inner_margin(Margin::symmetric(size::S5 as i8, size::S3 as i8))
}

/// The frame of the window's middle.
pub fn page(palette: &Palette) -> egui::Frame {
    egui::Frame::new().fill(palette.page)
}

fn style(theme: Theme) -> egui::Style {
    let mut style = egui::Style {
        animation_time: 0.0,
        scroll_animation: egui::style::ScrollAnimation::none(),
        visuals: visuals(theme),
        ..Default::default()
    };
    style.text_styles = [
        (TextStyle::Heading, FontId::proportional(size::HEADING)),
        (TextStyle::Body, FontId::proportional(size::BODY)),
        (TextStyle::Button, FontId::proportional(size::BODY)),
        (TextStyle::Small, FontId::proportional(size::SMALL)),
        (TextStyle::Monospace, FontId::monospace(size::CODE)),
        (title(), FontId::proportional(size::TITLE)),
        (display(), FontId::monospace(size::DISPLAY)),
    ]
    .into();
    style.spacing.item_spacing = Vec2::new(size::S2, size::S2);
    style.spacing.button_padding = Vec2::new(size::S3, size::S2);
    style.spacing.interact_size = Vec2::new(size::BUTTON, size::BUTTON);
    style.spacing.scroll = egui::style::ScrollStyle {
        bar_width: size::SCROLL_BAR,
        handle_min_length: size::BUTTON,
        dormant_background_opacity: 1.0,
        active_background_opacity: 1.0,
        interact_background_opacity: 1.0,
        dormant_handle_opacity: 1.0,
        active_handle_opacity: 1.0,
        fade: egui::style::ScrollFadeStyle { strength: 0.0, size: 0.0 },
        kinetic: egui::style::KineticScrollStyle { decay_time: 0.0, stop_distance: 1.0, rubber_band: false },
        ..egui::style::ScrollStyle::solid()
    };
    style.interaction.selectable_labels = false;
    style
}

fn visuals(theme: Theme) -> egui::Visuals {
    let dark = theme == Theme::Dark;
    let palette = of(dark);
    let mut visuals = if dark { egui::Visuals::dark() } else { egui::Visuals::light() };
    let radius = CornerRadius::same(size::RADIUS);
    let control = |ground: Color32, edge: Color32, text: Color32| egui::style::WidgetVisuals {
        bg_fill: ground,
        weak_bg_fill: ground,
        bg_stroke: Stroke::new(size::STROKE, edge),
        corner_radius: radius,
        fg_stroke: Stroke::new(size::STROKE, text),
        expansion: 0.0,
    };
    visuals.widgets.noninteractive = control(palette.raised, palette.hairline, palette.text);
    visuals.widgets.inactive = control(palette.raised, palette.outline, palette.text);
    visuals.widgets.hovered = control(palette.hover, palette.outline, palette.text);
    visuals.widgets.active = control(palette.chosen, palette.accent, palette.text);
    visuals.widgets.open = control(palette.hover, palette.outline, palette.text);
    // Handles of scroll bars and sliders are filled with these; buttons are not.
    visuals.widgets.inactive.bg_fill = palette.outline;
    visuals.widgets.hovered.bg_fill = palette.text_soft;
    visuals.widgets.active.bg_fill = palette.accent;
    visuals.selection.bg_fill = palette.chosen;
    visuals.selection.stroke = Stroke::new(size::STROKE_CURSOR, palette.accent);
    visuals.weak_text_color = Some(palette.text_soft);
    visuals.hyperlink_color = palette.accent;
    visuals.faint_bg_color = palette.hover;
    visuals.extreme_bg_color = palette.code_ground;
    visuals.text_edit_bg_color = Some(palette.raised);
    visuals.code_bg_color = palette.hover;
    visuals.warn_fg_color = palette.note_edge;
    visuals.error_fg_color = palette.trouble;
    visuals.window_fill = palette.raised;
    visuals.window_stroke = Stroke::new(size::STROKE, palette.outline);
    visuals.window_corner_radius = radius;
    visuals.window_shadow = Shadow::NONE;
    visuals.popup_shadow = Shadow::NONE;
    visuals.panel_fill = palette.page;
    visuals.text_cursor.blink = false;
    visuals
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

    #[test]
    fn nothing_moves_by_itself() {
        let ctx = egui::Context::default();
        install(&ctx);
        for theme in [Theme::Light, Theme::Dark] {
            let style = ctx.style_of(theme);
            assert_eq!(style.animation_time, 0.0);
            assert!(!style.visuals.text_cursor.blink);
            assert_eq!(style.spacing.scroll.kinetic.decay_time, 0.0);
        }
        assert_eq!(ctx.options(|options| options.max_passes.get()), 1);
    }
}
