//! Effects of people and of items: from what is sampled to what enters the predictors, and gradients back.
//!
//! An effect u with standard deviation s is sampled as e = u / s^{1−w}, e ~ Normal(0, s^{w}): w = 1 is the centred form,
//! which suits effects that the data tell well, w = 0 the non-centred one, which suits those that they do not
//! (Papaspiliopoulos, Roberts & Sköld 2007). w is chosen for each kind of effect from the penalised fit.
//! The sensitivity effect is correlated with the time effect: u_D = ρ·s_D·(u_T/s_T) + r, r of its own with s_D·√(1−ρ²).

use super::layout::Factor;
use super::prior::deviation;

/// The effects at some place, and what their pullback needs.
#[derive(Debug, Clone, Default)]
pub(crate) struct Effects {
    /// u, block by block.
    pub(crate) values: Vec<f64>,
    /// By group: s, ds/dψ, s^{1−w}, s^{−2w}; of the correlated group s is that of the remainder r.
    scales: Vec<[f64; 4]>,
    correlation: f64,
    sensitivity_sd: f64,
    time_sd: f64,
}

impl Effects {
    /// Fills in the effects that `sampled` blocks stand for; log density of these blocks.
    pub(crate) fn expand(
        &mut self,
        factor: &Factor,
        centring: &[f64],
        globals: &[f64],
        sampled: &[f64],
    ) -> f64 {
        let [time, sensitivity] = factor.pair;
        self.correlation = globals[factor.correlation].tanh();
        self.scales.clear();
        for (index, (group, w)) in factor.groups.iter().zip(centring).enumerate() {
            let (full, slope) = deviation(group.scale, globals[group.psi]);
            if index == time {
                self.time_sd = full;
            }
            let mut sd = full;
            if index == sensitivity {
                self.sensitivity_sd = full;
                sd *= (1.0 - self.correlation * self.correlation).max(1e-12).sqrt();
            }
            let log_sd = sd.ln();
            self.scales.push([sd, slope, ((1.0 - w) * log_sd).exp(), (-2.0 * w * log_sd).exp()]);
        }
        let count = factor.count as f64;
        let mut log_density: f64 =
            self.scales.iter().zip(centring).map(|([sd, ..], w)| -count * w * sd.ln()).sum();
        self.values.resize(sampled.len(), 0.0);
        // u_T / s_T = e_T·s_T^{−w}
        let carried = self.correlation * self.sensitivity_sd * self.scales[time][3].sqrt();
        for (block, values) in
            sampled.chunks_exact(factor.stride()).zip(self.values.chunks_exact_mut(factor.stride()))
        {
            for ((value, e), [_, _, scale, precision]) in values.iter_mut().zip(block).zip(&self.scales) {
                *value = e * scale;
                log_density -= 0.5 * e * e * precision;
            }
            values[sensitivity] += carried * block[time];
        }
        log_density
    }

    /// Adds the slopes of the whole log density to `by_globals` and `by_sampled`, given those of the likelihood in u.
    pub(crate) fn pull_back(
        &self,
        factor: &Factor,
        centring: &[f64],
        sampled: &[f64],
        by_values: &[f64],
        by_globals: &mut [f64],
        by_sampled: &mut [f64],
    ) {
        let stride = factor.stride();
        let [time, sensitivity] = factor.pair;
        let unit = self.scales[time][3].sqrt();
        let (mut by_correlation, mut by_sensitivity_sd, mut by_time_sd) = (0.0, 0.0, 0.0);
        let carried = self.correlation * self.sensitivity_sd * unit;
        for (block, by_block) in sampled.chunks_exact(stride).zip(by_values.chunks_exact(stride)) {
            let zeta = block[time] * unit;
            let slope = by_block[sensitivity];
            by_correlation += slope * self.sensitivity_sd * zeta;
            by_sensitivity_sd += slope * self.correlation * zeta;
            by_time_sd -=
                slope * self.correlation * self.sensitivity_sd * centring[time] * zeta / self.time_sd;
        }
        for (index, (group, w)) in factor.groups.iter().zip(centring).enumerate() {
            let [sd, sd_slope, scale, precision] = self.scales[index];
            let mut by_sd = -(factor.count as f64) * w / sd;
            for at in (index..sampled.len()).step_by(stride) {
                let (e, by_value) = (sampled[at], by_values[at]);
                by_sampled[at] += by_value * scale - e * precision;
                by_sd += ((1.0 - w) * by_value * e * scale + w * e * e * precision) / sd;
            }
            if index == sensitivity {
                let rest = (1.0 - self.correlation * self.correlation).max(1e-12).sqrt();
                by_correlation -= by_sd * self.sensitivity_sd * self.correlation / rest;
                by_sd = by_sd * rest + by_sensitivity_sd;
            }
            if index == time {
                by_sd += by_time_sd;
            }
            by_globals[group.psi] += by_sd * sd_slope;
        }
        for (at, by_block) in by_values.chunks_exact(stride).enumerate() {
            by_sampled[at * stride + time] += carried * by_block[sensitivity];
        }
        by_globals[factor.correlation] += by_correlation * (1.0 - self.correlation * self.correlation);
    }

    /// Standard deviations by group, that of the sensitivity whole, and the correlation of time and sensitivity.
    pub(crate) fn spread(&self, factor: &Factor) -> (Vec<f64>, f64) {
        let mut sds: Vec<f64> = self.scales.iter().map(|[sd, ..]| *sd).collect();
        sds[factor.pair[1]] = self.sensitivity_sd;
        (sds, self.correlation)
    }
}

/// The same effects, centred as `to` says instead of as `from` does.
pub(crate) fn recentre(factor: &Factor, [from, to]: [&[f64]; 2], globals: &[f64], sampled: &mut [f64]) {
    let mut effects = Effects::default();
    effects.expand(factor, from, globals, sampled);
    for (index, (from, to)) in from.iter().zip(to).enumerate() {
        // e = u·s^{w−1}: from one degree to another by s^{w' − w}.
        let by = effects.scales[index][0].powf(to - from);
        sampled.iter_mut().skip(index).step_by(factor.stride()).for_each(|e| *e *= by);
    }
}
