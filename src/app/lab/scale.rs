//! How C becomes a colour and a place.

use crate::app::theme::Palette;
use egui::Color32;

/// From the least to the greatest C, in the log: what matters is the ratio.
#[derive(Debug, Clone, Copy)]
pub(super) struct CostScale {
    low: f64,
    high: f64,
}

impl CostScale {
    pub(super) fn of(values: &[Vec<f64>]) -> Self {
        let finite = values.iter().flatten().copied().filter(|value| value.is_finite() && *value > 0.0);
        let (low, high) = finite.fold((f64::INFINITY, 0.0_f64), |(low, high), v| (low.min(v), high.max(v)));
        Self { low, high }
    }

    /// 0 at the least, 1 at the greatest; half where all are the same.
    pub(super) fn share(self, value: f64) -> f32 {
        let width = (self.high / self.low).ln();
        if width.is_finite() && width > 0.0 {
            ((value / self.low).ln() / width).clamp(0.0, 1.0) as f32
        } else {
            0.5
        }
    }

    /// A cell's ground and the text on it.
    pub(super) fn colors(self, palette: &Palette, value: f64) -> (Color32, Color32) {
        let ground = palette.ramp(self.share(value));
        (ground, Palette::text_on(ground))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::theme::{DARK, LIGHT, Palette, contrast};

    #[test]
    fn ends_and_middle() {
        let scale = CostScale::of(&[vec![10.0, 100.0], vec![20.0, 1000.0]]);
        assert_eq!((scale.share(10.0), scale.share(1000.0)), (0.0, 1.0));
        assert!((scale.share(100.0) - 0.5).abs() < 1e-6);
        assert_eq!(CostScale::of(&[vec![7.0]]).share(7.0), 0.5);
    }

    #[test]
    fn every_cell_can_be_read() {
        for palette in [&LIGHT, &DARK] {
            for step in 0..=50 {
                let ground = palette.ramp(step as f32 / 50.0);
                let ratio = contrast(ground, Palette::text_on(ground));
                assert!(ratio >= 4.5, "step {step}: {ratio}");
            }
        }
    }
}
