//! Transfers under TLS, as `kdig` fetches them.

use model::{Action, Level};
use testkit::resolver::is_program_available;
use tokio::net::TcpListener;

use crate::client::{names, run};
use crate::primary::{KEY, Primary, SECRET, Wanted, ZONE};

#[tokio::test(flavor = "multi_thread")]
async fn kdig_fetches_the_zone_and_what_changed_with_and_without_tls() {
    if !is_program_available("kdig") {
        return;
    }
    let made = rcgen::generate_simple_self_signed(vec!["khien.example".to_owned()]).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let authority = folder.path().join("ca.pem");
    std::fs::write(&authority, made.cert.pem()).unwrap();
    let acceptor =
        zone::tls::acceptor(made.cert.pem().as_bytes(), made.signing_key.serialize_pem().as_bytes()).unwrap();
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let over_tls = listener.local_addr().unwrap();
    let primary = Primary::of(Wanted { tls: Some((listener, acceptor)), ..Wanted::default() }).await;
    primary.publish((0..1_000).map(|number| (Action::List, Level::Block, format!("mau-{number}.example"))));
    let key = format!("hmac-sha256:{KEY}:{}", data_encoding::BASE64.encode(SECRET));
    let authority = format!("+tls-ca={}", authority.display());
    let fixed = ["-y", &key, "+noall", "+answer"];
    let secure = ["+tls", &authority, "+tls-hostname=khien.example"];
    let ask = |server, words: &[&str]| {
        let (fixed, words): (Vec<String>, Vec<String>) =
            (fixed.map(str::to_owned).to_vec(), words.iter().map(|word| (*word).to_owned()).collect());
        tokio::task::spawn_blocking(move || {
            let words: Vec<&str> = fixed.iter().chain(&words).map(String::as_str).collect();
            run("kdig", server, &words)
        })
    };
    let tls = |words: &[&'static str]| ask(over_tls, &[&secure[..], words].concat());
    assert_eq!(names(&tls(&[ZONE, "AXFR"]).await.unwrap()), primary.expected());
    let plain = ask(primary.address, &["+tcp", ZONE, "AXFR"]).await.unwrap();
    assert_eq!(names(&plain), primary.expected());

    primary.publish((0..500).map(|number| (Action::Delist, Level::Block, format!("mau-{number}.example"))));
    let difference = tls(&[ZONE, "IXFR=1000"]).await.unwrap();
    let gone: Vec<String> = names(&difference);
    assert_eq!(gone.len(), 1_000, "500 names and their twins go: {difference}");
    assert!(gone.iter().all(|name| !primary.expected().contains(name)));

    let stranger = ask(over_tls, &["+tls", "+tls-ca", ZONE, "AXFR"]).await.unwrap();
    assert_eq!(names(&stranger), Vec::<String>::new(), "whoever checks the certificate takes no other one");
}

#[test]
fn what_is_no_certificate_is_refused() {
    let made = rcgen::generate_simple_self_signed(vec!["khien.example".to_owned()]).unwrap();
    let other = rcgen::generate_simple_self_signed(vec!["khien.example".to_owned()]).unwrap();
    let (certificate, key) = (made.cert.pem(), other.signing_key.serialize_pem());
    assert!(zone::tls::acceptor(certificate.as_bytes(), key.as_bytes()).is_err(), "the key of another one");
    assert!(zone::tls::acceptor(b"", key.as_bytes()).is_err());
    assert!(zone::tls::acceptor(certificate.as_bytes(), b"").is_err());
}
