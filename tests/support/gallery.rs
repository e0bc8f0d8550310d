//! Every page that a participant can come to, as real sessions of the built-in protocols bring it about: one
//! simulated person goes through a session, and the first page of each kind is kept, with what else may stand on it.

use super::cpu_renderer::CpuRenderer;
use super::screens;
use egui::Key;
use egui_kittest::Harness;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use tightloop::app::participant::{self, Draft, PinStep};
use tightloop::app::pin::Typed;
use tightloop::app::strings;
use tightloop::app::theme::{self, text_size};
use tightloop::app::window::trouble;
use tightloop::problem::Problem;
use tightloop::protocol::{self, Language, Loaded, plan::Plan};
use tightloop::scenario::view::Stimulus;
use tightloop::scenario::{Library, spec::CueKind, view::CueReport};
use tightloop::session::Session;
use tightloop::session::event::StampedEvent;
use tightloop::session::input::{Input, Stamped};
use tightloop::session::screen::{Again, Ask, Ending, Progress, Screen};
use tightloop::simulate::{self, expertise::Expertise, participant::Participant};

/// A page, and the keys that are pressed on it.
pub struct Scene {
    pub name: String,
    pub keys: Vec<Key>,
    page: Page,
}

#[derive(Clone)]
enum Page {
    /// A session after these events.
    Session(Arc<Plan>, Arc<[Stimulus]>, Vec<StampedEvent>),
    /// A screen made by hand.
    Hand(Screen),
    /// The question before a session is left, over this screen.
    Leave(Screen),
    /// Nothing can be saved.
    Trouble,
    /// The experimenter's PIN is asked for.
    Pin(PinStep),
}

/// How a scene is looked at.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    pub language: Language,
    pub pixels: [f32; 2],
    pub percent: u16,
    pub dark: bool,
}

impl Look {
    /// Points that the window has.
    pub fn points(&self) -> [f32; 2] {
        self.pixels.map(|side| side * 100.0 / f32::from(self.percent))
    }

    pub fn theme(&self) -> egui::Theme {
        if self.dark { egui::Theme::Dark } else { egui::Theme::Light }
    }
}

/// A scene in a window, and what changes in it.
pub struct Window {
    page: Page,
    session: Option<Session>,
    screen: Screen,
    draft: Draft,
    now_nanos: u64,
}

impl Window {
    fn new(page: Page) -> Self {
        let (session, screen) = match &page {
            Page::Session(plan, stimuli, events) => {
                let session =
                    Session::replay(plan.clone(), stimuli.clone(), events).expect("it was recorded");
                let screen = session.screen();
                (Some(session), screen)
            }
            Page::Hand(screen) | Page::Leave(screen) => (None, screen.clone()),
            Page::Trouble | Page::Pin(_) => (None, Screen::Done { ending: Ending::Complete }),
        };
        let now_nanos = session.as_ref().map_or(0, Session::last_nanos) + 1;
        Self { page, session, screen, draft: Draft::default(), now_nanos }
    }

    fn ui(&mut self, ui: &mut egui::Ui) {
        let all = ui.ctx().content_rect();
        ui.ctx().layer_painter(egui::LayerId::background()).rect_filled(all, 0, theme::palette(ui).page);
        let mut sent = Vec::new();
        match &self.page {
            Page::Trouble => {
                let problem =
                    Problem::new("the journal cannot be written: no space left on device (os error 28)")
                        .in_file(Path::new("/srv/studies/first/journals/P01/session-1.jsonl"));
                trouble::ui(ui, &problem);
            }
            Page::Pin(step) => {
                participant::pin_page(ui, *step, &mut Typed("471108".to_owned()), true);
            }
            Page::Leave(_) => {
                participant::leave_dialog(ui);
                participant::ui(ui, &self.screen, &mut self.draft, &mut sent);
            }
            _ => participant::ui(ui, &self.screen, &mut self.draft, &mut sent),
        }
        let Some(session) = &mut self.session else { return };
        for sent in std::iter::once(Input::Presented).chain(sent.into_iter().map(|sent| sent.input)) {
            self.now_nanos += 1;
            session.handle(Stamped { at_nanos: self.now_nanos, value: sent });
        }
        self.screen = session.screen();
    }
}

impl Scene {
    /// The scene in a window that nobody sees, its keys pressed.
    pub fn open(&self, look: Look) -> Harness<'static, Window> {
        let (language, percent) = (look.language, look.percent);
        let mut harness = Harness::builder()
            .with_size(look.points())
            .with_theme(look.theme())
            .with_context_setup(move |ctx: &egui::Context| {
                theme::install(ctx);
                strings::speak(ctx, language);
                text_size::apply(ctx, percent);
            })
            .renderer(CpuRenderer::default())
            .build_ui_state(
                |ui, window: &mut Window| {
                    // The harness leaves a margin, which the real window has not.
                    let all = ui.ctx().content_rect();
                    let mut ui = ui.new_child(egui::UiBuilder::new().max_rect(all));
                    ui.set_clip_rect(all);
                    window.ui(&mut ui);
                },
                Window::new(self.page.clone()),
            );
        harness.run_steps(3);
        for key in &self.keys {
            harness.key_press(*key);
            harness.run_steps(2);
        }
        harness.run_steps(2);
        harness
    }
}

/// Every scene in `language`.
pub fn scenes(language: Language) -> Vec<Scene> {
    let mut scenes = Vec::new();
    from_session(&design(language), &mut scenes);
    by_hand(&mut scenes);
    let mut seen = BTreeSet::new();
    scenes.retain(|scene| seen.insert(scene.name.clone()));
    scenes
}

/// The pilot, with questions of a study's own beside its questionnaire.
fn design(language: Language) -> Loaded {
    let (name, words) = match language {
        Language::English => (
            "pilot",
            [
                "About this session",
                "How well could you follow the agent's work?",
                "Not at all",
                "Completely",
                "Is there anything that you would like to say about this session?",
            ],
        ),
        Language::German => (
            "pilot-de",
            [
                "Zu dieser Sitzung",
                "Wie gut konnten Sie der Arbeit des Agenten folgen?",
                "Überhaupt nicht",
                "Vollständig",
                "Möchten Sie uns zu dieser Sitzung noch etwas mitteilen?",
            ],
        ),
    };
    let [title, follow, low, high, say] = words;
    let (_, text) = protocol::builtin().into_iter().find(|(id, _)| *id == name).expect("it is built in");
    let asked = "questionnaires: [nasa_tlx(when: end, weighted: true)";
    assert_eq!(text.matches(asked).count(), 1, "{name}.ron no longer says '{asked}' once");
    let own = format!(
        r#"{asked},
        free(id: "own", title: "{title}", when: end, items: [
            scale(id: "follow", text: "{follow}", low: "{low}", high: "{high}", points: 7),
            text(id: "say", text: "{say}"),
        ])"#
    );
    protocol::parse(&text.replace(asked, &own), Path::new(name)).expect("a good protocol")
}

/// The first page of each kind in a session of `loaded`.
fn from_session(loaded: &Loaded, scenes: &mut Vec<Scene>) {
    let library = Library::embedded().expect("the packs are in the program");
    let plan = Arc::new(protocol::draw(loaded, &library, 1).expect("it can be drawn"));
    let stimuli: Arc<[Stimulus]> = protocol::stimuli(&plan, &library).expect("proven packs").into();
    let expertise = Arc::new(Expertise::from_library(&library).expect("packs hold their truth"));
    let mut events = Vec::new();
    let mut person = Participant::new(3, "P001", expertise);
    simulate::attend(plan.clone(), stimuli.clone(), &mut person, &mut |new| {
        events.extend_from_slice(new);
        Ok(())
    })
    .expect("a simulated person can take part");
    let mut kinds = BTreeSet::new();
    for end in 0..=events.len() {
        let some = &events[..end];
        let session = Session::replay(plan.clone(), stimuli.clone(), some).expect("it was recorded");
        let screen = session.screen();
        if let Screen::Review { batch, progress, .. } = &screen
            && (batch.decisions.len() < 5 || progress.practice)
        {
            continue;
        }
        let kind = kind(&screen);
        if !kinds.insert(kind.clone()) {
            continue;
        }
        let page = Page::Session(plan.clone(), stimuli.clone(), some.to_vec());
        let mut keep = |what: &str, keys: &[Key]| {
            let name = if what.is_empty() { kind.clone() } else { format!("{kind}-{what}") };
            scenes.push(Scene { name, keys: keys.to_vec(), page: page.clone() });
        };
        keep("", &[]);
        if matches!(screen, Screen::Questionnaire { ask: Ask::TlxRatings, .. }) {
            use Key::{ArrowDown, ArrowRight, Num7};
            keep(
                "filled",
                &[
                    Num7, ArrowDown, ArrowRight, ArrowDown, Num7, ArrowDown, Num7, ArrowDown, Num7,
                    ArrowDown, Num7,
                ],
            );
        }
        if matches!(screen, Screen::Rest { .. } | Screen::Arithmetic { .. }) {
            keep("stop", &[Key::F10]);
        }
        if matches!(screen, Screen::Review { .. }) {
            use Key::{A, ArrowDown, B, Enter, Num1, R, Space};
            keep("open", &[Space]);
            keep("brief", &[ArrowDown, Space, B]);
            keep("accept", &[A]);
            keep("pick", &[R, ArrowDown]);
            keep("reach", &[R, Enter]);
            keep("why", &[R, Enter, Num1]);
            keep("why-brief", &[B, R, Enter, Num1]);
            keep("confirm", &[R, Enter, Num1, Num1]);
        }
    }
}

/// A page's kind: its variant's name, and the page of instructions.
fn kind(screen: &Screen) -> String {
    let text = format!("{screen:?}");
    let name = text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_lowercase();
    match screen {
        Screen::Instructions { page, .. } => format!("{name}-{page}"),
        Screen::Questionnaire { ask, .. } => {
            let ask = format!("{ask:?}");
            format!(
                "{name}-{}",
                ask.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_lowercase()
            )
        }
        Screen::Break { ready, .. } => format!("{name}-{}", if *ready { "ready" } else { "wait" }),
        _ => name,
    }
}

/// Pages that a good session does not come to.
fn by_hand(scenes: &mut Vec<Scene>) {
    let progress = screens::progress();
    let mut long = screens::batch(40);
    Arc::make_mut(&mut long).cues = [(CueKind::Tests, 0), (CueKind::Linter, 1), (CueKind::Independent, 0)]
        .map(|(kind, status)| CueReport { kind, status, output: "Ran 12 tests in 0.031s\nOK\n".repeat(6) })
        .to_vec();
    let checked = screens::review(&long);
    let mut resumed = screens::review(&screens::batch(40));
    if let Screen::Review { resumed, .. } = &mut resumed {
        *resumed = true;
    }
    let mut add = |name: &str, page: Page, keys: &[Key]| {
        scenes.push(Scene { name: name.to_owned(), keys: keys.to_vec(), page });
    };
    add(
        "brief-again",
        Page::Hand(Screen::Brief {
            progress: progress.clone(),
            brief: screens::brief(),
            again: Some(Again::Wrong),
        }),
        &[],
    );
    add(
        "brief-repeated",
        Page::Hand(Screen::Brief {
            progress: progress.clone(),
            brief: screens::brief(),
            again: Some(Again::Interrupted),
        }),
        &[],
    );
    add("rest", Page::Hand(Screen::Rest { progress: progress.clone() }), &[]);
    add("timed-out", Page::Hand(Screen::Confidence { progress: progress.clone(), timed_out: true }), &[]);
    add("feedback-wrong", Page::Hand(Screen::Feedback { progress, correct: false }), &[]);
    for (name, ending) in [
        ("practice-over", Ending::PracticeNotPassed),
        ("sitting-over", Ending::SittingOver { left: 1, least_secs: 64_800 }),
        ("stopped-keep", Ending::Withdrawn { erase: false }),
        ("stopped-erase", Ending::Withdrawn { erase: true }),
    ] {
        add(name, Page::Hand(Screen::Done { ending }), &[]);
    }
    add("declined", Page::Hand(Screen::Done { ending: Ending::Declined }), &[]);
    add("review-long", Page::Hand(screens::review(&screens::batch(40))), &[Key::End]);
    add("review-resumed", Page::Hand(resumed.clone()), &[]);
    add("review-checks", Page::Hand(checked.clone()), &[]);
    add("review-checks-open", Page::Hand(checked), &[Key::C]);
    add("leave", Page::Leave(resumed), &[]);
    for count in [1, 8, 16] {
        let progress = Progress { agents: Some(screens::agents(count)), ..screens::progress() };
        let review = |decisions| {
            let mut screen = screens::review(&screens::batch(decisions));
            if let Screen::Review { progress: shown, .. } = &mut screen {
                *shown = progress.clone();
            }
            Page::Hand(screen)
        };
        let (brief, again) = (screens::brief(), None);
        add(&format!("board-{count}-review"), review(40), &[Key::Space]);
        add(&format!("board-{count}-pick"), review(12), &[Key::B, Key::R]);
        add(
            &format!("board-{count}-brief"),
            Page::Hand(Screen::Brief { progress: progress.clone(), brief, again }),
            &[],
        );
        add(&format!("board-{count}-rest"), Page::Hand(Screen::Rest { progress }), &[]);
    }
    add("trouble", Page::Trouble, &[]);
    add("pin", Page::Pin(PinStep::Ask), &[]);
    add("pin-wrong", Page::Pin(PinStep::Wrong), &[]);
    add("pin-wait", Page::Pin(PinStep::Wait(30)), &[]);
}
