//! Where packs are proven: threads that are confined, and one folder in which everything happens.

use super::confine::confine;
use super::{Options, Proof, Prover, warm};
use crate::problem::{Outcome, Problem};
use crate::scenario::pack::Pack;
use rayon::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tempfile::TempDir;

/// Told of a pack's work: pack, steps done, steps there are.
pub type Progress<'a> = &'a (dyn Fn(&str, usize, usize) + Sync);

/// Threads and a folder for proving.
#[derive(Debug)]
pub struct Workshop {
    pool: rayon::ThreadPool,
    root: PathBuf,
    confined: Arc<AtomicBool>,
    /// Removed when the workshop is closed.
    _folder: TempDir,
}

impl Workshop {
    /// Opens a workshop. With `reuse`, programs' outcomes are kept in that folder.
    ///
    /// # Errors
    /// Where a folder or threads cannot be made.
    pub fn open(reuse: Option<&Path>) -> Outcome<Self> {
        if let Some(folder) = reuse {
            fs::create_dir_all(folder).map_err(|error| Problem::io(folder, "make this folder", &error))?;
        }
        let folder = folder()?;
        let root = fs::canonicalize(folder.path())
            .map_err(|error| Problem::io(folder.path(), "find the temporary folder", &error))?;
        warm::prepare(&root)?;
        let confined = Arc::new(AtomicBool::new(true));
        let (writable, said) = ([Some(root.clone()), reuse.map(Path::to_owned)], confined.clone());
        // Programs wait for their files now and then: somewhat more threads than cores keep all cores at work.
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(cores + cores.div_ceil(2))
            .start_handler(move |_| {
                let writable: Vec<&Path> = writable.iter().flatten().map(PathBuf::as_path).collect();
                said.fetch_and(confine(&writable), Ordering::Relaxed);
            })
            .build()
            .map_err(|error| Problem::new(format!("cannot start threads to prove with: {error}")))?;
        // Every thread has taken its confinement on before anybody asks.
        pool.broadcast(|_| ());
        Ok(Self { pool, root, confined, _folder: folder })
    }

    /// Whether programs are kept from writing elsewhere and from the network here.
    pub fn is_confined(&self) -> bool {
        self.confined.load(Ordering::Relaxed)
    }

    /// Proves packs side by side; one outcome each, in their order.
    pub fn prove_all(
        &self,
        packs: &[&Pack],
        options: &Options,
        progress: Progress<'_>,
    ) -> Vec<Outcome<Proof>> {
        let one = |pack: &&Pack| {
            let step = |done, total| progress(pack.id(), done, total);
            Prover::new(pack, options, &self.root, self.is_confined())?.prove(&step)
        };
        self.pool.install(|| packs.par_iter().map(one).collect())
    }
}

/// A folder in memory where the system has such a place and nobody said where else: programs that sync each of their
/// files to a disk would wait for it longer than they work.
fn folder() -> Outcome<TempDir> {
    let mut builder = tempfile::Builder::new();
    builder.prefix("tightloop-prove-");
    let memory = Path::new("/dev/shm");
    if std::env::var_os("TMPDIR").is_none()
        && let Ok(folder) = builder.tempdir_in(memory)
    {
        return Ok(folder);
    }
    let temporary = std::env::temp_dir();
    builder.tempdir().map_err(|error| Problem::io(&temporary, "make a temporary folder", &error))
}
