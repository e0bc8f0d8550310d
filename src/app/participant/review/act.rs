//! Everything that can be done in a review: from keys to acts, and from acts to display state and inputs.

use super::search::round;
use super::{ReviewDraft, View};
use crate::app::participant::keys::{Cause, Sent, send};
use crate::app::participant::verdict::{Stage, VerdictDraft};
use crate::scenario::truth::Reach;
use crate::session::input::{Input, JumpBy, Read};
use egui::Key;

/// Everything that can be done in a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app::participant) enum Act {
    Move(isize),
    To(usize),
    ScrollPages(i8),
    Toggle(usize),
    /// Shows all of a long output, or folds it again.
    Unfold(usize),
    SideBySide,
    /// Marks as suspect, or takes that back.
    Mark(usize),
    /// To the next decision (or the previous one) that touches a file of the present one.
    File(bool),
    /// To the next (or previous) mark.
    ToMark(bool),
    Help,
    /// Brings the search on and puts the keyboard into its field.
    Search,
    CloseSearch,
    /// Asks for the hits.
    Find,
    /// To the next (or previous) hit.
    ToHit(bool),
    Brief,
    Cues,
    Accept,
    Reject,
    Back,
    Highlight(isize),
    Pick(usize),
    Reach(Reach),
    Why(usize),
    Edit(Stage),
    Confirm,
}

/// What `key`, with Shift or without, asks for.
pub(super) fn of_key(
    (key, shift): (Key, bool),
    view: &View<'_>,
    draft: &ReviewDraft,
    typing: bool,
) -> Option<Act> {
    if view.reading.help_open {
        let closes = matches!(key, Key::Escape | Key::Questionmark | Key::F1 | Key::Enter);
        return closes.then_some(Act::Help);
    }
    if typing {
        return match key {
            Key::Enter => Some(Act::Find),
            Key::Escape => Some(Act::CloseSearch),
            _ => None,
        };
    }
    let stage = draft.verdict.as_ref().map(VerdictDraft::stage);
    if let Some(verdict) = &draft.verdict
        && let Some(act) = verdict.act_of(key, view.brief.clauses.len(), draft.cursor)
    {
        return Some(act);
    }
    Some(match key {
        Key::ArrowDown | Key::J => Act::Move(1),
        Key::ArrowUp | Key::K => Act::Move(-1),
        Key::PageDown => Act::ScrollPages(1),
        Key::PageUp => Act::ScrollPages(-1),
        Key::Home => Act::To(0),
        Key::End => Act::To(view.last()),
        Key::Space => Act::Toggle(draft.cursor),
        Key::Enter if stage.is_none() => Act::Toggle(draft.cursor),
        Key::O => Act::Unfold(draft.cursor),
        Key::D => Act::SideBySide,
        Key::S => Act::Mark(draft.cursor),
        Key::F => Act::File(!shift),
        Key::M => Act::ToMark(!shift),
        Key::Slash => Act::Search,
        Key::N if view.reading.search_open => Act::ToHit(!shift),
        Key::Questionmark | Key::F1 => Act::Help,
        Key::B => Act::Brief,
        Key::C if !view.batch.cues.is_empty() => Act::Cues,
        Key::Escape if view.reading.search_open => Act::CloseSearch,
        Key::Escape if view.brief_open => Act::Brief,
        Key::A if stage.is_none() => Act::Accept,
        Key::R if stage.is_none() => Act::Reject,
        _ => return None,
    })
}

/// Does `act`; true where it gave the verdict, after which nothing more counts.
pub(super) fn apply(
    act: Act,
    cause: Cause,
    view: &View<'_>,
    draft: &mut ReviewDraft,
    out: &mut Vec<Sent>,
) -> bool {
    let read = |out: &mut Vec<Sent>, read| send(out, cause, Input::Read(read));
    let last = view.last();
    let reading = view.reading;
    match act {
        Act::Move(by) => move_to(draft, draft.cursor.saturating_add_signed(by).min(last)),
        Act::To(row) => move_to(draft, row.min(last)),
        Act::ScrollPages(pages) => draft.list.scroll_pages(f32::from(pages)),
        Act::Toggle(row) => {
            move_to(draft, row.min(last));
            let place = row.min(last) as u32 + 1;
            let input =
                if view.is_open(row) { Input::CloseDecision(place) } else { Input::OpenDecision(place) };
            send(out, cause, input);
        }
        Act::Unfold(row) if view.is_open(row) => read(out, Read::Unfold(place(row), !view.is_unfolded(row))),
        Act::Unfold(_) => {}
        Act::SideBySide => read(out, Read::SideBySide(!reading.side_by_side)),
        Act::Mark(row) => read(out, Read::Mark(place(row), !view.is_suspect(row))),
        Act::File(forward) => {
            let row = along_file(view, draft.cursor, forward);
            jump(row.filter(|row| *row != draft.cursor), JumpBy::File, cause, draft, out);
        }
        Act::ToMark(forward) => {
            let row = round(&marked(view), draft.cursor, forward, false);
            jump(row, JumpBy::Mark, cause, draft, out);
        }
        Act::Help => read(out, Read::Help(!reading.help_open)),
        Act::Search => {
            draft.search.wants_keyboard = true;
            if !reading.search_open {
                read(out, Read::Search(true));
            }
        }
        Act::CloseSearch => {
            draft.search.clear();
            read(out, Read::Search(false));
        }
        Act::Find => {
            draft.search.asked = Some(cause);
            search_on(view, draft, out);
        }
        Act::ToHit(forward) => to_hit(forward, false, cause, view, draft, out),
        Act::Brief => send(out, cause, if view.brief_open { Input::CloseBrief } else { Input::OpenBrief }),
        Act::Cues => read(out, Read::Cues(!reading.cues_open)),
        Act::Accept => draft.verdict = Some(VerdictDraft::accept()),
        Act::Reject => {
            // What is marked is what one would name; the list still decides.
            if let Some(row) = marked(view).first() {
                move_to(draft, *row);
            }
            draft.verdict = Some(VerdictDraft::reject());
        }
        Act::Back => {
            if draft.verdict.as_mut().is_none_or(|verdict| !verdict.back()) {
                draft.verdict = None;
            }
        }
        Act::Confirm => {
            let verdict = draft.verdict.as_ref().and_then(|verdict| verdict.verdict(view.brief));
            if let Some(verdict) = verdict {
                send(out, cause, Input::Verdict(verdict));
                return true;
            }
        }
        Act::Highlight(_) | Act::Pick(_) | Act::Reach(_) | Act::Why(_) | Act::Edit(_) => {
            if let Act::Pick(row) = act {
                move_to(draft, row);
            }
            if let Some(verdict) = &mut draft.verdict {
                verdict.apply(act, view.brief.clauses.len());
            }
        }
    }
    false
}

/// Searches on; where all was searched and the result was asked for, tells it and goes to the first hit.
pub(super) fn search_on(view: &View<'_>, draft: &mut ReviewDraft, out: &mut Vec<Sent>) {
    if draft.search.step(view) {
        // What brought it about arrived in this frame: in a later one there is nothing to stamp it by.
        if let Some(cause) = &mut draft.search.asked {
            *cause = Cause::Frame;
        }
        return;
    }
    let Some(cause) = draft.search.asked.take() else { return };
    if draft.search.needle().is_none() {
        return;
    }
    if draft.search.tell() {
        let (letters, hits) = (draft.search.letters(), draft.search.hits().len() as u32);
        send(out, cause, Input::Read(Read::Searched { letters, hits }));
    }
    to_hit(true, true, cause, view, draft, out);
}

/// Goes on to the next place that holds what is searched: within an open decision from line to line, then to the next
/// decision that holds it.
fn to_hit(
    forward: bool,
    inclusive: bool,
    cause: Cause,
    view: &View<'_>,
    draft: &mut ReviewDraft,
    out: &mut Vec<Sent>,
) {
    let Some(needle) = draft.search.needle().map(str::to_owned) else { return };
    let here = draft.search.at.filter(|(row, _)| *row == draft.cursor);
    if let Some((row, Some(piece))) = here {
        let stops = draft.list.stops(view, row, &needle);
        let next = if forward {
            stops.into_iter().find(|stop| *stop > piece)
        } else {
            stops.into_iter().rev().find(|stop| *stop < piece)
        };
        if next.is_some() {
            return stop((row, next), cause, draft, out);
        }
    }
    if let Some(row) = draft.search.hit(draft.cursor, forward, inclusive && here.is_none()) {
        let stops = draft.list.stops(view, row, &needle);
        let piece = if forward { stops.first() } else { stops.last() };
        stop((row, piece.copied()), cause, draft, out);
    }
}

fn stop(at: (usize, Option<usize>), cause: Cause, draft: &mut ReviewDraft, out: &mut Vec<Sent>) {
    draft.search.at = Some(at);
    draft.search.leaves_keyboard = true;
    jump(Some(at.0), JumpBy::Search, cause, draft, out);
    if let (row, Some(piece)) = at {
        draft.list.reveal_piece(row, piece);
    }
}

fn jump(row: Option<usize>, by: JumpBy, cause: Cause, draft: &mut ReviewDraft, out: &mut Vec<Sent>) {
    if let Some(row) = row {
        move_to(draft, row);
        send(out, cause, Input::Read(Read::Jump(place(row), by)));
    }
}

fn move_to(draft: &mut ReviewDraft, row: usize) {
    draft.cursor = row;
    draft.list.reveal(row);
}

/// A row's place in the batch, from 1.
fn place(row: usize) -> u32 {
    row as u32 + 1
}

fn marked(view: &View<'_>) -> Vec<usize> {
    (0..view.batch.decisions.len()).filter(|row| view.is_suspect(*row)).collect()
}

/// The next decision (or the previous one), round the end, that touches a file of decision `row`.
fn along_file(view: &View<'_>, row: usize, forward: bool) -> Option<usize> {
    let paths: Vec<&str> = view.decision(row)?.diffs.iter().map(|file| file.path.as_str()).collect();
    let touches = |decision: &crate::scenario::view::DecisionView| {
        decision.diffs.iter().any(|file| paths.contains(&file.path.as_str()))
    };
    let count = view.batch.decisions.len();
    (1..count)
        .map(|steps| if forward { (row + steps) % count } else { (row + count - steps) % count })
        .find(|row| view.decision(*row).is_some_and(|decision| touches(decision)))
}
