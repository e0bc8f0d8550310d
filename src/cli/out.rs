//! Results that go into a file.

use crate::problem::{Outcome, Problem};
use std::io::Write as _;
use std::path::Path;

/// Writes the whole file or nothing: a temporary file beside it, then a rename. `doing` says what, as in
/// `write the report`.
pub(super) fn write_file(path: &Path, doing: &str, text: &str) -> Outcome<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let io = |error: std::io::Error| Problem::io(path, doing, &error);
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        // A result is to be read by whoever may read the folder; the temporary file's own default is its owner alone.
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder).map_err(io)?;
    file.write_all(text.as_bytes()).map_err(io)?;
    file.as_file().sync_all().map_err(io)?;
    file.persist(path).map_err(|error| io(error.error))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stood_there_is_replaced_and_nothing_is_left_beside_it() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("report.html");
        write_file(&path, "write the report", "one").expect("written");
        write_file(&path, "write the report", "two").expect("written again");
        assert_eq!(std::fs::read_to_string(&path).expect("read"), "two");
        assert_eq!(std::fs::read_dir(dir.path()).expect("listed").count(), 1);
    }

    #[test]
    fn a_folder_that_is_not_there_is_named() {
        let problem =
            write_file(Path::new("/no/such/folder/report.html"), "write the report", "").unwrap_err();
        assert!(
            problem.to_string().starts_with("/no/such/folder/report.html: cannot write the report"),
            "{problem}"
        );
    }
}
