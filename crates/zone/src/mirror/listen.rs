//! Hears NOTIFYs, so that a copy is fetched at once. Source: RFC 1996.

use std::io;
use std::net::SocketAddr;

use domain::base::Message;
use domain::base::iana::Opcode;
use tokio::net::UdpSocket;

use super::Source;

/// Waits for a NOTIFY for the zone from the primary's address, and answers it. What else comes is not answered.
///
/// # Errors
/// When the socket fails for good.
pub async fn notified(socket: &UdpSocket, source: &Source) -> io::Result<()> {
    let mut buffer = vec![0; 4_096];
    loop {
        let (octets, from) = match socket.recv_from(&mut buffer).await {
            Ok(received) => received,
            Err(error) if error.kind() == io::ErrorKind::ConnectionReset => continue,
            Err(error) => return Err(error),
        };
        if let Some(answer) = answer(&buffer[..octets], from, source) {
            // Lost, it is only asked again.
            let _ = socket.send_to(&answer, from).await;
            return Ok(());
        }
    }
}

/// The answer to a NOTIFY of ours: its header and question, as a response.
fn answer(request: &[u8], from: SocketAddr, source: &Source) -> Option<Vec<u8>> {
    let message = Message::from_slice(request).ok()?;
    let question = message.sole_question().ok()?;
    let is_ours = from.ip().to_canonical() == source.server.ip().to_canonical()
        && !message.header().qr()
        && message.header().opcode() == Opcode::NOTIFY
        && domain::base::ToName::name_eq(question.qname(), &source.zone);
    let builder = is_ours.then(domain::base::MessageBuilder::new_vec)?;
    let mut answer = builder.start_answer(message, domain::base::iana::Rcode::NOERROR).ok()?;
    answer.header_mut().set_opcode(Opcode::NOTIFY);
    answer.header_mut().set_aa(true);
    Some(answer.finish())
}
