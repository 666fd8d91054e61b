//! An officer's day with nothing but a keyboard, in a real Chromium: sign in, take a call while the line drops,
//! take the report, record it, see it folded, propose, a second officer approves, merge, undo, extend a
//! deadline with its ground, draft the letter and take it as DOCX and as PDF, close; and what the reporter sees by the
//! code, before and after. The mail to the reporter is shown by `cargo test -p app --test it day_letter`.
//!
//! Every page is checked with axe-core, must fit 320 pixels, and after every form the focus must lie on what
//! is said. The pictures `day-…` of `docs/screens/` are taken here.

use desk::Role;
use model::TrackingCode;
use testkit::keyboard::{Keyboard, Looking, Person};
use testkit::{TestApp, TestDatabase};

use crate::officer::{PASSWORD, create, later, report, secret};
use crate::portal_browser::screens;
use crate::roads::fold;

/// What the caller gives of the fraudster, a line each.
const LINES: &str = "Vietcombank 0123456789\nhttp://vneid-capnhat.example";

/// Somebody at the keyboard, and the server's clock.
struct Day<'a> {
    app: &'a TestApp,
    person: Person,
}

impl Day<'_> {
    /// The page is good: no finding of axe-core, nothing refused by the browser, no scrolling sideways on a phone.
    async fn check(&self, step: &str) {
        let seen = self.person.look(Looking { axe: true, screenshot: None }).await;
        assert_eq!(seen.status, 200, "{step}: {}", seen.url);
        assert_eq!(seen.violations, Vec::<String>::new(), "axe-core: {step}");
        // Of the line that drops and the code that is refused a browser may complain.
        let meant = ["ERR_INTERNET_DISCONNECTED", "422"];
        let complaints: Vec<_> =
            seen.complaints.iter().filter(|text| !meant.iter().any(|one| text.contains(one))).collect();
        assert_eq!(complaints, Vec::<&String>::new(), "complaints of the browser: {step}");
        for width in [1280, 320] {
            self.person.resize(width).await;
            let picture = screens().map(|folder| folder.join(format!("day-{step}-{width}.png")));
            let seen = self.person.look(Looking { axe: false, screenshot: picture.as_deref() }).await;
            assert!(seen.scroll_width <= width, "{step} is {} wide in {width}", seen.scroll_width);
        }
        self.person.resize(1280).await;
    }

    /// What was just done is said, and the focus lies on it.
    async fn is_said(&self, words: &str) {
        let focus = self.person.focus().await;
        assert!(focus.text.contains(words), "the focus lies on {focus:?} and not on “{words}”");
        assert!(matches!(&*focus.role, "status" | "alert"), "{focus:?}");
        assert!(focus.is_seen, "{focus:?}");
    }

    /// Goes on to the button by Tab and presses it.
    async fn press_button(&self, name: &str) {
        self.person.tab_to_role("button", name).await;
        self.person.go("Enter").await;
    }

    /// Opens the palette, types the command, and takes the first that fits.
    async fn command(&self, words: &str) {
        self.person.press_with_ctrl("k").await;
        self.person.wait_for("English").await;
        self.person.type_text(words).await;
        self.person.go("Enter").await;
    }

    /// Goes down the rows with j to the one that says this.
    async fn to_row(&self, words: &str) {
        let mut last = String::new();
        loop {
            self.person.press("j").await;
            let row = self.person.focus().await;
            assert!(row.role == "link" && row.is_seen, "{row:?}");
            if row.name.contains(words) {
                return;
            }
            assert_ne!(row.name, last, "no row says {words}");
            last = row.name;
        }
    }

    /// `g` and a letter.
    async fn way(&self, letter: &str) {
        self.person.press("g").await;
        self.person.go(letter).await;
    }
}

async fn sign_in<'a>(app: &'a TestApp, keyboard: &Keyboard, name: &str, step: Option<&str>) -> Day<'a> {
    let person = keyboard.open(name, &app.url("/console/hang-doi"), 1280).await;
    let day = Day { app, person };
    assert_eq!(day.person.focus().await.name, "Tên đăng nhập");
    if let Some(step) = step {
        day.check(step).await;
    }
    day.person.type_text(name).await;
    day.person.fill("Mật khẩu", PASSWORD).await;
    day.person.fill("Mã xác thực", &secret().code_at(app.now())).await;
    day.person.go("Enter").await;
    let focus = day.person.focus().await;
    assert_eq!((&*focus.tag, &*focus.text, focus.is_seen), ("H1", "Hàng đợi", true));
    day
}

/// Notes a call; the line drops on the way. Ends on the page of the report.
async fn take_a_call(day: &Day<'_>) {
    let person = &day.person;
    person.go("n").await;
    assert_eq!(person.focus().await.name, "Số người gọi");
    person.type_text("0900 000 456").await;
    person.fill("Nội dung", "Có người gọi xưng công an, bảo chuyển tiền vào tài khoản an toàn.").await;
    person.fill("Số điện thoại, đường link, tài khoản", "Vietcombank 0123456789").await;
    person.wait_for("Vietcombank · 0123456789").await;
    day.check("call").await;

    // The line drops: what is typed stays, and is kept with the next key after it is back.
    person.set_line(false).await;
    person.type_text("\nhttp://vneid-capnhat.exampl").await;
    later(day.app, 1);
    person.set_line(true).await;
    person.type_text("e").await;
    assert_eq!(person.focus().await.value, LINES);
    person.wait_for("10:01").await;
    person.wait_for("vneid-capnhat.example").await;
    // Away and back: the form holds it all.
    day.command("hang doi").await;
    day.way("c").await;
    assert_eq!(person.focus().await.value, "0900 000 456");
    let others = person.tab_to("Số điện thoại, đường link, tài khoản").await;
    assert_eq!(others.value, LINES);

    person.fill("Số tiền đã mất", "30 triệu").await;
    person.choose("Tỉnh, thành phố", "Đà Nẵng").await;
    person.fill("Họ tên người báo tin", "Người Mẫu").await;
    person.go_with_ctrl("Enter").await;
    day.is_said("Đã ghi phản ánh").await;
}

/// Takes, records, proposes to block.
async fn work(day: &Day<'_>) {
    let person = &day.person;
    person.press("t").await;
    assert_eq!(person.focus().await.name, "Nhận xử lý");
    person.go("Enter").await;
    day.is_said("Bạn đã nhận xử lý").await;
    person.press("r").await;
    person.pick("Tố giác về tội phạm").await;
    day.press_button("Ghi nhận nguồn tin").await;
    day.is_said("Thời hạn đang chạy").await;
    day.check("recorded").await;

    person.press("p").await;
    person.pick("vneid-capnhat.example").await;
    person.choose("Mức", "Chặn").await;
    person.choose("Căn cứ công bố", "Mạo danh").await;
    person.fill("Chứng cứ", "Trang giả mạo VNeID").await;
    day.check("propose").await;
    day.press_button("Gửi đề xuất").await;
    day.is_said("Đã gửi đề xuất").await;
}

/// Joins the event with that of `other`, and thinks better of it; a code that is none is refused first.
async fn merge_and_undo(day: &Day<'_>, other: &TrackingCode) {
    let person = &day.person;
    person.press("m").await;
    person.type_text("không phải mã").await;
    person.fill("Lý do", "cùng kẻ gọi").await;
    day.press_button("Gộp vào một vụ").await;
    let focus = person.focus().await;
    assert_eq!(focus.role, "alert", "{focus:?}");
    // From the refusal straight to the form, which still holds what was typed.
    person.tab_to("Gộp vào một vụ").await;
    person.press("Enter").await;
    let code = person.focus().await;
    assert_eq!((&*code.name, &*code.value), ("Mã phản ánh kia", "không phải mã"));
    person.press_with_ctrl("a").await;
    person.type_text(&other.to_string()).await;
    assert_eq!(person.tab_to("Lý do").await.value, "cùng kẻ gọi");
    day.press_button("Gộp vào một vụ").await;
    day.is_said("Đã gộp hai vụ").await;
    day.check("merged").await;
    person.press("u").await;
    assert_eq!(person.focus().await.name, "Hoàn tác: Gộp vụ");
    person.go("Enter").await;
    day.is_said("Đã hoàn tác").await;
}

/// Drafts the notice of result and takes it in both forms.
async fn letter(day: &Day<'_>, code: &TrackingCode) {
    let (person, folder) = (&day.person, tempfile::tempdir().unwrap());
    for (form, ending, start) in [("DOCX", "docx", "PK"), ("PDF", "pdf", "%PDF-1.7")] {
        person.press("w").await;
        assert_eq!(person.focus().await.name, "Loại văn bản");
        person.pick("Thông báo kết quả").await;
        person.choose("Dạng tệp", form).await;
        person.fill("Kết quả, lời thêm", "Trang giả đã bị chặn.").await;
        if form == "DOCX" {
            day.check("letter").await;
        }
        person.tab_to_role("button", "Tải bản dự thảo").await;
        let file = person.download("Enter", folder.path()).await;
        assert_eq!(
            file.file_name().unwrap().to_string_lossy(),
            format!("result-{}.{ending}", code.compact())
        );
        let bytes = std::fs::read(&file).unwrap();
        assert!(bytes.starts_with(start.as_bytes()), "{}", file.display());
        if form == "DOCX" {
            // It is stored unpacked: its words can be looked for.
            let words = String::from_utf8_lossy(&bytes);
            assert!(words.contains("Trang giả đã bị chặn.") && words.contains(&code.to_string()));
        }
        // The letter is a file beside the page: from the list of reports back to it, as after any other work.
        day.way("q").await;
        day.to_row("Có người gọi xưng công an").await;
        person.go("Enter").await;
    }
}

/// Extends the deadline with its ground, then closes.
async fn extend_and_close(day: &Day<'_>, code: &TrackingCode) {
    let person = &day.person;
    person.press("e").await;
    person.wait_for("Căn cứ").await;
    person.type_text("Phải xác minh thêm ở ngân hàng, số 12/ĐX").await;
    person.tab_to_role("button", "Kéo dài việc phân loại").await;
    person.go("Enter").await;
    day.is_said("Đã ghi vào nhật ký thời hạn").await;
    day.check("extended").await;
    letter(day, code).await;
    person.press("d").await;
    person.type_text("Đã chặn trang giả; đã báo ngân hàng giữ tài khoản.").await;
    day.press_button("Đã giải quyết").await;
    day.is_said("Đã đổi trạng thái").await;
    day.check("closed").await;
}

/// The reporter asks by the code; answers with the page.
async fn ask_by_code(app: &TestApp, keyboard: &Keyboard, code: &TrackingCode, step: &str) -> String {
    let person = keyboard.open(&format!("reporter-{step}"), &app.url("/tra-ma"), 320).await;
    let day = Day { app, person };
    day.person.fill("Mã", &code.to_string()).await;
    day.person.go("Enter").await;
    let focus = day.person.focus().await;
    assert_eq!((&*focus.tag, focus.is_seen), ("H2", true), "the state is read out first: {focus:?}");
    day.check(step).await;
    day.person.look(Looking::default()).await.text
}

#[tokio::test]
async fn an_officers_day_goes_by_keyboard_alone() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let Some(keyboard) = Keyboard::start().await else { return };
    create(&app, "an", &[Role::DutyOfficer]).await;
    create(&app, "binh", &[Role::Approver]).await;
    // What came before: the same account by the web, and another matter.
    let same = "Tôi bị lừa chuyển tiền vào tài khoản lạ, họ nói là công an.";
    report(&app, same, &["bank_account:970436:0123456789"]).await;
    let other =
        report(&app, "Việc nhẹ lương cao, nạp tiền rồi không rút được.", &["domain:nhiemvu.example"]).await;
    let other = app.app.store.report(other.rsplit('/').next().unwrap().parse().unwrap(), &desk::Sight::All);
    let other = other.await.unwrap().tracking_code;

    let an = sign_in(&app, &keyboard, "an", Some("sign-in")).await;
    an.check("queue").await;
    take_a_call(&an).await;
    // The job after each report folds; the officer comes back to it from the queue, row by row.
    fold(&app).await;
    an.way("q").await;
    an.to_row("Có người gọi xưng công an").await;
    an.person.go("Enter").await;
    let seen = an.person.look(Looking::default()).await;
    assert!(seen.text.contains("Cùng tài khoản nhận tiền"), "folded, and why: {}", seen.text);
    let id = seen.url.rsplit('/').next().unwrap().split('?').next().unwrap().parse().unwrap();
    let code = app.app.store.report(id, &desk::Sight::All).await.unwrap().tracking_code;
    let before = ask_by_code(&app, &keyboard, &code, "reporter-before").await;
    assert!(before.contains("đang chờ cán bộ đọc"), "{before}");

    work(&an).await;
    let binh = sign_in(&app, &keyboard, "binh", None).await;
    binh.way("p").await;
    binh.check("approve").await;
    binh.press_button("Duyệt").await;
    binh.is_said("Đã duyệt và công bố").await;
    assert_eq!(database.store.head_serial().await.unwrap().0, 1);

    merge_and_undo(&an, &other).await;
    extend_and_close(&an, &code).await;
    let after = ask_by_code(&app, &keyboard, &code, "reporter-after").await;
    assert!(after.contains("Đã xử lý xong"), "{after}");
    assert!(database.store.verify().await.unwrap().is_clean());
}

/// The keys and the palette: found by what one types without marks, gone with Escape, back where one was.
#[tokio::test]
async fn every_command_is_in_the_palette() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let Some(keyboard) = Keyboard::start().await else { return };
    create(&app, "an", &[Role::DutyOfficer, Role::Approver]).await;
    let path = report(&app, "Có người gọi xưng công an đòi chuyển tiền.", &["phone:0900 000 123"]).await;
    database.store.index_report(path.rsplit('/').next().unwrap().parse().unwrap()).await.unwrap();
    let day = sign_in(&app, &keyboard, "an", None).await;
    let person = &day.person;
    person.press("j").await;
    let row = person.focus().await;
    assert!(row.role == "link" && row.name.contains("Có người gọi"), "{row:?}");
    person.press("?").await;
    person.wait_for("Tới nút hoàn tác mới nhất").await;
    day.check("keys").await;
    person.press("Escape").await;
    assert_eq!(person.focus().await.name, row.name, "back where one was");

    person.go("Enter").await;
    // Twice on a slow line, before the first is answered: there is one palette all the same.
    person.set_latency(1000).await;
    person.press_with_ctrl("k").await;
    person.press_with_ctrl("k").await;
    person.wait_for("English").await;
    person.set_latency(0).await;
    let seen = person.look(Looking::default()).await;
    assert_eq!(seen.text.matches("id=\"palette-field\"").count(), 1, "{}", seen.text);
    person.type_text("de xuat").await;
    day.check("palette").await;
    // The first that fits is the card of this page; it opens there.
    person.press("Enter").await;
    assert_eq!(person.focus().await.name, "Dấu vết");
    day.command("thoi han").await;
    let seen = person.look(Looking::default()).await;
    assert!(seen.url.ends_with("/console/thoi-han"), "{}", seen.url);
    person.press_with_ctrl("k").await;
    person.wait_for("English").await;
    person.type_text("xưng công an").await;
    person.go("Enter").await;
    let seen = person.look(Looking::default()).await;
    assert!(seen.text.contains("Có người gọi"), "found in the reports: {}", seen.text);

    // The list of choices does not answer before one says so, and is still there afterwards.
    day.way("q").await;
    person.tab_to("Trạng thái").await;
    person.pick("Đã giải quyết").await;
    person.go("Enter").await;
    let focus = person.focus().await;
    assert_eq!((&*focus.name, &*focus.value), ("Trạng thái", "resolved"));
}
