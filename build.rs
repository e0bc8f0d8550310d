//! The program carries its scenario packs and protocols: a new file there must make a new program. It also carries
//! the commit that it was built from, for the provenance of everything that it writes.

use std::process::Command;

fn main() {
    println!("cargo:rerun-if-changed=protocols");
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed=TIGHTLOOP_COMMIT");
    // Outside a checkout, or without git, the commit stays unknown: a build must not fail for it.
    if let Some(commit) = git(&["rev-parse", "--short=12", "HEAD"])
        && std::env::var_os("TIGHTLOOP_COMMIT").is_none()
    {
        println!("cargo:rustc-env=TIGHTLOOP_COMMIT={commit}");
    }
    if let Some(log) = git(&["rev-parse", "--git-path", "logs/HEAD"])
        && std::path::Path::new(&log).exists()
    {
        println!("cargo:rerun-if-changed={log}");
    }
}

fn git(args: &[&str]) -> Option<String> {
    let output = Command::new("git").args(args).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}
