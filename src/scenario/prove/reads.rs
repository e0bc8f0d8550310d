//! Which of the repository's files a program read, so that states which differ only elsewhere share its run.
//!
//! Each file's time of access is put back to [`UNREAD`] before the program starts; the kernel moves it on with the first
//! read, by whatever process and way. A file that was replaced or is gone counts as read. What a program can learn
//! without reading a file is which files there are and which are empty, and that is part of what runs are shared by;
//! and sizes and times, which [`MEASURES`] ask for: whatever holds one of those shares nothing. Nor does anything where
//! the file system does not keep times of access ([`are_noticed`]).

use super::run::{FileMap, Program, Ran};
use std::collections::HashMap;
use std::fs::{self, File, FileTimes};
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Paths of files that a program read, sorted.
pub(super) type Reads = Vec<Arc<str>>;
type Hash = [u8; 32];

/// A time of access that no read leaves behind.
const UNREAD: Duration = Duration::from_secs(86_400);

/// By which programs ask for sizes and times of files.
const MEASURES: [&str; 21] = [
    "stat(", "statSync", "stat -", "st_size", "st_mtime", "getsize", "getmtime", "filecmp", "wc -c", "cmp -",
    "diff -", "du -", "ls -l", "ls -s", "ls -S", "ls -t", " -size", " -nt ", " -ot ", "-newer", "-mtime",
];
/// The same in command lines and shell scripts, where these are programs and not words.
const MEASURING: [&str; 5] = ["wc ", "cmp ", "diff ", "du ", "make "];

fn measures(path: &str, text: &str) -> bool {
    let is_shell = path.is_empty() || path.ends_with(".sh") || path.ends_with("akefile");
    let holds = |words: &[&str]| words.iter().any(|word| text.contains(word));
    holds(&MEASURES) || (is_shell && holds(&MEASURING))
}

fn unread() -> SystemTime {
    UNIX_EPOCH + UNREAD
}

/// Writes a file that nobody has read yet.
pub(super) fn write_unread(path: &Path, text: &str) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(text.as_bytes())?;
    file.set_times(FileTimes::new().set_accessed(unread()))
}

/// Those of a repository's files that were read since they were written.
pub(super) fn reads(folder: &Path, files: &FileMap) -> Reads {
    let is_unread = |path: &str| {
        let facts = fs::symlink_metadata(folder.join(path));
        facts.is_ok_and(|facts| facts.is_file() && facts.accessed().is_ok_and(|at| at == unread()))
    };
    files.keys().filter(|path| !is_unread(path)).cloned().collect()
}

/// Whether reading a file in this folder can be told afterwards.
pub(super) fn are_noticed(folder: &Path) -> bool {
    let attempt = || -> io::Result<bool> {
        let own = tempfile::tempdir_in(folder)?;
        let path = own.path().join("read");
        write_unread(&path, "x")?;
        let before = fs::metadata(&path)?.accessed()?;
        fs::read(&path)?;
        Ok(before == unread() && fs::metadata(&path)?.accessed()? != unread())
    };
    attempt().unwrap_or(false)
}

/// Runs by program and by what it read.
#[derive(Debug, Default)]
pub(super) struct Shared(Mutex<HashMap<Hash, Vec<Trace>>>);

/// Runs of one program that read the same files.
#[derive(Debug)]
struct Trace {
    reads: Reads,
    runs: HashMap<Hash, Ran>,
}

impl Shared {
    /// What a program did in a repository that is the same in all that it read there.
    pub(super) fn find(&self, program: &Hash, files: &FileMap) -> Option<Ran> {
        let shared = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        shared.get(program)?.iter().find_map(|trace| trace.runs.get(&seen(files, &trace.reads)?).cloned())
    }

    /// Remembers what a program did and read, unless it may have learnt more than that.
    pub(super) fn keep(&self, key: Hash, program: Program<'_>, files: &FileMap, reads: Reads, ran: &Ran) {
        let any = |files: &FileMap| files.iter().any(|(path, text)| measures(path, text));
        let own = match program {
            Program::Line(line) => measures("", line),
            Program::Check { files, .. } => any(files),
        };
        let mut texts = reads.iter().filter_map(|path| Some((path, files.get(path)?)));
        if own || texts.any(|(path, text)| measures(path, text)) {
            return;
        }
        let Some(seen) = seen(files, &reads) else { return };
        let mut shared = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let traces = shared.entry(key).or_default();
        match traces.iter_mut().find(|trace| trace.reads == reads) {
            Some(trace) => drop(trace.runs.insert(seen, ran.clone())),
            None => traces.push(Trace { reads, runs: HashMap::from([(seen, ran.clone())]) }),
        }
    }
}

/// All that a program which read these files saw of a repository; none where one of them is not there.
fn seen(files: &FileMap, reads: &Reads) -> Option<Hash> {
    let mut hasher = blake3::Hasher::new();
    let mut part = |bytes: &[u8]| {
        hasher.update(&(bytes.len() as u64).to_le_bytes()).update(bytes);
    };
    for (path, text) in files {
        part(path.as_bytes());
        part(&[u8::from(text.is_empty())]);
    }
    for path in reads {
        part(files.get(path)?.as_bytes());
    }
    Some(*hasher.finalize().as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Command;

    fn files() -> FileMap {
        let files =
            [("a.sh", ". ./b.sh\n"), ("b.sh", "[ -f c.txt ] && cat d.txt\n"), ("c.txt", "c"), ("d.txt", "d")];
        files.into_iter().map(|(path, text)| (path.into(), text.into())).collect()
    }

    fn read_by(line: &str) -> Vec<String> {
        let folder = Path::new("/dev/shm");
        let folder =
            if folder.is_dir() { tempfile::tempdir_in(folder) } else { tempfile::tempdir() }.unwrap();
        if !are_noticed(folder.path()) {
            return vec!["(cannot be told here)".to_owned()];
        }
        for (path, text) in &files() {
            write_unread(&folder.path().join(&**path), text).unwrap();
        }
        assert!(Command::new("/bin/sh").args(["-c", line]).current_dir(&folder).status().unwrap().success());
        reads(folder.path(), &files()).iter().map(|path| path.to_string()).collect()
    }

    #[test]
    fn notices_every_way_to_read_a_file() {
        for (line, expected) in [
            ("ls > /dev/null", vec![]),
            ("test -s a.sh", vec![]),
            ("sh a.sh > /dev/null", vec!["a.sh", "b.sh", "d.txt"]),
            ("cp c.txt e.txt", vec!["c.txt"]),
            ("ln c.txt e.txt && cat e.txt > /dev/null", vec!["c.txt"]),
            ("mv c.txt e.txt", vec!["c.txt"]),
            ("sha256sum c.txt > /dev/null", vec!["c.txt"]),
            ("read -r it < a.sh", vec!["a.sh"]),
            ("echo x > c.txt", vec![]),
            ("echo x > e.txt && mv e.txt c.txt", vec!["c.txt"]),
            ("grep -rq nothing . || true", vec!["a.sh", "b.sh", "c.txt", "d.txt"]),
            ("wc -l c.txt > /dev/null", vec!["c.txt"]),
        ] {
            let found = read_by(line);
            assert!(found == expected || found == ["(cannot be told here)"], "{line}: {found:?}");
        }
    }

    #[test]
    fn shares_a_run_where_all_that_was_read_is_the_same_and_nowhere_else() {
        let ran = Ran { status: 0, output: "d".to_owned(), killed: None, left_its_folder: false };
        let (shared, program) = (Shared::default(), Program::Line("sh a.sh"));
        let reads: Reads = ["a.sh", "b.sh", "d.txt"].into_iter().map(Arc::from).collect();
        shared.keep([1; 32], program, &files(), reads.clone(), &ran);
        let with = |path: &str, text: &str| {
            let mut files = files();
            files.insert(path.into(), text.into());
            files
        };
        assert_eq!(shared.find(&[1; 32], &with("c.txt", "another")), Some(ran.clone()));
        assert_eq!(shared.find(&[1; 32], &with("c.txt", "")), None, "it can be told that it is empty");
        assert_eq!(shared.find(&[1; 32], &with("d.txt", "another")), None);
        assert_eq!(shared.find(&[1; 32], &with("e.txt", "one more")), None);
        assert_eq!(shared.find(&[2; 32], &files()), None, "another program");
        for line in ["ls -l", "wc -c c.txt", "make", "cmp a.sh b.sh", "find . -newer a.sh"] {
            shared.keep([3; 32], Program::Line(&format!("{line} ")), &files(), reads.clone(), &ran);
            assert_eq!(shared.find(&[3; 32], &files()), None, "{line} sees sizes or times");
        }
    }
}
