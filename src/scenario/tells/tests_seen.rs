//! How many tests a person sees: written in diffs, and run in what test runners print.

/// Whether a line of code begins a test, in the languages that packs are written in.
pub(super) fn begins_test(line: &str) -> bool {
    let line = line.trim_start();
    let starts = ["def test", "async def test", "test(", "it(", "test.skip(", "await t.test(", "t.test("];
    let shell = (line.starts_with("test_") || line.starts_with("function test_")) && line.contains("()");
    shell || starts.iter().any(|start| line.starts_with(start))
}

/// How many tests a command's output says were run: unittest ('Ran 3 tests'), pytest ('3 passed'), node ('# tests 3');
/// where there is no such total, TAP's plan ('1..3'); where there is none either, a line a test, as of a shell script.
pub(super) fn tests_run(output: &str) -> usize {
    let sum = |count: fn(&str) -> Option<usize>| output.lines().filter_map(count).sum::<usize>();
    let lines = || output.lines().filter(|line| is_result(line)).count();
    [sum(total), sum(plan)].into_iter().find(|count| *count > 0).unwrap_or_else(lines)
}

fn number(word: &str) -> Option<usize> {
    word.trim_end_matches(',').parse().ok()
}

fn total(line: &str) -> Option<usize> {
    let words: Vec<&str> = line.split_whitespace().collect();
    match words.as_slice() {
        ["Ran", count, "test" | "tests", ..] => number(count),
        ["#" | "ℹ", "tests", count] => number(count),
        _ => {
            let passed = words.windows(2).find(|pair| pair[1].trim_end_matches(',') == "passed")?;
            number(passed[0])
        }
    }
}

fn plan(line: &str) -> Option<usize> {
    line.strip_prefix("1..").and_then(number)
}

fn is_result(line: &str) -> bool {
    let line = line.trim_start().to_lowercase();
    let starts = ["ok ", "not ok ", "pass ", "pass:", "fail ", "fail:", "✔ ", "✖ "];
    starts.iter().any(|start| line.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_in_diffs() {
        let lines = ["    def test_a(self):", "test('a', () => {", "test_empty() {", "  it(\"b\", () => {"];
        assert!(lines.iter().all(|line| begins_test(line)));
        let others = ["def tested", "    testing(", "test_total=3", "assert test", "item(3)"];
        assert_eq!(others.iter().filter(|line| begins_test(line)).count(), 1, "a name like tested is rare");
    }

    #[test]
    fn tests_in_outputs() {
        assert_eq!(tests_run(".\n-----\nRan 12 tests in 0.003s\n\nOK"), 12);
        assert_eq!(tests_run("✔ a (1.2ms)\n✔ b\nℹ tests 2\nℹ pass 2"), 2);
        assert_eq!(tests_run("ok 1 - a\nok 2 - b\n1..2\n# tests 2"), 2);
        assert_eq!(tests_run("1..2\nok 1 - a\nok 2 - b"), 2);
        assert_eq!(tests_run("== 3 passed, 1 skipped in 0.1s =="), 3);
        assert_eq!(tests_run("ok adds\nnot ok takes away\ndone"), 2);
        assert_eq!(tests_run("total 3\nlabels.py"), 0);
    }
}
