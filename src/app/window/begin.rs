//! From a study's folder to a session: begun, or gone on with where it stopped.

use super::clock::{self, Clock};
use super::recorder::Recorder;
use crate::app::pin::Pin;
use crate::journal::{Durability, Header, Journal, Station};
use crate::problem::{Outcome, Problem};
use crate::protocol;
use crate::protocol::plan::Plan;
use crate::scenario::Library;
use crate::session::Session;
use crate::session::input::Input;
use crate::study::{ParticipantState, Sitting, Study, Upcoming};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

/// Begins or goes on with a participant's sitting, the one that is next. A code that the study does not know yet is enrolled.
///
/// The study's lock is held as long as the [`Study`] lives: keep it beside the recorder.
///
/// # Errors
/// The study is simulated, locked, or not one; its PIN is damaged; the participant has finished or withdrawn; it is too early
/// for their next sitting; a pack is not the one that the session was begun with; the journal cannot be written.
pub fn begin(
    dir: &Path,
    participant: &str,
    library: &Library,
    station: Station,
) -> Outcome<(Study, Recorder)> {
    let mut study = Study::open(dir)?;
    if study.simulated() {
        return Err(Problem::new("this study's participants are SIMULATED; people cannot take part in it")
            .in_file(dir)
            .todo("make a new one with 'tightloop study new'"));
    }
    Pin::read(dir)?;
    enrol(&mut study, participant, library)?;
    let recorder = match study.sitting(participant, library, chrono::Utc::now())? {
        Sitting::GoOn(path) => go_on(&path, library)?,
        Sitting::Begin(upcoming) => start(&study, participant, *upcoming, library, station)?,
    };
    Ok((study, recorder))
}

fn enrol(study: &mut Study, participant: &str, library: &Library) -> Outcome<()> {
    let known = study.participants()?.into_iter().find(|known| known.id.eq_ignore_ascii_case(participant));
    let Some(known) = known else {
        return study.enrol(participant, library).map(|_| ());
    };
    let over = |what: &str| Problem::new(format!("participant {} {what}", known.id)).todo("use a new code");
    match known.state {
        ParticipantState::Completed => Err(over("has completed the study")),
        ParticipantState::Withdrawn { .. } => Err(over("withdrew")),
        ParticipantState::Stopped { .. } => Err(over("has stopped taking part")),
        ParticipantState::PracticeNotPassed => Err(over("did not pass the practice")),
        _ if known.id != participant => {
            Err(Problem::new(format!("the study knows {participant} as {}", known.id))
                .todo(format!("use '--participant {}', or another code", known.id)))
        }
        _ => Ok(()),
    }
}

fn start(
    study: &Study,
    participant: &str,
    upcoming: Upcoming,
    library: &Library,
    station: Station,
) -> Outcome<Recorder> {
    let stimuli = stimuli(upcoming.plan(), library)?;
    let sitting = upcoming.plan().sitting;
    let path = study.journal_path(participant, sitting);
    let plan = upcoming.begun_at(chrono::Utc::now());
    let session = Session::new(Arc::new(plan.clone()), stimuli);
    let mut header = Header::now(study.id(), participant, sitting, false, plan, station);
    // The three clocks are read together: stamp 0 is this moment on each of them.
    let now = Instant::now();
    header.monotonic_start_nanos = clock::monotonic_nanos();
    let journal = Journal::create(path, &header, Durability::EveryDecision)?;
    Ok(Recorder::new(session, journal, Clock::starting(now, 0)))
}

fn go_on(path: &Path, library: &Library) -> Outcome<Recorder> {
    let (recorded, journal) = Journal::append_to(path, Durability::EveryDecision)?;
    if let Some(cut) = &recorded.cut {
        eprintln!("tightloop: {}: a torn last line ({} bytes) was cut off", path.display(), cut.bytes);
    }
    let plan = recorded.header.plan.clone();
    let stimuli = stimuli(&plan, library)?;
    let session = Session::replay(Arc::new(plan), stimuli, &recorded.events)
        .map_err(|problem| problem.in_file(path))?;
    if session.is_over() {
        return Err(Problem::new("this session is over").in_file(path).todo("use a new code"));
    }
    let now = Instant::now();
    let resumed =
        resume_nanos(session.last_nanos(), recorded.header.started_at.as_deref(), chrono::Utc::now());
    let mut recorder = Recorder::new(session, journal, Clock::starting(now, resumed));
    recorder.input(now, Input::Resume);
    recorder.follow();
    Ok(recorder)
}

fn stimuli(plan: &Plan, library: &Library) -> Outcome<Arc<[crate::scenario::view::Stimulus]>> {
    protocol::stimuli(plan, library).map(Into::into)
}

/// The stamp at which a session goes on: its last one, and on top the time that passed on the wall clock. A clock
/// that was set back in between adds nothing; it never takes anything away.
fn resume_nanos(last_nanos: u64, started_at: Option<&str>, now: chrono::DateTime<chrono::Utc>) -> u64 {
    let start = started_at.and_then(|text| chrono::DateTime::parse_from_rfc3339(text).ok());
    let since = start.and_then(|start| (now - start.to_utc()).num_nanoseconds());
    since.and_then(|nanos| u64::try_from(nanos).ok()).unwrap_or(0).max(last_nanos)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_goes_on_after_the_time_that_passed_and_never_before_its_last_stamp() {
        let now = chrono::DateTime::parse_from_rfc3339("2026-03-01T10:00:20Z").unwrap().to_utc();
        let started = Some("2026-03-01T10:00:00.500Z");
        assert_eq!(resume_nanos(5, started, now), 19_500_000_000);
        assert_eq!(resume_nanos(30_000_000_000, started, now), 30_000_000_000, "the clock was set back");
        assert_eq!(resume_nanos(7, Some("2027-01-01T00:00:00Z"), now), 7);
        assert_eq!(resume_nanos(7, Some("yesterday"), now), 7);
        assert_eq!(resume_nanos(7, None, now), 7);
    }
}
