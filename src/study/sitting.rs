//! Which sitting is next for a participant, and whether it is time for it.

use super::Study;
use crate::journal::{self, Recorded};
use crate::problem::{Outcome, Problem};
use crate::protocol::plan::Plan;
use crate::scenario::Library;
use crate::session::carry;
use chrono::{DateTime, SecondsFormat, Utc};
use std::path::PathBuf;

/// What a participant does next.
#[derive(Debug)]
pub enum Sitting {
    /// They go on with the sitting whose journal this is.
    GoOn(PathBuf),
    /// They begin one.
    Begin(Box<Upcoming>),
}

/// A sitting that may begin.
#[derive(Debug)]
pub struct Upcoming {
    /// The plan as of the sitting, but for what is carried over: that depends on the moment at which it begins.
    plan: Plan,
    /// The sitting before.
    before: Option<Recorded>,
}

impl Upcoming {
    /// The plan, as of this sitting.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The plan of the sitting if it begins at `now` on the wall clock.
    pub fn begun_at(self, now: DateTime<Utc>) -> Plan {
        let started = self.before.as_ref().and_then(|before| Some((before, before.header.wall_clock()?)));
        let Some((before, started)) = started else { return self.plan };
        let start_nanos = nanos_between(started, now);
        let carried = carry::carried(&before.header.plan, &before.events, start_nanos);
        Plan { carried, ..self.plan }
    }
}

/// Nanoseconds on the wall clock, 0 where it was set back.
pub(super) fn nanos_between(from: DateTime<Utc>, to: DateTime<Utc>) -> u64 {
    (to - from).num_nanoseconds().and_then(|nanos| u64::try_from(nanos).ok()).unwrap_or(0)
}

/// A moment as it is told and written, to the second.
pub(super) fn told(moment: DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(SecondsFormat::Secs, true)
}

impl Study {
    /// The sitting that a participant begins or goes on with at `now`.
    ///
    /// # Errors
    /// They are not enrolled or withdrew; a journal cannot be read; the next sitting's time has not come.
    pub fn sitting(&self, id: &str, library: &Library, now: DateTime<Utc>) -> Outcome<Sitting> {
        let Some(path) = self.journals(id)?.pop() else {
            let plan = self.plan(id, library)?;
            return Ok(Sitting::Begin(Box::new(Upcoming { plan, before: None })));
        };
        let before = journal::read(&path)?;
        let Some(plan) = carry::next_plan(&before.header.plan, &before.events, 0) else {
            return Ok(Sitting::GoOn(path));
        };
        let next = plan.sitting;
        let ended = before.ended().ok_or_else(|| {
            Problem::new(format!("nobody knows when sitting {} of participant {id} ended", next - 1))
                .in_file(&path)
                .at(1, 1)
                .todo("bring the journal back from a backup")
        })?;
        if now < ended {
            return Err(Problem::new(format!(
                "this computer's clock says {}, and sitting {} of participant {id} ended on {}",
                told(now),
                next - 1,
                told(ended)
            ))
            .todo("set the clock right: the delay between two sittings is taken by it"));
        }
        let gap = chrono::TimeDelta::milliseconds((plan.sittings.min_gap_secs * 1e3) as i64);
        let earliest = ended + gap;
        if now < earliest {
            return Err(Problem::new(format!(
                "it is too early for sitting {next} of participant {id}: it may begin on {}, {} from now",
                told(earliest),
                span((earliest - now).num_seconds())
            ))
            .todo("let them come back then"));
        }
        Ok(Sitting::Begin(Box::new(Upcoming { plan, before: Some(before) })))
    }
}

/// A span of time in words.
fn span(secs: i64) -> String {
    match (secs / 3_600, secs / 60 % 60) {
        (0, 0) => format!("{} s", secs.max(1)),
        (0, minutes) => format!("{minutes} min"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}
