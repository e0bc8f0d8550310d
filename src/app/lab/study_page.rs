//! One study: who took part, what they did, what it cost.

use super::work::{HowFar, Tell, Work};
use super::{LabCommand, curve, participants, reviews, widgets};
use crate::app::theme::{self, size};
use crate::dataset::{self, Dataset};
use crate::problem::{Outcome, Problem};
use crate::report;
use crate::stats::{self, AnalysisPlan};
use crate::study::{Participant, Study};
use crate::surface::CostSurface;
use crate::whole_file;
use egui::{RichText, Ui};
use std::path::{Path, PathBuf};

/// The parts of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    /// Who takes part.
    Participants,
    /// The reviews so far.
    Reviews,
    /// C(d,m).
    Curve,
}

/// What a study's folder holds.
pub(super) struct Contents {
    pub(super) title: String,
    pub(super) simulated: bool,
    pub(super) wanted: u32,
    pub(super) participants: Vec<Participant>,
    pub(super) dataset: Outcome<Dataset>,
}

impl Contents {
    fn read(dir: &Path) -> Outcome<Self> {
        let study = Study::read(dir)?;
        Ok(Self {
            title: study.protocol().protocol.title.clone(),
            simulated: study.simulated(),
            wanted: study.protocol().protocol.participants,
            participants: study.participants()?,
            dataset: dataset::collect(&study),
        })
    }
}

/// What finished in the background.
enum Finished {
    Read(Box<Contents>),
    Fitted(Box<CostSurface>),
    Exported(PathBuf),
}

/// An open study.
pub(super) struct StudyPage {
    dir: PathBuf,
    tab: Tab,
    contents: Option<Contents>,
    surface: Option<CostSurface>,
    work: Option<Work<Finished>>,
    stale: bool,
    pub(super) new_participant: String,
    pub(super) shown_delay: usize,
    pub(super) shown_batch: usize,
}

impl StudyPage {
    /// Opens a study; its journals are read in the background.
    pub(super) fn open(dir: &Path) -> Outcome<Self> {
        Study::read(dir)?;
        Ok(Self {
            dir: dir.to_path_buf(),
            tab: Tab::Participants,
            contents: None,
            surface: None,
            work: None,
            stale: true,
            new_participant: String::new(),
            shown_delay: 0,
            shown_batch: 0,
        })
    }

    pub(super) fn dir(&self) -> &Path {
        &self.dir
    }

    pub(super) fn title(&self) -> widgets::Title {
        let name = self.dir.file_name().unwrap_or(self.dir.as_os_str()).to_string_lossy();
        match &self.contents {
            Some(contents) => {
                widgets::Title { text: format!("{name}: {}", contents.title), simulated: contents.simulated }
            }
            None => widgets::Title { text: name.into_owned(), simulated: false },
        }
    }

    pub(super) fn show(&mut self, tab: Tab) {
        self.tab = tab;
    }

    /// What is on disk may have changed.
    pub(super) fn reload(&mut self) {
        self.stale = true;
        self.new_participant.clear();
    }

    pub(super) fn how_far(&self) -> Option<HowFar> {
        self.work.as_ref().map(Work::how_far)
    }

    pub(super) fn stop(&self) {
        if let Some(work) = &self.work {
            work.stop();
        }
    }

    pub(super) fn surface(&self) -> Option<&CostSurface> {
        self.surface.as_ref()
    }

    pub(super) fn contents(&self) -> Option<&Contents> {
        self.contents.as_ref()
    }

    /// Fits C(d,m) with the default analysis plan.
    pub(super) fn fit(&mut self, ctx: &egui::Context) -> Outcome<()> {
        let contents = self.ready()?;
        let trials = stats::from_dataset(contents.dataset.as_ref().map_err(Clone::clone)?);
        self.tab = Tab::Curve;
        self.work = Some(Work::begin(ctx, move |tell| {
            fit(&trials, tell).map(|surface| Finished::Fitted(Box::new(surface)))
        }));
        Ok(())
    }

    /// Writes `csv/`, `cost-surface.json` and `report.html` into a new folder beside the study.
    pub(super) fn export(&mut self, ctx: &egui::Context) -> Outcome<()> {
        let contents = self.ready()?;
        let dataset = contents.dataset.clone()?;
        let surface = self.surface.clone();
        let out = free_folder(&self.dir);
        self.work = Some(Work::begin(ctx, move |tell| {
            let _ = tell.tell("writing", 0.0);
            std::fs::create_dir_all(&out).map_err(|error| Problem::io(&out, "make the folder", &error))?;
            dataset.write_csv(out.join("csv"))?;
            if let Some(surface) = surface {
                whole_file::write_surface(&out.join("cost-surface.json"), &surface)?;
                let trials = stats::from_dataset(&dataset);
                let observed = report::Observed::new(&surface, &trials, &AnalysisPlan::default()?);
                let input = report::ReportInput {
                    name: &dataset.study,
                    surface: &surface,
                    observed: Some(&observed),
                };
                whole_file::write(&out.join("report.html"), report::html(&input).as_bytes(), "the report")?;
            }
            Ok(Finished::Exported(out))
        }));
        Ok(())
    }

    /// Takes up what finished; gives what is to be said about it.
    pub(super) fn take_result(&mut self, ctx: &egui::Context) -> Option<Outcome<String>> {
        let said = match self.work.as_ref().and_then(Work::take) {
            None => None,
            Some(outcome) => {
                self.work = None;
                self.take_up(outcome)
            }
        };
        if self.stale && self.work.is_none() {
            self.stale = false;
            let dir = self.dir.clone();
            self.work = Some(Work::begin(ctx, move |tell| {
                let _ = tell.tell("reading journals", 0.0);
                Contents::read(&dir).map(|contents| Finished::Read(Box::new(contents)))
            }));
        }
        said
    }

    fn take_up(&mut self, outcome: Outcome<Finished>) -> Option<Outcome<String>> {
        match outcome {
            Err(problem) => Some(Err(problem)),
            Ok(Finished::Read(contents)) => {
                self.contents = Some(*contents);
                None
            }
            Ok(Finished::Fitted(surface)) => {
                self.surface = Some(*surface);
                None
            }
            Ok(Finished::Exported(out)) => Some(Ok(format!("Written to {}", out.display()))),
        }
    }

    /// What was read, where nothing else is under way.
    fn ready(&self) -> Outcome<&Contents> {
        match (&self.work, &self.contents) {
            (None, Some(contents)) => Ok(contents),
            _ => Err(Problem::new("something else is still under way").todo("wait for it, or stop it")),
        }
    }
}

fn fit(trials: &[stats::Trial], tell: &Tell) -> Outcome<CostSurface> {
    let plan = AnalysisPlan::default()?;
    stats::fit(trials, &plan, plan.seed, &mut |progress| {
        tell.tell(progress.stage, progress.done as f32 / progress.of.max(1) as f32)
    })
    .map(|fit| fit.surface)
}

/// `<study>-export`, or the first of `<study>-export-2`, … that is free.
fn free_folder(study: &Path) -> PathBuf {
    let name = study.file_name().unwrap_or(study.as_os_str()).to_string_lossy();
    let named = |suffix: String| study.with_file_name(format!("{name}-export{suffix}"));
    let first = named(String::new());
    if !first.exists() {
        return first;
    }
    (2_u32..).map(|n| named(format!("-{n}"))).find(|path| !path.exists()).unwrap_or(first)
}

/// Draws the page.
pub(super) fn ui(ui: &mut Ui, page: &mut StudyPage, out: &mut Vec<LabCommand>) {
    let palette = theme::palette(ui);
    egui::Panel::top("study-tabs").frame(theme::bar(palette)).show(ui, |ui| {
        ui.horizontal(|ui| {
            for (tab, name) in
                [(Tab::Participants, "Participants"), (Tab::Reviews, "Reviews"), (Tab::Curve, "C(d,m)")]
            {
                if ui.selectable_label(page.tab == tab, name).clicked() {
                    out.push(LabCommand::Show(tab));
                }
            }
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let idle = page.work.is_none() && page.contents.is_some();
                if ui.add_enabled(idle, egui::Button::new("Export")).clicked() {
                    out.push(LabCommand::Export);
                }
                if let Some(how_far) = page.how_far() {
                    widgets::remark(ui, format!("{} …", how_far.what));
                }
            });
        });
    });
    let frame = theme::page(palette).inner_margin(size::S5);
    egui::CentralPanel::no_frame().frame(frame).show(ui, |ui| match page.tab {
        Tab::Curve => curve::ui(ui, page, out),
        tab => match &page.contents {
            None => {
                ui.label(RichText::new("Reading the study …").color(palette.text_soft));
            }
            Some(contents) if tab == Tab::Reviews => reviews::ui(ui, &contents.dataset),
            Some(contents) => participants::ui(ui, contents, &mut page.new_participant, out),
        },
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_export_never_takes_the_place_of_another() {
        let root = tempfile::tempdir().unwrap();
        let study = root.path().join("pilot");
        assert_eq!(free_folder(&study), root.path().join("pilot-export"));
        std::fs::create_dir(root.path().join("pilot-export")).unwrap();
        assert_eq!(free_folder(&study), root.path().join("pilot-export-2"));
    }
}
