//! A response policy zone. Page: `docs/formats/rpz.md`.
//!
//! Source: draft-vixie-dnsop-dns-rpz-00: `CNAME .` answers NXDOMAIN (section 3.1), the twin `*.name`
//! covers everything below (section 4.1). The zone has no delegation, so its name server is the customary
//! placeholder `localhost.` (section 6). Names are checked before they are written, because one bad name
//! costs a resolver the whole zone.

use std::io::{Result, Write};

use model::Snapshot;
use model::publication::policy_zone::{
    EXPIRE_SECONDS, REFRESH_SECONDS, RETRY_SECONDS, TTL_SECONDS, soa_serial,
};

use crate::FeedOptions;
use crate::names::Names;
use crate::report::Report;

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
        soa_serial(serial)
    )?;
    // A name below another one is written too, as a transfer holds it (see `policy_zone`).
    Names::in_zone(snapshot, options)
        .for_each(report, |name| writeln!(out, "{name} CNAME .\n*.{name} CNAME ."))
}
