//! Finding the interpreter that a pack needs.

use crate::problem::{Outcome, Problem};
use crate::scenario::spec::Runtime;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// An interpreter that is installed here.
#[derive(Debug)]
pub(super) struct Interpreter {
    runtime: Runtime,
    executable: PathBuf,
    version: String,
}

impl Interpreter {
    /// Looks on PATH, and asks what it finds where it really lies, since version managers put shims there that need
    /// more of the environment than a clean one has.
    pub(super) fn find(runtime: Runtime) -> Outcome<Self> {
        let (name, questions, install): (_, &[&str], _) = match runtime {
            Runtime::Python3 => {
                let question = "import sys; print(sys.executable); print('Python', sys.version.split()[0])";
                ("python3", &["-c", question], "install Python 3")
            }
            Runtime::Node => {
                let question = "console.log(process.execPath); console.log('Node.js', process.version)";
                ("node", &["-e", question], "install Node.js")
            }
            Runtime::Sqlite3 => ("sqlite3", &["--version"], "install sqlite3"),
            Runtime::Sh => {
                return Ok(Self { runtime, executable: "/bin/sh".into(), version: "sh".to_owned() });
            }
        };
        let missing = || {
            Problem::new(format!("{name} is not to be found on PATH"))
                .todo(format!("{install} and prove again"))
        };
        let asked = Command::new(name).args(questions).output().map_err(|_| missing())?;
        let said = String::from_utf8_lossy(&asked.stdout).into_owned();
        if !asked.status.success() {
            return Err(missing());
        }
        let mut lines = said.lines();
        if runtime == Runtime::Sqlite3 {
            let version = said.split_whitespace().next().unwrap_or_default();
            let executable = on_path(name).ok_or_else(missing)?;
            return Ok(Self { runtime, executable, version: format!("SQLite {version}") });
        }
        let executable = PathBuf::from(lines.next().ok_or_else(missing)?);
        Ok(Self { runtime, executable, version: lines.next().unwrap_or(name).to_owned() })
    }

    /// Name and version.
    pub(super) fn version(&self) -> &str {
        &self.version
    }

    /// Its program.
    pub(super) fn executable(&self) -> &Path {
        &self.executable
    }

    /// What it runs.
    pub(super) fn runtime(&self) -> Runtime {
        self.runtime
    }

    /// Whether programs can run in an interpreter that started earlier.
    pub(super) fn keeps_warm(&self) -> bool {
        cfg!(unix) && matches!(self.runtime, Runtime::Python3 | Runtime::Node)
    }

    /// A clean environment but for what belongs to one run.
    pub(super) fn environment(&self) -> BTreeMap<String, String> {
        let path = self.path().to_string_lossy().into_owned();
        let fixed = [
            ("LANG", "C.UTF-8"),
            ("LC_ALL", "C.UTF-8"),
            ("TZ", "UTC"),
            ("TERM", "dumb"),
            ("NO_COLOR", "1"),
            ("COLUMNS", "80"),
            ("PYTHONDONTWRITEBYTECODE", "1"),
            ("PYTHONHASHSEED", "0"),
        ];
        let fixed = fixed.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned()));
        fixed.chain([("PATH".to_owned(), path)]).collect()
    }

    /// PATH for programs: the interpreter's folder first, then the system's, then wherever else the caller finds
    /// programs, such as linters.
    fn path(&self) -> OsString {
        let mut path =
            self.executable.parent().map(|folder| folder.as_os_str().to_owned()).unwrap_or_default();
        path.push(":/usr/local/bin:/usr/bin:/bin");
        if let Some(callers) = std::env::var_os("PATH") {
            path.push(":");
            path.push(callers);
        }
        path
    }

    /// The command that runs one check of the oracle, by the file's extension.
    pub(super) fn check(&self, file: &Path) -> Command {
        if file.extension().is_some_and(|extension| extension == "sh") {
            let mut command = Command::new("/bin/sh");
            command.arg(file);
            return command;
        }
        let mut command = Command::new(&self.executable);
        match self.runtime {
            // Without site-packages: a check needs the standard library and the repository.
            Runtime::Python3 => command.arg("-S").arg(file),
            Runtime::Node | Runtime::Sh => command.arg(file),
            // Stops with status 1 at the first error, be it a constraint that the check put on its own answers.
            Runtime::Sqlite3 => {
                command.args(["-batch", "-bail", ":memory:"]).arg(format!(".read '{}'", file.display()))
            }
        };
        command
    }
}

fn on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}
