//! `tightloop timing`: how good this computer's times are.

use crate::problem::Outcome;

/// Arguments.
#[derive(Debug, clap::Args)]
#[cfg_attr(not(feature = "app"), allow(dead_code))]
pub(crate) struct Args {
    /// Keys pressed under each condition.
    #[arg(long, default_value_t = 60, value_name = "N", value_parser = clap::value_parser!(u32).range(5..=5000))]
    keys: u32,
    /// How long the page is left alone to see what the program uses meanwhile, seconds.
    #[arg(long, default_value_t = 10, value_name = "SECS", value_parser = clap::value_parser!(u32).range(1..=600))]
    still: u32,
    /// The language of the test's pages: en or de.
    #[arg(long, default_value = "en", value_name = "CODE", value_parser = ["en", "de"])]
    language: String,
    /// A window, not the whole display.
    #[arg(long)]
    windowed: bool,
    /// The figures as JSON.
    #[arg(long)]
    json: bool,
}

#[cfg(feature = "app")]
pub(crate) fn run(context: &super::Context, args: Args) -> Outcome<()> {
    use crate::app::timing::{Test, measure};
    use crate::app::window::NoWindow;
    use crate::protocol::Language;
    let library = crate::scenario::Library::with_folder(context.scenarios.as_deref())?;
    let test = Test {
        keys: args.keys,
        still_secs: f64::from(args.still),
        windowed: args.windowed,
        language: Language::from_code(&args.language).unwrap_or_default(),
    };
    eprintln!(
        "tightloop: testing this computer's times; please leave keyboard and mouse alone until the window closes"
    );
    let figures = measure(test, library.into()).map_err(|error| match error {
        NoWindow::NoDisplay(problem) => {
            problem.todo("run this on the computer, and at the display, that participants use")
        }
        NoWindow::Failed(problem) => problem,
    })?;
    if args.json { super::say_json(&figures) } else { super::say(words::all(&figures)) }
}

/// Built without a window.
#[cfg(not(feature = "app"))]
pub(crate) fn run(_context: &super::Context, _args: Args) -> Outcome<()> {
    Err(crate::problem::Problem::new("this program was built without a window; it has no times to test")
        .todo("build it with its default features"))
}

#[cfg(feature = "app")]
mod words;
