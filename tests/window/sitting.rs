//! One participant's sitting at the real program: what is on the screen is known from the journal alone, where a
//! widget is from laying the same screen out once more; nothing in the program helps the test.

use crate::display::{Display, HEIGHT, WIDTH};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tempfile::NamedTempFile;
use tightloop::journal::{self, Recorded};
use tightloop::protocol::{self, plan::Plan};
use tightloop::scenario::{Library, view::Stimulus};
use tightloop::session::{Session, event::Event, screen::Screen};

/// How long anything may take before the test gives up.
const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) struct Sitting {
    program: Child,
    /// What the program says on standard error.
    said: NamedTempFile,
    journal: PathBuf,
    plan: Arc<Plan>,
    stimuli: Arc<[Stimulus]>,
}

impl Sitting {
    /// Starts `tightloop run STUDY --participant ID` and waits until its first page is on the display.
    pub(crate) fn start(display: &Display, study: &Path, participant: &str) -> Self {
        let blank = display.pixels(0, 0, WIDTH, HEIGHT);
        let said = NamedTempFile::new().unwrap();
        // A file that may not grow any more is an error to the program, not its end.
        let program = Command::new("sh")
            .args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_tightloop")])
            .args(["run", study.to_str().unwrap(), "--participant", participant])
            .env("DISPLAY", &display.name)
            .env_remove("WAYLAND_DISPLAY")
            .stdout(Stdio::null())
            .stderr(said.reopen().unwrap())
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
        Self { program, said, journal, plan, stimuli }
    }

    /// What the program has said on standard error.
    pub(crate) fn said(&self) -> String {
        std::fs::read_to_string(self.said.path()).unwrap()
    }

    pub(crate) fn journal_bytes(&self) -> u64 {
        std::fs::metadata(&self.journal).unwrap().len()
    }

    /// How large the program's files may grow from now on: a number of bytes, or `unlimited`.
    pub(crate) fn limit_files(&self, bytes: &str) {
        let pid = self.program.id().to_string();
        let set = Command::new("prlimit").args(["--pid", &pid, &format!("--fsize={bytes}:")]).status();
        assert!(set.is_ok_and(|status| status.success()), "prlimit (util-linux) works");
    }

    /// Waits until the program is gone, whichever way; gives what it said.
    pub(crate) fn until_gone(mut self) -> String {
        wait_for("the program's end", || self.program.try_wait().unwrap().is_some());
        self.said()
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

    /// Whether the brief or the review that is on the screen has had its first frame.
    pub(crate) fn is_shown(&self) -> bool {
        let events = self.recorded().events;
        let last = events.iter().rev().map(|event| &event.value).find(|event| event.is_decisive());
        matches!(last, Some(Event::BriefShown { .. } | Event::ReviewShown { .. }))
    }

    /// The trial, by its index in the plan, whose brief or review was shown last.
    pub(crate) fn trial_shown(&self) -> u32 {
        let trial = |event: &Event| match event {
            Event::BriefShown { trial } | Event::ReviewShown { trial, .. } => Some(*trial),
            _ => None,
        };
        let events = self.recorded().events;
        events.iter().rev().find_map(|event| trial(&event.value)).expect("a brief or a review was shown")
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

    /// The program dies as in a power cut.
    pub(crate) fn kill(self) {
        drop(self);
    }

    /// Waits until the program has ended by itself.
    pub(crate) fn ended_well(mut self) -> bool {
        let mut status = None;
        wait_for("the program's end", || {
            status = self.program.try_wait().unwrap();
            status.is_some()
        });
        print!("{}", self.said());
        status.is_some_and(|status| status.success())
    }
}

impl Drop for Sitting {
    fn drop(&mut self) {
        // Where a test failed in the middle; of a program that has ended nothing is left to kill.
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

pub(crate) fn wait_for(what: &str, mut there: impl FnMut() -> bool) {
    let since = Instant::now();
    while !there() {
        assert!(since.elapsed() < PATIENCE, "waited {PATIENCE:?} for {what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}
