//! Verifying a study: everything that can be known without having been there.

use super::progress::file_name;
use super::sitting::nanos_between;
use super::{JOURNALS, Study, create};
use crate::journal::{self, Header, Recorded};
use crate::problem::{Outcome, Problem};
use crate::protocol;
use crate::protocol::plan::Plan;
use crate::protocol::schedule::nanos_from_secs;
use crate::protocol::sittings::Carried;
use crate::scenario::Library;
use crate::session::{Session, carry};
use serde::Serialize;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

/// What verifying a study found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct CheckReport {
    /// Journals read.
    pub journals: u64,
    /// Events in them.
    pub events: u64,
    /// Journals whose events were replayed through a session.
    pub replayed: u64,
    /// What is wrong, one line each.
    #[serde(serialize_with = "as_lines")]
    pub problems: Vec<Problem>,
    /// What is worth knowing and not wrong.
    pub notes: Vec<String>,
}

impl CheckReport {
    /// Whether nothing is wrong.
    pub fn is_clean(&self) -> bool {
        self.problems.is_empty()
    }
}

fn as_lines<S: serde::Serializer>(problems: &[Problem], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(problems.iter().map(ToString::to_string))
}

pub(super) fn check(study: &Study, library: &Library) -> Outcome<CheckReport> {
    let mut report = CheckReport::default();
    let packs_differ =
        create::pack_hashes(&study.protocol, library).err().or_else(|| study.same_packs(library).err());
    if let Some(problem) = &packs_differ {
        report.notes.push(format!("events were not replayed: {problem}"));
    }
    let library = packs_differ.is_none().then_some(library);
    if study.roster.torn {
        report
            .notes
            .push("the roster's last line was torn by a crash; it is cut off at the next opening".to_owned());
    }
    for entry in study.roster.entries() {
        if entry.withdrawn_at.is_some() {
            if study.folder(&entry.id).symlink_metadata().is_ok() {
                let problem = Problem::new(format!("{} withdrew, but their folder is still here", entry.id));
                let todo = format!(
                    "finish it: tightloop study withdraw {} --participant {} --yes",
                    study.dir.display(),
                    entry.id
                );
                report.problems.push(problem.in_file(study.folder(&entry.id)).todo(todo));
            }
            continue;
        }
        match study.journals(&entry.id) {
            Err(problem) => report.problems.push(problem),
            Ok(paths) => {
                let mut before = None;
                for (path, session) in paths.iter().zip(1..) {
                    let expected = Expected { study, participant: &entry.id, row: entry.row, session };
                    before = expected.check_journal(path, before.as_ref(), library, &mut report);
                }
            }
        }
    }
    strangers(study, &mut report)?;
    for path in study.leftovers()? {
        let problem = Problem::new("a crash left this temporary file").in_file(path);
        report.problems.push(problem.todo("it is removed when the study is next opened for writing"));
    }
    Ok(report)
}

/// Folders of nobody on the roster.
fn strangers(study: &Study, report: &mut CheckReport) -> Outcome<()> {
    let journals = study.dir.join(JOURNALS);
    let known: BTreeSet<&str> = study.roster.entries().iter().map(|entry| entry.id.as_str()).collect();
    let reading = |error| Problem::io(&journals, "read the journals", &error);
    let mut found = Vec::new();
    for entry in std::fs::read_dir(&journals).map_err(reading)? {
        let name = entry.map_err(reading)?.file_name().to_string_lossy().into_owned();
        if !known.contains(name.as_str()) && !name.starts_with(journal::disk::TEMP_PREFIX) {
            found.push(name);
        }
    }
    found.sort();
    report.problems.extend(found.into_iter().map(|name| {
        Problem::new("this belongs to no participant on the roster")
            .in_file(journals.join(name))
            .todo("move it away")
    }));
    Ok(())
}

/// What a journal's place in the study says about it.
struct Expected<'a> {
    study: &'a Study,
    participant: &'a str,
    row: u32,
    session: u32,
}

impl Expected<'_> {
    /// `before`: the sitting before, where there is one that can be read. Gives what was read.
    fn check_journal(
        &self,
        path: &Path,
        before: Option<&Recorded>,
        library: Option<&Library>,
        report: &mut CheckReport,
    ) -> Option<Recorded> {
        report.journals += 1;
        let recorded = match journal::read(path) {
            Ok(recorded) => recorded,
            Err(problem) => {
                report.problems.push(problem);
                return None;
            }
        };
        report.events += recorded.events.len() as u64;
        if let Some(cut) = recorded.cut {
            report.notes.push(format!("{}: {cut}, and cut off when the session goes on", path.display()));
        }
        let carried_wrongly = before.and_then(|before| carried_wrongly(before, &recorded.header));
        for what in self.header_differs(&recorded.header).into_iter().chain(carried_wrongly) {
            report
                .problems
                .push(Problem::new(what).in_file(path).at(1, 1).todo("find out where this file comes from"));
        }
        if let Some(library) = library {
            match replay(&recorded, library) {
                Ok(()) => report.replayed += 1,
                Err(problem) => report.problems.push(problem.in_file(path)),
            }
            let drawn = protocol::draw(&self.study.protocol, library, self.row);
            let plan = &recorded.header.plan;
            let as_of = |drawn: Plan| drawn.at_sitting(plan.sitting, plan.carried.clone());
            if drawn.is_ok_and(|drawn| as_of(drawn) != *plan) {
                report.notes.push(format!(
                    "{}: this version would draw another plan for row {}",
                    path.display(),
                    self.row
                ));
            }
        }
        Some(recorded)
    }

    /// Where a header is not what its place in the study wants, in words.
    fn header_differs(&self, header: &Header) -> Vec<String> {
        let about = &self.study.about;
        let mut differs = Vec::new();
        let mut want = |what: &str, found: &str, expected: &str| {
            if found != expected {
                differs.push(format!("{what} is '{found}', expected '{expected}'"));
            }
        };
        want("study", &header.study, &about.id);
        want("participant", &header.participant, self.participant);
        want("session", &file_name(header.session), &file_name(self.session));
        want("simulated", &header.simulated.to_string(), &about.simulated.to_string());
        want("protocol_hash", &header.protocol_hash, &about.protocol_hash);
        want("plan.protocol_hash", &header.plan.protocol_hash, &about.protocol_hash);
        want("plan.row", &header.plan.row.to_string(), &self.row.to_string());
        if !header.plan.sittings.is_one() {
            want("plan.sitting", &header.plan.sitting.to_string(), &self.session.to_string());
        }
        for hashes in [&header.pack_hashes, &header.plan.pack_hashes] {
            for (id, hash) in hashes {
                let expected = about.pack_hashes.get(id).map_or("none", String::as_str);
                want(&format!("the hash of pack {id}"), hash, expected);
            }
        }
        differs
    }
}

/// How far two readings of the wall clock at one moment may be apart, nanoseconds.
const SAME_MOMENT_NANOS: u64 = 5_000_000_000;

/// What is wrong with how a sitting follows the one before it, in words.
fn carried_wrongly(before: &Recorded, header: &Header) -> Option<String> {
    let (earlier, plan) = (&before.header.plan, &header.plan);
    if earlier.sittings.is_one() {
        return None;
    }
    if *plan != earlier.at_sitting(plan.sitting, plan.carried.clone()) {
        return Some("the plan is not that of the sitting before".to_owned());
    }
    if !carry::is_done(&before.events) {
        return Some("it was begun although the sitting before had not ended".to_owned());
    }
    // Stamp 0 of this sitting on the clock of the one before: as the wall clocks say, or as the first brief does.
    let by_wall =
        before.header.wall_clock().zip(header.wall_clock()).map(|(from, to)| nanos_between(from, to));
    let brief_over = carry::carried(earlier, &before.events, u64::MAX);
    let by_brief =
        plan.carried.first().zip(brief_over.first()).map(|(carried, over)| {
            (u64::MAX - over.since_brief_nanos).saturating_add(carried.since_brief_nanos)
        });
    let start_nanos = by_wall.or(by_brief)?;
    let gap_nanos = nanos_from_secs(earlier.sittings.min_gap_secs);
    if start_nanos.saturating_add(SAME_MOMENT_NANOS) < before.last_nanos().saturating_add(gap_nanos) {
        return Some("it was begun earlier than the protocol allows after the sitting before".to_owned());
    }
    let expected = carry::carried(earlier, &before.events, start_nanos);
    let same = |one: &Carried, other: &Carried| {
        (one.trial, one.passed) == (other.trial, other.passed)
            && one.since_brief_nanos.abs_diff(other.since_brief_nanos) <= SAME_MOMENT_NANOS
    };
    let all = expected.len() == plan.carried.len()
        && expected.iter().zip(&plan.carried).all(|(one, other)| same(one, other));
    (!all).then(|| "plan.carried is not what the sitting before left open".to_owned())
}

/// Runs a journal's events through a session once more.
fn replay(recorded: &Recorded, library: &Library) -> Outcome<()> {
    let plan = Arc::new(recorded.header.plan.clone());
    let stimuli = protocol::stimuli(&plan, library)?;
    Session::replay(plan, stimuli.into(), &recorded.events).map(|_| ())
}
