//! The short code by SMPP, with a message centre that is not ours (the npm package `smpp`).

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use intake::sms::esme::{CentreSettings, run};
use intake::sms::{Outbox, OutboxError};
use model::Language;
use serde_json::{Value, json};
use store::report::QueueFilter;
use testkit::{TestApp, TestDatabase};
use tokio::sync::{mpsc, watch};
use web::catalogue::Words;

/// The running centre, and what it tells.
struct Centre {
    process: Child,
    lines: mpsc::UnboundedReceiver<Value>,
}

impl Centre {
    fn start(messages: &Value) -> Option<Centre> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let folder = root.join("target/peers/node");
        if !folder.join("node_modules/smpp").is_dir() {
            assert!(!testkit::is_required("smpp"), "KHIEN_TEST_REQUIRE lists smpp: run `cargo xtask test`");
            eprintln!("not run: smpp (no package under target/peers/node)");
            return None;
        }
        let mut process = Command::new("node")
            .arg(root.join("crates/testkit/node/centre.mjs"))
            .arg(folder.canonicalize().unwrap().join("package.json"))
            .arg(messages.to_string())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let out = BufReader::new(process.stdout.take().unwrap());
        let (sender, lines) = mpsc::unbounded_channel();
        std::thread::spawn(move || {
            for line in out.lines().map_while(Result::ok) {
                let _ = sender.send(serde_json::from_str(&line).unwrap());
            }
        });
        Some(Centre { process, lines })
    }

    /// The next line with this key; others are passed over.
    async fn next(&mut self, key: &str) -> Value {
        loop {
            let line = tokio::time::timeout(std::time::Duration::from_secs(60), self.lines.recv());
            let line = line.await.unwrap_or_else(|_| panic!("no `{key}` from the centre")).unwrap();
            if let Some(value) = line.get(key) {
                return if key == "text" { line } else { value.clone() };
            }
        }
    }
}

impl Drop for Centre {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[tokio::test]
async fn messages_of_a_centre_are_taken_joined_and_answered() {
    let messages = json!([
        {"from": "84900000456", "text": "LD (0900000123) (gia cong an)"},
        {"from": "84900000457", "ucs2": true, "parts": ["LD (0900000124) (Họ xưng là công an, bảo chuyển ", "tiền vào tài khoản an toàn)"]},
        {"from": "84900000458", "text": "xin chao"},
    ]);
    let Some(mut centre) = Centre::start(&messages) else { return };
    let port = centre.next("port").await;
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let settings = CentreSettings {
        short_code: "156".to_owned(),
        address: format!("127.0.0.1:{port}"),
        system_id: "khien".to_owned(),
        password: "bi-mat".to_owned(),
    };
    let (stop, stopping) = watch::channel(false);
    let say = |answer: &intake::sms::Answer| web::sms_sentence(answer, Words::new(Language::Vi));
    let (outbox, outgoing) = Outbox::new();
    let session = tokio::spawn(run(app.app.clone(), settings, say, outgoing, stopping));
    assert_eq!(centre.next("bound").await, "khien");
    let mut answers = Vec::new();
    for _ in 0..3 {
        let line = centre.next("text").await;
        assert_eq!(line["from"], "156");
        answers.push((line["to"].as_str().unwrap().to_owned(), line["text"].as_str().unwrap().to_owned()));
    }
    answers.sort();
    let numbers: Vec<&str> = answers.iter().map(|(to, _)| to.as_str()).collect();
    assert_eq!(numbers, ["84900000456", "84900000457", "84900000458"]);
    assert!(answers[2].1.starts_with("Cu phap"), "{}", answers[2].1);
    let lines =
        app.app.store.queue(&QueueFilter::default(), &desk::Sight::All, None, 10).await.unwrap().lines;
    assert_eq!(lines.len(), 2);
    let mut texts = Vec::new();
    for line in lines {
        let report = app.app.store.report(line.id, &desk::Sight::All).await.unwrap();
        assert!(answers.iter().any(|(_, text)| text.contains(&report.tracking_code.to_string())));
        texts.push(report.text);
    }
    texts.sort();
    assert_eq!(texts, ["Họ xưng là công an, bảo chuyển tiền vào tài khoản an toàn", "gia cong an"]);

    // Our own messages go out over the same session, and we hear whether they were taken.
    let (sent, line) = tokio::join!(outbox.send("+84900000459", "Đã xử lý"), centre.next("text"));
    assert_eq!(sent, Ok(()));
    assert_eq!(
        (&line["from"], &line["to"], &line["text"]),
        (&json!("156"), &json!("84900000459"), &json!("Da xu ly"))
    );
    let (refused, _) = tokio::join!(outbox.send("+84900000460", "tu-choi"), centre.next("text"));
    assert_eq!(refused, Err(OutboxError::Refused));

    stop.send(true).unwrap();
    assert_eq!(centre.next("unbound").await, true);
    session.await.unwrap();
}
