//! What a pack's programs may touch: they read everything, write below one folder, and speak to no network.
//!
//! On Linux by Landlock, which a thread takes on for itself and for everything it starts; elsewhere, and on kernels
//! without it, programs run unconfined, and the proof says so.

use std::path::Path;

/// Takes the right to write anywhere else, and to use TCP, from the calling thread and all that it starts.
///
/// Gives whether the system does so.
#[cfg(target_os = "linux")]
pub(super) fn confine(writable: &[&Path]) -> bool {
    use landlock::{
        ABI, AccessFs, AccessNet, Ruleset, RulesetAttr as _, RulesetCreatedAttr as _, RulesetStatus,
        path_beneath_rules,
    };
    let writes = AccessFs::from_write(ABI::V3);
    // The devices that programs write to without leaving a trace.
    let devices = [Path::new("/dev/null"), Path::new("/dev/tty")];
    let attempt = || -> Result<RulesetStatus, landlock::RulesetError> {
        let rules = Ruleset::default()
            .handle_access(writes)?
            .handle_access(AccessNet::BindTcp | AccessNet::ConnectTcp)?
            .create()?
            .add_rules(path_beneath_rules(writable, writes))?
            .add_rules(path_beneath_rules(devices, AccessFs::WriteFile))?;
        Ok(rules.restrict_self()?.ruleset)
    };
    attempt().is_ok_and(|status| status != RulesetStatus::NotEnforced)
}

/// Nothing like it here.
#[cfg(not(target_os = "linux"))]
pub(super) fn confine(_writable: &[&Path]) -> bool {
    false
}
