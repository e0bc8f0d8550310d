//! `fit`, `cost` and `advise` as a lab with its own table calls them.

use super::{names, trials};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Output};
use tightloop::stats::{Said, Trial};

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
    let draws = ["--draws", "draws", "--format", "cmdstan"];
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
    std::fs::write(folder.path().join("s.json"), include_str!("../../analysis/conformance/surface.json"))
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
        serde_json::from_str(include_str!("../../analysis/conformance/surface.json")).unwrap();
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
    // Where a table is wrong, and how.
    let whole = csv(&trials());
    let (header, first) = whole.split_once('\n').unwrap();
    let second = first.lines().nth(1).unwrap();
    let with = |column: &str, value: &str| {
        let at = header.split(',').position(|name| name == column).unwrap();
        let mut fields: Vec<&str> = second.split(',').collect();
        fields[at] = value;
        whole.replacen(second, &fields.join(","), 1)
    };
    let cell = |batch: &str| {
        let rows = first.lines().map(|row| {
            let mut fields: Vec<&str> = row.split(',').collect();
            (fields[3], fields[4], fields[9], fields[10]) = ("60", batch, "", "");
            fields.join(",") + "\n"
        });
        format!("{header}\n{}", rows.collect::<String>())
    };
    let out_of_time = first.lines().map(|row| {
        let mut fields: Vec<&str> = row.split(',').collect();
        (fields[6], fields[7], fields[8], fields[10]) = ("", "900", "1", "");
        fields.join(",") + "\n"
    });
    for (text, expected) in [
        (with("review_secs", "NaN"), ": review_secs: expected seconds, above 0, found 'NaN'"),
        (with("delay_secs", "inf"), "bad.csv:3:16: delay_secs: expected seconds, 0 or more, found 'inf'"),
        (format!("{whole}{second}\n"), "trial 2 a second time; the first is in line 3"),
        (String::new(), "bad.csv: the file is empty"),
        (format!("{header}\n"), "bad.csv: there is a header, but not one review below it"),
        (whole.replacen("batch_size", "batch", 1), "bad.csv:1:1: 1 column is missing: batch_size"),
        (cell("4"), "every batch holds 4 decisions, and a surface needs two batch sizes"),
        (
            format!("{header}\n{}", out_of_time.collect::<String>()),
            "0 with a planted error and 0 without one have a verdict",
        ),
    ] {
        std::fs::write(folder.path().join("bad.csv"), text).unwrap();
        let words = said(&["fit", "bad.csv"]);
        assert!(words.starts_with("tightloop: bad.csv:") && words.contains(expected), "{words}");
    }
    // What is no population to lean on.
    let mut earlier: Value =
        serde_json::from_str(include_str!("../../analysis/conformance/surface.json")).unwrap();
    std::fs::write(folder.path().join("all.csv"), whole).unwrap();
    let lean = ["fit", "all.csv", "--prior", "earlier.json"];
    for (field, value, expected) in [
        ("format", json!("cost-surface/2"), "cost-surface/1"),
        ("model", json!({ "kind": "prior" }), "what a plan believes without data"),
    ] {
        let before = earlier[field].clone();
        match value {
            Value::Object(fields) => {
                fields.into_iter().for_each(|(name, value)| earlier[field][name] = value)
            }
            value => earlier[field] = value,
        }
        std::fs::write(folder.path().join("earlier.json"), earlier.to_string()).unwrap();
        let words = said(&lean);
        assert!(words.starts_with("tightloop: earlier.json: ") && words.contains(expected), "{words}");
        earlier[field] = before;
    }
    std::fs::create_dir(folder.path().join("kept")).unwrap();
    std::fs::write(folder.path().join("kept/notes.txt"), "mine").unwrap();
    let words = said(&["fit", "all.csv", "--draws", "kept"]);
    assert!(words.starts_with("tightloop: kept: this folder is not empty"), "{words}");
    std::fs::write(folder.path().join("broken.json"), "{\"format\": \"cost-surface/1\"").unwrap();
    let words = said(&["cost", "broken.json", "--delay", "1", "--batch", "1"]);
    assert!(words.starts_with("tightloop: broken.json:1:27: no cost surface: "), "{words}");
    assert!(
        said(&["fit", "all.csv", "--out", "no/such/folder/surface.json"]).contains("write the cost surface")
    );
}
