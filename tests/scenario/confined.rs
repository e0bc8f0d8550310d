//! What programs may not do while a pack is proven: write elsewhere, take for ever, print without end, speak to a
//! network, or need a program that is not there.

use crate::fixture::Copy;
use std::time::Duration;
use tightloop::scenario::prove::{Options, Workshop};

fn says_within(limit: Duration, copy: &Copy, words: &[&str]) {
    let failures = copy.failures(Options { limit, ..Options::default() });
    let found = failures.iter().any(|line| words.iter().all(|word| line.contains(word)));
    assert!(found, "one line with {words:?} in {failures:#?}");
}

fn says(copy: &Copy, words: &[&str]) {
    says_within(Duration::from_secs(20), copy, words);
}

#[test]
fn a_check_that_hangs() {
    let copy = Copy::with_one_skin().write("oracle/C2.py", "while True:\n    pass\n");
    let words = ["oracle/C2.py", "variant 'sound'", "was stopped: it ran longer than 0.5 seconds"];
    says_within(Duration::from_millis(500), &copy, &words);
}

#[test]
fn a_command_that_hangs() {
    let copy = Copy::with_one_skin().change("scenario.ron", "sample.txt && ls", "sample.txt && sleep 60");
    let words = ["decision 'try'", "was stopped: it ran longer than 0.5 seconds"];
    says_within(Duration::from_millis(500), &copy, &words);
}

#[test]
fn a_check_that_writes_beside_the_repository() {
    let copy = Copy::with_one_skin().write("oracle/C2.py", "open('../left', 'w').close()\n");
    says(&copy, &["oracle/C2.py", "the check wrote outside its folder", "$TMPDIR"]);
}

#[test]
fn a_command_that_needs_a_program_which_is_not_there() {
    let copy =
        Copy::with_one_skin().change("scenario.ron", "sample.txt && ls", "sample.txt && no-such-linter");
    says(&copy, &["decision 'try'", "not installed", "no-such-linter: not found"]);
}

/// The kernel refuses, where it can; the workshop says whether it does.
#[cfg(target_os = "linux")]
#[test]
fn programs_that_write_elsewhere_or_speak_to_a_network() {
    let outside = tempfile::tempdir().unwrap();
    let target = outside.path().join("left");
    let write = format!("open({:?}, 'w').close()\n", target.to_str().unwrap());
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let speak = format!("import socket\nsocket.create_connection(('127.0.0.1', {port}), 1)\n");
    let confined = Workshop::open(None).unwrap().is_confined();
    let writing = Copy::with_one_skin().write("oracle/C2.py", &write);
    let speaking = Copy::with_one_skin().write("oracle/C2.py", &speak);
    if confined {
        says(&writing, &["oracle/C2.py", "the check wrote outside its folder, and was refused"]);
        assert!(!target.exists(), "nothing was written");
        says(&speaking, &["oracle/C2.py", "Permission denied"]);
    } else {
        // A kernel without Landlock: the command says so before it proves anything.
        assert!(writing.failures(Options::default()).iter().all(|line| !line.contains("was refused")));
    }
}
