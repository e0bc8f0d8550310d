//! Power simulations: what they say, that a killed run goes on to the same bytes, what they refuse.
#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod files;
mod simulated;

use files::content;
use simulated::{PACKS, PROTOCOL, library, small};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tightloop::simulate::power::{Ask, CellAt, Summary, run};
use tightloop::stats::AnalysisPlan;

/// Two repetitions of 2 and of 3 people; quick enough for the small protocol's limit of a minute.
fn ask() -> Ask {
    Ask {
        participants: vec![3, 2],
        reps: 2,
        seed: 5,
        effects: vec![("f00".to_owned(), 2.5), ("slope_delay".to_owned(), 0.4)],
        cells: None,
    }
}

/// What a run says, and its summary or its refusal.
fn asked(ask: &Ask, out: Option<&Path>) -> (Vec<String>, Result<Summary, String>) {
    let mut notes = Vec::new();
    let plan = AnalysisPlan::default().unwrap();
    let mut say = |note: &str| notes.push(note.to_owned());
    let summary = run(&small(), &library(), &plan, ask, out, &mut say, &mut |_| ());
    (notes, summary.map_err(|problem| problem.to_string()))
}

/// The program on the small protocol in `folder`.
fn command(folder: &Path, arguments: &[&str]) -> Command {
    std::fs::write(folder.join("small.ron"), PROTOCOL).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_tightloop"));
    command.args(["--scenarios", PACKS, "power"]).arg(folder.join("small.ron")).args(arguments);
    command
}

const ARGUMENTS: [&str; 8] =
    ["--participants", "2,3", "--reps", "2", "--seed", "5", "--effect", "f00=2.5,slope_delay=0.4"];

fn words(output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (text(&output.stdout), text(&output.stderr))
}

#[test]
fn a_row_a_number_of_participants_and_a_cell_a_level() {
    let (_, summary) = asked(&ask(), None);
    let summary = summary.unwrap();
    assert!(summary.asked.simulated);
    assert_eq!(summary.asked.delay_secs, [0.0, 20.0, 60.0]);
    assert_eq!(summary.asked.batch_size, [2.0, 4.0]);
    let corner = |delay_secs, batch_size| CellAt { delay_secs, batch_size };
    assert_eq!(summary.asked.cells, [corner(0.0, 2.0), corner(60.0, 4.0)]);
    assert!((summary.asked.truth["slope_delay"] - 0.4).abs() < 1e-9);
    assert_eq!(summary.rows.iter().map(|row| row.participants).collect::<Vec<_>>(), [2, 3]);
    for row in &summary.rows {
        assert_eq!((row.fitted, row.failed), (2, 0));
        assert_eq!(row.reviews, 12 * row.participants as usize, "3 × 2 cells, 2 reviews each");
        assert!((row.person_hours - row.minutes_each * f64::from(row.participants) / 60.0).abs() < 1e-9);
        assert!(row.width_ratio.unwrap() > 1.0 && row.width_secs.unwrap() > 0.0);
        for matrix in [&row.grid.true_secs, &row.grid.width_ratio, &row.grid.width_secs, &row.grid.covered] {
            assert_eq!(matrix.iter().map(Vec::len).collect::<Vec<_>>(), [2, 2, 2]);
        }
        let shares = [row.covered, row.ranked_right, row.ranked_surely, row.delay_shown];
        assert!(shares.iter().all(|share| (0.0..=1.0).contains(&share.unwrap())), "{shares:?}");
        assert!(row.ranked_surely <= row.ranked_right);
    }
}

#[test]
fn cut_off_anywhere_it_ends_up_the_same_to_the_byte() {
    let folder = tempfile::tempdir().unwrap();
    let whole = folder.path().join("whole.jsonl");
    let (_, summary) = asked(&ask(), Some(&whole));
    let expected = std::fs::read(&whole).unwrap();
    let ends: Vec<usize> =
        expected.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1).collect();
    assert_eq!(ends.len(), 5, "what was asked, and four repetitions");
    let cut = folder.path().join("cut.jsonl");
    for (length, torn) in [
        (0, false),
        (ends[0] / 2, true),
        (ends[2], false),
        (ends[3] - 1, true),
        (ends[4] - 7, true),
        (ends[4], false),
    ] {
        std::fs::write(&cut, &expected[..length]).unwrap();
        let (notes, again) = asked(&ask(), Some(&cut));
        assert_eq!(again, summary, "cut at {length}");
        assert!(std::fs::read(&cut).unwrap() == expected, "cut at {length}");
        assert_eq!(notes.len(), usize::from(torn), "{notes:?}");
        assert!(notes.iter().all(|note| note.contains("the last line was torn")), "{notes:?}");
    }
    assert_eq!(content(folder.path()).len(), 2, "nothing is left beside the two files");
}

#[test]
fn killed_and_called_again_on_one_core_it_ends_up_as_on_all_of_them() {
    let folder = tempfile::tempdir().unwrap();
    let run = |out: &str, cores: &str| {
        let mut command = command(folder.path(), &ARGUMENTS);
        command.arg("--out").arg(folder.path().join(out)).env("RAYON_NUM_THREADS", cores);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command
    };
    assert!(run("whole", "2").status().unwrap().success());
    let killed = folder.path().join("killed");
    let mut child = run("killed", "1").spawn().unwrap();
    let lines = || std::fs::read_to_string(&killed).map_or(0, |text| text.lines().count());
    while lines() < 3 && child.try_wait().unwrap().is_none() {
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(run("killed", "1").status().unwrap().success());
    let read = |name: &str| std::fs::read(folder.path().join(name)).unwrap();
    assert!(read("killed") == read("whole"));
}

#[test]
fn a_file_that_was_begun_otherwise_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("power.jsonl");
    let few = Ask { participants: vec![2], reps: 1, ..ask() };
    asked(&few, Some(&path)).1.unwrap();
    let before = std::fs::read(&path).unwrap();
    let refused = |ask: Ask| {
        let said = asked(&ask, Some(&path)).1.unwrap_err();
        assert!(std::fs::read(&path).unwrap() == before, "{said}");
        assert!(
            said.ends_with("; go on as it was begun, or name another --out") && !said.contains('\n'),
            "{said}"
        );
        said
    };
    let said = refused(Ask { reps: 3, ..few.clone() });
    assert!(said.contains("power.jsonl: this file was begun with other --reps: 1, not 3"), "{said}");
    let said = refused(Ask { seed: 6, ..few.clone() });
    assert!(said.contains("other --seed: 5, not 6"), "{said}");
    let said = refused(Ask { participants: vec![2, 3], ..few.clone() });
    assert!(said.contains("other --participants: [2], not [2,3]"), "{said}");
    let other = vec![("f00".to_owned(), 2.5), ("slope_delay".to_owned(), 0.0)];
    let said = refused(Ask { effects: other, ..few.clone() });
    assert!(said.contains("other --effect: "), "{said}");
    let corner = |delay_secs| CellAt { delay_secs, batch_size: 2.0 };
    let said = refused(Ask { cells: Some([corner(0.0), corner(60.0)]), ..few.clone() });
    assert!(said.contains("other --cells"), "{said}");

    // A file of something else, with and without an end of line.
    for text in ["participant,scenario\nP01,cache\n", "notes of mine", "{\"format\":\"cost-surface/1\"}\n"] {
        std::fs::write(&path, text).unwrap();
        let said = asked(&few, Some(&path)).1.unwrap_err();
        assert!(said.contains("this is no tightloop-power/1 file"), "{said}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    }
    // A line in the middle that was changed.
    let text = String::from_utf8(before).unwrap().replacen("\"repetition\":0", "\"repetition\":7", 1);
    std::fs::write(&path, text).unwrap();
    let said = asked(&few, Some(&path)).1.unwrap_err();
    assert!(said.contains("power.jsonl:2:1: this line is not the repetition that belongs here"), "{said}");
}

#[test]
fn what_cannot_be_asked_is_said() {
    let refused = |ask: Ask| asked(&ask, None).1.unwrap_err();
    let with = |name: &str| Ask { effects: vec![(name.to_owned(), 0.2)], ..ask() };
    assert!(refused(with("slope_delai")).ends_with("did you mean 'slope_delay'?"));
    let cell = |delay_secs| CellAt { delay_secs, batch_size: 2.0 };
    let said = refused(Ask { cells: Some([cell(0.0), cell(30.0)]), ..ask() });
    assert_eq!(
        said,
        "there is no cell of 30 s and 2 decisions; choose delays of 0, 20, 60 s and batches of 2, 4"
    );
    let said = refused(Ask { cells: Some([cell(0.0), cell(0.0)]), ..ask() });
    assert!(said.starts_with("there is nothing to rank: both cells are 0 s"), "{said}");
    let said = refused(Ask { participants: vec![1], ..ask() });
    assert!(said.starts_with("with 1 participants: too few trials to fit: 6 with a planted error"), "{said}");
    // Everybody takes ten minutes where one is allowed: nothing has a verdict, and no study can be fitted.
    let slow = Ask { effects: vec![("f00".to_owned(), 600_f64.ln() + 3.0)], ..ask() };
    let said = refused(slow);
    assert!(said.starts_with("no simulated study could be fitted: too few trials to fit"), "{said}");
}

#[test]
fn the_command_line_says_simulated_and_how_far_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let few = ["--participants", "2", "--reps", "1", "--effect", "f00=2.5", "--cells", "0,2:60,2"];
    let output = command(folder.path(), &few).output().unwrap();
    let (said, progress) = words(&output);
    assert!(output.status.success(), "{progress}");
    assert!(said.starts_with("SIMULATED: what a study by 'small' would learn"), "{said}");
    for words in ["people", "person-hours", "C at 0 s × 2 and at 60 s × 2 decisions", "2 chains of 300 draws"]
    {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert!(
        progress.contains("simulating: 0 of 1 studies") && progress.contains("1 of 1 studies"),
        "{progress}"
    );

    let output = command(folder.path(), &few).arg("--json").output().unwrap();
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["asked"]["simulated"], true);
    assert_eq!(json["rows"][0]["participants"], 2);

    let wrong =
        command(folder.path(), &["--participants", "2", "--effect", "slope_delai=1"]).output().unwrap();
    assert_eq!(wrong.status.code(), Some(1));
    assert!(words(&wrong).1.contains("did you mean 'slope_delay'?"));
    for usage in [&["--participants", "0"][..], &["--participants", "2", "--cells", "1:2"], &[]] {
        assert_eq!(command(folder.path(), usage).output().unwrap().status.code(), Some(2), "{usage:?}");
    }
    let help = words(&command(folder.path(), &["--help"]).output().unwrap()).0;
    for option in ["--participants", "--effect", "--reps", "--seed", "--cells", "--plan", "--out", "--json"] {
        assert!(help.contains(option), "{option}");
    }
}
