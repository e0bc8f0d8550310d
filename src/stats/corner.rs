//! The surface of log time, in the form that cannot dip: its four corners.
//!
//! f(z,G) is bilinear on the measured box. A bilinear function is non-decreasing in both directions on a box if
//! and only if its four corners are in order, so the corners are what is estimated, not an interaction γ:
//! `f10 = f00 + e^A`, `f01 = f00 + e^B`, `f11 = smoothmax(f10, f01) + e^E`. γ itself stays free in sign: where
//! resuming costs a fixed number of seconds, it is negative.

/// Temperature of the smooth maximum. Sharp, because a soft one exceeds what additive resumption needs.
const TEMPERATURE: f64 = 0.05;

/// The measured box, in the units of the data.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Support {
    /// Least and greatest delay, seconds.
    pub delay_secs: [f64; 2],
    /// Least and greatest batch size, decisions.
    pub batch_size: [f64; 2],
}

/// G(d) = log(1 + d/τ).
pub fn delay_scale(delay_secs: f64, tau_secs: f64) -> f64 {
    (delay_secs / tau_secs).ln_1p()
}

impl Support {
    /// log m_hi − log m_lo.
    pub fn batch_span(&self) -> f64 {
        (self.batch_size[1] / self.batch_size[0]).ln()
    }

    /// G(d_hi) − G(d_lo); 0 where the study had one delay.
    pub fn delay_span(&self, tau_secs: f64) -> f64 {
        delay_scale(self.delay_secs[1], tau_secs) - delay_scale(self.delay_secs[0], tau_secs)
    }

    /// Place in the box: 0 to 1 along log m and along G. Linear beyond it.
    pub fn place(&self, delay_secs: f64, batch_size: f64, tau_secs: f64) -> (f64, f64) {
        let along_batch = (batch_size / self.batch_size[0]).ln() / self.batch_span();
        let span = self.delay_span(tau_secs);
        let along_delay = if span > 0.0 {
            (delay_scale(delay_secs, tau_secs) - delay_scale(self.delay_secs[0], tau_secs)) / span
        } else {
            0.0
        };
        (along_batch, along_delay)
    }
}

/// How far the other three corners lie above f00, in log seconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rise {
    /// f10 − f00: large batch, short delay.
    pub batch: f64,
    /// f01 − f00: small batch, long delay.
    pub delay: f64,
    /// f11 − f00: both.
    pub both: f64,
    /// e^E: what of `both` lies above the greater of the other two.
    pub rest: f64,
}

impl Rise {
    /// From the unconstrained A, B, E.
    pub fn from_logs(a: f64, b: f64, e: f64) -> Self {
        Self::of(a.exp(), b.exp(), e.exp())
    }

    /// From the two rises and what lies above the greater of them.
    pub fn of(batch: f64, delay: f64, rest: f64) -> Self {
        Self { batch, delay, both: smooth_max(batch, delay) + rest, rest }
    }

    /// The slope of the smooth maximum in `batch`; that in `delay` is the rest to 1.
    pub(crate) fn share_of_batch(batch: f64, delay: f64) -> f64 {
        super::normal::logistic((batch - delay) / TEMPERATURE)
    }

    /// One delay only: nothing rises along it.
    pub fn of_batch_alone(a: f64) -> Self {
        let batch = a.exp();
        Self { batch, delay: 0.0, both: batch, rest: 0.0 }
    }

    /// f − f00 at a place of the box.
    pub fn at(&self, (along_batch, along_delay): (f64, f64)) -> f64 {
        along_batch * (1.0 - along_delay) * self.batch
            + (1.0 - along_batch) * along_delay * self.delay
            + along_batch * along_delay * self.both
    }
}

/// A smooth maximum, never below the maximum itself.
fn smooth_max(x: f64, y: f64) -> f64 {
    x.max(y) + TEMPERATURE * (-(x - y).abs() / TEMPERATURE).exp().ln_1p()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_sharp_maximum_leaves_room_for_additive_resumption() {
        // T = 40·m^.6 + 20 s: f11 = log(e^f10 + e^f01 − e^f00) must lie above smoothmax(f10, f01).
        let (t00, t10) = (40f64, 40.0 * 16f64.powf(0.6));
        let (batch, delay) = ((t10 / t00).ln(), ((t00 + 20.0) / t00).ln());
        let both = ((t10 + 20.0) / t00).ln();
        assert!(both > smooth_max(batch, delay));
    }

    proptest! {
        #[test]
        fn every_parameter_gives_a_surface_that_does_not_dip(
            a in -6.0..3.0f64, b in -6.0..3.0f64, e in -6.0..3.0f64,
            x in 0.0..1.0f64, y in 0.0..1.0f64, dx in 0.0..1.0f64, dy in 0.0..1.0f64,
        ) {
            let rise = Rise::from_logs(a, b, e);
            let here = rise.at((x, y));
            prop_assert!(rise.at(((x + dx).min(1.0), y)) >= here - 1e-12);
            prop_assert!(rise.at((x, (y + dy).min(1.0))) >= here - 1e-12);
        }
    }
}
