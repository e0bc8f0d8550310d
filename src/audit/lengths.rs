//! Where lengths of real agents' decisions stand beside ours.

use super::Audit;

/// The report's section on lengths of real traces; empty while there is nothing to compare with.
pub(super) fn section(_audit: &Audit) -> String {
    String::new()
}
