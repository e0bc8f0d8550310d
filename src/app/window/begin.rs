//! From a study's folder to a session: begun, or gone on with where it stopped.

use super::clock::{self, Clock, JUMP_MILLIS};
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
    let last_nanos = session.last_nanos();
    let wall_nanos = since_start_nanos(recorded.header.started_at.as_deref(), chrono::Utc::now());
    let resumed = resume_nanos(last_nanos, wall_nanos);
    let mut recorder = Recorder::new(session, journal, Clock::starting(now, resumed));
    recorder.input(now, Input::Resume);
    if let Some(by_millis) = set_back_millis(last_nanos, wall_nanos) {
        recorder.input(now, Input::ClockJumped(by_millis));
    }
    recorder.follow();
    Ok(recorder)
}

fn stimuli(plan: &Plan, library: &Library) -> Outcome<Arc<[crate::scenario::view::Stimulus]>> {
    protocol::stimuli(plan, library).map(Into::into)
}

/// The stamp at which a session goes on: its last one, and on top the time that passed on the wall clock. A clock
/// that was set back in between adds nothing; it never takes anything away.
fn resume_nanos(last_nanos: u64, wall_nanos: Option<i64>) -> u64 {
    wall_nanos.and_then(|nanos| u64::try_from(nanos).ok()).unwrap_or(0).max(last_nanos)
}

/// What passed on the wall clock since the session's start, nanoseconds; below 0 where it is before that.
fn since_start_nanos(started_at: Option<&str>, now: chrono::DateTime<chrono::Utc>) -> Option<i64> {
    let start = chrono::DateTime::parse_from_rfc3339(started_at?).ok()?;
    (now - start.to_utc()).num_nanoseconds()
}

/// How far the wall clock is behind the session's last stamp, milliseconds, below 0: it was set back.
fn set_back_millis(last_nanos: u64, wall_nanos: Option<i64>) -> Option<i64> {
    let behind = wall_nanos?.saturating_sub(i64::try_from(last_nanos).ok()?) / 1_000_000;
    (behind <= -JUMP_MILLIS).then_some(behind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_goes_on_after_the_time_that_passed_and_never_before_its_last_stamp() {
        let now = chrono::DateTime::parse_from_rfc3339("2026-03-01T10:00:20Z").unwrap().to_utc();
        let started = Some("2026-03-01T10:00:00.500Z");
        let goes_on = |last_nanos, started| {
            let wall_nanos = since_start_nanos(started, now);
            (resume_nanos(last_nanos, wall_nanos), set_back_millis(last_nanos, wall_nanos))
        };
        assert_eq!(goes_on(5, started), (19_500_000_000, None));
        assert_eq!(
            goes_on(19_600_000_000, started),
            (19_600_000_000, None),
            "a tenth of a second is a drift"
        );
        let set_back = goes_on(30_000_000_000, started);
        assert_eq!(set_back, (30_000_000_000, Some(-10_500)));
        let (nanos, jump) = goes_on(7, Some("2027-01-01T00:00:00Z"));
        assert!(nanos == 7 && jump.is_some_and(|millis| millis < -86_400_000), "before its own start");
        assert_eq!(goes_on(7, Some("yesterday")), (7, None));
        assert_eq!(goes_on(7, None), (7, None));
    }
}
