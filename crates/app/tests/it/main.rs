//! The binary and the workspace as a whole.

mod demo;
mod settings;
mod workspace;
