//! The density, against the same model written by somebody else's rules: PyMC's.

use super::kind::ModelKind;
use super::{Model, Scratch};
use crate::stats::columns::Columns;
use crate::stats::table::Table;
use crate::stats::{AnalysisPlan, parse_csv};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

const TRIALS: &[u8] = include_bytes!("../../../tests/fixtures/peers/trials.csv");
/// By `analysis/peers/compare.py --golden`; the file names the version.
const PYMC: &str = include_str!("../../../tests/fixtures/peers/pymc.json");

#[derive(Deserialize)]
struct Peer {
    places: Vec<Place>,
}

#[derive(Deserialize)]
struct Place {
    theta: BTreeMap<String, f64>,
    log_likelihood: Vec<f64>,
    log_joint: f64,
}

#[test]
fn pymc_says_the_same_of_every_review_and_of_the_whole() {
    let (plan, path) = (AnalysisPlan::default().unwrap(), Path::new("trials.csv"));
    let table = Table::new(&parse_csv(TRIALS, path).unwrap(), &plan).unwrap();
    assert!(table.with_location && table.reviews.iter().any(|review| review.timed_out));
    let mut model = Model::new(&table, &plan.priors, ModelKind::Corner);
    model.centring.people.fill(0.0);
    model.centring.items.fill(0.0);
    let layout = &model.layout;
    let Columns { names, places, .. } = Columns::of(layout);
    let (mut scratch, mut gradient, mut pointwise) =
        (Scratch::default(), vec![0.0; layout.len()], Vec::new());
    let peer: Peer = serde_json::from_str(PYMC).unwrap();
    let mut constants = Vec::new();
    for place in &peer.places {
        assert_eq!(place.theta.len(), names.len());
        let mut theta = vec![0.0; layout.len()];
        names.iter().zip(&places).for_each(|(name, at)| theta[*at] = place.theta[name]);
        model.pointwise(&theta, &mut scratch, &mut pointwise);
        assert_eq!(pointwise.len(), place.log_likelihood.len());
        for (index, (ours, theirs)) in pointwise.iter().zip(&place.log_likelihood).enumerate() {
            assert!((ours - theirs).abs() < 1e-10, "review {index}: {ours} {theirs}");
        }
        constants.push(place.log_joint - model.log_density(&theta, &mut gradient, &mut scratch));
    }
    // Priors and Jacobians: the same but for a constant.
    let [first, second] = constants[..] else { panic!("two places are in the file") };
    assert!((first - second).abs() < 1e-8, "{first} {second}");
}
