//! Copies of the fixture pack `tiny`, to be changed and looked at.

use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use tightloop::problem::Problem;
use tightloop::scenario::prove::{Options, Proof, compare, prove};
use tightloop::scenario::{Library, Pack};

pub(crate) const PACKS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/packs");

/// The fixture pack as it is.
pub(crate) fn tiny() -> Library {
    Library::folder(Path::new(PACKS)).expect("the fixture pack loads")
}

/// A copy of the fixture pack.
pub(crate) struct Copy {
    folder: TempDir,
}

impl Copy {
    pub(crate) fn new() -> Self {
        let copy = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        copy_all(&Path::new(PACKS).join("tiny"), &copy.pack_folder());
        copy
    }

    /// A copy with one skin, which is proven in half the time.
    pub(crate) fn with_one_skin() -> Self {
        let beans = "        (id: \"beans\", words: {\"thing\": \"beans\", \"label\": \"Beans\"}),\n";
        Self::new().change("scenario.ron", beans, "")
    }

    /// The folder of packs that holds it.
    pub(crate) fn packs(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn pack_folder(&self) -> PathBuf {
        self.folder.path().join("tiny")
    }

    /// Replaces the one place where `old` stands in a file.
    pub(crate) fn change(self, file: &str, old: &str, new: &str) -> Self {
        let path = self.pack_folder().join(file);
        let text = fs::read_to_string(&path).expect("a file of the pack");
        assert_eq!(text.matches(old).count(), 1, "'{old}' stands once in {file}");
        fs::write(&path, text.replacen(old, new, 1)).expect("can be written");
        self
    }

    pub(crate) fn write(self, file: &str, text: &str) -> Self {
        fs::write(self.pack_folder().join(file), text).expect("can be written");
        self
    }

    pub(crate) fn remove(self, file: &str) -> Self {
        fs::remove_file(self.pack_folder().join(file)).expect("can be removed");
        self
    }

    pub(crate) fn load(&self) -> Result<Library, Problem> {
        Library::folder(self.packs())
    }

    /// Proves it, and gives everything that does not hold.
    pub(crate) fn failures(&self, options: Options) -> Vec<String> {
        let library = self.load().expect("the changed pack loads");
        let pack = library.pack("tiny").expect("it is there");
        let proof = prove(pack, &options, &|_, _| {}).expect("proving begins");
        all_failures(pack, &proof)
    }
}

fn all_failures(pack: &Pack, proof: &Proof) -> Vec<String> {
    let mut failures = proof.failures.clone();
    if failures.is_empty() {
        failures = compare(pack, proof);
    }
    failures.iter().map(ToString::to_string).collect()
}

fn copy_all(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        if entry.path().is_dir() {
            copy_all(&entry.path(), &to.join(entry.file_name()));
        } else {
            fs::copy(entry.path(), to.join(entry.file_name())).expect("a copy");
        }
    }
}
