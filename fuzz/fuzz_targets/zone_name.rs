#![no_main]
//! Names for a zone: whatever is let in fits, with its wildcard twin.

use libfuzzer_sys::fuzz_target;
use model::publication::zone_name;

fuzz_target!(|input: (&str, u8)| {
    let (host, zone) = input;
    let zone = usize::from(zone.max(1));
    if let Ok(owner) = zone_name::owner_name(host, zone) {
        assert!(owner.len() + 3 + zone <= zone_name::NAME_OCTETS_MAX);
    }
});
