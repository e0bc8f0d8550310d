//! Where a field's value stands in a RON text, so that a wrong value can be pointed at after it was read.

/// Line and column, both from 1, of the value at a path such as `factors.delay_secs.levels[2]`; where the text
/// leaves that field out, of the nearest value around it. None only where the text is no RON.
pub fn locate(text: &str, path: &str) -> Option<(usize, usize)> {
    let mut scanner = Scanner { text, at: 0 };
    scanner.skip_attributes();
    let mut found = scanner.at;
    for step in steps(path) {
        match scanner.descend(&step) {
            Some(()) => found = scanner.at,
            None => break,
        }
    }
    let before = text.get(..found)?;
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    Some((before.matches('\n').count() + 1, before[line_start..].chars().count() + 1))
}

/// One step down into a value.
enum Step {
    Field(String),
    Item(usize),
}

fn steps(path: &str) -> Vec<Step> {
    path.split(['.', '['])
        .filter(|part| !part.is_empty())
        .map(|part| match part.strip_suffix(']').and_then(|index| index.parse().ok()) {
            Some(index) => Step::Item(index),
            None => Step::Field(part.to_owned()),
        })
        .collect()
}

/// A place in a text that is known to be RON.
struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scanner<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn bump(&mut self) {
        self.at += self.peek().map_or(0, char::len_utf8);
    }

    /// Moves behind the next `end`, or to the end of the text.
    fn skip_past(&mut self, end: &str) {
        self.at += self.rest().find(end).map_or(self.rest().len(), |found| found + end.len());
    }

    /// White space and comments.
    fn skip_blank(&mut self) {
        loop {
            let rest = self.rest();
            if rest.starts_with("//") {
                self.skip_past("\n");
            } else if rest.starts_with("/*") {
                self.skip_block_comment();
            } else if self.peek().is_some_and(char::is_whitespace) {
                self.bump();
            } else {
                return;
            }
        }
    }

    /// A block comment; RON's nest.
    fn skip_block_comment(&mut self) {
        let mut depth = 0_usize;
        while !self.rest().is_empty() {
            if self.rest().starts_with("/*") {
                depth += 1;
                self.at += 2;
            } else if self.rest().starts_with("*/") {
                depth -= 1;
                self.at += 2;
            } else {
                self.bump();
            }
            if depth == 0 {
                return;
            }
        }
    }

    /// `#![enable(…)]` at the top.
    fn skip_attributes(&mut self) {
        self.skip_blank();
        while self.rest().starts_with("#!") {
            self.skip_past("]");
            self.skip_blank();
        }
    }

    fn name(&mut self) -> &'a str {
        let start = self.at;
        while self.peek().is_some_and(|letter| letter.is_alphanumeric() || letter == '_') {
            self.bump();
        }
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// A quoted string, raw or not, or a character.
    fn skip_quoted(&mut self) {
        let rest = self.rest();
        if let Some(hashes) = raw_string_hashes(rest) {
            self.skip_past("\"");
            self.skip_past(&format!("\"{}", "#".repeat(hashes)));
            return;
        }
        let Some(quote) = self.peek() else { return };
        self.bump();
        while let Some(letter) = self.peek() {
            self.bump();
            if letter == '\\' {
                self.bump();
            } else if letter == quote {
                return;
            }
        }
    }

    /// To the comma or the closing bracket after the present value.
    fn skip_value(&mut self) {
        let mut depth = 0_usize;
        loop {
            self.skip_blank();
            match self.peek() {
                None => return,
                Some(',' | ')' | ']' | '}') if depth == 0 => return,
                Some('(' | '[' | '{') => depth += 1,
                Some(')' | ']' | '}') => depth -= 1,
                Some('"' | '\'') => {
                    self.skip_quoted();
                    continue;
                }
                Some('r') if raw_string_hashes(self.rest()).is_some() => {
                    self.skip_quoted();
                    continue;
                }
                // A whole word, so that an r at its end starts no raw string.
                Some(letter) if letter.is_alphanumeric() || letter == '_' => {
                    self.name();
                    continue;
                }
                Some(_) => {}
            }
            self.bump();
        }
    }

    /// From the start of a value to the start of one of its parts. Stays nowhere useful if there is none.
    fn descend(&mut self, step: &Step) -> Option<()> {
        self.name();
        self.skip_blank();
        if !matches!(self.peek(), Some('(' | '[' | '{')) {
            return None;
        }
        self.bump();
        let mut index = 0;
        loop {
            self.skip_blank();
            if matches!(self.peek(), None | Some(')' | ']' | '}')) {
                return None;
            }
            match step {
                Step::Item(wanted) if *wanted == index => return Some(()),
                Step::Item(_) => {}
                Step::Field(wanted) => {
                    let found = self.name() == wanted;
                    self.skip_blank();
                    if self.peek() == Some(':') {
                        self.bump();
                        self.skip_blank();
                        if found {
                            return Some(());
                        }
                    }
                }
            }
            self.skip_value();
            if self.peek() == Some(',') {
                self.bump();
            }
            index += 1;
        }
    }
}

/// How many `#` a raw string that starts here has.
fn raw_string_hashes(text: &str) -> Option<usize> {
    let after = text.strip_prefix('r')?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    after[hashes..].starts_with('"').then_some(hashes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r##"#![enable(implicit_some)]
// seed: 9, in a comment
Protocol(
    title: "seed: 3, (not \" here]", /* nor /* seed: 4 */ here */
    raw: r#"seed: 5 " ) ,"#,
    factors: (delay: (levels: [0, 30.5,
        120], vary: within)),
    list: [(a: 1), (a: 'x', b: 2)],
    seed: 7,
)"##;

    #[test]
    fn finds_values_past_strings_and_comments() {
        assert_eq!(locate(TEXT, "seed"), Some((9, 11)));
        assert_eq!(locate(TEXT, "title"), Some((4, 12)));
        assert_eq!(locate(TEXT, "factors.delay.levels"), Some((6, 31)));
        assert_eq!(locate(TEXT, "factors.delay.levels[1]"), Some((6, 35)));
        assert_eq!(locate(TEXT, "factors.delay.levels[2]"), Some((7, 9)));
        assert_eq!(locate(TEXT, "factors.delay.vary"), Some((7, 21)));
        assert_eq!(locate(TEXT, "list[1].b"), Some((8, 32)));
    }

    #[test]
    fn points_at_the_value_around_a_field_that_is_left_out() {
        assert_eq!(locate(TEXT, "factors.cues.levels[0]"), Some((6, 14)));
        assert_eq!(locate(TEXT, "nothing"), Some((3, 1)));
    }

    #[test]
    fn ends_on_any_text() {
        for broken in ["", "(", "(a", "(a:", "\"", "r#\"", "/*", "(a: [1, ", "#!", "(a: 'é", "]", "(,)"] {
            let _ = locate(broken, "a[3].b");
        }
    }
}
