//! Transfers as `dig` reads them.

use std::net::SocketAddr;

use model::{Action, Level};

use crate::client::{dig, names};
use crate::primary::{KEY, Primary, SECRET, ZONE};
use testkit::resolver::is_program_available;

fn signed(server: SocketAddr, words: &[&str]) -> String {
    let key = format!("hmac-sha256:{KEY}:{}", data_encoding::BASE64.encode(SECRET));
    dig(server, &[&["-y", &key, "+noall", "+answer"], words].concat())
}

fn listed(names: &[&str]) -> Vec<(Action, Level, String)> {
    names.iter().map(|name| (Action::List, Level::Block, (*name).to_owned())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_transfer_holds_each_name_and_its_twin() {
    if !is_program_available("dig") {
        return;
    }
    let primary = Primary::start(Vec::new(), 100).await;
    let empty = signed(primary.address, &["axfr", ZONE]);
    assert_eq!((names(&empty).len(), empty.matches("SOA").count()), (0, 2), "{empty}");
    primary.publish(listed(&["vay-nhanh.example", "a_b.xn--ngnhng-tta1j.example", "phat-nguoi.gov.vn"]));
    let transfer = signed(primary.address, &["axfr", ZONE]);
    let expected = [
        "*.a_b.xn--ngnhng-tta1j.example",
        "*.vay-nhanh.example",
        "a_b.xn--ngnhng-tta1j.example",
        "vay-nhanh.example",
    ];
    assert_eq!(names(&transfer), expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_incremental_transfer_holds_what_went_and_what_came() {
    if !is_program_available("dig") {
        return;
    }
    let primary = Primary::start(Vec::new(), 100).await;
    let from = primary.publish(listed(&["a.example", "b.example"]));
    primary.publish([
        (Action::Delist, Level::Block, "a.example".to_owned()),
        (Action::List, Level::Block, "c.example".to_owned()),
        (Action::List, Level::Warn, "d.example".to_owned()),
        (Action::List, Level::Block, "e.example".to_owned()),
        (Action::Delist, Level::Block, "e.example".to_owned()),
    ]);
    let transfer = signed(primary.address, &[&format!("ixfr={from}"), ZONE]);
    let kinds: Vec<&str> = transfer
        .lines()
        .map(|line| match line.split_whitespace().collect::<Vec<_>>().as_slice() {
            [_, _, _, "SOA", _, _, serial, ..] => *serial,
            [owner, ..] => owner.trim_end_matches(".rpz.khien.invalid."),
            [] => "",
        })
        .filter(|kind| !kind.starts_with(KEY))
        .collect();
    assert_eq!(kinds, ["7", "2", "a.example", "*.a.example", "7", "c.example", "*.c.example", "7"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_serial_too_old_gets_the_whole_zone_and_one_from_the_future_the_soa() {
    if !is_program_available("dig") {
        return;
    }
    let primary = Primary::start(Vec::new(), 2).await;
    primary.publish(listed(&["a.example", "b.example", "c.example", "d.example"]));
    let too_old = signed(primary.address, &["ixfr=1", ZONE]);
    assert_eq!(names(&too_old), primary.expected());
    let future = signed(primary.address, &["ixfr=9", ZONE]);
    assert_eq!((names(&future).len(), future.matches("SOA").count()), (0, 1), "{future}");
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_get_nothing() {
    if !is_program_available("dig") {
        return;
    }
    let primary = Primary::start(Vec::new(), 100).await;
    primary.publish(listed(&["a.example"]));
    let unsigned = dig(primary.address, &["axfr", ZONE]);
    assert!(unsigned.contains("Transfer failed") && !unsigned.contains("a.example"), "{unsigned}");
    let wrong =
        format!("hmac-sha256:{KEY}:{}", data_encoding::BASE64.encode(b"another secret of some 32 octets"));
    let forged = dig(primary.address, &["-y", &wrong, "soa", ZONE]);
    assert!(forged.contains("NOTAUTH") && !forged.contains("localhost"), "{forged}");
    let refused = dig(primary.address, &["soa", ZONE]);
    assert!(refused.contains("REFUSED"), "{refused}");
}
