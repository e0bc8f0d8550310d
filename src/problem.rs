//! The one error that reaches a user: a line that says what, where, and what to do.

use std::path::{Path, PathBuf};

/// What cannot be done, where, and what to do about it. Displays as one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file it is about, where there is one.
    pub file: Option<PathBuf>,
    /// Line and column in that file, both from 1.
    pub at: Option<(usize, usize)>,
    /// What is wrong, and what was expected instead.
    pub what: String,
    /// What the reader can do about it.
    pub todo: Option<String>,
}

/// What to do about a full disk.
const FREE_SPACE: &str = "free some space on this disk and try again; nothing that was saved is lost";

/// A result whose error is ready to be shown.
pub type Outcome<T> = Result<T, Problem>;

impl Problem {
    /// A problem that belongs to no file.
    pub fn new(what: impl Into<String>) -> Self {
        Self { file: None, at: None, what: what.into(), todo: None }
    }

    /// Names the file.
    #[must_use]
    pub fn in_file(mut self, file: impl AsRef<Path>) -> Self {
        self.file = Some(file.as_ref().to_path_buf());
        self
    }

    /// Names line and column, both from 1.
    #[must_use]
    pub fn at(mut self, line: usize, column: usize) -> Self {
        self.at = Some((line, column));
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn todo(mut self, todo: impl Into<String>) -> Self {
        self.todo = Some(todo.into());
        self
    }

    /// Whether it comes from a full disk, where [`Self::io`] made it.
    pub fn is_full_disk(&self) -> bool {
        self.todo.as_deref() == Some(FREE_SPACE)
    }

    /// An input or output error at `file`; a full disk and a read-only folder are named in plain words.
    pub fn io(file: impl AsRef<Path>, doing: &str, error: &std::io::Error) -> Self {
        use std::io::ErrorKind as K;
        let problem = Self::new(format!("cannot {doing}: {error}")).in_file(file);
        match error.kind() {
            K::StorageFull | K::QuotaExceeded => problem.todo(FREE_SPACE),
            K::ReadOnlyFilesystem | K::PermissionDenied => {
                problem.todo("choose a folder that you may write to")
            }
            _ => problem,
        }
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(file) = &self.file {
            write!(f, "{}", file.display())?;
            if let Some((line, column)) = self.at {
                write!(f, ":{line}:{column}")?;
            }
            write!(f, ": ")?;
        }
        write!(f, "{}", self.what.trim_end_matches('.'))?;
        if let Some(todo) = &self.todo {
            write!(f, "; {todo}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problem {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_with_place_and_advice() {
        let problem = Problem::new("expected an integer.").in_file("a.ron").at(5, 13).todo("write 3");
        assert_eq!(problem.to_string(), "a.ron:5:13: expected an integer; write 3");
    }
}
