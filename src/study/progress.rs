//! How far participants have come, derived from their journals.

use super::sitting::told;
use crate::journal::{self, Recorded};
use crate::problem::{Outcome, Problem};
use crate::protocol::spec::OnFail;
use crate::session::event::Event;
use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// A participant of a study.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Participant {
    /// The code.
    pub id: String,
    /// Row of the counterbalancing, from 0.
    pub row: u32,
    /// Wall clock of the enrolment, RFC 3339; none in simulated studies.
    pub enrolled_at: Option<String>,
    /// Sessions begun.
    pub sessions: u32,
    /// How far they are.
    #[serde(flatten)]
    pub state: ParticipantState,
}

/// How far a participant has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum ParticipantState {
    /// Enrolled, nothing begun.
    Enrolled,
    /// In the middle.
    Running {
        /// Reviews ended, practice included.
        done: u32,
        /// Reviews planned, practice included.
        of: u32,
    },
    /// A sitting is over and another is to come.
    BetweenSittings {
        /// Reviews ended, practice included.
        done: u32,
        /// Reviews planned, practice included.
        of: u32,
        /// The sitting that comes next, from 1.
        next: u32,
        /// When it may begin at the earliest, wall clock, RFC 3339; none in simulated studies.
        from: Option<String>,
    },
    /// Every review has ended.
    Completed,
    /// Did not consent; the row is free again.
    Declined,
    /// Stopped in the middle, by the control on every page; the row is free again.
    Stopped {
        /// Reviews ended, practice included.
        done: u32,
        /// Whether they asked that what was recorded be deleted: that is still to be done.
        erase: bool,
    },
    /// Did not pass the last round of practice, where the protocol ends the session there; the row is free again.
    PracticeNotPassed,
    /// Withdrew; nothing of theirs is left but this.
    Withdrawn {
        /// Wall clock, RFC 3339.
        at: String,
    },
    /// Their journal cannot be read.
    Unreadable {
        /// Why, in one line.
        problem: String,
    },
}

impl ParticipantState {
    /// Whether a participant stopped and asked that what was recorded be deleted, and it has not been.
    pub fn asks_for_deletion(&self) -> bool {
        matches!(self, Self::Stopped { erase: true, .. })
    }
}

impl std::fmt::Display for ParticipantState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Enrolled => write!(f, "enrolled"),
            Self::Running { done, of } => write!(f, "running, {done} of {of} reviews"),
            Self::BetweenSittings { done, of, next, from } => {
                write!(f, "between sittings, {done} of {of} reviews; sitting {next}")?;
                from.iter().try_for_each(|from| write!(f, " from {from}"))
            }
            Self::Completed => write!(f, "completed"),
            Self::Declined => write!(f, "declined"),
            Self::Stopped { done, erase: false } => {
                write!(f, "stopped after {done} reviews; what was recorded may be kept")
            }
            Self::Stopped { done, erase: true } => {
                write!(f, "stopped after {done} reviews and ASKS FOR DELETION")
            }
            Self::PracticeNotPassed => write!(f, "practice not passed"),
            Self::Withdrawn { at } => write!(f, "withdrawn {at}"),
            Self::Unreadable { problem } => write!(f, "unreadable: {problem}"),
        }
    }
}

/// A participant's journals in `folder`, by session. Missing folder: none.
///
/// # Errors
/// The folder is a link (it might lead anywhere) or cannot be read; sessions are missing; something else lies there.
pub(super) fn journals(folder: &Path) -> Outcome<Vec<PathBuf>> {
    match std::fs::symlink_metadata(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Problem::io(folder, "read the participant's folder", &error)),
        Ok(meta) if !meta.is_dir() => {
            return Err(Problem::new("a participant's folder is a link or a file")
                .in_file(folder)
                .todo("put the folder itself here"));
        }
        Ok(_) => {}
    }
    let reading = |error| Problem::io(folder, "read the participant's folder", &error);
    let mut sessions = BTreeMap::new();
    for entry in std::fs::read_dir(folder).map_err(reading)? {
        let entry = entry.map_err(reading)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with(journal::disk::TEMP_PREFIX) {
            continue;
        }
        let regular = entry.file_type().map_err(reading)?.is_file();
        match session_number(&name).filter(|_| regular) {
            Some(number) => sessions.insert(number, entry.path()),
            None => {
                return Err(Problem::new("this is no session's journal")
                    .in_file(entry.path())
                    .todo("move it away"));
            }
        };
    }
    if let Some((missing, _)) = (1..).zip(sessions.keys()).find(|(expected, found)| expected != *found) {
        return Err(Problem::new(format!("the journal of session {missing} is missing"))
            .in_file(folder)
            .todo("bring it back from a backup"));
    }
    Ok(sessions.into_values().collect())
}

/// The file's name of a session's journal.
pub(super) fn file_name(session: u32) -> String {
    format!("session-{session}.jsonl")
}

/// The session that a file's name belongs to; its one spelling only.
fn session_number(name: &str) -> Option<u32> {
    let number = name.strip_prefix("session-")?.strip_suffix(".jsonl")?.parse().ok()?;
    (file_name(number) == name && number > 0).then_some(number)
}

/// What a state needs to know of one journal.
#[derive(Debug, Clone, Copy)]
struct Progress {
    done: u32,
    of: u32,
    /// Whether everything was done that the sitting holds.
    ended: bool,
    /// The sitting after this one, and when it may begin, where there is one.
    next: Option<(u32, Option<DateTime<Utc>>)>,
    declined: bool,
    /// Whether the participant stopped, and whether they ask for deletion.
    stopped: Option<bool>,
    practice_failed: bool,
}

impl Progress {
    fn of(recorded: &Recorded) -> Self {
        let events = || recorded.events.iter().map(|event| &event.value);
        let ended_reviews = events()
            .filter(|event| matches!(event, Event::VerdictGiven { .. } | Event::TimedOut { .. }))
            .count();
        let plan = &recorded.header.plan;
        let rounds = plan.practice_rounds();
        let failed_last = |event: &Event| matches!(event, Event::PracticeEnded { passed: false, round, .. } if *round >= rounds);
        Self {
            done: u32::try_from(ended_reviews).unwrap_or(u32::MAX),
            of: u32::try_from(plan.trials.len()).unwrap_or(u32::MAX),
            stopped: events().find_map(|event| match event {
                Event::Withdrawn { erase } => Some(*erase),
                _ => None,
            }),
            next: (!plan.is_last_sitting()).then(|| {
                let gap = TimeDelta::milliseconds((plan.sittings.min_gap_secs * 1e3) as i64);
                (plan.sitting + 1, recorded.ended().map(|ended| ended + gap))
            }),
            practice_failed: plan.practice.on_fail == OnFail::End && events().any(failed_last),
            ended: events().any(|event| *event == Event::SessionEnded),
            declined: events().any(|event| matches!(event, Event::Consented { agreed: false, .. })),
        }
    }
}

/// Journals read before. They only ever grow, so one of the same length is the same.
#[derive(Debug, Default)]
pub(super) struct Cache(Mutex<BTreeMap<PathBuf, (u64, Progress)>>);

impl Cache {
    /// How far the participant with these journals has come.
    pub(super) fn state(&self, journals: &[PathBuf]) -> Outcome<ParticipantState> {
        let Some((first, later)) = journals.split_first() else { return Ok(ParticipantState::Enrolled) };
        let mut all = self.progress(first)?;
        for path in later {
            let next = self.progress(path)?;
            all = Progress { done: all.done + next.done, ..next };
        }
        Ok(match all {
            Progress { stopped: Some(erase), done, .. } => ParticipantState::Stopped { done, erase },
            Progress { practice_failed: true, .. } => ParticipantState::PracticeNotPassed,
            Progress { ended: true, next: Some((next, from)), done, of, .. } => {
                ParticipantState::BetweenSittings { done, of, next, from: from.map(told) }
            }
            Progress { ended: true, .. } => ParticipantState::Completed,
            Progress { declined: true, .. } => ParticipantState::Declined,
            Progress { done, of, .. } => ParticipantState::Running { done, of },
        })
    }

    fn progress(&self, path: &Path) -> Outcome<Progress> {
        let length =
            std::fs::metadata(path).map_err(|error| Problem::io(path, "read the journal", &error))?.len();
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, progress)) = lock().get(path).filter(|(known, _)| *known == length) {
            return Ok(*progress);
        }
        let progress = Progress::of(&journal::read(path)?);
        lock().insert(path.to_path_buf(), (length, progress));
        Ok(progress)
    }
}
