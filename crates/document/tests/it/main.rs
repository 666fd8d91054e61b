//! The templates that are compiled in, filled and written: the rules of the layout read back from the bytes.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

mod docx;
mod pdf;

use document::template::BUILTINS;
use document::{Fields, Letter, Template};

/// A letter of this kind with every field known.
fn letter(code: &str) -> Letter {
    let builtin = BUILTINS.iter().find(|builtin| builtin.code == code).unwrap();
    Template::parse(builtin.text).unwrap().fill(&fields()).unwrap()
}

fn fields() -> Fields {
    let mut fields = Fields::default();
    for (name, value) in [
        ("agency.superior", "Công an thành phố Đà Nẵng"),
        ("agency.name", "Phòng An ninh mạng và phòng, chống tội phạm sử dụng công nghệ cao"),
        ("agency.symbol", "PA05"),
        ("agency.place", "Đà Nẵng"),
        ("year", "2026"),
        ("report.code", "ABCD-EFGH-JKMN"),
        ("report.received", "08:30 22/11/2026"),
        ("report.channel", "qua trang web"),
        ("report.text", STORY),
        ("report.happened", "21/11/2026"),
        ("report.place", "phường Hải Châu, thành phố Đà Nẵng"),
        ("report.money", "2.500.000 đồng"),
        ("report.method", "Giả danh công an, viện kiểm sát, tòa án"),
        ("report.indicators", "0900 000 123\nxacminh.example\n970436:0123456789"),
        ("report.files", "tin-nhan.png (12 kB)"),
        ("report.state", "Đã giải quyết"),
        ("source.number", "17/2026"),
        ("source.kind", "Tố giác về tội phạm"),
        ("source.recorded", "09:00 22/11/2026"),
        ("reporter.name", "Nguyễn Văn Mẫu"),
        ("reporter.phone", "0900 000 001"),
        ("officer.name", "Trần Thị Lan"),
        ("recipient", "Ngân hàng TMCP Ngoại thương Việt Nam"),
        ("outcome", "Đã chặn tên miền và chuyển hồ sơ đến cơ quan có thẩm quyền."),
    ] {
        fields.set(name, value);
    }
    fields
}

const STORY: &str = "Có người gọi điện tự xưng là cán bộ công an, nói tôi liên quan đến một vụ rửa tiền, yêu cầu giữ kín và chuyển tiền vào \"tài khoản tạm giữ\" để <b>chứng minh trong sạch</b> & tránh bị bắt.\nTôi đã chuyển 2.500.000 đồng rồi mới biết bị lừa. Người đó còn gửi đường dẫn https://xacminh.example/mot-duong-dan-rat-dai-khong-co-dau-cach-nao-o-giua-de-xem-dong-co-bi-tran-ra-ngoai-le-khong và bắt cài ứng dụng.";

#[test]
fn every_template_names_what_it_must_and_leaves_number_day_and_name_to_a_pen() {
    for builtin in BUILTINS {
        let letter = letter(builtin.code);
        assert!(letter.number_line().starts_with("Số: ….../"), "{}", letter.number_line());
        assert!(letter.number_line().ends_with("-PA05"));
        assert_eq!(letter.date_line(), "Đà Nẵng, ngày ….. tháng ….. năm 2026");
        assert!(!letter.about.contains("…"), "{}", builtin.code);
        let empty = Template::parse(builtin.text).unwrap().fill(&Fields::default()).unwrap();
        assert!(empty.body.iter().any(|paragraph| paragraph.text.contains("…………")), "{}", builtin.code);
    }
}

#[test]
fn the_same_letter_gives_the_same_bytes() {
    for builtin in BUILTINS {
        let (one, two) = (letter(builtin.code), letter(builtin.code));
        assert_eq!(document::docx::write(&one), document::docx::write(&two));
        assert_eq!(document::pdf::write(&one), document::pdf::write(&two));
        // For whoever wants to look at them: `KHIEN_TEST_DOCUMENTS=folder cargo test -p document`.
        if let Some(folder) = std::env::var_os("KHIEN_TEST_DOCUMENTS") {
            let folder = std::path::PathBuf::from(folder);
            std::fs::write(folder.join(format!("{}.docx", builtin.code)), document::docx::write(&one))
                .unwrap();
            std::fs::write(folder.join(format!("{}.pdf", builtin.code)), document::pdf::write(&one)).unwrap();
        }
    }
}
