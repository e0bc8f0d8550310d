//! Telling code that was run from what was said around it.

/// What was said, and the fenced code in it; none where there is none.
pub(super) fn split(text: &str) -> (String, Option<String>) {
    let (mut said, mut code): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    let mut inside = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            inside = !inside;
        } else if inside {
            code.push(line);
        } else if !line.trim().is_empty() || said.last().is_some_and(|last| !last.trim().is_empty()) {
            said.push(line);
        }
    }
    let code = code.join("\n");
    (said.join("\n").trim().to_owned(), (!code.trim().is_empty()).then_some(code))
}

/// What a terminal's message says: exit status and output. AutoGen's executor writes both in words.
pub(super) fn terminal(text: &str) -> (i32, String) {
    let Some(rest) = text.trim_start().strip_prefix("exitcode:") else { return (0, text.trim().to_owned()) };
    let (head, output) = rest.split_once("Code output:").unwrap_or((rest, ""));
    let status = head.split_whitespace().next().and_then(|number| number.parse().ok()).unwrap_or(0);
    (status, output.trim().to_owned())
}

/// Line ends as they are here, and nothing that a terminal would obey.
pub(super) fn plain(text: &str) -> String {
    let kept = text.chars().filter(|letter| !letter.is_control() || matches!(letter, '\n' | '\t'));
    kept.collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fenced_code_is_told_from_words() {
        let (said, code) = split("I count.\n\n```python\nprint(1)\n\nprint(2)\n```\n\nThat is it.");
        assert_eq!(said, "I count.\n\nThat is it.");
        assert_eq!(code.as_deref(), Some("print(1)\n\nprint(2)"));
        assert_eq!(split("nothing to run"), ("nothing to run".to_owned(), None));
    }

    #[test]
    fn a_terminal_says_status_and_output() {
        assert_eq!(
            terminal("exitcode: 1 (execution failed)\nCode output: no\nway\n"),
            (1, "no\nway".to_owned())
        );
        assert_eq!(terminal("plain"), (0, "plain".to_owned()));
        assert_eq!(plain("a\r\nb\u{1b}[0m"), "a\nb[0m");
    }
}
