//! The cost surface that a fit writes, what its readers refuse, and the two commands around it.

#![allow(clippy::unwrap_used)] // a test's helpers may

mod advice;
mod commands;
mod conformance;
mod evaluation;
mod format;
mod moved;

use serde_json::Value;
use std::ops::ControlFlow;
use std::sync::OnceLock;
use tightloop::stats::generate::{Design, reviews, truth};
use tightloop::stats::{self, AnalysisPlan, Trial};
use tightloop::surface::{
    Conditions, Conflict, CostSurface, Cue, EdgeSlope, Estimate, IsotonicCheck, Population, Rival,
    Unconstrained,
};

const SCHEMA: &str = include_str!("../../analysis/cost-surface.schema.json");

fn trials() -> Vec<Trial> {
    let design = Design {
        people: 4,
        trials_each: 24,
        items: 4,
        delays: vec![0.0, 120.0, 600.0],
        batch_sizes: vec![1.0, 4.0, 16.0],
        time_limit_secs: 900.0,
    };
    reviews(&design, &truth(&design, 3), 4)
}

/// One real fit for all tests.
fn surface() -> CostSurface {
    static SURFACE: OnceLock<CostSurface> = OnceLock::new();
    SURFACE
        .get_or_init(|| {
            let mut plan = AnalysisPlan::default().unwrap();
            plan.sampler.draws = 200;
            stats::fit(&trials(), &plan, 1, &mut |_| ControlFlow::Continue(())).unwrap().surface
        })
        .clone()
}

fn as_json() -> Value {
    serde_json::to_value(surface()).unwrap()
}

fn schema_errors(surface: &Value) -> Vec<String> {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    validator.iter_errors(surface).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

/// A surface that says all that the format can say of its fit.
fn full() -> CostSurface {
    let one = |mean: f64| Estimate { mean, q05: mean - 0.1, q50: mean, q95: mean + 0.1 };
    let mut surface = surface();
    surface.model.chosen_because = "leave-one-out prefers it".into();
    surface.model.conditions = Some(Conditions {
        outstanding: Some([0.0, 3.0]),
        load_time: Some(one(0.2)),
        load_sensitivity: Some(one(0.15)),
        cues: vec![Cue { level: "tests".into(), time: one(-0.05), log_sensitivity: one(0.2) }],
        reference_cue: Some("none".into()),
    });
    surface.rivals = vec![Rival {
        id: "corner".into(),
        elpd_loo: Some(-512.5),
        elpd_diff: Some(0.0),
        elpd_diff_se: Some(0.0),
        elpd_participant: None,
        elpd_participant_diff: None,
        elpd_participant_diff_se: None,
        pareto_k_max: Some(0.8),
        refitted: Some(2),
        unreliable: Some(1),
        participants_unreliable: Some(0),
        preferred: true,
    }];
    let edge = "delay at smallest batch".to_owned();
    surface.unconstrained = Some(Unconstrained {
        edges: vec![EdgeSlope { edge, probability_negative: 0.02, slope: one(0.2) }],
        preferred: false,
    });
    let patchy = vec![vec![Some(3.5), None, Some(4.5)]; 3];
    surface.isotonic_check =
        Some(IsotonicCheck { cell_means: patchy.clone(), fitted: patchy, max_gap_se: Some(0.0) });
    surface.population = Some(Population {
        source_blake3: "ab".repeat(32),
        weight: vec![vec![0.5; 3]; 3],
        conflict: Conflict {
            probability: 0.4,
            flagged: false,
            text: "the team agrees with the study".into(),
        },
    });
    surface.diagnostics.problems = vec!["two divergent transitions".into()];
    surface.diagnostics.chains = Some(4);
    surface
}

fn names(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}
