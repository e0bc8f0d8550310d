//! One pack, loaded: its specification, its compiled templates, and what proving found.

use super::check;
use super::choose;
use super::files::{Files, SCENARIO};
use super::forms::Forms;
use super::memo::Memo;
use super::proven::{self, Outputs, Proven};
use super::spec::{PackSpec, VariantSpec};
use super::template::Templates;
use super::trace::{self, Trace};
use crate::nearest::advice;
use crate::problem::{Outcome, Problem};
use crate::ron_text;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// One pack.
#[derive(Debug)]
pub struct Pack {
    pub(super) spec: PackSpec,
    pub(super) files: Files,
    pub(super) templates: Templates,
    pub(super) forms: Forms,
    /// What proving found; a record that cannot be read must not keep the pack from being proven again.
    pub(super) proven: Outcome<Option<Proven>>,
    pub(super) outputs: Outputs,
    /// The trace that it is, where it is one: then nothing is rendered, run or proven.
    pub(super) trace: Option<Trace>,
    hash: String,
    memo: Mutex<Memo>,
}

impl Pack {
    /// Loads a pack and checks everything that can be known without running it.
    pub(super) fn load(files: Files) -> Outcome<Self> {
        if trace::is_trace(&files) {
            return Self::of_trace(files);
        }
        let spec = read_spec(&files)?;
        if let Some(first) = check::references(&spec, &files).into_iter().next() {
            return Err(first);
        }
        let (templates, forms) = Forms::compile(&spec, &files)?;
        if let Some(first) = check::variables(&spec, &files, &templates, &forms).into_iter().next() {
            return Err(first);
        }
        let proven = proven::read(&files);
        let outputs = proven.as_ref().ok().and_then(Option::as_ref).map(Outputs::of).unwrap_or_default();
        let hash = files.hash();
        Ok(Self { spec, files, templates, forms, proven, outputs, trace: None, hash, memo: Mutex::default() })
    }

    fn of_trace(files: Files) -> Outcome<Self> {
        let trace = Trace::read(&files)?;
        Ok(Self {
            spec: trace.outline(),
            templates: Templates::new(Vec::new()),
            forms: Forms::default(),
            proven: Ok(None),
            outputs: Outputs::default(),
            trace: Some(trace),
            hash: files.hash(),
            files,
            memo: Mutex::default(),
        })
    }

    /// Its name.
    pub fn id(&self) -> &str {
        &self.spec.id
    }

    /// As its author wrote it.
    pub fn spec(&self) -> &PackSpec {
        &self.spec
    }

    /// BLAKE3, in hex, of all its files but `proven.json`.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// What proving found, where it was proven at all.
    pub fn proven(&self) -> Option<&Proven> {
        self.proven.as_ref().ok().and_then(Option::as_ref)
    }

    /// Whether it was proven as it is now.
    pub fn is_proven(&self) -> bool {
        self.proven().is_some_and(|proven| proven.pack == self.hash)
    }

    /// Whether its truth is soft: somebody's annotation of a trace, which nothing can prove.
    pub fn is_soft(&self) -> bool {
        self.trace.is_some()
    }

    /// How many decisions its trajectories have.
    pub fn decision_count(&self) -> u32 {
        count(self.spec.decisions.len())
    }

    /// Everything that may be shown.
    pub fn variants(&self) -> &[VariantSpec] {
        &self.spec.variants
    }

    /// A variant.
    ///
    /// # Errors
    /// Where there is none of this name; names the nearest.
    pub fn variant(&self, id: &str) -> Outcome<&VariantSpec> {
        let found = self.spec.variants.iter().find(|variant| variant.id == id);
        let names = self.spec.variants.iter().map(|variant| variant.id.as_str());
        found.ok_or_else(|| self.unknown("variant", id, names))
    }

    /// The planted decision's place in the trajectory, from 1.
    ///
    /// # Errors
    /// Where there is no such variant.
    pub fn planted_decision(&self, variant: &str) -> Outcome<Option<u32>> {
        let wrong = self.variant(variant)?.wrong.as_deref();
        Ok(wrong.and_then(|name| choose::find(&self.spec, name)).map(|(decision, _)| count(decision + 1)))
    }

    /// The foils' places in the trajectory, from 1, in order.
    ///
    /// # Errors
    /// Where there is no such variant.
    pub fn foil_decisions(&self, variant: &str) -> Outcome<Vec<u32>> {
        let foils = self.variant(variant)?.foils.iter();
        let mut places: Vec<u32> = foils
            .filter_map(|name| choose::find(&self.spec, name))
            .map(|(decision, _)| count(decision + 1))
            .collect();
        places.sort_unstable();
        Ok(places)
    }

    /// The decision after which the variant's amendment arrives, from 1.
    ///
    /// # Errors
    /// Where there is no such variant.
    pub fn amendment_decision(&self, variant: &str) -> Outcome<Option<u32>> {
        let variant = self.variant(variant)?;
        Ok(self.amendment_after(variant).map(|decision| count(decision + 1)))
    }

    /// Index of the decision after which a variant's amendment arrives.
    pub(super) fn amendment_after(&self, variant: &VariantSpec) -> Option<usize> {
        let id = variant.amendment.as_deref()?;
        let amendment = self.spec.amendments.iter().find(|amendment| amendment.id == id)?;
        choose::decision_index(&self.spec, &amendment.after)
    }

    /// Index of a skin.
    pub(super) fn skin_index(&self, id: &str) -> Outcome<usize> {
        let found = self.spec.skins.iter().position(|skin| skin.id == id);
        found.ok_or_else(|| self.unknown("skin", id, self.spec.skins.iter().map(|skin| skin.id.as_str())))
    }

    pub(super) fn memo(&self) -> MutexGuard<'_, Memo> {
        // What is remembered is never left half-written, whatever else went wrong.
        self.memo.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn unknown<'a>(&self, what: &str, id: &str, names: impl Iterator<Item = &'a str>) -> Problem {
        Problem::new(format!("the pack '{}' has no {what} '{id}'", self.id())).todo(advice(id, names))
    }
}

/// Reads and deserialises `scenario.ron`.
pub(super) fn read_spec(files: &Files) -> Outcome<PackSpec> {
    let place = files.place(SCENARIO);
    let text = files
        .text(SCENARIO)
        .ok_or_else(|| Problem::new("this folder is no pack: it has no scenario.ron").in_file(&files.root))?;
    ron_text::parse(text, &place)
}

/// A place or a number of decisions; packs have a few dozen.
pub(super) fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
