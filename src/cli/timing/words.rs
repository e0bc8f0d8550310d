//! The self-test's figures in plain words.

use crate::app::timing::{Condition, Figures, Frames, Page, Spread};
use crate::cli::table::Table;

pub(super) fn all(figures: &Figures) -> String {
    let mut parts = vec![machine(figures), keys(figures), frames(figures), verdict(figures)];
    parts.retain(|part| !part.is_empty());
    parts.join("\n")
}

fn machine(figures: &Figures) -> String {
    let px =
        figures.window_px.map(|[width, height]| format!(", window {width}x{height}")).unwrap_or_default();
    let hz = figures.refresh_hz.map_or_else(
        || format!("tells no refresh rate, {} Hz assumed", figures.assumed_hz.round()),
        |hz| format!("{hz:.1} Hz"),
    );
    let build =
        if figures.release { "" } else { "; a DEBUG build, which is slower than what participants run" };
    format!(
        "display   {}{px}; {hz}\nrenderer  {}{build}\n",
        figures.display.as_deref().unwrap_or("unknown"),
        figures.renderer.as_deref().unwrap_or("unknown"),
    )
}

fn keys(figures: &Figures) -> String {
    if figures.keys.is_empty() {
        return String::new();
    }
    let stamped = if figures.injected { "pressed → stamp ms" } else { "stamp ms" };
    let mut table = Table::new(&[
        "keys",
        "pointer",
        "arrived",
        stamped,
        "p95",
        "max",
        "→ frame p50",
        "p95",
        "→ shown p50",
        "p95",
    ]);
    for keys in &figures.keys {
        let [stamp, in_frame, shown] = [keys.stamp, keys.in_frame, keys.shown].map(Cells::of);
        table.row(vec![
            name(keys.condition).to_owned(),
            if keys.pointer_moving { "moving" } else { "still" }.to_owned(),
            format!("{} of {}", keys.arrived, keys.pressed),
            stamp.p50,
            stamp.p95,
            stamp.max,
            in_frame.p50,
            in_frame.p95,
            shown.p50,
            shown.p95,
        ]);
    }
    table.text()
}

fn name(condition: Condition) -> &'static str {
    match condition {
        Condition::Reading => "reading",
        Condition::Scrolling => "scrolling by keys",
        Condition::Typing => "typing",
        Condition::Rolling => "while the page scrolls",
    }
}

fn frames(figures: &Figures) -> String {
    let mut table = Table::new(&[
        "frames",
        "drawn",
        "dropped",
        "interval p50 ms",
        "p95",
        "ui() p50",
        "p99",
        "paint p50",
        "p99",
        "swap p50",
        "p99",
    ]);
    for Frames { page, frames, dropped, interval, ui, paint, swap, .. } in &figures.frames {
        let [interval, ui, paint, swap] = [*interval, *ui, *paint, *swap].map(Cells::of);
        table.row(vec![
            match page {
                Page::BlankFree => "empty page, unpaced",
                Page::Blank => "empty page, at the display's rate",
                Page::Review => "review, scrolling, at the display's rate",
            }
            .to_owned(),
            frames.to_string(),
            if *page == Page::BlankFree { "-".to_owned() } else { dropped.to_string() },
            interval.p50,
            interval.p95,
            ui.p50,
            ui.p99,
            paint.p50,
            paint.p99,
            swap.p50,
            swap.p99,
        ]);
    }
    table.text()
}

/// A spread's cells, `-` where it is not known.
struct Cells {
    p50: String,
    p95: String,
    p99: String,
    max: String,
}

impl Cells {
    fn of(spread: Option<Spread>) -> Self {
        let cell = |millis: fn(Spread) -> f32| {
            spread.map_or_else(|| "-".to_owned(), |spread| number(millis(spread)))
        };
        Self {
            p50: cell(|s| s.p50_ms),
            p95: cell(|s| s.p95_ms),
            p99: cell(|s| s.p99_ms),
            max: cell(|s| s.max_ms),
        }
    }
}

/// Milliseconds, as many digits as mean something.
fn number(millis: f32) -> String {
    if millis < 10.0 { format!("{millis:.2}") } else { format!("{millis:.1}") }
}

fn verdict(figures: &Figures) -> String {
    let refresh_ms = 1000.0 / figures.assumed_hz;
    let mut lines = Vec::new();
    match (figures.good_to_ms(false), figures.good_to_ms(true)) {
        (Some(still), Some(moving)) => lines.push(format!(
            "A key's time on this computer is good to about {} ms while the pointer rests, and to {} ms while it moves (19 of 20 keys).",
            number(still),
            number(moving)
        )),
        _ => {
            let longest = figures.frames.iter().filter_map(|frames| frames.whole).map(|whole| whole.p95_ms).fold(0.0, f32::max);
            lines.push(format!(
                "On this display no program may press keys, so how late a stamp is could not be measured. A key waits at most for the frame that is being drawn when it comes: {} ms (19 of 20 frames).",
                number(longest)
            ));
        }
    }
    let lost: u32 = figures.keys.iter().map(|keys| keys.pressed - keys.arrived.min(keys.pressed)).sum();
    if lost > 0 {
        lines.push(format!(
            "{lost} keys were pressed and never arrived: another window had the keyboard, or somebody typed."
        ));
    }
    lines.push(if figures.vsync {
        format!("The swap waits for the display, so a page is on it within {refresh_ms:.1} ms of the time that is recorded.")
    } else {
        format!("The swap does not wait for the display: a page is on it up to {refresh_ms:.1} ms after the time that is recorded, and that cannot be seen from here.")
    });
    if let Some(review) = figures.frames.iter().find(|frames| frames.page == Page::Review) {
        let blank = figures.frames.iter().find(|frames| frames.page == Page::Blank);
        lines.push(format!(
            "Scrolling dropped {} of {} frames; an empty page drops {} of {}.",
            review.dropped,
            review.frames,
            blank.map_or(0, |blank| blank.dropped),
            blank.map_or(0, |blank| blank.frames),
        ));
    }
    if let Some(still) = figures.still {
        let used = still.cpu_ms.map_or_else(
            || "an unknown processor time".to_owned(),
            |used| format!("{used:.1} ms of processor time"),
        );
        lines.push(format!(
            "While a person reads: {} frames and {used} in {:.0} s.",
            still.frames, still.secs
        ));
    }
    if let Some(peak) = figures.memory_peak_mib {
        lines.push(format!("Memory at its peak: {peak:.0} MiB."));
    }
    lines.push(format!("The clock steps by {} ns.", figures.clock_step_ns));
    if !figures.sleep_held {
        lines.push(
            "Nothing here keeps the display from going to sleep during a session: turn its power saving off."
                .to_owned(),
        );
    }
    lines.push(
        "What a keyboard takes to report a key and a display to light its pixels comes on top, and needs hardware to measure. \
         It is the same in every condition, so it shifts times and does not mix them up."
            .to_owned(),
    );
    lines.join("\n")
}
