//! What a pack lacks against the standard of a good one.
//!
//! Loading refuses what is broken; linting also names what is thin, and what gives an error away to a careful reader.

mod balance;

use super::check;
use super::files::{Files, SCENARIO};
use super::forms::Forms;
use super::library::pack_folders;
use super::pack::{Pack, read_spec};
use super::spec::{ChoiceSpec, ChoiceTruth, DecisionSpec, PackSpec};
use super::tells::HEDGES;
use super::trace;
use crate::problem::{Outcome, Problem};
use std::collections::BTreeSet;
use std::path::Path;

/// A pack's name, and everything it lacks.
pub type Linted = (String, Vec<Problem>);

/// A wrong or unfamiliar choice may say this many times as much as the sound one, or as little, but not more or less.
const LENGTH_RATIO: f64 = 1.6;
/// Wrong choices together may say this many times as much as the sound ones of their decisions.
const MEAN_LENGTH_RATIO: f64 = 1.2;

/// Lints every pack in a folder, broken ones included.
///
/// # Errors
/// Where the folder cannot be read.
pub fn lint_folder(folder: &Path) -> Outcome<Vec<Linted>> {
    Ok(pack_folders(folder)?.iter().map(lint_files).collect())
}

/// Lints a pack that could be loaded.
pub fn lint(pack: &Pack) -> Linted {
    lint_files(&pack.files)
}

fn lint_files(files: &Files) -> Linted {
    let name = files.root.file_name().unwrap_or_default().to_string_lossy().into_owned();
    if trace::is_trace(files) {
        return (name, trace::lint(files));
    }
    let spec = match read_spec(files) {
        Ok(spec) => spec,
        Err(problem) => return (name, vec![problem]),
    };
    let broken = check::references(&spec, files);
    if !broken.is_empty() {
        return (name, broken);
    }
    let mut found = match Forms::compile(&spec, files) {
        Ok((templates, forms)) => check::variables(&spec, files, &templates, &forms),
        Err(problem) => vec![problem],
    };
    let loads = found.is_empty();
    found.extend(standard(&spec, files));
    if loads {
        let balanced = Pack::load(files.clone()).and_then(|pack| balance::balance(&pack));
        found.extend(balanced.map_or_else(|problem| vec![problem], |words| at_scenario(words, files)));
    }
    (name, found)
}

fn standard(spec: &PackSpec, files: &Files) -> Vec<Problem> {
    at_scenario([numbers(spec), unused(spec), tells(spec)].concat(), files)
}

fn at_scenario(words: Vec<Words>, files: &Files) -> Vec<Problem> {
    let place = files.place(SCENARIO);
    words.into_iter().map(|(what, todo)| Problem::new(what).in_file(&place).todo(todo)).collect()
}

/// What is wrong, and what to do.
type Words = (String, String);

fn choices(spec: &PackSpec) -> impl Iterator<Item = (&DecisionSpec, &ChoiceSpec)> {
    spec.decisions.iter().flat_map(|decision| decision.choices.iter().map(move |choice| (decision, choice)))
}

fn numbers(spec: &PackSpec) -> Vec<Words> {
    let wrong: Vec<(&ChoiceSpec, _, _)> = choices(spec)
        .filter_map(|(_, choice)| match &choice.truth {
            ChoiceTruth::Wrong { error, root_from, .. } => Some((choice, *error, root_from.is_some())),
            _ => None,
        })
        .collect();
    let kinds: BTreeSet<_> = wrong.iter().map(|(_, kind, _)| *kind).collect();
    let root = wrong.iter().filter(|(_, _, root)| *root).count();
    let unfamiliar = choices(spec).filter(|(_, choice)| choice.truth == ChoiceTruth::Unfamiliar).count();
    let standard = [
        (
            "clauses",
            spec.clauses.len(),
            10,
            "with few clauses there is little to break and little to overlook",
        ),
        ("decisions", spec.decisions.len(), 24, "batches of twenty need room on either side of an error"),
        ("wrong choices", wrong.len(), 8, "who meets the pack again must not know the error"),
        ("kinds of error", kinds.len(), 4, "agents go wrong in more ways than one"),
        ("wrong choices that become root", root, 3, "reach is asked for, and must not be guessed"),
        (
            "wrong choices that never are root",
            wrong.len() - root,
            3,
            "reach is asked for, and must not be guessed",
        ),
        ("unfamiliar choices", unfamiliar, 4, "what looks odd must not give the error away"),
        ("amendments", spec.amendments.len(), 2, "work that keeps to the old brief is an error of its own"),
        ("skins", spec.skins.len(), 2, "one structure must yield several fresh tasks"),
        ("questions", spec.questions.len(), 3, "they show whether the brief was read"),
    ];
    standard
        .into_iter()
        .filter(|(_, there, least, _)| there < least)
        .map(|(what, there, least, why)| {
            (format!("{there} {what}"), format!("a pack has at least {least}: {why}"))
        })
        .collect()
}

/// Choices and amendments that no variant shows.
fn unused(spec: &PackSpec) -> Vec<Words> {
    let shown: BTreeSet<String> = spec
        .variants
        .iter()
        .flat_map(|variant| variant.wrong.iter().chain(&variant.foils).cloned())
        .collect();
    let mut found: Vec<Words> = choices(spec)
        .filter(|(_, choice)| choice.truth != ChoiceTruth::Sound)
        .map(|(decision, choice)| format!("{}/{}", decision.id, choice.id))
        .filter(|name| !shown.contains(name))
        .map(|name| {
            (format!("no variant shows the choice '{name}'"), "add one, or remove the choice".to_owned())
        })
        .collect();
    for amendment in &spec.amendments {
        if !spec.variants.iter().any(|variant| variant.amendment.as_ref() == Some(&amendment.id)) {
            let what = format!("no variant shows the amendment '{}'", amendment.id);
            found.push((what, "add one, or remove the amendment".to_owned()));
        }
        let followed = choices(spec).any(|(_, choice)| choice.under.as_ref() == Some(&amendment.id));
        if !followed {
            let what = format!("no choice follows the amendment '{}'", amendment.id);
            found.push((what, format!("give a sound choice under: Some(\"{}\")", amendment.id)));
        }
    }
    if !spec.variants.iter().any(|variant| variant.wrong.is_none()) {
        found.push(("every variant goes wrong".to_owned(), "add sound ones".to_owned()));
    }
    found
}

/// What gives an error away: how much is said, and how.
fn tells(spec: &PackSpec) -> Vec<Words> {
    let mut found = Vec::new();
    let (mut wrong_length, mut sound_length) = (0, 0);
    for (decision, choice) in choices(spec).filter(|(_, choice)| choice.truth != ChoiceTruth::Sound) {
        let Some(sound) = decision.choices.first() else { continue };
        let name = format!("{}/{}", decision.id, choice.id);
        let (ours, theirs) = (choice.says.chars().count(), sound.says.chars().count());
        let ratio = ours as f64 / theirs.max(1) as f64;
        if !(1.0 / LENGTH_RATIO..=LENGTH_RATIO).contains(&ratio) {
            let what = format!("'{name}' says {ours} letters where the sound choice says {theirs}");
            found.push((what, "let them be about as long".to_owned()));
        }
        if let ChoiceTruth::Wrong { .. } = choice.truth {
            wrong_length += ours;
            sound_length += theirs;
            let says = |choice: &ChoiceSpec| choice.says.to_lowercase();
            for hedge in
                HEDGES.iter().filter(|hedge| says(choice).contains(**hedge) && !says(sound).contains(**hedge))
            {
                let what = format!("'{name}' says '{hedge}', and the sound choice does not");
                found.push((what, "an agent does not doubt where it errs: say it plainly".to_owned()));
            }
        }
    }
    let ratio = f64::from(wrong_length as u32) / f64::from(sound_length.max(1) as u32);
    if wrong_length > 0 && !(1.0 / MEAN_LENGTH_RATIO..=MEAN_LENGTH_RATIO).contains(&ratio) {
        let what =
            format!("wrong choices together say {ratio:.2} times as much as the sound ones they stand for");
        found.push((what, "even them out: length must not give errors away".to_owned()));
    }
    found
}
