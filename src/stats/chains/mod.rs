//! A sampler's draws, chain by chain, and as files for other tools.

mod cmdstan;
mod long;
mod of_posterior;

use crate::journal::{commit, disk, software};
use crate::problem::{Outcome, Problem};
use crate::surface::CostSurface;
use std::path::Path;

/// Draws of every chain after its warm-up. By chain, then draw; all chains are of one length.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Chains {
    /// Parameter names; elements of vectors and matrices as `name[i]` and `name[i,j]`, from 0.
    pub names: Vec<String>,
    /// Values: chain, draw, parameter.
    pub values: Vec<Vec<Vec<f64>>>,
    /// Log density of the posterior, up to a constant.
    pub lp: Vec<Vec<f64>>,
    /// Whether the transition diverged.
    pub divergent: Vec<Vec<bool>>,
    /// Depth of the trajectory's tree.
    pub depth: Vec<Vec<u64>>,
    /// Leapfrog steps of the trajectory.
    pub leapfrogs: Vec<Vec<u64>>,
    /// Energy.
    pub energy: Vec<Vec<f64>>,
    /// Mean acceptance statistic.
    pub accept: Vec<Vec<f64>>,
    /// Step size, one a chain.
    pub step_size: Vec<f64>,
}

/// How draws are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DrawsFormat {
    /// `draws.csv`, one row a value, and `draws.json`, which says what it is.
    Csv,
    /// `draws.parquet`: the same rows, and in its metadata what it is.
    Parquet,
    /// `chain-1.csv` and on, as CmdStan writes them: what reads CmdStan's output reads these.
    CmdStan,
}

/// What a file of draws says of itself.
struct About<'a> {
    surface: &'a CostSurface,
}

impl About<'_> {
    fn pairs(&self) -> Vec<(&'static str, String)> {
        let from = &self.surface.provenance;
        vec![
            ("simulated", self.surface.simulated.to_string()),
            ("software", software()),
            ("commit", commit().to_owned()),
            ("model", self.surface.model.id.clone()),
            ("seed", from.seed.to_string()),
            ("dataset_blake3", from.dataset_blake3.clone()),
            ("plan_blake3", from.plan_blake3.clone()),
        ]
    }
}

impl Chains {
    /// Writes the draws into a new or empty folder: all files or none. `surface` is the one that came with them.
    ///
    /// # Errors
    /// The folder holds something or cannot be written to; the parts are not of one length; the build cannot write
    /// the format.
    pub fn write(&self, dir: &Path, format: DrawsFormat, surface: &CostSurface) -> Outcome<()> {
        self.check()?;
        let about = About { surface };
        let files = match format {
            DrawsFormat::Csv => long::csv(self, &about)?,
            DrawsFormat::Parquet => long::parquet(self, &about)?,
            DrawsFormat::CmdStan => cmdstan::files(self, &about)?,
        };
        disk::new_folder(dir, "write the draws", |temp| {
            files.iter().try_for_each(|(name, bytes)| disk::create_whole(&temp.join(name), bytes).map(|_| ()))
        })
    }

    /// Whether every part has a value for every draw.
    fn check(&self) -> Outcome<()> {
        let draws = self.values.first().map_or(0, Vec::len);
        let width = self.names.len();
        let shaped = self
            .values
            .iter()
            .all(|chain| chain.len() == draws && chain.iter().all(|row| row.len() == width));
        fn fits<T>(part: &[Vec<T>], chains: usize, draws: usize) -> bool {
            part.len() == chains && part.iter().all(|chain| chain.len() == draws)
        }
        let chains = self.values.len();
        let whole = shaped
            && fits(&self.lp, chains, draws)
            && fits(&self.divergent, chains, draws)
            && fits(&self.depth, chains, draws)
            && fits(&self.leapfrogs, chains, draws)
            && fits(&self.energy, chains, draws)
            && fits(&self.accept, chains, draws)
            && self.step_size.len() == chains;
        if whole && chains > 0 && draws > 0 {
            Ok(())
        } else {
            Err(Problem::new("the sampler left no draws, or chains of different lengths"))
        }
    }

    /// What the sampler says of one draw, under CmdStan's names, in CmdStan's order.
    fn sampler(&self, chain: usize, draw: usize) -> [(&'static str, f64); 7] {
        [
            ("lp__", self.lp[chain][draw]),
            ("accept_stat__", self.accept[chain][draw]),
            ("stepsize__", self.step_size[chain]),
            ("treedepth__", self.depth[chain][draw] as f64),
            ("n_leapfrog__", self.leapfrogs[chain][draw] as f64),
            ("divergent__", f64::from(u8::from(self.divergent[chain][draw]))),
            ("energy__", self.energy[chain][draw]),
        ]
    }
}

/// A number as other tools read it: as few digits as give it back, no long rows of zeros.
fn number(value: f64) -> String {
    let plain = value == 0.0 || (1e-4..1e15).contains(&value.abs());
    if value.is_nan() {
        "nan".to_owned()
    } else if value.is_infinite() {
        if value > 0.0 { "inf" } else { "-inf" }.to_owned()
    } else if plain {
        value.to_string()
    } else {
        format!("{value:e}")
    }
}

#[cfg(test)]
mod tests;
