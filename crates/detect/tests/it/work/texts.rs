//! Texts that repeat what is dear to read.

use super::{BYTES, Cost, assess, cost};

/// Pieces that are repeated: name, piece.
const PIECES: &[(&str, &str)] = &[
    ("brackets", "("),
    ("square and curly brackets", "[{"),
    ("quotes", "\""),
    ("zero width", "\u{200b}"),
    ("combining marks", "\u{301}"),
    ("a letter under marks", "e\u{302}\u{301}\u{323}"),
    ("one endless word", "a"),
    ("an endless number", "7"),
    ("a bait for expressions", "aaaaaaaaaaaaaaaaaaaaaaaaaaaa!"),
    ("spaced letters", "v a y "),
    ("masked letters", "c*n*g.a.n "),
    ("links", "http://a1.example/b "),
    ("links in each other", "http://a.example?u=https%3A%2F%2F"),
    ("one endless host", "a."),
    ("one endless path", "/b"),
    ("signs at", "@a."),
    ("deep JSON", "{\"a\":["),
    ("open tags", "<a href="),
    ("numbers of accounts", "stk vcb 0123456789 "),
    ("payment codes", "00020101021238540010A000000727"),
    ("names and sums", "Vietcombank 5 triệu trước 17h "),
    ("right to left", "\u{202e}\u{202c}"),
    ("families of pictures", "👨\u{200d}👩\u{200d}👧"),
    ("lookalikes", "𝚌ô𝚗𝚐 "),
    ("lines of a chat", "Tôi: a\nB: b\n"),
    ("brands", "momovietcombankshopeetiki"),
    ("brands in a host", "vaymomo-vietcombank."),
    ("threats", "công an bắt giam phong tỏa "),
];
/// Bytes of the longest text, without the variable.
const BYTES_DEFAULT: usize = 128 << 10;
/// What four times the length may take, in times; what grows with the square takes 16.
const GROWTH_MAX: f64 = 9.0;
/// Below this the clock tells nothing.
const NOISE_S: f64 = 0.004;
/// Bytes that may be allocated for each byte of the text, and at all.
const BYTES_PER_BYTE: usize = 600;
const BYTES_FIXED: usize = 4 << 20;

pub(super) fn check_all() {
    let bytes = std::env::var(BYTES).ok().and_then(|text| text.parse().ok()).unwrap_or(BYTES_DEFAULT);
    assess("warm up: http://a.example 0900 000 123");
    println!(
        "| text of {bytes} bytes | ms at a quarter | half | whole | times | allocations | KiB | peak KiB |"
    );
    println!("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    let wrong: Vec<String> = PIECES.iter().filter_map(|(name, piece)| check(name, piece, bytes)).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

/// What is wrong with the cost of this text; `None` when nothing is.
fn check(name: &str, piece: &str, bytes: usize) -> Option<String> {
    let text = piece.repeat(bytes / piece.len());
    let costs: Vec<Cost> = [4, 2, 1]
        .into_iter()
        .map(|share| {
            let text = &text[..text.floor_char_boundary(text.len() / share)];
            cost(2, || assess(text))
        })
        .collect();
    let seconds: Vec<f64> = costs.iter().map(|cost| cost.time.as_secs_f64()).collect();
    let times = seconds[2] / seconds[0].max(NOISE_S);
    let whole = costs[2];
    println!(
        "| {name} | {:.1} | {:.1} | {:.1} | {times:.1} | {} | {} | {} |",
        seconds[0] * 1e3,
        seconds[1] * 1e3,
        seconds[2] * 1e3,
        whole.allocations,
        whole.bytes >> 10,
        whole.peak_kib,
    );
    let is_slow = times > GROWTH_MAX;
    let is_large = whole.bytes > BYTES_FIXED + bytes * BYTES_PER_BYTE;
    (is_slow || is_large).then(|| format!("{name}: {times:.1} times, {} KiB", whole.bytes >> 10))
}
