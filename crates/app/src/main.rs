//! The one binary, `khien`.

use std::process::ExitCode;

fn main() -> ExitCode {
    app::run(std::env::args_os().collect(), std::env::vars_os())
}
