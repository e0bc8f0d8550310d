//! `open`.

use crate::problem::{Outcome, Problem};

pub(crate) fn run(_context: &super::Context) -> Outcome<()> {
    Err(Problem::new("'open' is being built"))
}
