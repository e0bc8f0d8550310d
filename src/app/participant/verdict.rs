//! The verdict: accept, or reject with the first wrong decision, its reach and why. One step at a time, every step
//! open to change until the last one is confirmed.
//!
//! The clauses are offered as reasons only in the last step, after decision and reach were chosen: before that,
//! reading them is what opening the brief is for, and that is measured.

use super::page::{self, Weight};
use super::review::{Act, View, click, option_of, small_click};
use crate::app::strings::words;
use crate::app::theme::{self, size};
use crate::scenario::truth::Reach;
use crate::scenario::view::Brief;
use crate::session::input::{Reason, Verdict};
use egui::{Align, Key, Layout, Rect, RichText, ScrollArea, Ui};

/// A step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// Accept all?
    Accept,
    /// Which one is the first wrong one?
    Pick,
    /// Local or root?
    Reach,
    /// Which clause?
    Why,
    /// Is this your verdict?
    Confirm,
}

/// A verdict on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct VerdictDraft {
    stage: Stage,
    /// The first wrong decision, from 0.
    row: Option<usize>,
    reach: Option<Reach>,
    /// Index into the clauses; one past them: the brief changed.
    why: Option<usize>,
    /// The option that Enter would take.
    highlight: usize,
}

const REACHES: [Reach; 2] = [Reach::Local, Reach::Root];

/// What a rejection is made of, in the order in which it is asked and summed up.
const STEPS: [Stage; 3] = [Stage::Pick, Stage::Reach, Stage::Why];

impl VerdictDraft {
    pub(super) fn accept() -> Self {
        Self { stage: Stage::Accept, row: None, reach: None, why: None, highlight: 0 }
    }

    pub(super) fn reject() -> Self {
        Self { stage: Stage::Pick, ..Self::accept() }
    }

    pub(super) fn stage(&self) -> Stage {
        self.stage
    }

    /// The row picked as the first wrong one, from 0.
    pub(super) fn picked(&self) -> Option<usize> {
        self.row
    }

    /// One step back; false where there is none.
    pub(super) fn back(&mut self) -> bool {
        let stage = match self.stage {
            Stage::Accept | Stage::Pick => return false,
            Stage::Reach => Stage::Pick,
            Stage::Why => Stage::Reach,
            Stage::Confirm => Stage::Why,
        };
        self.go(stage);
        true
    }

    /// What `key` means in this step; none where it means what it means in the list.
    pub(super) fn act_of(&self, key: Key, clauses: usize, cursor: usize) -> Option<Act> {
        let options = self.options(clauses);
        match (self.stage, key) {
            (_, Key::Escape) => Some(Act::Back),
            (Stage::Accept | Stage::Confirm, Key::Enter) => Some(Act::Confirm),
            (Stage::Pick, Key::Enter) => Some(Act::Pick(cursor)),
            (Stage::Reach | Stage::Why, Key::Enter | Key::Space) => Some(self.choose(self.highlight)),
            (Stage::Reach | Stage::Why, Key::ArrowDown | Key::J) => Some(Act::Highlight(1)),
            (Stage::Reach | Stage::Why, Key::ArrowUp | Key::K) => Some(Act::Highlight(-1)),
            (Stage::Reach | Stage::Why, _) => option_of(key, options).map(|index| self.choose(index)),
            (Stage::Confirm, _) => {
                option_of(key, STEPS.len()).and_then(|index| STEPS.get(index)).map(|step| Act::Edit(*step))
            }
            _ => None,
        }
    }

    /// Takes an answer and goes on to the next open step.
    pub(super) fn apply(&mut self, act: Act, clauses: usize) {
        match act {
            Act::Pick(row) => self.row = Some(row),
            Act::Reach(reach) => self.reach = Some(reach),
            Act::Why(index) => self.why = Some(index.min(clauses)),
            Act::Edit(stage) => return self.go(stage),
            Act::Highlight(by) => {
                let last = self.options(clauses).saturating_sub(1);
                self.highlight = self.highlight.saturating_add_signed(by).min(last);
                return;
            }
            _ => return,
        }
        self.go(match (self.row, self.reach, self.why) {
            (None, _, _) => Stage::Pick,
            (_, None, _) => Stage::Reach,
            (_, _, None) => Stage::Why,
            _ => Stage::Confirm,
        });
    }

    /// The verdict, where every step has its answer.
    pub(super) fn verdict(&self, brief: &Brief) -> Option<Verdict> {
        match self.stage {
            Stage::Accept => Some(Verdict::Accept),
            Stage::Confirm => {
                let reason = match brief.clauses.get(self.why?) {
                    Some(clause) => Reason::Clause(clause.id.clone()),
                    None => Reason::BriefChanged,
                };
                Some(Verdict::Reject { index: self.row? as u32 + 1, reach: self.reach?, reason })
            }
            _ => None,
        }
    }

    fn go(&mut self, stage: Stage) {
        self.stage = stage;
        self.highlight = match stage {
            Stage::Reach => {
                self.reach.and_then(|reach| REACHES.iter().position(|r| *r == reach)).unwrap_or(0)
            }
            Stage::Why => self.why.unwrap_or(0),
            _ => 0,
        };
    }

    fn options(&self, clauses: usize) -> usize {
        match self.stage {
            Stage::Reach => REACHES.len(),
            Stage::Why => clauses + 1,
            _ => 0,
        }
    }

    fn choose(&self, index: usize) -> Act {
        match self.stage {
            Stage::Reach => Act::Reach(REACHES[index.min(REACHES.len() - 1)]),
            _ => Act::Why(index),
        }
    }
}

/// Draws the present step, at most `most` points high.
pub(super) fn ui(
    ui: &mut Ui,
    draft: &VerdictDraft,
    view: &View<'_>,
    cursor: usize,
    most: f32,
) -> Option<Act> {
    let words = words(ui);
    match draft.stage {
        Stage::Accept => ask(ui, words.accept_ask, words.accept_confirm, Act::Confirm, |_| None),
        Stage::Pick => {
            let pick = words.decision(cursor + 1);
            ask(ui, words.pick_title, &pick, Act::Pick(cursor), |ui| {
                let palette = theme::palette(ui);
                // A line of text, not a row of buttons.
                ui.spacing_mut().interact_size.y = size::BODY_LINE;
                ui.horizontal(|ui| {
                    ui.label(RichText::new(words.pick_hint).color(palette.text_soft));
                    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                        page::hints(ui, &words.pick_hints());
                    });
                });
                None
            })
        }
        Stage::Reach => {
            options(ui, draft, words.reach_title, most, REACHES.map(|reach| words.reach(reach)).iter())
        }
        Stage::Why => {
            let clauses: Vec<String> =
                view.brief.clauses.iter().map(|clause| format!("{}  {}", clause.id, clause.text)).collect();
            let all = clauses.iter().map(String::as_str).chain([words.why_changed]);
            options(ui, draft, words.why_title, most, all)
        }
        Stage::Confirm => ask(ui, words.confirm_title, words.reject_confirm, Act::Confirm, |ui| {
            // The buttons below stay in view, however small the window.
            let all = ScrollArea::vertical().max_height(most).auto_shrink([false, true]);
            all.show(ui, |ui| summary(ui, draft, view)).inner
        }),
    }
}

fn ask(
    ui: &mut Ui,
    title: &str,
    confirm: &str,
    act: Act,
    middle: impl FnOnce(&mut Ui) -> Option<Act>,
) -> Option<Act> {
    ui.label(RichText::new(title).heading());
    let words = words(ui);
    let mut done = middle(ui);
    ui.add_space(size::S1);
    ui.horizontal(|ui| {
        if click(ui, Key::Enter, confirm, Weight::Main) {
            done = Some(act);
        }
        if click(ui, Key::Escape, words.back, Weight::Plain) {
            done = Some(Act::Back);
        }
    });
    done
}

fn options<T: AsRef<str>>(
    ui: &mut Ui,
    draft: &VerdictDraft,
    title: &str,
    most: f32,
    labels: impl Iterator<Item = T>,
) -> Option<Act> {
    let words = words(ui);
    let mut done = None;
    ui.label(RichText::new(title).heading());
    // What the arrows came to is brought into view, once: the wheel may take it out again.
    let place = egui::Id::unique("verdict-option");
    let here = (draft.stage, draft.highlight);
    let moved = ui.data_mut(|data| {
        let before = data.get_temp(place);
        data.insert_temp(place, here);
        before != Some(here)
    });
    ScrollArea::vertical().max_height(most).auto_shrink([false, true]).show(ui, |ui| {
        for (index, label) in labels.enumerate() {
            let highlighted = index == draft.highlight;
            let top = ui.next_widget_position();
            if page::option(ui, index, label.as_ref(), highlighted) {
                done = Some(draft.choose(index));
            }
            if highlighted && moved {
                ui.scroll_to_rect(Rect::from_two_pos(top, ui.next_widget_position()), None);
            }
        }
    });
    ui.add_space(size::S1);
    if click(ui, Key::Escape, words.back, Weight::Plain) {
        done = Some(Act::Back);
    }
    done
}

fn summary(ui: &mut Ui, draft: &VerdictDraft, view: &View<'_>) -> Option<Act> {
    let words = words(ui);
    let mut edit = None;
    let why = draft.why.map(|why| match view.brief.clauses.get(why) {
        Some(clause) => format!("{}  {}", clause.id, clause.text),
        None => words.why_changed.to_owned(),
    });
    let parts = [
        draft.row.map(|row| words.first_wrong(row as u32 + 1)),
        draft.reach.map(|reach| words.reach(reach).to_owned()),
        why,
    ];
    for (index, (text, step)) in parts.into_iter().zip(STEPS).enumerate() {
        let Some(text) = text else { continue };
        ui.horizontal(|ui| {
            let change = format!("{}: {text}", words.change);
            let key = super::keys::digit_key(index).map_or("", |key| words.key(key));
            if small_click(ui, key, words.change, &change) {
                edit = Some(Act::Edit(step));
            }
            ui.add(egui::Label::new(text).wrap());
        });
    }
    edit
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::view::Clause;

    fn brief() -> Brief {
        let clauses = vec![Clause { id: "C1".into(), text: "It works".into() }];
        Brief { title: String::new(), request: String::new(), clauses, accepted: Vec::new() }
    }

    #[test]
    fn no_step_can_be_left_out() {
        let mut draft = VerdictDraft::reject();
        for act in [Act::Pick(4), Act::Reach(Reach::Root)] {
            assert_eq!(draft.verdict(&brief()), None);
            draft.apply(act, 1);
        }
        assert_eq!((draft.stage(), draft.verdict(&brief())), (Stage::Why, None));
        draft.apply(Act::Why(0), 1);
        let reason = Reason::Clause("C1".into());
        assert_eq!(draft.verdict(&brief()), Some(Verdict::Reject { index: 5, reach: Reach::Root, reason }));
    }

    #[test]
    fn an_answer_can_be_changed_without_giving_the_others_again() {
        let mut draft = VerdictDraft::reject();
        for act in [Act::Pick(4), Act::Reach(Reach::Root), Act::Why(1), Act::Edit(Stage::Pick), Act::Pick(2)]
        {
            draft.apply(act, 1);
        }
        let reason = Reason::BriefChanged;
        assert_eq!(draft.verdict(&brief()), Some(Verdict::Reject { index: 3, reach: Reach::Root, reason }));
    }

    #[test]
    fn each_answer_is_changed_by_its_number_before_it_is_confirmed() {
        let mut draft = VerdictDraft::reject();
        for act in [Act::Pick(4), Act::Reach(Reach::Root), Act::Why(0)] {
            draft.apply(act, 1);
        }
        for (key, step) in [(Key::Num1, Stage::Pick), (Key::Num2, Stage::Reach), (Key::Num3, Stage::Why)] {
            assert_eq!(draft.act_of(key, 1, 0), Some(Act::Edit(step)));
        }
        assert_eq!(draft.act_of(Key::Num4, 1, 0), None);
    }

    #[test]
    fn back_goes_through_every_step_and_out() {
        let mut draft = VerdictDraft::reject();
        for act in [Act::Pick(0), Act::Reach(Reach::Local), Act::Why(0)] {
            draft.apply(act, 1);
        }
        let mut stages = vec![draft.stage()];
        while draft.back() {
            stages.push(draft.stage());
        }
        assert_eq!(stages, [Stage::Confirm, Stage::Why, Stage::Reach, Stage::Pick]);
    }
}
