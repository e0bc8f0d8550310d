//! A truth of one's choosing for a planned study: every quantity at its prior's median or at a value that is given,
//! effects of people and items drawn anew each time.

use super::export::prices;
use super::fit::draws_cells;
use super::generate::Setting;
use super::model::kind::ModelKind;
use super::model::prior::{Prior, psi_of};
use super::model::{Model, Scratch};
use super::parameters::Parameters;
use super::plan::AnalysisPlan;
use super::posterior::Told;
use super::short::grid;
use super::table::Table;
use super::trial::Trial;
use crate::nearest;
use crate::problem::{Outcome, Problem};
use crate::surface::Matrix;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution as _, StandardNormal};
use std::collections::BTreeMap;

/// The median of a half-normal variable, in units of its scale.
const HALF_NORMAL_MEDIAN: f64 = 0.674_489_750_196_081_7;
/// A quantity that must lie above zero and is to be none at all.
const AS_GOOD_AS_ZERO: f64 = 1e-12;

/// What the analysis plan calls what surfaces call otherwise, and two names for what people mean.
const OTHER_NAMES: [(&str, &str); 25] = [
    ("level", "f00"),
    ("time_error", "b_e"),
    ("practice_log", "b_t"),
    ("practice_linear", "b_l"),
    ("position", "b_p"),
    ("sensitivity", "delta"),
    ("loss_batch", "g_m"),
    ("loss_delay", "g_d"),
    ("criterion", "c0"),
    ("criterion_batch", "c_m"),
    ("location", "l0"),
    ("location_loss_batch", "l_m"),
    ("location_loss_delay", "l_d"),
    ("load_time", "b_o"),
    ("load_sensitivity", "g_o"),
    ("person_time_sd", "sd_person_time"),
    ("person_slope_sd", "sd_person_slope"),
    ("person_sensitivity_sd", "sd_person_sensitivity"),
    ("person_criterion_sd", "sd_person_criterion"),
    ("person_location_sd", "sd_person_location"),
    ("item_time_sd", "sd_item_time"),
    ("item_sensitivity_sd", "sd_item_sensitivity"),
    ("item_location_sd", "sd_item_location"),
    ("person_sd", "sd_person_time"),
    ("item_sd", "sd_item_time"),
];

/// The truth behind simulated studies of one design.
#[derive(Debug)]
pub(crate) struct Typical {
    table: Table,
    model: Model,
    /// The globals as the model samples them.
    globals: Vec<f64>,
}

impl Typical {
    /// For the reviews of a design; of `trials` only who, what, when and which columns there are is read. `effects` are
    /// quantities by the names of a surface's `model.params`, on the scales of these, or by those of the analysis plan.
    ///
    /// # Errors
    /// Where the design cannot be fitted; where there is no such quantity, or it cannot have that value.
    pub(crate) fn new(trials: &[Trial], plan: &AnalysisPlan, effects: &[(String, f64)]) -> Outcome<Self> {
        let table = Table::new(trials, plan)?;
        let kind = plan.models.first().copied().unwrap_or(ModelKind::Corner);
        let mut model = Model::new(&table, &plan.priors, kind);
        // Not centred: effects are then standard normal whatever their standard deviations.
        model.centring.people.fill(0.0);
        model.centring.items.fill(0.0);
        let median = |prior: Prior| match prior {
            Prior::Normal { mean, .. } | Prior::Pooled { mean, .. } => mean,
            Prior::Deviation { scale } => psi_of(scale, HALF_NORMAL_MEDIAN * scale),
        };
        let globals = model.layout.globals.iter().map(|global| median(global.prior)).collect();
        let mut typical = Self { table, model, globals };
        let mut named = Vec::new();
        for (name, value) in effects {
            named.push(typical.set(name, *value)?);
        }
        typical.keep_the_far_corner_low(&named);
        Ok(typical)
    }

    /// Sets one quantity; its index.
    fn set(&mut self, name: &str, value: f64) -> Outcome<usize> {
        let globals = &self.model.layout.globals;
        let other = OTHER_NAMES.iter().find(|(other, _)| *other == name).map_or(name, |(_, name)| name);
        let Some(index) = globals.iter().position(|global| global.name == other) else {
            let here = |wanted: &str| globals.iter().any(|global| global.name == wanted);
            let names = globals.iter().map(|global| global.name.as_str());
            let others = OTHER_NAMES.iter().filter(|(_, name)| here(name)).map(|(other, _)| *other);
            let todo = match nearest::nearest(name, names.clone().chain(others)) {
                Some(near) => format!("did you mean '{near}'?"),
                None => nearest::advice(name, names),
            };
            return Err(
                Problem::new(format!("there is no quantity '{name}' in this design's model")).todo(todo)
            );
        };
        let refuse =
            |expected: &str| Err(Problem::new(format!("{name}: expected {expected}, found {value}")));
        let told = Told::of(&self.model.layout, index);
        self.globals[index] = match told {
            _ if !value.is_finite() => return refuse("a number"),
            Told::Exponential | Told::Deviation(_) if value < 0.0 => return refuse("0 or more"),
            Told::Correlation if value.abs() >= 1.0 => return refuse("more than -1 and less than 1"),
            Told::AsItIs => value,
            Told::Exponential => value.max(AS_GOOD_AS_ZERO).ln(),
            Told::Deviation(scale) => psi_of(scale, value),
            Told::Correlation => value.atanh(),
        };
        Ok(index)
    }

    /// What the far corner lies above the greater of the two rises has a prior around half the smaller of them: with
    /// other slopes it follows them, unless it was named itself. Without that, no delay effect at all could be asked for.
    fn keep_the_far_corner_low(&mut self, named: &[usize]) {
        let at = &self.model.layout.at;
        let (Some(delay), Some(rest), Some(tau)) = (at.delay, at.rest, at.log_tau) else { return };
        let told = |index: usize| Told::of(&self.model.layout, index).value(self.globals[index]);
        if named.contains(&rest) || !(named.contains(&delay) || named.contains(&at.batch)) {
            return;
        }
        let support = &self.table.support;
        let smaller =
            (told(at.batch) * support.batch_span()).min(told(delay) * support.delay_span(told(tau)));
        self.globals[rest] = (0.5 * smaller).max(AS_GOOD_AS_ZERO).ln();
    }

    /// Every quantity by its name in a surface's `model.params`.
    pub(crate) fn values(&self) -> BTreeMap<String, f64> {
        let layout = &self.model.layout;
        let told = |index: usize| Told::of(layout, index).value(self.globals[index]);
        layout.globals.iter().enumerate().map(|(index, global)| (global.name.clone(), told(index))).collect()
    }

    /// New people and items, the same in all else.
    pub(crate) fn draw(&self, rng: &mut ChaCha8Rng) -> Parameters {
        let mut theta = self.globals.clone();
        theta.resize_with(self.model.layout.len(), || StandardNormal.sample(rng));
        self.model.parameters(&theta, &self.table, &mut Scratch::default())
    }

    /// The C that a study of these people and items is to find, person-seconds, on the grid of its surface.
    pub(crate) fn cost_secs(&self, truth: &Parameters, plan: &AnalysisPlan, seed: u64) -> Matrix {
        draws_cells(truth, plan.estimand, &grid(&self.table), seed, 0).cost_secs(&prices(&self.table, plan))
    }

    /// What its reviews have in common.
    pub(crate) fn setting(&self) -> Setting {
        let Table { support, time_limit_secs, rank_mean, .. } = self.table;
        Setting { support, time_limit_secs, rank_mean }
    }

    /// The grid's delays, seconds.
    pub(crate) fn delays(&self) -> &[f64] {
        &self.table.delays
    }

    /// The grid's batch sizes, decisions.
    pub(crate) fn batch_sizes(&self) -> &[f64] {
        &self.table.batch_sizes
    }
}

#[cfg(test)]
mod tests {
    use super::super::generate::{Design, reviews, truth};
    use super::*;
    use crate::stats::parameters::Shape;
    use rand::SeedableRng as _;

    fn typical(effects: &[(&str, f64)]) -> Outcome<Typical> {
        let design = Design {
            people: 4,
            trials_each: 18,
            items: 3,
            delays: vec![0.0, 60.0, 300.0],
            batch_sizes: vec![1.0, 4.0, 16.0],
            time_limit_secs: 600.0,
        };
        let effects: Vec<(String, f64)> =
            effects.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect();
        Typical::new(&reviews(&design, &truth(&design, 1), 2), &AnalysisPlan::default()?, &effects)
    }

    #[test]
    fn untouched_quantities_are_the_medians_of_their_priors() {
        let values = typical(&[]).unwrap().values();
        let near = |name: &str, expected: f64| (values[name] / expected - 1.0).abs() < 1e-6;
        assert!(near("tau_secs", 60.0) && near("slope_batch", 0.6) && near("slope_delay", 0.1));
        assert!(near("sigma", 0.45) && near("g_d", 0.1) && near("f00", 3.6889));
        // The median of a half-normal distribution of scale 0.5: 0.5 · 0.674490.
        assert!(near("sd_person_time", 0.337_245), "{}", values["sd_person_time"]);
        assert_eq!(values["rho_person"], 0.0);
    }

    #[test]
    fn what_is_named_has_its_value_by_either_name() {
        let chosen = typical(&[("slope_delay", 0.2), ("loss_delay", 0.3), ("person_sd", 0.25)]).unwrap();
        let values = chosen.values();
        for (name, expected) in [("slope_delay", 0.2), ("g_d", 0.3), ("sd_person_time", 0.25)] {
            assert!((values[name] - expected).abs() < 1e-6, "{name}: {}", values[name]);
        }
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let parameters = chosen.draw(&mut rng);
        assert!((parameters.spread.person_time - 0.25).abs() < 1e-6);
        assert_eq!((parameters.effects.person_time.len(), parameters.effects.item_time.len()), (4, 3));
        assert_ne!(parameters.effects, chosen.draw(&mut rng).effects);
    }

    #[test]
    fn no_effect_of_delay_is_none_anywhere() {
        let chosen = typical(&[("slope_delay", 0.0)]).unwrap();
        let Shape::Corners { rise, .. } = chosen.draw(&mut ChaCha8Rng::seed_from_u64(1)).shape else {
            panic!("the first model has corners");
        };
        assert!(rise.delay < 1e-9 && rise.both - rise.batch < 1e-9, "{rise:?}");
    }

    #[test]
    fn a_typing_error_and_an_impossible_value_are_said() {
        let said = |name: &str, value: f64| typical(&[(name, value)]).unwrap_err().to_string();
        assert_eq!(
            said("slop_delay", 0.1),
            "there is no quantity 'slop_delay' in this design's model; did you mean 'slope_delay'?"
        );
        assert!(said("perso_sd", 0.1).ends_with("did you mean 'person_sd'?"));
        assert!(said("zzz", 0.1).contains("choose one of f00, slope_batch, "));
        assert_eq!(said("slope_delay", -0.1), "slope_delay: expected 0 or more, found -0.1");
        assert_eq!(said("rho_item", 1.0), "rho_item: expected more than -1 and less than 1, found 1");
    }
}
