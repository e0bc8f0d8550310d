//! The board of agents: which are at work for the participant, and which wait for them.
//!
//! Part of the screen, and as still as that. A tile changes when the page does, or when a review falls due while the
//! participant is busy with something else; that moment is an event ([`ReviewDue`](super::event::Event::ReviewDue)), so
//! the board of any moment comes out of a replay. It says nothing of how long anything takes, and nothing of the work but
//! its brief's title.

use super::script::Script;
use super::state::{Stage, State};
use crate::protocol::queue::Waiting;
use std::sync::Arc;

/// One agent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agent {
    /// What it is at.
    pub doing: Doing,
    /// The title of its brief; empty where it has none.
    pub title: Arc<str>,
}

/// What an agent is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doing {
    /// Nothing.
    Free,
    /// The participant reads its brief.
    Briefed,
    /// It works.
    Working,
    /// It is done and waits for the review.
    Ready,
    /// The participant reviews what it did.
    Reviewed,
}

/// The board beside the present page: as many agents as may be at work at once. None where the study never has more than
/// one, and on pages that belong to no trial.
pub(super) fn board(script: &Script, state: &State) -> Option<Arc<[Agent]>> {
    let plan = &script.plan;
    if !plan.has_board() {
        return None;
    }
    let own = state.stage.trial();
    let at_work = matches!(state.stage, Stage::Filler { .. }).then(|| state.queue.earliest()).flatten();
    let present = own.or(at_work.map(|one| one.trial)).and_then(|trial| script.trial(trial))?;
    let agent = |place: usize| {
        let Some(trial) = state.agents.get(place).copied().flatten() else {
            return Agent { doing: Doing::Free, title: Arc::default() };
        };
        let waiting = state.queue.waiting.iter().find(|one| one.trial == trial);
        let doing = match (waiting, &state.stage) {
            (Some(one), _) if one.due_nanos <= state.last_nanos => Doing::Ready,
            (Some(_), _) => Doing::Working,
            (None, Stage::Brief { .. } | Stage::Questions { .. } | Stage::BriefOver { .. }) => Doing::Briefed,
            (None, _) => Doing::Reviewed,
        };
        Agent { doing, title: script.title(trial) }
    };
    Some((0..plan.outstanding_max_at(present) as usize).map(agent).collect())
}

impl State {
    /// Gives the present trial to the first agent that is free.
    pub(super) fn engage(&mut self, trial: u32) {
        match self.agents.iter_mut().find(|agent| agent.is_none()) {
            Some(free) => *free = Some(trial),
            None => self.agents.push(Some(trial)),
        }
    }

    /// Agents whose work was reviewed are free again.
    pub(super) fn release(&mut self) {
        for agent in &mut self.agents {
            *agent = agent.filter(|trial| self.queue.waiting.iter().any(|one| one.trial == *trial));
        }
    }

    /// Agents whose brief is to be given again are free until it is, but for the one whose brief is on the page.
    pub(super) fn dismiss(&mut self, repeated: &[u32]) {
        let present = self.stage.trial();
        for agent in &mut self.agents {
            *agent = agent.filter(|trial| !repeated.contains(trial) || present == Some(*trial));
        }
    }

    /// The next review that falls due while the participant is at something else, where they can see that.
    pub(super) fn falls_due(&self, script: &Script) -> Option<Waiting> {
        self.stage.trial().filter(|_| script.plan.has_board())?;
        let later = self.queue.waiting.iter().filter(|one| one.due_nanos > self.last_nanos);
        later.copied().min_by_key(|one| (one.due_nanos, one.trial))
    }
}
