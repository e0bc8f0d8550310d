//! `simulate` is killed at random moments and called again: the study becomes what it would have been.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use tightloop::study::Study;

const PARTICIPANTS: &str = "12";
const KILLS: usize = 50;
/// Kills one after the other on one study before it may finish.
const KILLS_A_STUDY: usize = 5;

fn simulate(out: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tightloop"));
    command.args(["simulate", "pilot", "--participants", PARTICIPANTS, "--seed", "11", "--out"]).arg(out);
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

/// Every file but the lock, by its path.
fn content(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![dir.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.file_name().is_some_and(|name| name != ".lock") {
                let name = path.strip_prefix(dir).unwrap().to_string_lossy().into_owned();
                files.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    files
}

/// How many bytes of the journals there are.
fn journal_bytes(dir: &Path) -> u64 {
    let journals = content(dir).into_iter().filter(|(name, _)| name.starts_with("journals"));
    journals.map(|(_, bytes)| bytes.len() as u64).sum()
}

#[test]
fn killed_at_fifty_random_moments_a_study_ends_up_the_same_to_the_byte() {
    let folder = tempfile::tempdir().unwrap();
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
        let report = Study::read(&study).unwrap().check().unwrap();
        assert!(report.is_clean(), "study {studies}: {:?}", report.problems);
    }
    assert!(in_the_middle > KILLS / 5, "only {in_the_middle} of {kills} kills fell into the writing");
}
