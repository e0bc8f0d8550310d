//! `tightloop` with nothing after it: the window; with no display, the demo.

use super::{Cli, Sub, demo};
use crate::problem::Outcome;
use clap::Parser as _;

/// Where studies live when nothing else is said.
#[cfg(feature = "app")]
const FOLDER: &str = "data";

#[cfg(feature = "app")]
pub(crate) fn run(context: &super::Context) -> Outcome<()> {
    use crate::app::{self, window::NoWindow};
    let library = crate::scenario::Library::with_folder(context.scenarios.as_deref())?;
    match app::open_lab(FOLDER.into(), app::window::Look::default(), library.into()) {
        Ok(()) => Ok(()),
        Err(NoWindow::NoDisplay(problem)) => {
            eprintln!("tightloop: {problem}; running 'tightloop demo' instead");
            demo(context)
        }
        Err(NoWindow::Failed(problem)) => Err(problem),
    }
}

/// Built without a window.
#[cfg(not(feature = "app"))]
pub(crate) fn run(context: &super::Context) -> Outcome<()> {
    eprintln!("tightloop: this program was built without a window; running 'tightloop demo' instead");
    demo(context)
}

/// The demo as if it had been asked for by name.
fn demo(context: &super::Context) -> Outcome<()> {
    match Cli::parse_from(["tightloop", "demo"]).command {
        Some(Sub::Demo(args)) => demo::run(context, args),
        _ => Ok(()),
    }
}
