//! The self-test of a machine's times: a real review in the real window, keys pressed at known moments, and what came of it.

mod course;
mod figures;
#[cfg(target_os = "linux")]
mod inject;
mod log;

pub use course::Condition;
pub use figures::{Figures, Frames, Keys, Page, Spread, Still, TIMING_FORMAT};

use super::participant::{calm_page, text};
use super::strings::{self, words};
use super::theme;
use super::window::arrivals::Arrived;
use super::window::awake::Awake;
use super::window::frames::refresh_interval;
use super::window::place::monitor_of;
use super::window::recorder::Recorder;
use super::window::sitting::Sitting;
use super::window::{self, Content, Look, NoWindow, Shell};
use crate::journal::{Station, commit, software};
use crate::problem::{Outcome, Problem};
use crate::protocol::{self, Language};
use crate::scenario::Library;
use crate::session::input::Input;
use crate::session::screen::Screen;
use course::{Part, course};
use egui::{Event, RawInput, Ui, ViewportCommand};
use figures::{clock_step_ns, cpu_nanos, memory_peak_mib};
#[cfg(target_os = "linux")]
use inject::Injector;
use log::{FrameTimes, Log, Mark, answered};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// How to test.
#[derive(Debug, Clone, Copy)]
pub struct Test {
    /// Keys pressed under each condition.
    pub keys: u32,
    /// How long the page is left alone, seconds.
    pub still_secs: f64,
    /// A window that does not fill the display.
    pub windowed: bool,
    /// The language of what is shown.
    pub language: Language,
}

/// The participant's code in the self-test's study, which is deleted after it.
const NOBODY: &str = "SELF-TEST";
/// How long the session may take until its review is there.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long the page rests before the test begins.
const SETTLE: Duration = Duration::from_millis(700);
/// How long keys are waited for that somebody presses by hand.
const BY_HAND: Duration = Duration::from_secs(20);
/// The swap waits for the display where frames come no faster than this share of its refresh interval.
const VSYNC_FROM: f32 = 0.7;

/// Opens the window and tests.
///
/// # Errors
/// Where no window can be opened, or was closed before the test was over.
pub fn measure(test: Test, library: Arc<Library>) -> Result<Figures, NoWindow> {
    let folder = tempfile::tempdir()
        .map_err(|error| Problem::io(std::env::temp_dir(), "make a folder for the self-test", &error))?;
    let study = folder.path().join("study");
    let content = window::run(!test.windowed, |context| {
        let ctx = context.egui_ctx.clone();
        theme::install(&ctx);
        let station = window::station(context);
        let loaded = protocol::parse(PROTOCOL, Path::new("timing.ron"))?;
        crate::study::Study::create(&study, &loaded, &library, false)?;
        let (study, mut recorder) = window::begin(&study, NOBODY, &library, station.clone())?;
        advance(&mut recorder)?;
        let look = Look { dark: false, windowed: test.windowed };
        let mut shell = Shell::new(None, library.clone(), station.clone(), look, ctx.clone());
        shell.sit(Sitting::new(recorder, Some(study), &ctx));
        strings::speak(&ctx, test.language);
        SelfTest::new(shell, test, station, context)
    })?;
    let mut test = content.borrow_mut();
    match test.figures.take() {
        Some(figures) => Ok(figures),
        None => Err(Problem::new("the window was closed before the self-test was over").into()),
    }
}

const PROTOCOL: &str = include_str!("protocol.ron");

/// Goes on to the review, whose first frame the window has yet to show.
fn advance(recorder: &mut Recorder) -> Outcome<()> {
    let since = Instant::now();
    while since.elapsed() < PATIENCE {
        recorder.follow();
        if let Some(problem) = recorder.trouble() {
            return Err(problem);
        }
        let inputs = match recorder.screen() {
            Screen::Review { .. } => return Ok(()),
            Screen::Consent { .. } => vec![Input::Consent(true)],
            Screen::Brief { .. } => vec![Input::Presented, Input::Proceed],
            _ => vec![Input::Proceed],
        };
        for input in inputs {
            recorder.input(Instant::now(), input);
        }
        // What decides data is on disk before the next page comes.
        std::thread::sleep(Duration::from_millis(2));
    }
    Err(Problem::new("the self-test's review does not come on: its journal is not written in time"))
}

/// What was used while the window rested.
struct Quiet {
    from: Instant,
    to: Instant,
    cpu_nanos: Option<u64>,
}

/// Looks at the processor time from outside the window, which nothing wakes meanwhile.
fn watch_quiet(long: Duration, ctx: &egui::Context) -> Receiver<Quiet> {
    let (sender, receiver) = channel();
    let ctx = ctx.clone();
    std::thread::spawn(move || {
        std::thread::sleep(SETTLE);
        let (from, before) = (Instant::now(), cpu_nanos());
        std::thread::sleep(long);
        let used = cpu_nanos().zip(before).map(|(now, before)| now.saturating_sub(before));
        // Where the window is gone, nobody wants to know.
        let _ = sender.send(Quiet { from, to: Instant::now(), cpu_nanos: used });
        ctx.request_repaint();
    });
    receiver
}

/// The self-test, a session's window in it.
struct SelfTest {
    shell: Shell,
    ctx: egui::Context,
    test: Test,
    station: Station,
    refresh: Duration,
    window_px: Option<[u32; 2]>,
    #[cfg(target_os = "linux")]
    injector: Option<Injector>,
    course: Vec<Part>,
    /// Which part of the course is on.
    place: usize,
    /// When it began, once it has.
    since: Option<Instant>,
    mark: Mark,
    /// What a thread finds out while the window rests.
    quiet: Option<Receiver<Quiet>>,
    /// Keeps the display awake during the test.
    awake: Awake,
    next_tick: Instant,
    step: u32,
    vsync: bool,
    log: Log,
    keys: Vec<Keys>,
    frames: Vec<Frames>,
    still: Option<Still>,
    figures: Option<Figures>,
    over: bool,
}

impl SelfTest {
    fn new(
        shell: Shell,
        test: Test,
        station: Station,
        context: &eframe::CreationContext<'_>,
    ) -> Outcome<Self> {
        let ctx = context.egui_ctx.clone();
        #[cfg(target_os = "linux")]
        let injector = context.winit_window().and_then(|window| Injector::at(window, &ctx));
        #[cfg(target_os = "linux")]
        let injects = injector.is_some();
        #[cfg(not(target_os = "linux"))]
        let injects = false;
        Ok(Self {
            shell,
            test,
            refresh: refresh_interval(station.refresh_hz),
            station,
            window_px: None,
            #[cfg(target_os = "linux")]
            injector,
            course: course(injects, Duration::from_secs_f64(test.still_secs)),
            place: 0,
            since: None,
            mark: Mark::default(),
            quiet: None,
            awake: Awake::hold(),
            next_tick: Instant::now(),
            step: 0,
            vsync: false,
            log: Log::default(),
            keys: Vec::new(),
            frames: Vec::new(),
            still: None,
            figures: None,
            over: false,
            ctx,
        })
    }

    fn part(&self) -> Option<Part> {
        self.course.get(self.place).copied()
    }

    fn injects(&self) -> bool {
        #[cfg(target_os = "linux")]
        let injects = self.injector.is_some();
        #[cfg(not(target_os = "linux"))]
        let injects = false;
        injects
    }

    /// Takes note of the window's size, before anything is measured in it.
    fn look_at(&mut self, window: &winit::window::Window) {
        if self.part() != Some(Part::Settle) {
            return;
        }
        let size = window.inner_size();
        // Where no window manager puts a window over the whole display, it is made as large as that.
        if let (None, false, Some(monitor)) = (self.window_px, self.test.windowed, monitor_of(window))
            && monitor.size() != size
        {
            // Whatever comes of it is seen in a later frame.
            let _ = window.request_inner_size(monitor.size());
        }
        self.window_px = Some([size.width, size.height]);
    }

    /// Begins a part, goes on with it, or ends it.
    fn drive(&mut self, now: Instant) {
        let Some(part) = self.part() else { return self.finish() };
        let Some(since) = self.since else { return self.begin(part, now) };
        let lasted = now.saturating_duration_since(since);
        match part {
            Part::Settle => self.until(SETTLE, lasted),
            Part::Ask => {}
            Part::Still(_) => {
                if let Some(quiet) = self.quiet.as_ref().and_then(|quiet| quiet.try_recv().ok()) {
                    let during = |frame: &&FrameTimes| frame.shown > quiet.from && frame.began < quiet.to;
                    let frames = self.log.frames_since(self.mark).iter().filter(during).count();
                    self.still = Some(Still {
                        secs: quiet.to.saturating_duration_since(quiet.from).as_secs_f64(),
                        cpu_ms: quiet.cpu_nanos.map(|nanos| nanos as f64 / 1e6),
                        frames: u32::try_from(frames).unwrap_or(u32::MAX),
                    });
                    self.next();
                }
            }
            Part::Free(long) => {
                if lasted >= long {
                    let free = self.watched(Page::BlankFree);
                    let interval = free.interval.map_or(0.0, |interval| interval.p50_ms);
                    self.vsync = interval >= self.refresh.as_secs_f32() * 1e3 * VSYNC_FROM;
                    self.frames.push(free);
                    return self.next();
                }
                self.ctx.request_repaint();
            }
            Part::Blank(long) => self.watch(Page::Blank, long, lasted, now),
            Part::Scroll(long) => self.watch(Page::Review, long, lasted, now),
            Part::Open(count) => {
                if self.step >= 2 * count {
                    return self.until(SETTLE, lasted);
                }
                self.ctx.request_repaint();
            }
            Part::Keys(condition, moving) => self.keys(condition, moving, lasted, now),
        }
    }

    fn begin(&mut self, part: Part, now: Instant) {
        (self.since, self.mark, self.step, self.next_tick) = (Some(now), self.log.mark(), 0, now);
        match part {
            Part::Still(long) => self.quiet = Some(watch_quiet(long, &self.ctx)),
            #[cfg(target_os = "linux")]
            Part::Keys(condition, moving) => {
                if let Some(injector) = &self.injector {
                    injector.start(condition, moving, self.test.keys);
                }
                if condition == Condition::Rolling {
                    self.ctx.request_repaint();
                }
            }
            Part::Ask => {}
            _ => self.ctx.request_repaint(),
        }
    }

    fn next(&mut self) {
        (self.place, self.since) = (self.place + 1, None);
        self.ctx.request_repaint();
    }

    /// Ends the part after `long`.
    fn until(&mut self, long: Duration, lasted: Duration) {
        match long.checked_sub(lasted).filter(|left| !left.is_zero()) {
            Some(left) => self.ctx.request_repaint_after(left),
            None => self.next(),
        }
    }

    fn watched(&self, page: Page) -> Frames {
        Frames::of(page, self.log.frames_since(self.mark), self.refresh)
    }

    /// Draws at the display's rate for as long.
    fn watch(&mut self, page: Page, long: Duration, lasted: Duration, now: Instant) {
        if lasted >= long {
            let frames = self.watched(page);
            self.frames.push(frames);
            return self.next();
        }
        self.pace(now);
    }

    /// Asks for the next frame: at once where the swap waits for the display, else at its next refresh.
    fn pace(&mut self, now: Instant) {
        if self.vsync {
            return self.ctx.request_repaint();
        }
        while self.next_tick <= now {
            self.next_tick += self.refresh;
        }
        self.ctx.request_repaint_after(self.next_tick.saturating_duration_since(Instant::now()));
    }

    fn keys(&mut self, condition: Condition, moving: bool, lasted: Duration, now: Instant) {
        #[cfg(target_os = "linux")]
        if let Some(injector) = &self.injector {
            match injector.done() {
                Some(pressed) => {
                    let found = answered(&pressed, self.own_keys(&pressed), self.log.frames_since(self.mark));
                    self.keys.push(Keys::of(condition, moving, true, self.test.keys as usize, &found));
                    self.next();
                }
                None if condition == Condition::Rolling => self.pace(now),
                None => {}
            }
            return;
        }
        let _ = now;
        let arrived = self.log.keys_since(self.mark);
        if lasted < BY_HAND && arrived.len() < self.test.keys as usize {
            return self.ctx.request_repaint_after(BY_HAND.saturating_sub(lasted));
        }
        let found = answered(arrived, arrived, self.log.frames_since(self.mark));
        self.keys.push(Keys::of(condition, moving, false, arrived.len(), &found));
        self.next();
    }

    /// The keys that arrived since the first was pressed: what opened the field before, and closes it after, is no part.
    #[cfg(target_os = "linux")]
    fn own_keys(&self, pressed: &[(egui::Key, Instant)]) -> &[(egui::Key, Instant)] {
        let arrived = self.log.keys_since(self.mark);
        let Some((_, first)) = pressed.first() else { return &[] };
        let start = arrived.partition_point(|(_, at)| at < first);
        let own = arrived.get(start..).unwrap_or_default();
        let end = own.iter().rposition(|(key, _)| pressed.iter().any(|(name, _)| name == key));
        own.get(..end.map_or(0, |end| end + 1)).unwrap_or_default()
    }

    fn finish(&mut self) {
        if self.over {
            return;
        }
        self.over = true;
        let station = &self.station;
        self.figures = Some(Figures {
            format: TIMING_FORMAT,
            software: software(),
            commit: commit().to_owned(),
            release: !cfg!(debug_assertions),
            os: std::env::consts::OS,
            display: station.display.clone(),
            window_px: self.window_px,
            scale: station.scale,
            renderer: station.renderer.clone(),
            refresh_hz: station.refresh_hz,
            assumed_hz: 1.0 / self.refresh.as_secs_f32(),
            clock_step_ns: clock_step_ns(),
            vsync: self.vsync,
            sleep_held: self.awake.is_held(),
            injected: self.injects(),
            keys: std::mem::take(&mut self.keys),
            frames: std::mem::take(&mut self.frames),
            still: self.still,
            memory_peak_mib: memory_peak_mib(),
        });
        self.ctx.send_viewport_cmd(ViewportCommand::Close);
    }

    /// What is pressed and scrolled without a keyboard or a wheel.
    fn push(&mut self, raw: &mut RawInput) {
        use egui::Key::{J, Space};
        let modifiers = egui::Modifiers::NONE;
        match self.part() {
            Some(Part::Open(count)) if self.since.is_some() && self.step < 2 * count => {
                let key = if self.step.is_multiple_of(2) { Space } else { J };
                raw.events.extend([true, false].map(|pressed| Event::Key {
                    key,
                    physical_key: None,
                    pressed,
                    repeat: false,
                    modifiers,
                }));
                self.step += 1;
            }
            Some(Part::Scroll(_) | Part::Keys(Condition::Rolling, _)) if self.since.is_some() => {
                self.step += 1;
                let down = self.step % 240 < 120;
                if let Some(rect) = raw.screen_rect {
                    raw.events.push(Event::PointerMoved(rect.center()));
                }
                raw.events.push(Event::MouseWheel {
                    unit: egui::MouseWheelUnit::Point,
                    delta: egui::vec2(0.0, if down { -24.0 } else { 24.0 }),
                    phase: egui::TouchPhase::Move,
                    source: egui::MouseWheelSource::Wheel,
                    modifiers,
                });
            }
            _ => {}
        }
    }

    /// Tells what to do by hand; goes on when that was read.
    fn ask(&mut self, ui: &mut Ui) {
        let words = words(ui);
        let read = calm_page(ui, words.timing_title, words.go_on, |ui| {
            ui.label(text(words.timing_text));
        });
        if read {
            self.next();
        }
    }
}

impl Content for SelfTest {
    fn arrived(&mut self, what: Arrived, at: Instant) {
        self.log.arrived(what, at);
        self.shell.arrived(what, at);
    }

    fn wants_frame(&mut self, at: Instant) {
        self.shell.wants_frame(at);
    }

    fn moved(&mut self) {
        self.shell.moved();
    }

    fn frame_begins(&mut self, at: Instant) {
        self.log.frame_begins(at);
        self.shell.frame_begins(at);
    }

    fn frame_ends(&mut self, at: Instant) {
        self.log.frame_ends(at);
        self.shell.frame_ends(at);
    }

    fn filter(&mut self, raw: &mut RawInput) {
        self.shell.filter(raw);
        self.push(raw);
    }

    fn ui(&mut self, ui: &mut Ui, frame: &eframe::Frame) {
        let closed = ui.input(|input| input.viewport().close_requested());
        let began = Instant::now();
        match self.part() {
            Some(Part::Free(_) | Part::Blank(_)) => {}
            Some(Part::Ask) => self.ask(ui),
            _ if closed || self.over => {}
            _ => self.shell.ui(ui, frame),
        }
        let ended = Instant::now();
        self.log.drew(began, ended, frame.info().cpu_usage);
        if let Some(window) = frame.winit_window() {
            self.look_at(window);
        }
        self.drive(ended);
    }
}
