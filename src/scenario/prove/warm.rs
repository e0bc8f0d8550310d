//! Warm interpreters: processes that have started already. Python forks for each program it is given; Node.js, which
//! cannot, runs one after another, and gives back what needs an interpreter of its own.
//!
//! Most of what proving runs takes a few milliseconds of its own, and ten times as much to start an interpreter. What
//! a program prints is the same either way; `prove --write` runs a sample of them both ways, to be sure.

use super::interpreter::Interpreter;
use super::run::{Program, lead_group};
use crate::problem::{Outcome, Problem};
use crate::scenario::spec::Runtime;
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
/// The process that runs one program after another.
const NODE: &str = include_str!("warm.js");
const NODE_FILE: &str = "warm.js";
/// Status of a program that has to run by itself.
const AGAIN: i64 = 1000;
/// Added to a status where the interpreter ends with the program.
const LAST: i64 = 10_000;

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

/// A command line that needs no shell, in parts.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Plain<'a> {
    /// Whether `name` is a module and not a file.
    pub(super) module: bool,
    pub(super) name: &'a str,
    pub(super) arguments: Vec<&'a str>,
}

/// The parts of `python3 -m module arguments…` or `node file arguments…`, where no shell is needed for them.
pub(super) fn plain(line: &str, runtime: Runtime) -> Option<Plain<'_>> {
    let (start, module) = match runtime {
        Runtime::Python3 => ("python3 -m ", true),
        Runtime::Node => ("node ", false),
        Runtime::Sqlite3 | Runtime::Sh => return None,
    };
    let rest = line.strip_prefix(start)?;
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "._/:=,@%+- ".contains(letter);
    let mut words = rest.split(' ');
    let name = words.next().filter(|name| !name.starts_with('-'))?;
    let arguments: Vec<&str> = words.collect();
    let is_whole = !name.is_empty() && arguments.iter().all(|word| !word.is_empty());
    (is_whole && rest.chars().all(is_plain)).then_some(Plain { module, name, arguments })
}

/// Whether a program can run in a warm interpreter of this kind.
pub(super) fn fits(program: Program<'_>, interpreter: &Interpreter) -> bool {
    let runtime = interpreter.runtime();
    match program {
        Program::Line(line) => plain(line, runtime).is_some(),
        Program::Check { name, .. } => match runtime {
            Runtime::Python3 => name.ends_with(".py"),
            Runtime::Node => name.ends_with(".js") || name.ends_with(".mjs"),
            Runtime::Sqlite3 | Runtime::Sh => false,
        },
    }
}

/// Puts what warm interpreters load where they find it.
pub(super) fn prepare(root: &Path) -> Outcome<()> {
    let path = root.join(NODE_FILE);
    std::fs::write(&path, NODE).map_err(|error| Problem::io(&path, "write it", &error))
}

/// Warm interpreters that wait for work.
#[derive(Debug, Default)]
pub(super) struct Warm(Mutex<Vec<Process>>);

impl Warm {
    /// Takes a process that waits, or starts one.
    pub(super) fn take(
        &self,
        interpreter: &Interpreter,
        env: &BTreeMap<String, String>,
        root: &Path,
    ) -> Outcome<Process> {
        let waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop();
        waiting.map_or_else(|| Process::start(interpreter, env, root), Ok)
    }

    /// Lets a process wait for more work.
    pub(super) fn give_back(&self, process: Process) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(process);
    }
}

/// What came of a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Answer {
    /// Its exit status; none where it has to run by itself.
    pub(super) status: Option<i32>,
    /// Whether the interpreter ends with it.
    pub(super) is_last: bool,
}

impl Answer {
    fn of(answer: i64) -> Self {
        let status = answer % LAST;
        Self { status: i32::try_from(status).ok().filter(|_| status != AGAIN), is_last: answer >= LAST }
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
    fn start(interpreter: &Interpreter, env: &BTreeMap<String, String>, root: &Path) -> Outcome<Self> {
        let broken = |error: std::io::Error| Problem::new(format!("cannot start an interpreter: {error}"));
        let mut command = Command::new(interpreter.executable());
        match interpreter.runtime() {
            Runtime::Node => command.arg(root.join(NODE_FILE)),
            _ => command.arg("-c").arg(PYTHON),
        };
        command.env_clear().envs(env).current_dir("/");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        lead_group(&mut command);
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

    /// What came of the program, once it has ended; none where it has not yet after `patience`.
    pub(super) fn answer(&self, patience: Duration) -> Outcome<Option<Answer>> {
        match self.answers.recv_timeout(patience) {
            Ok(answer) => Ok(Some(Answer::of(answer))),
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
        let parts = |line, runtime| plain(line, runtime).map(|plain| (plain.name, plain.arguments));
        let python = |line| parts(line, Runtime::Python3);
        assert_eq!(python("python3 -m unittest"), Some(("unittest", vec![])));
        assert_eq!(
            python("python3 -m shop add 3 --at 10:00"),
            Some(("shop", vec!["add", "3", "--at", "10:00"]))
        );
        assert_eq!(parts("node tests/a.test.js", Runtime::Node), Some(("tests/a.test.js", vec![])));
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
            assert_eq!(python(line), None, "{line}");
        }
        assert_eq!(parts("node --test", Runtime::Node), None);
        assert_eq!(parts("node tests/a.js", Runtime::Python3), None);
    }

    /// One program after another in one interpreter, until it ends: what came of each, and what it printed.
    fn node(programs: &[&str]) -> Vec<(Answer, String)> {
        let folder = tempfile::tempdir().unwrap();
        let root = std::fs::canonicalize(folder.path()).unwrap();
        prepare(&root).unwrap();
        let interpreter = Interpreter::find(Runtime::Node).unwrap();
        let env = interpreter.environment();
        let mut process = Process::start(&interpreter, &env, &root).unwrap();
        let mut answers = Vec::new();
        for (number, text) in programs.iter().enumerate() {
            let (file, output) = (root.join(format!("{number}.js")), root.join("output"));
            std::fs::write(&file, text).unwrap();
            let name = file.to_string_lossy().into_owned();
            let job = Job {
                module: false,
                name: &name,
                arguments: &["one"],
                cwd: &root,
                env: &env,
                output: &output,
            };
            process.begin(&job).unwrap();
            // It may be so broken that it ends without an answer.
            let gone = Answer { status: None, is_last: true };
            let answer = process.answer(Duration::from_secs(60)).map_or(gone, |it| it.expect("it ends"));
            answers.push((answer, std::fs::read_to_string(&output).unwrap()));
            if answer.is_last {
                break;
            }
        }
        answers
    }

    #[test]
    fn node_runs_one_program_after_another() {
        let programs = [
            "console.group('a'); console.log(process.argv.length, require.main === module)",
            "console.log('b'); setImmediate(() => Promise.resolve().then(() => console.error('later')))",
            "process.on('unhandledRejection', () => {}); Promise.reject(1); process.exitCode = 3",
            "console.log(require('node:crypto').randomUUID().length, process.exitCode)",
        ];
        let found: Vec<_> =
            node(&programs).into_iter().map(|(it, text)| (it.status, it.is_last, text)).collect();
        let ran = |status, text: &str| (Some(status), false, text.to_owned());
        assert_eq!(
            found,
            [ran(0, "a\n  3 true\n"), ran(0, "b\nlater\n"), ran(3, ""), ran(0, "36 undefined\n")]
        );
    }

    #[test]
    fn node_gives_back_what_needs_an_interpreter_of_its_own() {
        for program in [
            "throw new Error('x')",
            "try { process.exit(0) } catch {}",
            "Promise.reject(new Error('x'))",
            "setTimeout(() => {}, 1)",
            "setTimeout(() => {}, 1).unref()",
            "require('fs').readFile(__filename, () => {})",
            "require('crypto').randomBytes(8, () => {})",
            "require('node:child_process')",
            "import('node:net')",
            "process.stdin.on('data', () => {})",
            "process.on('exit', () => {})",
            "class A extends {",
        ] {
            assert_eq!(node(&[program])[0].0.status, None, "{program}");
        }
    }

    #[test]
    fn node_ends_with_a_program_that_changed_what_others_share() {
        for program in [
            "Array.prototype.extra = 1",
            "globalThis.extra = 1",
            "Date.now = () => 0",
            "require('fs').existsSync = () => true",
            "require('assert').equal.extra = 1",
            "Object.setPrototypeOf(Map.prototype, Set.prototype)",
            "Object.getPrototypeOf([][Symbol.iterator]()).next = null",
            "process.stdout.write = () => true",
        ] {
            let (answer, _) = node(&[program]).remove(0);
            assert!(answer.is_last, "{program}: {answer:?}");
        }
    }
}
