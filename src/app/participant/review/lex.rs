//! A small lexer for the languages of packs: reserved words, quoted text, numbers, comments, called names. One line at
//! a time; what runs over lines (block comments, triple quotes, templates) is carried in a [`State`].
//!
//! It colours, it does not parse: where a hunk begins inside a long string it cannot know that, and it says nothing
//! that decides data.

/// What a stretch of a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    Plain,
    Keyword,
    String,
    Number,
    Comment,
    Function,
    Punctuation,
}

/// How a file's lines are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    Python,
    JavaScript,
    Sql,
    Shell,
    Json,
    Toml,
    Markdown,
    Plain,
}

/// What the line before left open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum State {
    #[default]
    Code,
    /// `/* …`.
    Comment,
    /// `"""…` and the like: until this delimiter.
    Until(&'static str),
}

impl Language {
    /// By a file's name.
    pub(super) fn of_path(path: &str) -> Self {
        let name = path.rsplit('/').next().unwrap_or(path);
        match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
            "py" | "pyi" => Self::Python,
            "js" | "mjs" | "cjs" | "jsx" | "ts" | "tsx" => Self::JavaScript,
            "sql" => Self::Sql,
            "sh" | "bash" => Self::Shell,
            "json" | "jsonl" => Self::Json,
            "toml" | "ini" | "cfg" | "conf" => Self::Toml,
            "md" => Self::Markdown,
            _ => Self::Plain,
        }
    }

    fn keywords(self) -> &'static [&'static str] {
        match self {
            Self::Python => &[
                "False", "None", "True", "and", "as", "assert", "async", "await", "break", "case", "class",
                "continue", "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if",
                "import", "in", "is", "lambda", "match", "nonlocal", "not", "or", "pass", "raise", "return",
                "try", "while", "with", "yield",
            ],
            Self::JavaScript => &[
                "async",
                "await",
                "break",
                "case",
                "catch",
                "class",
                "const",
                "continue",
                "default",
                "delete",
                "do",
                "else",
                "export",
                "extends",
                "false",
                "finally",
                "for",
                "from",
                "function",
                "if",
                "import",
                "in",
                "instanceof",
                "let",
                "new",
                "null",
                "of",
                "return",
                "static",
                "super",
                "switch",
                "this",
                "throw",
                "true",
                "try",
                "typeof",
                "undefined",
                "var",
                "void",
                "while",
                "yield",
            ],
            Self::Sql => &[
                "add",
                "all",
                "alter",
                "and",
                "as",
                "asc",
                "begin",
                "between",
                "by",
                "case",
                "check",
                "commit",
                "constraint",
                "create",
                "cross",
                "default",
                "delete",
                "desc",
                "distinct",
                "drop",
                "else",
                "end",
                "exists",
                "foreign",
                "from",
                "group",
                "having",
                "if",
                "in",
                "index",
                "inner",
                "insert",
                "into",
                "is",
                "join",
                "key",
                "left",
                "like",
                "limit",
                "not",
                "null",
                "on",
                "or",
                "order",
                "outer",
                "over",
                "partition",
                "primary",
                "references",
                "rollback",
                "select",
                "set",
                "table",
                "then",
                "transaction",
                "trigger",
                "union",
                "unique",
                "update",
                "using",
                "values",
                "view",
                "when",
                "where",
                "with",
            ],
            Self::Shell => &[
                "break", "case", "continue", "do", "done", "elif", "else", "esac", "exit", "export", "fi",
                "for", "function", "if", "in", "local", "readonly", "return", "set", "shift", "then", "trap",
                "until", "while",
            ],
            Self::Json | Self::Toml => &["false", "null", "true"],
            Self::Markdown | Self::Plain => &[],
        }
    }

    fn is_keyword(self, word: &str) -> bool {
        let sorted = self.keywords();
        if self == Self::Sql {
            return word.len() < 16 && sorted.binary_search(&word.to_ascii_lowercase().as_str()).is_ok();
        }
        sorted.binary_search(&word).is_ok()
    }

    /// What begins a comment that runs to the line's end.
    fn line_comment(self) -> &'static [&'static str] {
        match self {
            Self::Python | Self::Shell => &["#"],
            Self::Toml => &["#", ";"],
            Self::JavaScript => &["//"],
            Self::Sql => &["--"],
            Self::Json | Self::Markdown | Self::Plain => &[],
        }
    }

    /// Quotes that may run over lines, longest first.
    fn long_quotes(self) -> &'static [&'static str] {
        match self {
            Self::Python => &["\"\"\"", "'''"],
            Self::JavaScript => &["`"],
            Self::Toml => &["\"\"\""],
            _ => &[],
        }
    }

    fn quotes(self) -> &'static [char] {
        match self {
            Self::Json => &['"'],
            Self::Markdown | Self::Plain => &[],
            _ => &['"', '\''],
        }
    }
}

/// Reads one line: calls `emit` with stretches that cover it in order, and gives what it leaves open.
pub(super) fn lex(language: Language, state: State, line: &str, emit: &mut impl FnMut(Token, &str)) -> State {
    match language {
        Language::Plain => {
            emit(Token::Plain, line);
            State::Code
        }
        Language::Markdown => markdown(state, line, emit),
        _ => Lexer { language, line, at: 0, plain_from: 0, emit }.run(state),
    }
}

struct Lexer<'a, E: FnMut(Token, &str)> {
    language: Language,
    line: &'a str,
    at: usize,
    plain_from: usize,
    emit: &'a mut E,
}

impl<E: FnMut(Token, &str)> Lexer<'_, E> {
    fn run(mut self, state: State) -> State {
        let mut state = match state {
            State::Code => State::Code,
            State::Comment => self.until("*/", Token::Comment, State::Comment, false),
            State::Until(quote) => self.until(quote, Token::String, state, true),
        };
        while state == State::Code {
            let rest = &self.line[self.at..];
            let Some(first) = rest.chars().next() else { break };
            state = self.step(rest, first);
        }
        self.flush(self.line.len());
        state
    }

    /// Reads one thing at the present place.
    fn step(&mut self, rest: &str, first: char) -> State {
        let language = self.language;
        let after_space = self.line[..self.at].chars().next_back().is_none_or(char::is_whitespace);
        let comments = language.line_comment().iter().any(|start| rest.starts_with(start));
        // A # inside a shell word, as in $#, is no comment.
        if comments && (after_space || !matches!(language, Language::Shell | Language::Toml)) {
            self.take(rest.len(), Token::Comment);
            return State::Code;
        }
        if matches!(language, Language::JavaScript | Language::Sql) && rest.starts_with("/*") {
            self.open(2);
            return self.until("*/", Token::Comment, State::Comment, false);
        }
        if let Some(quote) = language.long_quotes().iter().find(|quote| rest.starts_with(**quote)) {
            self.open(quote.len());
            return self.until(quote, Token::String, State::Until(quote), true);
        }
        if language.quotes().contains(&first) {
            let length = quoted(rest, first, language != Language::Sql);
            let is_key = language == Language::Json && rest[length..].trim_start().starts_with(':');
            self.take(length, if is_key { Token::Function } else { Token::String });
        } else if first.is_ascii_digit() {
            self.take(span(rest, |c| c.is_ascii_alphanumeric() || c == '.' || c == '_'), Token::Number);
        } else if first == '$' && language == Language::Shell {
            let name = span(&rest[1..], |c| c.is_alphanumeric() || c == '_');
            self.take(1 + name, Token::Function);
        } else if first.is_alphabetic() || first == '_' {
            let length = span(rest, |c| c.is_alphanumeric() || c == '_');
            let (word, after) = rest.split_at(length);
            if language.is_keyword(word) {
                self.take(length, Token::Keyword);
            } else if after.starts_with('(') {
                self.take(length, Token::Function);
            } else {
                self.at += length;
            }
        } else if language == Language::Toml && first == '[' && self.line[..self.at].trim().is_empty() {
            self.take(rest.len(), Token::Keyword);
        } else if first.is_ascii_punctuation() {
            self.take(1, Token::Punctuation);
        } else {
            self.at += first.len_utf8();
        }
        State::Code
    }

    /// Begins something that runs to a delimiter, `length` bytes long so far.
    fn open(&mut self, length: usize) {
        self.flush(self.at);
        self.at += length;
    }

    /// Goes on to behind `end`; where it does not come, all of the line is taken and `open` is left.
    fn until(&mut self, end: &str, token: Token, open: State, escapes: bool) -> State {
        let rest = &self.line[self.at..];
        let mut from = 0;
        let found = loop {
            let Some(place) = rest[from..].find(end).map(|place| from + place) else { break None };
            let slashes = rest[..place].bytes().rev().take_while(|byte| *byte == b'\\').count();
            if !escapes || slashes % 2 == 0 {
                break Some(place + end.len());
            }
            from = place + end.len();
        };
        let to = found.map_or(self.line.len(), |length| self.at + length);
        (self.emit)(token, &self.line[self.plain_from..to]);
        self.at = to;
        self.plain_from = to;
        if found.is_some() { State::Code } else { open }
    }

    fn take(&mut self, length: usize, token: Token) {
        self.flush(self.at);
        let to = self.at + length;
        (self.emit)(token, &self.line[self.at..to]);
        self.at = to;
        self.plain_from = to;
    }

    fn flush(&mut self, to: usize) {
        if self.plain_from < to {
            (self.emit)(Token::Plain, &self.line[self.plain_from..to]);
        }
        self.plain_from = to;
    }
}

/// Bytes of what `rest` begins with, a text in `quote`s; all of it where the closing one does not come.
fn quoted(rest: &str, quote: char, escapes: bool) -> usize {
    let mut escaped = false;
    for (place, letter) in rest.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' if escapes => escaped = true,
            _ if letter == quote => return place + letter.len_utf8(),
            _ => {}
        }
    }
    rest.len()
}

/// Bytes at the beginning whose letters are `of`.
fn span(text: &str, of: impl Fn(char) -> bool) -> usize {
    text.find(|letter| !of(letter)).unwrap_or(text.len())
}

const FENCE: &str = "```";

fn markdown(state: State, line: &str, emit: &mut impl FnMut(Token, &str)) -> State {
    let start = line.trim_start();
    let fenced = state == State::Until(FENCE);
    if start.starts_with(FENCE) {
        emit(Token::Comment, line);
        return if fenced { State::Code } else { State::Until(FENCE) };
    }
    if fenced {
        emit(Token::String, line);
        return state;
    }
    if start.starts_with('#') {
        emit(Token::Keyword, line);
    } else if start.starts_with('>') {
        emit(Token::Comment, line);
    } else {
        for (place, part) in line.split_inclusive('`').enumerate() {
            // Odd parts lie between backquotes, the opening one at the end of the part before.
            emit(if place % 2 == 1 { Token::String } else { Token::Plain }, part);
        }
    }
    State::Code
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(language: Language, lines: &[&str]) -> Vec<(Token, String)> {
        let mut state = State::Code;
        let mut tokens: Vec<(Token, String)> = Vec::new();
        for line in lines {
            let mut covered = String::new();
            state = lex(language, state, line, &mut |token, text| {
                covered.push_str(text);
                if token != Token::Plain && token != Token::Punctuation {
                    tokens.push((token, text.to_owned()));
                }
            });
            assert_eq!(&covered, line, "every letter once, in order");
        }
        tokens
    }

    #[track_caller]
    fn assert_reads(language: Language, lines: &[&str], expected: &[(Token, &str)]) {
        let expected: Vec<(Token, String)> =
            expected.iter().map(|(token, text)| (*token, (*text).to_owned())).collect();
        assert_eq!(tokens(language, lines), expected);
    }

    use Token::{Comment, Function, Keyword, Number, String as Text};

    #[test]
    fn python() {
        assert_reads(
            Language::Python,
            &["def read(path):  # not \"text\"", "    \"\"\"Reads", "    it.\"\"\" + f('it\\'s', 0x1F)"],
            &[
                (Keyword, "def"),
                (Function, "read"),
                (Comment, "# not \"text\""),
                (Text, "\"\"\"Reads"),
                (Text, "    it.\"\"\""),
                (Function, "f"),
                (Text, "'it\\'s'"),
                (Number, "0x1F"),
            ],
        );
    }

    #[test]
    fn javascript() {
        assert_reads(
            Language::JavaScript,
            &["const a = `x ${b}", "y`; /* one", "two */ return f(1.5) // end"],
            &[
                (Keyword, "const"),
                (Text, "`x ${b}"),
                (Text, "y`"),
                (Comment, "/* one"),
                (Comment, "two */"),
                (Keyword, "return"),
                (Function, "f"),
                (Number, "1.5"),
                (Comment, "// end"),
            ],
        );
    }

    #[test]
    fn sql_keywords_in_any_case_and_quotes_doubled() {
        assert_reads(
            Language::Sql,
            &["Select count(*) FROM t WHERE name = 'it''s' -- all"],
            &[
                (Keyword, "Select"),
                (Function, "count"),
                (Keyword, "FROM"),
                (Keyword, "WHERE"),
                (Text, "'it'"),
                (Text, "'s'"),
                (Comment, "-- all"),
            ],
        );
    }

    #[test]
    fn shell_words_are_no_comments() {
        assert_reads(
            Language::Shell,
            &["if [ $# -gt 1 ]; then echo a#b \"$HOME\" # done"],
            &[
                (Keyword, "if"),
                (Function, "$"),
                (Number, "1"),
                (Keyword, "then"),
                (Text, "\"$HOME\""),
                (Comment, "# done"),
            ],
        );
    }

    #[test]
    fn data_and_prose() {
        assert_reads(
            Language::Json,
            &["{\"a\": \"b\", \"n\": [1, true]}"],
            &[(Function, "\"a\""), (Text, "\"b\""), (Function, "\"n\""), (Number, "1"), (Keyword, "true")],
        );
        assert_reads(
            Language::Toml,
            &["[tool.x]", "a = 'b' # c"],
            &[(Keyword, "[tool.x]"), (Text, "'b'"), (Comment, "# c")],
        );
        assert_reads(
            Language::Markdown,
            &["# Title", "run `it` now", "```", "code", "```"],
            &[(Keyword, "# Title"), (Text, "it`"), (Comment, "```"), (Text, "code"), (Comment, "```")],
        );
        assert_reads(Language::Plain, &["if \"x\""], &[]);
    }

    #[test]
    fn keyword_lists_are_sorted() {
        for language in
            [Language::Python, Language::JavaScript, Language::Sql, Language::Shell, Language::Json]
        {
            assert!(language.keywords().is_sorted(), "{language:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_line_is_covered_once_in_order(lines in proptest::collection::vec("[ -~äß€\\t]{0,40}", 1..5)) {
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            for language in [
                Language::Python, Language::JavaScript, Language::Sql, Language::Shell, Language::Json,
                Language::Toml, Language::Markdown, Language::Plain,
            ] {
                tokens(language, &lines);
            }
        }
    }
}
