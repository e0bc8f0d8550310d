//! A folder that cannot be written to.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A folder made read-only, for root too where this user may mount; put back when dropped.
pub struct ReadOnly {
    dir: PathBuf,
    mounted: bool,
}

impl ReadOnly {
    /// Makes it so, and makes sure that it is.
    pub fn make(dir: &Path) -> Self {
        let bound = Command::new("mount").arg("--bind").args([dir, dir]).output();
        let mounted = bound.is_ok_and(|output| output.status.success());
        let made = Self { dir: dir.to_path_buf(), mounted };
        if mounted {
            let again = Command::new("mount").args(["-o", "remount,bind,ro"]).arg(dir).status().unwrap();
            assert!(again.success());
        } else {
            made.set_rights("a-w");
        }
        assert!(
            std::fs::write(dir.join("probe"), "x").is_err(),
            "the folder is not read-only: nothing would be tested"
        );
        made
    }

    fn set_rights(&self, rights: &str) {
        assert!(Command::new("chmod").args(["-R", rights]).arg(&self.dir).status().unwrap().success());
    }
}

impl Drop for ReadOnly {
    fn drop(&mut self) {
        if self.mounted {
            let _ = Command::new("umount").arg(&self.dir).status();
        } else {
            self.set_rights("u+w");
        }
    }
}
