//! A whole session in German, by keyboard alone: consent, demographics, instructions, practice failed once and passed,
//! packed delays, a break, NASA-TLX, debriefing; and what of it is in the tables.

use crate::display::Display;
use crate::person::{Manner, Person, WEIGHS};
use crate::sitting::Sitting;
use crate::{Row, export, study_of, table, tightloop};
use tightloop::protocol::Language;
use tightloop::protocol::plan::Plan;
use tightloop::session::event::Event;
use tightloop::session::screen::OwnResults;

const PILOT_DE: &str = include_str!("../../protocols/pilot-de.ron");

/// `pilot-de.ron` as it is, but for its shorter waits, and with packing by the person's own pace.
const CHANGED: [(&str, &str); 3] = [
    ("practice: (trials: 1, delay_secs: 5,", "practice: (trials: 1, delay_secs: 1,"),
    ("min_secs: 5,", "min_secs: 2,"),
    (
        "    filler: arithmetic,",
        "    packing: (confidence: 0.5, late_share: 0.5, reorder_places: 1),\n    filler: arithmetic,",
    ),
];

/// The pages that this session leads through.
const PAGES: [&str; 18] = [
    "consent",
    "question about the person",
    "instructions",
    "instructions with a picture",
    "brief",
    "question",
    "arithmetic",
    "review",
    "confidence",
    "feedback: wrong",
    "practice failed",
    "feedback: right",
    "practice passed",
    "break",
    "ratings",
    "comparison",
    "debriefing",
    "end",
];

/// Of what a page shows in the right language, at most this share of pixels is drawn otherwise by the window …
const SAME_PAGE: f64 = 0.002;
/// … and in the wrong one at least so many times as many differ.
const OTHER_LANGUAGE: f64 = 5.0;

#[test]
fn a_session_in_german_by_keyboard_alone() {
    let root = tempfile::tempdir().unwrap();
    let study = study_of(root.path(), PILOT_DE, &CHANGED);
    let display = Display::start();
    let sitting = Sitting::start(&display, &study, "P01");
    let mut person = Person::with_manner(&display, &sitting, Manner::Knowing);
    person.do_the_whole_session();
    let results = person.results().expect("a debriefing with own results");
    let plan = sitting.plan().clone();
    let events = sitting.recorded().events;
    for page in PAGES {
        let seen = person.sightings().iter().find(|seen| seen.kind == page);
        let seen = seen.unwrap_or_else(|| panic!("there was no page '{page}'"));
        let (german, english) = (seen.differs_from(Language::German), seen.differs_from(Language::English));
        println!("{page}: {:.4} % differs in German, {:.2} % in English", german * 1e2, english * 1e2);
        assert!(german <= SAME_PAGE, "'{page}' is not as it is in German: {german}");
        assert!(english > OTHER_LANGUAGE * german.max(1e-4), "'{page}' could be English: {english}");
    }
    assert!(sitting.ended_well(), "the program ends by itself after the last page");

    tightloop(&["study", "check", study.to_str().unwrap()]);
    let out = root.path().join("csv");
    export(&study, &out);
    assert_trials(&plan, &table(&out, "trials"), results);
    assert_session(&plan, &table(&out, "sessions"));
    assert_answers(&table(&out, "questionnaires"));
    let decisions: u32 =
        table(&out, "trials").iter().map(|row| row["batch_size"].parse::<u32>().unwrap()).sum();
    assert_eq!(table(&out, "decisions").len(), decisions as usize, "one row a decision of each review");
    assert_eq!(table(&out, "events").len(), events.len());
    let people = table(&out, "participants");
    assert_eq!((people.len(), &*people[0]["participant"], &*people[0]["state"]), (1, "P01", "completed"));
    let rounds: Vec<bool> = events
        .iter()
        .filter_map(|event| match event.value {
            Event::PracticeEnded { passed, .. } => Some(passed),
            _ => None,
        })
        .collect();
    assert_eq!(rounds, [false, true]);
}

fn number(row: &Row, column: &str) -> f64 {
    row[column].parse().unwrap_or_else(|_| panic!("{column} is {:?}", row[column]))
}

fn assert_trials(plan: &Plan, rows: &[Row], results: OwnResults) {
    assert_eq!(rows.len(), plan.trials.len(), "one row a review");
    let practice: Vec<&Row> = rows.iter().filter(|row| row["practice"] == "1").collect();
    let rank_and_right = |row: &&Row| (row["trial"].clone(), is_right(row));
    let practice: Vec<(String, bool)> = practice.iter().map(rank_and_right).collect();
    assert_eq!(practice, [(String::new(), false), (String::new(), true)], "practice has no rank");
    let main: Vec<&Row> = rows.iter().filter(|row| row["practice"] == "0").collect();
    for (rank, row) in (1..).zip(&main) {
        assert_eq!(row["trial"], rank.to_string());
        assert!(is_right(row), "{row:?}");
        assert!(row["outcome"] != "hit" || row["located"] == "1", "{row:?}");
        assert!(number(row, "delay_secs") >= number(row, "delay_target_secs"), "{row:?}");
        assert!(number(row, "review_secs") > 0.0 && number(row, "frame_p95_ms") > 0.0, "{row:?}");
        let marks = ["timed_out", "interrupted", "focus_losses", "simulated"];
        assert!(marks.iter().all(|mark| row[*mark] == "0"), "{row:?}");
        assert_eq!((&*row["stamp_source"], &*row["confidence"]), ("arrival", "3"));
    }
    let packed = main.iter().filter(|row| number(row, "outstanding") >= 1.0).count();
    println!("{packed} of {} reviews while another brief was outstanding", main.len());
    assert!(packed >= 1, "no delay was filled by another trial");

    // What the debriefing told: reviews that count, attention checks left out, all of them right.
    let (kept, left_out): (Vec<&Row>, Vec<&Row>) = main.iter().partition(|row| row["excluded"] == "0");
    assert!(left_out.iter().all(|row| row["exclusion_reason"] == "attention_check"), "{left_out:?}");
    assert_eq!(left_out.len(), plan.trials.iter().filter(|trial| trial.attention_check).count());
    assert_eq!((results.reviews, results.right), (kept.len() as u32, kept.len() as u32));
    let mean_secs = kept.iter().map(|row| number(row, "review_secs")).sum::<f64>() / kept.len() as f64;
    assert!((results.mean_review_secs - mean_secs).abs() < 1e-6, "{results:?}, {mean_secs}");
}

fn is_right(row: &Row) -> bool {
    matches!(&*row["outcome"], "hit" | "correct_rejection")
}

fn assert_session(plan: &Plan, rows: &[Row]) {
    let [row] = rows else { panic!("one session, not {}", rows.len()) };
    let consent = blake3::hash(plan.consent.as_bytes()).to_hex();
    assert!(plan.consent.starts_with("In dieser Studie"), "{}", plan.consent);
    let blocks = plan.trials.iter().filter(|trial| !trial.practice).map(|trial| trial.block);
    let blocks = blocks.collect::<std::collections::BTreeSet<u32>>().len();
    for (column, expected) in [
        ("consent_version", "2".to_owned()),
        ("consent_blake3", consent.to_string()),
        ("complete", "1".to_owned()),
        ("withdrawn", "0".to_owned()),
        ("practice_rounds", "2".to_owned()),
        ("practice_passed", "1".to_owned()),
        ("attention_checks", "1".to_owned()),
        ("attention_failures", "0".to_owned()),
        ("breaks", (blocks - 1).to_string()),
        ("reviews", plan.trials.len().to_string()),
        ("resumed", "0".to_owned()),
        ("focus_losses", "0".to_owned()),
        ("simulated", "0".to_owned()),
    ] {
        assert_eq!(row[column], expected, "sessions.csv, {column}");
    }
    assert!(number(row, "break_secs") >= 2.0 * (blocks - 1) as f64, "{}", row["break_secs"]);
    assert_eq!(number(row, "questions_answered"), number(row, "questions_correct"));
}

fn assert_answers(rows: &[Row]) {
    let answer = |questionnaire: &str, item: &str| {
        let found = rows.iter().find(|row| row["questionnaire"] == questionnaire && row["item"] == item);
        found.unwrap_or_else(|| panic!("no {questionnaire}, {item}"))["response"].clone()
    };
    assert_eq!(answer("demographics", "programming"), "0-4", "a code, not its words");
    let ratings = [
        ("mental_demand", 30.0),
        ("physical_demand", 40.0),
        ("temporal_demand", 50.0),
        ("performance", 60.0),
        ("effort", 70.0),
        ("frustration", 80.0),
    ];
    let tlx = |item: &str| answer("nasa_tlx", item).parse::<f64>().unwrap();
    for (scale, rating) in ratings {
        assert_eq!(tlx(scale), rating, "{scale}");
    }
    let pairs = rows.iter().filter(|row| row["item"].contains('/')).count();
    assert_eq!(pairs, 15, "every comparison");
    for (place, scale) in WEIGHS.iter().enumerate() {
        assert_eq!(tlx(&format!("weight_{}", scale.name())), (5 - place) as f64, "{}", scale.name());
    }
    // By hand, as Hart and Staveland (1988) have it: (5·30 + 4·70 + 3·50 + 2·60 + 1·80 + 0·40) / 15.
    assert_eq!((tlx("raw_score"), tlx("weighted_score")), (55.0, 52.0));
}
