//! Words that an agent says.

/// Words by which an author gives an error away: an agent does not doubt where it errs and only there.
pub(in crate::scenario) const HEDGES: [&str; 16] = [
    "for simplicity",
    "to keep it simple",
    "should be fine",
    "should work",
    "good enough",
    "for now",
    "probably",
    "presumably",
    "hopefully",
    "i think",
    "i guess",
    "i assume",
    "assuming",
    "seems",
    "close enough",
    "not sure",
];

/// How many hedging words there are in a text.
pub(super) fn hedges(text: &str) -> usize {
    let text = text.to_lowercase();
    HEDGES.iter().map(|hedge| text.matches(hedge).count()).sum()
}

/// How many words of a text are code: `a_name`, `call()`, `path/file.py`, `camelCase`, `--flag`, anything in backticks.
pub(super) fn code_words(text: &str) -> usize {
    text.split_whitespace().filter(|word| is_code(word)).count()
}

fn is_code(word: &str) -> bool {
    let plain =
        word.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '"']).trim_start_matches(['\'', '"']);
    let letters: Vec<char> = plain.chars().collect();
    let inner = |fits: fn(char, char) -> bool| letters.windows(2).any(|pair| fits(pair[0], pair[1]));
    plain.contains(['`', '_', '=', '/', '{', '[', '<', '>'])
        || plain.contains("()")
        || plain.starts_with("--")
        || inner(|one, next| one == '.' && next.is_alphabetic())
        || inner(|one, next| one.is_lowercase() && next.is_uppercase())
        || inner(|one, next| one.is_alphabetic() && next == '(')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_told_from_prose() {
        let text = "The parser in src/parse.py calls half_up() once, e.g. for 2.50 (a rate), and `x` stays.";
        assert_eq!(code_words(text), 4, "src/parse.py, half_up(), e.g, `x`");
        assert_eq!(code_words("An amount is an int of cents; rates are 19 % (as in the file)."), 0);
        assert_eq!(code_words("readFile(path) takes --force"), 2);
    }

    #[test]
    fn hedges_are_heard_whatever_their_case() {
        assert_eq!(hedges("Probably right. It seems good enough, and seems done."), 4);
        assert_eq!(hedges("It is right."), 0);
    }
}
