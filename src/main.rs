//! Arguments in, exit code out.

fn main() -> std::process::ExitCode {
    pilcrow::cli::run(std::env::args_os())
}
