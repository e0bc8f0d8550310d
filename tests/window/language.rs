//! Which language the display speaks: the page that was seen on it is drawn once more in each language, without a
//! window, and the pixels are compared.

#[path = "../support/cpu_renderer.rs"]
mod cpu_renderer;

use egui_kittest::Harness;
use tightloop::app::strings::speak;
use tightloop::app::{participant, theme};
use tightloop::protocol::Language;
use tightloop::session::screen::{Ask, Screen};

/// A colour that is further off than this, of 255, is another colour: two renderers round differently.
const ANOTHER_COLOUR: u8 = 40;

/// One page as it was on the display.
pub(crate) struct Sighting {
    pub(crate) kind: &'static str,
    pub(crate) screen: Screen,
    /// Of the window, at the display's upper left corner.
    pub(crate) size: [f32; 2],
    /// Of the whole display, four bytes each (BGRX).
    pub(crate) pixels: Vec<u8>,
}

impl Sighting {
    /// The share of pixels in which the display differs from this page in `language`.
    pub(crate) fn differs_from(&self, language: Language) -> f64 {
        let (screen, mut draft) = (self.screen.clone(), participant::Draft::default());
        let page = drawn(self.size, language, move |ui| {
            participant::ui(ui, &screen, &mut draft, &mut Vec::new());
        });
        differing(&page, &self.pixels)
    }
}

/// The share of pixels in which the display differs from a page that fills it from its upper left corner on.
pub(crate) fn differing(page: &image::RgbaImage, display: &[u8]) -> f64 {
    let width = usize::from(crate::display::WIDTH);
    let differing = page.enumerate_pixels().filter(|(x, y, drawn)| {
        let place = 4 * (*y as usize * width + *x as usize);
        let seen = &display[place..place + 3];
        [seen[2], seen[1], seen[0]].iter().zip(drawn.0).any(|(a, b)| a.abs_diff(b) > ANOTHER_COLOUR)
    });
    differing.count() as f64 / f64::from(page.width() * page.height())
}

/// Draws on all of the window, as the program does; a harness leaves a margin.
pub(crate) fn whole(ui: &mut egui::Ui, page: impl FnOnce(&mut egui::Ui)) {
    let all = ui.content_rect();
    ui.scope_builder(egui::UiBuilder::new().max_rect(all), |ui| {
        ui.set_clip_rect(all);
        page(ui);
    });
}

/// A page without a window.
pub(crate) fn drawn(
    size: [f32; 2],
    language: Language,
    mut page: impl FnMut(&mut egui::Ui) + 'static,
) -> image::RgbaImage {
    let mut harness = Harness::builder()
        .with_size(size)
        .with_theme(egui::Theme::Light)
        .with_context_setup(move |ctx| {
            theme::install(ctx);
            speak(ctx, language);
        })
        .renderer(cpu_renderer::CpuRenderer::default())
        .build_ui(move |ui| {
            let ground = egui::LayerId::background();
            let all = ui.content_rect();
            ui.ctx().layer_painter(ground).rect_filled(all, 0, theme::palette(ui).page);
            whole(ui, &mut page);
        });
    harness.run_steps(4);
    harness.render().expect("the CPU draws")
}

/// What kind of page a screen is.
pub(crate) fn kind(screen: &Screen) -> &'static str {
    match screen {
        Screen::Consent { .. } => "consent",
        Screen::Instructions { picture: None, .. } => "instructions",
        Screen::Instructions { .. } => "instructions with a picture",
        Screen::Brief { .. } => "brief",
        Screen::Question { .. } => "question",
        Screen::Arithmetic { .. } => "arithmetic",
        Screen::TwoBack { .. } => "2-back",
        Screen::Rest { .. } => "rest",
        Screen::Review { .. } => "review",
        Screen::Confidence { timed_out: false, .. } => "confidence",
        Screen::Confidence { .. } => "time-out",
        Screen::Feedback { correct: true, .. } => "feedback: right",
        Screen::Feedback { .. } => "feedback: wrong",
        Screen::Questionnaire { ask: Ask::TlxRatings, .. } => "ratings",
        Screen::Questionnaire { ask: Ask::TlxPair { .. }, .. } => "comparison",
        Screen::Questionnaire { .. } => "question about the person",
        Screen::PracticeResult { passed: true, .. } => "practice passed",
        Screen::PracticeResult { .. } => "practice failed",
        Screen::Break { ready: false, .. } => "break begun",
        Screen::Break { .. } => "break",
        Screen::Debrief { .. } => "debriefing",
        Screen::Done { .. } => "end",
    }
}
