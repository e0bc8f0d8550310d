//! Results as files: the whole file or nothing.

use crate::problem::{Outcome, Problem};
use crate::surface::CostSurface;
use std::io::Write as _;
use std::path::Path;

/// Writes `bytes` to `path` through a temporary file beside it and a rename, so that a full disk or a crash leaves what
/// was there before. `what` names the content in the error: "the report".
///
/// # Errors
/// The disk is full; the folder is missing or cannot be written to.
pub fn write(path: &Path, bytes: &[u8], what: &str) -> Outcome<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let io = |error: std::io::Error| Problem::io(path, &format!("write {what}"), &error);
    // A result is to be read by whoever may read the folder.
    let mut file = builder(0o666).tempfile_in(folder).map_err(io)?;
    file.write_all(bytes).map_err(io)?;
    file.as_file().sync_all().map_err(io)?;
    file.persist(path).map_err(|error| io(error.error))?;
    Ok(())
}

/// Whether [`write()`] can write to `path`: asked before long work whose result is to go there.
///
/// # Errors
/// The folder is missing or cannot be written to; `path` is a folder.
pub fn can_write(path: &Path, what: &str) -> Outcome<()> {
    let io = |error: std::io::Error| Problem::io(path, &format!("write {what}"), &error);
    if path.is_dir() {
        return Err(io(std::io::ErrorKind::IsADirectory.into()).todo("name a file"));
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    builder(0o666).tempfile_in(folder).map(|_| ()).map_err(io)
}

/// Temporary files and folders with the rights `mode` that the user's umask leaves; their own default is their owner alone.
pub(crate) fn builder(mode: u32) -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(std::fs::Permissions::from_mode(mode));
    }
    #[cfg(not(unix))]
    let _ = mode;
    builder
}

/// Writes a cost surface as JSON.
///
/// # Errors
/// As [`write()`].
pub fn write_surface(path: &Path, surface: &CostSurface) -> Outcome<()> {
    let mut text = serde_json::to_vec(surface)
        .map_err(|error| Problem::new(format!("cannot write the surface as JSON: {error}")).in_file(path))?;
    text.push(b'\n');
    write(path, &text, "the cost surface")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replaces_the_whole_file() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.txt");
        write(&path, b"long before", "the test").unwrap();
        write(&path, b"after", "the test").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"after");
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1, "no temporary file is left");
    }

    #[test]
    fn a_missing_folder_is_said() {
        let problem = write(Path::new("/nowhere/at/all"), b"", "the test").unwrap_err();
        assert!(problem.to_string().starts_with("/nowhere/at/all: cannot write the test: "), "{problem}");
    }
}
