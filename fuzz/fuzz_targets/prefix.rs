#![no_main]
//! Updates of the prefix list: read, applied, and written again as they came.

use feed::prefix::rice::{pack, unpack};
use feed::prefix::update::checksum;
use feed::prefix::{PrefixList, Update};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let Ok(mut update) = Update::decode(input) else { return };
    if input[5..8] == [0; 3] && (update.from.is_some() || input[8..16] == [0; 8]) {
        assert_eq!(update.encode(), input);
    }
    let mut list = PrefixList::default();
    let _ = list.apply(input);
    // Numbers that read are sorted, and the same list is packed to something that reads the same.
    if let Ok(numbers) = unpack(&update.added) {
        assert!(numbers.is_sorted());
        assert_eq!(unpack(&pack(&numbers)).as_deref(), Ok(numbers.as_slice()));
        update.from = None;
        update.removed = pack(&[]);
        update.checksum = checksum(&numbers);
        list.apply(&update.encode()).expect("a list that reads");
        assert_eq!(list.len(), numbers.len());
    }
});
