//! Since when the next frame has been wanted: what a late frame is late against.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Watches what asks for frames.
#[derive(Debug, Default)]
pub struct Wanted {
    /// When something first arrived at the window since the last frame began.
    arrived: Option<Instant>,
    /// When a frame was first asked for since the last one began, by the page or by another thread.
    asked: Arc<Mutex<Option<Instant>>>,
    /// When the last frame was on the display.
    shown: Option<Instant>,
}

impl Wanted {
    /// Watches what is asked of `ctx`.
    pub fn watching(ctx: &egui::Context) -> Self {
        let wanted = Self::default();
        let asked = wanted.asked.clone();
        ctx.set_repaint_observer(move |request| {
            if request.delay == Duration::ZERO {
                asked.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_with(Instant::now);
            }
        });
        wanted
    }

    /// Something arrived that makes a frame needed.
    pub fn arrived(&mut self, at: Instant) {
        self.arrived.get_or_insert(at);
    }

    /// A frame is on the display.
    pub fn shown(&mut self, at: Instant) {
        self.shown = Some(at);
    }

    /// Since when the frame that `ctx` begins now has been wanted; none where only the time for it came.
    ///
    /// egui answers one request with two frames, of which only the first was asked for; the second was wanted as soon as
    /// the first was there.
    pub fn take(&mut self, ctx: &egui::Context) -> Option<Instant> {
        let asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner).take();
        let follows = ctx.requested_repaint_last_pass().then_some(()).and(asked.max(self.shown));
        [self.arrived.take(), follows].into_iter().flatten().min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(ctx: &egui::Context, wanted: &mut Wanted, asks: impl Fn(&egui::Context)) -> Option<Instant> {
        let mut since = None;
        let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
            since = wanted.take(ui.ctx());
            asks(ui.ctx());
        });
        output.textures_delta.clear();
        wanted.shown(Instant::now());
        since
    }

    #[test]
    fn a_frame_is_wanted_since_it_was_asked_for_or_since_the_one_before_it_was_there() {
        let ctx = egui::Context::default();
        let mut wanted = Wanted::watching(&ctx);
        // egui asks for a few frames of its own at first.
        for _ in 0..4 {
            frame(&ctx, &mut wanted, |_| {});
        }
        assert_eq!(frame(&ctx, &mut wanted, |_| {}), None, "only the time for it came");

        frame(&ctx, &mut wanted, egui::Context::request_repaint);
        let shown = wanted.shown;
        assert_eq!(frame(&ctx, &mut wanted, |_| {}), shown, "asked for by the frame before it");
        frame(&ctx, &mut wanted, |_| {});

        let before = Instant::now();
        ctx.request_repaint();
        assert!(frame(&ctx, &mut wanted, |_| {}) >= Some(before), "asked for in between");
        frame(&ctx, &mut wanted, |_| {});

        frame(&ctx, &mut wanted, |ctx| ctx.request_repaint_after(Duration::from_secs(60)));
        assert_eq!(frame(&ctx, &mut wanted, |_| {}), None, "one that is due later is not late now");

        let at = Instant::now();
        wanted.arrived(at);
        wanted.arrived(at + Duration::from_millis(1));
        assert_eq!(frame(&ctx, &mut wanted, |_| {}), Some(at));
    }
}
