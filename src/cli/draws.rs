//! `--draws` and `--format`: the sampler's draws as files for other tools.

use crate::journal::disk;
use crate::problem::Outcome;
use crate::stats::Fit;
use crate::stats::chains::DrawsFormat;
use std::path::{Path, PathBuf};

/// Arguments.
#[derive(Debug, clap::Args)]
pub(super) struct DrawsArgs {
    /// Writes every draw of the sampler into this new or empty folder.
    #[arg(long, value_name = "DIR")]
    draws: Option<PathBuf>,
    /// How the draws are written, csv unless another is named; without --draws, into OUT-draws beside the cost surface.
    #[arg(long, value_enum, alias = "draws-format")]
    format: Option<Format>,
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
    /// Where draws go, if they are asked for; `surface` is where the cost surface goes.
    fn folder(&self, surface: &Path) -> Option<PathBuf> {
        self.draws.clone().or_else(|| {
            self.format?;
            let mut name = surface.file_stem().unwrap_or(surface.as_os_str()).to_owned();
            name.push("-draws");
            Some(surface.with_file_name(name))
        })
    }

    /// Whether they can be written, before the fit whose draws they are.
    pub(super) fn check(&self, surface: &Path) -> Outcome<()> {
        self.folder(surface).map_or(Ok(()), |dir| disk::free_folder(&dir, DOING))
    }

    /// Writes what was asked for; the folder, if anything was.
    pub(super) fn write(&self, fit: &Fit, surface: &Path) -> Outcome<Option<PathBuf>> {
        let Some(dir) = self.folder(surface) else { return Ok(None) };
        let format = match self.format {
            Some(Format::Csv) | None => DrawsFormat::Csv,
            Some(Format::Parquet) => DrawsFormat::Parquet,
            Some(Format::Cmdstan) => DrawsFormat::CmdStan,
        };
        fit.chains.write(&dir, format, &fit.surface)?;
        Ok(Some(dir))
    }
}

/// What cannot be done where it cannot.
const DOING: &str = "write the draws";
