#![no_main]
//! What partners send over TAXII: objects, and a pattern by itself.

use feed::stix::read;
use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};

fn check(object: &Value) {
    let (id, version) = read::id_and_version(object);
    assert!(id.chars().count() <= 120 && version.chars().count() <= 120);
    if let Ok(inbound) = read::read(object) {
        assert!(!inbound.indicators.is_empty());
        for indicator in &inbound.indicators {
            assert_eq!(indicator.to_string().parse().as_ref(), Ok(indicator));
        }
    }
}

fuzz_target!(|input: &str| {
    if let Ok(object) = serde_json::from_str(input) {
        check(&object);
    }
    check(&json!({
        "type": "indicator", "id": "indicator--00000000-0000-4000-8000-000000000000", "spec_version": "2.1",
        "pattern_type": "stix", "pattern": input,
    }));
});
