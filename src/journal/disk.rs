//! Files that appear whole or not at all, and stay.

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

/// A temporary folder beside `target`, to be filled and then renamed to it by [`put_in_place`].
pub(crate) fn temp_dir_for(target: &Path) -> io::Result<tempfile::TempDir> {
    let folder = parent(target);
    create_dirs(&folder)?;
    builder(0o777).tempdir_in(folder)
}

/// Gives a filled temporary folder its name. `target` must be missing or an empty folder.
pub(crate) fn put_in_place(temp: tempfile::TempDir, target: &Path) -> io::Result<()> {
    sync_dir(temp.path())?;
    // Some systems rename onto an empty folder, others refuse; a folder that is not empty stays, and is refused.
    match std::fs::remove_dir(target) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    std::fs::rename(temp.path(), target)?;
    let _ = temp.keep();
    sync_dir(&parent(target))
}

/// Temporary names with the rights that the user's umask leaves, not those of a private temporary file.
fn builder(#[cfg_attr(not(unix), allow(unused_variables))] mode: u32) -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMP_PREFIX);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(std::fs::Permissions::from_mode(mode));
    }
    builder
}
