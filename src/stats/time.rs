//! The time part: log review time is normal around the corner-form surface, censored where the time ran out.
//!
//! ψ = (A, [B, E,] log σ, SD of people, SD of items, as `latent::deviation` has them); B and E are there only where the delay varied.
//! x = (f00, b_e, b_t, b_l, b_p, u_T of each person, v_T of each item).

use super::corner::Rise;
use super::latent::{Design, HyperPrior, LatentPrior, Part, RowTerm, natural};
use super::normal;
use super::plan::Priors;
use super::table::Table;

/// Coefficients before the effects of people and items.
pub(crate) const FIXED: usize = 5;

/// The time part at one τ.
pub(crate) struct TimePart {
    hyper: Vec<HyperPrior>,
    design: Vec<Design>,
    fixed_prior: LatentPrior,
    people: usize,
    items: usize,
    rows: Vec<Row>,
}

struct Row {
    log_secs: f64,
    censored: bool,
    place: (f64, f64),
}

/// ψ by name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TimeHyper {
    pub(crate) rise: Rise,
    pub(crate) sigma: f64,
    pub(crate) person_sd: f64,
    pub(crate) item_sd: f64,
}

impl TimePart {
    pub(crate) fn new(table: &Table, priors: &Priors, tau_secs: f64) -> Self {
        let support = table.support;
        let with_delay = table.with_delay;
        let (batch, delay) = (priors.slope_batch, priors.slope_delay);
        let rise_batch = batch.median.ln() + support.batch_span().ln();
        let mut hyper = vec![HyperPrior::Normal { mean: rise_batch, sd: batch.sd_log }];
        if with_delay {
            let rise_delay = delay.median.ln() + support.delay_span(tau_secs).ln();
            hyper.push(HyperPrior::Normal { mean: rise_delay, sd: delay.sd_log });
            // Additive log effects would make e^E the smaller rise, additive seconds less than that: half of it,
            // within a factor e either way.
            let rest = rise_batch.min(rise_delay) - std::f64::consts::LN_2;
            hyper.push(HyperPrior::Normal { mean: rest, sd: priors.corner_rest_sd_log });
        }
        hyper.push(HyperPrior::Normal { mean: priors.sigma.median.ln(), sd: priors.sigma.sd_log });
        hyper.push(HyperPrior::Deviation { scale: priors.person_time_sd });
        hyper.push(HyperPrior::Deviation { scale: priors.item_time_sd });

        // a is the level at one decision and no delay; f00 lies at the box's corner.
        let level = priors.level.mean
            + batch.median * support.batch_size[0].ln()
            + delay.median * super::corner::delay_scale(support.delay_secs[0], tau_secs);
        let normals =
            [priors.level, priors.time_error, priors.practice_log, priors.practice_linear, priors.position];
        let mut mean: Vec<f64> = normals.iter().map(|prior| prior.mean).collect();
        mean[0] = level;
        let precision = normals.iter().map(|prior| prior.sd.powi(-2)).collect();

        let people = table.people.len();
        let design = table
            .reviews
            .iter()
            .map(|review| {
                let coefficients = [
                    (0, 1.0),
                    (1, f64::from(u8::from(review.bad))),
                    (2, (review.rank / table.rank_mean).ln()),
                    (3, review.rank - table.rank_mean),
                    (4, review.position),
                    (FIXED + review.person, 1.0),
                    (FIXED + people + review.item, 1.0),
                ];
                coefficients.into_iter().filter(|(_, c)| *c != 0.0).map(|(index, c)| (0, index, c)).collect()
            })
            .collect();
        let rows = table
            .reviews
            .iter()
            .map(|review| Row {
                log_secs: review.secs.ln(),
                censored: review.timed_out,
                place: support.place(review.delay_secs, review.batch_size, tau_secs),
            })
            .collect();
        Self {
            hyper,
            design,
            fixed_prior: LatentPrior { mean, precision },
            people,
            items: table.items.len(),
            rows,
        }
    }

    pub(crate) fn named(&self, psi: &[f64]) -> TimeHyper {
        let natural = natural(&self.hyper, psi);
        let slopes = &psi[..psi.len() - 3];
        let rise = match slopes {
            [a, b, e] => Rise::from_logs(*a, *b, *e),
            _ => Rise::of_batch_alone(slopes[0]),
        };
        let [sigma, person_sd, item_sd] = std::array::from_fn(|i| natural[slopes.len() + i]);
        TimeHyper { rise, sigma, person_sd, item_sd }
    }
}

impl Part for TimePart {
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
        let rise = self.named(psi).rise;
        self.rows.iter().map(|row| [rise.at(row.place), 0.0]).collect()
    }

    fn row(&self, row: usize, [mu, _]: [f64; 2], psi: &[f64]) -> RowTerm {
        let log_sigma = psi[psi.len() - 3];
        let precision = (-log_sigma).exp();
        let row = &self.rows[row];
        let distance = (row.log_secs - mu) * precision;
        if row.censored {
            let (log_density, ratio) = normal::log_cdf(-distance);
            let information = ratio * (ratio - distance) * precision * precision;
            RowTerm {
                log_density,
                gradient: [ratio * precision, 0.0],
                information: [information.max(0.0), 0.0, 0.0],
            }
        } else {
            RowTerm {
                log_density: -log_sigma - 0.5 * distance * distance,
                gradient: [distance * precision, 0.0],
                information: [precision * precision, 0.0, 0.0],
            }
        }
    }
}
