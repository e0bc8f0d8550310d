//! Running text as protocols write it: paragraphs parted by blank lines, `# ` titles, `- ` bullets.
//!
//! Single line ends inside a paragraph are spaces, so that a protocol file may wrap its lines where it likes.

use super::page;
use crate::app::theme::{self, size};
use egui::{RichText, Ui};

/// A paragraph.
#[derive(Debug, PartialEq, Eq)]
enum Block {
    Title(String),
    Bullet(String),
    Text(String),
}

/// Draws `text`.
pub(super) fn ui(ui: &mut Ui, text: &str) {
    ui.spacing_mut().item_spacing.y = size::S3;
    for block in blocks(text) {
        match block {
            Block::Title(text) => {
                ui.add_space(size::S2);
                ui.label(RichText::new(text).heading());
            }
            Block::Text(text) => {
                ui.label(page::text(text));
            }
            Block::Bullet(text) => {
                ui.horizontal_top(|ui| {
                    ui.add_space(size::S3);
                    ui.label(RichText::new("•").color(theme::palette(ui).text_soft));
                    ui.add(egui::Label::new(page::text(text)).wrap());
                });
            }
        }
    }
}

fn blocks(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open = false;
    for line in text.lines().map(str::trim) {
        if line.is_empty() {
            open = false;
        } else if let Some(title) = line.strip_prefix('#') {
            blocks.push(Block::Title(title.trim_start_matches('#').trim().to_owned()));
            open = false;
        } else if let Some(item) = line.strip_prefix("- ").or_else(|| line.strip_prefix("* ")) {
            blocks.push(Block::Bullet(item.trim().to_owned()));
            open = true;
        } else {
            match blocks.last_mut() {
                Some(Block::Text(last) | Block::Bullet(last)) if open => {
                    last.push(' ');
                    last.push_str(line);
                }
                _ => blocks.push(Block::Text(line.to_owned())),
            }
            open = true;
        }
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapped_lines_are_one_paragraph_and_blank_lines_part_them() {
        assert_eq!(
            blocks("# Title\nfirst\nline\n\nsecond\n- an item\n  goes on\n- another\n\nlast"),
            [
                Block::Title("Title".into()),
                Block::Text("first line".into()),
                Block::Text("second".into()),
                Block::Bullet("an item goes on".into()),
                Block::Bullet("another".into()),
                Block::Text("last".into()),
            ]
        );
    }

    #[test]
    fn nothing_gives_nothing() {
        assert!(blocks(" \n\n").is_empty());
    }
}
