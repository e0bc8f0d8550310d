//! Files that appear whole or not at all, and stay.

use crate::problem::{Outcome, Problem};
use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Temporary files and folders begin with this; one that is found later is the trace of a crash.
pub(crate) const TEMP_PREFIX: &str = ".tightloop-new-";

/// Makes a folder's entries durable: a new file is only safe once its folder is.
pub(crate) fn sync_dir(dir: &Path) -> io::Result<()> {
    #[cfg(unix)]
    File::open(dir)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = dir;
    Ok(())
}

/// The folder that holds `path`; the working directory's is `.`.
pub(crate) fn parent(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
        _ => PathBuf::from("."),
    }
}

/// Makes a folder and those above it, durably.
pub(crate) fn create_dirs(dir: &Path) -> io::Result<()> {
    if dir.is_dir() {
        return Ok(());
    }
    let above = parent(dir);
    if above != dir {
        create_dirs(&above)?;
    }
    match std::fs::create_dir(dir) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => sync_dir(&above),
    }
}

/// A new file with this content, fsynced, its folder too; open for writing at its end. Never replaces a file.
pub(crate) fn create_whole(path: &Path, content: &[u8]) -> io::Result<File> {
    let folder = parent(path);
    create_dirs(&folder)?;
    let mut temp = builder(0o666).tempfile_in(&folder)?;
    temp.write_all(content)?;
    temp.as_file().sync_all()?;
    let file = temp.persist_noclobber(path).map_err(|refused| refused.error)?;
    sync_dir(&folder)?;
    Ok(file)
}

/// Makes a folder that appears with all its content or not at all: `fill` is given a temporary one beside it.
/// `target` must be missing or empty; if anything fails it is as it was.
///
/// # Errors
/// `target` holds something; something cannot be written. `doing` is what was to be done, in words.
pub(crate) fn new_folder(
    target: &Path,
    doing: &str,
    fill: impl FnOnce(&Path) -> io::Result<()>,
) -> Outcome<()> {
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::DirectoryNotEmpty => not_empty(target),
        _ => Problem::io(target, doing, &error),
    };
    free_folder(target, doing)?;
    let above = parent(target);
    create_dirs(&above).map_err(failed)?;
    let temp = builder(0o777).tempdir_in(&above).map_err(failed)?;
    fill(temp.path()).map_err(failed)?;
    sync_dir(temp.path()).map_err(failed)?;
    put_in_place(temp, target).map_err(failed)
}

/// Whether `target` is missing or empty: asked before long work whose result is to go there.
///
/// # Errors
/// It holds something, or cannot be read.
pub(crate) fn free_folder(target: &Path, doing: &str) -> Outcome<()> {
    match std::fs::read_dir(target).map(|mut entries| entries.next().is_some()) {
        Ok(true) => Err(not_empty(target)),
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Problem::io(target, doing, &error)),
        _ => Ok(()),
    }
}

fn not_empty(target: &Path) -> Problem {
    Problem::new("this folder is not empty").in_file(target).todo("choose a new or an empty folder")
}

fn put_in_place(temp: tempfile::TempDir, target: &Path) -> io::Result<()> {
    // Some systems rename onto an empty folder, others want it gone first. One that is no longer empty stays.
    std::fs::rename(temp.path(), target).or_else(|_| {
        std::fs::remove_dir(target)?;
        std::fs::rename(temp.path(), target)
    })?;
    // It is not there any more under its old name: nothing to remove.
    let _ = temp.keep();
    sync_dir(&parent(target))
}

/// Temporary names that are known for ours, with the rights that the user's umask leaves.
fn builder(mode: u32) -> tempfile::Builder<'static, 'static> {
    let mut builder = crate::whole_file::builder(mode);
    builder.prefix(TEMP_PREFIX);
    builder
}
