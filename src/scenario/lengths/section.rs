//! The section 'Lengths beside real traces' of a page about the stimuli.

use super::{Beside, Lengths, PackLengths, Spread};
use std::fmt::Write as _;

/// The section in Markdown, from its heading on.
pub fn section(Beside { packs, all, real }: &Beside) -> String {
    let mut page = "## Lengths beside real traces\n\n\
        Median, and in brackets the quartiles. Ours are each proven pack's first sound trajectory in its first skin. Letters \
        are those of what the agent says in a decision, without code that was run; output is what came back to a decision, \
        where something did (of a browser a whole page of text, of a \u{3c4}-bench agent a record or the customer's answer).\n\n\
        | | traces | decisions | steps a trace | letters said | output lines |\n|---|--:|--:|--:|--:|--:|\n"
        .to_owned();
    row(&mut page, "**all packs**", all);
    for set in real {
        row(&mut page, &set.name, &set.lengths);
    }
    for PackLengths { id, lengths } in packs {
        row(&mut page, &format!("`{id}`"), lengths);
    }
    page.push_str(
        "\nReal traces were measured where they are published; no text of theirs is kept here.\n\n",
    );
    for set in real {
        // Writing to a string cannot fail.
        let _ = writeln!(page, "- {}: <{}>, commit `{}`", set.name, set.repository, set.commit);
    }
    for (place, set) in real.iter().enumerate() {
        if let Some(twin) = real[..place].iter().find(|other| other.lengths == set.lengths) {
            let _ =
                writeln!(page, "\n{} and {} hold the same traces: every figure agrees.", twin.name, set.name);
        }
    }
    page
}

fn row(page: &mut String, name: &str, lengths: &Lengths) {
    let Lengths { traces, decisions, steps, letters, output_lines, .. } = lengths;
    let cells = [steps, letters, output_lines].map(|spread| cell(*spread)).join(" | ");
    let _ = writeln!(page, "| {name} | {traces} | {decisions} | {cells} |");
}

fn cell(Spread { q1, median, q3 }: Spread) -> String {
    format!("{median:.0} ({q1:.0}\u{2013}{q3:.0})")
}
