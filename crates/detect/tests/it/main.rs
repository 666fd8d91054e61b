//! The engine from outside: value in, text out.

mod apk;
mod call;
mod catalogue;
mod claims;
mod engine;
mod hostile;
mod hosts;
mod icon;
mod learned;
mod maker;
mod payment;
mod picture;
mod rule_errors;
mod rules;
mod sketch;
mod stories;
mod work;

/// Counts what is allocated, for [`work`].
#[global_allocator]
static ALLOCATOR: &stats_alloc::StatsAlloc<std::alloc::System> = &stats_alloc::INSTRUMENTED_SYSTEM;
