//! One participant's sitting at the real program: what is on the screen is known from the journal alone, where a
//! widget is from laying the same screen out once more; nothing in the program helps the test.

use crate::display::{Display, HEIGHT, WIDTH};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tightloop::journal::{self, Recorded};
use tightloop::protocol::{self, plan::Plan};
use tightloop::scenario::{Library, view::Stimulus};
use tightloop::session::{Session, event::Event, screen::Screen};

/// How long anything may take before the test gives up.
const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) struct Sitting {
    program: Child,
    journal: PathBuf,
    plan: Arc<Plan>,
    stimuli: Arc<[Stimulus]>,
}

impl Sitting {
    /// Starts `tightloop run STUDY --participant ID` and waits until its first page is on the display.
    pub(crate) fn start(display: &Display, study: &Path, participant: &str) -> Self {
        let blank = display.pixels(0, 0, WIDTH, HEIGHT);
        let program = Command::new(env!("CARGO_BIN_EXE_tightloop"))
            .args(["run", study.to_str().unwrap(), "--participant", participant])
            .env("DISPLAY", &display.name)
            .env_remove("WAYLAND_DISPLAY")
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        wait_for("the window", || display.focus_the_window());
        wait_for("the first page", || display.pixels(0, 0, WIDTH, HEIGHT) != blank);
        let journal = study.join("journals").join(participant).join("session-1.jsonl");
        wait_for("the journal", || journal::read(&journal).is_ok());
        let plan = Arc::new(journal::read(&journal).unwrap().header.plan);
        let stimuli = protocol::stimuli(&plan, &Library::embedded().unwrap()).unwrap().into();
        // A page that was drawn before the window had the keyboard takes no notice of keys yet.
        std::thread::sleep(Duration::from_millis(300));
        Self { program, journal, plan, stimuli }
    }

    /// The program's process.
    #[allow(dead_code)] // for the bench of times
    pub(crate) fn pid(&self) -> u32 {
        self.program.id()
    }

    pub(crate) fn plan(&self) -> &Plan {
        &self.plan
    }

    pub(crate) fn stimuli(&self) -> &[Stimulus] {
        &self.stimuli
    }

    pub(crate) fn recorded(&self) -> Recorded {
        journal::read(&self.journal).unwrap()
    }

    /// The screen as the journal so far has it.
    pub(crate) fn screen(&self) -> Screen {
        let events = self.recorded().events;
        Session::replay(self.plan.clone(), self.stimuli.clone(), &events).unwrap().screen()
    }

    /// Waits for an event that was not there before the `after`th, and gives its place.
    pub(crate) fn wait_for_event(&self, what: &str, after: usize, is_it: impl Fn(&Event) -> bool) -> usize {
        let mut place = None;
        wait_for(what, || {
            place =
                self.recorded().events.iter().skip(after).position(|e| is_it(&e.value)).map(|i| after + i);
            place.is_some()
        });
        place.unwrap()
    }

    pub(crate) fn kill(mut self) {
        self.program.kill().unwrap();
        self.program.wait().unwrap();
    }

    /// Waits until the program has ended by itself.
    pub(crate) fn ended_well(mut self) -> bool {
        let since = Instant::now();
        loop {
            match self.program.try_wait().unwrap() {
                Some(status) => return status.success(),
                None if since.elapsed() > PATIENCE => {
                    let _ = self.program.kill();
                    return false;
                }
                None => std::thread::sleep(Duration::from_millis(20)),
            }
        }
    }
}

pub(crate) fn wait_for(what: &str, mut there: impl FnMut() -> bool) {
    let since = Instant::now();
    while !there() {
        assert!(since.elapsed() < PATIENCE, "waited {PATIENCE:?} for {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}
