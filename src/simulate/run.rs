//! A study's worth of simulated sessions. May be killed at any byte and called again.

use super::attend::attend;
use super::expertise::Expertise;
use super::participant::Participant;
use super::record::Record;
use super::seed::Simulation;
use crate::journal::{Header, Station};
use crate::problem::{Outcome, Problem};
use crate::protocol;
use crate::protocol::plan::Plan;
use crate::scenario::{Library, Pack};
use crate::study::{State, Study};
use rayon::prelude::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

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
        return Err(Problem::new("this study is for people, not for simulated participants")
            .in_file(study.dir())
            .todo("simulate into a folder of its own"));
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
        sit(study, library, id, Participant::new(seed, id, expertise.clone()))?;
        progress(Progress { done: done.fetch_add(1, Ordering::Relaxed) + 1, of });
        Ok(())
    })
}

/// Enrols who is missing, in order, and returns those whose session is not complete.
fn enrol(study: &mut Study, library: &Library, participants: u32) -> Outcome<Vec<String>> {
    let known = study.participants()?;
    let mut todo = Vec::new();
    for id in (1..=participants).map(code) {
        match known.iter().find(|participant| participant.id == id).map(|participant| &participant.state) {
            None => {
                study.enrol(&id, library)?;
                todo.push(id);
            }
            Some(State::Enrolled | State::Running { .. }) => todo.push(id),
            Some(State::Completed | State::Withdrawn { .. }) => {}
        }
    }
    Ok(todo)
}

/// The packs that the study's protocol draws from: what its participants know their way about in.
pub(super) fn pool<'a>(study: &Study, library: &'a Library) -> Outcome<Vec<&'a Pack>> {
    let named = &study.protocol().protocol.scenarios.pool;
    if named.iter().any(|id| id == "*") {
        return Ok(library.packs().collect());
    }
    named.iter().map(|id| library.pack(id)).collect()
}

/// One participant's session, from wherever its journal ends.
fn sit(study: &Study, library: &Library, id: &str, participant: Participant) -> Outcome<()> {
    let plan: Plan = study.plan(id, library)?;
    let stimuli = protocol::stimuli(&plan, library)?;
    let header = Header::now(study.id(), id, 1, true, plan.clone(), Station::simulated());
    let mut record = Record::open(&study.journal_path(id, 1), &header)?;
    attend(Arc::new(plan), stimuli.into(), participant, &mut |events| record.take(events))?;
    record.close()
}
