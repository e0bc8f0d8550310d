//! How long a frame of the review takes with 10,000 decisions: laying out, drawing, tessellating.
//!
//! `cargo bench --bench review_ui`. A plain program, not a statistic of means: a participant notices the slowest
//! frames, so the table shows the median, the 99th percentile and the longest.

#[path = "../tests/support/screens.rs"]
mod screens;

use egui::{Event, Key, Modifiers, MouseWheelUnit, RawInput, Rect, vec2};
use std::collections::BTreeSet;
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tightloop::app::participant::{self, Draft};
use tightloop::app::theme;
use tightloop::scenario::view::Batch;
use tightloop::session::screen::{Reading, Screen};

const DECISIONS: usize = 10_000;
const OPEN: usize = 200;
const FRAMES: usize = 2_000;
const SIZE: [f32; 2] = [1280.0, 800.0];

fn main() {
    println!("machine   {}", machine());
    println!(
        "build     {}",
        if cfg!(debug_assertions) { "debug: not what participants run" } else { "release" }
    );
    println!(
        "review    {DECISIONS} decisions, a board of 8 agents, {} x {} points, {FRAMES} frames each\n",
        SIZE[0], SIZE[1]
    );
    println!(
        "{:<44} {:>8} {:>8} {:>8} {:>8} {:>7}",
        "ui() and what it draws, ms", "p50", "p99", "max", "tess p99", "views"
    );
    let batch = screens::batch(DECISIONS);
    let closed = with_board(&screens::review(&batch));
    let spread = opened(&closed, |row| row % (DECISIONS / OPEN) == 0);
    let together = opened(&closed, |row| row < OPEN);
    let beside = read(&spread, |reading| reading.side_by_side = true);
    let searched = read(&spread, |reading| reading.search_open = true);
    let long = opened(&with_board(&screens::review(&long_batch())), |row| row == 1);
    for (name, screen, step) in [
        ("at rest", &closed, Step::Rest),
        ("pointer moving", &closed, Step::Pointer),
        ("wheel scrolling", &closed, Step::Wheel),
        ("wheel scrolling, 200 open, spread out", &spread, Step::Wheel),
        ("wheel scrolling, 200 open, one after another", &together, Step::Wheel),
        ("jumping end to end, 200 open, spread out", &spread, Step::Jump),
        ("opening and closing", &closed, Step::Toggle),
        ("wheel, 200 open, spread out, side by side", &beside, Step::Wheel),
        ("jumping end to end, 200 open, side by side", &beside, Step::Jump),
        ("typing a search, then going from hit to hit", &searched, Step::Search),
        ("wheel, a decision of 20,000 lines open", &long, Step::Wheel),
    ] {
        let mut times = run(screen, step);
        println!(
            "{name:<44} {:>8.3} {:>8.3} {:>8.3} {:>8.3} {:>7}",
            percentile(&mut times.ui, 0.5),
            percentile(&mut times.ui, 0.99),
            percentile(&mut times.ui, 1.0),
            percentile(&mut times.tessellate, 0.99),
            times.views.len(),
        );
    }
}

/// What happens in each frame.
#[derive(Clone, Copy, PartialEq)]
enum Step {
    Rest,
    Pointer,
    Wheel,
    Jump,
    Toggle,
    Search,
}

#[derive(Default)]
struct Times {
    ui: Vec<Duration>,
    tessellate: Vec<Duration>,
    /// Different ranges of decisions that were in view: shows that scrolling scrolled.
    views: BTreeSet<(usize, usize)>,
}

fn run(screen: &Screen, step: Step) -> Times {
    let ctx = egui::Context::default();
    theme::install(&ctx);
    let (mut screen, mut draft, mut times) = (screen.clone(), Draft::default(), Times::default());
    let mut sent = Vec::new();
    // The first frames lay out fonts, which happens once in a program's life.
    for frame in 0..FRAMES + 5 {
        if step == Step::Toggle && frame % 2 == 0 {
            screen = opened(&screen, |row| row == 3 && frame % 4 == 0);
        }
        let input = input(step, frame);
        let start = Instant::now();
        let output = ctx.run_ui(input, |ui| participant::ui(ui, &screen, &mut draft, &mut sent));
        let drawn = Instant::now();
        black_box(ctx.tessellate(output.shapes, output.pixels_per_point));
        let done = Instant::now();
        let mut textures = output.textures_delta;
        textures.clear();
        if frame >= 5 {
            times.ui.push(drawn - start);
            times.tessellate.push(done - drawn);
            let view = draft.review_draft().map(|review| review.laid_out()).unwrap_or_default();
            times.views.insert((view.start, view.end));
        }
    }
    times
}

fn input(step: Step, frame: usize) -> RawInput {
    let middle = egui::pos2(SIZE[0] / 2.0, SIZE[1] / 2.0);
    let sway = (frame % 40) as f32;
    let mut events = vec![Event::PointerMoved(middle)];
    match step {
        Step::Rest | Step::Toggle => {}
        Step::Search => match frame {
            2 => events.extend(press(Key::Slash)),
            // A letter every twenty-fifth frame: what is searched starts anew with each.
            10..=160 if frame % 25 == 10 => {
                let letter = "number ".chars().nth((frame - 10) / 25);
                events.extend(letter.map(|letter| Event::Text(letter.to_string())));
            }
            300 => events.extend(press(Key::Enter)),
            301.. if frame.is_multiple_of(2) => events.extend(press(Key::N)),
            _ => {}
        },
        Step::Pointer => events.push(Event::PointerMoved(middle + vec2(sway, 4.0 * sway))),
        Step::Wheel => events.push(Event::MouseWheel {
            unit: MouseWheelUnit::Point,
            delta: vec2(0.0, if frame % 1_000 < 900 { -90.0 } else { 400.0 }),
            phase: egui::TouchPhase::Move,
            source: egui::MouseWheelSource::Wheel,
            modifiers: Modifiers::NONE,
        }),
        Step::Jump => {
            let key = if frame.is_multiple_of(2) { Key::End } else { Key::Home };
            events.extend(press(key));
        }
    }
    RawInput {
        screen_rect: Some(Rect::from_min_size(egui::Pos2::ZERO, SIZE.into())),
        time: Some(frame as f64 / 60.0),
        focused: true,
        events,
        ..Default::default()
    }
}

fn press(key: Key) -> [Event; 2] {
    let modifiers = Modifiers::NONE;
    [true, false].map(|pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers })
}

/// Three decisions, the second one with a diff of 20,000 lines and an output of 5,000.
fn long_batch() -> Arc<Batch> {
    let mut batch = (*screens::batch(3)).clone();
    let mut decision = screens::decision(2, 5_000);
    if let Some(file) = decision.diffs.first_mut() {
        file.lines = file.lines.iter().cycle().take(20_000).cloned().collect();
    }
    batch.decisions[1] = Arc::new(decision);
    Arc::new(batch)
}

/// The page with the board of agents on it, the largest there is.
fn with_board(screen: &Screen) -> Screen {
    let mut screen = screen.clone();
    if let Screen::Review { progress, .. } = &mut screen {
        progress.agents = Some(screens::agents(8));
    }
    screen
}

fn read(screen: &Screen, change: impl Fn(&mut Reading)) -> Screen {
    let mut screen = screen.clone();
    if let Screen::Review { reading, .. } = &mut screen {
        change(reading);
    }
    screen
}

fn opened(screen: &Screen, which: impl Fn(usize) -> bool) -> Screen {
    let mut screen = screen.clone();
    if let Screen::Review { open, .. } = &mut screen {
        *open = (0..open.len()).map(which).collect::<Arc<[bool]>>();
    }
    screen
}

/// Milliseconds, by nearest rank.
fn percentile(times: &mut [Duration], share: f64) -> f64 {
    times.sort_unstable();
    let rank = (times.len() as f64 * share).ceil().max(1.0) as usize - 1;
    times[rank.min(times.len() - 1)].as_secs_f64() * 1e3
}

fn machine() -> String {
    let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    let cpu = read("/proc/cpuinfo");
    let model = cpu
        .lines()
        .find_map(|line| line.strip_prefix("model name"))
        .map_or("an unnamed processor", |rest| rest.trim_start_matches([' ', '\t', ':']));
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let load = read("/proc/loadavg");
    let load = load.split(' ').next().unwrap_or("?").to_owned();
    format!("{model}, {cores} cores, load {load}, {} {}", std::env::consts::OS, std::env::consts::ARCH)
}
