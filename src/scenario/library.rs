//! All packs: those built into the program, and those of a folder.

use super::files::{Files, SCENARIO};
use super::pack::Pack;
use crate::nearest::advice;
use crate::problem::{Outcome, Problem};
use include_dir::{Dir, include_dir};
use std::collections::BTreeMap;
use std::path::Path;

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/protocols/scenarios");
/// Where the built-in packs come from, for messages.
const EMBEDDED_ROOT: &str = "protocols/scenarios";

/// All packs, by name.
#[derive(Debug)]
pub struct Library {
    packs: BTreeMap<String, Pack>,
}

impl Library {
    /// The packs that are built into the program.
    ///
    /// # Errors
    /// Where a pack is broken.
    pub fn embedded() -> Outcome<Self> {
        let mut library = Self { packs: BTreeMap::new() };
        for folder in EMBEDDED.dirs().filter(|folder| folder.get_file(folder.path().join(SCENARIO)).is_some())
        {
            let root = Path::new(EMBEDDED_ROOT).join(folder.path());
            library.add(Pack::load(Files::embedded(folder, &root)?)?);
        }
        Ok(library)
    }

    /// Those, and the packs in `folder`, which take the place of built-in ones of the same name.
    ///
    /// # Errors
    /// Where the folder cannot be read, or a pack is broken.
    pub fn with_folder(folder: Option<&Path>) -> Outcome<Self> {
        let mut library = Self::embedded()?;
        if let Some(folder) = folder {
            library.packs.append(&mut Self::folder(folder)?.packs);
        }
        Ok(library)
    }

    /// The packs in a folder alone.
    ///
    /// # Errors
    /// Where the folder cannot be read or holds no pack, or where a pack is broken.
    pub fn folder(folder: &Path) -> Outcome<Self> {
        let mut library = Self { packs: BTreeMap::new() };
        for files in pack_folders(folder)? {
            library.add(Pack::load(files)?);
        }
        Ok(library)
    }

    /// The names of all packs, sorted.
    pub fn ids(&self) -> Vec<&str> {
        self.packs.keys().map(String::as_str).collect()
    }

    /// All packs, sorted by name.
    pub fn packs(&self) -> impl Iterator<Item = &Pack> {
        self.packs.values()
    }

    /// The packs that a protocol's `*` stands for: all but traces, whose truth is soft. Those are drawn from only where
    /// a pool names them.
    pub fn pool(&self) -> impl Iterator<Item = &Pack> {
        self.packs().filter(|pack| !pack.is_soft())
    }

    /// One pack.
    ///
    /// # Errors
    /// Where there is none of this name; names the nearest.
    pub fn pack(&self, id: &str) -> Outcome<&Pack> {
        self.packs.get(id).ok_or_else(|| {
            Problem::new(format!("there is no scenario pack '{id}'")).todo(advice(id, self.ids()))
        })
    }

    fn add(&mut self, pack: Pack) {
        self.packs.insert(pack.id().to_owned(), pack);
    }
}

/// The files of every pack in a folder, sorted by name.
pub(super) fn pack_folders(folder: &Path) -> Outcome<Vec<Files>> {
    let unreadable = |error: std::io::Error| Problem::io(folder, "read this folder of packs", &error);
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.join(SCENARIO).is_file() {
            paths.push(path);
        }
    }
    if paths.is_empty() {
        let problem = Problem::new("this folder holds no packs").in_file(folder);
        return Err(problem.todo("name a folder whose subfolders hold a scenario.ron each"));
    }
    paths.sort();
    paths.iter().map(|path| Files::read(path)).collect()
}
