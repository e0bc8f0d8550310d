//! `simulate` is killed at random moments and called again: the study becomes what it would have been.
#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod files;
mod simulated;

use files::content;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use simulated::{PACKS, PROTOCOL, library, small};
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

/// When a run is killed.
enum Moment {
    /// So long after its start: into loading, too.
    After(Duration),
    /// As soon as the journals hold so many bytes: into the writing, however fast or slow the machine is.
    Written(u64),
}

/// Kills a run at `moment`; whether it was still running.
fn kill_at(out: &Path, moment: &Moment) -> bool {
    let mut child = simulate(out).spawn().unwrap();
    match moment {
        Moment::After(delay) => std::thread::sleep(*delay),
        Moment::Written(bytes) => {
            while written(out) < *bytes && child.try_wait().unwrap().is_none() {
                std::hint::spin_loop();
            }
        }
    }
    let running = child.try_wait().unwrap().is_none();
    // SIGKILL on Unix: nothing is flushed, closed or removed.
    child.kill().unwrap();
    child.wait().unwrap();
    running
}

/// How many bytes of the journals there are; of files that go while it looks, none.
fn written(dir: &Path) -> u64 {
    let entries = |folder: &Path| std::fs::read_dir(folder).into_iter().flatten().flatten();
    let people = entries(&dir.join("journals")).map(|person| person.path());
    people
        .flat_map(|person| entries(&person))
        .filter_map(|file| file.metadata().ok())
        .map(|file| file.len())
        .sum()
}

#[test]
fn killed_at_fifty_random_moments_a_study_ends_up_the_same_to_the_byte() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("small.ron"), PROTOCOL).unwrap();
    let library = library();
    let whole = folder.path().join("whole");
    let lasts = to_the_end(&whole);
    let expected = content(&whole);
    let all_bytes = written(&whole);

    let mut rng = ChaCha8Rng::seed_from_u64(50);
    let (mut kills, mut studies) = (0, 0);
    let mut in_the_middle = 0;
    while kills < KILLS || in_the_middle < KILLS / 2 {
        studies += 1;
        assert!(
            studies < 200,
            "{kills} kills in {studies} studies, {in_the_middle} of them into the writing"
        );
        let study = folder.path().join(format!("study-{studies}"));
        for _ in 0..KILLS_A_STUDY {
            let so_far = written(&study);
            let moment = if rng.random() && so_far < all_bytes {
                Moment::Written(rng.random_range(so_far..all_bytes))
            } else {
                Moment::After(lasts.mul_f64(rng.random()))
            };
            if !kill_at(&study, &moment) {
                break;
            }
            kills += 1;
            let bytes = written(&study);
            in_the_middle += usize::from(bytes > 0 && bytes < all_bytes);
        }
        to_the_end(&study);
        assert!(content(&study) == expected, "study {studies} differs after {kills} kills");
        let finished = Study::read(&study).unwrap();
        assert_eq!(finished.protocol().hash, small().hash);
        let report = finished.check_with(&library).unwrap();
        assert!(report.is_clean(), "study {studies}: {:?}", report.problems);
    }
}
