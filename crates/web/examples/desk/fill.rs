//! A made-up desk: reports with a spread like a province's, one value in half of them.

use std::time::Instant;

use ::desk::guard;
use detect::Engine;
use detect::sketch::{self, Sketch};
use model::report::{Contact, NewReport, ReportChannel, ReportState};
use model::{Assessment, Indicator, Method, Reference, Snapshot, Time, TrackingCode};
use store::Store;
use store::audit::Who;
use store::event::FoldInput;
use store::officer::NewOfficer;
use store::officer::session::SessionLife;
use store::report::BulkReport;
use testkit::test_app::START;
use testkit::{TestApp, TestDatabase};
use uuid::Uuid;

use crate::ROLES;
use crate::measure::Times;

/// Reports of one transaction.
const BATCH: u64 = 2_000;

/// The value that stands in every second report: the number of a hotline that half the country is called from.
const COMMON: &str = "phone:+84900000999";

const OPENINGS: [&str; 8] = [
    "Sáng nay tôi nhận được cuộc gọi tự xưng công an quận",
    "Mẹ tôi bị một người lạ kết bạn qua mạng",
    "Con tôi tìm việc làm thêm tại nhà và được mời vào nhóm",
    "Có người tự xưng nhân viên ngân hàng nói thẻ sắp bị khóa",
    "Tôi đặt hàng trên mạng rồi nhận tin nhắn của người giao hàng",
    "Một số lạ gửi đường dẫn cài đặt dịch vụ công",
    "Chị gái tôi được rủ đầu tư tiền ảo lãi cao",
    "Hàng xóm của tôi nhận cuộc gọi báo người thân cấp cứu",
];
const MIDDLES: [&str; 8] = [
    "bảo phải chuyển tiền vào tài khoản tạm giữ để xác minh",
    "yêu cầu tải ứng dụng lạ và nhập mã xác thực",
    "hứa trả hoa hồng sau mỗi nhiệm vụ rồi đòi nạp thêm",
    "dọa bắt nếu nói với người khác trong nhà",
    "gửi mã quét thanh toán có tên công ty không quen",
    "xin ảnh căn cước hai mặt cùng khuôn mặt",
    "nói hồ sơ thuế còn thiếu và phải nộp trong ngày",
    "cho xem giấy tờ giả có dấu đỏ",
];

/// Mixes a number into many others (SplitMix64).
pub(crate) fn mixed(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// The code of the `number`-th report.
pub(crate) fn code(number: u64) -> TrackingCode {
    TrackingCode::from_random(mixed(number))
}

/// One of thousands of campaigns: the younger half of all reports falls on one in eight.
pub(crate) fn campaign(number: u64, count: u64) -> u64 {
    let campaigns = (count / 40).max(1);
    let campaign = mixed(number ^ 0x5bd1) % campaigns;
    if number.is_multiple_of(2) { campaign / 8 * 8 } else { campaign }
}

fn report(number: u64, count: u64) -> NewReport {
    let random = mixed(number);
    let campaign = campaign(number, count);
    let domain = format!("domain:c{campaign}-{}.example", mixed(campaign) % 1_000);
    let mut indicators: Vec<Indicator> = vec![domain.parse().expect("a name under .example is one")];
    if number % 2 == 1 {
        indicators.push(COMMON.parse().expect("a number"));
    }
    if random.is_multiple_of(3) {
        let account = format!("bank_account:970436:{:010}", 900_000_000 + campaign % 900_000);
        indicators.push(account.parse().expect("an account"));
    }
    let opening = OPENINGS[(campaign % 8) as usize];
    let middle = MIDDLES[(campaign / 8 % 8) as usize];
    let rest = MIDDLES[(random % 8) as usize];
    let text = format!(
        "{opening} {middle}, {rest}. Việc xảy ra lần thứ {}, tên miền c{campaign}, mã vụ {}, tôi đã gọi lại số \
         {} mà không ai nghe. Tôi mong cơ quan chức năng xem xét giúp gia đình tôi.",
        random % 97,
        random % 1_000_003,
        number % 9_973,
    );
    let province = ["01", "48", "79", "92", "31"][(random >> 8) as usize % 5];
    NewReport {
        submission: Uuid::from_u64_pair(number, 7),
        channel: if random.is_multiple_of(4) { ReportChannel::Hotline } else { ReportChannel::Web },
        text,
        happened_at: None,
        province: Some(province.to_owned()),
        place: "phường Hải Châu".to_owned(),
        money_lost: Some((random >> 16) % 300_000 * 1_000),
        method: Some(Method::ALL[(campaign % Method::ALL.len() as u64) as usize]),
        indicators,
        contact: number.is_multiple_of(50).then(|| Contact {
            name: format!("Người báo mẫu {number}"),
            phone: None,
            email: None,
            sms: false,
        }),
        attachments: Vec::new(),
    }
}

/// When the `number`-th of `count` came: a year, evenly.
fn received_at(number: u64, count: u64) -> Time {
    const YEAR_MS: u64 = 365 * 86_400_000;
    Time::from_millis(START.millis() - ((count - number) * (YEAR_MS / count)) as i64)
}

/// One in twenty is open.
fn state(number: u64) -> ReportState {
    match mixed(number ^ 0x11) % 20 {
        0 => ReportState::Received,
        1..8 => ReportState::Dismissed,
        _ => ReportState::Resolved,
    }
}

/// Reports that go through the store; the rest are copies of them with ids, codes and names of their own, made by
/// the database itself. A multiple of the 1,024 reports of a block of the index of words.
pub(crate) const BASE: u64 = 20_480;

/// Fills an empty database with `count` reports, or the next multiple of [`BASE`] when that is more; 64 times
/// [`BASE`] at most.
pub(crate) async fn fill(database: &TestDatabase, count: u64) -> u64 {
    let base = count.min(BASE);
    for start in (0..base).step_by(BATCH as usize) {
        let batch: Vec<BulkReport> = (start..(start + BATCH).min(base))
            .map(|number| BulkReport {
                report: report(number, base),
                assessment: Assessment::no_information(),
                tracking_code: code(number),
                received_at: received_at(number, base),
                state: state(number),
            })
            .collect();
        database.store.bulk_insert_reports(&batch, "đo", START).await.expect("reports are stored");
    }
    for sql in EVENTS {
        database.execute(sql).await;
    }
    let started = Instant::now();
    let copies = count.div_ceil(base);
    for copy in 1..copies {
        for sql in copied(copy, base) {
            database.execute(&sql).await;
        }
        if copy.is_multiple_of(10) {
            println!("  {} reports, {:.0} s", (copy + 1) * base, started.elapsed().as_secs_f64());
        }
    }
    database.execute("UPDATE event_counters SET position = 2000000000 WHERE name IN ('acts', 'links')").await;
    let numbers = format!("UPDATE event_counters SET position = {} WHERE name = 'search'", copies * base);
    database.execute(&numbers).await;
    if database.engine() == store::Engine::Postgres {
        database.execute("ANALYZE").await;
    }
    copies * base
}

/// What folding leaves: a sketch, a digest, the head of the event, and who linked what. Reports whose first
/// indicator is the same are one event.
const EVENTS: [&str; 6] = [
    "UPDATE reports SET sketch = money_lost * 7919 + received_at, text_digest = submission",
    "CREATE TABLE heads AS SELECT indicator_first AS name, MIN(id) AS head FROM reports GROUP BY indicator_first",
    "UPDATE reports SET event_id = (SELECT head FROM heads WHERE name = indicator_first)
     WHERE id <> (SELECT head FROM heads WHERE name = indicator_first)",
    "INSERT INTO event_acts (id, kind, reason, done_at, done_by) VALUES (1000000000, 'fold', 'same-link', 0, 'system')",
    "INSERT INTO event_links (id, a, b, made_by)
     SELECT ROW_NUMBER() OVER (ORDER BY id) + 1000000000, event_id, id, 1000000000 FROM reports
     WHERE event_id IS NOT NULL",
    "INSERT INTO event_counters (name, position) VALUES ('acts', 1), ('links', 1)",
];

/// The statements that copy the first `base` reports for the `copy`-th time.
fn copied(copy: u64, base: u64) -> Vec<String> {
    // No id of the store has these two digits where it holds its variant (RFC 9562: 8 to b).
    let digits = 0xc0 + copy;
    let other = |id: &str| format!("SUBSTR({id}, 1, 19) || '{digits:02x}' || SUBSTR({id}, 22)");
    let (offset, blocks) = (copy * base, copy * base / 1_024);
    let codes: Vec<String> =
        (offset..offset + base).map(|number| format!("({number}, '{}')", code(number).compact())).collect();
    vec![
        "CREATE TABLE codes (number BIGINT NOT NULL PRIMARY KEY, code TEXT NOT NULL)".to_owned(),
        format!("INSERT INTO codes (number, code) VALUES {}", codes.join(", ")),
        format!(
            "INSERT INTO reports (id, submission, tracking_code, channel, state, is_open, place_in_queue, urgency,
                received_at, updated_at, text, province, place, money_lost, claimed_method, method,
                method_by_officer, verdict, assessment, indicator_first, indicator_count, version, event_id,
                text_digest, sketch)
             SELECT {}, {}, code, channel, state, is_open, place_in_queue, urgency, received_at, updated_at, text,
                province, place, money_lost, claimed_method, method, method_by_officer, verdict, assessment,
                REPLACE(indicator_first, '.example', '-{copy}.example'), indicator_count, 1, {},
                {}, sketch + {copy}
             FROM reports JOIN search_numbers ON search_numbers.report_id = reports.id
             JOIN codes ON codes.number = search_numbers.number + {offset}
             WHERE search_numbers.number < {base} ORDER BY reports.id",
            other("reports.id"),
            other("submission"),
            other("event_id"),
            other("submission"),
        ),
        "DROP TABLE codes".to_owned(),
        format!(
            "INSERT INTO search_numbers (number, report_id) SELECT number + {offset}, {} FROM search_numbers
             WHERE number < {base}",
            other("report_id"),
        ),
        format!(
            "INSERT INTO report_indicators (report_id, indicator, origin)
             SELECT {}, REPLACE(indicator, '.example', '-{copy}.example'), origin
             FROM report_indicators
             JOIN search_numbers ON search_numbers.report_id = report_indicators.report_id
             WHERE number < {base}",
            other("report_indicators.report_id"),
        ),
        format!(
            "INSERT INTO search_postings (word, block, numbers) SELECT word, block + {blocks}, numbers
             FROM search_postings WHERE block < {}",
            base / 1_024,
        ),
        format!(
            "INSERT INTO event_links (id, a, b, made_by) SELECT id + {offset}, {}, {}, made_by FROM event_links
             WHERE id <= {}",
            other("a"),
            other("b"),
            1_000_000_000 + base,
        ),
    ]
}

/// Accounts with a session each: the value of its cookie.
pub(crate) async fn officers(app: &TestApp, count: u64) -> Vec<String> {
    let mut sessions = Vec::new();
    for number in 0..count {
        let new = NewOfficer {
            name: format!("cb{number}"),
            display_name: format!("Cán bộ {number}"),
            password_hash: "$argon2id$sample".to_owned(),
            totp_secret: b"twenty bytes of seed".to_vec(),
            totp_step: 0,
            roles: ROLES.to_vec(),
        };
        let store = &app.app.store;
        let id = store.create_officer(&new, Who::Command, app.now()).await.expect("an account is made");
        let token = web::auth::Token::random().to_string();
        let life = SessionLife { absolute_ms: 86_400_000, idle_ms: 86_400_000 };
        store.begin_session(id, &token, "csrf", life, app.now()).await.expect("a session begins");
        sessions.push(token);
    }
    sessions
}

/// One new report, stored and then folded, ranked and indexed as the job does.
pub(crate) async fn arrive(
    store: &Store,
    engine: &Engine,
    reference: &Reference,
    number: u64,
    times: &mut Times,
) {
    let new = report(number, number);
    let started = Instant::now();
    let submission = detect::Submission { text: &new.text, sender: None, channel: None };
    let assessment = engine.assess(&submission, &Snapshot::default());
    times.took("assess", started);
    let started = Instant::now();
    let now = Time::from_millis(START.millis() + number as i64);
    let stored = store.insert_report(&new, &assessment, code(number), now).await.expect("stored");
    times.took("store a report", started);
    let started = Instant::now();
    let ignored =
        new.indicators.iter().filter(|one| guard::check(one, reference).is_err()).cloned().collect();
    let input = FoldInput {
        plain_words: sketch::plain_words(&new.text),
        sketch: Sketch::of(&new.text).map(Sketch::bits),
        ignored,
    };
    let is_near = |a, b| Sketch::from_bits(a).is_near(Sketch::from_bits(b));
    store.fold_report(stored.id, &input, is_near, now).await.expect("folded");
    times.took("fold", started);
    let started = Instant::now();
    store.rank_related(stored.id).await.expect("ranked");
    times.took("rank related", started);
    let started = Instant::now();
    store.index_report(stored.id).await.expect("indexed");
    times.took("index words", started);
}
