//! The numbering plan of Viet Nam, and what kind of number a canonical value is.
//!
//! Area codes and mobile ranges agree with libphonenumber's tables for region VN (compared on 2026-11-22;
//! `Wintel` stands there under its old name Reddi, and 087 is not told from its neighbours). What they were
//! before follows Decision 2036/QĐ-BTTTT of 2016 (area codes, changed in 2017) and the Ministry's plan of 2018
//! (mobile numbers of eleven digits), written from knowledge: not yet compared with the texts.

use super::country;

/// What kind of number a canonical value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhoneKind {
    /// A mobile number. The operator is the one the range was given to: numbers can be carried to another.
    Mobile {
        /// Name of the operator; empty when the range is given to none we know.
        operator: &'static str,
    },
    /// A landline.
    Fixed {
        /// The province before July 2025 that the area code was given to.
        area: &'static str,
    },
    /// 069: police and army.
    State,
    /// 080: state bodies' own network.
    Government,
    /// Telephony over the internet.
    Voip,
    /// 1800: free for the caller.
    TollFree,
    /// 1900: dear for the caller.
    Premium,
    /// A short code of Viet Nam (113, 156, 5656).
    ShortCode,
    /// A number of another country.
    Foreign {
        /// ISO 3166-1 code of the (main) country, `001` for services of no country.
        country: &'static str,
    },
    /// In no plan: most likely faked.
    Impossible,
}

/// What kind of number a canonical `phone` value is.
pub fn describe(value: &str) -> PhoneKind {
    if value.starts_with("84:") {
        return PhoneKind::ShortCode;
    }
    let digits = value.strip_prefix('+').unwrap_or(value);
    match digits.strip_prefix("84") {
        Some(national) => read(national).map_or(PhoneKind::Impossible, |(_, kind)| kind),
        None => country::of(digits).map_or(PhoneKind::Impossible, |country| PhoneKind::Foreign { country }),
    }
}

/// Two first digits of a mobile number (nine digits without the leading zero), and whom the range was given to.
#[rustfmt::skip]
const MOBILE: &[(&str, &str)] = &[
    ("30", "MobiFone"), ("31", "Viettel"), ("32", "Viettel"), ("33", "Viettel"), ("34", "Viettel"), ("35", "Viettel"),
    ("36", "Viettel"), ("37", "Viettel"), ("38", "Viettel"), ("39", "Viettel"), ("51", "MobiFone"), ("52", "Vietnamobile"),
    ("55", "Wintel"), ("56", "Vietnamobile"), ("58", "Vietnamobile"), ("59", "Gmobile"), ("70", "MobiFone"),
    ("76", "MobiFone"), ("77", "MobiFone"), ("78", "MobiFone"), ("79", "MobiFone"), ("81", "VinaPhone"), ("82", "VinaPhone"),
    ("83", "VinaPhone"), ("84", "VinaPhone"), ("85", "VinaPhone"), ("86", "Viettel"), ("87", "iTel"), ("88", "VinaPhone"),
    ("89", "MobiFone"), ("90", "MobiFone"), ("91", "VinaPhone"), ("92", "Vietnamobile"), ("93", "MobiFone"),
    ("94", "VinaPhone"), ("95", ""), ("96", "Viettel"), ("97", "Viettel"), ("98", "Viettel"), ("99", "Gmobile"),
];

/// Mobile prefixes of before 2018 (ten digits without the leading zero) and what replaced them.
#[rustfmt::skip]
const OLD_MOBILE: &[(&str, &str)] = &[
    ("120", "70"), ("121", "79"), ("122", "77"), ("126", "76"), ("128", "78"), ("123", "83"), ("124", "84"), ("125", "85"),
    ("127", "81"), ("129", "82"), ("162", "32"), ("163", "33"), ("164", "34"), ("165", "35"), ("166", "36"), ("167", "37"),
    ("168", "38"), ("169", "39"), ("186", "56"), ("188", "58"), ("199", "59"),
];

/// Area code since 2017, the code before it (empty: it stayed), province before July 2025. Subscribers have
/// seven digits, in Hà Nội and Hồ Chí Minh City eight.
#[rustfmt::skip]
const AREAS: &[(&str, &str, &str)] = &[
    ("203", "33", "Quảng Ninh"), ("204", "240", "Bắc Giang"), ("205", "25", "Lạng Sơn"), ("206", "26", "Cao Bằng"),
    ("207", "27", "Tuyên Quang"), ("208", "280", "Thái Nguyên"), ("209", "281", "Bắc Kạn"), ("210", "", "Phú Thọ"),
    ("211", "", "Vĩnh Phúc"), ("212", "22", "Sơn La"), ("213", "231", "Lai Châu"), ("214", "20", "Lào Cai"),
    ("215", "230", "Điện Biên"), ("216", "29", "Yên Bái"), ("218", "", "Hòa Bình"), ("219", "", "Hà Giang"),
    ("220", "320", "Hải Dương"), ("221", "321", "Hưng Yên"), ("222", "241", "Bắc Ninh"), ("225", "31", "Hải Phòng"),
    ("226", "351", "Hà Nam"), ("227", "36", "Thái Bình"), ("228", "350", "Nam Định"), ("229", "30", "Ninh Bình"),
    ("232", "52", "Quảng Bình"), ("233", "53", "Quảng Trị"), ("234", "54", "Thừa Thiên Huế"), ("235", "510", "Quảng Nam"),
    ("236", "511", "Đà Nẵng"), ("237", "37", "Thanh Hóa"), ("238", "38", "Nghệ An"), ("239", "39", "Hà Tĩnh"),
    ("24", "4", "Hà Nội"), ("251", "61", "Đồng Nai"), ("252", "62", "Bình Thuận"), ("254", "64", "Bà Rịa - Vũng Tàu"),
    ("255", "55", "Quảng Ngãi"), ("256", "56", "Bình Định"), ("257", "57", "Phú Yên"), ("258", "58", "Khánh Hòa"),
    ("259", "68", "Ninh Thuận"), ("260", "60", "Kon Tum"), ("261", "501", "Đắk Nông"), ("262", "500", "Đắk Lắk"),
    ("263", "63", "Lâm Đồng"), ("269", "59", "Gia Lai"), ("270", "70", "Vĩnh Long"), ("271", "651", "Bình Phước"),
    ("272", "72", "Long An"), ("273", "73", "Tiền Giang"), ("274", "650", "Bình Dương"), ("275", "75", "Bến Tre"),
    ("276", "66", "Tây Ninh"), ("277", "67", "Đồng Tháp"), ("28", "8", "Hồ Chí Minh"), ("290", "780", "Cà Mau"),
    ("291", "781", "Bạc Liêu"), ("292", "710", "Cần Thơ"), ("293", "711", "Hậu Giang"), ("294", "74", "Trà Vinh"),
    ("296", "76", "An Giang"), ("297", "77", "Kiên Giang"), ("299", "79", "Sóc Trăng"),
];

/// Today's number and its kind for a national number without the leading zero; `None` when no plan, today's
/// or the one before, holds it. Where an old area code is now a mobile prefix, today's plan wins.
pub(super) fn read(national: &str) -> Option<(String, PhoneKind)> {
    let kept = |kind| Some((national.to_owned(), kind));
    let length = national.len();
    if length == 9
        && let Some((_, operator)) = MOBILE.iter().find(|(prefix, _)| national.starts_with(prefix))
    {
        return kept(PhoneKind::Mobile { operator });
    }
    if length == 10 {
        if let Some(area) = area_of(national) {
            return kept(PhoneKind::Fixed { area });
        }
        if let Some((old, new)) = OLD_MOBILE.iter().find(|(old, _)| national.starts_with(old)) {
            return read(&[new, &national[old.len()..]].concat());
        }
    }
    match national.get(..2)? {
        "69" if (7..=9).contains(&length) => return kept(PhoneKind::State),
        "80" if length == 7 => return kept(PhoneKind::Government),
        "67" if length == 9 && national.starts_with("672") => return kept(PhoneKind::Voip),
        "18" if (8..=10).contains(&length) && national.starts_with("1800") => {
            return kept(PhoneKind::TollFree);
        }
        "19" if (8..=10).contains(&length) && national.starts_with("1900") => {
            return kept(PhoneKind::Premium);
        }
        _ => {}
    }
    read_old_area(national)
}

/// As [`read`], for a number known to be a landline written with the area code of before 2017.
pub(super) fn read_old_area(national: &str) -> Option<(String, PhoneKind)> {
    let (new, old, area) = AREAS.iter().find(|(new, old, _)| {
        !old.is_empty() && national.starts_with(old) && national.len() == old.len() + subscriber_digits(new)
    })?;
    let subscriber = &national[old.len()..];
    let number = [new, subscriber].concat();
    // The first digit of a subscriber number is never 0 or 1.
    (!subscriber.starts_with(['0', '1'])).then_some((number, PhoneKind::Fixed { area }))
}

/// Province of a ten-digit landline number with today's area code.
fn area_of(national: &str) -> Option<&'static str> {
    let (code, _, area) = AREAS.iter().find(|(code, _, _)| national.starts_with(code))?;
    // Behind 024 and 028 a 0 or 1 belongs to an area code of before 2017 (`240`, `281`). Elsewhere operators of
    // telephony over the internet have given out such numbers, and libphonenumber takes them.
    let is_old = code.len() == 2 && national[code.len()..].starts_with(['0', '1']);
    (!is_old).then_some(*area)
}

fn subscriber_digits(area_code: &str) -> usize {
    if area_code.len() == 2 { 8 } else { 7 }
}
