//! Who may ask for what: every route of the console, asked by nobody, by each role, and by an officer of
//! another unit with every role. The table is compared with the source of the routes, so that a route
//! without a line fails.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::http::{Method, StatusCode};
use desk::guard::{self, NewListing};
use desk::{BatchAction, NewUnit, Permission, Role, UnitKind, role};
use model::report::{Contact, NewAttachment, NewReport, ReportChannel};
use model::{Assessment, Indicator, Level, ListingReason, Method as Fraud, OfficerId, TrackingCode};
use store::Version;
use store::audit::Deed;
use store::publication::Proposed;
use testkit::{Answer, TestApp, TestDatabase};
use uuid::Uuid;

use crate::officer::{Officer, create};

/// Who passes.
#[derive(Clone, Copy)]
pub(crate) enum Passes {
    /// Everybody.
    All,
    /// Whoever is signed in.
    SignedIn,
    /// Who holds one of these.
    Any(&'static [Permission]),
    /// Who holds it and sees the unit whose report, officer or desk it is.
    Seen(Permission),
}

use Passes::{All, Any, Seen, SignedIn};
use Permission as P;

pub(crate) type Fields = &'static [(&'static str, &'static str)];

const GET: Method = Method::GET;
const POST: Method = Method::POST;
const V: (&str, &str) = ("version", "1");
const LISTING: Fields = &[
    V,
    ("indicator", "domain:quyen.example"),
    ("level", "warn"),
    ("listing_method", "gov-judicial"),
    ("listing_reason", "officer-finding"),
    ("days", "90"),
    ("evidence", "Trang giả mạo"),
];
const TERMS: Fields =
    &[V, ("name", "isp.example"), ("kind", "isp"), ("contact", "trực mạng"), ("requests_per_day", "0")];

/// One line for each route. `@name` in a path or a value stands for what the test has made.
pub(crate) const TABLE: &[(Method, &str, Passes, Fields)] = &[
    (GET, "/", All, &[]),
    (GET, "/dang-nhap", All, &[]),
    (POST, "/dang-nhap", All, &[("login", "ai"), ("password", "đó"), ("code", "000000"), ("next", "")]),
    // Providers that are not in the settings, and a sign-in that nobody began.
    (GET, "/dang-nhap/qua/{provider}", All, &[]),
    (GET, "/dang-nhap/qua/{provider}/ve", All, &[]),
    (POST, "/dang-nhap/qua/{provider}/dang-xuat", All, &[("logout_token", "a.b.c")]),
    (GET, "/dang-nhap/ma", All, &[]),
    (POST, "/dang-nhap/ma", All, &[("code", "000000")]),
    (POST, "/dang-nhap/khoa-truy-cap", All, &[("id", "khong-co")]),
    (GET, "/dau-tien/{token}", All, &[]),
    (POST, "/dau-tien/{token}", All, &[]),
    (GET, "/loi-moi/{token}", All, &[]),
    (POST, "/loi-moi/{token}", All, &[]),
    (GET, "/hang-doi", Any(&[P::ReadReports]), &[]),
    (GET, "/lenh", SignedIn, &[]),
    (GET, "/tim", SignedIn, &[]),
    (POST, "/bo-loc", Any(&[P::ReadReports]), &[("from", "queue"), ("do", "show"), ("column", "age")]),
    (POST, "/bo-loc/{nobody}/xoa", Any(&[P::ReadReports]), &[]),
    (
        POST,
        "/xuat",
        Any(&[P::ExportReports]),
        &[("from", "queue"), ("form", "csv"), ("reason", "họp giao ban")],
    ),
    (GET, "/phan-anh/{id}/chien-dich", Seen(P::ReadReports), &[]),
    (
        POST,
        "/chien-dich/loai-tru",
        Any(&[P::WorkReports]),
        &[("indicator", "domain:quyen.example"), ("report", "@report"), ("ground", "của nhiều người")],
    ),
    (
        POST,
        "/chien-dich/dua-lai",
        Any(&[P::WorkReports]),
        &[("indicator", "domain:quyen.example"), ("report", "@report")],
    ),
    (GET, "/vu-an", Any(&[P::ReadReports]), &[]),
    (POST, "/vu-an", Any(&[P::WorkReports]), &[("title", "Vụ mẫu")]),
    (GET, "/vu-an/{case}", Seen(P::ReadReports), &[]),
    (POST, "/vu-an/{case}/phan-anh", Seen(P::WorkReports), &[("code", "@code"), ("scope", "report")]),
    (POST, "/vu-an/{case}/bo", Seen(P::WorkReports), &[("report", "@report")]),
    (POST, "/vu-an/{case}/ket-qua", Seen(P::RecordSource), &[V, ("article", "Điều 174")]),
    (POST, "/vu-an/{case}/phieu-chuyen", Seen(P::WorkReports), &[("form", "docx"), ("recipient", "Mẫu")]),
    (GET, "/hang-loat", Any(&[P::WorkReports]), &[]),
    (
        POST,
        "/hang-loat",
        Any(&[P::WorkReports]),
        &[("which", "chosen"), ("report", "@report"), ("kind", "set-method"), ("method", "job-task")],
    ),
    (GET, "/hang-loat/{batch}", Seen(P::WorkReports), &[]),
    // A plan of a colleague is begun by nobody else.
    (POST, "/hang-loat/{batch}/lam", Seen(P::WorkReports), &[]),
    (POST, "/hang-loat/{batch}/hoan-tac", Seen(P::WorkReports), &[("ground", "nhầm")]),
    (GET, "/phan-anh/{id}", Seen(P::ReadReports), &[]),
    (GET, "/phan-anh/{id}/ai-dang-mo", Seen(P::ReadReports), &[]),
    (GET, "/phan-anh/{id}/tep/{attachment}", Seen(P::ReadReports), &[]),
    (POST, "/phan-anh/{id}/nhan", Seen(P::WorkReports), &[V]),
    (POST, "/phan-anh/{id}/ghi-so", Seen(P::RecordSource), &[V, ("kind", "denunciation")]),
    (POST, "/phan-anh/{id}/thoi-han", Seen(P::RecordSource), &[V, ("act", "classify"), ("ground", "đủ")]),
    (POST, "/phan-anh/{id}/phuong-thuc", Seen(P::WorkReports), &[V, ("method", "job-task")]),
    (POST, "/phan-anh/{id}/gop", Seen(P::WorkReports), &[V, ("code", "@code"), ("ground", "cùng vụ")]),
    (POST, "/phan-anh/{id}/tach", Seen(P::WorkReports), &[V, ("ground", "khác vụ")]),
    (POST, "/phan-anh/{id}/hoan-tac", Seen(P::WorkReports), &[V, ("act", "@act")]),
    (POST, "/phan-anh/{id}/ghi-chu", Seen(P::WorkReports), &[V, ("text", "ghi chú")]),
    (
        POST,
        "/phan-anh/{id}/trang-thai",
        Seen(P::WorkReports),
        &[V, ("state", "dismissed"), ("ground", "rác")],
    ),
    (POST, "/phan-anh/{id}/de-xuat", Seen(P::Propose), LISTING),
    (POST, "/phan-anh/{id}/danh-tinh", Seen(P::OpenIdentity), &[V, ("reason", "gọi lại để hỏi thêm")]),
    (
        POST,
        "/phan-anh/{id}/chuyen",
        Seen(P::WorkReports),
        &[V, ("unit", "da-nang"), ("ground", "đúng địa bàn")],
    ),
    (
        POST,
        "/phan-anh/{id}/van-ban",
        Seen(P::WorkReports),
        &[
            V,
            ("document", "transfer"),
            ("form", "docx"),
            ("recipient", "Ngân hàng Mẫu"),
            ("outcome", "chuyển"),
        ],
    ),
    (
        POST,
        "/phan-anh/{id}/giu",
        Seen(P::RecordSource),
        &[V, ("scope", "report"), ("ground", "còn điều tra")],
    ),
    (POST, "/phan-anh/{id}/thoi-giu", Seen(P::Approve), &[V, ("hold", "@hold"), ("ground", "đã xong")]),
    (GET, "/duong-day-nong", Any(&[P::WorkReports]), &[]),
    (POST, "/duong-day-nong", Any(&[P::WorkReports]), &[("do", "drop")]),
    (POST, "/duong-day-nong/xem", Any(&[P::WorkReports]), &[("text", "domain:quyen.example")]),
    (GET, "/nhap", Any(&[P::WorkReports]), &[]),
    // Not a form with a file: who may is told so.
    (POST, "/nhap", Any(&[P::WorkReports]), &[]),
    (
        POST,
        "/tim/nguoi-bao",
        Any(&[P::OpenIdentity]),
        &[("sender", "0900 000 456"), ("reason", "gọi lại để hỏi")],
    ),
    (GET, "/mau-van-ban", Any(&[P::ManageOfficers]), &[]),
    // Tried, and so never kept: the letters of other lines stay as they are.
    (POST, "/mau-van-ban/{code}", Any(&[P::ManageOfficers]), &[V, ("act", "try"), ("text", "thử")]),
    (GET, "/thoi-han", Any(&[P::ReadReports]), &[]),
    (GET, "/thoi-han.ics", Any(&[P::ReadReports]), &[]),
    // Whoever holds the address; this one is nobody's.
    (GET, "/lich/{token}", All, &[]),
    (GET, "/nhac-viec", Any(&[P::ReadReports]), &[]),
    (POST, "/nhac-viec/da-xem", Any(&[P::ReadReports]), &[("until", "0")]),
    (GET, "/viec-chua-ai-giu", Any(&[P::ReadReports]), &[]),
    (GET, "/lich-truc", Any(&[P::ReadReports, P::ManageRoster]), &[]),
    // What is there already is not copied again: who may is told so.
    (POST, "/lich-truc/chep", Seen(P::ManageRoster), &[("unit", "da-nang"), ("week", "2026-11-23")]),
    (
        POST,
        "/lich-truc/moi",
        Seen(P::ManageRoster),
        &[
            ("unit", "da-nang"),
            ("day", "2026-11-25"),
            ("from", "06:00"),
            ("to", "14:00"),
            ("supervisor", "@worker"),
            ("officers", "@worker"),
        ],
    ),
    (POST, "/lich-truc/{shift}/xoa", Seen(P::ManageRoster), &[("unit", "da-nang")]),
    (GET, "/ban-giao", Any(&[P::ReadReports]), &[]),
    // Not a shift of who asks: who may is told so.
    (POST, "/ban-giao", Any(&[P::ReadReports]), &[("shift", "@past"), ("text", "việc 1/2026")]),
    (POST, "/ban-giao/da-doc", Seen(P::ReadReports), &[("note", "@note")]),
    (GET, "/de-xuat", Any(&[P::ReadList]), &[]),
    (POST, "/de-xuat/{proposal}/duyet", Any(&[P::Approve]), &[]),
    (POST, "/de-xuat/{proposal}/tu-choi", Any(&[P::Approve]), &[("ground", "chưa đủ")]),
    (POST, "/de-xuat/{proposal}/rut", Any(&[P::Propose]), &[]),
    (GET, "/cho-phep", Any(&[P::ReadList]), &[]),
    (POST, "/cho-phep/moi", Any(&[P::Propose]), &[("indicator", "")]),
    (POST, "/cho-phep/{allowed}/duyet", Any(&[P::Approve]), &[]),
    (POST, "/cho-phep/{allowed}/het", Any(&[P::Delist]), &[("ground", "nhầm")]),
    (GET, "/danh-sach", Any(&[P::ReadList]), &[]),
    (GET, "/muc/{*indicator}", Any(&[P::ReadList]), &[]),
    (POST, "/muc-de-xuat", Any(&[P::Propose]), LISTING),
    (POST, "/muc-go", Any(&[P::Delist]), &[V, ("indicator", "domain:quyen.example"), ("ground", "nhầm")]),
    (GET, "/nhat-ky", Any(&[P::ReadList]), &[]),
    (GET, "/kiem-toan", Any(&[P::ReadAudit]), &[]),
    (POST, "/kiem-toan/chuoi", Any(&[P::ReadAudit]), &[]),
    (GET, "/khieu-nai", Any(&[P::ReadReports]), &[]),
    (POST, "/khieu-nai/{appeal}/giu", Seen(P::Delist), &[("ground", "đủ căn cứ")]),
    (POST, "/khieu-nai/{appeal}/go", Seen(P::Delist), &[("ground", "nhầm")]),
    (GET, "/don-vi-nhan", Any(&[P::ReadConsumers]), &[]),
    (POST, "/don-vi-nhan/moi", Any(&[P::ManageConsumers]), TERMS),
    (POST, "/don-vi-nhan/{consumer}/thoa-thuan", Any(&[P::ManageConsumers]), TERMS),
    (POST, "/don-vi-nhan/{consumer}/dong", Any(&[P::ManageConsumers]), &[V]),
    (POST, "/don-vi-nhan/{consumer}/mo", Any(&[P::ManageConsumers]), &[V]),
    (POST, "/don-vi-nhan/{consumer}/khoa-api", Any(&[P::ManageConsumers]), &[]),
    (POST, "/don-vi-nhan/{consumer}/khoa-api/{key}/huy", Any(&[P::ManageConsumers]), &[]),
    (POST, "/don-vi-nhan/{consumer}/chung-thu", Any(&[P::ManageConsumers]), &[("certificate", "x")]),
    (POST, "/don-vi-nhan/{consumer}/chung-thu/{key}/huy", Any(&[P::ManageConsumers]), &[]),
    (
        POST,
        "/don-vi-nhan/{consumer}/day",
        Any(&[P::ManageConsumers]),
        &[("address", "https://isp.example/nhan")],
    ),
    (POST, "/day/{push}/dong", Any(&[P::ManageConsumers]), &[]),
    (POST, "/day/{push}/thu-lai", Any(&[P::ManageConsumers]), &[]),
    (GET, "/can-bo", Any(&[P::ManageOfficers]), &[]),
    (POST, "/can-bo/moi", Any(&[P::ManageOfficers]), &[("roles", "press")]),
    (POST, "/can-bo/{officer}/vai-tro", Seen(P::ManageOfficers), &[("version", "2"), ("roles", "press")]),
    (POST, "/can-bo/{officer}/don-vi", Seen(P::ManageOfficers), &[("version", "3"), ("unit", "da-nang")]),
    (GET, "/can-bo/{officer}/phien", Seen(P::ManageOfficers), &[]),
    (POST, "/can-bo/{officer}/phien", Seen(P::ManageOfficers), &[("session", "x")]),
    (
        POST,
        "/can-bo/{officer}/nha-cung-cap",
        Seen(P::ManageOfficers),
        &[("provider", "khong-co"), ("account", "lan.nguyen")],
    ),
    (POST, "/can-bo/{officer}/khoa", Seen(P::ManageOfficers), &[("version", "4")]),
    (POST, "/can-bo/{officer}/mo", Seen(P::ManageOfficers), &[("version", "5")]),
    (POST, "/can-bo/{officer}/khoa-truy-cap", Seen(P::ManageOfficers), &[("passkey", "x")]),
    (GET, "/don-vi", Any(&[P::ManageOfficers]), &[]),
    (
        POST,
        "/don-vi/moi",
        Seen(P::ManageOfficers),
        &[
            ("id", "so-mau"),
            ("name", "Sở mẫu"),
            ("kind", "partner"),
            ("parent", "da-nang"),
            ("province", "48"),
        ],
    ),
    (POST, "/don-vi/{unit}/dong", Seen(P::ManageOfficers), &[V]),
    (POST, "/don-vi/{unit}/mo", Seen(P::ManageOfficers), &[("version", "2")]),
    (GET, "/khan-cap", Any(&[P::BreakGlass]), &[]),
    // Too short a reason: who may is told so, and the glass stays whole for the lines below.
    (POST, "/khan-cap", Any(&[P::BreakGlass]), &[("reason", "gấp")]),
    (POST, "/khan-cap/het", SignedIn, &[]),
    (GET, "/tai-khoan", SignedIn, &[]),
    (POST, "/tai-khoan/ket-thuc", SignedIn, &[("session", "x")]),
    (POST, "/tai-khoan/khoa-truy-cap", SignedIn, &[("name", "máy"), ("code", "000000")]),
    (POST, "/tai-khoan/khoa-truy-cap/xoa", SignedIn, &[("passkey", "x")]),
    (POST, "/tai-khoan/thu", SignedIn, &[("address", "")]),
    (POST, "/tai-khoan/lich", SignedIn, &[("scope", "none")]),
    // Last: it ends the session.
    (POST, "/dang-xuat", SignedIn, &[]),
];

/// What one line can be asked about; made afresh for each who asks.
pub(crate) struct Made {
    pub(crate) report: String,
    attachment: String,
    pub(crate) code: String,
    act: String,
    appeal: String,
    hold: String,
    proposal: String,
    officer: OfficerId,
    unit: String,
    batch: String,
    case: String,
    worker: OfficerId,
    shift: String,
    past: String,
    note: String,
}

static NUMBER: AtomicU64 = AtomicU64::new(1);

async fn new_report(
    app: &TestApp,
    root: OfficerId,
    unit: &str,
    appealed: Option<&Indicator>,
) -> (String, String) {
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let report = NewReport {
        submission: Uuid::from_u64_pair(number, 9),
        channel: ReportChannel::Web,
        text: format!("Có người gọi tự xưng công an, lần {number}"),
        happened_at: None,
        province: Some("48".to_owned()),
        place: String::new(),
        money_lost: Some(1_000_000),
        method: None,
        indicators: vec![format!("domain:so-{number}.example").parse().unwrap()],
        contact: Some(Contact { name: "Người Mẫu".to_owned(), phone: None, email: None, sms: false }),
        attachments: vec![NewAttachment {
            name: "anh.png".to_owned(),
            media_type: "image/png",
            bytes: number.to_be_bytes().to_vec(),
        }],
    };
    let code = TrackingCode::from_random(number * 7919);
    let (store, now) = (&app.app.store, app.now());
    let stored = match appealed {
        Some(indicator) => store.insert_appeal(&report, indicator, code, now).await.unwrap(),
        None => store.insert_report(&report, &Assessment::no_information(), code, now).await.unwrap(),
    };
    let unit = unit.parse().unwrap();
    store.move_report(stored.id, Version(1), &unit, "đúng địa bàn", root, now).await.unwrap();
    (stored.id.to_string(), stored.tracking_code.to_string())
}

pub(crate) async fn make(app: &TestApp, root: OfficerId) -> Made {
    let store = &app.app.store;
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let (report, _) = new_report(app, root, "da-nang", None).await;
    let (other, _) = new_report(app, root, "da-nang", None).await;
    let id = report.parse().unwrap();
    let act = store.merge_events(id, other.parse().unwrap(), "cùng vụ", root, app.now()).await.unwrap();
    let hold = store.place_hold(id, false, "còn điều tra", root, app.now()).await.unwrap();
    let (_, third) = new_report(app, root, "da-nang", None).await;
    let listing = |name: String, level| NewListing {
        indicator: name.parse().unwrap(),
        method: Fraud::GovJudicial,
        level,
        reason: ListingReason::Impersonation,
        expires_at: app.now().plus_days(90),
        evidence: "giả trang".to_owned(),
    };
    let clear = |listing| guard::clear(listing, &app.app.reference, app.now()).unwrap();
    let block = clear(listing(format!("domain:chan-{number}.example"), Level::Block));
    let Proposed::Waiting(proposal) = store.propose(block, root, None, app.now()).await.unwrap() else {
        panic!("a block waits")
    };
    let warned = listing(format!("domain:nhac-{number}.example"), Level::Warn);
    let appealed = warned.indicator.clone();
    store.propose(clear(warned), root, None, app.now()).await.unwrap();
    let (appeal, _) = new_report(app, root, "da-nang", Some(&appealed)).await;
    let name = format!("muc-tieu-{number}");
    let officer = create(app, &name, &[Role::Analyst]).await;
    store.set_officer_unit(officer, Version(1), &"da-nang".parse().unwrap(), None, app.now()).await.unwrap();
    let action = BatchAction::SetMethod { method: Fraud::JobTask };
    let batch = store.plan_batch(&action, "", &[id], false, officer, app.now()).await.unwrap();
    let case = store.open_case("Vụ mẫu", officer, app.now()).await.unwrap();
    let unit = format!("xa-{number}");
    make_unit(app, &unit, UnitKind::Partner, "da-nang", "48").await;
    let attachment = store.report(id, &desk::Sight::All).await.unwrap().attachments[0].id.to_string();
    let (worker, [past, shift]) = make_shifts(app, number).await;
    let note = store.write_shift_note(&past, "việc 1/2026", worker, app.now()).await.unwrap();
    Made {
        worker,
        shift,
        past,
        note,
        report,
        attachment,
        code: third,
        act: act.to_string(),
        appeal,
        hold: hold.to_string(),
        proposal: proposal.to_string(),
        officer,
        unit,
        batch: batch.to_string(),
        case: case.to_string(),
    }
}

/// One who works at Da Nang, with a shift that runs and one to come.
pub(crate) async fn make_shifts(app: &TestApp, number: u64) -> (OfficerId, [String; 2]) {
    let store = &app.app.store;
    let worker = create(app, &format!("truc-{number}"), &[Role::DutyOfficer, Role::Approver]).await;
    let unit: desk::UnitId = "da-nang".parse().unwrap();
    store.set_officer_unit(worker, Version(1), &unit, None, app.now()).await.unwrap();
    let plan = async |hours: i64| {
        let shift = desk::NewShift {
            unit: unit.clone(),
            starts_at: app.now().plus_hours(hours),
            ends_at: app.now().plus_hours(hours + 8),
            supervisor: worker,
            officers: vec![worker],
        };
        store.plan_shift(&shift, worker, app.now()).await.unwrap()
    };
    (worker, [plan(-4).await, plan(200).await])
}

pub(crate) async fn make_unit(app: &TestApp, id: &str, kind: UnitKind, parent: &str, province: &str) {
    let unit = NewUnit {
        id: id.parse().unwrap(),
        kind,
        parent: Some(parent.parse().unwrap()),
        name: format!("Đơn vị {id}"),
        province: Some(province.to_owned()),
        commune: None,
        methods: Vec::new(),
    };
    app.app.store.create_unit(&unit, &app.app.reference, None, app.now()).await.unwrap();
}

impl Made {
    pub(crate) fn fill(&self, text: &str) -> String {
        let nobody = "01957d3e-0000-7000-8000-000000000000";
        [
            ("{id}", self.report.as_str()),
            ("{attachment}", &self.attachment),
            ("{appeal}", &self.appeal),
            ("{proposal}", &self.proposal),
            ("{officer}", &self.officer.to_string()),
            ("{unit}", &self.unit),
            ("{batch}", &self.batch),
            ("{case}", &self.case),
            ("@report", &self.report),
            ("{token}", "khong-co"),
            ("{provider}", "khong-co"),
            ("{allowed}", nobody),
            ("{consumer}", nobody),
            ("{nobody}", nobody),
            ("{key}", nobody),
            ("{push}", nobody),
            ("{*indicator}", "domain:quyen.example"),
            ("@code", &self.code),
            ("@act", &self.act),
            ("@hold", &self.hold),
            ("@worker", &self.worker.to_string()),
            ("{shift}", &self.shift),
            ("@past", &self.past),
            ("@note", &self.note),
            ("{code}", "transfer"),
        ]
        .iter()
        .fold(text.to_owned(), |text, (name, value)| text.replace(name, value))
    }
}

/// What an answer says about rights: it was let through, refused, or sent to sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Said {
    Passed,
    Refused,
    OtherUnit,
    SignInFirst,
}

fn said(answer: &Answer) -> Said {
    let to_sign_in = answer.header("location").contains("/console/dang-nhap?next=");
    match answer.status {
        StatusCode::FORBIDDEN if answer.text().contains("bàn của đơn vị khác") => Said::OtherUnit,
        StatusCode::FORBIDDEN => Said::Refused,
        // The sign-in page itself, which takes no such name: it was asked and it answered.
        StatusCode::UNAUTHORIZED if answer.text().contains("name=\"password\"") => Said::Passed,
        StatusCode::UNAUTHORIZED => Said::SignInFirst,
        StatusCode::SEE_OTHER if to_sign_in => Said::SignInFirst,
        status => {
            assert!(!status.is_server_error(), "{status} {}", answer.text());
            Said::Passed
        }
    }
}

fn expected(who: Passes, roles: Option<&[Role]>, sees_unit: bool) -> Said {
    let Some(roles) = roles else {
        return if matches!(who, All) { Said::Passed } else { Said::SignInFirst };
    };
    let holds = |permission: &P| role::allows(roles, *permission);
    match who {
        All | SignedIn => Said::Passed,
        Any(permissions) if permissions.iter().any(holds) => Said::Passed,
        Any(_) => Said::Refused,
        Seen(permission) if !holds(&permission) => Said::Refused,
        Seen(_) if !sees_unit => Said::OtherUnit,
        Seen(_) => Said::Passed,
    }
}

async fn ask(
    app: &TestApp,
    officer: Option<&Officer<'_>>,
    made: &Made,
    line: &(Method, &str, Passes, Fields),
) -> Answer {
    let (method, path, _, fields) = line;
    let path = made.fill(&format!("/console{}", if *path == "/" { "" } else { path }));
    let fields: Vec<(&str, String)> = fields.iter().map(|(name, value)| (*name, made.fill(value))).collect();
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    match (officer, *method == GET) {
        (Some(officer), true) => officer.get(&path).await,
        (Some(officer), false) => officer.post(&path, &fields).await,
        (None, true) => app.get(&path).await,
        (None, false) => app.post_form(&path, &fields).await,
    }
}

/// Asks every line, and collects where the answer is not the one the table says.
async fn check(
    app: &TestApp,
    name: &str,
    roles: Option<&[Role]>,
    unit: &str,
    root: OfficerId,
) -> (usize, Vec<String>) {
    let made = make(app, root).await;
    let officer = match roles {
        Some(roles) => Some(Officer::sign_in_of(app, name, roles, unit).await),
        None => None,
    };
    let mut wrong = Vec::new();
    for line in TABLE {
        // A dismissed or moved report needs no other line: what is refused is refused before its state is looked at.
        let answer = ask(app, officer.as_ref(), &made, line).await;
        let (is, should) = (said(&answer), expected(line.2, roles, unit == "da-nang"));
        if is != should {
            wrong.push(format!(
                "{name}: {} {} answers {is:?} ({}), not {should:?}",
                line.0, line.1, answer.status
            ));
        }
    }
    (TABLE.len(), wrong)
}

#[tokio::test]
#[expect(clippy::print_stdout, reason = "the figure is the point")]
async fn every_route_answers_every_role_as_the_table_says() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    make_unit(&app, "da-nang", UnitKind::Province, "ministry", "48").await;
    make_unit(&app, "ha-noi", UnitKind::Province, "ministry", "01").await;
    let root = create(&app, "goc", &[Role::DutyOfficer, Role::Analyst]).await;
    let (mut asked, mut wrong) = check(&app, "none", None, "", root).await;
    let mut one = async |name: &str, roles: &[Role], unit: &str| {
        let (lines, more) = check(&app, name, Some(roles), unit, root).await;
        asked += lines;
        wrong.extend(more);
    };
    for role in Role::ALL {
        one(role.slug(), &[*role], "da-nang").await;
    }
    one("other-unit", Role::ALL, "ha-noi").await;
    one("no-role", &[], "da-nang").await;
    println!("{asked} answers, {} routes, {} wrong", TABLE.len(), wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(app.app.store.verify().await.unwrap().is_clean());
}

/// Method and path of every `.route("…", get(…).post(…))` in the source, with names of what stands in braces left out.
fn routes_in(source: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for part in source.split(".route(").skip(1) {
        let path = part.split('"').nth(1).unwrap();
        // To the parenthesis that ends the call.
        let mut depth = 1;
        let end = part.find(|c| {
            depth += i32::from(c == '(') - i32::from(c == ')');
            depth == 0
        });
        let call = &part[..end.unwrap()];
        for (word, method) in [("get(", "GET"), ("post(", "POST"), ("put(", "PUT"), ("delete(", "DELETE")] {
            if call.contains(word) {
                found.insert(format!("{method} {}", plain(path)));
            }
        }
    }
    found
}

/// `/a/{id}/b` as `/a/{}/b`.
fn plain(path: &str) -> String {
    path.split('/').map(|part| if part.starts_with('{') { "{}" } else { part }).collect::<Vec<_>>().join("/")
}

#[test]
fn every_route_has_its_line() {
    let routes = routes_in(include_str!("../../src/console/mod.rs"));
    let lines: BTreeSet<String> =
        TABLE.iter().map(|(method, path, ..)| format!("{method} {}", plain(path))).collect();
    assert_eq!(routes.difference(&lines).collect::<Vec<_>>(), Vec::<&String>::new(), "routes without a line");
    assert_eq!(lines.difference(&routes).collect::<Vec<_>>(), Vec::<&String>::new(), "lines without a route");
}

/// Outside the console a session of an officer opens nothing: every route answers one with all roles as it answers nobody.
#[tokio::test]
async fn outside_the_console_an_officer_is_nobody() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let officer = Officer::sign_in(&app, "lan", Role::ALL).await;
    let api = app.get("/api/v1/openapi.json").await.json();
    let mut routes = routes_in(include_str!("../../src/portal/mod.rs"));
    for (path, calls) in api["paths"].as_object().unwrap() {
        let methods =
            calls.as_object().unwrap().keys().filter(|key| ["get", "post", "delete"].contains(&key.as_str()));
        routes.extend(methods.map(|method| format!("{} {}", method.to_uppercase(), plain(path))));
    }
    // A stream of acts has no end to wait for.
    routes.retain(|route| !route.ends_with("/acts/stream"));
    routes.extend(["GET /feeds/json", "GET /taxii2", "GET /"].map(str::to_owned));
    assert!(routes.len() > 30, "{routes:?}");
    for route in &routes {
        let (method, path) = route.split_once(' ').unwrap();
        let (method, path): (Method, _) = (method.parse().unwrap(), path.replace("{}", "x"));
        let form = ("content-type", "application/x-www-form-urlencoded");
        let nobody = app.call(method.clone(), &path, &[form], "".into()).await;
        let headers = [form, ("cookie", officer.cookie.as_str())];
        let signed_in = app.call(method, &path, &headers, "".into()).await;
        assert_eq!(nobody.status, signed_in.status, "{route}");
        assert!(
            !nobody.status.is_server_error() && nobody.status != StatusCode::FORBIDDEN,
            "{route}: {}",
            nobody.status
        );
    }
}

#[tokio::test]
async fn an_identity_is_opened_with_a_reason_that_the_auditor_reads() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    make_unit(&app, "da-nang", UnitKind::Province, "ministry", "48").await;
    let root = create(&app, "goc", &[Role::DutyOfficer]).await;
    let made = make(&app, root).await;
    let lan = Officer::sign_in_of(&app, "lan", &[Role::DutyOfficer], "da-nang").await;
    let path = format!("/console/phan-anh/{}/danh-tinh", made.report);
    assert_eq!(lan.post(&path, &[V, ("reason", " ")]).await.status, StatusCode::CONFLICT);
    let opened = lan.post(&path, &[V, ("reason", "gọi lại vì thiếu số tài khoản")]).await;
    assert!(opened.text().contains("Người Mẫu"), "{}", opened.text());
    let kiem = Officer::sign_in_of(&app, "kiem", &[Role::Auditor], "da-nang").await;
    let page = kiem.get(&format!("/console/kiem-toan?deed={}", Deed::OpenIdentity.slug())).await;
    assert!(page.text().contains("gọi lại vì thiếu số tài khoản"), "{}", page.text());
    assert!(page.text().contains("Cán bộ lan") && !page.text().contains("Người Mẫu"));
    assert_eq!(page.text().matches("data-row").count(), 1, "a refused attempt opened nothing");
}
