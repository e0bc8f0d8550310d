//! A study's worth of simulated sessions. May be killed at any byte and called again.

use super::attend::attend;
use super::expertise::Expertise;
use super::participant::Participant;
use super::record::Record;
use super::seed::Simulation;
use super::sittings;
use crate::journal::{Header, Station};
use crate::problem::{Outcome, Problem};
use crate::protocol::plan::Plan;
use crate::protocol::{self, Loaded};
use crate::scenario::{Library, Pack};
use crate::study::{ParticipantState, Study};
use rayon::prelude::*;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// What makes a folder a study.
const STUDY_FILE: &str = "study.json";

/// How far a simulation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Sessions that are complete.
    pub done: u32,
    /// Sessions in all.
    pub of: u32,
}

/// The code of the `number`th simulated participant, from 1.
pub fn code(number: u32) -> String {
    format!("P{number:03}")
}

/// Lets `participants` simulated people, drawn from `seed`, take part in the study: `P001`, `P002`, ….
///
/// Everybody is enrolled first, in order; the sessions then run side by side. Where a run was killed, calling this
/// again goes on where the journals end, and the finished study is byte for byte that of an uninterrupted run.
///
/// # Errors
/// Where the study is not a simulated one, or was begun with another seed, plan or version; where it cannot be
/// written.
pub fn run(
    study: &mut Study,
    library: &Library,
    participants: u32,
    seed: u64,
    progress: &(dyn Fn(Progress) + Sync),
) -> Outcome<()> {
    if !study.simulated() {
        return Err(for_people(study.dir()));
    }
    Simulation::claim(study.dir(), seed)?;
    let todo = enrol(study, library, participants)?;
    let of = participants;
    let done = AtomicU32::new(of - todo.len() as u32);
    progress(Progress { done: done.load(Ordering::Relaxed), of });
    if todo.is_empty() {
        return Ok(());
    }
    let expertise = Arc::new(Expertise::from_packs(&pool(study, library)?)?);
    let study = &*study;
    todo.par_iter().try_for_each(|id| {
        sit(study, library, id, seed, Participant::new(seed, id, expertise.clone()))?;
        progress(Progress { done: done.fetch_add(1, Ordering::Relaxed) + 1, of });
        Ok(())
    })
}

/// Begins a simulated study of this protocol in `dir`, or goes on with the one that is there.
///
/// # Errors
/// Where `dir` holds something else: another protocol's study, or one for people.
pub fn begin_or_go_on(dir: &Path, loaded: &Loaded, library: &Library) -> Outcome<Study> {
    if !dir.join(STUDY_FILE).exists() {
        return Study::create(dir, loaded, library, true);
    }
    let study = Study::open(dir)?;
    if study.protocol().hash != loaded.hash {
        return Err(Problem::new(format!(
            "the study here is of another protocol: '{}', not this '{}'",
            study.protocol().protocol.id,
            loaded.protocol.id
        ))
        .in_file(dir)
        .todo("simulate into a new folder"));
    }
    if study.simulated() { Ok(study) } else { Err(for_people(dir)) }
}

/// Enrols who is missing, in order, and returns those whose session is not complete.
fn enrol(study: &mut Study, library: &Library, participants: u32) -> Outcome<Vec<String>> {
    let known = study.participants()?;
    let mut todo = Vec::new();
    for id in (1..=participants).map(code) {
        match known.iter().find(|participant| participant.id == id).map(|participant| &participant.state) {
            Some(ParticipantState::Completed | ParticipantState::Withdrawn { .. }) => {}
            Some(_) => todo.push(id),
            None => {
                study.enrol(&id, library)?;
                todo.push(id);
            }
        }
    }
    Ok(todo)
}

/// The packs that the study's protocol draws from: what its participants know their way about in.
pub(super) fn pool<'a>(study: &Study, library: &'a Library) -> Outcome<Vec<&'a Pack>> {
    packs(study.protocol(), library)
}

/// The packs that a protocol draws from.
pub(super) fn packs<'a>(loaded: &Loaded, library: &'a Library) -> Outcome<Vec<&'a Pack>> {
    let named = &loaded.protocol.scenarios.pool;
    if named.iter().any(|id| id == "*") {
        let named = named.iter().filter(|id| *id != "*").map(|id| library.pack(id));
        let mut packs = library.pool().map(Ok).chain(named).collect::<Outcome<Vec<&Pack>>>()?;
        packs.sort_unstable_by_key(|pack| pack.id());
        packs.dedup_by_key(|pack| pack.id());
        return Ok(packs);
    }
    named.iter().map(|id| library.pack(id)).collect()
}

/// One participant's sittings, from wherever their journals end.
fn sit(study: &Study, library: &Library, id: &str, seed: u64, mut participant: Participant) -> Outcome<()> {
    let mut plan: Arc<Plan> = Arc::new(study.plan(id, library)?);
    let stimuli: Arc<[_]> = protocol::stimuli(&plan, library)?.into();
    loop {
        let sitting = plan.sitting;
        let header = Header::now(study.id(), id, sitting, true, (*plan).clone(), Station::simulated());
        let mut record = Record::open(&study.journal_path(id, sitting), &header)?;
        let mut events = Vec::new();
        attend(plan.clone(), stimuli.clone(), &mut participant, &mut |happened| {
            if !plan.is_last_sitting() {
                events.extend_from_slice(happened);
            }
            record.take(happened)
        })?;
        record.close()?;
        let Some(next) = sittings::next(&plan, &events, &mut participant, seed, id) else { return Ok(()) };
        plan = Arc::new(next);
    }
}

fn for_people(dir: &Path) -> Problem {
    Problem::new("this study is for people, not for simulated participants")
        .in_file(dir)
        .todo("simulate into a folder of its own")
}
