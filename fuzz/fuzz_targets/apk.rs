#![no_main]
//! An app: the archive, its manifest, its signatures, and what is said of it.

use std::sync::LazyLock;

use detect::apk::Apk;
use detect::{Engine, NoList};
use libfuzzer_sys::fuzz_target;
use model::Reference;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new(Reference::embedded()));

fuzz_target!(|input: &[u8]| {
    ENGINE.assess_app(&Apk::read(input), "", &NoList);
});
