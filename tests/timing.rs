//! `tightloop timing` as a lab calls it: without a display, and on one.
#![allow(clippy::unwrap_used)]

use std::process::Command;

fn timing(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tightloop"));
    command.arg("timing").args(args);
    for display in ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"] {
        command.env_remove(display);
    }
    command
}

#[cfg(all(unix, not(target_os = "macos")))]
#[test]
fn without_a_display_it_says_so_in_one_line() {
    let output = timing(&["--json"]).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    let about: Vec<&str> = said.lines().filter(|line| line.contains("display")).collect();
    assert_eq!(about.len(), 1, "{said}");
    assert!(about[0].contains("there is no display") && about[0].contains("run this"), "{said}");
}

#[test]
fn so_few_keys_are_refused() {
    assert_eq!(timing(&["--keys", "2"]).output().unwrap().status.code(), Some(2));
}

#[cfg(feature = "window-tests")]
#[path = "window/display.rs"]
mod display;

/// Under Xvfb, whose screen saver is set to a second: it comes on where nobody holds it off.
#[cfg(feature = "window-tests")]
#[test]
fn on_a_display_it_presses_keys_itself_and_keeps_the_display_awake() {
    use std::process::Stdio;
    use std::time::Duration;
    use x11rb::connection::Connection as _;
    use x11rb::protocol::screensaver::{ConnectionExt as _, State};
    use x11rb::protocol::xproto::{Blanking, ConnectionExt as _, Exposures, ScreenSaver};
    let display = display::Display::start();
    let saves = || {
        let info = display.connection.screensaver_query_info(display.root).unwrap().reply().unwrap();
        info.state == u8::from(State::ON)
    };
    display.connection.set_screen_saver(1, 0, Blanking::PREFERRED, Exposures::DEFAULT).unwrap();
    display.connection.flush().unwrap();
    assert!(!display.pixels(0, 0, 1, 1).is_empty());
    std::thread::sleep(Duration::from_millis(2500));
    assert!(saves(), "the screen saver comes on by itself");

    let mut program = timing(&["--json", "--keys", "8", "--still", "4"]);
    let program =
        program.env("DISPLAY", &display.name).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let (told, done) = std::sync::mpsc::channel();
    std::thread::spawn(move || told.send(program.wait_with_output().unwrap()));
    // Four seconds of rest come soon after the start; the pointer and the keys come after them.
    std::thread::sleep(Duration::from_millis(1500));
    display.connection.force_screen_saver(ScreenSaver::RESET).unwrap();
    display.connection.flush().unwrap();
    std::thread::sleep(Duration::from_millis(2500));
    let slept = saves();
    let output = done.recv_timeout(Duration::from_secs(120)).unwrap();
    assert!(output.status.success());
    assert!(!slept, "the screen saver came on while nobody pressed a key");

    let figures: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(figures["format"], "tightloop-timing/1");
    assert_eq!(figures["sleep_held"], true);
    assert_eq!(figures["injected"], true);
    let keys = figures["keys"].as_array().unwrap();
    assert_eq!(keys.len(), 8, "four conditions, the pointer still and moving");
    for keys in keys {
        assert_eq!((&keys["pressed"], &keys["arrived"]), (&8.into(), &8.into()), "{keys}");
        let stamp = keys["stamp"]["p50_ms"].as_f64().unwrap();
        assert!(stamp > 0.0 && stamp < 200.0, "{keys}");
        assert!(keys["shown"]["p50_ms"].as_f64().unwrap() >= stamp, "{keys}");
    }
    let frames = figures["frames"].as_array().unwrap();
    assert!(frames.iter().all(|frames| frames["frames"].as_u64().unwrap() > 10), "{frames:?}");
    assert_eq!(figures["still"]["frames"], 0, "nothing is drawn while nobody does anything");
}

/// A session's journal says where its window is, and says it again when that changes.
#[cfg(feature = "window-tests")]
#[test]
fn a_window_that_is_resized_leaves_a_mark() {
    use std::time::{Duration, Instant};
    use tightloop::session::event::Event;
    use x11rb::connection::Connection as _;
    use x11rb::protocol::xproto::{ConfigureWindowAux, ConnectionExt as _, MapState};
    let root = tempfile::tempdir().unwrap();
    let study = root.path().join("study");
    let new = Command::new(env!("CARGO_BIN_EXE_tightloop"))
        .args(["study", "new", study.to_str().unwrap(), "--protocol", "pilot"])
        .output()
        .unwrap();
    assert!(new.status.success());
    let display = display::Display::start();
    let mut program = Command::new(env!("CARGO_BIN_EXE_tightloop"))
        .args(["run", study.to_str().unwrap(), "--participant", "P01"])
        .env("DISPLAY", &display.name)
        .env_remove("WAYLAND_DISPLAY")
        .spawn()
        .unwrap();
    let journal = study.join("journals/P01/session-1.jsonl");
    let widths = || -> Vec<u32> {
        let events = tightloop::journal::read(&journal).map(|recorded| recorded.events).unwrap_or_default();
        let places = events.iter().filter_map(|event| match event.value {
            Event::WindowPlaced { display } => Some(display.width_px),
            _ => None,
        });
        places.collect()
    };
    let wait = |what: &str, there: &dyn Fn() -> bool| {
        let since = Instant::now();
        while !there() {
            assert!(since.elapsed() < Duration::from_secs(30), "waited for {what}: {:?}", widths());
            std::thread::sleep(Duration::from_millis(50));
        }
    };
    wait("the window's place", &|| !widths().is_empty());
    // A window that is gone again between two questions answers the second with an error.
    let window = || {
        let children = display.connection.query_tree(display.root).unwrap().reply().unwrap().children;
        children.into_iter().find(|window| {
            let attributes = display.connection.get_window_attributes(*window).unwrap().reply();
            let size = display.connection.get_geometry(*window).unwrap().reply();
            attributes.is_ok_and(|known| known.map_state == MapState::VIEWABLE)
                && size.is_ok_and(|known| known.width > 300)
        })
    };
    wait("the window itself", &|| window().is_some());
    let smaller = ConfigureWindowAux::new().width(1060).height(720);
    display.connection.configure_window(window().unwrap(), &smaller).unwrap();
    display.connection.flush().unwrap();
    wait("the smaller window's place", &|| widths().last() == Some(&1060));
    program.kill().unwrap();
    program.wait().unwrap();
    let (first, last) = (widths()[0], widths().len());
    assert!(first > 1060 && last == 2, "one mark a change: {:?}", widths());
}
