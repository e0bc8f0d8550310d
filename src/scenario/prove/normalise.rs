//! What a program printed, without what differs from run to run.
//!
//! Only these are touched, and only in these forms, so that a program's own numbers stay as they are:
//!
//! | printed | kept as |
//! |---|---|
//! | the temporary folder's path, with `/repo` for the repository | `/repo`, `/home`, `/tmp` … from its root |
//! | unittest's `Ran 5 tests in 0.013s` | `Ran 5 tests in 0.003s` |
//! | node's `duration_ms 41.08` and `(41.08ms)` after a test's name | `duration_ms 3`, `(3ms)` |
//! | biome's `Checked 3 files in 5ms` | `Checked 3 files in 3ms` |
//! | Python's `at 0x7f3a…>` in an object's representation | `at 0x7f0000000000>` |
//!
//! Spaces at the ends of lines and blank lines at the end go too.

use std::path::Path;

/// The form that does not differ from run to run.
pub(super) fn normalise(printed: &str, root: &Path) -> String {
    let printed = printed.replace(&*root.to_string_lossy(), "");
    let lines: Vec<String> = printed.lines().map(line).collect();
    let length = lines.iter().rposition(|line| !line.is_empty()).map_or(0, |last| last + 1);
    lines[..length].join("\n")
}

fn line(text: &str) -> String {
    let text = text.trim_end();
    let text =
        unittest(text).or_else(|| node(text)).or_else(|| biome(text)).unwrap_or_else(|| text.to_owned());
    addresses(&text)
}

fn unittest(text: &str) -> Option<String> {
    let (head, tail) = text.rsplit_once(" in ")?;
    let is_count = head.starts_with("Ran ") && (head.ends_with(" test") || head.ends_with(" tests"));
    (is_count && is_number(tail.strip_suffix('s')?)).then(|| format!("{head} in 0.003s"))
}

fn node(text: &str) -> Option<String> {
    if let Some((head, tail)) = text.split_once("duration_ms") {
        let number = tail.trim_start_matches([':', ' ']);
        let gap = &tail[..tail.len() - number.len()];
        return is_number(number).then(|| format!("{head}duration_ms{gap}3"));
    }
    let is_test = ["✔", "✖", "▶"].iter().any(|mark| text.trim_start().starts_with(mark));
    let (head, tail) = text.rsplit_once('(')?;
    (is_test && is_number(tail.strip_suffix("ms)")?)).then(|| format!("{head}(3ms)"))
}

fn biome(text: &str) -> Option<String> {
    let (head, tail) = text.split_once(" in ")?;
    let is_count = head.starts_with("Checked ") && (head.ends_with(" file") || head.ends_with(" files"));
    let (time, rest) = tail.split_once('.')?;
    let number = time.trim_end_matches(|letter: char| letter.is_alphabetic());
    (is_count && is_number(number)).then(|| format!("{head} in 3ms.{rest}"))
}

fn addresses(text: &str) -> String {
    let mark = " at 0x";
    let mut kept = String::new();
    let mut rest = text;
    while let Some((head, tail)) = rest.split_once(mark) {
        let digits = tail.bytes().take_while(u8::is_ascii_hexdigit).count();
        kept.push_str(head);
        kept.push_str(mark);
        let is_address = digits >= 8 && tail[digits..].starts_with('>');
        kept.push_str(if is_address { "7f0000000000" } else { &tail[..digits] });
        rest = &tail[digits..];
    }
    kept + rest
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn normal(text: &str) -> String {
        normalise(text, Path::new("/tmp/tightloop-prove-x1"))
    }

    #[test]
    fn takes_out_times_places_and_addresses() {
        assert_eq!(normal("..\nRan 5 tests in 0.013s\n\nOK\n"), "..\nRan 5 tests in 0.003s\n\nOK");
        assert_eq!(normal("Ran 1 test in 1.2s"), "Ran 1 test in 0.003s");
        assert_eq!(normal("  File \"/tmp/tightloop-prove-x1/repo/a.py\""), "  File \"/repo/a.py\"");
        assert_eq!(normal("# duration_ms 41.5"), "# duration_ms 3");
        assert_eq!(normal("  duration_ms: 0.5"), "  duration_ms: 3");
        assert_eq!(normal("✔ adds (1.25ms)"), "✔ adds (3ms)");
        assert_eq!(
            normal("Checked 3 files in 1904µs. No fixes applied."),
            "Checked 3 files in 3ms. No fixes applied."
        );
        assert_eq!(normal("<a.B object at 0x7fd1c2a3b4c5>  "), "<a.B object at 0x7f0000000000>");
    }

    #[test]
    fn leaves_a_programs_own_numbers() {
        for text in ["waited 2.5s", "done in 0.5s", "cost (12.5ms)", "jump at 0x10", "Ran 5 tests in a row"] {
            assert_eq!(normal(text), text);
        }
    }
}
