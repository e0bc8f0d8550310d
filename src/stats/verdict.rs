//! The verdict part: equal-variance signal detection with lapses.
//!
//! log d′ = δ − g_m·z − g_d·G + u_D + v_D is the first predictor, the criterion c = c0 + c_m·z + u_C the second;
//! `P(reject) = λ/2 + (1−λ)·Φ(s·d′/2 − c)` with s = +1 for a bad batch and −1 for a good one.
//! ψ = (log g_m, [log g_d,] SDs of u_D, u_C, v_D); x = (δ, c0, c_m, u_D…, u_C…, v_D…).

use super::corner::delay_scale;
use super::latent::{Design, HyperPrior, LatentPrior, Part, RowTerm, natural};
use super::normal;
use super::plan::Priors;
use super::table::Table;

/// Share of reviews in which the verdict has nothing to do with the batch.
pub const LAPSE: f64 = 0.02;

/// Coefficients before the effects of people and items.
pub(crate) const FIXED: usize = 3;

/// P(reject) at a given log d′ and criterion, with its derivatives in both.
pub(crate) fn reject(bad: bool, log_sensitivity: f64, criterion: f64) -> (f64, [f64; 2]) {
    let half = 0.5 * log_sensitivity.exp() * if bad { 1.0 } else { -1.0 };
    let density = (1.0 - LAPSE) * normal::density(half - criterion);
    (
        0.5 * LAPSE + (1.0 - LAPSE) * normal::cdf(half - criterion),
        [if density > 0.0 { density * half } else { 0.0 }, -density],
    )
}

/// The verdict part at one τ.
pub(crate) struct VerdictPart {
    hyper: Vec<HyperPrior>,
    design: Vec<Design>,
    fixed_prior: LatentPrior,
    people: usize,
    items: usize,
    rows: Vec<Row>,
}

struct Row {
    bad: bool,
    rejected: bool,
    log_batch: f64,
    delay: f64,
}

/// ψ by name; `slope_delay` is 0 where the delay did not vary.
#[derive(Debug, Clone, Copy)]
pub(crate) struct VerdictHyper {
    pub(crate) slope_batch: f64,
    pub(crate) slope_delay: f64,
    pub(crate) sensitivity_person_sd: f64,
    pub(crate) criterion_person_sd: f64,
    pub(crate) sensitivity_item_sd: f64,
}

impl VerdictPart {
    pub(crate) fn new(table: &Table, priors: &Priors, tau_secs: f64) -> Self {
        let mut hyper =
            vec![HyperPrior::Normal { mean: priors.loss_batch.median.ln(), sd: priors.loss_batch.sd_log }];
        if table.with_delay {
            hyper.push(HyperPrior::Normal {
                mean: priors.loss_delay.median.ln(),
                sd: priors.loss_delay.sd_log,
            });
        }
        for sd in [priors.person_sensitivity_sd, priors.person_criterion_sd, priors.item_sensitivity_sd] {
            hyper.push(HyperPrior::Deviation { scale: sd });
        }
        let normals = [priors.sensitivity, priors.criterion, priors.criterion_batch];
        let people = table.people.len();
        let judged = || table.reviews.iter().filter_map(|review| Some((review, review.rejected?)));
        Self {
            hyper,
            design: judged()
                .map(|(review, _)| {
                    vec![
                        (0, 0, 1.0),
                        (0, FIXED + review.person, 1.0),
                        (0, FIXED + 2 * people + review.item, 1.0),
                        (1, 1, 1.0),
                        (1, 2, review.batch_size.ln()),
                        (1, FIXED + people + review.person, 1.0),
                    ]
                })
                .collect(),
            fixed_prior: LatentPrior {
                mean: normals.iter().map(|prior| prior.mean).collect(),
                precision: normals.iter().map(|prior| prior.sd.powi(-2)).collect(),
            },
            people,
            items: table.items.len(),
            rows: judged()
                .map(|(review, rejected)| Row {
                    bad: review.bad,
                    rejected,
                    log_batch: review.batch_size.ln(),
                    delay: delay_scale(review.delay_secs, tau_secs),
                })
                .collect(),
        }
    }

    pub(crate) fn named(&self, psi: &[f64]) -> VerdictHyper {
        let natural = natural(&self.hyper, psi);
        let (slopes, sds) = natural.split_at(natural.len() - 3);
        VerdictHyper {
            slope_batch: slopes[0],
            slope_delay: slopes.get(1).copied().unwrap_or(0.0),
            sensitivity_person_sd: sds[0],
            criterion_person_sd: sds[1],
            sensitivity_item_sd: sds[2],
        }
    }
}

impl Part for VerdictPart {
    fn hyper(&self) -> &[HyperPrior] {
        &self.hyper
    }

    fn design(&self) -> &[Design] {
        &self.design
    }

    fn latent_prior(&self, psi: &[f64]) -> LatentPrior {
        let hyper = self.named(psi);
        let mut prior = self.fixed_prior.clone();
        prior.extend(self.people, hyper.sensitivity_person_sd);
        prior.extend(self.people, hyper.criterion_person_sd);
        prior.extend(self.items, hyper.sensitivity_item_sd);
        prior
    }

    fn offsets(&self, psi: &[f64]) -> Vec<[f64; 2]> {
        let hyper = self.named(psi);
        self.rows
            .iter()
            .map(|row| [-hyper.slope_batch * row.log_batch - hyper.slope_delay * row.delay, 0.0])
            .collect()
    }

    fn row(&self, row: usize, [log_sensitivity, criterion]: [f64; 2], _psi: &[f64]) -> RowTerm {
        let row = &self.rows[row];
        let (p, slope) = reject(row.bad, log_sensitivity, criterion);
        let (log_density, factor) =
            if row.rejected { (p.ln(), 1.0 / p) } else { ((1.0 - p).ln(), -1.0 / (1.0 - p)) };
        let weight = 1.0 / (p * (1.0 - p));
        RowTerm {
            log_density,
            gradient: [factor * slope[0], factor * slope[1]],
            information: [
                weight * slope[0] * slope[0],
                weight * slope[0] * slope[1],
                weight * slope[1] * slope[1],
            ],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limits_of_signal_detection() {
        // No sensitivity: bad and good batches are rejected alike, by the criterion alone.
        let (bad, good) = (reject(true, -40.0, 0.3).0, reject(false, -40.0, 0.3).0);
        assert!((bad - good).abs() < 1e-12);
        assert!((bad - (0.01 + 0.98 * normal::cdf(-0.3))).abs() < 1e-12);
        // Perfect sensitivity: only lapses are left.
        assert!((reject(true, 8.0, 0.3).0 - 0.99).abs() < 1e-12);
        assert!((reject(false, 8.0, 0.3).0 - 0.01).abs() < 1e-12);
        // No bias: misses are as likely as false alarms.
        assert!((1.0 - reject(true, 0.7, 0.0).0 - reject(false, 0.7, 0.0).0).abs() < 1e-12);
        // d′ = z(H) − z(F), lapses taken out.
        let z = |share: f64| {
            let share = (share - 0.5 * LAPSE) / (1.0 - LAPSE);
            (-80_000..80_000).map(|i| f64::from(i) * 1e-4).find(|x| normal::cdf(*x) >= share).unwrap()
        };
        let difference = z(reject(true, 2f64.ln(), 0.4).0) - z(reject(false, 2f64.ln(), 0.4).0);
        assert!((difference - 2.0).abs() < 5e-4, "{difference}");
        // Absurd predictors stay finite.
        for predictor in [-1e6, -800.0, 800.0, 1e6] {
            let (p, slope) = reject(true, predictor, 1.0);
            assert!(p.is_finite() && slope.iter().all(|s| s.is_finite()), "{predictor}");
        }
    }
}
