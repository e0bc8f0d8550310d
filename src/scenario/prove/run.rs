//! Running a pack's programs: in a copy of the repository, in a clean environment, for a limited time.
//!
//! A program sees a fresh copy and leaves nothing behind: what it writes is thrown away with the copy. HOME and TMPDIR
//! point into the same temporary folder, PATH holds the interpreter and the system's tools, time is UTC, language is C.

use super::interpreter::Interpreter;
use super::normalise;
use crate::problem::{Outcome, Problem};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A program that prints more is killed: nobody could read it.
const OUTPUT_LIMIT_BYTES: u64 = 64 * 1024;
/// How often a running program is looked at.
const POLL: Duration = Duration::from_millis(2);

/// Files by path.
pub(super) type FileMap = BTreeMap<Arc<str>, Arc<str>>;

/// What a program did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Ran {
    /// Exit status; 128 and the signal's number where one ended it.
    pub(super) status: i32,
    /// Standard output and error as they came, normalised.
    pub(super) output: String,
    /// Why it was killed, where it was.
    pub(super) killed: Option<String>,
}

/// What to run in a copy of a repository.
#[derive(Debug, Clone, Copy)]
pub(super) enum Program<'a> {
    /// A command line of the agent's.
    Line(&'a str),
    /// A file of the oracle, which lies beside the repository and not in it.
    Check { files: &'a FileMap, name: &'a str },
}

/// Runs a program in a fresh copy of a repository.
///
/// After `limit` it is killed, with everything it started.
pub(super) fn run(
    interpreter: &Interpreter,
    repository: &FileMap,
    program: Program<'_>,
    limit: Duration,
) -> Outcome<Ran> {
    let folder = tempfile::Builder::new()
        .prefix("tightloop-prove-")
        .tempdir()
        .map_err(|error| Problem::io(std::env::temp_dir(), "make a temporary folder", &error))?;
    let root = fs::canonicalize(folder.path())
        .map_err(|error| Problem::io(folder.path(), "find the temporary folder", &error))?;
    let place = Place::new(&root)?;
    write_all(&place.repository, repository)?;
    let mut command = match program {
        Program::Line(line) => {
            let mut command = Command::new("/bin/sh");
            command.arg("-c").arg(line);
            command
        }
        Program::Check { files, name } => {
            write_all(&place.oracle, files)?;
            interpreter.check(&place.oracle.join(name))
        }
    };
    place.prepare(&mut command, interpreter);
    if let Program::Check { .. } = program {
        // A check lies outside the repository and must find the repository's modules all the same.
        command.env("PYTHONPATH", &place.repository).env("NODE_PATH", &place.repository);
    }
    let (status, killed) = wait(&mut command, &place, limit)?;
    let printed = read_lossy(&place.output)?;
    Ok(Ran { status, output: normalise::normalise(&printed, &root), killed })
}

/// The folders of one run.
struct Place {
    repository: PathBuf,
    oracle: PathBuf,
    home: PathBuf,
    temporary: PathBuf,
    output: PathBuf,
}

impl Place {
    fn new(root: &Path) -> Outcome<Self> {
        let place = Self {
            repository: root.join("repo"),
            oracle: root.join("oracle"),
            home: root.join("home"),
            temporary: root.join("tmp"),
            output: root.join("output"),
        };
        for folder in [&place.repository, &place.oracle, &place.home, &place.temporary] {
            fs::create_dir(folder).map_err(|error| Problem::io(folder, "make this folder", &error))?;
        }
        Ok(place)
    }

    fn prepare(&self, command: &mut Command, interpreter: &Interpreter) {
        command
            .env_clear()
            .current_dir(&self.repository)
            .env("PATH", interpreter.path())
            .env("HOME", &self.home)
            .env("TMPDIR", &self.temporary)
            .env("LANG", "C.UTF-8")
            .env("LC_ALL", "C.UTF-8")
            .env("TZ", "UTC")
            .env("TERM", "dumb")
            .env("NO_COLOR", "1")
            .env("COLUMNS", "80")
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .env("PYTHONHASHSEED", "0")
            .stdin(Stdio::null());
        lead_group(command);
    }
}

fn write_all(folder: &Path, files: &FileMap) -> Outcome<()> {
    for (path, text) in files {
        let path = folder.join(&**path);
        let parent = path.parent().unwrap_or(folder);
        fs::create_dir_all(parent).map_err(|error| Problem::io(parent, "make this folder", &error))?;
        fs::write(&path, text.as_bytes()).map_err(|error| Problem::io(&path, "write it", &error))?;
    }
    Ok(())
}

/// Starts a program with both its outputs going to one file, in the order in which it prints, and waits for it.
fn wait(command: &mut Command, place: &Place, limit: Duration) -> Outcome<(i32, Option<String>)> {
    let broken = |error: &std::io::Error| Problem::io(&place.output, "keep a program's output", error);
    let output = File::create(&place.output).map_err(|error| broken(&error))?;
    let errors = output.try_clone().map_err(|error| broken(&error))?;
    command.stdout(output).stderr(errors);
    let mut child = command.spawn().map_err(|error| {
        Problem::new(format!("cannot start {}: {error}", command.get_program().to_string_lossy()))
    })?;
    let started = Instant::now();
    let unwaited = |error: std::io::Error| Problem::new(format!("cannot wait for a program: {error}"));
    loop {
        if let Some(status) = child.try_wait().map_err(unwaited)? {
            return Ok((code(status), None));
        }
        let printed = fs::metadata(&place.output).map_or(0, |facts| facts.len());
        let killed = if started.elapsed() > limit {
            format!("it ran longer than {} seconds", limit.as_secs_f64())
        } else if printed > OUTPUT_LIMIT_BYTES {
            "it printed more than 64 KiB".to_owned()
        } else {
            std::thread::sleep(POLL);
            continue;
        };
        kill_group(&mut child);
        let status = child.wait().map_err(unwaited)?;
        return Ok((code(status), Some(killed)));
    }
}

/// Lets a program lead a process group of its own, so that what it starts can be ended with it.
fn lead_group(command: &mut Command) {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    #[cfg(not(unix))]
    let _ = command;
}

/// Ends a program and everything it started.
fn kill_group(child: &mut Child) {
    let group = format!("-{}", child.id());
    let sent = Command::new("/bin/sh").args(["-c", "kill -s KILL -- \"$0\"", &group]).status();
    if !sent.is_ok_and(|status| status.success()) {
        // The group is gone already, or there is no shell to ask: at least the leader must not linger.
        drop(child.kill());
    }
}

fn code(status: ExitStatus) -> i32 {
    #[cfg(unix)]
    let signal = std::os::unix::process::ExitStatusExt::signal(&status);
    #[cfg(not(unix))]
    let signal: Option<i32> = None;
    status.code().unwrap_or_else(|| 128 + signal.unwrap_or(0))
}

fn read_lossy(path: &Path) -> Outcome<String> {
    let broken = |error: &std::io::Error| Problem::io(path, "read a program's output", error);
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|error| broken(&error))?;
    file.take(OUTPUT_LIMIT_BYTES).read_to_end(&mut bytes).map_err(|error| broken(&error))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::spec::Runtime;

    fn shell(line: &str, limit: Duration) -> Ran {
        let repository = FileMap::from([("notes/a.txt".into(), "hello\n".into())]);
        run(&Interpreter::find(Runtime::Sh).unwrap(), &repository, Program::Line(line), limit).unwrap()
    }

    #[test]
    fn keeps_both_outputs_in_their_order_and_the_status() {
        let ran = shell("cat notes/a.txt; echo oops >&2; echo bye; exit 3", Duration::from_secs(20));
        assert_eq!((ran.status, ran.output.as_str(), ran.killed), (3, "hello\noops\nbye", None));
    }

    #[test]
    fn shows_nothing_of_the_machine() {
        let ran = shell("pwd; echo $HOME; echo $TMPDIR; env | grep -c CARGO", Duration::from_secs(20));
        assert_eq!(ran.output, "/repo\n/home\n/tmp\n0");
    }

    #[test]
    fn kills_what_takes_too_long_and_what_it_started() {
        let ran = shell("sleep 600 & echo $!; sleep 600", Duration::from_millis(500));
        assert_eq!(ran.killed.as_deref(), Some("it ran longer than 0.5 seconds"));
        let sleeper: u32 = ran.output.parse().unwrap();
        // Gone, or waiting for init to take note of it; an ended process has no command line.
        let line = fs::read(format!("/proc/{sleeper}/cmdline")).unwrap_or_default();
        assert!(line.is_empty(), "{}", String::from_utf8_lossy(&line));
    }

    #[test]
    fn kills_what_prints_without_end() {
        let ran =
            shell("while :; do echo 0123456789012345678901234567890123456789; done", Duration::from_secs(60));
        assert_eq!(ran.killed.as_deref(), Some("it printed more than 64 KiB"));
    }
}
