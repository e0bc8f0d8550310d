//! `scenario show --html`: a trajectory as a page.

use crate::command_line::{err, out, tightloop};
use crate::fixture::{Copy, PACKS};
use std::path::Path;

fn page(args: &[&str]) -> String {
    let output = tightloop(Path::new(PACKS), &[&["show", "tiny", "--html"], args].concat());
    assert!(output.status.success(), "{}", err(&output));
    out(&output)
}

/// Every one of `words` stands in the page, in this order.
#[track_caller]
fn in_order(page: &str, words: &[&str]) {
    words.iter().fold(0, |from, word| {
        let at = page[from..].find(word);
        from + at.unwrap_or_else(|| panic!("'{word}' after the ones before it in:\n{page}"))
    });
}

#[test]
fn it_reads_from_brief_to_output() {
    let page = page(&["--skin", "beans"]);
    in_order(
        &page,
        &["<h1>Count beans", ">C1<", "id=\"d1\"", "parse.py", "new file", "<ins>", "python3 -m unittest"],
    );
    in_order(&page, &["<td></td><td>1</td><td>+</td><td><ins>"]);
}

#[test]
fn it_stands_alone() {
    let page = page(&["--truth", "--variant", "zero"]);
    for outside in ["<script", "http://", "https://", "src=", "<link", "@import", "url("] {
        assert!(!page.contains(outside), "{outside}");
    }
}

#[test]
fn it_tells_nothing_unless_asked() {
    let told = page(&["--variant", "zero"]);
    let body = &told[told.find("<body").expect("a body")..];
    for word in ["planted", "wrong", "sound", "zero</code>", "unfamiliar", "(right)"] {
        assert!(!body.contains(word), "'{word}' is not shown");
    }
    let asked = page(&["--variant", "zero", "--truth"]);
    in_order(
        &asked,
        &["variant <code>zero</code>", "The truth is shown", "class=\"planted\"", "It breaks <strong>C2"],
    );
    in_order(&asked, &["The sound work in its place"]);
}

#[test]
fn a_message_stands_where_it_arrives() {
    let page = page(&["--variant", "amended"]);
    in_order(&page, &["id=\"d3\"", "New message to the agent", "id=\"d4\""]);
}

#[test]
fn an_authors_page_says_that_nothing_is_proven() {
    let changed = Copy::new().change("edits/parse.edit", "line.strip()", "line.lstrip()");
    let file = changed.packs().join("page.html");
    let named = file.to_string_lossy();
    let args = ["show", "tiny", "--variant", "zero", "--truth", "--html", "--out", &named];
    let output = tightloop(changed.packs(), &args);
    assert!(output.status.success(), "{}", err(&output));
    in_order(&std::fs::read_to_string(&file).unwrap(), &["Not proven as it is now", "What is wrong here"]);
    assert_eq!(tightloop(changed.packs(), &["show", "tiny", "--out", &named]).status.code(), Some(2));
}
