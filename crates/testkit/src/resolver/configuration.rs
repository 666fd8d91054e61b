//! The settings of each resolver.

use std::fmt::Write as _;
use std::io;
use std::path::Path;

use super::{Kind, Setup};

/// Where a resolver runs.
pub(super) struct Place<'a> {
    pub(super) folder: &'a Path,
    pub(super) port: u16,
    pub(super) upstream: u16,
}

/// Writes the settings; the arguments to start with.
pub(super) fn write(kind: Kind, setup: &Setup, place: &Place<'_>) -> io::Result<Vec<String>> {
    let path = |name: &str, text: String| super::write(place.folder, name, &text);
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    Ok(match kind {
        Kind::Bind => words(&["-g", "-n", "2", "-c", &path("named.conf", bind(setup, place))?]),
        Kind::Unbound => words(&["-d", "-c", &path("unbound.conf", unbound(setup, place))?]),
        Kind::Recursor => {
            path("policy.lua", recursor_policy(setup))?;
            path("recursor.conf", recursor(place))?;
            words(&[&format!("--config-dir={}", place.folder.display())])
        }
        Kind::KnotResolver => words(&[
            "-n",
            "-c",
            &path("kresd.conf", knot_resolver(setup, place))?,
            &place.folder.display().to_string(),
        ]),
    })
}

fn bind(setup: &Setup, place: &Place<'_>) -> String {
    let (folder, port, upstream) = (place.folder.display(), place.port, place.upstream);
    let policies: String = setup.zones.iter().map(|zone| format!("zone \"{zone}\"; ")).collect();
    let mut text = format!(
        "options {{ directory \"{folder}\"; pid-file none; session-keyfile none; lock-file none;\n\
         listen-on port {port} {{ 127.0.0.1; }}; listen-on-v6 {{ none; }}; recursion yes;\n\
         allow-transfer {{ 127.0.0.1; }}; dnssec-validation no; empty-zones-enable no; notify no;\n\
         forward only; forwarders {{ 127.0.0.1 port {upstream}; }}; max-ncache-ttl 0; max-cache-ttl 0;\n\
         response-policy {{ {policies} }} qname-wait-recurse no min-update-interval 0; }};\n\
         controls {{ }};\n"
    );
    let mut key = String::new();
    if let Some(it) = &setup.key {
        writeln!(text, "key \"{}\" {{ algorithm hmac-sha256; secret \"{}\"; }};", it.name, it.secret)
            .expect("writing to a String cannot fail");
        key = format!(" key \"{}\"", it.name);
    }
    for zone in &setup.zones {
        writeln!(
            text,
            "zone \"{zone}\" {{ type secondary; file \"{zone}.zone\"; masterfile-format raw;\n\
             primaries {{ {} port {}{key}; }}; }};",
            setup.primary.ip(),
            setup.primary.port()
        )
        .expect("writing to a String cannot fail");
    }
    text
}

fn unbound(setup: &Setup, place: &Place<'_>) -> String {
    let (folder, port, upstream) = (place.folder.display(), place.port, place.upstream);
    let mut text = format!(
        "server:\n  directory: \"{folder}\"\n  chroot: \"\"\n  username: \"\"\n  pidfile: \"\"\n  use-syslog: no\n\
         \x20 verbosity: 1\n  interface: 127.0.0.1@{port}\n  port: {port}\n  do-not-query-localhost: no\n\
         \x20 module-config: \"respip iterator\"\n  num-threads: 1\n  cache-max-ttl: 0\n  qname-minimisation: no\n\
         \x20 local-zone: \"example.\" nodefault\n  local-zone: \"invalid.\" nodefault\n  local-zone: \"test.\" nodefault\n\
         remote-control:\n  control-enable: no\n\
         forward-zone:\n  name: \".\"\n  forward-addr: 127.0.0.1@{upstream}\n"
    );
    for zone in &setup.zones {
        writeln!(
            text,
            "rpz:\n  name: \"{zone}\"\n  zonefile: \"{zone}.zone\"\n  primary: {}@{}\n  allow-notify: 127.0.0.1",
            setup.primary.ip(),
            setup.primary.port()
        )
        .expect("writing to a String cannot fail");
    }
    text
}

fn recursor(place: &Place<'_>) -> String {
    let (folder, port, upstream) = (place.folder.display(), place.port, place.upstream);
    format!(
        "local-address=127.0.0.1\nlocal-port={port}\nsocket-dir={folder}\nlua-config-file={folder}/policy.lua\n\
         forward-zones-recurse=.=127.0.0.1:{upstream}\ndnssec=off\nsecurity-poll-suffix=\nthreads=1\n\
         daemon=no\nwrite-pid=no\ndont-query=\nqname-minimization=no\nmax-cache-ttl=15\nmax-negative-ttl=1\n\
         packetcache-ttl=0\ndisable-packetcache=yes\nserve-rfc1918=no\nroot-nx-trust=no\netc-hosts-file=/dev/null\n\
         loglevel=6\n"
    )
}

fn recursor_policy(setup: &Setup) -> String {
    let mut text = String::new();
    for zone in &setup.zones {
        let key = setup.key.as_ref().map_or(String::new(), |key| {
            format!(", tsigname=\"{}\", tsigalgo=\"hmac-sha256\", tsigsecret=\"{}\"", key.name, key.secret)
        });
        writeln!(
            text,
            "rpzMaster(\"{}:{}\", \"{zone}\", {{refresh={}{key}}})",
            setup.primary.ip(),
            setup.primary.port(),
            setup.refresh_seconds
        )
        .expect("writing to a String cannot fail");
    }
    text
}

fn knot_resolver(setup: &Setup, place: &Place<'_>) -> String {
    let (port, upstream) = (place.port, place.upstream);
    let mut text = format!(
        "net.listen('127.0.0.1', {port}, {{ kind = 'dns' }})\nlog_level('info')\n\
         modules = {{ 'policy' }}\nmodules.unload('ta_update')\nmodules.unload('ta_signal_query')\n\
         modules.unload('priming')\nmodules.unload('detect_time_skew')\nmodules.unload('detect_time_jump')\n\
         trust_anchors.remove('.')\ncache.size = 10 * MB\ncache.max_ttl(10)\n"
    );
    for file in &setup.files {
        writeln!(text, "policy.add(policy.rpz(policy.DENY, '{}', true))", file.display())
            .expect("writing to a String cannot fail");
    }
    writeln!(text, "policy.add(policy.all(policy.FORWARD({{'127.0.0.1@{upstream}'}})))")
        .expect("writing to a String cannot fail");
    text
}
