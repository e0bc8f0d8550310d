//! Warm interpreters: processes that have started already, and fork for each program they are given.
//!
//! Most of what proving runs takes a few milliseconds of its own, and ten times as much to start an interpreter. What
//! a program prints is the same either way; `prove --write` runs each command both ways, to be sure.

use super::interpreter::Interpreter;
use crate::problem::{Outcome, Problem};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// The process that forks.
const PYTHON: &str = include_str!("warm.py");

/// What to run.
#[derive(Debug, Serialize)]
pub(super) struct Job<'a> {
    /// Whether `name` is a module, as after `python3 -m`, and not a script's path.
    pub(super) module: bool,
    pub(super) name: &'a str,
    pub(super) arguments: &'a [&'a str],
    pub(super) cwd: &'a Path,
    pub(super) env: &'a BTreeMap<String, String>,
    /// The file that both outputs go to.
    pub(super) output: &'a Path,
}

/// The parts of a command line that needs no shell: `python3 -m module arguments…`, or none.
pub(super) fn module_of(line: &str) -> Option<(&str, Vec<&str>)> {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "._/:=,@%+- ".contains(letter);
    let mut words = line.split(' ');
    let is_module = words.next() == Some("python3") && words.next() == Some("-m");
    let name = words.next().filter(|name| !name.is_empty() && !name.starts_with('-'))?;
    (is_module && line.chars().all(is_plain) && !line.ends_with(' ') && !line.contains("  "))
        .then(|| (name, words.collect()))
}

/// Warm interpreters that wait for work.
#[derive(Debug, Default)]
pub(super) struct Warm(Mutex<Vec<Process>>);

impl Warm {
    /// Takes a process that waits, or starts one.
    pub(super) fn take(&self, interpreter: &Interpreter, env: &BTreeMap<String, String>) -> Outcome<Process> {
        let waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop();
        waiting.map_or_else(|| Process::start(interpreter, env), Ok)
    }

    /// Lets a process wait for more work.
    pub(super) fn give_back(&self, process: Process) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(process);
    }
}

/// One warm interpreter.
#[derive(Debug)]
pub(super) struct Process {
    child: Child,
    requests: Option<ChildStdin>,
    answers: Receiver<i64>,
}

impl Process {
    fn start(interpreter: &Interpreter, env: &BTreeMap<String, String>) -> Outcome<Self> {
        let broken = |error: std::io::Error| Problem::new(format!("cannot start an interpreter: {error}"));
        let mut command = Command::new(interpreter.executable());
        command.arg("-c").arg(PYTHON).env_clear().envs(env).current_dir("/");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().map_err(broken)?;
        let requests = child.stdin.take();
        let (sender, answers) = channel();
        if let Some(printed) = child.stdout.take() {
            std::thread::spawn(move || {
                let lines = BufReader::new(printed).lines().map_while(Result::ok);
                // Ends with the process, or when nobody listens any more.
                lines
                    .map_while(|line| line.parse().ok())
                    .take_while(|answer| sender.send(*answer).is_ok())
                    .for_each(drop);
            });
        }
        Ok(Self { child, requests, answers })
    }

    /// Begins a program, and gives the number of the process (and process group) that it runs in.
    pub(super) fn begin(&mut self, job: &Job<'_>) -> Outcome<u32> {
        let gone = || Problem::new("a warm interpreter ended by itself");
        let mut request = serde_json::to_string(job)
            .map_err(|error| Problem::new(format!("cannot name a program: {error}")))?;
        request.push('\n');
        let requests = self.requests.as_mut().ok_or_else(gone)?;
        requests.write_all(request.as_bytes()).map_err(|_| gone())?;
        let number = self.answers.recv().map_err(|_| gone())?;
        u32::try_from(number).map_err(|_| gone())
    }

    /// The program's exit status, once it has ended; none where it has not yet after `patience`.
    pub(super) fn status(&self, patience: Duration) -> Outcome<Option<i32>> {
        match self.answers.recv_timeout(patience) {
            Ok(status) => Ok(Some(i32::try_from(status).unwrap_or(i32::MAX))),
            Err(RecvTimeoutError::Timeout) => Ok(None),
            Err(RecvTimeoutError::Disconnected) => Err(Problem::new("a warm interpreter ended by itself")),
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // With no more requests it ends by itself.
        drop(self.requests.take());
        drop(self.child.wait());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_lines_that_need_no_shell() {
        assert_eq!(module_of("python3 -m unittest"), Some(("unittest", vec![])));
        assert_eq!(
            module_of("python3 -m shop add 3 --at 10:00"),
            Some(("shop", vec!["add", "3", "--at", "10:00"]))
        );
        for line in [
            "python3 x.py",
            "python3 -m shop | head",
            "python3 -m shop > out",
            "python3 -m shop '*'",
            "python3 -m",
            "cd a && python3 -m shop",
            "python3 -m shop $HOME",
            "python3  -m shop",
            "python3 -m shop a  b",
            "python3 -m -h",
        ] {
            assert_eq!(module_of(line), None, "{line}");
        }
    }
}
