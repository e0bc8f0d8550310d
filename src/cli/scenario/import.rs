//! `scenario import`: a public annotated trace as a read-only scenario with soft truth.

use crate::problem::{Outcome, Problem};
use crate::scenario::import::{self, Form, Wanted};
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub(super) struct ImportArgs {
    /// The trace.
    file: PathBuf,
    /// The form that it is in.
    #[arg(long)]
    from: FormArg,
    /// The new pack's folder; its name is the pack's.
    #[arg(long, value_name = "PACK")]
    out: PathBuf,
    /// AgentRx: the file of annotations; looked for beside the trace where none is named.
    #[arg(long, value_name = "FILE")]
    annotations: Option<PathBuf>,
    /// AgentRx: which trajectory of a file that holds several.
    #[arg(long, value_name = "ID")]
    trajectory: Option<String>,
}

/// [`Form`] as an argument.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub(super) enum FormArg {
    /// Who&When, mingyin1/Agents_Failure_Attribution.
    WhoAndWhen,
    /// AgentRx, microsoft/AgentRx.
    #[value(name = "agentrx")]
    AgentRx,
}

impl From<FormArg> for Form {
    fn from(form: FormArg) -> Self {
        match form {
            FormArg::WhoAndWhen => Self::WhoAndWhen,
            FormArg::AgentRx => Self::AgentRx,
        }
    }
}

pub(super) fn import(args: &ImportArgs) -> Outcome<()> {
    let name = args.out.file_name().unwrap_or_default().to_string_lossy();
    let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
    if name.is_empty() || !name.chars().all(plain) {
        let problem = Problem::new(format!("'{name}' is no name for a pack")).in_file(&args.out);
        return Err(problem.todo("use letters, digits, '-' and '_'"));
    }
    let imported = import::import(&Wanted {
        file: &args.file,
        form: args.from.into(),
        annotations: args.annotations.as_deref(),
        trajectory: args.trajectory.as_deref(),
        id: &name,
    })?;
    import::write(&imported, &args.out)?;
    for remark in &imported.remarks {
        eprintln!("{}: {remark}", args.file.display());
    }
    let (decision, steps) = (imported.spec.truth.decision, imported.steps.len());
    eprintln!(
        "wrote {}: {steps} decisions, {decision} is the one that is called wrong (soft truth)",
        args.out.display()
    );
    Ok(())
}
