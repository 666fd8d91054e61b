//! Verification: clean after honest work, and each way of tampering shows.

use desk::Role;
use model::{Level, Reference};
use store::verify::{Log, Problem};
use testkit::{TestDatabase, databases};

use crate::fixture::{NOW, cleared, indicator, insert, officer};

/// Three listings, one of them revised, one taken off; a few reports.
async fn fill(database: &TestDatabase) {
    let store = &database.store;
    let lan = officer(store, "lan", &[Role::DutyOfficer]).await;
    let minh = officer(store, "minh", &[Role::Approver]).await;
    for name in ["domain:a.example", "domain:b.example", "domain:c.example"] {
        store.propose(cleared(name, Level::Warn), lan, None, NOW).await.unwrap();
    }
    let block = store.propose(cleared("domain:a.example", Level::Block), lan, None, NOW).await.unwrap();
    let store::publication::Proposed::Waiting(id) = block else { panic!("published") };
    store.approve(id, minh, Reference::embedded(), NOW).await.unwrap();
    store.delist(&indicator("domain:b.example"), "nhầm", lan, NOW).await.unwrap();
    for number in 0..3 {
        insert(store, number, NOW).await;
    }
}

/// Tampers with a filled database of each engine and compares the problems found.
async fn check(tamper: &[&str], expected: &[Problem]) {
    for database in databases().await {
        fill(&database).await;
        for sql in tamper {
            assert!(database.execute(sql).await > 0, "`{sql}` touches something");
        }
        let report = database.store.verify().await.unwrap();
        assert_eq!(report.problems, expected, "{:?} {tamper:?}", database.engine());
        assert_eq!(report.is_clean(), expected.is_empty());
    }
}

#[tokio::test]
async fn honest_work_is_clean() {
    check(&[], &[]).await;
}

#[tokio::test]
async fn an_edited_act_shows() {
    use Problem::{ListingDiffers, WrongHash};
    let changed = [WrongHash(Log::Publication, 3), ListingDiffers(indicator("domain:c.example"))];
    check(&["UPDATE acts SET level = 'block' WHERE serial = 3"], &changed).await;
    let evidence = [WrongHash(Log::Publication, 1)];
    check(&["UPDATE acts SET evidence = 'x' WHERE serial = 1"], &evidence).await;
    let unreadable = [Problem::Unreadable(Log::Publication, 2)];
    check(&["UPDATE acts SET method = 'x' WHERE serial = 2"], &unreadable).await;
}

#[tokio::test]
async fn a_removed_act_shows() {
    let missing = Problem::MissingLine(Log::Publication, 2);
    let after = Problem::WrongHash(Log::Publication, 3);
    check(&["DELETE FROM acts WHERE serial = 2"], &[missing, after]).await;
}

#[tokio::test]
async fn a_cut_tail_shows() {
    let surplus =
        [Problem::WrongHead(Log::Publication), Problem::ListingMissing(indicator("domain:b.example"))];
    check(&["DELETE FROM acts WHERE serial = 5"], &surplus).await;
    check(
        &["DELETE FROM audit_lines WHERE position = (SELECT MAX(position) FROM audit_lines)"],
        &[Problem::WrongHead(Log::Audit)],
    )
    .await;
}

#[tokio::test]
async fn swapped_lines_show() {
    let swap = [
        "UPDATE audit_lines SET position = -1 WHERE position = 3",
        "UPDATE audit_lines SET position = 3 WHERE position = 4",
        "UPDATE audit_lines SET position = 4 WHERE position = -1",
    ];
    let log = Log::Audit;
    let expected = [Problem::WrongHash(log, 3), Problem::WrongHash(log, 4), Problem::WrongHash(log, 5)];
    check(&swap, &expected).await;
}

#[tokio::test]
async fn an_edited_audit_line_shows() {
    let edited = Problem::WrongHash(Log::Audit, 2);
    check(&["UPDATE audit_lines SET who = 'system' WHERE position = 2"], &[edited]).await;
}

#[tokio::test]
async fn a_list_that_is_not_what_the_log_says_shows() {
    let name = || indicator("domain:c.example");
    check(&["DELETE FROM listings WHERE indicator = 'domain:c.example'"], &[Problem::ListingMissing(name())])
        .await;
    check(
        &["UPDATE listings SET listed_at = 1 WHERE indicator = 'domain:c.example'"],
        &[Problem::ListingDiffers(name())],
    )
    .await;
    let insert = "INSERT INTO listings (serial, indicator, method, level, reason, listed_at, expires_at)
        VALUES (99, 'domain:d.example', 'other', 'warn', 'malware', 1, 2)";
    check(&[insert], &[Problem::ListingSurplus("domain:d.example".to_owned())]).await;
}

#[tokio::test]
async fn a_missing_evidence_file_shows() {
    for database in databases().await {
        let mut new = crate::fixture::report(1);
        new.attachments = vec![model::report::NewAttachment {
            name: "a.txt".to_owned(),
            media_type: "text/plain",
            bytes: b"sample".to_vec(),
        }];
        let assessed = crate::fixture::assessment(model::Verdict::NoInformation, &[]);
        let code = model::TrackingCode::from_random(1);
        database.store.insert_report(&new, &assessed, code, NOW).await.unwrap();
        assert!(database.store.verify().await.unwrap().is_clean());
        let file = std::fs::read_dir(&database.settings.evidence_dir).unwrap().next().unwrap().unwrap();
        std::fs::write(file.path(), b"samp").unwrap();
        let report = database.store.verify().await.unwrap();
        let name = file.file_name().into_string().unwrap();
        assert_eq!(report.problems, [Problem::EvidenceMissing(name)]);
    }
}
