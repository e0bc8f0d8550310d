//! What a surface must say, and what is refused.

use super::{SCHEMA, as_json, full, names, schema_errors, surface};
use serde_json::{Value, json};
use tightloop::surface::CostSurface;

/// What `cost-surface/1` did not have at first.
const ADDED_LATER: [&str; 4] = ["rivals", "unconstrained", "isotonic_check", "population"];

#[test]
fn a_real_fit_passes_the_schema_and_its_own_check() {
    assert_eq!(schema_errors(&as_json()), [""; 0]);
    surface().validate().unwrap();
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
