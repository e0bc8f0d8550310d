//! The `tightloop` program: a shell around the library.

fn main() -> std::process::ExitCode {
    tightloop::cli::main()
}
