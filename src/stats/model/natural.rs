//! The globals on their own scales, and how slopes in them come back to the scales that are sampled.

use super::kind::Form;
use super::layout::{Layout, NamingPlaces};
use crate::stats::corner::{Rise, Support, delay_scale};

/// What naming a decision, or a reach, depends on.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Naming {
    pub(crate) level: f64,
    pub(crate) loss_batch: f64,
    pub(crate) loss_delay: f64,
}

/// Values, or slopes in these values. Losses and τ are held as they are, their slopes as those of their logarithms.
#[derive(Debug, Clone, Default)]
pub(crate) struct Natural {
    pub(crate) level: f64,
    /// Heights of the other three corners above f00: large batch, long delay, both.
    pub(crate) corners: [f64; 3],
    /// r of the additive form, seconds per G.
    pub(crate) resume_secs: f64,
    pub(crate) tau_secs: f64,
    pub(crate) sigma: f64,
    pub(crate) time_error: f64,
    pub(crate) practice_log: f64,
    pub(crate) practice_linear: f64,
    pub(crate) position: f64,
    pub(crate) load_time: f64,
    pub(crate) cue_time: [f64; 4],
    pub(crate) sensitivity: f64,
    pub(crate) loss_batch: f64,
    pub(crate) loss_delay: f64,
    pub(crate) load_sensitivity: f64,
    pub(crate) cue_sensitivity: [f64; 4],
    pub(crate) criterion: f64,
    pub(crate) criterion_batch: f64,
    pub(crate) location: Naming,
    pub(crate) reach: Naming,
}

/// G over the measured box at some τ, with slopes in log τ.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DelayAxis {
    tau_secs: f64,
    low: [f64; 2],
    /// 1 / (G(d_hi) − G(d_lo)), and the slope of that difference.
    inverse_span: f64,
    span_slope: f64,
    varies: bool,
}

/// G and its place between 0 and 1 along the box, each with its slope in log τ.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OnAxis {
    pub(crate) g: f64,
    pub(crate) g_slope: f64,
    pub(crate) along: f64,
    pub(crate) along_slope: f64,
}

fn scale_and_slope(delay_secs: f64, tau_secs: f64) -> [f64; 2] {
    [delay_scale(delay_secs, tau_secs), -delay_secs / (tau_secs + delay_secs)]
}

impl DelayAxis {
    pub(crate) fn new(support: &Support, tau_secs: f64, varies: bool) -> Self {
        let [low, high] = support.delay_secs.map(|delay| scale_and_slope(delay, tau_secs));
        Self {
            tau_secs,
            low,
            inverse_span: if varies { 1.0 / (high[0] - low[0]) } else { 0.0 },
            span_slope: high[1] - low[1],
            varies,
        }
    }

    #[inline]
    pub(crate) fn at(&self, delay_secs: f64) -> OnAxis {
        if !self.varies {
            return OnAxis { g: 0.0, g_slope: 0.0, along: 0.0, along_slope: 0.0 };
        }
        let [g, g_slope] = scale_and_slope(delay_secs, self.tau_secs);
        let along = (g - self.low[0]) * self.inverse_span;
        let along_slope = ((g_slope - self.low[1]) - along * self.span_slope) * self.inverse_span;
        OnAxis { g, g_slope, along, along_slope }
    }

    fn span(&self) -> f64 {
        if self.varies { 1.0 / self.inverse_span } else { 0.0 }
    }
}

impl Naming {
    fn read(places: Option<NamingPlaces>, theta: &[f64]) -> Self {
        places.map_or_else(Self::default, |at| Self {
            level: theta[at.level],
            loss_batch: theta[at.loss_batch].exp(),
            loss_delay: at.loss_delay.map_or(0.0, |at| theta[at].exp()),
        })
    }

    fn pull_back(&self, slopes: &Self, places: Option<NamingPlaces>, by_theta: &mut [f64]) {
        let Some(at) = places else { return };
        by_theta[at.level] += slopes.level;
        by_theta[at.loss_batch] += slopes.loss_batch * self.loss_batch;
        if let Some(at) = at.loss_delay {
            by_theta[at] += slopes.loss_delay * self.loss_delay;
        }
    }
}

impl Naming {
    fn add(&mut self, other: &Self) {
        self.level += other.level;
        self.loss_batch += other.loss_batch;
        self.loss_delay += other.loss_delay;
    }
}

impl Natural {
    /// Adds slopes to slopes.
    pub(crate) fn add(&mut self, other: &Self) {
        for (sum, value) in [
            (&mut self.level, other.level),
            (&mut self.resume_secs, other.resume_secs),
            (&mut self.tau_secs, other.tau_secs),
            (&mut self.sigma, other.sigma),
            (&mut self.time_error, other.time_error),
            (&mut self.practice_log, other.practice_log),
            (&mut self.practice_linear, other.practice_linear),
            (&mut self.position, other.position),
            (&mut self.load_time, other.load_time),
            (&mut self.sensitivity, other.sensitivity),
            (&mut self.loss_batch, other.loss_batch),
            (&mut self.loss_delay, other.loss_delay),
            (&mut self.load_sensitivity, other.load_sensitivity),
            (&mut self.criterion, other.criterion),
            (&mut self.criterion_batch, other.criterion_batch),
        ] {
            *sum += value;
        }
        let arrays = self.corners.iter_mut().zip(&other.corners);
        let arrays = arrays.chain(self.cue_time.iter_mut().zip(&other.cue_time));
        let arrays = arrays.chain(self.cue_sensitivity.iter_mut().zip(&other.cue_sensitivity));
        arrays.for_each(|(sum, value)| *sum += value);
        self.location.add(&other.location);
        self.reach.add(&other.reach);
    }

    /// The values that `theta` stands for, and the delay's axis at its τ.
    pub(crate) fn read(layout: &Layout, form: Form, support: &Support, theta: &[f64]) -> (Self, DelayAxis) {
        let at = &layout.at;
        let or_zero = |place: Option<usize>| place.map_or(0.0, |place| theta[place]);
        let tau_secs = at.log_tau.map_or(1.0, |place| theta[place].exp());
        let axis = DelayAxis::new(support, tau_secs, at.log_tau.is_some());
        let mut resume_secs = 0.0;
        let corners = match form {
            Form::Free => {
                let (batch, delay) = (theta[at.batch], or_zero(at.delay));
                [batch, delay, batch + delay + or_zero(at.rest)]
            }
            Form::Additive => {
                resume_secs = at.delay.map_or(0.0, |place| theta[place].exp());
                let batch = theta[at.batch].exp() * support.batch_span();
                [batch, 0.0, batch]
            }
            Form::Corner => {
                let batch = theta[at.batch].exp() * support.batch_span();
                match (at.delay, at.rest) {
                    (Some(delay), Some(rest)) => {
                        let rise = Rise::of(batch, theta[delay].exp() * axis.span(), theta[rest].exp());
                        [rise.batch, rise.delay, rise.both]
                    }
                    _ => [batch, 0.0, batch],
                }
            }
        };
        let mut natural = Self {
            level: theta[at.level],
            corners,
            resume_secs,
            tau_secs,
            sigma: theta[at.log_sigma].exp(),
            time_error: theta[at.time_error],
            practice_log: theta[at.practice_log],
            practice_linear: theta[at.practice_linear],
            position: theta[at.position],
            sensitivity: theta[at.sensitivity],
            loss_batch: theta[at.loss_batch].exp(),
            loss_delay: at.loss_delay.map_or(0.0, |place| theta[place].exp()),
            criterion: theta[at.criterion],
            criterion_batch: theta[at.criterion_batch],
            location: Naming::read(at.location, theta),
            reach: Naming::read(at.reach, theta),
            ..Self::default()
        };
        if let Some([time, sensitivity]) = at.load {
            (natural.load_time, natural.load_sensitivity) = (theta[time], theta[sensitivity]);
        }
        for (level, [time, sensitivity]) in at.cues.iter().enumerate() {
            (natural.cue_time[level + 1], natural.cue_sensitivity[level + 1]) =
                (theta[*time], theta[*sensitivity]);
        }
        (natural, axis)
    }

    /// Adds to `by_theta` what `slopes` in these values are worth on the scales that are sampled.
    pub(crate) fn pull_back(
        &self,
        slopes: &Self,
        layout: &Layout,
        form: Form,
        axis: &DelayAxis,
        theta: &[f64],
        by_theta: &mut [f64],
    ) {
        let at = &layout.at;
        by_theta[at.level] += slopes.level;
        let [by_batch, by_delay, by_both] = slopes.corners;
        // Slope in log τ: what came through G, …
        let mut by_tau = slopes.tau_secs;
        match form {
            Form::Free => {
                by_theta[at.batch] += by_batch + by_both;
                if let (Some(delay), Some(rest)) = (at.delay, at.rest) {
                    by_theta[delay] += by_delay + by_both;
                    by_theta[rest] += by_both;
                }
            }
            Form::Additive => {
                by_theta[at.batch] += (by_batch + by_both) * self.corners[0];
                if let Some(place) = at.delay {
                    by_theta[place] += slopes.resume_secs;
                }
            }
            Form::Corner => match (at.delay, at.rest) {
                (Some(delay), Some(rest)) => {
                    let [batch, longer, _] = self.corners;
                    let to_batch = Rise::share_of_batch(batch, longer);
                    by_theta[at.batch] += (by_batch + by_both * to_batch) * batch;
                    let by_longer = by_delay + by_both * (1.0 - to_batch);
                    by_theta[delay] += by_longer * longer;
                    by_theta[rest] += by_both * theta[rest].exp();
                    // … and what came through the corner, which is β·(G's span).
                    by_tau += by_longer * theta[delay].exp() * axis.span_slope;
                }
                _ => by_theta[at.batch] += (by_batch + by_both) * self.corners[0],
            },
        }
        if let Some(place) = at.log_tau {
            by_theta[place] += by_tau;
        }
        by_theta[at.log_sigma] += slopes.sigma;
        by_theta[at.time_error] += slopes.time_error;
        by_theta[at.practice_log] += slopes.practice_log;
        by_theta[at.practice_linear] += slopes.practice_linear;
        by_theta[at.position] += slopes.position;
        by_theta[at.sensitivity] += slopes.sensitivity;
        by_theta[at.loss_batch] += slopes.loss_batch * self.loss_batch;
        if let Some(place) = at.loss_delay {
            by_theta[place] += slopes.loss_delay * self.loss_delay;
        }
        by_theta[at.criterion] += slopes.criterion;
        by_theta[at.criterion_batch] += slopes.criterion_batch;
        self.location.pull_back(&slopes.location, at.location, by_theta);
        self.reach.pull_back(&slopes.reach, at.reach, by_theta);
        if let Some([time, sensitivity]) = at.load {
            by_theta[time] += slopes.load_time;
            by_theta[sensitivity] += slopes.load_sensitivity;
        }
        for (level, [time, sensitivity]) in at.cues.iter().enumerate() {
            by_theta[*time] += slopes.cue_time[level + 1];
            by_theta[*sensitivity] += slopes.cue_sensitivity[level + 1];
        }
    }
}
