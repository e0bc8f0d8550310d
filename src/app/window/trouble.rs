//! The page for when nothing can be saved: calm, and with what to do. It is a participant's page, so it names the cause
//! and no file; the whole problem is on standard error.

use crate::app::participant::{calm_page, text};
use crate::app::strings::words;
use crate::app::theme::{self, size};
use crate::problem::Problem;
use egui::Ui;

/// Draws the page; true where another try is asked for.
pub fn ui(ui: &mut Ui, problem: &Problem) -> bool {
    let palette = theme::palette(ui);
    let cause = if problem.is_full_disk() { words(ui).trouble_full } else { words(ui).trouble_other };
    calm_page(ui, words(ui).trouble_title, words(ui).trouble_retry, |ui| {
        ui.label(text(words(ui).trouble_text));
        ui.add_space(size::S3);
        theme::note(palette).show(ui, |ui| {
            ui.add(egui::Label::new(text(cause)).wrap());
        });
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::strings::ENGLISH;
    use egui_kittest::Harness;
    use egui_kittest::kittest::NodeT as _;

    fn texts(problem: Problem) -> Vec<String> {
        let mut page = Harness::builder()
            .with_size([1024.0, 700.0])
            .with_context_setup(crate::app::theme::install)
            .build_ui(move |drawn| {
                ui(drawn, &problem);
            });
        page.run();
        // A plain text has its words for a value, a control for a label.
        let words = |node: egui_kittest::Node<'_>| {
            let node = node.accesskit_node();
            node.label().or_else(|| node.value())
        };
        page.root().children_recursive().filter_map(words).collect()
    }

    #[test]
    fn the_cause_is_named_and_the_file_is_not() {
        let error = |kind| std::io::Error::from(kind);
        let path = "/srv/lab/pilot/journals/P01/session-1.jsonl";
        for (kind, cause) in [
            (std::io::ErrorKind::StorageFull, ENGLISH.trouble_full),
            (std::io::ErrorKind::PermissionDenied, ENGLISH.trouble_other),
        ] {
            let texts = texts(Problem::io(path, "write the journal", &error(kind)));
            assert!(texts.iter().any(|text| text == cause), "{texts:?}");
            let shown = texts.join("\n");
            assert!(!shown.contains('/') && !shown.contains("journal") && !shown.contains("P01"), "{shown}");
        }
    }
}
