//! From the program's start to the first frame of its home on the display, under Xvfb (so under a software renderer,
//! where there is no vsync to wait for). Prints minimum, median and maximum of warm starts.
//!
//!     cargo bench --features window-tests --bench first_frame

#![allow(clippy::unwrap_used)] // a measurement that cannot be taken may stop

#[path = "../tests/window/display.rs"]
mod display;

use display::{Display, HEIGHT, WIDTH};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const STARTS: usize = 11;
const SHADES_OF_TEXT: usize = 8;
const PATIENCE: Duration = Duration::from_secs(20);

fn main() {
    let display = Display::start();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut millis: Vec<f64> = (0..=STARTS).map(|_| start(&display, folder.path())).collect();
    // The first start warms the disk's cache.
    millis.remove(0);
    millis.sort_by(f64::total_cmp);
    println!("first frame on the display, {STARTS} warm starts, {WIDTH}x{HEIGHT} under Xvfb");
    println!(
        "minimum {:.0} ms, median {:.0} ms, maximum {:.0} ms",
        millis[0],
        millis[STARTS / 2],
        millis[STARTS - 1]
    );
}

/// One start, milliseconds from the call until the home's title can be read: an empty window is no frame of ours.
fn start(display: &Display, folder: &std::path::Path) -> f64 {
    let blank = look(display);
    let began = Instant::now();
    let mut program = Command::new(env!("CARGO_BIN_EXE_tightloop"))
        .current_dir(folder)
        .env("DISPLAY", &display.name)
        .env_remove("WAYLAND_DISPLAY")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    while shades(&look(display)) < SHADES_OF_TEXT {
        assert!(began.elapsed() < PATIENCE, "nothing appeared within {PATIENCE:?}");
        std::thread::sleep(Duration::from_millis(1));
    }
    let millis = began.elapsed().as_secs_f64() * 1e3;
    program.kill().expect("it is ours");
    program.wait().expect("it is ours");
    while look(display) != blank {
        std::thread::sleep(Duration::from_millis(5));
    }
    millis
}

/// How many different pixels there are: smooth letters on a ground make many, an empty window one.
fn shades(pixels: &[u8]) -> usize {
    pixels.chunks_exact(4).collect::<std::collections::BTreeSet<_>>().len()
}

/// A strip where the home's title is.
fn look(display: &Display) -> Vec<u8> {
    display.pixels(0, 20, WIDTH / 2, 24)
}
