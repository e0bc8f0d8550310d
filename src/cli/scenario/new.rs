//! `scenario new`: a skeleton that proves as it stands.

use super::authors_folder;
use crate::cli::Context;
use crate::problem::Outcome;
use crate::scenario::skeleton;
use crate::scenario::spec::Runtime;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub(super) struct NewArgs {
    /// The pack's name: small letters, digits and '-'.
    name: String,
    /// What runs its commands and its oracle.
    #[arg(long, default_value = "python3")]
    runtime: RuntimeArg,
    /// The folder of packs that it goes into; where none is named, --scenarios, a checkout's protocols/scenarios, or here.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// [`Runtime`] as an argument.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum RuntimeArg {
    Python3,
    Node,
    Sqlite3,
    Sh,
}

pub(super) fn new(context: &Context, args: &NewArgs) -> Outcome<()> {
    let runtime = match args.runtime {
        RuntimeArg::Python3 => Runtime::Python3,
        RuntimeArg::Node => Runtime::Node,
        RuntimeArg::Sqlite3 => Runtime::Sqlite3,
        RuntimeArg::Sh => Runtime::Sh,
    };
    let packs = args.out.clone().or_else(|| authors_folder(context)).unwrap_or_else(|| PathBuf::from("."));
    let out = skeleton::lay_out(&args.name, runtime, &packs)?;
    let (name, packs) = (&args.name, packs.display());
    eprintln!("wrote {}: begin with scenario.ron", out.display());
    eprintln!("prove it as it stands: tightloop --scenarios {packs} scenario prove {name} --write");
    Ok(())
}
