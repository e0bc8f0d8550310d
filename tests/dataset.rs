//! Tables, from a study's folder to the files that leave it.
#![allow(clippy::unwrap_used)]

#[path = "store/events.rs"]
mod events;
#[path = "store/lab.rs"]
mod lab;
#[path = "store/plan.rs"]
mod plan;

use lab::{library, study};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use tightloop::dataset::{self, Dataset, ExclusionReason, ReviewOutcome, Said};
use tightloop::journal::{Durability, Header, Journal};
use tightloop::protocol::plan::Plan;
use tightloop::protocol::spec::Exclusion;
use tightloop::protocol::tlx;
use tightloop::scenario::truth::Reach;
use tightloop::session::event::{Event, StampedEvent};
use tightloop::session::input::{Answer, Ignored, Reason, Stamped, Verdict};
use tightloop::study::{ParticipantState, Study};

/// A study with one participant whose session had these events.
fn recorded(dir: &Path, plan: Plan, events: &[StampedEvent]) -> Study {
    let mut study = study(&dir.join("study"));
    study.enrol("P01", &library()).unwrap();
    record(&study, "P01", 1, plan, events);
    study
}

fn record(study: &Study, id: &str, session: u32, plan: Plan, events: &[StampedEvent]) {
    let participant = id.to_owned();
    let header = Header { participant, session, plan, ..plan::header() };
    let journal = Journal::create(study.journal_path(id, session), &header, Durability::AtEnd).unwrap();
    journal.append(events).unwrap();
    journal.close().unwrap();
}

/// Seconds and events.
fn at(events: Vec<(f64, Event)>) -> Vec<StampedEvent> {
    let stamp = |(secs, value): (f64, Event)| Stamped { at_nanos: (secs * 1e9) as u64, value };
    events.into_iter().map(stamp).collect()
}

fn review(start: f64, trial: u32, secs: f64, end: Event) -> Vec<(f64, Event)> {
    vec![
        (start, Event::BriefEnded { trial, passed: true }),
        (start + 10.25, Event::ReviewShown { trial, outstanding: 0 }),
        (start + 10.25 + secs, end),
    ]
}

fn reject(trial: u32, index: u32) -> Event {
    let reason = Reason::Clause("C2".to_owned());
    Event::VerdictGiven { trial, verdict: Verdict::Reject { index, reach: Reach::Local, reason } }
}

fn accept(trial: u32) -> Event {
    Event::VerdictGiven { trial, verdict: Verdict::Accept }
}

#[test]
fn each_review_is_a_row_in_the_order_in_which_they_ended() {
    let dir = tempfile::tempdir().unwrap();
    // The plan: practice (bad), main (bad, error at 2), main (good). The second main review ends before the first.
    let events = [
        review(0.0, 0, 20.0, reject(0, 1)),
        review(100.0, 2, 1.0, accept(2)),
        vec![(112.0, Event::ConfidenceGiven { trial: 2, confidence: 4 })],
        review(200.0, 1, 300.0, Event::TimedOut { trial: 1 }),
    ]
    .concat();
    let tables = dataset::collect(&recorded(dir.path(), plan::plan(), &at(events))).unwrap();
    let [practice, good, bad] = tables.trials.as_slice() else { panic!("three reviews ended") };

    assert_eq!((practice.practice, practice.trial), (true, None));
    assert_eq!(
        (practice.outcome, practice.located, practice.index_distance),
        (ReviewOutcome::Hit, Some(false), Some(-1))
    );
    assert_eq!((practice.said_reach, practice.said_reason.as_deref()), (Some(Reach::Local), Some("C2")));

    assert_eq!((good.practice, good.trial, good.planted), (false, Some(1), false));
    assert_eq!(
        (good.verdict, good.outcome, good.confidence),
        (Some(Said::Accept), ReviewOutcome::CorrectRejection, Some(4))
    );
    assert_eq!((good.error_index, good.located, good.index_distance), (None, None, None));
    assert_eq!((good.delay_secs, good.review_secs), (10.25, 1.0));
    assert_eq!((good.excluded, good.exclusion_reason), (true, Some(ExclusionReason::TooFast)));

    assert_eq!((bad.trial, bad.planted, bad.timed_out), (Some(2), true, true));
    assert_eq!((bad.verdict, bad.outcome, bad.located), (None, ReviewOutcome::Timeout, None));
    assert_eq!((bad.error_index, bad.reach, bad.dependents), (Some(2), Some(Reach::Root), Some(1)));
    assert!(!bad.excluded);
    assert!(tables.trials.iter().all(|row| row.simulated));
    assert_eq!((tables.participants[0].reviews, tables.participants[0].reviews_kept), (2, 1));
}

#[test]
fn every_outcome_has_its_name() {
    use ReviewOutcome::{CorrectRejection, FalseAlarm, Hit, Miss};
    for (trial, said, outcome, located) in [
        (1, reject(1, 2), Hit, Some(true)),
        (1, reject(1, 3), Hit, Some(false)),
        (1, accept(1), Miss, None),
        (2, reject(2, 1), FalseAlarm, None),
        (2, accept(2), CorrectRejection, None),
    ] {
        let dir = tempfile::tempdir().unwrap();
        let tables =
            dataset::collect(&recorded(dir.path(), plan::plan(), &at(review(0.0, trial, 9.0, said))))
                .unwrap();
        assert_eq!((tables.trials[0].outcome, tables.trials[0].located), (outcome, located));
    }
}

#[test]
fn ranks_run_over_sessions() {
    let dir = tempfile::tempdir().unwrap();
    let study = recorded(dir.path(), plan::plan(), &at(review(0.0, 1, 9.0, accept(1))));
    record(&study, "P01", 2, plan::plan(), &at(review(0.0, 2, 9.0, accept(2))));
    let tables = dataset::collect(&study).unwrap();
    let ranks: Vec<(u32, Option<u32>)> = tables.trials.iter().map(|row| (row.session, row.trial)).collect();
    assert_eq!(ranks, [(1, Some(1)), (2, Some(2))]);
    assert_eq!(tables.sessions.len(), 2);
}

type Record = BTreeMap<String, String>;

fn read_csv(path: &Path) -> Vec<Record> {
    csv::Reader::from_path(path).unwrap().deserialize().map(|row| row.unwrap()).collect()
}

fn exported(tables: &Dataset) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    tables.write_csv(dir.path().join("csv")).unwrap();
    dir
}

#[test]
fn the_files_hold_what_the_tables_hold() {
    let dir = tempfile::tempdir().unwrap();
    let events = at([review(0.0, 1, 12.345_678_9, reject(1, 2)), review(60.0, 2, 9.0, accept(2))].concat());
    let tables = dataset::collect(&recorded(dir.path(), plan::plan(), &events)).unwrap();
    let out = exported(&tables);
    let csv = out.path().join("csv");
    let mut files: Vec<String> =
        fs::read_dir(&csv).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    files.sort();
    assert_eq!(
        files,
        [
            "codebook.json",
            "decisions.csv",
            "events.csv",
            "participants.csv",
            "questionnaires.csv",
            "sessions.csv",
            "trials.csv"
        ]
    );
    let trials = read_csv(&csv.join("trials.csv"));
    assert_eq!(trials.len(), 2);
    let expected = [
        ("study", "small"),
        ("participant", "P01"),
        ("trial", "1"),
        ("practice", "0"),
        ("batch_size", "3"),
        ("delay_target_secs", "10"),
        ("delay_secs", "10.25"),
        ("planted", "1"),
        ("error_kind", "misread_clause"),
        ("reach", "root"),
        ("verdict", "reject"),
        ("said_index", "2"),
        ("outcome", "hit"),
        ("located", "1"),
        ("index_distance", "0"),
        ("review_secs", "12.345679"),
        ("confidence", ""),
        ("frame_p95_ms", ""),
        ("simulated", "1"),
    ];
    for (column, value) in expected {
        assert_eq!(trials[0][column], value, "{column}");
    }
    let rows = read_csv(&csv.join("events.csv"));
    assert_eq!(rows.len(), events.len());
    assert_eq!(
        (rows[2]["event"].as_str(), rows[2]["planned_trial"].as_str(), rows[2]["at_secs"].as_str()),
        ("verdict_given", "2", "22.595679")
    );
    let details: serde_json::Value = serde_json::from_str(&rows[2]["details"]).unwrap();
    assert_eq!(details["verdict"]["index"], 2);
    assert!(read_csv(&csv.join("questionnaires.csv")).is_empty());
    assert!(fs::read_to_string(csv.join("questionnaires.csv")).unwrap().starts_with("study,participant,"));
}

#[test]
fn each_decision_of_a_review_is_a_row_that_says_how_it_was_read() {
    let dir = tempfile::tempdir().unwrap();
    let trial = 1;
    let events = at(vec![
        (0.0, Event::BriefEnded { trial, passed: true }),
        (10.0, Event::ReviewShown { trial, outstanding: 0 }),
        (10.5, Event::Scrolled { trial, first: 1, last: 2, above_percent: 0, below_percent: 60 }),
        (11.0, Event::DecisionOpened { trial, decision: 2 }),
        (15.0, Event::DecisionMarked { trial, decision: 2, on: true }),
        (16.0, reject(trial, 2)),
    ]);
    let tables = dataset::collect(&recorded(dir.path(), plan::plan(), &events)).unwrap();
    let out = exported(&tables);
    let rows = read_csv(&out.path().join("csv/decisions.csv"));
    assert_eq!(rows.len(), 3, "one row a decision");
    let expected = [
        ("trial", "1"),
        ("planned_trial", "2"),
        ("decision", "2"),
        ("is_error", "1"),
        ("order", "1"),
        ("opened_first_secs", "1"),
        ("times_opened", "1"),
        ("in_view_secs", "5.5"),
        ("dwell_secs", "5"),
        ("seen_percent", "40"),
        ("marked_first_secs", "5"),
        ("suspect", "1"),
        ("named", "1"),
        ("simulated", "1"),
    ];
    for (column, value) in expected {
        assert_eq!(rows[1][column], value, "{column}");
    }
    assert_eq!((rows[0]["order"].as_str(), rows[0]["dwell_secs"].as_str()), ("", "0"));
    assert_eq!((rows[2]["in_view_first_secs"].as_str(), rows[2]["seen_percent"].as_str()), ("", ""));
}

#[test]
fn the_codebook_describes_every_column_and_says_simulated() {
    let dir = tempfile::tempdir().unwrap();
    let events = at(review(0.0, 1, 9.0, reject(1, 2)));
    let out = exported(&dataset::collect(&recorded(dir.path(), plan::plan(), &events)).unwrap());
    let csv = out.path().join("csv");
    let codebook: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(csv.join("codebook.json")).unwrap()).unwrap();
    assert_eq!(codebook["simulated"], true);
    for table in codebook["tables"].as_array().unwrap() {
        let mut file = csv::Reader::from_path(csv.join(table["file"].as_str().unwrap())).unwrap();
        let columns = table["columns"].as_array().unwrap();
        let described: Vec<&str> = columns.iter().map(|column| column["name"].as_str().unwrap()).collect();
        assert_eq!(file.headers().unwrap(), described);
        assert_eq!(table["rows"], file.records().count());
        assert!(described.contains(&"simulated"));
        // Every word in a cell is one that the codebook allows.
        for row in csv::Reader::from_path(csv.join(table["file"].as_str().unwrap())).unwrap().records() {
            for (cell, column) in row.unwrap().iter().zip(columns) {
                if let Some(values) = column["values"].as_array() {
                    assert!(
                        cell.is_empty() || values.iter().any(|value| value["value"] == cell),
                        "{cell} in {column}"
                    );
                }
            }
        }
    }
    let trials = &codebook["tables"][0]["columns"];
    let delay = trials.as_array().unwrap().iter().find(|column| column["name"] == "delay_secs").unwrap();
    assert_eq!((&delay["type"], &delay["unit"]), (&"number".into(), &"s".into()));
}

#[test]
fn an_export_never_mixes_with_what_is_there() {
    let dir = tempfile::tempdir().unwrap();
    let tables = dataset::collect(&recorded(dir.path(), plan::plan(), &[])).unwrap();
    let out = dir.path().join("out");
    fs::create_dir(&out).unwrap();
    tables.write_csv(&out).unwrap();
    let again = tables.write_csv(&out).unwrap_err().to_string();
    assert!(again.contains("this folder is not empty; choose a new or an empty folder"), "{again}");
    fs::write(dir.path().join("file"), "").unwrap();
    assert!(tables.write_csv(dir.path().join("file/out")).is_err());
}

/// Every table as Parquet: the codebook's columns, typed, the rows of the CSV, missing null, and SIMULATED in the file.
#[cfg(feature = "parquet")]
#[test]
fn parquet_files_hold_the_same_tables_with_types() {
    use parquet::file::reader::{FileReader as _, SerializedFileReader};
    use parquet::record::Field;
    let dir = tempfile::tempdir().unwrap();
    let events = at([review(0.0, 1, 12.345_678_9, reject(1, 2)), review(60.0, 2, 9.0, accept(2))].concat());
    let tables = dataset::collect(&recorded(dir.path(), plan::plan(), &events)).unwrap();
    let (csv, out) = (exported(&tables), dir.path().join("parquet"));
    tables.write_parquet(&out).unwrap();
    let codebook: serde_json::Value =
        serde_json::from_slice(&fs::read(out.join("codebook.json")).unwrap()).unwrap();
    for table in codebook["tables"].as_array().unwrap() {
        let file = table["file"].as_str().unwrap();
        let reader = SerializedFileReader::new(fs::File::open(out.join(file)).unwrap()).unwrap();
        let metadata = reader.metadata().file_metadata();
        let about = metadata.key_value_metadata().unwrap();
        let simulated = about.iter().find(|pair| pair.key == "simulated").unwrap().value.clone();
        assert_eq!(simulated, Some(tables.simulated.to_string()));
        let names: Vec<&str> = metadata.schema_descr().columns().iter().map(|column| column.name()).collect();
        let described = table["columns"].as_array().unwrap();
        let expected: Vec<&str> = described.iter().map(|column| column["name"].as_str().unwrap()).collect();
        assert_eq!(names, expected, "{file}");
        assert_eq!(metadata.num_rows(), table["rows"].as_i64().unwrap(), "{file}");
        let rows = read_csv(&csv.path().join("csv").join(file.replace(".parquet", ".csv")));
        for (row, texts) in reader.get_row_iter(None).unwrap().zip(rows) {
            for ((name, field), column) in row.unwrap().get_column_iter().zip(described) {
                let text = &texts[name];
                match (field, column["type"].as_str().unwrap()) {
                    (Field::Null, _) => assert_eq!(text, "", "{file} {name}"),
                    (Field::Long(whole), "integer") => assert_eq!(*text, whole.to_string(), "{file} {name}"),
                    (Field::Bool(flag), "flag") => {
                        assert_eq!(*text, u8::from(*flag).to_string(), "{file} {name}")
                    }
                    (Field::Double(number), "number") => {
                        assert!((text.parse::<f64>().unwrap() - number).abs() < 1e-3, "{file} {name}");
                    }
                    (Field::Str(raw), "text" | "word") => {
                        assert_eq!(text.trim_start_matches('\''), raw, "{file} {name}");
                    }
                    other => panic!("{file} {name}: {other:?}"),
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever a participant did: as many columns as ever, a row for each event, and the same bytes each time.
    #[test]
    fn columns_never_vary(events in events::any_events()) {
        let dir = tempfile::tempdir().unwrap();
        let study = recorded(dir.path(), plan::plan(), &events);
        let tables = dataset::collect(&study).unwrap();
        let (one, other) = (exported(&tables), exported(&dataset::collect(&study).unwrap()));
        for file in ["trials.csv", "events.csv", "sessions.csv", "participants.csv", "codebook.json"] {
            let bytes = |dir: &tempfile::TempDir| fs::read(dir.path().join("csv").join(file)).unwrap();
            prop_assert_eq!(bytes(&one), bytes(&other));
        }
        let rows = read_csv(&one.path().join("csv/events.csv"));
        // Who stops and asks for deletion is in no table.
        let stopped = events.iter().find_map(|event| match event.value {
            Event::Withdrawn { erase } => Some(erase),
            _ => None,
        });
        prop_assert_eq!(rows.len(), if stopped == Some(true) { 0 } else { events.len() });
        prop_assert_eq!(read_csv(&one.path().join("csv/trials.csv")).len(), tables.trials.len());
    }

    /// Text of any kind comes back from the file as it went in, formulas with their apostrophe.
    #[test]
    fn text_round_trips(clause in "(?s)[=+@\\-]?.{0,20}") {
        let dir = tempfile::tempdir().unwrap();
        let mut plan = plan::plan();
        plan.trials[1].skin.clone_from(&clause);
        let tables = dataset::collect(&recorded(dir.path(), plan, &at(review(0.0, 1, 9.0, accept(1))))).unwrap();
        let cell = read_csv(&exported(&tables).path().join("csv/trials.csv"))[0]["skin"].clone();
        let runs = clause.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
        prop_assert_eq!(cell, if runs { format!("'{clause}") } else { clause });
    }
}

#[test]
fn answers_are_rows_and_scores_follow_their_last_answer() {
    let dir = tempfile::tempdir().unwrap();
    let answered = |questionnaire: &str, after_block, item: &str, answer| Event::Answered {
        questionnaire: questionnaire.to_owned(),
        after_block,
        item: item.to_owned(),
        answer,
    };
    let ratings = [80, 10, 60, 30, 70, 20];
    let mut events = vec![
        (1.0, answered("demographics", None, "age", Answer::Code("18-24".to_owned()))),
        (2.0, answered("nasa_tlx", Some(1), "ratings", Answer::Ratings(ratings))),
    ];
    // Always the earlier scale of a pair: weights 5, 4, 3, 2, 1, 0.
    for (first, second) in tlx::pairs() {
        let item = format!("{}/{}", first.name(), second.name());
        events.push((3.0, answered("nasa_tlx", Some(1), &item, Answer::Code(first.name().to_owned()))));
    }
    events.push((4.0, answered("nasa_tlx", Some(2), "ratings", Answer::Ratings([0; 6]))));
    events.push((5.0, answered("own", None, "why", Answer::Text("=HYPERLINK(1)".to_owned()))));
    events.push((6.0, answered("own", None, "trust", Answer::Point(4))));
    let study = recorded(dir.path(), plan::plan(), &at(events));
    let tables = dataset::collect(&study).unwrap();
    let rows = &tables.questionnaires;
    let value = |block, item: &str| {
        let found = rows.iter().find(|row| {
            (row.questionnaire.as_str(), row.after_block, row.item.as_str()) == ("nasa_tlx", block, item)
        });
        found.and_then(|row| row.value)
    };
    assert_eq!(value(Some(1), "mental_demand"), Some(80.0));
    assert_eq!(value(Some(1), "weight_physical_demand"), Some(4.0));
    // By hand: (80 + 10 + 60 + 30 + 70 + 20) / 6, and (5·80 + 4·10 + 3·60 + 2·30 + 1·70 + 0·20) / 15.
    assert_eq!(value(Some(1), "raw_score"), Some(45.0));
    assert_eq!(value(Some(1), "weighted_score"), Some(50.0));
    assert_eq!((value(Some(2), "raw_score"), value(Some(2), "weighted_score")), (Some(0.0), None));
    assert_eq!(rows[0].response.as_deref(), Some("18-24"));
    assert!(rows.iter().all(|row| row.simulated && row.participant == "P01"));

    let out = dir.path().join("csv");
    tables.write_csv(&out).unwrap();
    let written = fs::read_to_string(out.join("questionnaires.csv")).unwrap();
    assert!(written.contains(",own,why,'=HYPERLINK(1),"), "{written}");
    assert!(written.contains(",own,trust,4,"), "{written}");
}

#[test]
fn attention_checks_are_left_out_and_failing_them_leaves_out_the_rest() {
    let dir = tempfile::tempdir().unwrap();
    let mut design = plan::plan();
    design.trials[1].attention_check = true;
    design.exclusions = vec![Exclusion::AttentionFailuresOver(0)];
    let events = at([review(0.0, 1, 20.0, accept(1)), review(100.0, 2, 9.0, accept(2))].concat());
    let tables = dataset::collect(&recorded(dir.path(), design.clone(), &events)).unwrap();
    let reasons: Vec<_> = tables.trials.iter().map(|row| row.exclusion_reason).collect();
    assert_eq!(reasons, [Some(ExclusionReason::AttentionCheck), Some(ExclusionReason::AttentionFailures)]);
    assert_eq!((tables.sessions[0].attention_checks, tables.sessions[0].attention_failures), (1, 1));

    let dir = tempfile::tempdir().unwrap();
    let events = at([review(0.0, 1, 20.0, reject(1, 1)), review(100.0, 2, 9.0, accept(2))].concat());
    let tables = dataset::collect(&recorded(dir.path(), design, &events)).unwrap();
    let reasons: Vec<_> = tables.trials.iter().map(|row| row.exclusion_reason).collect();
    assert_eq!(reasons, [Some(ExclusionReason::AttentionCheck), None]);
    assert_eq!((tables.sessions[0].attention_checks, tables.sessions[0].attention_failures), (1, 0));
}

#[test]
fn a_clock_that_was_set_and_presses_that_did_not_count_are_told_of_their_review() {
    let dir = tempfile::tempdir().unwrap();
    let mut design = plan::plan();
    design.exclusions = vec![Exclusion::ClockJumped];
    let mut events = [review(0.0, 1, 20.0, accept(1)), review(100.0, 2, 9.0, accept(2))].concat();
    let shown = events.iter().rposition(|(_, event)| matches!(event, Event::ReviewShown { .. })).unwrap();
    let secs = events[shown].0;
    events.insert(shown + 1, (secs, Event::PressIgnored { why: Ignored::Together }));
    events.insert(shown + 1, (secs, Event::ClockJumped { by_millis: -90_000 }));
    let tables = dataset::collect(&recorded(dir.path(), design, &at(events))).unwrap();
    let marks: Vec<_> = tables
        .trials
        .iter()
        .map(|row| (row.presses_ignored, row.clock_jumps, row.exclusion_reason))
        .collect();
    assert_eq!(marks, [(0, 0, None), (1, 1, Some(ExclusionReason::ClockJumped))]);
    let session = &tables.sessions[0];
    assert_eq!((session.presses_ignored, session.clock_jumps), (1, 1));
    let set_back = tables.events.iter().find(|row| row.event == "clock_jumped").unwrap();
    assert_eq!(set_back.details, r#"{"by_millis":-90000}"#);
}

#[test]
fn who_stops_is_kept_or_left_out_as_they_wish() {
    for (erase, kept) in [(false, 1), (true, 0)] {
        let dir = tempfile::tempdir().unwrap();
        let mut events = vec![
            (0.0, Event::Consented { agreed: true, version: "3".to_owned(), text_blake3: "ab".to_owned() }),
            (1.0, Event::BreakStarted { after_block: 1 }),
            (31.0, Event::BreakEnded { after_block: 1 }),
        ];
        events.extend(review(40.0, 1, 20.0, accept(1)));
        events.push((200.0, Event::Withdrawn { erase }));
        let study = recorded(dir.path(), plan::plan(), &at(events));
        let state = study.participant("P01").unwrap().state;
        assert_eq!(state, ParticipantState::Stopped { done: 1, erase });
        assert_eq!(state.asks_for_deletion(), erase);
        let tables = dataset::collect(&study).unwrap();
        assert_eq!((tables.trials.len(), tables.participants.len()), (kept, kept));
        if let Some(session) = tables.sessions.first() {
            assert!(session.withdrawn && !session.complete);
            assert_eq!((session.breaks, session.break_secs), (1, 30.0));
            assert_eq!(session.consent_version.as_deref(), Some("3"));
            assert_eq!(session.consent_blake3.as_deref(), Some("ab"));
            assert_eq!((session.practice_rounds, session.practice_passed), (None, None));
        }
    }
}
