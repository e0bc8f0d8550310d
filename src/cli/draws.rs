//! `--draws`: the sampler's draws as files for other tools.

use crate::problem::Outcome;
use crate::stats::Fit;
use crate::stats::chains::DrawsFormat;
use std::path::PathBuf;

/// Arguments.
#[derive(Debug, clap::Args)]
pub(super) struct DrawsArgs {
    /// Writes every draw of the sampler into this new or empty folder.
    #[arg(long, value_name = "DIR")]
    draws: Option<PathBuf>,
    /// How the draws are written.
    #[arg(long, value_enum, default_value_t = Format::Csv, requires = "draws")]
    draws_format: Format,
}

/// How draws can be written.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Format {
    /// One row a value, and draws.json, which says what it is.
    Csv,
    /// The same rows as Parquet.
    Parquet,
    /// One file a chain as CmdStan writes them: ArviZ and others read these.
    Cmdstan,
}

impl DrawsArgs {
    /// Writes what was asked for.
    pub(super) fn write(&self, fit: &Fit) -> Outcome<()> {
        let Some(dir) = &self.draws else { return Ok(()) };
        let format = match self.draws_format {
            Format::Csv => DrawsFormat::Csv,
            Format::Parquet => DrawsFormat::Parquet,
            Format::Cmdstan => DrawsFormat::CmdStan,
        };
        fit.chains.write(dir, format, &fit.surface)?;
        eprintln!("wrote the draws to {}", dir.display());
        Ok(())
    }
}
