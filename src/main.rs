//! The program: hands over to `cli` and exits with the code that it gives.

fn main() -> std::process::ExitCode {
    clauselint::cli::main()
}
