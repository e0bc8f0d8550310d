//! A pack's files as text, from a folder or from the program itself, and the hash that names them.

use crate::problem::{Outcome, Problem};
use include_dir::{Dir, DirEntry};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The file that proving writes; the only one outside the pack's hash.
pub(super) const PROVEN: &str = "proven.json";
/// The file that makes a folder a pack.
pub(super) const SCENARIO: &str = "scenario.ron";

/// A pack's files: path in the pack, with `/`, and text.
#[derive(Debug, Clone)]
pub(super) struct Files {
    /// Where the pack lies, for messages; on disk unless it is built in.
    pub(super) root: PathBuf,
    /// The folder that proving may write to; none for a pack built into the program.
    pub(super) folder: Option<PathBuf>,
    texts: BTreeMap<String, String>,
}

impl Files {
    /// Reads a folder.
    pub(super) fn read(folder: &Path) -> Outcome<Self> {
        let mut texts = BTreeMap::new();
        read_into(folder, "", &mut texts)?;
        Ok(Self { root: folder.to_path_buf(), folder: Some(folder.to_path_buf()), texts })
    }

    /// Takes a folder that was built into the program from `root`.
    pub(super) fn embedded(folder: &Dir<'_>, root: &Path) -> Outcome<Self> {
        let mut texts = BTreeMap::new();
        embedded_into(folder, folder.path(), root, &mut texts)?;
        Ok(Self { root: root.to_path_buf(), folder: None, texts })
    }

    /// A file's text.
    pub(super) fn text(&self, path: &str) -> Option<&str> {
        self.texts.get(path).map(String::as_str)
    }

    /// The files of one folder of the pack, by their path within it.
    pub(super) fn under<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.texts.iter().filter_map(move |(path, text)| {
            let path = path.strip_prefix(folder)?.strip_prefix('/')?;
            Some((path, text.as_str()))
        })
    }

    /// Where a file of the pack lies, for messages.
    pub(super) fn place(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// BLAKE3, in hex, of every file but `proven.json`: for each in the order of their paths, length and bytes of
    /// path and of text, so that no two packs give the same stream.
    pub(super) fn hash(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        for (path, text) in self.texts.iter().filter(|(path, _)| path.as_str() != PROVEN) {
            for part in [path, text] {
                hasher.update(&(part.len() as u64).to_le_bytes());
                hasher.update(part.as_bytes());
            }
        }
        hasher.finalize().to_hex().to_string()
    }
}

/// Editors' and interpreters' leavings, which are no part of a pack.
fn is_litter(name: &str) -> bool {
    name.starts_with('.') || name == "__pycache__" || name.ends_with(".pyc") || name.ends_with('~')
}

fn read_into(folder: &Path, prefix: &str, texts: &mut BTreeMap<String, String>) -> Outcome<()> {
    let entries =
        std::fs::read_dir(folder).map_err(|error| Problem::io(folder, "read this folder", &error))?;
    for entry in entries {
        let entry = entry.map_err(|error| Problem::io(folder, "read this folder", &error))?;
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if is_litter(&name) {
            continue;
        }
        let inner = if prefix.is_empty() { name } else { format!("{prefix}/{name}") };
        if path.is_dir() {
            read_into(&path, &inner, texts)?;
        } else {
            let bytes = std::fs::read(&path).map_err(|error| Problem::io(&path, "read it", &error))?;
            texts.insert(inner, text_of(bytes, &path)?);
        }
    }
    Ok(())
}

fn embedded_into(
    folder: &Dir<'_>,
    pack: &Path,
    root: &Path,
    texts: &mut BTreeMap<String, String>,
) -> Outcome<()> {
    for entry in folder.entries() {
        if is_litter(&entry.path().file_name().unwrap_or_default().to_string_lossy()) {
            continue;
        }
        match entry {
            DirEntry::Dir(inner) => embedded_into(inner, pack, root, texts)?,
            DirEntry::File(file) => {
                let inner = file.path().strip_prefix(pack).unwrap_or(file.path());
                let name: Vec<_> = inner.iter().map(|part| part.to_string_lossy()).collect();
                texts.insert(name.join("/"), text_of(file.contents().to_vec(), &root.join(inner))?);
            }
        }
    }
    Ok(())
}

fn text_of(bytes: Vec<u8>, path: &Path) -> Outcome<String> {
    let problem =
        |what: &str| Err(Problem::new(what).in_file(path).todo("packs hold UTF-8 text with Unix line ends"));
    match String::from_utf8(bytes) {
        Err(_) => problem("this file is not UTF-8 text"),
        Ok(text) if text.contains('\r') => problem("this file has carriage returns"),
        Ok(text) => Ok(text),
    }
}
