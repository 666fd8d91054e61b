//! Provinces, communes, and the names people still use for them.

use std::collections::BTreeSet;

use model::reference::{CommuneKind, Province, Reference};

/// `name` as typed; the name of today's province, or `-`.
fn check(name: &str, expected: &str) {
    let found = Reference::embedded().places.find_province(name);
    assert_eq!(found.map_or("-", |province| province.name.as_str()), expected, "`{name}`");
}

#[test]
fn a_province_is_found_by_todays_name_with_and_without_marks() {
    check("Đà Nẵng", "Đà Nẵng");
    check("da nang", "Đà Nẵng");
    check("TP. Đà Nẵng", "Đà Nẵng");
    check("  thành phố   đà-nẵng ", "Đà Nẵng");
    check("Tỉnh Đồng Tháp", "Đồng Tháp");
    check("danang", "Đà Nẵng");
    check("48", "Đà Nẵng");
}

#[test]
fn a_province_is_found_by_an_old_name() {
    check("Quảng Nam", "Đà Nẵng");
    check("tinh quang nam", "Đà Nẵng");
    check("Tiền Giang", "Đồng Tháp");
    check("Hà Nam", "Ninh Bình");
    check("Hà Tây", "Hà Nội");
    check("Thừa Thiên - Huế", "Huế");
    check("Huế", "Huế");
    check("Bà Rịa – Vũng Tàu", "Hồ Chí Minh");
    check("Hoà Bình", "Phú Thọ");
    check("Đắc Lắc", "Đắk Lắk");
    check("Kontum", "Quảng Ngãi");
}

#[test]
fn a_province_is_found_by_a_short_name() {
    for name in ["TP.HCM", "TPHCM", "tp hcm", "HCM", "Sài Gòn", "sai gon", "SG", "TP. Hồ Chí Minh"] {
        check(name, "Hồ Chí Minh");
    }
    check("HN", "Hà Nội");
}

#[test]
fn a_province_is_found_by_a_district_that_ended() {
    check("Quận 1", "Hồ Chí Minh");
    check("q. Bình Thạnh", "Hồ Chí Minh");
    check("Q.1", "Hồ Chí Minh");
    check("q3 tphcm", "-");
    check("h. Hòa Vang", "Đà Nẵng");
    check("quan go vap", "Hồ Chí Minh");
    check("Thủ Đức", "Hồ Chí Minh");
    check("Huyện Hòa Vang", "Đà Nẵng");
    check("thị xã Điện Bàn", "Đà Nẵng");
}

#[test]
fn a_name_that_fits_several_or_none_is_not_guessed() {
    // There were districts called Châu Thành in nine provinces.
    check("Châu Thành", "-");
    check("huyện Châu Thành", "-");
    check("1", "-");
    check("", "-");
    check("Atlantis", "-");
    check("Đà", "-");
}

#[test]
fn there_are_34_provinces_in_vietnamese_order() {
    let provinces = &Reference::embedded().places.provinces;
    assert_eq!((provinces.len(), provinces.iter().filter(|p| p.is_city).count()), (34, 6));
    // Letters in their Vietnamese order; marks of tone come after letters and decide nothing here.
    let groups = [
        "aàáảãạ",
        "ăằắẳẵặ",
        "âầấẩẫậ",
        "b",
        "c",
        "d",
        "đ",
        "eèéẻẽẹ",
        "êềếểễệ",
        "g",
        "h",
        "iìíỉĩị",
        "k",
        "l",
        "m",
        "n",
        "oòóỏõọ",
        "ôồốổỗộ",
        "ơờớởỡợ",
        "p",
        "q",
        "r",
        "s",
        "t",
        "uùúủũụ",
        "ưừứửữự",
        "v",
        "x",
        "yỳýỷỹỵ",
    ];
    let order = |province: &Province| -> Vec<usize> {
        let place = |c: char| groups.iter().position(|group| group.contains(c)).map_or(0, |at| at + 1);
        province.name.to_lowercase().chars().map(place).collect()
    };
    let sorted = provinces.windows(2).find(|pair| order(&pair[0]) > order(&pair[1]));
    assert!(sorted.is_none(), "{sorted:?}");
}

#[test]
fn the_63_old_provinces_are_all_reached() {
    let old: BTreeSet<&str> = Reference::embedded()
        .places
        .provinces
        .iter()
        .flat_map(|province| province.merged_from.iter().map(String::as_str))
        .collect();
    assert_eq!(old.len(), 63);
}

#[test]
fn there_are_3321_communes_of_three_kinds() {
    let places = &Reference::embedded().places;
    let count = |kind| places.communes.iter().filter(|commune| commune.kind == kind).count();
    // Source: the counts announced with the resolutions of 16 June 2025.
    let kinds = [CommuneKind::Commune, CommuneKind::Ward, CommuneKind::SpecialZone];
    assert_eq!(kinds.map(count), [2_621, 687, 13]);
    let codes: BTreeSet<&str> = places.communes.iter().map(|commune| commune.code.as_str()).collect();
    assert_eq!(codes.len(), 3_321);
    assert_eq!(places.communes_of("48").len(), 94);
    assert_eq!(places.communes_of("82").len(), 102);
    assert!(places.communes_of("99").is_empty());
    let total: usize = places.provinces.iter().map(|p| places.communes_of(&p.code).len()).sum();
    assert_eq!(total, 3_321);
}

#[test]
fn a_commune_is_found_within_its_province() {
    let places = &Reference::embedded().places;
    let name = |province, name| places.find_commune(province, name).map(|c| (c.kind.word(), c.name.as_str()));
    assert_eq!(name("48", "hai chau"), Some(("phường", "Hải Châu")));
    assert_eq!(name("48", "Phường Hải Châu"), Some(("phường", "Hải Châu")));
    assert_eq!(name("48", "Hoàng Sa"), Some(("đặc khu", "Hoàng Sa")));
    assert_eq!(name("56", "đặc khu Trường Sa"), Some(("đặc khu", "Trường Sa")));
    assert_eq!(name("01", "Hải Châu"), None);
}
