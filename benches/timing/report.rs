//! The report's text.

use serde_json::Value;
use std::fmt::Write as _;

/// Targets: a key's stamp with the pointer still, milliseconds; memory, MiB.
const STAMP_P50_MS: f64 = 0.5;
const STAMP_P95_MS: f64 = 2.0;
const MEMORY_MIB: f64 = 300.0;

/// Said where the figures are not the program's alone.
const BUSY: &str = "**Not on an idle machine, or not a release build**: large values and dropped frames below are mostly other \
                    programs' turns on the processor. Make it again on an idle machine before quoting them.\n\n";

/// What a whole session took.
pub(crate) struct Session {
    pub(crate) reviews: usize,
    pub(crate) still_secs: f64,
    pub(crate) still_cpu_ms: f64,
    pub(crate) peak_mib: f64,
}

pub(crate) fn text(figures: &Value, session: &Session, machine: &str, load: (String, String)) -> String {
    let mut text = String::from("# How good the times are\n\n");
    let release = figures["release"].as_bool() == Some(true);
    writeln!(
        text,
        "Made by `cargo bench --features window-tests --bench timing`, which rewrites this file; {}. Machine: {machine}; one-minute \
         load {} before and {} after. {} build, commit `{}`. Xvfb at 1280×800 (window {}×{}), {}, a software renderer; the display \
         tells {}, {:.0} Hz were reckoned with; the swap {}.\n",
        chrono::Utc::now().format("%Y-%m-%d"),
        load.0,
        load.1,
        if release { "Release" } else { "DEBUG" },
        figures["commit"].as_str().unwrap_or("?").chars().take(12).collect::<String>(),
        figures["window_px"][0],
        figures["window_px"][1],
        figures["renderer"].as_str().unwrap_or("?"),
        figures["refresh_hz"].as_f64().map_or("no refresh rate".to_owned(), |hz| format!("{hz:.1} Hz")),
        figures["assumed_hz"].as_f64().unwrap_or(0.0),
        if figures["vsync"].as_bool() == Some(true) { "waits for the display" } else { "does not wait for the display" },
    )
    .unwrap();
    if !release || [&load.0, &load.1].into_iter().any(|load| load.parse::<f64>().is_ok_and(|load| load > 1.5))
    {
        text.push_str(BUSY);
    }
    keys(&mut text, figures);
    frames(&mut text, figures);
    rest(&mut text, figures, session);
    text
}

fn keys(text: &mut String, figures: &Value) {
    text.push_str(
        "## From a key to its stamp\n\n\
         `tightloop timing` opens a real review in the real window and presses keys itself, through the X server's XTEST extension, \
         60 to 120 ms apart; it reads the clock before each press. The stamp is the one that a session records for that key. *To a \
         frame* is what a stamp taken inside the frame that sees the key would have been late by; *to the display* ends with that \
         frame's swap. *Moving*: the pointer moves over the page, 125 times a second. Milliseconds.\n\n\
         | condition | pointer | keys | stamp p50 | p95 | max | to a frame p50 | p95 | to the display p50 | p95 |\n\
         |---|---|---|---|---|---|---|---|---|---|\n",
    );
    // Where no key was measured they stay so, and no target is met.
    let (mut p50, mut p95, mut busy_p95) = (f64::NAN, f64::NAN, f64::NAN);
    for keys in figures["keys"].as_array().into_iter().flatten() {
        let moving = keys["pointer_moving"].as_bool() == Some(true);
        let cell = |of: &str, what: &str| keys[of][what].as_f64();
        let shown =
            |of: &str, what: &str| cell(of, what).map_or("-".to_owned(), |millis| format!("{millis:.2}"));
        let asked = matches!(keys["condition"].as_str(), Some("reading" | "scrolling" | "typing"));
        match (moving, asked) {
            (false, true) => {
                p50 = p50.max(cell("stamp", "p50_ms").unwrap_or(f64::INFINITY));
                p95 = p95.max(cell("stamp", "p95_ms").unwrap_or(f64::INFINITY));
            }
            (false, false) => busy_p95 = cell("stamp", "p95_ms").unwrap_or(f64::INFINITY),
            (true, _) => {}
        }
        let condition = match keys["condition"].as_str() {
            Some("reading") => "reading (opening, closing, going on)",
            Some("scrolling") => "scrolling by keys",
            Some("typing") => "typing into the search",
            _ => "marking while the page scrolls at the display's rate",
        };
        writeln!(
            text,
            "| {condition} | {} | {} of {} | {} | {} | {} | {} | {} | {} | {} |",
            if moving { "moving" } else { "still" },
            keys["arrived"],
            keys["pressed"],
            shown("stamp", "p50_ms"),
            shown("stamp", "p95_ms"),
            shown("stamp", "max_ms"),
            shown("in_frame", "p50_ms"),
            shown("in_frame", "p95_ms"),
            shown("shown", "p50_ms"),
            shown("shown", "p95_ms"),
        )
        .unwrap();
    }
    writeln!(
        text,
        "\nTargets with the pointer still: p50 at most {STAMP_P50_MS} ms, p95 at most {STAMP_P95_MS} ms. In the worst of \
         reading, scrolling and typing p50 is {p50:.2} ms ({}) and p95 {p95:.2} ms ({}). While the page also scrolls by itself at \
         the display's rate, p95 is {busy_p95:.2} ms, as it is with the pointer moving: the software renderer then keeps both cores \
         busy, and the stamp waits for its turn on one. On an X server a thread of its own stamps keys and clicks, so \
         they do not wait for a frame that is being drawn; on Wayland, macOS and Windows they do.\n",
        met(p50 <= STAMP_P50_MS),
        met(p95 <= STAMP_P95_MS),
    )
    .unwrap();
}

fn frames(text: &mut String, figures: &Value) {
    text.push_str(
        "## Frames\n\n\
         Three seconds each. Dropped: more than 1.5 refresh intervals after the frame before. *ui()* is our part, laying out and \
         describing the page; *paint* is egui's triangles and the driver's commands; *swap* is the renderer's and the display's part. \
         Milliseconds, p50 / p99.\n\n\
         | page | frames | dropped | interval p50 / p95 | whole frame | ui() | paint | swap |\n|---|---|---|---|---|---|---|---|\n",
    );
    for frames in figures["frames"].as_array().into_iter().flatten() {
        let page = match frames["page"].as_str() {
            Some("blank_free") => "empty, as fast as frames come",
            Some("blank") => "empty, at the display's rate (without our part)",
            _ => "review with 8 open decisions, scrolling at the display's rate",
        };
        let pair = |of: &str, a: &str, b: &str| match (frames[of][a].as_f64(), frames[of][b].as_f64()) {
            (Some(a), Some(b)) => format!("{a:.2} / {b:.2}"),
            _ => "-".to_owned(),
        };
        let free = frames["page"].as_str() == Some("blank_free");
        writeln!(
            text,
            "| {page} | {} | {} | {} | {} | {} | {} | {} |",
            frames["frames"],
            if free { "-".to_owned() } else { frames["dropped"].to_string() },
            pair("interval", "p50_ms", "p95_ms"),
            pair("whole", "p50_ms", "p99_ms"),
            pair("ui", "p50_ms", "p99_ms"),
            pair("paint", "p50_ms", "p99_ms"),
            pair("swap", "p50_ms", "p99_ms"),
        )
        .unwrap();
    }
    text.push_str(
        "\n`ui()` with 10,000 decisions, 200 of them open: `cargo bench --bench review_ui`, in [benchmarks.md](benchmarks.md).\n\n",
    );
}

fn rest(text: &mut String, figures: &Value, session: &Session) {
    text.push_str("## Memory and processor\n\n| what | target | measured |\n|---|---|---|\n");
    let still = &figures["still"];
    writeln!(
        text,
        "| processor time while nobody touches a review, self-test | 0 | {:.2} ms in {:.0} s, {} frames |",
        still["cpu_ms"].as_f64().unwrap_or(f64::NAN),
        still["secs"].as_f64().unwrap_or(f64::NAN),
        still["frames"],
    )
    .unwrap();
    writeln!(
        text,
        "| the same in a session, as the system counts it, in steps of 10 ms | 0 | {:.0} ms in {:.0} s |",
        session.still_cpu_ms, session.still_secs,
    )
    .unwrap();
    writeln!(
        text,
        "| peak memory through a whole session (`pilot`, {} reviews, from consent to debriefing) | under {MEMORY_MIB:.0} MiB | {:.0} MiB ({}) |",
        session.reviews,
        session.peak_mib,
        met(session.peak_mib < MEMORY_MIB),
    )
    .unwrap();
    writeln!(
        text,
        "| peak memory of the self-test | under {MEMORY_MIB:.0} MiB | {:.0} MiB |",
        figures["memory_peak_mib"].as_f64().unwrap_or(f64::NAN),
    )
    .unwrap();
    writeln!(text, "| the clock's smallest step | | {} ns |", figures["clock_step_ns"]).unwrap();
    text.push_str(
        "\n## What this does not say\n\n\
         Keyboard scan and display lag come on top of every time and need hardware to measure. Under Xvfb the swap waits for nothing \
         and llvmpipe draws on the processor: on a computer with a display and a graphics card, run `tightloop timing` there. Keys \
         injected through XTEST take the way of a real key from the X server on, not the one before it.\n",
    );
}

fn met(is_met: bool) -> &'static str {
    if is_met { "met" } else { "MISSED" }
}
