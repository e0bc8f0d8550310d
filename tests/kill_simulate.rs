//! `simulate` is killed at random moments and called again: the study becomes what it would have been.
#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod simulated;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use simulated::{PACKS, PROTOCOL, content, library, small};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use tightloop::study::Study;

const PARTICIPANTS: &str = "12";
const KILLS: usize = 50;
/// Kills one after the other on one study before it may finish.
const KILLS_A_STUDY: usize = 5;

/// A run in `folder`, where the protocol is, into its subfolder `out`.
fn simulate(out: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tightloop"));
    command.args(["--scenarios", PACKS, "simulate"]).arg(out.with_file_name("small.ron"));
    command.args(["--participants", PARTICIPANTS, "--seed", "11", "--out"]).arg(out);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn to_the_end(out: &Path) -> Duration {
    let start = Instant::now();
    assert!(simulate(out).status().unwrap().success());
    start.elapsed()
}

/// Kills a run after `delay`; whether it was still running.
fn kill_after(out: &Path, delay: Duration) -> bool {
    let mut child = simulate(out).spawn().unwrap();
    std::thread::sleep(delay);
    let running = child.try_wait().unwrap().is_none();
    // SIGKILL on Unix: nothing is flushed, closed or removed.
    child.kill().unwrap();
    child.wait().unwrap();
    running
}

/// How many bytes of the journals there are.
fn journal_bytes(dir: &Path) -> u64 {
    let journals = content(dir).into_iter().filter(|(name, _)| name.starts_with("journals"));
    journals.map(|(_, bytes)| bytes.len() as u64).sum()
}

#[test]
fn killed_at_fifty_random_moments_a_study_ends_up_the_same_to_the_byte() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("small.ron"), PROTOCOL).unwrap();
    let library = library();
    let whole = folder.path().join("whole");
    let lasts = to_the_end(&whole);
    let expected = content(&whole);
    let all_bytes = journal_bytes(&whole);

    let mut rng = ChaCha8Rng::seed_from_u64(50);
    let (mut kills, mut studies) = (0, 0);
    let mut in_the_middle = 0;
    while kills < KILLS {
        studies += 1;
        assert!(studies < 200, "runs end too soon to be killed: {kills} kills in {studies} studies");
        let study = folder.path().join(format!("study-{studies}"));
        for _ in 0..KILLS_A_STUDY {
            if kills == KILLS || !kill_after(&study, lasts.mul_f64(rng.random())) {
                break;
            }
            kills += 1;
            let bytes = if study.exists() { journal_bytes(&study) } else { 0 };
            in_the_middle += usize::from(bytes > 0 && bytes < all_bytes);
        }
        to_the_end(&study);
        assert!(content(&study) == expected, "study {studies} differs after {kills} kills");
        let finished = Study::read(&study).unwrap();
        assert_eq!(finished.protocol().hash, small().hash);
        let report = finished.check_with(&library).unwrap();
        assert!(report.is_clean(), "study {studies}: {:?}", report.problems);
    }
    assert!(in_the_middle > KILLS / 5, "only {in_the_middle} of {kills} kills fell into the writing");
}
