//! `study pin DIR`: sets, changes and removes a study's PIN. It is asked for, never an argument: arguments are seen by
//! everybody on the computer and kept in the shell's history.

use crate::app::pin::{Pin, Typed};
use crate::cli::say;
use crate::problem::{Outcome, Problem};
use std::io::{BufRead as _, IsTerminal as _, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

pub(super) fn pin(dir: &Path, remove: bool) -> Outcome<()> {
    // Held to the end: no session begins meanwhile, and none is under way.
    let _study = super::open(dir)?;
    let old = Pin::read(dir)?;
    let had_one = old.is_some();
    if let Some(mut old) = old {
        let now = ask("PIN of this study")?;
        old.expect(&now, chrono::Utc::now())?;
        if remove {
            old.remove()?;
            return say(format_args!("{}: has no PIN any more", dir.display()));
        }
    } else if remove {
        return Err(Problem::new("this study has no PIN").in_file(dir));
    }
    let new = ask("New PIN")?;
    new.check()?;
    if std::io::stdin().is_terminal() && ask("New PIN once more")? != new {
        return Err(Problem::new("the two were not the same; nothing was changed").todo("try again"));
    }
    Pin::set(dir, &new)?;
    let what = if had_one { "the PIN was changed" } else { "the PIN was set" };
    say(format_args!("{}: {what}; sessions of this study end with it", dir.display()))
}

/// One line from standard input; on a terminal asked for by `what`, and not shown.
fn ask(what: &str) -> Outcome<Typed> {
    let on_terminal = std::io::stdin().is_terminal();
    if on_terminal {
        eprint!("{what}: ");
        let _ = std::io::stderr().flush();
    }
    let hidden = if on_terminal { Some(Hidden::begin()?) } else { None };
    let mut line = String::new();
    let read = std::io::stdin().lock().read_line(&mut line);
    if hidden.is_some() {
        eprintln!();
    }
    drop(hidden);
    match read {
        Ok(0) => Err(Problem::new("no PIN was given")
            .todo("type it in, or give it on standard input: first the present one, where there is one, then the new one")),
        Ok(_) => Ok(Typed(line.trim_end_matches(['\r', '\n']).to_owned())),
        Err(error) => Err(Problem::new(format!("cannot read the PIN: {error}"))),
    }
}

/// While this lives, the terminal does not show what is typed. Ctrl-C is a character meanwhile, which no PIN may
/// hold, so that nothing ends the program before the terminal is as it was.
struct Hidden;

impl Hidden {
    fn begin() -> Outcome<Self> {
        match stty(&["-echo", "-isig"]) {
            true => Ok(Self),
            false => Err(Problem::new("this terminal cannot hide what is typed")
                .todo("give the PIN on standard input instead, from a file or a pipe")),
        }
    }
}

impl Drop for Hidden {
    fn drop(&mut self) {
        stty(&["echo", "isig"]);
    }
}

/// Sets the terminal on standard input by POSIX's own program for that.
fn stty(modes: &[&str]) -> bool {
    let run = Command::new("stty").args(modes).stdin(Stdio::inherit()).stderr(Stdio::null()).status();
    run.is_ok_and(|status| status.success())
}
