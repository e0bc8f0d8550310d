//! The experimenter's side: a home with the studies, and a page for each study.
//!
//! Drawing reads [`LabState`] and sends [`LabCommand`]s; [`LabState::perform`] carries them out. What takes long
//! (reading many journals, fitting, exporting) runs on a thread of its own ([`work`]), shows how far it is and can
//! be stopped.

mod curve;
mod evidence;
mod heat_map;
mod home;
mod lock;
mod participants;
mod reviews;
mod scale;
mod slices;
mod studies;
mod study_page;
mod widgets;
mod work;

pub use lock::PinChange;

use crate::problem::{Outcome, Problem};
use crate::protocol;
use crate::scenario::Library;
use crate::study::Study;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use studies::{Found, NewStudy};
use study_page::{StudyPage, Tab};
use work::Work;

/// What the experimenter asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum LabCommand {
    /// Back to the list of studies.
    Home,
    /// Read the folder again.
    Refresh,
    /// Open a study's page.
    Open(PathBuf),
    /// Begin a study as the form says.
    Create,
    /// Show another part of a study's page.
    Show(Tab),
    /// Give a participant the screen: enrols a new code, resumes a session that was begun.
    Run(String),
    /// Fit C(d,m) to the open study.
    Fit,
    /// Give up the fit that is running.
    Cancel,
    /// Write tables, cost surface and report beside the open study.
    Export,
    /// Set, change or remove the open study's PIN.
    ChangePin(PinChange),
    /// Light or dark.
    Dark(bool),
}

/// A participant who is to be given the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sitting {
    /// The study's folder.
    pub study: PathBuf,
    /// Their code.
    pub participant: String,
}

/// What the last command came to.
#[derive(Debug, Clone, PartialEq)]
enum Notice {
    Done(String),
    Trouble(Problem),
}

/// The experimenter's side as it stands.
pub struct LabState {
    root: PathBuf,
    library: Arc<Library>,
    /// None until the folder has been read once.
    found: Option<Vec<Found>>,
    finding: Option<Work<Vec<Found>>>,
    stale: bool,
    new: NewStudy,
    page: Option<StudyPage>,
    notice: Option<Notice>,
}

impl LabState {
    /// The home of the studies in `root`.
    pub fn new(root: PathBuf, library: Arc<Library>) -> Self {
        Self {
            root,
            library,
            found: None,
            finding: None,
            stale: true,
            new: NewStudy::default(),
            page: None,
            notice: None,
        }
    }

    /// Carries out a command; gives the sitting that the window is to begin, where one was asked for.
    pub fn perform(&mut self, command: LabCommand, ctx: &egui::Context) -> Option<Sitting> {
        self.notice = None;
        match self.try_perform(command, ctx) {
            Ok(sitting) => sitting,
            Err(problem) => {
                self.notice = Some(Notice::Trouble(problem));
                None
            }
        }
    }

    /// Takes up what finished in the background. Call once a frame.
    pub fn take_results(&mut self, ctx: &egui::Context) {
        self.find_studies(ctx);
        if let Some(page) = &mut self.page
            && let Some(finished) = page.take_result(ctx)
        {
            self.notice = Some(match finished {
                Ok(words) => Notice::Done(words),
                Err(problem) => Notice::Trouble(problem),
            });
        }
    }

    /// Reads everything again, as after a session.
    pub fn refresh(&mut self) {
        self.stale = true;
        if let Some(page) = &mut self.page {
            page.reload();
        }
    }

    /// Reads the studies' folder where that is due: how far each study is stands in all its journals, too much for a frame.
    fn find_studies(&mut self, ctx: &egui::Context) {
        match self.finding.as_ref().and_then(Work::take) {
            Some(Ok(found)) => (self.found, self.finding) = (Some(found), None),
            Some(Err(problem)) => (self.notice, self.finding) = (Some(Notice::Trouble(problem)), None),
            None => {}
        }
        if self.stale && self.finding.is_none() {
            self.stale = false;
            let root = self.root.clone();
            self.finding = Some(Work::begin(ctx, move |_| Ok(studies::find(&root))));
        }
    }

    /// Says what went wrong outside this page, as in a session that could not begin.
    pub fn tell(&mut self, problem: Problem) {
        self.notice = Some(Notice::Trouble(problem));
    }

    fn try_perform(&mut self, command: LabCommand, ctx: &egui::Context) -> Outcome<Option<Sitting>> {
        match command {
            LabCommand::Home => {
                self.page = None;
                self.refresh();
            }
            LabCommand::Refresh => self.refresh(),
            LabCommand::Open(dir) => self.page = Some(StudyPage::open(&dir)?),
            LabCommand::Create => self.create()?,
            LabCommand::Dark(dark) => {
                ctx.set_theme(if dark { egui::Theme::Dark } else { egui::Theme::Light });
            }
            LabCommand::Show(tab) => self.open_page()?.show(tab),
            LabCommand::Fit => self.open_page()?.fit(ctx)?,
            LabCommand::Cancel => {
                self.open_page()?.cancel_fit();
                self.notice = Some(Notice::Done("The fit was cancelled; nothing was kept of it.".to_owned()));
            }
            LabCommand::Export => self.open_page()?.export(ctx)?,
            LabCommand::ChangePin(change) => self.open_page()?.change_pin(change, ctx)?,
            LabCommand::Run(participant) => {
                let page = self.open_page()?;
                return Ok(Some(Sitting { study: page.dir().to_path_buf(), participant }));
            }
        }
        Ok(None)
    }

    fn open_page(&mut self) -> Outcome<&mut StudyPage> {
        self.page.as_mut().ok_or_else(|| Problem::new("no study is open"))
    }

    fn create(&mut self) -> Outcome<()> {
        let loaded = protocol::load(Path::new(self.new.protocol()))?;
        let dir = self.root.join(self.new.folder()?);
        Study::create(&dir, &loaded, &self.library, false)?;
        self.new = NewStudy::default();
        self.refresh();
        self.page = Some(StudyPage::open(&dir)?);
        Ok(())
    }
}

/// Draws the experimenter's side and appends what was asked for to `out`.
pub fn ui(ui: &mut egui::Ui, state: &mut LabState, out: &mut Vec<LabCommand>) {
    let LabState { root, found, new, page, notice, .. } = state;
    let title = page.as_ref().map(|page| page.title());
    widgets::top_bar(ui, title.as_ref(), out);
    if let Some(notice) = notice {
        widgets::notice(ui, notice);
    }
    match page {
        Some(page) => study_page::ui(ui, page, out),
        None => home::ui(ui, root, found.as_deref(), new, out),
    }
}
