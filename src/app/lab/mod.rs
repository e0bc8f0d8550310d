//! The experimenter's screens. Drawing only reads the state and sends commands.

use super::theme::{self, size};
use crate::problem::Problem;
use crate::scenario::Library;
use crate::study::Study;
use egui::{RichText, Ui};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What the experimenter asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LabCommand {
    /// Begins or goes on with a participant's session.
    Start {
        /// The study's folder.
        study: PathBuf,
        /// The participant's code; enrolled where it is new.
        participant: String,
    },
    /// Closes the window.
    Quit,
}

/// What the lab's screens show.
pub struct LabState {
    folder: PathBuf,
    folder_text: String,
    studies: Vec<Found>,
    participant: String,
    problem: Option<Problem>,
    library: Arc<Library>,
}

/// A study in the folder.
struct Found {
    path: PathBuf,
    id: String,
    participants: usize,
    simulated: bool,
}

impl LabState {
    /// The lab over the studies in `folder`.
    pub fn new(folder: PathBuf, library: Arc<Library>) -> Self {
        let mut state = Self {
            folder_text: folder.display().to_string(),
            folder,
            studies: Vec::new(),
            participant: String::new(),
            problem: None,
            library,
        };
        state.refresh();
        state
    }

    /// Shows what went wrong.
    pub fn tell(&mut self, problem: Problem) {
        self.problem = Some(problem);
    }

    /// Reads the folder again.
    pub fn refresh(&mut self) {
        let entries = std::fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let mut studies: Vec<Found> = entries.filter_map(|entry| found(&entry.path())).collect();
        studies.sort_by(|a, b| a.path.cmp(&b.path));
        self.studies = studies;
    }
}

fn found(path: &Path) -> Option<Found> {
    let study = Study::read(path).ok()?;
    let participants = study.participants().map_or(0, |all| all.len());
    Some(Found {
        path: path.to_path_buf(),
        id: study.id().to_owned(),
        participants,
        simulated: study.simulated(),
    })
}

/// Draws the lab.
pub fn ui(ui: &mut Ui, state: &mut LabState, out: &mut Vec<LabCommand>) {
    let palette = theme::palette(ui);
    let frame = theme::page(palette).inner_margin(size::S5);
    egui::CentralPanel::no_frame().frame(frame).show(ui, |ui| {
        ui.label(RichText::new("Studies").text_style(theme::title()));
        let packs = format!("{} scenario packs", state.library.ids().len());
        ui.label(RichText::new(packs).small().color(palette.text_soft));
        ui.horizontal(|ui| {
            let label = ui.label("Folder");
            let field = ui.text_edit_singleline(&mut state.folder_text).labelled_by(label.id);
            if ui.button("Look again").clicked() || field.lost_focus() {
                state.folder = PathBuf::from(&state.folder_text);
                state.refresh();
            }
        });
        ui.horizontal(|ui| {
            let label = ui.label("Participant");
            ui.text_edit_singleline(&mut state.participant).labelled_by(label.id);
        });
        if let Some(problem) = &state.problem {
            theme::note(palette).show(ui, |ui| ui.label(problem.to_string()));
        }
        for study in &state.studies {
            ui.horizontal(|ui| {
                let kind = if study.simulated { "  SIMULATED" } else { "" };
                ui.label(format!("{}  ·  {} participants{kind}", study.id, study.participants));
                let ready = !study.simulated && !state.participant.is_empty();
                let start = format!("Start a session in {}", study.id);
                if ui.add_enabled(ready, egui::Button::new(start)).clicked() {
                    out.push(LabCommand::Start {
                        study: study.path.clone(),
                        participant: state.participant.clone(),
                    });
                }
            });
        }
        if state.studies.is_empty() {
            ui.label("There is no study in this folder yet: 'tightloop study new' makes one.");
        }
    });
}
