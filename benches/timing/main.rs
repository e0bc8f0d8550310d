//! The timing report: the self-test with 500 keys a condition, then a whole session, both in the real program under Xvfb.
//! Writes `analysis/timing.md`.
//!
//!     cargo bench --features window-tests --bench timing

#![allow(clippy::unwrap_used)] // a measurement that cannot be taken may stop

#[path = "../../tests/window/display.rs"]
mod display;
#[path = "../../tests/window/input.rs"]
#[allow(dead_code)] // a test's helpers
mod input;
#[path = "../../tests/window/language.rs"]
#[allow(dead_code)]
mod language;
#[path = "../../tests/window/person.rs"]
#[allow(dead_code)]
mod person;
mod report;
#[path = "../../tests/window/sitting.rs"]
#[allow(dead_code)]
mod sitting;

use display::Display;
use person::Person;
use report::Session;
use sitting::Sitting;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

const KEYS: &str = "500";
const STILL: Duration = Duration::from_secs(10);
const PILOT: &str = include_str!("../../protocols/pilot.ron");

fn main() {
    let before = load();
    let display = Display::start();
    println!("the self-test: {KEYS} keys under each of eight conditions, about seven minutes");
    let figures = tightloop(&display, &["timing", "--json", "--keys", KEYS]);
    let figures: serde_json::Value = serde_json::from_str(&figures).unwrap();
    drop(display);
    println!("a whole session");
    let session = session();
    let text = report::text(&figures, &session, &machine(), (before, load()));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("analysis/timing.md");
    std::fs::write(&path, &text).unwrap();
    println!("{text}\nwritten to {}", path.display());
}

fn tightloop(display: &Display, args: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_tightloop"))
        .args(args)
        .env("DISPLAY", &display.name)
        .env_remove("WAYLAND_DISPLAY")
        .output()
        .unwrap();
    assert!(output.status.success(), "tightloop {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// A person goes through the pilot, its waits shortened; in the first review they sit still for a while.
fn session() -> Session {
    let root = tempfile::tempdir().unwrap();
    let protocol = root.path().join("pilot-short.ron");
    let text = PILOT.replace("levels: [0, 20]", "levels: [0, 3]").replace("delay_secs: 5", "delay_secs: 1");
    std::fs::write(&protocol, text).unwrap();
    let study = root.path().join("study");
    let display = Display::start();
    tightloop(&display, &["study", "new", study.to_str().unwrap(), "--protocol", protocol.to_str().unwrap()]);
    let sitting = Sitting::start(&display, &study, "P01");
    let mut person = Person::new(&display, &sitting);
    person.go_on_until_a_review();
    std::thread::sleep(Duration::from_secs(1));
    let used = cpu_millis(sitting.pid());
    std::thread::sleep(STILL);
    let still_cpu_ms = cpu_millis(sitting.pid()) - used;
    // The peak only grows, so the last one that can be read is the session's.
    let (stop, pid) = (std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false)), sitting.pid());
    let told = stop.clone();
    let watching = std::thread::spawn(move || {
        let mut peak = 0.0;
        while !told.load(std::sync::atomic::Ordering::Relaxed) {
            peak = peak_mib(pid).unwrap_or(peak);
            std::thread::sleep(Duration::from_millis(50));
        }
        peak
    });
    person.do_the_whole_session();
    let reviews = person.confirmed().len();
    assert!(sitting.ended_well(), "the program ends by itself after the last page");
    stop.store(true, std::sync::atomic::Ordering::Relaxed);
    Session { reviews, still_secs: STILL.as_secs_f64(), still_cpu_ms, peak_mib: watching.join().unwrap() }
}

/// Processor time of a program so far, all its threads, milliseconds; the system counts in hundredths of a second.
fn cpu_millis(pid: u32) -> f64 {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
    // The name in brackets may hold spaces; after it comes field 3. User and system time are 14 and 15.
    let rest = stat.rsplit(')').next().unwrap();
    let ticks: u64 =
        rest.split_whitespace().skip(11).take(2).map(|field| field.parse::<u64>().unwrap()).sum();
    ticks as f64 * 10.0
}

fn peak_mib(pid: u32) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix("kB")?.trim().parse::<f64>().ok()? / 1024.0)
}

/// How many programs wanted the processor in the last minute, on average.
fn load() -> String {
    std::fs::read_to_string("/proc/loadavg")
        .ok()
        .and_then(|text| text.split(' ').next().map(str::to_owned))
        .unwrap_or_else(|| "?".to_owned())
}

fn machine() -> String {
    let cpu = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpu
        .lines()
        .find_map(|line| line.strip_prefix("model name"))
        .map_or("an unnamed processor", |rest| rest.trim_start_matches([' ', '\t', ':']));
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    format!("{model}, {cores} cores, {} {}", std::env::consts::OS, std::env::consts::ARCH)
}
