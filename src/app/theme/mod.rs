//! Colours, sizes and type. Everything else asks for a token by its meaning: [`palette()`], [`size`], the type scale.
//!
//! Nothing moves by itself: no fading, no blinking cursor, no smooth jumps. An animation that runs while a
//! person may answer makes the window repaint continuously, and that alone adds about 10 ms of noise to a stamp.

mod palette;
pub mod size;
pub mod text_size;
mod type_scale;
#[cfg(test)]
mod vision;

pub use palette::{DARK, LIGHT, Palette, contrast};
pub use type_scale::{body_font, code_font, display, small_font, tiny_font, title};

use egui::{Color32, CornerRadius, Margin, Shadow, Stroke, Theme, Vec2};
use egui_extras::syntax_highlighting::{CodeTheme, TokenType};

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
    style.text_styles = type_scale::scale().into();
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

#[cfg(test)]
mod tests {
    use super::*;

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
