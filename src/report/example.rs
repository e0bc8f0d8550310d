//! A surface made up for tests: every number follows from its formula.

use crate::stats::checks::{CHECKS_FORMAT, Checked, Gap, Panel, PosteriorChecks, Statistic};
use crate::stats::{Said, Trial};
use crate::surface::{
    CostSurface, Diagnostics, Draws, Estimate, Grid, IsotonicCheck, Matrix, Model, Monotone, Prices,
    Provenance, SURFACE_FORMAT, Support, Units,
};

const DELAYS: [f64; 5] = [0.0, 30.0, 120.0, 600.0, 3600.0];
const BATCH_SIZES: [f64; 5] = [1.0, 2.0, 4.0, 8.0, 16.0];
const TAU_SECS: f64 = 62.0;

fn matrix(of: impl Fn(f64, f64) -> f64) -> Matrix {
    let row =
        |delay: &f64| BATCH_SIZES.iter().map(|size| of((delay / TAU_SECS).ln_1p(), size.ln())).collect();
    DELAYS.iter().map(row).collect()
}

/// An estimate whose interval is this factor wide on either side.
fn around(factor: f64, of: impl Fn(f64, f64) -> f64 + Copy) -> Estimate<Matrix> {
    Estimate {
        mean: matrix(of),
        q05: matrix(|g, z| of(g, z) / factor),
        q50: matrix(of),
        q95: matrix(|g, z| of(g, z) * factor),
    }
}

fn share(of: impl Fn(f64, f64) -> f64 + Copy) -> Estimate<Matrix> {
    let logistic = |value: f64| 1.0 / (1.0 + (-value).exp());
    Estimate {
        mean: matrix(|g, z| logistic(of(g, z))),
        q05: matrix(|g, z| logistic(of(g, z) - 0.4)),
        q50: matrix(|g, z| logistic(of(g, z))),
        q95: matrix(|g, z| logistic(of(g, z) + 0.4)),
    }
}

pub(super) fn surface(simulated: bool) -> CostSurface {
    let one = |mean: f64| Estimate { mean, q05: mean - 0.2, q50: mean, q95: mean + 0.2 };
    CostSurface {
        format: SURFACE_FORMAT.into(),
        simulated,
        units: Units { delay: "s".into(), batch_size: "decisions".into(), cost: "person-seconds".into() },
        support: Support { delay_secs: [0.0, 3600.0], batch_size: [1.0, 16.0] },
        estimand: "these_people_and_items".into(),
        prevalence: 0.5,
        prices: Prices { miss_secs: 600.0, misplaced_secs: 120.0, false_alarm_secs: 60.0 },
        time_limit_secs: 300.0,
        model: Model {
            id: "corner-lognormal-sdt".into(),
            kind: "laplace".into(),
            tau_secs: TAU_SECS,
            params: [("delta", 0.7), ("f00", 3.6), ("g_m", 0.15)]
                .map(|(name, mean)| (name.to_owned(), one(mean)))
                .into(),
            prior_driven: vec!["g_m".into()],
            chosen_because: String::new(),
            conditions: None,
        },
        grid: Grid {
            delay_secs: DELAYS.into(),
            batch_size: BATCH_SIZES.into(),
            cost_secs: around(1.25, |g, z| 60.0 * (0.55 * z + 0.14 * g).exp() + 35.0 * (z + g)),
            time_bad_secs: around(1.12, |g, z| 40.0 * (0.5 * z + 0.08 * g).exp()),
            time_good_secs: around(1.12, |g, z| 36.0 * (0.5 * z + 0.08 * g).exp()),
            hit: share(|g, z| 2.6 - 0.5 * z - 0.2 * g),
            false_alarm: share(|g, z| -2.2 + 0.1 * z + 0.1 * g),
            located: share(|g, z| 2.0 - 0.4 * z - 0.15 * g),
        },
        draws: Draws { names: vec!["tau_secs".into()], values: vec![vec![TAU_SECS]] },
        monotone: Monotone {
            constraint: "time and d' do not fall".into(),
            share_violating: 0.031,
            mended: "isotonic projection of each dipping draw".into(),
        },
        extrapolation: "refuse".into(),
        diagnostics: Diagnostics { pareto_k_max: Some(0.61), ..Diagnostics::default() },
        provenance: Provenance {
            software: "tightloop 0.1.0".into(),
            commit: "0123abc".into(),
            seed: 1,
            dataset_blake3: "ab".repeat(32),
            plan_blake3: "cd".repeat(32),
            participants: 12,
            scenarios: 8,
            trials: 360,
        },
        rivals: vec![],
        unconstrained: None,
        isotonic_check: Some(IsotonicCheck {
            cell_means: matrix(|g, z| 3.6 + 0.5 * z + 0.1 * g)
                .into_iter()
                .map(|row| row.into_iter().map(Some).collect())
                .collect(),
            fitted: vec![vec![None; 5]; 5],
            max_gap_se: Some(3.1),
        }),
        population: None,
    }
}

/// Checks in which every seventh cell lies outside its band, hits more often than chance has it.
pub(super) fn checks(surface: &CostSurface) -> PosteriorChecks {
    let grid = &surface.grid;
    let panel = |statistic: Statistic| {
        let of = match statistic {
            Statistic::Hits => &grid.hit,
            Statistic::FalseAlarms | Statistic::TimedOut => &grid.false_alarm,
            _ => &grid.time_bad_secs,
        };
        let places =
            (0..DELAYS.len()).flat_map(|row| (0..BATCH_SIZES.len()).map(move |column| (row, column)));
        let places = places.take(if statistic == Statistic::Practice { 8 } else { 25 });
        let cells: Vec<Checked> = places
            .enumerate()
            .map(|(index, (row, column))| {
                let practice = statistic == Statistic::Practice;
                let (q05, q50, q95) = (of.q05[row][column], of.q50[row][column], of.q95[row][column]);
                let outside = index % 7 == 3;
                Checked {
                    delay_secs: (!practice).then_some(DELAYS[row]),
                    batch_size: (!practice).then_some(BATCH_SIZES[column]),
                    ranks: practice.then_some([1.0 + 4.0 * index as f64, 4.0 + 4.0 * index as f64]),
                    reviews: 14,
                    observed: if outside { q95 * 1.02 } else { 0.5 * (q05 + q50) },
                    q05,
                    q50,
                    q95,
                    outside,
                }
            })
            .collect();
        Panel {
            statistic,
            outside: cells.iter().filter(|cell| cell.outside).count() as u64,
            outside_by_chance: 0.09 * cells.len() as f64,
            probability: if statistic == Statistic::Hits { 0.01 } else { 0.4 },
            cells,
        }
    };
    PosteriorChecks {
        format: CHECKS_FORMAT.into(),
        simulated: surface.simulated,
        model: surface.model.id.clone(),
        replications: 200,
        seed: 1,
        dataset_blake3: surface.provenance.dataset_blake3.clone(),
        panels: Statistic::ALL.map(panel).into(),
        isotonic_gap: Some(Gap { observed: 3.1, q50: 0.8, q95: 1.9, probability: 0.0 }),
    }
}

/// A review of a bad batch, to be varied.
pub(super) fn trial() -> Trial {
    Trial {
        participant: "p01".into(),
        scenario: "pack".into(),
        trial: 1,
        delay_secs: 0.0,
        batch_size: 1.0,
        planted: true,
        verdict: None,
        review_secs: 300.0,
        timed_out: true,
        error_index: None,
        said_index: None,
        reach: None,
        said_reach: None,
        outstanding: None,
        cues: None,
        practice: false,
        excluded: false,
        simulated: true,
    }
}

/// A few reviews a cell, scattered around the surface by a fixed pattern.
pub(super) fn trials(surface: &CostSurface) -> Vec<Trial> {
    let mut all = vec![];
    for (row, delay) in surface.grid.delay_secs.iter().enumerate() {
        for (column, batch_size) in surface.grid.batch_size.iter().enumerate() {
            for number in 0..14_u32 {
                let planted = number.is_multiple_of(2);
                let times = if planted { &surface.grid.time_bad_secs } else { &surface.grid.time_good_secs };
                let rejections = if planted { &surface.grid.hit } else { &surface.grid.false_alarm };
                let turn = f64::from((number * 37 + (row * 5 + column) as u32 * 11) % 14) / 13.0;
                let said = if turn < rejections.mean[row][column] { Said::Reject } else { Said::Accept };
                let timed_out = column == 4 && number == 5;
                all.push(Trial {
                    delay_secs: delay + f64::from(number) * 0.3,
                    batch_size: *batch_size,
                    planted,
                    verdict: (!timed_out).then_some(said),
                    timed_out,
                    review_secs: times.mean[row][column] * (0.5 + turn),
                    ..trial()
                });
            }
        }
    }
    all
}
