//! Every parameter by its name, as tables of draws have them: globals on the scales on which they are told, then every
//! effect of a person or an item as it enters the predictors.

use super::model::layout::{Factor, Layout};
use super::model::{Model, Scratch};
use super::posterior::Told;

/// The columns of a table of draws: as many as the sampled vector is long.
#[derive(Debug)]
pub(crate) struct Columns {
    /// `sigma`, …, then `person_time[0]`, `person_time[1]`, …: an effect has the name of its standard deviation, and the
    /// place of its person or item in the table.
    pub(crate) names: Vec<String>,
    /// Where each stands in the sampled vector.
    pub(crate) places: Vec<usize>,
    told: Vec<Told>,
}

impl Columns {
    pub(crate) fn of(layout: &Layout) -> Self {
        let globals = layout.globals.len();
        let mut names: Vec<String> = layout.globals.iter().map(|global| global.name.clone()).collect();
        let mut places: Vec<usize> = (0..globals).collect();
        let mut push = |factor: &Factor, begin: usize| {
            for (index, group) in factor.groups.iter().enumerate() {
                let kind = layout.globals[group.psi].name.trim_start_matches("sd_");
                for unit in 0..factor.count {
                    names.push(format!("{kind}[{unit}]"));
                    places.push(begin + unit * factor.stride() + index);
                }
            }
        };
        push(&layout.people, layout.people_begin());
        push(&layout.items, layout.items_begin());
        Self { names, places, told: (0..globals).map(|index| Told::of(layout, index)).collect() }
    }

    /// One draw's values.
    pub(crate) fn row(&self, model: &Model, theta: &[f64], scratch: &mut Scratch) -> Vec<f64> {
        let effects = model.effects(theta, scratch);
        let globals = self.told.iter().zip(theta).map(|(told, value)| told.value(*value));
        let of_effects = self.places[self.told.len()..].iter();
        globals.chain(of_effects.map(|place| effects[place - self.told.len()])).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::truth::Reach;
    use crate::stats::AnalysisPlan;
    use crate::stats::generate::{Design, reviews, truth};
    use crate::stats::model::kind::ModelKind;
    use crate::stats::table::Table;

    #[test]
    fn a_row_has_what_the_draws_parameters_have_reach_included() {
        let design = Design {
            people: 3,
            trials_each: 16,
            items: 2,
            delays: vec![0.0, 60.0],
            batch_sizes: vec![1.0, 4.0],
            time_limit_secs: 600.0,
        };
        let mut trials = reviews(&design, &truth(&design, 1), 2);
        for (index, trial) in trials.iter_mut().enumerate().filter(|(_, trial)| trial.planted) {
            trial.reach = Some(if index % 3 == 0 { Reach::Root } else { Reach::Local });
            trial.said_reach = trial.said_index.and(Some(Reach::Local));
        }
        let plan = AnalysisPlan::default().unwrap();
        let table = Table::new(&trials, &plan).unwrap();
        assert!(table.with_reach && table.with_location);
        let model = Model::new(&table, &plan.priors, ModelKind::Corner);
        let columns = Columns::of(&model.layout);
        let mut sorted = columns.places.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, (0..model.layout.len()).collect::<Vec<_>>(), "every value has one column");
        let theta: Vec<f64> = (0..model.layout.len()).map(|i| (0.7 * i as f64).sin()).collect();
        let mut scratch = Scratch::default();
        let row = columns.row(&model, &theta, &mut scratch);
        let parameters = model.parameters(&theta, &table, &mut scratch);
        let of = |name: &str| row[columns.names.iter().position(|other| other == name).unwrap()];
        let (location, reach) = (parameters.location.unwrap(), parameters.reach.unwrap());
        for (name, expected) in [
            ("sigma", parameters.sigma),
            ("tau_secs", parameters.tau_secs),
            ("sd_person_reach", reach.person_sd),
            ("rho_item", parameters.spread.item_correlation),
            ("person_time[2]", parameters.effects.person_time[2]),
            ("person_sensitivity[0]", parameters.effects.person_sensitivity[0]),
            ("item_sensitivity[1]", parameters.effects.item_sensitivity[1]),
            ("person_location[1]", location.people[1]),
            ("item_location[0]", location.items[0]),
            ("person_reach[2]", reach.people[2]),
            ("item_reach[1]", reach.items[1]),
        ] {
            assert_eq!(of(name), expected, "{name}");
        }
    }
}
