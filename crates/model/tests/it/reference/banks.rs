//! Banks as people write them.

use model::Reference;
use model::reference::Banks;

/// `name` as typed; the BIN, or `-`.
fn check(name: &str, expected: &str) {
    let found = Reference::embedded().banks.find(name);
    assert_eq!(found.map_or("-", |bank| bank.bin.as_str()), expected, "`{name}`");
}

#[test]
fn a_bank_is_found_as_people_write_it() {
    for name in ["VCB", "vcb", "Vietcombank", "Vietcom bank", "ngoại thương", "NH Ngoai Thuong", "970436"]
    {
        check(name, "970436");
    }
    for name in ["MB", "MBBank", "mb bank", "Quân đội", "ngân hàng Quân Đội", "Ngân hàng TMCP Quân đội"]
    {
        check(name, "970422");
    }
    check("nông nghiệp", "970405");
    check("Agribank Việt Nam", "970405");
    check("BIDV", "970418");
    check("momo", "971025");
    check("ví MoMo", "971025");
    check("tp bank", "970423");
    check("Tien Phong Bank", "970423");
    check("Ngân hàng TMCP Á Châu", "970416");
    check("Ngân hàng TMCP Sài Gòn", "970429");
}

#[test]
fn former_names_lead_to_todays_bank() {
    check("LienVietPostBank", "970449");
    check("OceanBank", "970414");
    check("Đông Á", "970406");
    check("Maritime Bank", "970426");
}

#[test]
fn other_names_are_not_guessed() {
    for name in ["", "bank", "ngân hàng", "ngân hàng Việt Nam", "VCBB", "Ngân hàng Sao Hỏa", "97043"]
    {
        check(name, "-");
    }
}

#[test]
fn only_verified_numbers_are_given_to_banks() {
    let banks = &Reference::embedded().banks.banks;
    let with_number: Vec<(&str, &str)> =
        banks.iter().filter_map(|bank| Some((bank.name.as_str(), bank.hotline.as_deref()?))).collect();
    let expected = [
        ("BIDV", "19009247"),
        ("Techcombank", "1800588822"),
        ("TPBank", "1900585885"),
        ("Vietcombank", "1900545413"),
    ];
    assert_eq!(with_number, expected);
}

#[test]
fn banks_stand_in_the_order_of_their_names() {
    let names: Vec<String> = Banks::embedded().banks.iter().map(|bank| bank.name.to_lowercase()).collect();
    assert!(names.is_sorted(), "{names:?}");
    assert_eq!(names.len(), 58);
}
