//! Proof 9: an attention check is wrong. The work that is left after it breaks at least one clause.

use super::{Prover, cases};
use crate::problem::{Outcome, Problem};
use crate::scenario::attention::{emptied, is_plain};
use crate::scenario::render::Walk;
use crate::scenario::spec::VariantSpec;

impl Prover<'_> {
    /// Proves it of a plain sound variant, of which alone attention checks are made.
    pub(super) fn attention(&self, who: &str, case: &VariantSpec, walk: &Walk) -> Outcome<Option<Problem>> {
        if !is_plain(case) {
            return Ok(None);
        }
        let (_, state) = {
            let mut memo = self.memo();
            emptied(&mut memo, walk)
        };
        for (_, check) in cases::checks(self.pack.spec(), case) {
            if self.check(state, &walk.environment, &check)?.status != 0 {
                return Ok(None);
            }
        }
        let what = format!("{who}: every check passes although all that the agent wrote was emptied");
        Ok(Some(self.scenario(what).todo("let a check look at what the work is for")))
    }
}
