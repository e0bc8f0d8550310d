//! Journals, from the outside: what is written is read; what was changed is refused; what was torn is a prefix; a full
//! disk loses nothing.

#![allow(clippy::unwrap_used)]

#[path = "store/events.rs"]
mod events;
#[path = "store/plan.rs"]
mod plan;
#[cfg(unix)]
#[path = "store/read_only.rs"]
mod read_only;

use events::any_events;
use plan::header;
use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tightloop::journal::{self, Durability, Journal};
use tightloop::session::event::{Event, StampedEvent};
use tightloop::session::input::{Stamped, Verdict};

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

fn opened(at_nanos: u64) -> StampedEvent {
    Stamped { at_nanos, value: Event::DecisionOpened { trial: 0, decision: 1 } }
}

fn accepted(at_nanos: u64) -> StampedEvent {
    Stamped { at_nanos, value: Event::VerdictGiven { trial: 0, verdict: Verdict::Accept } }
}

/// Writes a whole journal.
fn written(dir: &Path, events: &[StampedEvent]) -> PathBuf {
    let path = dir.join("session-1.jsonl");
    let journal = Journal::create(&path, &header(), Durability::AtEnd).unwrap();
    for event in events {
        journal.append(std::slice::from_ref(event)).unwrap();
    }
    journal.close().unwrap();
    path
}

/// Waits, for as long as a slow machine may need.
fn until(what: &str, done: impl Fn() -> bool) {
    let start = Instant::now();
    while !done() {
        assert!(start.elapsed() < Duration::from_secs(60), "waited a minute for: {what}");
        std::thread::sleep(Duration::from_millis(1));
    }
}

#[test]
fn a_decisive_event_is_on_the_disk_once_the_journal_says_so() {
    let dir = folder();
    let path = dir.path().join("P01/session-1.jsonl");
    let journal = Journal::create(&path, &header(), Durability::EveryDecision).unwrap();
    let calls = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&calls);
    journal.on_durable(Box::new(move || {
        counter.fetch_add(1, Ordering::SeqCst);
    }));
    journal.append(&[opened(5), accepted(9)]).unwrap();
    until("the verdict to be durable", || journal.is_durable());
    until("the callback", || calls.load(Ordering::SeqCst) > 0);
    assert_eq!(journal::read(&path).unwrap().events, [opened(5), accepted(9)]);
    journal.close().unwrap();
}

#[test]
fn exploration_needs_no_decision_to_reach_the_file() {
    let dir = folder();
    let path = dir.path().join("session-1.jsonl");
    let journal = Journal::create(&path, &header(), Durability::EveryDecision).unwrap();
    journal.append(&[opened(5)]).unwrap();
    assert!(journal.is_durable(), "exploration holds no screen up");
    until("the batch to be written", || journal::read(&path).unwrap().events.len() == 1);
}

#[test]
fn a_journal_that_was_only_dropped_is_whole() {
    let dir = folder();
    let path = dir.path().join("session-1.jsonl");
    let journal = Journal::create(&path, &header(), Durability::AtEnd).unwrap();
    journal.append(&[opened(1), accepted(2)]).unwrap();
    drop(journal);
    assert_eq!(journal::read(&path).unwrap().events.len(), 2);
}

#[test]
fn a_journal_is_never_begun_twice() {
    let dir = folder();
    let path = written(dir.path(), &[accepted(3)]);
    let before = fs::read(&path).unwrap();
    let refused = Journal::create(&path, &header(), Durability::EveryDecision).unwrap_err();
    assert!(refused.to_string().contains("exists already"), "{refused}");
    assert_eq!(fs::read(&path).unwrap(), before);
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "no temporary file is left");
}

#[test]
fn stamps_that_go_back_are_refused_and_not_taken() {
    let dir = folder();
    let path = dir.path().join("session-1.jsonl");
    let journal = Journal::create(&path, &header(), Durability::EveryDecision).unwrap();
    journal.append(&[opened(9)]).unwrap();
    let refused = journal.append(&[opened(8)]).unwrap_err();
    assert!(refused.to_string().contains("stamps are monotonic"), "{refused}");
    journal.append(&[opened(9)]).unwrap();
    journal.close().unwrap();
    assert!(journal.append(&[opened(10)]).unwrap_err().to_string().contains("closed"));
    assert_eq!(journal::read(&path).unwrap().events, [opened(9), opened(9)]);
}

#[test]
fn what_stands_in_a_file_that_is_no_journal_is_said() {
    let dir = folder();
    let path = dir.path().join("session-1.jsonl");
    for (content, said) in [
        ("", "first line is missing or torn"),
        ("{\"format\":\"tightloop-journal/1\"", "first line is missing or torn"),
        ("hello\n", ":1:1: this is not a journal's first line"),
    ] {
        fs::write(&path, content).unwrap();
        let refused = journal::read(&path).unwrap_err().to_string();
        assert!(refused.contains(said), "{refused}");
    }
}

#[test]
fn each_kind_of_damage_is_named_with_its_place() {
    let dir = folder();
    let path = written(dir.path(), &[opened(10), opened(20), accepted(30), opened(40)]);
    let whole = fs::read_to_string(&path).unwrap();
    let lines: Vec<&str> = whole.split_inclusive('\n').collect();
    let without = |gone: usize| -> String {
        lines.iter().enumerate().filter(|(n, _)| *n != gone).map(|(_, line)| *line).collect()
    };
    let swapped = [lines[0], lines[2], lines[1], lines[3], lines[4]].concat();
    let edited = whole.replace("\"at_nanos\":20", "\"at_nanos\":21");
    let garbage = [lines[0], lines[1], "garbage\n", lines[2]].concat();
    for (content, said) in [
        (without(2), ":3:8: event 3 stands where event 2 belongs: lines before it are missing"),
        (swapped, ":2:8: event 2 stands where event 1 belongs"),
        (edited, ":3:91: the line does not fit its chain"),
        (garbage, ":3:8: the line does not end with its chain"),
        (
            [lines[0], lines[1], lines[1]].concat(),
            ":3:8: event 1 stands where event 2 belongs: a line was put in or moved",
        ),
    ] {
        fs::write(&path, &content).unwrap();
        let refused = journal::read(&path).unwrap_err().to_string();
        assert!(refused.contains(said), "expected '{said}' in: {refused}");
        assert!(refused.ends_with("nothing after this line can be trusted"), "{refused}");
        // And it is left as it is.
        assert!(Journal::append_to(&path, Durability::EveryDecision).is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), content);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_is_written_is_read(events in any_events()) {
        let dir = folder();
        let recorded = journal::read(written(dir.path(), &events)).unwrap();
        prop_assert_eq!(recorded.header, header());
        prop_assert_eq!(recorded.events, events);
        prop_assert_eq!(recorded.cut, None);
    }

    #[test]
    fn the_same_events_give_the_same_bytes_however_they_were_handed_over(events in any_events(), at in 0_usize..24) {
        let (one, other) = (folder(), folder());
        let whole = written(one.path(), &events);
        let (before, after) = events.split_at(at.min(events.len()));
        let halves = written(other.path(), before);
        let (recorded, journal) = Journal::append_to(&halves, Durability::EveryDecision).unwrap();
        prop_assert_eq!(recorded.events, before);
        journal.append(after).unwrap();
        journal.close().unwrap();
        prop_assert_eq!(fs::read(halves).unwrap(), fs::read(whole).unwrap());
    }

    /// Every byte but the file's last, which is what parts a whole last line from a torn one.
    #[test]
    fn any_changed_byte_is_refused(events in any_events(), place: prop::sample::Index, flip in 1_u8..=255) {
        let dir = folder();
        let path = written(dir.path(), &events);
        let mut bytes = fs::read(&path).unwrap();
        let place = place.index(bytes.len() - 1);
        bytes[place] ^= flip;
        fs::write(&path, bytes).unwrap();
        let refused = journal::read(&path);
        prop_assert!(refused.is_err(), "byte {} ^ {} went unseen", place, flip);
        prop_assert!(refused.unwrap_err().at.is_some());
    }

    #[test]
    fn a_cut_anywhere_leaves_a_prefix(events in any_events(), place: prop::sample::Index, more in any_events()) {
        let dir = folder();
        let path = written(dir.path(), &events);
        let bytes = fs::read(&path).unwrap();
        let first_line = bytes.iter().position(|byte| *byte == b'\n').unwrap() + 1;
        let cut = place.index(bytes.len() + 1);
        fs::write(&path, &bytes[..cut]).unwrap();
        if cut < first_line {
            prop_assert!(journal::read(&path).is_err(), "a journal without its first line");
            return Ok(());
        }
        let read = journal::read(&path).unwrap();
        prop_assert!(events.starts_with(&read.events));
        prop_assert_eq!(read.cut.is_some(), bytes[cut - 1] != b'\n');
        // Going on after the crash: the torn line is gone, and said so; what follows stands right after the rest.
        let (recorded, journal) = Journal::append_to(&path, Durability::EveryDecision).unwrap();
        prop_assert_eq!(&recorded, &read);
        let last = recorded.events.last().map_or(0, |event| event.at_nanos);
        let more: Vec<StampedEvent> =
            more.into_iter().map(|event| Stamped { at_nanos: event.at_nanos + last, value: event.value }).collect();
        journal.append(&more).unwrap();
        journal.close().unwrap();
        let both = journal::read(&path).unwrap();
        prop_assert_eq!(both.cut, None);
        prop_assert_eq!(both.events, [recorded.events, more].concat());
    }
}

/// A place with little room, of which more can be had.
#[cfg(target_os = "linux")]
enum Small {
    /// A file system of its own.
    Tmpfs(tempfile::TempDir),
    /// Where mounting is not allowed: a limit on the size of this process's files.
    Limit(tempfile::TempDir),
}

#[cfg(target_os = "linux")]
impl Small {
    fn find() -> Self {
        let dir = folder();
        let mounted =
            Command::new("mount").args(["-t", "tmpfs", "-o", "size=128k", "tmpfs"]).arg(dir.path()).output();
        if mounted.is_ok_and(|output| output.status.success()) {
            fs::write(dir.path().join("ballast"), vec![b'x'; 60_000]).unwrap();
            return Self::Tmpfs(dir);
        }
        Self::limit("65536");
        Self::Limit(dir)
    }

    /// A soft limit; the signal that goes with it is ignored by `a_full_disk_loses_nothing`'s own process.
    fn limit(bytes: &str) {
        let pid = std::process::id().to_string();
        let set = Command::new("prlimit").args(["--pid", &pid, &format!("--fsize={bytes}:")]).output();
        assert!(
            set.is_ok_and(|output| output.status.success()),
            "this test needs a small disk: neither mount (as root) nor prlimit works here"
        );
    }

    fn path(&self) -> &Path {
        let (Self::Tmpfs(dir) | Self::Limit(dir)) = self;
        dir.path()
    }

    fn make_room(&self) {
        match self {
            Self::Tmpfs(dir) => fs::remove_file(dir.path().join("ballast")).unwrap(),
            Self::Limit(_) => Self::limit("unlimited"),
        }
    }
}

#[cfg(target_os = "linux")]
impl Drop for Small {
    fn drop(&mut self) {
        if let Self::Tmpfs(dir) = self {
            let _ = Command::new("umount").arg(dir.path()).status();
        }
    }
}

/// Runs in a process of its own, since a limit on file sizes is the process's and its signal must be ignored.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_loses_nothing() {
    const INNER: &str = "TIGHTLOOP_TEST_FULL_DISK";
    if std::env::var_os(INNER).is_none() {
        let output = Command::new("sh")
            .args(["-c", "trap '' XFSZ; exec \"$0\" --exact a_full_disk_loses_nothing --nocapture"])
            .arg(std::env::current_exe().unwrap())
            .env(INNER, "1")
            .output()
            .unwrap();
        let said =
            String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && said.contains("the disk was full"), "{said}");
        return;
    }
    let small = Small::find();
    let path = small.path().join("session-1.jsonl");
    let journal = Journal::create(&path, &header(), Durability::EveryDecision).unwrap();
    let mut handed_over = Vec::new();
    while journal.failure().is_none() {
        assert!(handed_over.len() < 20_000, "this disk never gets full");
        let event = accepted(handed_over.len() as u64);
        handed_over.push(event.clone());
        let _ = journal.append(&[event]);
        until("an answer of the writer", || journal.is_durable() || journal.failure().is_some());
    }
    println!("the disk was full after {} events", handed_over.len());
    let problem = journal.failure().unwrap();
    assert_eq!(problem.file.as_deref(), Some(path.as_path()));
    if matches!(small, Small::Tmpfs(_)) {
        assert!(problem.to_string().contains("free some space on this disk"), "{problem}");
    }

    // No half line; nothing that was said to be safe is missing.
    let on_disk = journal::read(&path).unwrap();
    assert_eq!(on_disk.cut, None);
    assert!(!journal.is_durable());
    assert_eq!(on_disk.events, handed_over[..handed_over.len() - 1]);

    // It goes on keeping, says that it cannot write, and closing is refused.
    let more = accepted(handed_over.len() as u64);
    handed_over.push(more.clone());
    assert!(journal.append(&[more]).is_err());
    assert!(journal.close().is_err());
    assert_eq!(journal::read(&path).unwrap(), on_disk);

    small.make_room();
    journal.retry();
    until("the retry", || journal.is_durable());
    assert_eq!(journal.failure(), None);
    journal.close().unwrap();
    assert_eq!(journal::read(&path).unwrap().events, handed_over);
}

#[cfg(unix)]
#[test]
fn a_read_only_folder_is_named_in_plain_words() {
    let dir = folder();
    let path = written(dir.path(), &[accepted(1)]);
    let read_only = read_only::ReadOnly::make(dir.path());
    for problem in [
        Journal::create(dir.path().join("session-2.jsonl"), &header(), Durability::EveryDecision)
            .unwrap_err(),
        Journal::append_to(&path, Durability::EveryDecision).map(|_| ()).unwrap_err(),
    ] {
        assert!(problem.to_string().ends_with("choose a folder that you may write to"), "{problem}");
    }
    assert_eq!(journal::read(&path).unwrap().events.len(), 1);
    drop(read_only);
    assert!(Journal::append_to(&path, Durability::EveryDecision).is_ok(), "only that was in the way");
}
