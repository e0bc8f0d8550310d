//! The vectors of `analysis/conformance/`, which every reader of `cost-surface/1` passes; the one in Python too.
//!
//! `TIGHTLOOP_BLESS=1 cargo test --test surface conformance` writes the answers anew after the questions or the surface
//! were changed on purpose, and with `TIGHTLOOP_BLESS=surface` the surface itself before. The reader in Python is written apart from this one and must then agree again.

use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;
use tightloop::surface::normal::quantile;
use tightloop::surface::{Clamp, CostSurface, Criterion, Question, Setting};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("analysis/conformance")
}

fn read(name: &str) -> Value {
    serde_json::from_str(&std::fs::read_to_string(folder().join(name)).unwrap()).unwrap()
}

fn number(of: &Value, name: &str) -> Option<f64> {
    of.get(name).map(|value| value.as_f64().unwrap())
}

fn setting(ask: &Value) -> Setting {
    Setting {
        outstanding: number(ask, "outstanding"),
        cues: ask.get("cues").map(|level| level.as_str().unwrap().to_owned()),
        field_prevalence: number(ask, "field_prevalence"),
    }
}

fn question(ask: &Value, clamp: Clamp) -> Question {
    let whole = |value: &Value| u32::try_from(value.as_u64().unwrap()).unwrap();
    let pair = |pair: &Value| [whole(&pair[0]), whole(&pair[1])];
    let shifts = ask.get("shift_criterion").is_some_and(|asked| asked == true);
    Question {
        switch_secs: number(ask, "switch_secs").unwrap_or(0.0),
        clamp,
        setting: setting(ask),
        criterion: if shifts { Criterion::FollowsBatch } else { Criterion::AsMeasured },
        between: ask.get("between").map_or(vec![], |all| all.as_array().unwrap().iter().map(pair).collect()),
        ..Question::new(number(ask, "epsilon").unwrap(), number(ask, "secs_per_decision").unwrap())
    }
}

/// What this reader answers: a value, or the line that it refuses with.
fn answer(surface: &CostSurface, call: &str, ask: &Value) -> Result<Value, String> {
    let clamp = if ask.get("clamp").is_some_and(|asked| asked == true) { Clamp::Yes } else { Clamp::No };
    let point = || (number(ask, "delay_secs").unwrap(), number(ask, "batch_size").unwrap());
    let line = |error: tightloop::surface::SurfaceError| error.to_string();
    match call {
        "cost" => {
            let moved = surface.under(&setting(ask), clamp).map_err(line)?;
            let point = moved.evaluate(point().0, point().1, clamp).map_err(line)?;
            Ok(serde_json::to_value(point).unwrap())
        }
        "draws_at" => {
            let draws = surface.draws_at(point().0, point().1, clamp).map_err(line)?;
            Ok(serde_json::to_value(&draws[..3]).unwrap())
        }
        "advise" => {
            let advice = surface.advise(&question(ask, clamp)).map_err(|error| error.to_string())?;
            let mut value = serde_json::to_value(advice).unwrap();
            value.as_object_mut().unwrap().remove("sentence").unwrap();
            Ok(value)
        }
        other => panic!("no call {other}"),
    }
}

fn assert_near(ours: &Value, theirs: &Value, tolerance: f64, at: &str) {
    match (ours, theirs) {
        (Value::Number(a), Value::Number(b)) => {
            let (a, b) = (a.as_f64().unwrap(), b.as_f64().unwrap());
            assert!((a - b).abs() <= tolerance * b.abs().max(1e-3), "{at}: {a} is not {b}");
        }
        (Value::Array(a), Value::Array(b)) => {
            assert_eq!(a.len(), b.len(), "{at}");
            for (i, (a, b)) in a.iter().zip(b).enumerate() {
                assert_near(a, b, tolerance, &format!("{at}[{i}]"));
            }
        }
        (Value::Object(a), Value::Object(b)) => {
            assert_eq!(a.keys().collect::<Vec<_>>(), b.keys().collect::<Vec<_>>(), "{at}");
            for (name, a) in a {
                assert_near(a, &b[name], tolerance, &format!("{at}.{name}"));
            }
        }
        _ => assert_eq!(ours, theirs, "{at}"),
    }
}

/// The vectors' surface: a fit to SIMULATED reviews, thinned, with made-up effects of load and cues.
fn small_surface() -> CostSurface {
    let mut surface = super::surface();
    surface.model.conditions = super::full().model.conditions;
    surface.draws.values.truncate(40);
    let coefficients = [
        ("b_o", 0.2, 0.06),
        ("g_o", 0.15, 0.05),
        ("b_q[tests]", -0.05, 0.04),
        ("delta_q[tests]", 0.2, 0.08),
        ("sigma", 0.45, 0.03),
        ("sd_person_time", 0.3, 0.05),
        ("sd_item_time", 0.25, 0.05),
    ];
    for (which, (name, mean, sd)) in coefficients.into_iter().enumerate() {
        let name = format!("param:{name}");
        if surface.draws.column(&name).is_ok() {
            continue;
        }
        surface.draws.names.push(name);
        for (i, row) in surface.draws.values.iter_mut().enumerate() {
            // Evenly spread normal values in an order of their own.
            let place = (i * (2 * which + 3) * 7 % 41) as f64 + 1.0;
            row.push((1e6 * (mean + sd * quantile(place / 42.0))).round() / 1e6);
        }
    }
    surface
}

#[test]
fn every_conformance_vector_holds() {
    let bless = std::env::var("TIGHTLOOP_BLESS").unwrap_or_default();
    if bless == "surface" {
        let text = serde_json::to_string(&small_surface()).unwrap() + "\n";
        std::fs::write(folder().join("surface.json"), text).unwrap();
    }
    let bless = !bless.is_empty();
    let surface: CostSurface = serde_json::from_value(read("surface.json")).unwrap();
    surface.validate().unwrap();
    assert_eq!(super::schema_errors(&read("surface.json")), [""; 0]);
    assert!(surface.simulated, "the vectors' people are simulated");
    let mut vectors = read("cases.json");
    let tolerance = vectors["relative_tolerance"].as_f64().unwrap();
    for case in vectors["cases"].as_array_mut().unwrap() {
        let name = case["name"].as_str().unwrap().to_owned();
        let found = answer(&surface, case["call"].as_str().unwrap(), &case["ask"]);
        let found: Map<String, Value> = match found {
            Ok(value) => [("answer".to_owned(), value)].into_iter().collect(),
            Err(line) => [("error".to_owned(), json!(line))].into_iter().collect(),
        };
        let case = case.as_object_mut().unwrap();
        if bless {
            case.remove("answer");
            case.remove("error");
            case.extend(found);
        } else {
            let expected: Map<String, Value> = case
                .iter()
                .filter(|(name, _)| found.contains_key(*name))
                .map(|(n, v)| (n.clone(), v.clone()))
                .collect();
            assert_near(&Value::Object(found), &Value::Object(expected), tolerance, &name);
        }
    }
    if bless {
        let text = serde_json::to_string_pretty(&vectors).unwrap() + "\n";
        std::fs::write(folder().join("cases.json"), text).unwrap();
    }
}

#[test]
fn the_reader_in_python_passes_the_same_vectors() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("analysis/python/test_tightloop_cost.py");
    let output = Command::new("python3").arg("-B").arg(script).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
