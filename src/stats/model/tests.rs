//! The slopes, against finite differences; the density, against another way of writing it.

use super::kind::ModelKind;
use super::prior::Prior;
use super::{Model, Scratch};
use crate::protocol::spec::Cue;
use crate::scenario::truth::Reach;
use crate::stats::table::Table;
use crate::stats::{AnalysisPlan, Trial, generate};

const KINDS: [ModelKind; 4] =
    [ModelKind::Corner, ModelKind::Additive, ModelKind::StudentT, ModelKind::Unconstrained];

/// Reviews with everything that the model can have: timed-out ones, reaches, load, cues.
fn trials(delays: &[f64]) -> Vec<Trial> {
    let design = generate::Design {
        people: 3,
        trials_each: 36,
        items: 3,
        delays: delays.to_vec(),
        batch_sizes: vec![1.0, 4.0, 16.0],
        time_limit_secs: 200.0,
    };
    let mut trials = generate::reviews(&design, &generate::truth(&design, 5), 6);
    let levels = [Cue::None, Cue::Tests, Cue::Independent];
    for (i, trial) in trials.iter_mut().enumerate() {
        (trial.outstanding, trial.cues) = (Some(i as u32 % 3), Some(levels[i % 3]));
        trial.reach = trial.error_index.map(|_| if i % 2 == 0 { Reach::Root } else { Reach::Local });
        trial.said_reach = trial.said_index.map(|_| if i % 5 == 0 { Reach::Root } else { Reach::Local });
    }
    assert!(trials.iter().any(|trial| trial.timed_out), "censored rows are to be among them");
    trials
}

fn model(kind: ModelKind, delays: &[f64]) -> Model {
    let plan = AnalysisPlan::default().unwrap();
    let table = Table::new(&trials(delays), &plan).unwrap();
    assert!(table.with_reach && table.with_location && table.outstanding.is_some() && table.cues.len() == 3);
    let mut model = Model::new(&table, &plan.priors, kind);
    // Every kind of effect centred to another degree.
    model.centring.people.iter_mut().enumerate().for_each(|(i, w)| *w = 0.2 * i as f64);
    model.centring.items.iter_mut().enumerate().for_each(|(i, w)| *w = 1.0 - 0.3 * i as f64);
    model
}

/// A place that is no mode, away from every symmetry.
fn somewhere(model: &Model) -> Vec<f64> {
    let globals = model.layout.globals.iter().map(|global| global.prior.centre());
    let effects = vec![0.0; model.layout.len() - model.layout.globals.len()];
    let centre = globals.chain(effects);
    centre.enumerate().map(|(i, value)| value + 0.3 * (1.7 * i as f64 + 0.4).sin()).collect()
}

/// The hand-written slopes and finite differences.
fn agree(model: &Model) {
    let (theta, mut scratch) = (somewhere(model), Scratch::default());
    let mut gradient = vec![0.0; model.layout.len()];
    model.log_density(&theta, &mut gradient, &mut scratch);
    let mut unused = gradient.clone();
    let mut at = |place: usize, by: f64| {
        let mut theta = theta.clone();
        theta[place] += by;
        model.log_density(&theta, &mut unused, &mut scratch)
    };
    for (place, slope) in gradient.iter().enumerate() {
        // Fourth order: its own error is below the tolerance.
        let h = 1e-3;
        let (near, far) = (at(place, h) - at(place, -h), at(place, 2.0 * h) - at(place, -2.0 * h));
        let expected = (8.0 * near - far) / (12.0 * h);
        let off = (expected - slope).abs() / expected.abs().max(1.0);
        let name = model.layout.globals.get(place).map_or("an effect", |global| &global.name);
        assert!(off < 1e-7, "{:?}, {name} [{place}]: {slope} against {expected}", model.kind);
    }
}

#[test]
fn slopes_agree_with_finite_differences() {
    for kind in KINDS {
        for delays in [&[0.0, 60.0, 900.0][..], &[30.0]] {
            agree(&model(kind, delays));
        }
    }
}

#[test]
fn slopes_agree_with_finite_differences_where_an_earlier_study_is_leant_on() {
    let mut model = model(ModelKind::Corner, &[0.0, 60.0, 900.0]);
    for (i, global) in model.layout.globals.iter_mut().enumerate() {
        if let Prior::Normal { mean, sd } = global.prior {
            global.prior = Prior::Pooled { mean: mean + 0.1, sd: 0.1 + 0.02 * i as f64, apart: sd };
        }
    }
    model.layout.add_apart(0.5);
    agree(&model);
}

#[test]
fn how_far_effects_are_centred_does_not_change_what_is_said() {
    // The density of u, not of e: they differ by the Jacobian, (1 − w)·log s an effect.
    let centred = model(ModelKind::Corner, &[0.0, 60.0, 900.0]);
    let theta = somewhere(&centred);
    let table = Table::new(&trials(&[0.0, 60.0, 900.0]), &AnalysisPlan::default().unwrap()).unwrap();
    let mut scratch = Scratch::default();
    let told = centred.parameters(&theta, &table, &mut scratch);
    let mut other = centred.clone();
    other.centring.people.fill(0.0);
    other.centring.items.fill(0.0);
    let moved = centred.moved_to(&other, &theta);
    let again = other.parameters(&moved, &table, &mut scratch);
    let pairs = told.effects.person_sensitivity.iter().zip(&again.effects.person_sensitivity);
    for (a, b) in pairs.chain(told.effects.item_time.iter().zip(&again.effects.item_time)) {
        assert!((a - b).abs() < 1e-12, "{a} {b}");
    }
    let (mut here, mut there) = (Vec::new(), Vec::new());
    centred.pointwise(&theta, &mut scratch, &mut here);
    other.pointwise(&moved, &mut scratch, &mut there);
    assert_eq!(here.len(), 108);
    assert!(here.iter().zip(&there).all(|(a, b)| (a - b).abs() < 1e-10));
}
