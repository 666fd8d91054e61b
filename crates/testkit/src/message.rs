//! As much of DNS messages as tests need. Source: RFC 1035, section 4.1.

use std::net::Ipv4Addr;

use crate::bind::Answer;

pub(crate) const TYPE_A: u16 = 1;
pub(crate) const TYPE_SOA: u16 = 6;
const CLASS_IN: u16 = 1;

/// One question with recursion desired. Source: RFC 1035, section 4.1.
pub(crate) fn query(name: &str, kind: u16) -> Vec<u8> {
    let mut packet = vec![0x4b, 0x48, 0x01, 0x00, 0, 1, 0, 0, 0, 0, 0, 0];
    for label in name.split('.').filter(|label| !label.is_empty()) {
        packet.push(u8::try_from(label.len()).expect("labels have at most 63 octets"));
        packet.extend(label.as_bytes());
    }
    packet.push(0);
    packet.extend(kind.to_be_bytes());
    packet.extend(CLASS_IN.to_be_bytes());
    packet
}

/// What a test wants to know of a reply.
pub(crate) struct Reply {
    pub(crate) answer: Answer,
    pub(crate) soa_serial: Option<u32>,
}

impl Reply {
    /// Source: RFC 1035, section 4.1.
    pub(crate) fn read(packet: &[u8]) -> Option<Reply> {
        let code = packet.get(3)? & 0x0f;
        let answers = u16::from_be_bytes([*packet.get(6)?, *packet.get(7)?]);
        let mut at = skip_name(packet, 12)? + 4;
        let mut reply = Reply {
            answer: match code {
                0 => Answer::NoData,
                3 => Answer::NoSuchName,
                code => Answer::Code(code),
            },
            soa_serial: None,
        };
        for _ in 0..answers {
            at = skip_name(packet, at)?;
            let head = packet.get(at..at + 10)?;
            let kind = u16::from_be_bytes([head[0], head[1]]);
            let len = usize::from(u16::from_be_bytes([head[8], head[9]]));
            let data = packet.get(at + 10..at + 10 + len)?;
            if let (TYPE_A, Ok(octets)) = (kind, <[u8; 4]>::try_from(data)) {
                reply.answer = Answer::Address(Ipv4Addr::from(octets));
            }
            if kind == TYPE_SOA {
                let serial = skip_name(packet, skip_name(packet, at + 10)?)?;
                let octets = packet.get(serial..serial + 4)?;
                reply.soa_serial = Some(u32::from_be_bytes(octets.try_into().ok()?));
            }
            at += 10 + len;
        }
        Some(reply)
    }
}

/// The place after a name, which ends in a zero octet or a pointer.
fn skip_name(packet: &[u8], mut at: usize) -> Option<usize> {
    loop {
        match *packet.get(at)? {
            0 => return Some(at + 1),
            len if len & 0xc0 == 0xc0 => return Some(at + 2),
            len => at += 1 + usize::from(len),
        }
    }
}
