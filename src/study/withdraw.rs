//! Withdrawal, and putting right what a crash left.

use super::{JOURNALS, Study, roster};
use crate::journal::{self, disk};
use crate::problem::{Outcome, Problem};
use std::path::PathBuf;

impl Study {
    /// Erases everything that a participant did, and notes that they withdrew and when. Their code is never given again.
    /// Doing it twice is doing it once.
    ///
    /// # Errors
    /// They were never enrolled; the study is open for reading only; their folder is a link; nothing can be written.
    pub fn withdraw(&mut self, id: &str) -> Outcome<()> {
        self.writable()?;
        let entry = self.entry(id)?;
        let first_time = entry.withdrawn_at.is_none();
        self.no_link(id)?;
        if first_time {
            self.roster.withdraw(id, journal::wall_clock())?;
        }
        self.erase(id).map(|_| ())
    }

    /// Finishes what a crash interrupted. Only under the lock.
    pub(super) fn put_right(&mut self) -> Outcome<()> {
        if self.roster.torn {
            self.roster.mend()?;
            self.notes.push(format!("{}: a torn last line was cut off", roster::ROSTER));
        }
        let entries = self.roster.entries().iter();
        let withdrawn: Vec<String> =
            entries.filter(|entry| entry.withdrawn_at.is_some()).map(|entry| entry.id.clone()).collect();
        for id in withdrawn {
            if self.erase(&id)? {
                self.notes.push(format!("the withdrawal of {id} was finished: their journals are erased"));
            }
        }
        for path in self.leftovers()? {
            let removed =
                if path.is_dir() { std::fs::remove_dir_all(&path) } else { std::fs::remove_file(&path) };
            removed.map_err(|error| Problem::io(&path, "remove a temporary file", &error))?;
            self.notes.push(format!("{}: a temporary file that a crash left was removed", path.display()));
        }
        Ok(())
    }

    /// A link in place of a participant's folder might lead out of the study: nothing is erased through it.
    fn no_link(&self, id: &str) -> Outcome<()> {
        let folder = self.folder(id);
        match std::fs::symlink_metadata(&folder) {
            Ok(meta) if !meta.is_dir() => Err(Problem::new("a participant's folder is a link or a file")
                .in_file(&folder)
                .todo("erase by hand what it leads to, and then the link")),
            _ => Ok(()),
        }
    }

    /// Erases a participant's journals; whether there was anything.
    fn erase(&mut self, id: &str) -> Outcome<bool> {
        self.no_link(id)?;
        let folder = self.folder(id);
        let erasing = |error| Problem::io(&folder, "erase the participant's journals", &error);
        match std::fs::remove_dir_all(&folder) {
            Ok(()) => disk::sync_dir(&self.dir.join(JOURNALS)).map_err(erasing).map(|()| true),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(erasing(error)),
        }
    }

    /// Temporary files in the study: traces of crashes.
    pub(super) fn leftovers(&self) -> Outcome<Vec<PathBuf>> {
        let mut found = Vec::new();
        let journals = self.dir.join(JOURNALS);
        let mut folders = vec![self.dir.clone(), journals.clone()];
        folders.extend(self.roster.entries().iter().map(|entry| journals.join(&entry.id)));
        for folder in folders {
            // A folder that is not there, or is a link or a file, is somebody else's to complain about.
            if !std::fs::symlink_metadata(&folder).is_ok_and(|meta| meta.is_dir()) && folder != self.dir {
                continue;
            }
            let Ok(entries) = std::fs::read_dir(&folder) else { continue };
            let temporary = |name: &std::ffi::OsStr| name.to_string_lossy().starts_with(disk::TEMP_PREFIX);
            found.extend(
                entries.flatten().filter(|entry| temporary(&entry.file_name())).map(|entry| entry.path()),
            );
        }
        found.sort();
        Ok(found)
    }
}
