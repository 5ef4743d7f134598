//! Arguments in, exit code out.

/// A build allocates millions of short-lived pieces on all cores, half of them inside the C parsers that colour code;
/// measured on 2,000 runs, this allocator saves an eighth of the time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    pilcrow::run_command(std::env::args_os())
}
