//! BIND as a secondary: it is told, fetches the difference, and refuses names within moments.

use model::{Action, Level};

use crate::bind_is_present;
use crate::primary::Primary;
use crate::secondary::{Secondary, free_address};

fn name(number: usize) -> String {
    format!("mau-{number}.example")
}

#[tokio::test(flavor = "multi_thread")]
async fn bind_follows_the_list_by_notify_and_refuses_what_it_holds() {
    if !bind_is_present() {
        return;
    }
    let address = free_address();
    let primary = Primary::start(vec![address], 10_000).await;
    primary.publish((0..1_000).map(|number| (Action::List, Level::Block, name(number))));
    let secondary = Secondary::start(address, primary.address);
    secondary.reaches(1_000).await;
    assert_eq!(secondary.names(), primary.expected());
    assert_eq!(secondary.status("mau-7.example"), "NXDOMAIN");
    assert_eq!(secondary.status("dang-nhap.mau-7.example"), "NXDOMAIN");
    assert_eq!(secondary.status("www.neighbour.example"), "NOERROR");

    primary.publish((0..500).map(|number| (Action::Delist, Level::Block, name(number))));
    let revised = (500..700).map(|number| (Action::Revise, Level::Warn, name(number)));
    let serial = primary.publish(revised);
    secondary.reaches(serial.0).await;
    assert_eq!(secondary.names(), primary.expected());
    assert_eq!(secondary.names().len(), 2 * 300);
    // Nobody answers behind the forwarder, so a name that is let through ends in SERVFAIL, not NXDOMAIN.
    assert_eq!(secondary.status("mau-7.example"), "SERVFAIL");
    assert_eq!(secondary.status("mau-999.example"), "NXDOMAIN");
}
