//! Studies, from the outside: begun whole or not at all, one writer at a time, codes and not paths, withdrawal that leaves
//! nothing, and a check that finds what is wrong.
#![allow(clippy::unwrap_used)]

#[path = "store/lab.rs"]
mod lab;
#[cfg(unix)]
#[path = "store/read_only.rs"]
mod read_only;
#[path = "store/sitting.rs"]
mod sitting;

use lab::{PACKS, library, loaded, study};
use sitting::{decline, sit};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tightloop::dataset;
use tightloop::scenario::Library;
use tightloop::study::{ParticipantState, Study};

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

fn tightloop(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tightloop")).args(["--scenarios", PACKS]).args(args).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn every_file(dir: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { every_file(&path) } else { vec![path] }).collect()
}

fn state(study: &Study, id: &str) -> ParticipantState {
    study.participant(id).unwrap().state
}

/// What is wrong with the study, one line each.
fn problems(dir: &Path) -> Vec<String> {
    let report = Study::read(dir).unwrap().check_with(&library()).unwrap();
    report.problems.iter().map(ToString::to_string).collect()
}

#[test]
fn a_study_is_a_folder_with_the_exact_protocol() {
    let dir = folder();
    let path = dir.path().join("deep/er/study");
    let study = study(&path);
    assert_eq!((study.id(), study.simulated()), ("small", true));
    assert_eq!(fs::read_to_string(path.join("protocol.ron")).unwrap(), lab::PROTOCOL);
    assert_eq!(names(&path), [".lock", "journals", "protocol.ron", "roster.jsonl", "study.json"]);
    assert_eq!(names(path.parent().unwrap()), ["study"], "no temporary folder is left");
    let about: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(path.join("study.json")).unwrap()).unwrap();
    assert_eq!(about["format"], "tightloop-study/1");
    assert_eq!(about["simulated"], true);
    assert_eq!(about["created_at"], serde_json::Value::Null);
    assert!(about["pack_hashes"]["tiny"].is_string());
}

#[test]
fn an_empty_folder_will_do_and_a_full_one_is_left_alone() {
    let dir = folder();
    let empty = dir.path().join("empty");
    fs::create_dir(&empty).unwrap();
    drop(study(&empty));
    let refused = Study::create(&empty, &loaded(), &library(), true).unwrap_err();
    assert!(
        refused.to_string().contains("this folder is not empty; choose a new or an empty folder"),
        "{refused}"
    );
    let file = dir.path().join("file");
    fs::write(&file, "mine").unwrap();
    assert!(Study::create(&file, &loaded(), &library(), true).is_err());
    assert!(Study::create(file.join("below"), &loaded(), &library(), true).is_err());
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
    assert_eq!(names(dir.path()), ["empty", "file"]);
}

#[test]
fn what_is_no_study_is_not_touched() {
    let dir = folder();
    let refused = Study::open(dir.path()).unwrap_err().to_string();
    assert!(refused.contains("there is no study here"), "{refused}");
    assert!(names(dir.path()).is_empty(), "not even a lock file was put there");
    fs::write(dir.path().join("study.json"), "{\"format\": \"tightloop-study/9\"}").unwrap();
    let refused = Study::read(dir.path()).unwrap_err().to_string();
    assert!(refused.contains("expected 'tightloop-study/1'"), "{refused}");
}

/// A process that may write no byte to any file stands for a full disk here; the journal's tests have a real one.
#[cfg(unix)]
#[test]
fn nothing_half_written_is_left_when_the_disk_is_full() {
    let dir = folder();
    let protocol = dir.path().join("small.ron");
    fs::write(&protocol, lab::PROTOCOL).unwrap();
    let ready = dir.path().join("ready");
    drop(study(&ready));
    let target = dir.path().join("new");
    let (target_text, protocol_text, ready_text) =
        (target.to_str().unwrap(), protocol.to_str().unwrap(), ready.to_str().unwrap());
    for args in [
        ["study", "new", target_text, "--protocol", protocol_text],
        ["export", ready_text, "--out", target_text, "--format=csv"],
    ] {
        let output = Command::new("sh")
            .args(["-c", "trap '' XFSZ; ulimit -f 0; exec \"$0\" --scenarios \"$@\""])
            .args([env!("CARGO_BIN_EXE_tightloop"), PACKS])
            .args(args)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(1), "{args:?}: {}", said(&output));
        assert_eq!(names(dir.path()), ["ready", "small.ron"], "{}", said(&output));
        assert!(tightloop(&args).status.success(), "only that was in the way: {}", said(&tightloop(&args)));
        fs::remove_dir_all(&target).unwrap();
    }
}

#[cfg(unix)]
#[test]
fn a_read_only_study_can_be_read_and_says_that_it_cannot_be_written() {
    let dir = folder();
    let path = dir.path().join("study");
    study(&path).enrol("P01", &library()).unwrap();
    let read_only = read_only::ReadOnly::make(&path);
    let refused = Study::open(&path).unwrap_err().to_string();
    assert!(refused.ends_with("choose a folder that you may write to"), "{refused}");
    assert_eq!(Study::read(&path).unwrap().participants().unwrap().len(), 1);
    let begun = Study::create(path.join("inner"), &loaded(), &library(), true).unwrap_err().to_string();
    assert!(begun.ends_with("choose a folder that you may write to"), "{begun}");
    drop(read_only);
    Study::open(&path).unwrap();
}

#[test]
fn two_programs_on_one_study_is_one_too_many() {
    let dir = folder();
    let path = dir.path().join("study");
    let mut held = study(&path);
    held.enrol("P01", &library()).unwrap();
    let path_text = path.to_str().unwrap();
    let withdraw = ["study", "withdraw", path_text, "--participant", "P01", "--yes"];
    let output = tightloop(&withdraw);
    assert_eq!(output.status.code(), Some(1));
    let holder = format!("this study is open in another program (process {})", std::process::id());
    assert!(said(&output).contains(&holder), "{}", said(&output));
    // Within one program as well.
    assert!(Study::open(&path).unwrap_err().to_string().contains("open in this program already"));
    // Reading needs no lock.
    for args in [["study", "status", path_text], ["study", "check", path_text]] {
        assert!(tightloop(&args).status.success());
    }
    assert_eq!(state(&held, "P01"), ParticipantState::Enrolled);
    drop(held);
    assert!(tightloop(&withdraw).status.success());
}

#[test]
fn a_code_is_a_code_and_not_a_path() {
    let dir = folder();
    let path = dir.path().join("study");
    let mut study = study(&path);
    let library = library();
    study.enrol("P01", &library).unwrap();
    let before = every_file(dir.path()).len();
    for bad in [
        "",
        ".",
        "..",
        "../../x",
        "a/b",
        "a\\b",
        "C:x",
        "Ann Lee",
        "ä",
        "NUL",
        "com1",
        "x\n",
        &"a".repeat(33),
    ] {
        let refused = study.enrol(bad, &library).unwrap_err().to_string();
        assert!(refused.contains("use a code of 1 to 32 letters, digits or hyphens"), "{refused}");
        assert!(study.withdraw(bad).is_err());
        assert!(study.plan(bad, &library).is_err());
        assert!(study.journal_path(bad, 1).starts_with(path.join("journals")));
        assert!(!study.journal_path(bad, 1).to_str().unwrap().contains(".."));
    }
    for (taken, why) in [("P01", "enrolled already"), ("p01", "participant P01 is enrolled already")] {
        let refused = study.enrol(taken, &library).unwrap_err().to_string();
        assert!(refused.contains(why), "{refused}");
    }
    let unknown = study.participant("P02").unwrap_err().to_string();
    assert!(unknown.contains("there is no participant P02; did you mean 'P01'?"), "{unknown}");
    assert_eq!(every_file(dir.path()).len(), before);
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_study_is_not_followed() {
    let dir = folder();
    let path = dir.path().join("study");
    let outside = dir.path().join("outside");
    fs::create_dir(&outside).unwrap();
    fs::write(outside.join("session-1.jsonl"), "precious").unwrap();
    let mut study = study(&path);
    study.enrol("P01", &library()).unwrap();
    for id in ["P01", "P02"] {
        std::os::unix::fs::symlink(&outside, path.join("journals").join(id)).unwrap();
    }
    assert!(study.enrol("P02", &library()).unwrap_err().to_string().contains("is a link"));
    assert!(matches!(state(&study, "P01"), ParticipantState::Unreadable { .. }));
    assert!(study.plan("P01", &library()).unwrap_err().to_string().contains("is a link"));
    assert!(study.withdraw("P01").unwrap_err().to_string().contains("is a link"));
    assert!(matches!(state(&study, "P01"), ParticipantState::Unreadable { .. }), "and nothing was noted");
    assert!(dataset::collect(&study).is_err());
    assert_eq!(fs::read_to_string(outside.join("session-1.jsonl")).unwrap(), "precious");
}

#[test]
fn how_far_a_participant_is_follows_from_the_journal_alone() {
    let dir = folder();
    let path = dir.path().join("study");
    let mut first = study(&path);
    first.enrol("P01", &library()).unwrap();
    assert_eq!(state(&first, "P01"), ParticipantState::Enrolled);
    sit(&first, "P01", 2);
    assert_eq!(state(&first, "P01"), ParticipantState::Running { done: 2, of: 5 });
    drop(first);
    let again = Study::open(&path).unwrap();
    assert_eq!(state(&again, "P01"), ParticipantState::Running { done: 2, of: 5 });
    sit(&again, "P01", u32::MAX);
    assert_eq!(state(&again, "P01"), ParticipantState::Completed);
    assert_eq!(problems(&path), Vec::<String>::new());
}

#[test]
fn quotas_outlive_drop_outs_and_restarts() {
    let dir = folder();
    let path = dir.path().join("study");
    let library = library();
    let mut all = study(&path);
    let mut row = |id: &str| {
        let row = all.enrol(id, &library).unwrap().row;
        match id {
            "P02" => decline(&all, id),
            "P03" => all.withdraw(id).unwrap(),
            _ => sit(&all, id, u32::MAX),
        }
        row
    };
    assert_eq!((row("P01"), row("P02"), row("P03")), (0, 1, 1));
    drop(all);
    let mut later = Study::open(&path).unwrap();
    assert_eq!(state(&later, "P02"), ParticipantState::Declined);
    assert_eq!(
        later.enrol("P04", &library).unwrap().row,
        1,
        "two dropped out of it, and the roster remembers"
    );
    assert_eq!(later.enrol("P05", &library).unwrap().row, 2);
}

#[test]
fn withdrawing_leaves_that_and_when_and_nothing_else() {
    let dir = folder();
    let path = dir.path().join("study");
    let mut all = study(&path);
    for id in ["P01", "P02"] {
        all.enrol(id, &library()).unwrap();
        sit(&all, id, u32::MAX);
    }
    drop(all);
    let path_text = path.to_str().unwrap();
    let unasked = tightloop(&["study", "withdraw", path_text, "--participant", "P01"]);
    assert_eq!(unasked.status.code(), Some(1));
    assert!(said(&unasked).contains("would erase the 1 journals of participant P01"), "{}", said(&unasked));
    assert!(path.join("journals/P01/session-1.jsonl").exists());
    let output = tightloop(&["study", "withdraw", path_text, "--participant", "P01", "--yes"]);
    assert!(output.status.success(), "{}", said(&output));

    let mentions = |file: &PathBuf| fs::read_to_string(file).unwrap().contains("P01");
    let left: Vec<PathBuf> = every_file(&path).into_iter().filter(mentions).collect();
    assert_eq!(left, [path.join("roster.jsonl")]);
    assert_eq!(names(&path.join("journals")), ["P02"]);
    let roster = fs::read_to_string(&left[0]).unwrap();
    let tombstone: serde_json::Value = serde_json::from_str(roster.lines().last().unwrap()).unwrap();
    let keys: Vec<&String> = tombstone.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["participant", "withdrawn_at"]);

    let mut study = Study::open(&path).unwrap();
    assert!(matches!(state(&study, "P01"), ParticipantState::Withdrawn { .. }));
    assert_eq!(problems(&path), Vec::<String>::new());
    for code in ["P01", "p01"] {
        assert!(
            study.enrol(code, &library()).unwrap_err().to_string().contains("P01 withdrew; use a new code")
        );
    }
    assert!(study.plan("P01", &library()).is_err());
    study.withdraw("P01").unwrap();
    assert_eq!(fs::read_to_string(&left[0]).unwrap(), roster, "twice is once");
    let tables = dataset::collect(&study).unwrap();
    assert!(tables.trials.iter().all(|row| row.participant == "P02") && !tables.trials.is_empty());
    assert!(tables.participants.iter().all(|row| row.participant == "P02"));
    assert!(tables.events.iter().all(|row| row.participant == "P02"));
}

#[test]
fn what_a_crash_interrupted_is_finished_when_the_study_is_next_opened() {
    let dir = folder();
    let path = dir.path().join("study");
    let mut all = study(&path);
    all.enrol("P01", &library()).unwrap();
    sit(&all, "P01", 1);
    drop(all);
    // A withdrawal that got no further than its intent; an enrolment and a study file that were only half written.
    let roster = path.join("roster.jsonl");
    let whole = fs::read_to_string(&roster).unwrap()
        + "{\"participant\":\"P01\",\"withdrawn_at\":\"2026-01-01T00:00:00Z\"}\n";
    fs::write(&roster, format!("{whole}{{\"participant\":\"P0")).unwrap();
    fs::write(path.join("journals/.tightloop-new-abc"), "x").unwrap();

    let reader = Study::read(&path).unwrap();
    assert!(matches!(state(&reader, "P01"), ParticipantState::Withdrawn { .. }));
    assert!(dataset::collect(&reader).unwrap().trials.is_empty(), "from the intent on, nothing is read");
    let found = problems(&path);
    assert!(
        found.iter().any(|line| line.contains("P01 withdrew, but their folder is still here")),
        "{found:?}"
    );
    assert!(found.iter().any(|line| line.contains("a crash left this temporary file")), "{found:?}");

    let opened = Study::open(&path).unwrap();
    assert_eq!(opened.notes().len(), 3, "{:?}", opened.notes());
    assert_eq!(fs::read_to_string(&roster).unwrap(), whole);
    assert!(names(&path.join("journals")).is_empty());
    assert_eq!(problems(&path), Vec::<String>::new());
}

#[test]
fn a_check_names_everything_that_is_wrong() {
    let dir = folder();
    let path = dir.path().join("study");
    let mut all = study(&path);
    for id in ["P01", "P02", "P03"] {
        all.enrol(id, &library()).unwrap();
        sit(&all, id, 2);
    }
    drop(all);
    let clean = tightloop(&["study", "check", path.to_str().unwrap(), "--json"]);
    let report: serde_json::Value = serde_json::from_slice(&clean.stdout).unwrap();
    assert!(clean.status.success(), "{}", said(&clean));
    assert_eq!((&report["journals"], &report["replayed"]), (&3.into(), &3.into()));
    assert_eq!(report["problems"], serde_json::json!([]));

    let journal = |id: &str| path.join("journals").join(id).join("session-1.jsonl");
    let text = fs::read_to_string(journal("P01")).unwrap();
    fs::write(journal("P01"), text.replacen("\"verdict_given\"", "\"verdict_taken\"", 1)).unwrap();
    fs::copy(journal("P03"), journal("P02")).unwrap();
    fs::create_dir(path.join("journals/P09")).unwrap();
    fs::write(path.join("journals/P03/notes.txt"), "x").unwrap();
    let found = problems(&path).join("\n");
    for wrong in [
        "P01/session-1.jsonl:",
        "does not fit its chain",
        "P02/session-1.jsonl:1:1: participant is 'P03', expected 'P02'",
        "P02/session-1.jsonl:1:1: plan.row is '2', expected '1'",
        "P09: this belongs to no participant on the roster",
        "P03/notes.txt: this is no session's journal",
    ] {
        assert!(found.contains(wrong), "expected '{wrong}' in:\n{found}");
    }
    let output = tightloop(&["study", "check", path.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    // Half a dataset is none.
    assert!(dataset::collect(&Study::read(&path).unwrap()).is_err());
}

#[test]
fn events_that_no_session_could_have_made_are_found_although_their_chain_is_right() {
    use tightloop::journal::{Durability, Header, Journal, Station};
    use tightloop::session::event::Event;
    use tightloop::session::input::Stamped;
    let dir = folder();
    let path = dir.path().join("study");
    let mut all = study(&path);
    all.enrol("P01", &library()).unwrap();
    let plan = all.plan("P01", &library()).unwrap();
    let header = Header::now("small", "P01", 1, true, plan, Station::simulated());
    let journal = Journal::create(all.journal_path("P01", 1), &header, Durability::AtEnd).unwrap();
    journal
        .append(&[Stamped { at_nanos: 5, value: Event::ReviewShown { trial: 0, outstanding: 0 } }])
        .unwrap();
    journal.close().unwrap();
    let found = problems(&path);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("P01/session-1.jsonl") && found[0].contains("event 1"), "{found:?}");
}

#[test]
fn a_changed_protocol_or_pack_is_noticed() {
    let dir = folder();
    let path = dir.path().join("study");
    let mut all = study(&path);
    all.enrol("P01", &library()).unwrap();
    sit(&all, "P01", 1);

    let other_packs = dir.path().join("packs");
    assert!(Command::new("cp").arg("-r").args([Path::new(PACKS), &other_packs]).status().unwrap().success());
    let scenario = other_packs.join("tiny/scenario.ron");
    fs::write(&scenario, fs::read_to_string(&scenario).unwrap() + "\n").unwrap();
    let other = Library::with_folder(Some(&other_packs)).unwrap();
    let refused = all.enrol("P02", &other).unwrap_err().to_string();
    assert!(refused.contains("scenario pack 'tiny' is not as it was when the study began"), "{refused}");
    assert!(all.plan("P01", &other).is_err());
    let report = all.check_with(&other).unwrap();
    assert!(report.is_clean() && report.replayed == 0, "{report:?}");
    assert!(report.notes[0].starts_with("events were not replayed: "), "{:?}", report.notes);
    drop(all);

    fs::write(path.join("protocol.ron"), lab::PROTOCOL.replace("seed: 11", "seed: 12")).unwrap();
    let refused = Study::open(&path).unwrap_err().to_string();
    assert!(refused.contains("protocol.ron: the protocol was changed after the study began"), "{refused}");
}

#[test]
fn new_and_status_speak_to_programs_and_people() {
    let dir = folder();
    let path = dir.path().join("study");
    let path_text = path.to_str().unwrap();
    let protocol = dir.path().join("small.ron");
    fs::write(&protocol, lab::PROTOCOL).unwrap();
    let begun = tightloop(&["study", "new", path_text, "--protocol", protocol.to_str().unwrap()]);
    assert!(begun.status.success(), "{}", said(&begun));
    assert!(!tightloop(&["study", "new", path_text, "--protocol", "no-such-protocol"]).status.success());
    Study::open(&path).unwrap().enrol("P01", &library()).unwrap();
    let status = tightloop(&["study", "status", path_text, "--json"]);
    let status: serde_json::Value = serde_json::from_slice(&status.stdout).unwrap();
    assert_eq!(status["id"], "small");
    assert_eq!(status["simulated"], false);
    assert_eq!(status["planned"], 4);
    assert_eq!(status["participants"][0]["id"], "P01");
    assert_eq!(status["participants"][0]["state"], "enrolled");
    assert!(status["participants"][0]["enrolled_at"].is_string());
    assert!(said(&tightloop(&["study", "status", path_text])).contains("1 of 4 enrolled"));
}

/// The study that the repository ships is whole, and says in its folder that its people were simulated.
#[test]
fn the_example_study_checks_clean_and_says_that_it_is_simulated() {
    let study = Study::read("data/example").expect("data/example");
    assert!(study.simulated());
    let report = study.check().expect("checked");
    assert!(report.is_clean(), "{:?}; make it again as data/README.md says", report.problems);
    assert_eq!((report.journals, report.replayed), (8, 8), "{:?}", report.notes);
}
