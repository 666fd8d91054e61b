#![no_main]
//! The log that anybody can check: paths of tiles, tiles, bundles, checkpoints, keys and signed notes.

use feed::tlog::{Checkpoint, TileId, VerifierKey, tile};
use libfuzzer_sys::fuzz_target;

const KEY: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

fuzz_target!(|input: &[u8]| {
    if let Some(entries) = tile::entries(input) {
        let mut again = Vec::new();
        entries.iter().for_each(|entry| tile::push_entry(&mut again, entry));
        assert_eq!(again, input);
    }
    if let Some(hashes) = tile::hashes(input) {
        tile::subtree_hash(&hashes, 0..hashes.len());
    }
    let Ok(text) = std::str::from_utf8(input) else { return };
    if let Some(id) = TileId::from_path(text) {
        assert_eq!(id.path(), text);
    }
    if let Some((index, width)) = tile::bundle_from_path(text) {
        assert_eq!(tile::bundle_path(index, width), text);
    }
    if let Ok(key) = text.parse::<VerifierKey>() {
        assert_eq!(key.to_string(), text.trim());
    }
    let key: VerifierKey = KEY.parse().expect("a key");
    let _ = key.signed(text);
    let origin = text.split('\n').next().unwrap_or_default();
    if let Ok(checkpoint) = Checkpoint::from_text(text, origin) {
        assert!(text.starts_with(checkpoint.text().trim_end()));
    }
});
