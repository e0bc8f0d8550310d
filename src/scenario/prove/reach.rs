//! Proof 5, reach: what it takes to mend an error depends on where the batch ends.
//!
//! For an end `e`, take the sound choice at the planted decision, what follows up to `e` exactly as the wrong twin has
//! it, and what comes after `e` sound. Where that repository passes the oracle, mending the one decision was enough:
//! *local* at `e`. Where a check fails, or an edit no longer applies, what was built on the error must go too: *root*.
//! At the planted decision itself nothing is built on it, so the error is local there; once root, it stays root. The
//! search by halves relies on that and checks it at both ends; with `every_end` each end is tried.

use super::Prover;
use super::cases::{self, Wrong};
use crate::problem::{Outcome, Problem};
use crate::scenario::memo::StateId;
use crate::scenario::render::Walk;
use crate::scenario::spec::VariantSpec;

impl Prover<'_> {
    /// Where a batch must end, at the least, for the error to be root; and what is not as the pack claims.
    pub(super) fn reach(
        &self,
        who: &str,
        case: &VariantSpec,
        wrong_twin: &Walk,
        sound_twin: &Walk,
        wrong: Wrong<'_>,
    ) -> Outcome<(Vec<Problem>, Option<usize>)> {
        let is_root = |end: usize| self.is_root(case, wrong_twin, sound_twin, wrong, end);
        let last = wrong_twin.steps.len() - 1;
        let mut failures = Vec::new();
        if is_root(wrong.decision)? {
            let what = format!("{who}: the error is root where nothing is built on it yet");
            failures.push(self.scenario(what).todo("let the sound choice at this decision pass every check"));
        }
        let found = if self.options.every_end {
            let roots = (wrong.decision..=last).map(is_root).collect::<Outcome<Vec<bool>>>()?;
            let first = roots.iter().position(|root| *root);
            if let Some(back) = first.and_then(|first| roots.iter().skip(first).position(|root| !root)) {
                let end = first.unwrap_or(0) + back + wrong.decision;
                let end = &self.pack.spec().decisions[end].id;
                let what = format!("{who}: the error is root before '{end}' and local again at it");
                failures.push(self.scenario(what).todo("let nothing later undo what was built on the error"));
            }
            first.map(|first| first + wrong.decision)
        } else {
            halves(wrong.decision, last, is_root)?
        };
        if found != wrong.root_from {
            let name = |decision: Option<usize>| match decision {
                Some(decision) => format!("from '{}' on", self.pack.spec().decisions[decision].id),
                None => "never".to_owned(),
            };
            let what = format!(
                "{who}: the error is root {}, and the pack says {}",
                name(found),
                name(wrong.root_from)
            );
            failures.push(
                self.scenario(what).todo("write the root_from that was found, or change what is built on it"),
            );
        }
        Ok((failures, found))
    }

    fn is_root(
        &self,
        case: &VariantSpec,
        wrong_twin: &Walk,
        sound_twin: &Walk,
        wrong: Wrong<'_>,
        end: usize,
    ) -> Outcome<bool> {
        let Some(state) = self.hybrid(wrong_twin, sound_twin, wrong.decision, end) else { return Ok(true) };
        let mut checks = cases::checks(self.pack.spec(), case);
        // The clause that was broken is the likeliest to be broken still.
        checks.sort_by_key(|(clause, _)| clause != wrong.clause);
        for (_, check) in checks {
            if self.check(state, &sound_twin.environment, &check)?.status != 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The finished repository in which the planted decision alone was mended at a batch's end; none where an edit
    /// does not apply.
    fn hybrid(&self, wrong_twin: &Walk, sound_twin: &Walk, planted: usize, end: usize) -> Option<StateId> {
        let mut memo = self.memo();
        let mut state = sound_twin.steps.get(planted)?.view.before;
        for (index, (wrong, sound)) in
            wrong_twin.steps.iter().zip(&sound_twin.steps).enumerate().skip(planted)
        {
            let as_built = index > planted && index <= end;
            if let Some(script) = if as_built { wrong.script } else { sound.script } {
                state = memo.apply(state, script).ok()?;
            }
        }
        Some(state)
    }
}

/// The first end at which the error is root, given that it is local at `local` and, once root, stays root.
fn halves(mut local: usize, last: usize, is_root: impl Fn(usize) -> Outcome<bool>) -> Outcome<Option<usize>> {
    if local == last || !is_root(last)? {
        return Ok(None);
    }
    let mut root = last;
    while root - local > 1 {
        let middle = local + (root - local) / 2;
        if is_root(middle)? { root = middle } else { local = middle }
    }
    Ok(Some(root))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_find_the_first_root_end_or_none() {
        for first in 3..=12 {
            assert_eq!(halves(2, 12, |end| Ok(end >= first)), Ok(Some(first)));
        }
        assert_eq!(halves(2, 12, |_| Ok(false)), Ok(None));
        assert_eq!(halves(12, 12, |_| Ok(true)), Ok(None), "nothing comes after the last decision");
    }
}
