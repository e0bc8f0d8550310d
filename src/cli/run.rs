//! `tightloop run STUDY --participant ID`: straight into a participant's session.

use crate::problem::Outcome;
use std::path::PathBuf;

/// Arguments.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The study's folder.
    study: PathBuf,
    /// The participant's code, letters, digits and '-'; a new one is enrolled, a known one goes on.
    #[arg(long, value_name = "ID")]
    participant: String,
    /// Light text on dark ground. Keep to one choice throughout a study.
    #[arg(long)]
    dark: bool,
    /// A window, not the whole display.
    #[arg(long)]
    windowed: bool,
}

#[cfg(feature = "app")]
pub(crate) fn run(context: &super::Context, args: Args) -> Outcome<()> {
    use crate::app::{self, window::NoWindow};
    let library = crate::scenario::Library::with_folder(context.scenarios.as_deref())?;
    let look = app::window::Look { dark: args.dark, windowed: args.windowed };
    app::run_participant(&args.study, &args.participant, look, library.into()).map_err(|error| match error {
        NoWindow::NoDisplay(problem) => problem.todo("run this on a computer with a display"),
        NoWindow::Failed(problem) => problem,
    })
}

/// Built without a window.
#[cfg(not(feature = "app"))]
pub(crate) fn run(_context: &super::Context, args: Args) -> Outcome<()> {
    use crate::problem::Problem;
    let Args { study, participant, dark: _, windowed: _ } = args;
    Err(Problem::new(format!(
        "this program was built without a window; participant {participant} cannot take part in {}",
        study.display()
    ))
    .todo("build it with its default features"))
}
