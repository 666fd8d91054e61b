//! TLS that we end ourselves: an auditor and a mirror over it, and consumers known by their certificate, with
//! taxii2-client as the client.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};
use testkit::bind::free_port;
use testkit::python;

use crate::officer::Officer;
use crate::report_to_feed::on_every_engine;
use crate::server::{Place, Server};

const CONSUMER: &str = "doi-tac.example";

/// Writes a certificate and its key for this name; their files.
fn make(place: &Place, file: &str, name: &str) -> (PathBuf, PathBuf) {
    let made = rcgen::generate_simple_self_signed(vec![name.to_owned()]).unwrap();
    let (certificate, key) = (place.path(&format!("{file}.pem")), place.path(&format!("{file}.key")));
    fs::write(&certificate, made.cert.pem()).unwrap();
    fs::write(&key, made.signing_key.serialize_pem()).unwrap();
    (certificate, key)
}

/// A server with a port under TLS; its address there, and the certificate it shows.
fn serve(place: &Place) -> (Server, String, PathBuf) {
    let port = free_port().unwrap();
    let url = format!("https://127.0.0.1:{port}");
    let (certificate, key) = make(place, "server", "127.0.0.1");
    let settings = format!(
        "[server]\ntls_listen = \"127.0.0.1:{port}\"\ntls_certificate_file = \"{}\"\ntls_key_file = \"{}\"\n\
         behind_tls = true\n",
        certificate.display(),
        key.display()
    );
    fs::write(place.path("khien.toml"), settings).unwrap();
    (place.serve(), url, certificate)
}

fn import(place: &Place, names: &str) {
    fs::write(place.path("names"), names).unwrap();
    let output = place.run(&["import", "--kind", "domain", place.path("names").to_str().unwrap()]);
    assert!(output.status.success(), "{output:?}");
}

#[test]
fn a_log_is_audited_and_a_feed_mirrored_under_tls() {
    on_every_engine(|place| {
        import(place, "mot.example\nhai.example\n");
        let (server, url, ca) = serve(place);
        let (log, feed, ca) = (format!("{url}/log"), format!("{url}/feeds/rpz"), ca.display().to_string());
        let start = std::time::Instant::now();
        let audited = loop {
            let output = place.run(&["audit", &log, "--ca", &ca]);
            // The first checkpoint is signed a moment after the start.
            if output.status.success() || start.elapsed().as_secs() > 20 {
                break output;
            }
        };
        let said = String::from_utf8_lossy(&audited.stdout).into_owned();
        assert!(said.contains("2 entries, 2 read"), "{said} {}", server.log());
        let stranger = place.run(&["audit", &log, "--state", "other.json"]);
        assert_eq!(stranger.status.code(), Some(2), "not signed by an authority that the public trusts");
        let (other, _) = make(place, "other", "127.0.0.1");
        let wrong = place.run(&["audit", &log, "--state", "other.json", "--ca", other.to_str().unwrap()]);
        assert_eq!(wrong.status.code(), Some(2), "not by this one either");
        let zone = place.path("zone");
        let output = place.run(&["mirror", &feed, zone.to_str().unwrap(), "--once", "--ca", &ca]);
        assert!(output.status.success(), "{output:?}");
        assert!(fs::read_to_string(&zone).unwrap().contains("mot.example CNAME ."));
        drop(server);
    });
}

fn ask(interpreter: &std::path::Path, request: &Value) -> Value {
    tokio::runtime::Runtime::new().unwrap().block_on(python::read(interpreter, request))
}

#[test]
fn a_certificate_opens_what_its_consumer_may_and_nothing_without() {
    let Some(interpreter) = python::interpreter() else { return };
    on_every_engine(|place| {
        import(place, "mot.example\nhai.example\n");
        let (server, url, ca) = serve(place);
        let (known, unknown) = (make(place, "known", CONSUMER), make(place, "unknown", CONSUMER));
        let mut admin = Officer::enrol(&server, &server.first_link(), "quan-tri");
        let form = admin.get("/console/don-vi-nhan").form("/don-vi-nhan/moi");
        admin.browser.submit(&form.set("name", CONSUMER).set("contact", "Trực kỹ thuật")).expect(200);
        let pem = fs::read_to_string(&known.0).unwrap();
        let form = admin.get("/console/don-vi-nhan").form("/chung-thu");
        let wrong = admin.browser.submit(&form.clone().set("certificate", "không phải chứng thư"));
        assert_eq!(wrong.status, 422);
        admin.browser.submit(&form.set("certificate", &pem)).expect(200);

        let object = json!({
            "type": "indicator", "spec_version": "2.1", "id": "indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f",
            "created": "2026-11-22T00:00:00.000Z", "modified": "2026-11-22T00:00:00.000Z",
            "name": "Trang giả ngân hàng", "pattern": "[domain-name:value = 'ngan-hang-gia.example']",
            "pattern_type": "stix", "valid_from": "2026-11-22T00:00:00Z",
        });
        let send = |certificate: Option<&(PathBuf, PathBuf)>| {
            let mut request = json!({
                "reader": "taxii_send", "url": format!("{url}/taxii2/"), "title": "Nơi nhận / Intake",
                "ca": ca, "objects": [object],
            });
            if let Some((certificate, key)) = certificate {
                request["cert"] = json!([certificate, key]);
            }
            ask(&interpreter, &request)
        };
        assert_eq!(send(None), json!({"refused": "no writing"}), "a stranger is told so before it tries");
        assert_eq!(send(Some(&unknown)), json!({"refused": 401, "code": "key-refused"}));
        assert_eq!(send(Some(&known)), json!({"successes": 1, "failures": 0}));
        let walked = ask(
            &interpreter,
            &json!({"reader": "taxii", "url": format!("{url}/taxii2/"), "title": "Toàn bộ danh sách / The whole list", "per_request": 100,
                "ca": ca, "cert": [known.0, known.1]}),
        );
        assert!(walked["objects"].as_array().unwrap().len() >= 2, "{walked}");

        let form = admin.get("/console/don-vi-nhan").form("/huy");
        admin.browser.submit(&form).expect(200);
        assert_eq!(send(Some(&known)), json!({"refused": 401, "code": "key-refused"}), "revoked: at once");
    });
}
