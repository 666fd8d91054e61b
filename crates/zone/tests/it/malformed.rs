//! Messages that are none: cut off, looping, contradicting themselves, or from the future. None costs more
//! than an answer, and the zone goes on.

use std::io::{Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream};
use std::time::Duration;

use model::{Action, Level};
use zone::answer::{Reply, Transport};
use zone::mirror::{Copy, MirrorError, Source};
use zone::{Refusal, ServerLimits};

use crate::primary::{KEY, Primary, SECRET, Wanted, ZONE, neighbour};

const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

/// A request for the zone with this type: a header, one question, nothing else.
fn request(kind: u16) -> Vec<u8> {
    let mut octets = vec![0x12, 0x34, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0];
    for label in ZONE.split('.') {
        octets.push(u8::try_from(label.len()).unwrap());
        octets.extend(label.bytes());
    }
    octets.push(0);
    octets.extend(kind.to_be_bytes());
    octets.extend([0, 1]);
    octets
}

/// An IXFR request with this serial in its authority section.
fn ixfr(serial: u32) -> Vec<u8> {
    let mut octets = request(251);
    octets[9] = 1;
    // Owner by pointer, SOA, IN, no time; two root names and five numbers.
    octets.extend([0xc0, 12, 0, 6, 0, 1, 0, 0, 0, 0, 0, 22, 0, 0]);
    octets.extend(serial.to_be_bytes());
    octets.extend([0; 16]);
    octets
}

async fn open_primary() -> Primary {
    let primary = Primary::of(Wanted { consumers: vec![neighbour(Vec::new())], ..Wanted::default() }).await;
    primary.publish((0..3).map(|number| (Action::List, Level::Block, format!("mau-{number}.example"))));
    primary
}

/// `silence`, `code N` of one message, or `transfer of N`.
fn answer(primary: &Primary, octets: &[u8], transport: Transport) -> String {
    match primary.zones.reply(octets.to_vec(), HERE, transport, 1_790_000_000) {
        Reply::Silence => "silence".to_owned(),
        Reply::Message(message) => format!("code {}", message[3] & 15),
        Reply::Transfer(mut transfer) => {
            let count = std::iter::from_fn(|| transfer.next_message(1_790_000_000)).count();
            format!("transfer of {count}")
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_is_refused_clearly() {
    let primary = open_primary().await;
    let check = |octets: &[u8], expected: &str| {
        assert_eq!(answer(&primary, octets, Transport::Tcp), expected, "{octets:02x?}");
    };
    check(&request(252), "transfer of 3");
    check(&ixfr(1), "transfer of 2");
    check(&ixfr(3), "code 0");
    // From the future, a little and half the circle.
    check(&ixfr(4), "code 0");
    check(&ixfr(0x8000_0002), "code 0");
    check(&[], "silence");
    check(&request(252)[..11], "silence");
    check(&request(252)[..20], "code 1");
    check(&request(251), "code 1");
    check(&ixfr(1)[..ixfr(1).len() - 1], "code 1");
    // A name that points at itself, and two that point at each other.
    let mut looping = request(252);
    looping.splice(12.., [0xc0, 12, 0, 252, 0, 1]);
    check(&looping, "code 1");
    looping.splice(12.., [1, b'a', 0xc0, 16, 1, b'b', 0xc0, 12, 0, 252, 0, 1]);
    check(&looping, "code 1");
    // More questions than there are, and two.
    let mut many = request(252);
    many[5] = 200;
    check(&many, "code 1");
    // A response, another operation, another class, a type we do not answer.
    let with = |at: usize, octet: u8| {
        let mut octets = request(252);
        octets[at] = octet;
        octets
    };
    check(&with(2, 0x80), "silence");
    check(&with(2, 0x28), "code 4");
    check(&with(request(252).len() - 1, 3), "code 5");
    check(&request(255), "code 5");
    check(&request(1), "code 5");
    assert_eq!(answer(&primary, &request(252), Transport::Udp), "code 5");
    assert_eq!(answer(&primary, &ixfr(1), Transport::Udp), "code 0");
    assert!(primary.zones.refused(Refusal::Form) >= 8);
}

/// Every cut of a good request and every single wrong octet: an answer or silence, and no panic.
#[tokio::test(flavor = "multi_thread")]
async fn no_octet_out_of_place_does_harm() {
    let primary = open_primary().await;
    let good = ixfr(1);
    for end in 0..good.len() {
        answer(&primary, &good[..end], Transport::Tcp);
    }
    for at in 0..good.len() {
        for octet in 0..=255 {
            let mut bad = good.clone();
            bad[at] = octet;
            answer(&primary, &bad, Transport::Tcp);
            answer(&primary, &bad, Transport::Udp);
        }
    }
    assert_eq!(answer(&primary, &good, Transport::Tcp), "transfer of 2");
}

/// `KHIEN_MALFORMED_MESSAGES` requests (default 20,000) with up to eight octets changed, put in or cut off.
#[tokio::test(flavor = "multi_thread")]
async fn nor_do_many() {
    let primary = open_primary().await;
    let count: u64 = std::env::var("KHIEN_MALFORMED_MESSAGES").map_or(20_000, |count| count.parse().unwrap());
    let mut state = 2_026_u64;
    let mut roll = |sides: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % sides
    };
    let good = [request(252), request(251), request(6), ixfr(1)];
    let mut answers = std::collections::BTreeMap::<String, u64>::new();
    for _ in 0..count {
        let mut octets = good[roll(good.len())].clone();
        for _ in 0..1 + roll(8) {
            let at = roll(octets.len().max(1));
            let octet = u8::try_from([0, 1, 12, 0x3f, 0x40, 0xc0, 0xff, roll(256)][roll(8)]).unwrap();
            match roll(4) {
                0 => octets.insert(at.min(octets.len()), octet),
                1 => octets.truncate(at.max(1)),
                _ if at < octets.len() => octets[at] = octet,
                _ => octets.push(octet),
            }
        }
        let transport = if roll(2) == 0 { Transport::Tcp } else { Transport::Udp };
        *answers.entry(answer(&primary, &octets, transport)).or_default() += 1;
    }
    eprintln!("{count} messages: {answers:?}");
    assert!(
        answers.contains_key("silence") && answers.contains_key("code 1") && answers.contains_key("code 5")
    );
    assert_eq!(answer(&primary, &ixfr(1), Transport::Tcp), "transfer of 2");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_promises_more_than_it_sends_is_closed() {
    let limits = ServerLimits { idle: Duration::from_millis(300), ..ServerLimits::default() };
    let wanted = Wanted { consumers: vec![neighbour(Vec::new())], limits, ..Wanted::default() };
    let primary = Primary::of(wanted).await;
    let address = primary.address;
    let closed = move |octets: &[u8]| {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        stream.write_all(octets).unwrap();
        // Nothing, or a reset where octets were left unread.
        stream.read(&mut [0; 16]).unwrap_or(0)
    };
    let all = move || [&[0xff, 0xff, 0, 0][..], &[0, 40, 1, 2, 3], &[0], &[]].map(closed);
    assert_eq!(tokio::task::spawn_blocking(all).await.unwrap(), [0; 4]);
}

/// A wrong signature, a foreign key and none, each by its error; the log names a sender once.
#[tokio::test(flavor = "multi_thread")]
async fn strangers_are_told_apart() {
    let primary = Primary::start(Vec::new(), 10).await;
    let ask = async |server: SocketAddr, key: Option<(&str, &[u8])>| {
        let source = Source::new(server, ZONE, key).unwrap();
        source.refresh(&mut Copy::new(ZONE, 1)).await
    };
    let wrong = ask(primary.address, Some((KEY, b"another secret of some 32 octets"))).await;
    assert!(matches!(wrong, Err(MirrorError::Signature(_))), "{wrong:?}");
    let foreign = ask(primary.address, Some(("ke-la.mau", SECRET))).await;
    assert!(matches!(foreign, Err(MirrorError::Signature(_))), "{foreign:?}");
    assert_eq!(primary.zones.refused(Refusal::Signature), 2);
    let none = ask(primary.address, None).await;
    assert!(matches!(none, Err(MirrorError::Refused(_))), "{none:?}");
    assert_eq!(primary.zones.refused(Refusal::Stranger), 1);
    assert!(ask(primary.address, Some((KEY, SECRET))).await.unwrap());
    primary.counts(&[(1, 0)]).await;
    let standing = primary.zones.standings().remove(0);
    assert_eq!((standing.consumer.as_str(), standing.lag()), (KEY, Some(0)));
}
