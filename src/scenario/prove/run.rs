//! Running a pack's programs: in a copy of the repository, in a clean environment, for a limited time.
//!
//! A program sees a fresh copy and leaves nothing behind: what it writes is thrown away with the copy. HOME and TMPDIR
//! point into the same temporary folder, PATH holds the interpreter and the system's tools, time is UTC, language is C.

use super::interpreter::Interpreter;
use super::normalise;
use super::reads::{self, Reads};
use super::warm::{self, Job, Plain, Warm};
use crate::problem::{Outcome, Problem};
use crate::scenario::spec::Runtime;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A program that prints more is killed: nobody could read it.
const OUTPUT_LIMIT_BYTES: u64 = 64 * 1024;
/// Exit status of a program that was killed.
const KILLED: i32 = 137;
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
    /// Whether it was kept from writing outside its folder, as far as that shows in what it printed.
    pub(super) left_its_folder: bool,
}

/// What to run in a copy of a repository.
#[derive(Debug, Clone, Copy)]
pub(super) enum Program<'a> {
    /// A command line of the agent's.
    Line(&'a str),
    /// A file of the oracle, which lies beside the repository and not in it.
    Check { files: &'a FileMap, name: &'a str },
}

/// Where programs run, and how.
#[derive(Debug)]
pub(super) struct Room {
    pub(super) interpreter: Interpreter,
    pub(super) warm: Warm,
    /// Runs have their folders in here.
    pub(super) root: PathBuf,
    /// Whether programs can write nowhere else.
    pub(super) confined: bool,
    /// Whether it can be told which files a program read.
    pub(super) notices_reads: bool,
    /// After this a program is killed, with everything it started.
    pub(super) limit: Duration,
}

/// Whether an interpreter may have started before the program came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    /// Where that can be.
    Warm,
    /// Never.
    Cold,
}

/// Runs a program in a fresh copy of a repository; says, too, which of its files the program read, where that is known.
pub(super) fn run(
    room: &Room,
    repository: &FileMap,
    program: Program<'_>,
    start: Start,
) -> Outcome<(Ran, Option<Reads>)> {
    let folder = tempfile::Builder::new()
        .prefix("run-")
        .tempdir_in(&room.root)
        .map_err(|error| Problem::io(&room.root, "make a temporary folder", &error))?;
    let place = Place::new(folder.path())?;
    write_all(&place.repository, repository)?;
    if let Program::Check { files, .. } = program {
        write_all(&place.oracle, files)?;
    }
    let environment = place.environment(&room.interpreter, program);
    let is_warm =
        start == Start::Warm && room.interpreter.keeps_warm() && warm::fits(program, &room.interpreter);
    let (status, killed) = if is_warm {
        match run_warm(room, &place, &environment, program) {
            Some(ended) => ended,
            // It may have written by then: it starts again from files as they were.
            None => return run(room, repository, program, Start::Cold),
        }
    } else {
        let mut command = match program {
            Program::Line(line) => {
                let mut command = Command::new("/bin/sh");
                command.arg("-c").arg(line);
                command
            }
            Program::Check { name, .. } => room.interpreter.check(&place.oracle.join(name)),
        };
        wait(room, &mut command, &place, &environment)?
    };
    let printed = read_lossy(&place.output)?;
    let left_its_folder = place.has_strangers() || (room.confined && was_refused(&printed, folder.path()));
    let is_known = room.notices_reads && killed.is_none() && !left_its_folder;
    let reads = is_known.then(|| reads::reads(&place.repository, repository));
    let output = normalise::normalise(&printed, folder.path());
    Ok((Ran { status, output, killed, left_its_folder }, reads))
}

/// Whether a program printed that it may not write to a path outside its folder.
fn was_refused(printed: &str, root: &Path) -> bool {
    let root = root.to_string_lossy();
    printed
        .lines()
        .any(|line| line.contains("ermission denied") && line.contains(['/']) && !line.contains(&*root))
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

    /// Nothing of the machine but where programs are: HOME and TMPDIR in the run's folder, time in UTC, language C.
    fn environment(&self, interpreter: &Interpreter, program: Program<'_>) -> BTreeMap<String, String> {
        let mut environment = interpreter.environment();
        let mut set = |name: &str, path: &Path| {
            environment.insert(name.to_owned(), path.to_string_lossy().into_owned());
        };
        set("HOME", &self.home);
        set("TMPDIR", &self.temporary);
        if let Program::Check { .. } = program {
            // A check lies outside the repository and must find the repository's modules all the same.
            set("PYTHONPATH", &self.repository);
            set("NODE_PATH", &self.repository);
        }
        environment
    }

    /// Whether there is something beside the run's own folders.
    fn has_strangers(&self) -> bool {
        let own = [&self.repository, &self.oracle, &self.home, &self.temporary, &self.output];
        let root = self.repository.parent().and_then(|root| fs::read_dir(root).ok());
        root.into_iter().flatten().flatten().any(|entry| !own.contains(&&entry.path()))
    }
}

fn write_all(folder: &Path, files: &FileMap) -> Outcome<()> {
    for (path, text) in files {
        let path = folder.join(&**path);
        let parent = path.parent().unwrap_or(folder);
        fs::create_dir_all(parent).map_err(|error| Problem::io(parent, "make this folder", &error))?;
        reads::write_unread(&path, text).map_err(|error| Problem::io(&path, "write it", &error))?;
    }
    Ok(())
}

/// Starts a program with both its outputs going to one file, in the order in which it prints, and waits for it.
fn wait(
    room: &Room,
    command: &mut Command,
    place: &Place,
    environment: &BTreeMap<String, String>,
) -> Outcome<(i32, Option<String>)> {
    command.env_clear().envs(environment).current_dir(&place.repository).stdin(Stdio::null());
    lead_group(command);
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
        let Some(killed) = is_too_much(room, place, started) else {
            std::thread::sleep(POLL);
            continue;
        };
        if !kill_group(child.id()) {
            // There is no shell to ask: at least the leader must not linger.
            drop(child.kill());
        }
        let status = child.wait().map_err(unwaited)?;
        return Ok((code(status), Some(killed)));
    }
}

/// What a program does in a warm interpreter. None where it must start by itself: because it needs a shell or an
/// interpreter of its own, because the interpreter ended under it, or because what it printed depends on how it was
/// started.
fn run_warm(
    room: &Room,
    place: &Place,
    environment: &BTreeMap<String, String>,
    program: Program<'_>,
) -> Option<(i32, Option<String>)> {
    let runtime = room.interpreter.runtime();
    match program {
        Program::Line(line) => {
            let Plain { module, name, arguments } = warm::plain(line, runtime)?;
            let file = place.repository.join(name);
            let file = file.to_string_lossy();
            let name = if module { name } else { &file };
            let (cwd, output) = (place.repository.as_path(), place.output.as_path());
            let job = Job { module, name, arguments: &arguments, cwd, env: environment, output };
            let ended = wait_warm(room, place, &job).ok()?;
            // A stack trace that reaches into Node.js tells how the program was started.
            let tells =
                runtime == Runtime::Node && read_lossy(output).is_ok_and(|it| it.contains("node:internal"));
            (!tells || ended.1.is_some()).then_some(ended)
        }
        Program::Check { name, .. } => {
            let file = place.oracle.join(name);
            let (cwd, output) = (place.repository.as_path(), place.output.as_path());
            let name = &*file.to_string_lossy();
            let job = Job { module: false, name, arguments: &[], cwd, env: environment, output };
            wait_warm(room, place, &job).ok()
        }
    }
}

/// Waits for a program in a warm interpreter.
fn wait_warm(room: &Room, place: &Place, job: &Job<'_>) -> Outcome<(i32, Option<String>)> {
    let mut process = room.warm.take(&room.interpreter, &room.interpreter.environment(), &room.root)?;
    let group = process.begin(job)?;
    let started = Instant::now();
    let mut killed = None;
    loop {
        match process.answer(POLL) {
            Ok(Some(answer)) => {
                if !answer.is_last {
                    room.warm.give_back(process);
                }
                let needs_its_own = || Problem::new("this program needs an interpreter of its own");
                return Ok((answer.status.ok_or_else(needs_its_own)?, killed));
            }
            // The interpreter itself was what had to be stopped.
            Err(_) if killed.is_some() => return Ok((KILLED, killed)),
            Err(problem) => return Err(problem),
            Ok(None) if killed.is_none() => {
                killed = is_too_much(room, place, started);
                if killed.is_some() && !kill_group(group) {
                    return Err(Problem::new(format!("cannot stop process {group}")));
                }
            }
            Ok(None) => {}
        }
    }
}

/// Why a program is to be stopped, if it is.
fn is_too_much(room: &Room, place: &Place, started: Instant) -> Option<String> {
    if started.elapsed() > room.limit {
        return Some(format!("it ran longer than {} seconds", room.limit.as_secs_f64()));
    }
    let printed = fs::metadata(&place.output).map_or(0, |facts| facts.len());
    (printed > OUTPUT_LIMIT_BYTES).then(|| "it printed more than 64 KiB".to_owned())
}

/// Lets a program lead a process group of its own, so that what it starts can be ended with it.
pub(super) fn lead_group(command: &mut Command) {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    #[cfg(not(unix))]
    let _ = command;
}

/// Ends a process group; gives whether it could.
fn kill_group(leader: u32) -> bool {
    let group = format!("-{leader}");
    let sent = Command::new("/bin/sh").args(["-c", "kill -s KILL -- \"$0\"", &group]).status();
    sent.is_ok_and(|status| status.success())
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

    fn shell(line: &str, limit: Duration) -> Ran {
        let folder = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(folder.path()).unwrap();
        let interpreter = Interpreter::find(Runtime::Sh).unwrap();
        let room =
            Room { interpreter, warm: Warm::default(), root, confined: false, notices_reads: false, limit };
        let repository = FileMap::from([("notes/a.txt".into(), "hello\n".into())]);
        run(&room, &repository, Program::Line(line), Start::Cold).unwrap().0
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
        // Gone, or waiting for init to take note of it; an ended process has no command line. A busy machine may take
        // a moment over it.
        let line = || fs::read(format!("/proc/{sleeper}/cmdline")).unwrap_or_default();
        let patience = Instant::now();
        while !line().is_empty() && patience.elapsed() < Duration::from_secs(10) {
            std::thread::sleep(POLL);
        }
        assert!(line().is_empty(), "{}", String::from_utf8_lossy(&line()));
    }

    #[test]
    fn kills_what_prints_without_end() {
        let ran =
            shell("while :; do echo 0123456789012345678901234567890123456789; done", Duration::from_secs(60));
        assert_eq!(ran.killed.as_deref(), Some("it printed more than 64 KiB"));
    }
}
