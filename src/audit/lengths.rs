//! Where lengths of real agents' decisions stand beside ours.

use super::Audit;

/// The report's section on lengths of real traces.
pub(super) fn section(audit: &Audit) -> String {
    crate::scenario::lengths::section(&audit.lengths)
}
