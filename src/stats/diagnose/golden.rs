//! Agreement with ArviZ on committed draws; `analysis/peers/arviz_draws.py` made both files.

use super::{Convergence, ebfmi};
use serde_json::Value;

const DRAWS: &str = include_str!("../../../tests/fixtures/draws/draws.csv");
const ARVIZ: &str = include_str!("../../../tests/fixtures/draws/arviz.json");

/// Chains of the parameter in column `column`.
fn chains(column: usize) -> Vec<Vec<f64>> {
    let mut chains = Vec::new();
    for line in DRAWS.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let chain: usize = cells[0].parse().unwrap();
        chains.resize_with(chains.len().max(chain + 1), Vec::new);
        chains[chain].push(cells[column].parse().unwrap());
    }
    chains
}

fn close(ours: f64, theirs: &Value, what: &str) {
    let theirs = theirs.as_f64().unwrap();
    assert!((ours / theirs - 1.0).abs() < 1e-9, "{what}: {ours} against {theirs}");
}

#[test]
fn the_numbers_are_those_of_arviz() {
    let golden: Value = serde_json::from_str(ARVIZ).unwrap();
    let names: Vec<&str> = DRAWS.lines().next().unwrap().split(',').collect();
    assert_eq!(names.len(), 7);
    for (column, name) in names.into_iter().enumerate().skip(1) {
        let (draws, theirs) = (chains(column), &golden["parameters"][name]);
        let ours = Convergence::of(&draws);
        close(ours.rhat.unwrap(), &theirs["rhat"], &format!("{name}: R̂"));
        close(ours.ess_bulk.unwrap(), &theirs["ess_bulk"], &format!("{name}: bulk ESS"));
        close(ours.ess_tail.unwrap(), &theirs["ess_tail"], &format!("{name}: tail ESS"));
        close(ours.ess_mean.unwrap(), &theirs["ess_mean"], &format!("{name}: ESS of the mean"));
        close(ours.mcse_mean.unwrap(), &theirs["mcse_mean"], &format!("{name}: MCSE"));
        for (chain, theirs) in draws.iter().zip(theirs["ebfmi"].as_array().unwrap()) {
            close(ebfmi(chain).unwrap(), theirs, &format!("{name}: E-BFMI"));
        }
    }
}
