//! All repetitions, side by side; written down in order.

use super::ask::{Ask, SAMPLER, shortened};
use super::record::{Header, POWER_FORMAT, Record, in_order};
use super::repetition::{Repetition, repetition};
use super::study::{Study, plans};
use super::summary::Summary;
use crate::journal;
use crate::problem::{Outcome, Problem};
use crate::protocol::Loaded;
use crate::protocol::plan::Plan;
use crate::scenario::Library;
use crate::stats::AnalysisPlan;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;

/// How far a power simulation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Repetitions that are done.
    pub done: usize,
    /// Repetitions in all.
    pub of: usize,
    /// The same in simulated participants, to which the time that a repetition takes is about proportional.
    pub work_done: u64,
    /// All of them.
    pub work: u64,
}

/// Simulates what is asked, fits every simulated study, and sums up. With `out`, every repetition is written there when
/// it is done; a run that was killed goes on where that file ends, and ends up with the same bytes.
///
/// `say` is given notes for the user, `progress` how far it is, first of all how far the file was.
///
/// # Errors
/// Where a plan cannot be drawn, the design cannot be fitted, there is no such effect or cell, or `out` is another
/// run's or cannot be written; where no repetition of any row could be fitted.
pub fn run(
    loaded: &Loaded,
    library: &Library,
    plan: &AnalysisPlan,
    ask: &Ask,
    out: Option<&Path>,
    say: &mut dyn FnMut(&str),
    progress: &mut dyn FnMut(Progress),
) -> Outcome<Summary> {
    let ask = ask.in_order()?;
    let plan = shortened(plan, loaded.protocol.time_limit_secs);
    let plans = plans(loaded, library, ask.participants.last().copied().unwrap_or_default())?;
    let studies: Vec<Study> = ask
        .participants
        .iter()
        .map(|participants| {
            let of_some = plans.get(..*participants as usize).unwrap_or(&plans);
            Study::of(of_some, &plan, &ask).map_err(|problem| of_so_many(problem, *participants))
        })
        .collect::<Outcome<_>>()?;
    let header = header(loaded, &plan, &ask, &studies, &plans)?;
    let places = studies.iter().map(|study| ranked(study, &header)).collect::<Outcome<Vec<_>>>()?;
    let (mut record, mut done) = (None, Vec::new());
    if let Some(path) = out {
        let (opened, known, notes) = Record::open(path, &header)?;
        notes.iter().for_each(|note| say(note));
        (record, done) = (Some(opened), known);
    }
    let of = studies.len() * header.reps as usize;
    let work = |repetitions: &[Repetition]| repetitions.iter().map(|one| u64::from(one.participants)).sum();
    let mut now = Progress {
        done: done.len(),
        of,
        work_done: work(&done),
        work: header.participants.iter().map(|n| u64::from(*n) * u64::from(header.reps)).sum(),
    };
    progress(now);

    let stop = AtomicBool::new(false);
    let (send, receive) = mpsc::channel();
    let todo = done.len()..of;
    let one = |place: usize| {
        let (index, number) = in_order(&header, place);
        let (study, cells) = (studies.get(index)?, *places.get(index)?);
        Some(repetition(study, &plan, cells, header.seed, number))
    };
    std::thread::scope(|scope| {
        let (stop, one) = (&stop, &one);
        scope.spawn(move || {
            // One after the other off the list, so that what is done stays close to what can be written down.
            todo.into_iter().par_bridge().for_each_with(send, |send, place| {
                if !stop.load(Ordering::Relaxed)
                    && let Some(repetition) = one(place)
                {
                    // The other end is gone only where this run has failed.
                    let _ = send.send((place, repetition));
                }
            });
        });
        let mut early = BTreeMap::new();
        let mut write = |place: usize, repetition: Repetition| -> Outcome<()> {
            early.insert(place, repetition);
            while let Some(repetition) = early.remove(&done.len()) {
                if let Some(record) = &mut record {
                    record.add(&repetition)?;
                }
                now.done += 1;
                now.work_done += u64::from(repetition.participants);
                done.push(repetition);
                progress(now);
            }
            Ok(())
        };
        let written = receive.iter().try_for_each(|(place, repetition)| write(place, repetition));
        stop.store(written.is_err(), Ordering::Relaxed);
        written
    })?;
    let reviews: Vec<(usize, f64)> =
        studies.iter().map(|study| (study.reviews(), study.minutes_each)).collect();
    Summary::of(header, &done, &reviews)
}

/// What the file begins with.
fn header(
    loaded: &Loaded,
    plan: &AnalysisPlan,
    ask: &Ask,
    studies: &[Study],
    plans: &[Plan],
) -> Outcome<Header> {
    let nothing = || Problem::new("the design has no cells");
    let largest = studies.last().ok_or_else(nothing)?;
    let plans = serde_json::to_vec(plans)
        .map_err(|error| Problem::new(format!("cannot write the plans as JSON: {error}")))?;
    let cells = match ask.cells {
        Some(cells) => cells,
        None => largest.corners().ok_or_else(nothing)?,
    };
    if cells[0] == cells[1] {
        return Err(Problem::new(format!("there is nothing to rank: both cells are {}", cells[0])));
    }
    Ok(Header {
        format: POWER_FORMAT.to_owned(),
        simulated: true,
        software: journal::software(),
        protocol: loaded.protocol.id.clone(),
        protocol_blake3: loaded.hash.clone(),
        plans_blake3: blake3::hash(&plans).to_hex().to_string(),
        analysis_blake3: plan.hash.clone(),
        participants: ask.participants.clone(),
        reps: ask.reps,
        seed: ask.seed,
        cells,
        truth: largest.typical.values(),
        delay_secs: largest.typical.delays().to_vec(),
        batch_size: largest.typical.batch_sizes().to_vec(),
        model: plan.models.first().map_or("", |kind| kind.id()).to_owned(),
        sampler: [SAMPLER.chains, SAMPLER.warmup, SAMPLER.draws],
    })
}

/// Where the two cells stand, and that the grid is that of the largest study.
fn ranked(study: &Study, header: &Header) -> Outcome<[[usize; 2]; 2]> {
    if study.typical.delays() != header.delay_secs || study.typical.batch_sizes() != header.batch_size {
        return Err(Problem::new(format!(
            "{} participants do not meet all delays and batch sizes of this design",
            study.participants
        ))
        .todo("ask for more of them"));
    }
    let [one, other] = header.cells;
    Ok([study.place(one)?, study.place(other)?])
}

fn of_so_many(mut problem: Problem, participants: u32) -> Problem {
    problem.what = format!("with {participants} participants: {}", problem.what);
    problem
}
