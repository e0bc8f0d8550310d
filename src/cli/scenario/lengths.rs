//! `scenario lengths`: how long our trajectories are, beside real ones.

use super::authors_library;
use super::import::FormArg;
use crate::cli::{Context, say, say_json};
use crate::problem::{Outcome, Problem};
use crate::scenario::lengths::{Beside, Lengths, RealSet, RealTraces, section};
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
pub(super) struct LengthsArgs {
    /// Measures these traces, a file or a folder of files, and not our packs.
    #[arg(long, value_name = "DIR|FILE", requires = "from")]
    traces: Option<PathBuf>,
    /// The form that they are in.
    #[arg(long, requires = "traces")]
    from: Option<FormArg>,
    /// Puts the figures of --traces into this file, under --name.
    #[arg(long, value_name = "FILE", requires_all = ["traces", "name", "repository", "commit"])]
    record: Option<PathBuf>,
    /// What the set is called.
    #[arg(long, requires = "record")]
    name: Option<String>,
    /// Where it is published.
    #[arg(long, value_name = "URL", requires = "record")]
    repository: Option<String>,
    /// The commit that is measured.
    #[arg(long, requires = "record")]
    commit: Option<String>,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

pub(super) fn lengths(context: &Context, args: LengthsArgs) -> Outcome<()> {
    if let (Some(path), Some(form)) = (&args.traces, args.from) {
        let measured = measure(path, form)?;
        if let (Some(file), Some(name), Some(repository), Some(commit)) =
            (&args.record, args.name, args.repository, args.commit)
        {
            RealTraces::record(file, RealSet { name, repository, commit, lengths: measured })?;
            eprintln!("wrote {}", file.display());
        }
        return say_json(&measured);
    }
    let beside = Beside::of(&authors_library(context)?)?;
    if args.json { say_json(&beside) } else { say(section(&beside).trim_end()) }
}

fn measure(path: &Path, form: FormArg) -> Outcome<Lengths> {
    let mut files = Vec::new();
    json_files(path, &mut files)?;
    if files.is_empty() {
        return Err(Problem::new("there are no JSON files here")
            .in_file(path)
            .todo("name a folder of traces"));
    }
    files.sort();
    Lengths::of_files(files.iter().map(PathBuf::as_path), form.into())
}

fn json_files(path: &Path, files: &mut Vec<PathBuf>) -> Outcome<()> {
    if !path.is_dir() {
        files.push(path.to_path_buf());
        return Ok(());
    }
    let unreadable = |error: std::io::Error| Problem::io(path, "read this folder", &error);
    for entry in std::fs::read_dir(path).map_err(unreadable)? {
        let inner = entry.map_err(unreadable)?.path();
        if inner.is_dir() || inner.extension().is_some_and(|end| end == "json") {
            json_files(&inner, files)?;
        }
    }
    Ok(())
}
