//! The location part: whether the right decision is named, given a hit.
//!
//! A guess among m decisions is right once in m, so `L = 1/m + (1 − 1/m)·logistic(η)` with
//! η = ℓ0 − ℓ_m·z − ℓ_d·G + u_L + v_L; a batch of one decision leaves nothing to name and L = 1 there.
//! ψ = (log ℓ_m, [log ℓ_d,] SDs of u_L, v_L); x = (ℓ0, u_L…, v_L…).

use super::corner::delay_scale;
use super::latent::{Design, HyperPrior, LatentPrior, Part, RowTerm, natural};
use super::normal::logistic;
use super::plan::Priors;
use super::table::Table;

/// Coefficients before the effects of people and items.
pub(crate) const FIXED: usize = 1;

/// P(right decision named | hit).
pub(crate) fn located(batch_size: f64, predictor: f64) -> f64 {
    let guess = 1.0 / batch_size;
    guess + (1.0 - guess) * logistic(predictor)
}

/// The location part at one τ. Without rows it is its prior.
pub(crate) struct LocationPart {
    hyper: Vec<HyperPrior>,
    design: Vec<Design>,
    fixed_prior: LatentPrior,
    people: usize,
    items: usize,
    rows: Vec<Row>,
}

struct Row {
    right: bool,
    guess: f64,
    log_batch: f64,
    delay: f64,
}

/// ψ by name; `slope_delay` is 0 where the delay did not vary.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LocationHyper {
    pub(crate) slope_batch: f64,
    pub(crate) slope_delay: f64,
    pub(crate) person_sd: f64,
    pub(crate) item_sd: f64,
}

impl LocationPart {
    pub(crate) fn new(table: &Table, priors: &Priors, tau_secs: f64) -> Self {
        let loss_batch = priors.location_loss_batch;
        let loss_delay = priors.location_loss_delay;
        let mut hyper = vec![HyperPrior::Normal { mean: loss_batch.median.ln(), sd: loss_batch.sd_log }];
        if table.with_delay {
            hyper.push(HyperPrior::Normal { mean: loss_delay.median.ln(), sd: loss_delay.sd_log });
        }
        for sd in [priors.person_location_sd, priors.item_location_sd] {
            hyper.push(HyperPrior::Deviation { scale: sd });
        }
        let people = table.people.len();
        let named = || {
            table
                .reviews
                .iter()
                .filter(|r| r.batch_size > 1.0)
                .filter_map(|review| Some((review, review.located?)))
        };
        Self {
            hyper,
            design: named()
                .map(|(review, _)| {
                    vec![(0, 0, 1.0), (0, FIXED + review.person, 1.0), (0, FIXED + people + review.item, 1.0)]
                })
                .collect(),
            fixed_prior: LatentPrior {
                mean: vec![priors.location.mean],
                precision: vec![priors.location.sd.powi(-2)],
            },
            people,
            items: table.items.len(),
            rows: named()
                .map(|(review, right)| Row {
                    right,
                    guess: 1.0 / review.batch_size,
                    log_batch: review.batch_size.ln(),
                    delay: delay_scale(review.delay_secs, tau_secs),
                })
                .collect(),
        }
    }

    pub(crate) fn named(&self, psi: &[f64]) -> LocationHyper {
        let natural = natural(&self.hyper, psi);
        let (slopes, sds) = natural.split_at(natural.len() - 2);
        LocationHyper {
            slope_batch: slopes[0],
            slope_delay: slopes.get(1).copied().unwrap_or(0.0),
            person_sd: sds[0],
            item_sd: sds[1],
        }
    }
}

impl Part for LocationPart {
    fn hyper(&self) -> &[HyperPrior] {
        &self.hyper
    }

    fn design(&self) -> &[Design] {
        &self.design
    }

    fn latent_prior(&self, psi: &[f64]) -> LatentPrior {
        let hyper = self.named(psi);
        let mut prior = self.fixed_prior.clone();
        prior.extend(self.people, hyper.person_sd);
        prior.extend(self.items, hyper.item_sd);
        prior
    }

    fn offsets(&self, psi: &[f64]) -> Vec<[f64; 2]> {
        let hyper = self.named(psi);
        self.rows
            .iter()
            .map(|row| [-hyper.slope_batch * row.log_batch - hyper.slope_delay * row.delay, 0.0])
            .collect()
    }

    fn row(&self, row: usize, [predictor, _]: [f64; 2], _psi: &[f64]) -> RowTerm {
        let row = &self.rows[row];
        let (knows, not) = (logistic(predictor), logistic(-predictor));
        let p = row.guess + (1.0 - row.guess) * knows;
        let (log_density, gradient) = if row.right {
            (p.ln(), (1.0 - row.guess) * knows * not / p)
        } else {
            ((1.0 - row.guess).ln() + logistic_log(-predictor), -knows)
        };
        // Expected information: P'²/(P(1−P)), with (1 − guess)·(1 − logistic) = 1 − P cancelled.
        let information = (1.0 - row.guess) * knows * knows * not / p;
        RowTerm { log_density, gradient: [gradient, 0.0], information: [information, 0.0, 0.0] }
    }
}

/// log(1 / (1 + e^{−x})).
fn logistic_log(x: f64) -> f64 {
    if x >= 0.0 { -(-x).exp().ln_1p() } else { x - x.exp().ln_1p() }
}
