//! `export`: a study's tables for other tools.

use crate::dataset;
use crate::problem::Outcome;
use crate::study::Study;
use std::path::PathBuf;

/// Arguments.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The study's folder.
    study: PathBuf,
    /// What to write.
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    format: Format,
    /// A new or empty folder.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

/// What can be written.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Format {
    /// One CSV file a table, and codebook.json.
    Csv,
    /// One Parquet file a table, its columns typed, and codebook.json.
    Parquet,
}

pub(crate) fn run(_context: &super::Context, args: Args) -> Outcome<()> {
    let tables = dataset::collect(&Study::read(&args.study)?)?;
    match args.format {
        Format::Csv => tables.write_csv(&args.out)?,
        Format::Parquet => tables.write_parquet(&args.out)?,
    }
    let simulated = if tables.simulated { ", SIMULATED" } else { "" };
    super::say(format_args!(
        "{}: {} reviews of {} participants{simulated}",
        args.out.display(),
        tables.trials.len(),
        tables.participants.len()
    ))
}
