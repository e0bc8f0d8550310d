//! One study: who took part, what they did, what it cost.

use super::lock::{PinChange, PinForm};
use super::work::{HowFar, Tell, Work};
use super::{LabCommand, curve, lock, participants, reviews, widgets};
use crate::app::pin::Pin;
use crate::app::theme::{self, size};
use crate::dataset::{self, Dataset};
use crate::problem::{Outcome, Problem};
use crate::report;
use crate::stats::pace::Pace;
use crate::stats::reml::{self, Preview};
use crate::stats::{self, AnalysisPlan, Fit};
use crate::study::{Participant, Study};
use crate::whole_file;
use egui::{RichText, Ui};
use std::path::{Path, PathBuf};
use std::time::Instant;

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
    pub(super) time_limit_secs: f64,
    pub(super) dataset: Outcome<Dataset>,
    pub(super) has_pin: Outcome<bool>,
}

impl Contents {
    fn read(dir: &Path) -> Outcome<Self> {
        let study = Study::read(dir)?;
        Ok(Self {
            title: study.protocol().protocol.title.clone(),
            simulated: study.simulated(),
            wanted: study.protocol().protocol.participants,
            participants: study.participants()?,
            time_limit_secs: study.protocol().protocol.time_limit_secs,
            dataset: dataset::collect(&study),
            has_pin: Pin::read(dir).map(|pin| pin.is_some()),
        })
    }
}

/// What finished in the background.
enum Finished {
    Read(Box<Contents>),
    Fitted(Box<Fit>),
    Exported(PathBuf),
    PinChanged(String),
}

/// An open study.
pub(super) struct StudyPage {
    dir: PathBuf,
    tab: Tab,
    contents: Option<Contents>,
    fit: Option<Fit>,
    /// Time alone, while the fit runs.
    preview: Option<Outcome<Preview>>,
    previewing: Option<Work<Preview>>,
    fitting: bool,
    work: Option<Work<Finished>>,
    stale: bool,
    pub(super) new_participant: String,
    pub(super) pin: PinForm,
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
            fit: None,
            preview: None,
            previewing: None,
            fitting: false,
            work: None,
            stale: true,
            new_participant: String::new(),
            pin: PinForm::default(),
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

    /// How far the fit is; None where none is under way.
    pub(super) fn fitting(&self) -> Option<HowFar> {
        self.work.as_ref().filter(|_| self.fitting).map(Work::how_far)
    }

    /// Lets go of the fit under way. Its thread ends by itself when it next asks whether it is to go on.
    pub(super) fn cancel_fit(&mut self) {
        if self.fitting {
            (self.work, self.fitting) = (None, false);
            (self.previewing, self.preview) = (None, None);
        }
    }

    pub(super) fn preview(&self) -> Option<&Outcome<Preview>> {
        self.preview.as_ref()
    }

    pub(super) fn fitted(&self) -> Option<&Fit> {
        self.fit.as_ref()
    }

    pub(super) fn contents(&self) -> Option<&Contents> {
        self.contents.as_ref()
    }

    /// Fits C(d,m) with the default analysis plan, and previews review time meanwhile.
    pub(super) fn fit(&mut self, ctx: &egui::Context) -> Outcome<()> {
        let contents = self.ready()?;
        let trials = stats::from_dataset(contents.dataset.as_ref().map_err(Clone::clone)?);
        let mut plan = AnalysisPlan::default()?;
        plan.time_limit_secs = plan.time_limit_secs.or(Some(contents.time_limit_secs));
        self.tab = Tab::Curve;
        (self.preview, self.fitting) = (None, true);
        let (some, same) = (trials.clone(), plan.clone());
        self.previewing = Some(Work::begin(ctx, move |_| reml::preview(&some, &same)));
        self.work = Some(Work::begin(ctx, move |tell| {
            fit(&trials, &plan, tell).map(|fit| Finished::Fitted(Box::new(fit)))
        }));
        Ok(())
    }

    /// Writes `csv/`, `cost-surface.json` and `report.html` into a new folder beside the study.
    pub(super) fn export(&mut self, ctx: &egui::Context) -> Outcome<()> {
        let contents = self.ready()?;
        let dataset = contents.dataset.clone()?;
        let fit = self.fit.as_ref().map(|fit| (fit.surface.clone(), fit.checks.clone()));
        let mut plan = AnalysisPlan::default()?;
        plan.time_limit_secs = plan.time_limit_secs.or(Some(contents.time_limit_secs));
        let out = free_folder(&self.dir);
        self.work = Some(Work::begin(ctx, move |tell| {
            let _ = tell.tell("writing", 0.0);
            std::fs::create_dir_all(&out).map_err(|error| Problem::io(&out, "make the folder", &error))?;
            dataset.write_csv(out.join("csv"))?;
            if let Some((surface, checks)) = fit {
                whole_file::write_surface(&out.join("cost-surface.json"), &surface)?;
                let trials = stats::from_dataset(&dataset);
                let observed = report::Observed::new(&surface, &trials, &plan);
                let input = report::ReportInput {
                    name: &dataset.study,
                    surface: &surface,
                    observed: Some(&observed),
                    checks: checks.as_ref(),
                };
                whole_file::write(&out.join("report.html"), report::html(&input).as_bytes(), "the report")?;
            }
            Ok(Finished::Exported(out))
        }));
        Ok(())
    }

    /// Sets, changes or removes the study's PIN.
    pub(super) fn change_pin(&mut self, change: PinChange, ctx: &egui::Context) -> Outcome<()> {
        self.ready()?;
        let dir = self.dir.clone();
        self.work = Some(Work::begin(ctx, move |tell| {
            let _ = tell.tell("hashing the PIN", 0.0);
            change.carry_out(&dir).map(Finished::PinChanged)
        }));
        Ok(())
    }

    /// Takes up what finished; gives what is to be said about it.
    pub(super) fn take_result(&mut self, ctx: &egui::Context) -> Option<Outcome<String>> {
        if let Some(outcome) = self.previewing.as_ref().and_then(Work::take) {
            (self.preview, self.previewing) = (Some(outcome), None);
        }
        let said = match self.work.as_ref().and_then(Work::take) {
            None => None,
            Some(outcome) => {
                (self.work, self.fitting) = (None, false);
                (self.previewing, self.preview) = (None, None);
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
            Ok(Finished::Fitted(fit)) => {
                self.fit = Some(*fit);
                None
            }
            Ok(Finished::PinChanged(words)) => {
                self.stale = true;
                Some(Ok(words))
            }
            Ok(Finished::Exported(out)) => Some(Ok(format!("Written to {}", out.display()))),
        }
    }

    /// What was read, where nothing else is under way.
    fn ready(&self) -> Outcome<&Contents> {
        match (&self.work, &self.contents) {
            (None, Some(contents)) => Ok(contents),
            _ => Err(Problem::new("something else is still under way").todo("wait for it, or cancel it")),
        }
    }
}

fn fit(trials: &[stats::Trial], plan: &AnalysisPlan, tell: &Tell) -> Outcome<Fit> {
    let mut pace = Pace::new(plan.sampler, plan.models.len());
    stats::fit(trials, plan, plan.seed, &mut |progress| {
        let said = pace.at(progress, Instant::now());
        tell.tell_more(HowFar { what: said.stage, detail: said.detail, share: said.share as f32 })
    })
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
            Some(contents) => {
                if !contents.simulated {
                    lock::ui(ui, &contents.has_pin, &mut page.pin, out);
                    ui.add_space(size::S3);
                }
                participants::ui(ui, contents, &mut page.new_participant, out);
            }
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
