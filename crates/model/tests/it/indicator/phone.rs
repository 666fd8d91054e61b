//! Telephone numbers. Numbers of the form 0900 000 xxx and 0xx 3xxx xxx stand for nobody in particular.

use model::IndicatorKind::Phone;
use model::indicator::phone::{PhoneKind, describe};

use super::check;

#[test]
fn a_mobile_number_in_every_writing() {
    for input in [
        "0900000001",
        "0900 000 001",
        "0900.000.001",
        "0900-000-001",
        "(090) 000-0001",
        "090\u{a0}000\u{2009}0001",
        "+84900000001",
        "+84 900 000 001",
        "(+84) 900000001",
        "(+84)900.000.001",
        "+84 (0)900 000 001",
        "+84 0900000001",
        "84 0900000001",
        "84900000001",
        "0084900000001",
        "00 84 0900 000 001",
        "900000001",
        "tel:+84900000001",
        "SĐT: 0900 000 001",
        "Số điện thoại 0900000001",
        "Zalo 0900.000.001",
        "０９０００００００１",
        "\u{202d}0900000001\u{202c}",
        "٠٩٠٠٠٠٠٠٠١",
    ] {
        check(Phone, &[(input, "+84900000001")]);
    }
}

/// The change of 2018: eleven digits to ten.
#[test]
fn old_mobile_prefixes_are_todays() {
    let pairs = [
        ("0120", "70"),
        ("0121", "79"),
        ("0122", "77"),
        ("0126", "76"),
        ("0128", "78"),
        ("0123", "83"),
        ("0124", "84"),
        ("0125", "85"),
        ("0127", "81"),
        ("0129", "82"),
        ("0162", "32"),
        ("0163", "33"),
        ("0164", "34"),
        ("0165", "35"),
        ("0166", "36"),
        ("0167", "37"),
        ("0168", "38"),
        ("0169", "39"),
        ("0186", "56"),
        ("0188", "58"),
        ("0199", "59"),
    ];
    for (old, new) in pairs {
        let expected = format!("+84{new}0000001");
        check(
            Phone,
            &[(&format!("{old}0000001"), &expected), (&format!("+84{}0000001", &old[1..]), &expected)],
        );
    }
    check(Phone, &[("01600000001", "<not-in-plan>"), ("0120000001", "<not-in-plan>")]);
}

/// The change of 2017: area codes.
#[test]
fn landlines_have_todays_area_code() {
    check(
        Phone,
        &[
            ("02433000001", "+842433000001"),
            ("(024) 3300 0001", "+842433000001"),
            ("024.3300.0001 máy lẻ 12", "+842433000001"),
            ("+84 24 3300 0001 ext. 12", "+842433000001"),
            ("tel:+842433000001;ext=12", "+842433000001"),
            ("0433000001", "+842433000001"),
            ("+84 4 3300 0001", "+842433000001"),
            ("02363000001", "+842363000001"),
            ("05113000001", "+842363000001"),
            ("0613000001", "+842513000001"),
            ("0733000001", "+842733000001"),
            ("02403000001", "+842043000001"),
            ("02803000001", "+842083000001"),
            ("02103000001", "+842103000001"),
            // Old area codes that are mobile prefixes today: today's plan wins unless brackets say otherwise.
            ("0313000001", "+84313000001"),
            ("(031) 3000001", "+842253000001"),
            ("0833000001", "+84833000001"),
            ("08 33000001", "+842833000001"),
            ("(08) 3300 0001", "+842833000001"),
            ("02403", "<not-in-plan>"),
            ("02413", "<not-in-plan>"),
            ("0240000001", "<not-in-plan>"),
        ],
    );
}

#[test]
fn numbers_of_services() {
    check(
        Phone,
        &[
            ("113", "84:113"),
            ("156", "84:156"),
            ("5656", "84:5656"),
            ("84:5656", "84:5656"),
            ("1022", "84:1022"),
            ("18001091", "+8418001091"),
            ("1800 1091", "+8418001091"),
            ("1900 545 436", "+841900545436"),
            ("+84 1900 545436", "+841900545436"),
            ("0692 348 560", "+84692348560"),
            ("069.2348560", "+84692348560"),
            ("080 43162", "+848043162"),
        ],
    );
}

/// What faked calls show is kept, never repaired into the number of somebody else.
#[test]
fn faked_numbers_are_kept() {
    check(
        Phone,
        &[
            ("+840900000001", "+840900000001"),
            ("840900000001", "+840900000001"),
            ("+84069234856", "+84069234856"),
            ("+84 069 234 8560", "+840692348560"),
            ("+84 (0)692348560", "+840692348560"),
            ("+084900000001", "+084900000001"),
            ("+84400000001", "+84400000001"),
            ("+8424999", "+8424999"),
        ],
    );
}

#[test]
fn foreign_numbers() {
    check(
        Phone,
        &[
            ("+855 12 345 678", "+85512345678"),
            ("0085512345678", "+85512345678"),
            ("+1 (202) 555-0100", "+12025550100"),
            ("+882 16 000 001", "+88216000001"),
            ("+2101234567", "<unassigned-country-code>"),
            ("85512345678", "<not-in-plan>"),
        ],
    );
}

#[test]
fn no_numbers() {
    check(
        Phone,
        &[
            ("", "<empty>"),
            ("không nhớ", "<bad-character>"),
            ("+", "<empty>"),
            ("0", "<too-short>"),
            ("+84", "<too-short>"),
            ("+84113", "<too-short>"),
            ("012", "<not-in-plan>"),
            ("0401234567", "<not-in-plan>"),
            ("1234567", "<not-in-plan>"),
            ("09000000", "<not-in-plan>"),
            ("09000000011", "<not-in-plan>"),
            ("0900000001 0900000002", "<not-in-plan>"),
            ("090000000000000000000000001", "<too-long>"),
            ("+8490000000000001", "<too-long>"),
            ("0900xxx001", "<bad-character>"),
            ("1900xxxx", "<bad-character>"),
            ("0900+000001", "<bad-character>"),
            ("mật khẩu 0900000001", "<bad-character>"),
            ("84:0113", "<not-in-plan>"),
            ("84:1234567", "<not-in-plan>"),
            ("84:", "<not-in-plan>"),
            ("09000\u{0}00001", "<control-character>"),
        ],
    );
}

#[test]
fn the_kind_of_a_number() {
    let checks = [
        ("+84900000001", PhoneKind::Mobile { operator: "MobiFone" }),
        ("+84960000001", PhoneKind::Mobile { operator: "Viettel" }),
        ("+842433000001", PhoneKind::Fixed { area: "Hà Nội" }),
        ("+842773000001", PhoneKind::Fixed { area: "Đồng Tháp" }),
        ("+84692348560", PhoneKind::State),
        ("+8418001091", PhoneKind::TollFree),
        ("+841900545436", PhoneKind::Premium),
        ("+848043162", PhoneKind::Government),
        ("84:156", PhoneKind::ShortCode),
        ("+85512345678", PhoneKind::Foreign { country: "KH" }),
        ("+88216000001", PhoneKind::Foreign { country: "001" }),
        ("+840900000001", PhoneKind::Impossible),
        ("+084900000001", PhoneKind::Impossible),
    ];
    for (value, kind) in checks {
        assert_eq!(describe(value), kind, "{value}");
    }
}
