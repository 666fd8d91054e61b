#![no_main]
//! Short forms in addresses, headers and settings: moments, times, codes, hashes, address ranges, terms of consumers,
//! tables of hosts. What reads is written again as it came, where there is one right form.

use desk::consumer::Network;
use desk::consumer::{Terms, TermsFields};
use feed::Moment;
use libfuzzer_sys::fuzz_target;
use model::publication::ActHash;
use model::reference::Hosts;
use model::{Method, Time, TrackingCode};

fuzz_target!(|input: &str| {
    if let Ok(moment) = input.parse::<Moment>() {
        assert_eq!(moment.to_string().parse::<Moment>().ok(), Some(moment));
    }
    if let Ok(time) = input.parse::<Time>() {
        assert_eq!(time.to_string().parse::<Time>().ok(), Some(time));
    }
    if let Ok(code) = input.parse::<TrackingCode>() {
        assert_eq!(code.to_string().parse::<TrackingCode>().ok(), Some(code));
    }
    if let Ok(hash) = input.parse::<ActHash>() {
        assert_eq!(hash.to_string().parse::<ActHash>().ok(), Some(hash));
    }
    if let Ok(method) = input.parse::<Method>() {
        assert_eq!(method.slug(), input);
    }
    if let Ok(network) = input.parse::<Network>() {
        assert_eq!(network.to_string().parse::<Network>().ok(), Some(network));
    }
    let fields = TermsFields { kind: "isp", contact: input, networks: input, requests_per_day: input, ..TermsFields::default() };
    let _ = Terms::parse(&fields, |_| true);
    let _ = Hosts::parse(input);
});
