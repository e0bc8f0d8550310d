//! A place of the sampled vector as a complete set of parameters.

use super::layout::{Factor, ItemEffect, PersonEffect};
use super::natural::{self, Natural};
use super::{Centring, Form, Model, Scratch, cue_name};
use crate::stats::corner::{Rise, Support};
use crate::stats::parameters::{Conditions, CueEffect, Effects, Naming, Parameters, Shape, Spread};
use crate::stats::table::Table;

impl Model {
    /// Every effect as it enters the predictors, in the order of the vector.
    pub(crate) fn effects(&self, theta: &[f64], scratch: &mut Scratch) -> Vec<f64> {
        let layout = &self.layout;
        let globals = &theta[..layout.people_begin()];
        let (of_people, of_items) = theta[layout.people_begin()..].split_at(layout.people.len());
        scratch.people.expand(&layout.people, &self.centring.people, globals, of_people);
        scratch.items.expand(&layout.items, &self.centring.items, globals, of_items);
        [scratch.people.values.as_slice(), &scratch.items.values].concat()
    }

    /// What `theta` says.
    pub(crate) fn parameters(&self, theta: &[f64], table: &Table, scratch: &mut Scratch) -> Parameters {
        let layout = &self.layout;
        let globals = &theta[..layout.people_begin()];
        let (of_people, of_items) = theta[layout.people_begin()..].split_at(layout.people.len());
        let Centring { people: people_centring, items: items_centring } = &self.centring;
        scratch.people.expand(&layout.people, people_centring, globals, of_people);
        scratch.items.expand(&layout.items, items_centring, globals, of_items);
        let (natural, _) = Natural::read(layout, self.form, &self.support, globals);
        let (people_sd, person_correlation) = scratch.people.spread(&layout.people);
        let (items_sd, item_correlation) = scratch.items.spread(&layout.items);
        let of_person = |group: usize| column(&layout.people, &scratch.people.values, group);
        let of_item = |group: usize| column(&layout.items, &scratch.items.values, group);
        let naming = |natural: &natural::Naming, reach: bool| {
            let (person, item) = (layout.person_naming(reach), layout.item_naming(reach));
            Naming {
                level: natural.level,
                loss_batch: natural.loss_batch,
                loss_delay: natural.loss_delay,
                people: of_person(person),
                items: of_item(item),
                person_sd: people_sd[person],
                item_sd: items_sd[item],
            }
        };
        Parameters {
            tau_secs: natural.tau_secs,
            shape: shape(self.form, &natural, &self.support),
            residual: self.residual,
            time_error: natural.time_error,
            practice_log: natural.practice_log,
            practice_linear: natural.practice_linear,
            position: natural.position,
            sigma: natural.sigma,
            sensitivity: natural.sensitivity,
            loss_batch: natural.loss_batch,
            loss_delay: natural.loss_delay,
            criterion: natural.criterion,
            criterion_batch: natural.criterion_batch,
            location: layout.at.location.map(|_| naming(&natural.location, false)),
            reach: layout.at.reach.map(|_| naming(&natural.reach, true)),
            conditions: Conditions {
                load: layout.at.load.map(|_| [natural.load_time, natural.load_sensitivity]),
                cues: table
                    .cues
                    .iter()
                    .enumerate()
                    .skip(1)
                    .map(|(level, cue)| CueEffect {
                        level: cue_name(*cue).to_owned(),
                        time: natural.cue_time[level],
                        sensitivity: natural.cue_sensitivity[level],
                    })
                    .collect(),
            },
            effects: Effects {
                person_time: of_person(PersonEffect::Time as usize),
                person_slope: of_person(PersonEffect::Slope as usize),
                item_time: of_item(ItemEffect::Time as usize),
                person_sensitivity: of_person(PersonEffect::Sensitivity as usize),
                person_criterion: of_person(PersonEffect::Criterion as usize),
                item_sensitivity: of_item(ItemEffect::Sensitivity as usize),
            },
            spread: Spread {
                person_time: people_sd[PersonEffect::Time as usize],
                person_slope: people_sd[PersonEffect::Slope as usize],
                item_time: items_sd[ItemEffect::Time as usize],
                person_sensitivity: people_sd[PersonEffect::Sensitivity as usize],
                person_criterion: people_sd[PersonEffect::Criterion as usize],
                item_sensitivity: items_sd[ItemEffect::Sensitivity as usize],
                person_correlation,
                item_correlation,
            },
        }
    }
}

fn shape(form: Form, natural: &Natural, support: &Support) -> Shape {
    let [batch, delay, both] = natural.corners;
    match form {
        Form::Additive => Shape::Additive {
            level: natural.level,
            slope_batch: batch / support.batch_span(),
            resume_secs: natural.resume_secs,
        },
        Form::Corner | Form::Free => Shape::Corners {
            level: natural.level,
            rise: Rise { batch, delay, both, rest: both - batch.max(delay) },
        },
    }
}

/// One group's effects.
fn column(factor: &Factor, values: &[f64], group: usize) -> Vec<f64> {
    values.chunks_exact(factor.stride()).map(|block| block[group]).collect()
}
