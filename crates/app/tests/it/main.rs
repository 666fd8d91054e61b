//! The binary and the workspace as a whole.

mod settings;
mod workspace;
