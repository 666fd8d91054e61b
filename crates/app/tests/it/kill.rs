//! Killed at random instants while reports stream in, the server loses nothing it acknowledged, nor does its
//! database, and nothing is there twice or in part.
//!
//! `KHIEN_KILL_INTAKE_ROUNDS` sets the number of kills on each engine (default 3), `KHIEN_TEST_BINARY` the binary:
//! `KHIEN_KILL_INTAKE_ROUNDS=500 cargo test -p app --test it kill::nothing -- --nocapture`. On PostgreSQL a cluster
//! of the test's own, which waits for its disk, is killed in two of three rounds, with the server or under it.

use std::net::SocketAddr;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use testkit::TestDatabase;
use testkit::postgres::Cluster;
use uuid::Uuid;

use crate::browser::Browser;
use crate::form::Form;
use crate::report_to_feed::tracking_code;
use crate::server::{Place, Server};

/// People who report at the same time.
const SENDERS: usize = 4;

/// A server lives at most this long after its first acknowledgement.
const LIFE_MS_MAX: u64 = 400;

/// Longest time until a server whose database was killed and is back takes a report again.
const RECOVERY: Duration = Duration::from_secs(60);

/// A report that was sent, and the code it was acknowledged with; `None` when no answer came.
struct Sent {
    form: Form,
    code: Option<String>,
}

/// Sends one until it is acknowledged; no code when the server is gone. While the database is away the form comes
/// back, and is sent again as it is.
fn send(browser: &mut Browser, form: &Form) -> Option<String> {
    loop {
        let page = browser.try_submit(form).ok()?;
        match tracking_code(&page.text()) {
            Some(code) if page.status == 201 => return Some(code),
            _ => assert_eq!(page.status, 503, "neither taken nor given back: {}", page.text()),
        }
    }
}

/// Reports until the server is gone.
fn stream_reports(address: SocketAddr, form: &Form, sent: &Sender<Sent>) {
    let mut browser = Browser::new(address);
    for number in 0.. {
        let form = form
            .clone()
            .set("submission", &Uuid::new_v4().to_string())
            .set("text", &format!("Phản ánh mẫu số {number}: có người gọi tự xưng cán bộ"))
            .set("others", &format!("https://lua-{number}-{}.example/tai-app", Uuid::new_v4().simple()))
            .set("contact_name", "Người Báo Mẫu");
        let code = send(&mut browser, &form);
        let is_gone = code.is_none();
        if sent.send(Sent { form, code }).is_err() || is_gone {
            return;
        }
    }
}

/// What is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kill {
    /// The server alone.
    Server,
    /// The database under a server that goes on when it is back, and then the server.
    Database,
    /// The database, and the server before it is back.
    Both,
}

/// Reports that come within `time`.
fn take_for(time: Duration, receiver: &Receiver<Sent>, all: &mut Vec<Sent>) {
    let start = Instant::now();
    while let Some(left) = time.checked_sub(start.elapsed()) {
        match receiver.recv_timeout(left) {
            Ok(sent) => all.push(sent),
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return,
        }
    }
}

fn kill(
    kill: Kill,
    server: Server,
    cluster: Option<&Cluster>,
    receiver: &Receiver<Sent>,
    all: &mut Vec<Sent>,
) {
    match (kill, cluster) {
        (Kill::Server, _) | (_, None) => server.kill(),
        (Kill::Database, Some(cluster)) => {
            cluster.kill();
            cluster.start_again();
            // What was answered before the kill may still stand in the channel; of these there are at most as many
            // as were sent at once, so that one more was answered after it.
            all.extend(receiver.try_iter());
            for _ in 0..=SENDERS {
                all.push(receiver.recv_timeout(RECOVERY).expect("the server goes on with its database"));
            }
            server.kill();
        }
        (Kill::Both, Some(cluster)) => {
            cluster.kill();
            server.kill();
            cluster.start_again();
        }
    }
}

/// One life of a server: what nobody knows of is sent again, reports stream in, and it is killed at a random
/// instant. What was sent.
fn live_and_be_killed(place: &Place, cluster: Option<&Cluster>, mode: Kill, before: Vec<Sent>) -> Vec<Sent> {
    let server = place.serve();
    let mut browser = Browser::new(server.address);
    let form = browser.get("/bao-tin").expect(200).form("/bao-tin");
    let mut all = Vec::new();
    for Sent { form, code } in before {
        let again = send(&mut browser, &form);
        assert!(again.is_some(), "a server that nobody kills answers");
        assert!(code.is_none() || code == again, "sent again, it is the same report: {code:?} {again:?}");
        all.push(Sent { form, code: again });
    }
    let (sender, receiver) = channel();
    thread::scope(|scope| {
        for _ in 0..SENDERS {
            let (sender, form, address) = (sender.clone(), &form, server.address);
            scope.spawn(move || stream_reports(address, form, &sender));
        }
        drop(sender);
        all.push(receiver.recv().expect("the first report is acknowledged"));
        take_for(Duration::from_millis(getrandom::u64().unwrap() % LIFE_MS_MAX), &receiver, &mut all);
        kill(mode, server, cluster, &receiver, &mut all);
        all.extend(receiver.iter());
    });
    all
}

/// Reports that are not whole: without their indicators, their one line in the trail, their sealed sender, or
/// neither waiting for their follow-up work nor done with it. The kind of a line is no condition: the planner of an
/// engine without statistics would look there first, and through every report for every report.
const NOT_WHOLE: &str = "SELECT COUNT(*) FROM reports WHERE indicator_count < 1
    OR indicator_count <> (SELECT COUNT(*) FROM report_indicators WHERE report_id = reports.id)
    OR 1 <> (SELECT COUNT(CASE WHEN what = 'create-report' THEN 1 END) FROM audit_lines
        WHERE target = 'report:' || reports.id)
    OR NOT EXISTS (SELECT 1 FROM identities WHERE report_id = reports.id)
    OR (id NOT IN (SELECT payload FROM jobs)
        AND NOT EXISTS (SELECT 1 FROM search_numbers WHERE report_id = reports.id))";

/// Every code is there once, and every report is whole.
async fn check_all_there(database: &TestDatabase, codes: &[String], told: &str) {
    for some in codes.chunks(500) {
        let list: Vec<String> = some
            .iter()
            .map(|code| format!("'{}'", code.parse::<model::TrackingCode>().unwrap().compact()))
            .collect();
        let sql = format!("SELECT COUNT(*) FROM reports WHERE tracking_code IN ({})", list.join(","));
        assert_eq!(
            database.number(&sql).await,
            some.len() as i64,
            "{told}: an acknowledged report is missing"
        );
    }
    assert_eq!(database.number(NOT_WHOLE).await, 0, "{told}: a report is not whole");
    let (reports, lines) = (
        database.number("SELECT COUNT(*) FROM reports").await,
        database.number("SELECT COUNT(*) FROM audit_lines WHERE what = 'create-report'").await,
    );
    assert_eq!(reports, lines, "{told}: a line of the trail tells of a report that is not there");
}

fn kill_on(database: TestDatabase, cluster: Option<&Cluster>, rounds: usize) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    // Nobody but the server holds the database open.
    runtime.block_on(database.store.close());
    let place = Place::new(database);
    let (mut count, mut unanswered, mut of_database) = (0, 0, 0);
    let mut before = Vec::new();
    for round in 0..rounds {
        let mode = match (cluster, round % 3) {
            (Some(_), 1) => Kill::Database,
            (Some(_), 2) => Kill::Both,
            _ => Kill::Server,
        };
        of_database += usize::from(mode != Kill::Server);
        let told = format!("{} round {round}, {mode:?}", place.engine());
        let all = live_and_be_killed(&place, cluster, mode, std::mem::take(&mut before));
        let verified = place.run(&["verify"]);
        assert!(verified.status.success(), "{told}: {verified:?}");
        let codes: Vec<String> = all.iter().filter_map(|sent| sent.code.clone()).collect();
        runtime.block_on(check_all_there(place.database(), &codes, &told));
        count += codes.len();
        let mut known = None;
        for sent in all {
            match sent.code {
                Some(_) => known = Some(sent),
                None => before.push(sent),
            }
        }
        unanswered += before.len();
        // The last that was acknowledged is sent again as well.
        before.extend(known);
        if (round + 1) % 50 == 0 {
            eprintln!("{told}: {count} reports acknowledged");
        }
    }
    eprintln!(
        "{}: {rounds} kills, {of_database} of the database too, {count} acknowledged, none missing or twice; \
         {unanswered} without an answer were sent again",
        place.engine()
    );
    assert!(count >= rounds);
}

#[test]
fn nothing_acknowledged_is_lost() {
    let rounds = std::env::var("KHIEN_KILL_INTAKE_ROUNDS").map_or(3, |rounds| rounds.parse().unwrap());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let engines = std::env::var("KHIEN_KILL_INTAKE_ENGINES").unwrap_or_else(|_| "sqlite,postgres".to_owned());
    if engines.contains("sqlite") {
        kill_on(runtime.block_on(TestDatabase::sqlite()), None, rounds);
    }
    if engines.contains("postgres")
        && let Some(cluster) = Cluster::start()
    {
        kill_on(runtime.block_on(TestDatabase::postgres(&cluster.url())), Some(&cluster), rounds);
    }
}
