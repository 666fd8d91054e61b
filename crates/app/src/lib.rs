//! The one binary, khien: settings, commands, jobs, wiring
