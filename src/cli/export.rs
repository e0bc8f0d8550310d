//! `export`.

use crate::problem::{Outcome, Problem};

/// Arguments.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {}

pub(crate) fn run(_context: &super::Context, _args: Args) -> Outcome<()> {
    Err(Problem::new("'export' is being built"))
}
