//! The cost surface that a fit writes, what its readers refuse, and the two commands around it.

#![allow(clippy::unwrap_used)] // a test's helpers may

use serde_json::{Value, json};
use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::OnceLock;
use tightloop::stats::generate::{Design, reviews, truth};
use tightloop::stats::{self, AnalysisPlan, Said, Trial};
use tightloop::surface::{
    AdviceError, Clamp, Conditions, Conflict, CostSurface, Criterion, Cue, EdgeSlope, Estimate,
    IsotonicCheck, Population, Question, Rival, SurfaceError, Unconstrained,
};

#[path = "surface/conformance.rs"]
mod conformance;
#[path = "surface/moved.rs"]
mod moved;

const SCHEMA: &str = include_str!("../analysis/cost-surface.schema.json");

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

/// What `cost-surface/1` did not have at first.
const ADDED_LATER: [&str; 4] = ["rivals", "unconstrained", "isotonic_check", "population"];

fn schema_errors(surface: &Value) -> Vec<String> {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    validator.iter_errors(surface).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

fn names(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn a_real_fit_passes_the_schema_and_its_own_check() {
    assert_eq!(schema_errors(&as_json()), [""; 0]);
    surface().validate().unwrap();
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

#[test]
fn what_a_surface_says_of_its_fit_passes_the_schema_and_comes_back() {
    let json = serde_json::to_value(full()).unwrap();
    assert_eq!(schema_errors(&json), [""; 0]);
    full().validate().unwrap();
    assert_eq!(serde_json::from_value::<CostSurface>(json).unwrap(), full());
}

#[test]
fn surfaces_from_before_these_parts_still_read() {
    let mut older = as_json();
    for name in ADDED_LATER {
        older.as_object_mut().unwrap().remove(name).unwrap();
    }
    older["model"]
        .as_object_mut()
        .unwrap()
        .retain(|name, _| ["id", "kind", "tau_secs", "params", "prior_driven"].contains(&name.as_str()));
    for name in ["problems", "worst_parameter", "chains", "draws_per_chain", "secs"] {
        older["diagnostics"].as_object_mut().unwrap().remove(name).unwrap();
    }
    assert_eq!(schema_errors(&older), [""; 0]);
    serde_json::from_value::<CostSurface>(older).unwrap().validate().unwrap();
}

#[test]
fn what_a_surface_says_of_its_fit_is_checked() {
    for (pointer, value, field, in_schema) in [
        ("/model/conditions/outstanding", json!([3, 0]), "model.conditions.outstanding", false),
        ("/model/conditions/reference_cue", json!("tests"), "model.conditions.cues", false),
        ("/unconstrained/edges/0/probability_negative", json!(1.5), "unconstrained.edges", true),
        ("/isotonic_check/fitted", json!([[1, 2, 3]]), "isotonic_check", false),
        ("/population/weight/0/0", json!(2), "population.weight", true),
    ] {
        let mut broken = serde_json::to_value(full()).unwrap();
        *broken.pointer_mut(pointer).unwrap() = value;
        assert_eq!(!schema_errors(&broken).is_empty(), in_schema, "{pointer}");
        let surface: CostSurface = serde_json::from_value(broken).unwrap();
        let said = surface.validate().unwrap_err().to_string();
        assert!(said.starts_with(&format!("{field}: expected ")), "{pointer}: {said}");
    }
    let mut half = serde_json::to_value(full()).unwrap();
    half["model"]["conditions"].as_object_mut().unwrap().remove("load_time");
    assert!(!schema_errors(&half).is_empty());
    assert!(serde_json::from_value::<CostSurface>(half).unwrap().validate().is_err());
}

/// What is done to a surface, where, and what the reader in Rust says of it (empty where only the schema minds).
#[test]
fn broken_surfaces_are_refused() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let cases: [(&str, Value, bool); 14] = [
        ("/format", json!("cost-surface/2"), true),
        ("/units/cost", json!("hours"), true),
        ("/estimand", json!("everybody"), true),
        ("/prevalence", json!(1.5), true),
        ("/prices/miss_secs", json!(-1), true),
        ("/time_limit_secs", json!(0), true),
        ("/model/tau_secs", json!(-60), true),
        ("/model/kind", json!("guess"), false),
        ("/grid/batch_size/0", json!(0.5), true),
        ("/grid/hit/mean/0/0", json!(1.2), true),
        ("/grid/cost_secs/mean/0/0", json!(null), true),
        ("/grid/cost_secs/q50", json!([]), true),
        ("/extrapolation", json!("guess"), true),
        ("/provenance/dataset_blake3", json!("abc"), false),
    ];
    for (pointer, value, minded_by_reader) in cases {
        let mut broken = as_json();
        *broken.pointer_mut(pointer).unwrap() = value;
        assert!(!validator.is_valid(&broken), "the schema lets a broken {pointer} pass");
        let read: Result<CostSurface, _> = serde_json::from_value(broken);
        let refused = read.map_or(true, |surface| surface.validate().is_err());
        assert_eq!(refused, minded_by_reader, "{pointer}");
    }
    let mut added = as_json();
    added["comment"] = json!("hello");
    assert!(!validator.is_valid(&added));
    for name in names(&as_json()).into_iter().filter(|name| !ADDED_LATER.contains(name)) {
        let mut less = as_json();
        less.as_object_mut().unwrap().remove(name);
        assert!(!validator.is_valid(&less), "the schema does not need {name}");
        assert!(serde_json::from_value::<CostSurface>(less).is_err(), "the reader does not need {name}");
    }
}

/// What a schema cannot say.
#[test]
fn surfaces_that_contradict_themselves_are_refused() {
    let said = |change: &dyn Fn(&mut CostSurface)| {
        let mut surface = surface();
        change(&mut surface);
        surface.validate().unwrap_err().to_string()
    };
    assert_eq!(
        said(&|s| s.grid.cost_secs.mean[1][1] = s.grid.cost_secs.mean[0][0] * 0.5),
        "grid.cost_secs.mean: expected C that falls neither with delay nor with batch size"
    );
    assert_eq!(
        said(&|s| s.grid.delay_secs.swap(0, 1)),
        "grid.delay_secs: expected increasing numbers that cover the support, delays from 0 and sizes from 1"
    );
    assert_eq!(
        said(&|s| s.support.batch_size[1] = 99.0),
        "grid.batch_size: expected increasing numbers that cover the support, delays from 0 and sizes from 1"
    );
    assert_eq!(said(&|s| s.grid.hit.q05[0][0] = 1.0), "grid.hit: expected q05 ≤ q50 ≤ q95 in every cell");
    assert_eq!(
        said(&|s| {
            s.grid.located.q95[2].pop();
        }),
        "grid.located.q95: expected 3 rows of 3 numbers"
    );
    assert_eq!(
        said(&|s| s.draws.values[0][0] = f64::NAN),
        "draws.values: expected one number a name in every row"
    );
}

#[test]
fn the_names_are_those_that_other_tools_read() {
    let json = as_json();
    for (part, expected) in [
        (
            "",
            "format simulated units support estimand prevalence prices time_limit_secs model grid draws monotone \
              extrapolation diagnostics provenance rivals unconstrained isotonic_check population",
        ),
        ("/support", "delay_secs batch_size"),
        ("/prices", "miss_secs misplaced_secs false_alarm_secs"),
        ("/model", "id kind tau_secs params prior_driven chosen_because"),
        ("/grid", "delay_secs batch_size cost_secs time_bad_secs time_good_secs hit false_alarm located"),
        ("/grid/cost_secs", "mean q05 q50 q95"),
        ("/draws", "names values"),
        ("/monotone", "constraint share_violating mended"),
        (
            "/diagnostics",
            "rhat_max ess_bulk_min ess_tail_min divergences ebfmi_min elpd_loo pareto_k_max problems worst_parameter \
             chains draws_per_chain secs",
        ),
        ("/provenance", "software commit seed dataset_blake3 plan_blake3 participants scenarios trials"),
    ] {
        let mut ours = names(json.pointer(part).unwrap());
        let mut theirs: Vec<&str> = expected.split_whitespace().collect();
        ours.sort_unstable();
        theirs.sort_unstable();
        assert_eq!(ours, theirs, "in '{part}'");
    }
    assert_eq!(json["simulated"], true);
    assert_eq!(json["model"]["kind"], "nuts");
}

#[test]
fn between_grid_lines_c_is_bilinear_and_does_not_fall() {
    let surface = surface();
    let at = |delay: f64, batch: f64| surface.evaluate(delay, batch, Clamp::No).unwrap().cost_secs.mean;
    assert_eq!(at(120.0, 4.0), surface.grid.cost_secs.mean[1][1]);
    // Halfway between 4 and 16 on the log scale is 8.
    let middle = 0.5 * (surface.grid.cost_secs.mean[1][1] + surface.grid.cost_secs.mean[1][2]);
    assert!((at(120.0, 8.0) - middle).abs() < 1e-9);
    // Halfway between 120 and 600 in log(1 + d/τ).
    let tau = surface.model.tau_secs;
    let halfway = tau * (((1.0f64 + 120.0 / tau) * (1.0 + 600.0 / tau)).sqrt() - 1.0);
    let middle = 0.5 * (surface.grid.cost_secs.mean[1][1] + surface.grid.cost_secs.mean[2][1]);
    assert!((at(halfway, 4.0) - middle).abs() < 1e-9);
    for step in 0..60 {
        let (delay, batch) = (10.0 * f64::from(step), 1.0 + 0.25 * f64::from(step));
        assert!(at(delay + 10.0, batch) >= at(delay, batch));
        assert!(at(delay, (batch + 0.25).min(16.0)) >= at(delay, batch));
    }
}

#[test]
fn outside_the_support_it_says_nothing_unless_asked() {
    let surface = surface();
    let error = surface.evaluate(601.0, 4.0, Clamp::No).unwrap_err();
    assert_eq!(error.to_string(), "delay 601 s lies outside what was measured, 0 to 600 s");
    assert!(surface.evaluate(60.0, 0.5, Clamp::No).is_err());
    assert_eq!(surface.evaluate(f64::NAN, 4.0, Clamp::Yes), Err(SurfaceError::NoNumber { axis: "delay" }));
    let clamped = surface.evaluate(1e9, 99.0, Clamp::Yes).unwrap();
    assert_eq!((clamped.delay_secs, clamped.batch_size), (600.0, 16.0));
    assert_eq!(clamped.cost_secs.q95, surface.grid.cost_secs.q95[2][2]);
}

fn question(epsilon: f64) -> Question {
    Question::new(epsilon, 20.0)
}

/// κ(n) by hand where every draw says the same: the draws are overwritten with one known surface.
#[test]
fn advice_agrees_with_the_definition() {
    let mut surface = surface();
    let row: Vec<f64> = surface
        .draws
        .names
        .iter()
        .map(|name| match name.split('[').next().unwrap() {
            "cost_secs" => 400.0,
            "time_good_secs" => 100.0,
            "hit" => 0.8,
            "false_alarm" => 0.1,
            "located" => 0.5,
            _ => 60.0,
        })
        .collect();
    surface.draws.values = vec![row; 3];
    // The few draws of a test's fit may not satisfy its diagnostics.
    surface.diagnostics.problems.clear();
    let advice = surface.advise(&question(0.05)).unwrap();
    let kappa = |n: i32| {
        let good = 0.95f64.powi(n);
        let salvage: f64 = (1..=n).map(|j| f64::from(j - 1) * 0.05 * 0.95f64.powi(j - 1)).sum();
        let cost = good * (100.0 + surface.prices.false_alarm_secs * 0.1) + (1.0 - good) * 400.0;
        (cost / (good * 0.9 * f64::from(n) + 0.4 * salvage), cost)
    };
    let best = (1..=16).min_by(|a, b| kappa(*a).0.total_cmp(&kappa(*b).0)).unwrap();
    assert_eq!(advice.n_star.q50, f64::from(best));
    assert!((advice.cost_per_decision_secs.mean - kappa(best).0).abs() < 1e-9);
    assert!((advice.fan_out.mean - (1.0 + f64::from(best) * 20.0 / kappa(best).1)).abs() < 1e-9);
    assert_eq!(advice.regret_secs.q95, 0.0);
    assert!(advice.sentence.starts_with("SIMULATED: "), "{}", advice.sentence);
}

#[test]
fn at_the_break_even_both_ways_cost_the_same() {
    let surface = surface();
    let advice = surface.advise(&question(0.02)).unwrap();
    let pairs: Vec<(f64, f64)> = advice.break_even.iter().map(|pair| (pair.from, pair.to)).collect();
    assert_eq!(pairs, [(1.0, 4.0), (4.0, 16.0), (1.0, 16.0)]);
    let epsilon = advice.break_even[2].epsilon.expect("a break-even");
    // Below it, the best n is larger than above it.
    let n_star = |epsilon: f64| surface.advise(&question(epsilon)).unwrap().n_star.mean;
    assert!(n_star(epsilon * 0.05) > n_star((epsilon * 4.0).min(0.9)));
    assert!(advice.regret_secs.q05 >= 0.0 && advice.fan_out.q05 > 1.0);
}

#[test]
fn advice_that_cannot_be_given_is_refused() {
    let surface = surface();
    assert!(matches!(surface.advise(&question(1.0)), Err(AdviceError::Question("epsilon", _))));
    let slow = Question { secs_per_decision: 5_000.0, ..question(0.02) };
    assert_eq!(surface.advise(&slow), Err(AdviceError::NothingMeasured([0.0, 600.0])));
    assert!(surface.advise(&Question { clamp: Clamp::Yes, ..slow.clone() }).is_ok());
    let mut bare = surface;
    bare.draws.values.clear();
    let no_draws = SurfaceError::NoDraws("cost_secs[0,0]".into());
    assert_eq!(bare.advise(&question(0.02)), Err(AdviceError::Surface(no_draws)));
}

/// Where a load was measured, the best number of agents is where waiting and slowing meet.
#[test]
fn with_load_the_number_of_agents_that_pays_is_told() {
    let advice = full_with_draws(0.0).advise(&question(0.02)).unwrap();
    let idle = advice.fan_out_best.unwrap();
    // Where load does nothing it is the whole number nearest to 1 + n·s/K that was measured: 1 to 4 agents.
    let free = advice.fan_out.q50.clamp(1.0, 4.0);
    assert!((idle.q50 - free).abs() <= 1.0, "{} against {free}", idle.q50);
    let slowed = full_with_draws(1.5).advise(&question(0.02)).unwrap().fan_out_best.unwrap();
    assert!(slowed.mean < idle.mean, "{} against {}", slowed.mean, idle.mean);
    assert!(advice.sentence.starts_with("DO NOT RELY ON THIS FIT (two divergent transitions): SIMULATED: "));
}

/// [`full`], with draws of the conditions: load at this b_o and no effect on sensitivity.
fn full_with_draws(load_time: f64) -> CostSurface {
    let mut surface = full();
    for (name, value) in [("b_o", load_time), ("g_o", 0.0), ("sigma", 0.5)] {
        surface.draws.names.push(format!("param:{name}"));
        surface.draws.values.iter_mut().for_each(|row| row.push(value));
    }
    surface
}

#[test]
fn any_two_intervals_can_be_weighed_against_each_other() {
    let between = vec![[2, 5], [1, 16]];
    let advice = surface().advise(&Question { between, ..question(0.02) }).unwrap();
    let pairs: Vec<(f64, f64)> = advice.break_even.iter().map(|pair| (pair.from, pair.to)).collect();
    assert_eq!(pairs, [(2.0, 5.0), (1.0, 16.0)]);
    let [_, wide] = advice.break_even[..] else { panic!("two pairs") };
    let (epsilon, estimate) = (wide.epsilon.unwrap(), wide.epsilon_estimate.unwrap());
    assert!(estimate.q05 < epsilon && epsilon < estimate.q95, "{wide:?}");
    for unmeasured in [[4, 17], [4, 4], [8, 2]] {
        let asked = Question { between: vec![unmeasured], ..question(0.02) };
        assert!(matches!(surface().advise(&asked), Err(AdviceError::Question("between", _))));
    }
}

#[test]
fn people_who_look_as_hard_as_errors_are_common_miss_more_of_rare_ones() {
    let follows = Question { criterion: Criterion::FollowsBatch, ..question(0.002) };
    let (shifted, measured) =
        (surface().advise(&follows).unwrap(), surface().advise(&question(0.002)).unwrap());
    assert_ne!(shifted.cost_per_decision_secs, measured.cost_per_decision_secs);
    // At the ε where half of the batches of the recommended size are bad, as in the study, nothing is shifted.
    let mut study = surface();
    study.prevalence = 1.0 - 0.9f64.powi(16);
    let only_16 = |criterion| {
        let mut of_16 = study.clone();
        of_16.support.batch_size = [16.0, 16.0];
        of_16.advise(&Question { criterion, ..question(0.1) }).unwrap().cost_per_decision_secs
    };
    let (a, b) = (only_16(Criterion::FollowsBatch), only_16(Criterion::AsMeasured));
    assert!((a.mean - b.mean).abs() < 1e-6 * b.mean, "{} {}", a.mean, b.mean);
}

#[test]
fn the_quick_evaluator_gives_what_the_careful_one_gives() {
    let surface = surface();
    let mut points = vec![];
    for step in 0..=400 {
        let share = f64::from(step) / 400.0;
        points.push([600.0 * share, 16f64.powf((7.0 * share) % 1.0)]);
    }
    points.extend([[0.0, 1.0], [120.0, 4.0], [600.0, 16.0], [120.0, 1.0], [0.0, 4.0]]);
    let mut costs = vec![0.0; points.len()];
    let evaluator = surface.evaluator(Clamp::No);
    evaluator.costs(&points, &mut costs).unwrap();
    for ([delay, batch], cost) in points.iter().zip(&costs) {
        let exact = surface.evaluate(*delay, *batch, Clamp::No).unwrap().cost_secs.mean;
        assert!((cost / exact - 1.0).abs() < 1e-12, "{delay} {batch}: {cost} {exact}");
        assert_eq!(evaluator.cost(*delay, *batch).unwrap(), *cost);
    }
    for outside in [[601.0, 4.0], [60.0, 0.5], [f64::NAN, 4.0]] {
        points[300] = outside;
        let said = evaluator.costs(&points, &mut costs).unwrap_err();
        assert_eq!(
            said.to_string(),
            surface.evaluate(outside[0], outside[1], Clamp::No).unwrap_err().to_string()
        );
    }
    points[300] = [1e9, 99.0];
    surface.evaluator(Clamp::Yes).costs(&points, &mut costs).unwrap();
    assert!((costs[300] / surface.grid.cost_secs.mean[2][2] - 1.0).abs() < 1e-12);
    let mut flat = surface.clone();
    flat.grid.delay_secs.truncate(1);
    flat.support.delay_secs = [0.0, 0.0];
    let exact = flat.evaluate(0.0, 7.0, Clamp::No).unwrap().cost_secs.mean;
    assert!((flat.evaluator(Clamp::No).cost(0.0, 7.0).unwrap() / exact - 1.0).abs() < 1e-12);
}

fn tightloop(arguments: &[&str], folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tightloop")).args(arguments).current_dir(folder).output().unwrap()
}

fn csv(trials: &[Trial]) -> String {
    let mut text = String::from(
        "participant,scenario,trial,delay_secs,batch_size,planted,verdict,review_secs,timed_out,error_index,said_index,simulated\n",
    );
    let number = |index: Option<u32>| index.map_or_else(String::new, |index| index.to_string());
    for t in trials {
        let verdict = match t.verdict {
            Some(Said::Accept) => "accept",
            Some(Said::Reject) => "reject",
            None => "",
        };
        writeln!(
            text,
            "{},{},{},{},{},{},{verdict},{},{},{},{},1",
            t.participant,
            t.scenario,
            t.trial,
            t.delay_secs,
            t.batch_size,
            u8::from(t.planted),
            t.review_secs,
            u8::from(t.timed_out),
            number(t.error_index),
            number(t.said_index),
        )
        .unwrap();
    }
    text
}

#[test]
fn a_labs_own_table_becomes_a_surface_and_answers() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("trials.csv"), csv(&trials())).unwrap();
    let fit = ["fit", "trials.csv", "--out", "surface.json", "--seed", "5"];
    let draws = ["--draws", "draws", "--draws-format", "cmdstan"];
    let fitted = tightloop(&[&fit[..], &draws].concat(), folder.path());
    let words = String::from_utf8(fitted.stderr).unwrap();
    assert!(fitted.status.success(), "{words}");
    assert!(fitted.stdout.is_empty());
    assert!(words.contains("SIMULATED") && words.contains("NUTS") && words.contains("96 trials"), "{words}");

    let written: Value =
        serde_json::from_slice(&std::fs::read(folder.path().join("surface.json")).unwrap()).unwrap();
    let chains = written["diagnostics"]["chains"].as_u64().unwrap();
    let drawn = written["diagnostics"]["draws_per_chain"].as_u64().unwrap();
    assert_eq!(std::fs::read_dir(folder.path().join("draws")).unwrap().count() as u64, chains);
    let chain = std::fs::read_to_string(folder.path().join("draws/chain-1.csv")).unwrap();
    let rows: Vec<&str> = chain.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(rows.len() as u64, 1 + drawn);
    assert!(rows[0].starts_with("lp__,") && rows[0].contains(",sigma,"), "{}", rows[0]);
    assert!(rows[0].contains(",person_time.4,") && !rows[0].contains(",person_time.5,"), "{}", rows[0]);

    let asked = ["cost", "surface.json", "--delay", "300", "--batch", "12", "--json"];
    let answered = tightloop(&asked, folder.path());
    let answer: Value = serde_json::from_slice(&answered.stdout).unwrap();
    let expected = [
        "batch_size",
        "cost_secs",
        "delay_secs",
        "false_alarm",
        "hit",
        "located",
        "time_bad_secs",
        "time_good_secs",
    ];
    assert_eq!(names(&answer), expected);
    assert!(answer["cost_secs"]["q05"].as_f64() < answer["cost_secs"]["q95"].as_f64());

    let asked = ["advise", "surface.json", "--epsilon", "0.02", "--secs-per-decision", "20", "--json"];
    let advice: Value = serde_json::from_slice(&tightloop(&asked, folder.path()).stdout).unwrap();
    let expected = ["break_even", "cost_per_decision_secs", "fan_out", "n_star", "regret_secs", "sentence"];
    assert_eq!(names(&advice), expected);

    let outside = tightloop(&["cost", "surface.json", "--delay", "9000", "--batch", "12"], folder.path());
    assert_eq!(outside.status.code(), Some(1));
    assert_eq!(
        String::from_utf8(outside.stderr).unwrap(),
        "tightloop: surface.json: delay 9000 s lies outside what was measured, 0 to 600 s; ask for a point inside, \
         or add --clamp\n"
    );
    let clamped =
        tightloop(&["cost", "surface.json", "--delay", "9000", "--batch", "12", "--clamp"], folder.path());
    assert!(clamped.status.success());

    let again = tightloop(&["fit", "trials.csv", "--out", "again.json", "--seed", "5"], folder.path());
    assert!(again.status.success());
    let read = |name: &str| std::fs::read(folder.path().join(name)).unwrap();
    assert_eq!(read("surface.json"), read("again.json"), "the same rows and seed gave another file");
}

/// The two commands on a surface whose study varied load and cues.
#[test]
fn the_commands_move_a_surface_and_say_so() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("s.json"), include_str!("../analysis/conformance/surface.json"))
        .unwrap();
    let at = ["cost", "s.json", "--delay", "300", "--batch", "8"];
    let mean = |more: &[&str]| {
        let output = tightloop(&[&at, more, &["--json"]].concat(), folder.path());
        let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
        (answer["cost_secs"]["mean"].as_f64().unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    let ((free, said_free), (loaded, said)) = (mean(&[]), mean(&["--outstanding", "2"]));
    assert!(loaded > free && mean(&["--outstanding", "2", "--cues", "tests"]).0 < loaded);
    assert!(said.contains("these estimates stand on 40 draws") && !said_free.contains("draws"), "{said}");
    let refused = |more: &[&str]| {
        let output = tightloop(&[&at, more].concat(), folder.path());
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8(output.stderr).unwrap()
    };
    assert_eq!(
        refused(&["--outstanding", "9"]),
        "tightloop: s.json: outstanding 9 briefs lies outside what was measured, 0 to 3 briefs; ask for a point inside, \
         or add --clamp\n"
    );
    let ask = ["advise", "s.json", "--epsilon", "0.02", "--secs-per-decision", "20"];
    let between = tightloop(&[&ask[..], &["--between", "4,16", "--between", "2,3"]].concat(), folder.path());
    let words = String::from_utf8(between.stdout).unwrap();
    let pairs: Vec<&str> = words.lines().skip(1).map(|line| &line[..line.find(':').unwrap()]).collect();
    assert_eq!(pairs, ["every 16 rather than every 4", "every 3 rather than every 2"]);
    assert!(words.starts_with("SIMULATED: if 2 % of an agent's decisions are wrong"), "{words}");
    let both = [&ask[..], &["--shift-criterion", "--field-prevalence", "0.1"]].concat();
    assert_eq!(tightloop(&both, folder.path()).status.code(), Some(2));

    let mut distrusted: Value =
        serde_json::from_str(include_str!("../analysis/conformance/surface.json")).unwrap();
    distrusted["diagnostics"]["problems"] = json!(["3 divergent transitions"]);
    std::fs::write(folder.path().join("s.json"), distrusted.to_string()).unwrap();
    let output = tightloop(&ask, folder.path());
    assert!(output.stdout.starts_with(b"DO NOT RELY ON THIS FIT (3 divergent transitions): SIMULATED: "));
    assert!(output.stderr.starts_with(b"DO NOT RELY ON THIS FIT: 3 divergent transitions\n"));
}

#[test]
fn what_cannot_be_done_is_said_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let said = |arguments: &[&str]| {
        let output = tightloop(arguments, folder.path());
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        let words = String::from_utf8(output.stderr).unwrap();
        assert_eq!(words.lines().count(), 1, "{words}");
        words
    };
    std::fs::write(folder.path().join("few.csv"), csv(&trials()[..12])).unwrap();
    let words = said(&["fit", "few.csv"]);
    assert!(words.starts_with("tightloop: few.csv: too few trials to fit: "), "{words}");
    assert!(words.contains("10 of each are needed"), "{words}");
    assert!(said(&["fit", "nothing.csv"]).starts_with("tightloop: nothing.csv: "));
    std::fs::write(folder.path().join("broken.json"), "{\"format\": \"cost-surface/1\"").unwrap();
    let words = said(&["cost", "broken.json", "--delay", "1", "--batch", "1"]);
    assert!(words.starts_with("tightloop: broken.json:1:27: no cost surface: "), "{words}");
    std::fs::write(folder.path().join("all.csv"), csv(&trials())).unwrap();
    assert!(
        said(&["fit", "all.csv", "--out", "no/such/folder/surface.json"]).contains("write the cost surface")
    );
}
