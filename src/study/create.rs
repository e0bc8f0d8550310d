//! Beginning a study: a folder that appears whole or not at all.

use super::about::About;
use super::{ABOUT, JOURNALS, PROTOCOL, roster};
use crate::journal::disk;
use crate::problem::{Outcome, Problem};
use crate::protocol::Loaded;
use crate::scenario::Library;
use std::collections::BTreeMap;
use std::path::Path;

pub(super) fn create(dir: &Path, loaded: &Loaded, library: &Library, simulated: bool) -> Outcome<()> {
    let about = About::now(loaded, pack_hashes(loaded, library)?, simulated);
    let files = [(ABOUT, about.to_text()?), (PROTOCOL, loaded.text.clone()), (roster::ROSTER, String::new())];
    disk::new_folder(dir, "begin the study", |temp| {
        for (name, content) in &files {
            disk::create_whole(&temp.join(name), content.as_bytes())?;
        }
        disk::create_dirs(&temp.join(JOURNALS))
    })
}

/// Pack id → BLAKE3 of every pack that the protocol may draw from.
///
/// # Errors
/// It names one that is not there.
pub(super) fn pack_hashes(loaded: &Loaded, library: &Library) -> Outcome<BTreeMap<String, String>> {
    let mut hashes = BTreeMap::new();
    for id in &loaded.protocol.scenarios.pool {
        if id == "*" {
            hashes.extend(library.pool().map(|pack| (pack.id().to_owned(), pack.hash().to_owned())));
        } else {
            let pack = library.pack(id).map_err(|problem| match problem.file {
                None => problem.in_file(&loaded.path),
                Some(_) => problem,
            })?;
            hashes.insert(id.clone(), pack.hash().to_owned());
        }
    }
    if hashes.is_empty() {
        return Err(Problem::new("scenarios.pool: there is no pack in it").in_file(&loaded.path));
    }
    Ok(hashes)
}
