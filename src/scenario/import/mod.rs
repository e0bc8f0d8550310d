//! Public annotated traces → trace packs (see [`super::trace`]).
//!
//! Two forms are read. *Who&When* (<https://github.com/mingyin1/Agents_Failure_Attribution>): one JSON file a trace, the
//! annotation in it, steps counted from 0. *AgentRx* (<https://github.com/microsoft/AgentRx>): a trace a file or many in
//! one, the annotation in another file, steps counted from 1.

mod agentrx;
mod annotation;
mod code;
mod fold;
mod json;
mod who_and_when;
mod write;

pub use write::write;

use super::trace::{TraceSpec, TraceStep};
use crate::problem::Outcome;
use std::path::Path;

/// The form a file is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Who&When.
    WhoAndWhen,
    /// AgentRx.
    AgentRx,
}

impl Form {
    /// Its name on the command line and in a trace's source.
    pub fn name(self) -> &'static str {
        match self {
            Self::WhoAndWhen => "who-and-when",
            Self::AgentRx => "agentrx",
        }
    }
}

/// What to import.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// The file.
    pub file: &'a Path,
    /// Its form.
    pub form: Form,
    /// AgentRx: where the annotation is; looked for beside the file where none is named.
    pub annotations: Option<&'a Path>,
    /// AgentRx: which trace of a file that holds several.
    pub trajectory: Option<&'a str>,
    /// The new pack's name.
    pub id: &'a str,
}

/// A trace, ready to be written.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    /// What goes into `scenario.ron`.
    pub spec: TraceSpec,
    /// What goes into `steps.json`.
    pub steps: Vec<TraceStep>,
    /// What the reader of the annotation should know.
    pub remarks: Vec<String>,
}

/// Reads one trace with its annotation.
///
/// # Errors
/// The file is not in the form that was named, or its annotation does not fit its steps: one line, with the place.
pub fn import(wanted: &Wanted) -> Outcome<Imported> {
    match wanted.form {
        Form::WhoAndWhen => who_and_when::import(wanted),
        Form::AgentRx => agentrx::import(wanted),
    }
}

/// The decisions of every trace in a file, annotated or not.
///
/// # Errors
/// The file is not in the form that was named.
pub fn decisions(file: &Path, form: Form) -> Outcome<Vec<Vec<TraceStep>>> {
    match form {
        Form::WhoAndWhen => Ok(vec![who_and_when::decisions(file)?]),
        Form::AgentRx => agentrx::decisions(file),
    }
}
