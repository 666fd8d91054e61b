//! A response policy zone. Page: `docs/formats/rpz.md`.
//!
//! Source: draft-vixie-dnsop-dns-rpz-00: `CNAME .` answers NXDOMAIN (section 3.1), the twin `*.name`
//! covers everything below (section 4.1). The zone has no delegation, so its name server is the customary
//! placeholder `localhost.` (section 6). Names are checked before they are written, because one bad name
//! costs a resolver the whole zone.

use std::io::{Result, Write};

use model::Snapshot;

use crate::FeedOptions;
use crate::names::Names;
use crate::report::Report;

/// Seconds a resolver may keep an answer made from this zone: a delisted name must come back within a
/// minute. A choice; RFC 2308, section 4 lets the SOA's last field bound negative answers.
const TTL_SECONDS: u32 = 60;

/// Seconds between a secondary's looks at the serial.
const REFRESH_SECONDS: u32 = 60;

/// Seconds until it looks again after a failure; less than refresh, as RFC 1912, section 2.2 asks.
const RETRY_SECONDS: u32 = 30;

/// Seconds a secondary goes on serving what it has. Source: RFC 1912, section 2.2 (2 to 4 weeks).
const EXPIRE_SECONDS: u32 = 1_209_600;

pub(crate) fn full(
    snapshot: &Snapshot,
    options: &FeedOptions<'_>,
    out: &mut dyn Write,
    report: &mut Report,
) -> Result<()> {
    let serial = snapshot.serial();
    let zone = &options.zone;
    writeln!(
        out,
        "; Khien: response policy zone\n; serial: {serial}\n$ORIGIN {zone}.\n$TTL {TTL_SECONDS}\n\
         @ SOA localhost. hostmaster.invalid. {} {REFRESH_SECONDS} {RETRY_SECONDS} {EXPIRE_SECONDS} {TTL_SECONDS}\n\
         @ NS localhost.",
        soa_serial(serial.0)
    )?;
    Names::in_zone(snapshot, options)
        .for_each_top(report, |name| writeln!(out, "{name} CNAME .\n*.{name} CNAME ."))
}

/// The serial of the list in the 32 bits of a zone's serial, where numbers go round (RFC 1982): the
/// remainder. The first list, 0, and every 4,294,967,296th are zone serial 0, which is an ordinary value.
fn soa_serial(serial: u64) -> u32 {
    u32::try_from(serial & u64::from(u32::MAX)).expect("the mask leaves 32 bits")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_zone_serial_goes_round() {
        let serials = [0, 1, u64::from(u32::MAX), u64::from(u32::MAX) + 1, u64::MAX];
        assert_eq!(serials.map(soa_serial), [0, 1, u32::MAX, 0, u32::MAX]);
    }
}
