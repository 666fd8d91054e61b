//! The few messages of SMPP 3.4 that an office needs: bind as transceiver, take messages, answer, keep alive, leave.
//!
//! Source: SMPP Protocol Specification v3.4, issue 1.2; section numbers beside each part.

/// Bytes of one message of the protocol: the longest payload (5.3.2.32) and its fields.
pub const BYTES_MAX: usize = 66_000;

/// Bytes of the header (3.2).
pub const HEADER: usize = 16;

/// Why bytes are no message of the protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PduError {
    /// A length that no message has.
    #[error("read the length of a PDU")]
    Length,
    /// A field runs over the end.
    #[error("read the fields of a PDU")]
    Cut,
}

/// What a message is (5.1.2.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// 4.1.5: who we are.
    BindTransceiver {
        /** Name. */
        system_id: String,
        /** Secret. */
        password: String,
    },
    /// 4.1.6.
    BindTransceiverResp,
    /// 4.6.1: a message for us.
    DeliverSm(ShortMessage),
    /// 4.6.2.
    DeliverSmResp,
    /// 4.4.1: a message of ours.
    SubmitSm(ShortMessage),
    /// 4.4.2.
    SubmitSmResp,
    /// 4.11.1.
    EnquireLink,
    /// 4.11.2.
    EnquireLinkResp,
    /// 4.2.1.
    Unbind,
    /// 4.2.2.
    UnbindResp,
    /// 4.3.1.
    GenericNack,
    /// Any other, by its number.
    Other(u32),
}

/// Fields of `deliver_sm` and `submit_sm` that we use.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShortMessage {
    /// Number it comes from (5.2.8).
    pub source: String,
    /// Number it goes to (5.2.9).
    pub destination: String,
    /// 5.2.12: bit 6 says that a header precedes the text, bits 2 to 5 that it is a receipt.
    pub esm_class: u8,
    /// How the text is written (5.2.19).
    pub data_coding: u8,
    /// The text, header and all; `message_payload` (5.3.2.32) where that is given.
    pub payload: Vec<u8>,
    /// Number of the whole message, its parts, and this part, from TLVs (5.3.2.22 to 24); `None` where there are none.
    pub segment: Option<(u16, u8, u8)>,
}

/// One message of the protocol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pdu {
    /// 5.1.3; 0 in requests, and in answers for "done".
    pub status: u32,
    /// 5.1.4.
    pub sequence: u32,
    /// What it is.
    pub body: Body,
}

const BIND_TRANSCEIVER: u32 = 0x09;
const SUBMIT_SM: u32 = 0x04;
const DELIVER_SM: u32 = 0x05;
const UNBIND: u32 = 0x06;
const ENQUIRE_LINK: u32 = 0x15;
const ANSWER: u32 = 0x8000_0000;
const GENERIC_NACK: u32 = ANSWER;

const MESSAGE_PAYLOAD: u16 = 0x0424;
const SAR_REFERENCE: u16 = 0x020c;
const SAR_TOTAL: u16 = 0x020e;
const SAR_NUMBER: u16 = 0x020f;

/// How long the message is that begins with these bytes.
///
/// # Errors
/// [`PduError::Length`].
pub fn length(head: [u8; 4]) -> Result<usize, PduError> {
    let length = u32::from_be_bytes(head) as usize;
    if (HEADER..=BYTES_MAX).contains(&length) { Ok(length) } else { Err(PduError::Length) }
}

impl Pdu {
    /// Reads a whole message, its length included.
    ///
    /// # Errors
    /// [`PduError`].
    pub fn read(bytes: &[u8]) -> Result<Pdu, PduError> {
        let mut fields = Fields(bytes);
        let length = length(fields.array()?)?;
        if length != bytes.len() {
            return Err(PduError::Length);
        }
        let command = u32::from_be_bytes(fields.array()?);
        let status = u32::from_be_bytes(fields.array()?);
        let sequence = u32::from_be_bytes(fields.array()?);
        let body = match command {
            BIND_TRANSCEIVER => {
                Body::BindTransceiver { system_id: fields.text(16)?, password: fields.text(9)? }
            }
            DELIVER_SM => Body::DeliverSm(ShortMessage::read(&mut fields)?),
            SUBMIT_SM => Body::SubmitSm(ShortMessage::read(&mut fields)?),
            UNBIND => Body::Unbind,
            ENQUIRE_LINK => Body::EnquireLink,
            GENERIC_NACK => Body::GenericNack,
            command => match command ^ ANSWER {
                BIND_TRANSCEIVER => Body::BindTransceiverResp,
                DELIVER_SM => Body::DeliverSmResp,
                SUBMIT_SM => Body::SubmitSmResp,
                UNBIND => Body::UnbindResp,
                ENQUIRE_LINK => Body::EnquireLinkResp,
                _ => Body::Other(command),
            },
        };
        Ok(Pdu { status, sequence, body })
    }

    /// Writes it, its length included.
    pub fn write(&self) -> Vec<u8> {
        let mut body = Vec::new();
        let command = match &self.body {
            Body::BindTransceiver { system_id, password } => {
                push_text(&mut body, system_id, 16);
                push_text(&mut body, password, 9);
                // system_type; interface_version 3.4; number type and plan and address range left open.
                body.extend_from_slice(&[0, 0x34, 0, 0, 0]);
                BIND_TRANSCEIVER
            }
            Body::SubmitSm(message) => {
                message.write(&mut body);
                SUBMIT_SM
            }
            Body::DeliverSm(message) => {
                message.write(&mut body);
                DELIVER_SM
            }
            // message_id: unused, empty (4.6.2).
            Body::DeliverSmResp => {
                body.push(0);
                ANSWER | DELIVER_SM
            }
            Body::SubmitSmResp => {
                body.push(0);
                ANSWER | SUBMIT_SM
            }
            Body::BindTransceiverResp => {
                body.push(0);
                ANSWER | BIND_TRANSCEIVER
            }
            Body::EnquireLink => ENQUIRE_LINK,
            Body::EnquireLinkResp => ANSWER | ENQUIRE_LINK,
            Body::Unbind => UNBIND,
            Body::UnbindResp => ANSWER | UNBIND,
            Body::GenericNack => GENERIC_NACK,
            Body::Other(command) => *command,
        };
        let length = u32::try_from(HEADER + body.len()).expect("our messages are short");
        let mut bytes = Vec::with_capacity(HEADER + body.len());
        for number in [length, command, self.status, self.sequence] {
            bytes.extend_from_slice(&number.to_be_bytes());
        }
        bytes.extend_from_slice(&body);
        bytes
    }
}

impl ShortMessage {
    fn read(fields: &mut Fields<'_>) -> Result<ShortMessage, PduError> {
        fields.text(6)?;
        fields.array::<2>()?;
        let source = fields.text(21)?;
        fields.array::<2>()?;
        let destination = fields.text(21)?;
        let [esm_class, _protocol, _priority] = fields.array()?;
        fields.text(17)?;
        fields.text(17)?;
        let [_registered, _replace, data_coding, _default, length] = fields.array()?;
        let payload = fields.take(usize::from(length))?.to_vec();
        let mut message =
            ShortMessage { source, destination, esm_class, data_coding, payload, segment: None };
        message.read_tlvs(fields)?;
        Ok(message)
    }

    /// 3.2.4.1: tag, length, value.
    fn read_tlvs(&mut self, fields: &mut Fields<'_>) -> Result<(), PduError> {
        let (mut reference, mut total, mut number) = (None, None, None);
        while !fields.0.is_empty() {
            let tag = u16::from_be_bytes(fields.array()?);
            let length = u16::from_be_bytes(fields.array()?);
            let value = fields.take(usize::from(length))?;
            match (tag, value) {
                (MESSAGE_PAYLOAD, value) => self.payload = value.to_vec(),
                (SAR_REFERENCE, [high, low]) => reference = Some(u16::from_be_bytes([*high, *low])),
                (SAR_TOTAL, [one]) => total = Some(*one),
                (SAR_NUMBER, [one]) => number = Some(*one),
                _ => {}
            }
        }
        if let (Some(reference), Some(total), Some(number)) = (reference, total, number) {
            self.segment = Some((reference, total, number));
        }
        Ok(())
    }

    fn write(&self, body: &mut Vec<u8>) {
        // service_type; number types and plans left to the centre.
        body.extend_from_slice(&[0, 0, 0]);
        push_text(body, &self.source, 21);
        body.extend_from_slice(&[0, 0]);
        push_text(body, &self.destination, 21);
        body.extend_from_slice(&[self.esm_class, 0, 0, 0, 0, 0, 0, self.data_coding, 0]);
        // sm_length, short_message (5.2.21, 5.2.22): 254 bytes at most.
        let payload = &self.payload[..self.payload.len().min(254)];
        body.push(u8::try_from(payload.len()).expect("at most 254"));
        body.extend_from_slice(payload);
    }

    /// Whether it is a receipt for a message of ours (5.2.12).
    pub fn is_receipt(&self) -> bool {
        self.esm_class & 0b0011_1100 != 0
    }

    /// The text without its header, and the number of the whole message, its parts, and this part.
    pub fn text_and_segment(&self) -> (&[u8], Option<(u16, u8, u8)>) {
        if self.esm_class & 0x40 == 0 {
            return (&self.payload, self.segment);
        }
        // 3GPP TS 23.040, 9.2.3.24: length of the header, then elements of number, length, value.
        let Some((length, rest)) = self.payload.split_first() else { return (&[], None) };
        let (mut header, text) = rest.split_at(usize::from(*length).min(rest.len()));
        let mut segment = self.segment;
        while let [element, length, rest @ ..] = header {
            let (value, after) = rest.split_at(usize::from(*length).min(rest.len()));
            match (element, value) {
                (0, [reference, total, number]) => segment = Some((u16::from(*reference), *total, *number)),
                (8, [high, low, total, number]) => {
                    segment = Some((u16::from_be_bytes([*high, *low]), *total, *number));
                }
                _ => {}
            }
            header = after;
        }
        (text, segment)
    }
}

fn push_text(body: &mut Vec<u8>, text: &str, size: usize) {
    body.extend(text.bytes().filter(|byte| *byte != 0).take(size - 1));
    body.push(0);
}

struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], PduError> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(PduError::Cut)?;
        self.0 = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], PduError> {
        Ok(self.take(N)?.try_into().expect("as many as were taken"))
    }

    /// A text that ends with a zero byte (3.1), of at most `size` bytes with it.
    fn text(&mut self, size: usize) -> Result<String, PduError> {
        let end = self.0.iter().take(size).position(|byte| *byte == 0).ok_or(PduError::Cut)?;
        let text =
            String::from_utf8_lossy(self.take(end + 1)?.strip_suffix(&[0]).unwrap_or_default()).into_owned();
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message() -> ShortMessage {
        ShortMessage {
            source: "84900000456".to_owned(),
            destination: "156".to_owned(),
            esm_class: 0,
            data_coding: 0,
            payload: b"LD 0900000123 x".to_vec(),
            segment: None,
        }
    }

    #[test]
    fn what_is_written_is_read() {
        for body in [
            Body::BindTransceiver { system_id: "khien".to_owned(), password: "secret".to_owned() },
            Body::SubmitSm(message()),
            Body::DeliverSm(message()),
            Body::DeliverSmResp,
            Body::EnquireLink,
            Body::EnquireLinkResp,
            Body::Unbind,
            Body::UnbindResp,
            Body::GenericNack,
        ] {
            let pdu = Pdu { status: 0, sequence: 7, body };
            assert_eq!(Pdu::read(&pdu.write()), Ok(pdu));
        }
    }

    #[test]
    fn parts_are_told_by_header_and_by_tlv() {
        let mut part = message();
        part.esm_class = 0x40;
        part.payload = [&[5, 0, 3, 9, 2, 1][..], b"LD "].concat();
        assert_eq!(part.text_and_segment(), (&b"LD "[..], Some((9, 2, 1))));
        part.payload = [&[6, 8, 4, 1, 2, 3, 2][..], b"x"].concat();
        assert_eq!(part.text_and_segment(), (&b"x"[..], Some((258, 3, 2))));
        part.payload = vec![200, 0, 200, 1];
        assert_eq!(part.text_and_segment(), (&b""[..], None), "a header that lies about its length");
    }

    #[test]
    fn cut_and_bent_bytes_are_refused_or_read_and_never_panic() {
        let whole = Pdu { status: 0, sequence: 1, body: Body::DeliverSm(message()) }.write();
        for end in 0..whole.len() {
            assert!(Pdu::read(&whole[..end]).is_err());
        }
        let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
        for _ in 0..20_000 {
            let mut bent = whole.clone();
            for _ in 0..3 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                let at = 4 + usize::try_from(seed >> 33).unwrap() % (bent.len() - 4);
                bent[at] = (seed >> 17) as u8;
            }
            if let Ok(Pdu { body: Body::DeliverSm(message), .. }) = Pdu::read(&bent) {
                let _ = message.text_and_segment();
            }
        }
    }
}
