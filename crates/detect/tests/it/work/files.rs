//! Files that ask for more work than they are long.

use std::cell::RefCell;
use std::io::Write as _;

use detect::apk::{Apk, ApkError};

use super::{Cost, cost};
use crate::maker::{LABEL, NAME, Resource, archive, manifest, resources, stored};

/// Longest that any of these files may take in an unoptimised build.
const SECONDS_MAX: f64 = 30.0;
/// Most memory that any of them may hold besides itself, KiB.
const PEAK_KIB_MAX: usize = 300 << 10;

/// A file, and what must come of it.
struct Case {
    name: &'static str,
    bytes: Vec<u8>,
    expected: Expected,
}

enum Expected {
    Refused(ApkError),
    /// Read, with these oddities at least.
    Read(&'static [&'static str]),
}

pub(super) fn check_all() {
    println!("| file | bytes | ms | allocations | KiB | peak KiB | answer |");
    println!("| --- | ---: | ---: | ---: | ---: | ---: | --- |");
    let wrong: Vec<String> = cases().iter().filter_map(check).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

fn check(case: &Case) -> Option<String> {
    let read = RefCell::new(None);
    let cost: Cost = cost(1, || *read.borrow_mut() = Some(Apk::read(&case.bytes)));
    let read = read.into_inner()?;
    let answer = match &read {
        Err(error) => error.code().to_owned(),
        Ok(apk) => format!("read {:?}", apk.oddities.iter().map(|oddity| oddity.slug()).collect::<Vec<_>>()),
    };
    let is_right = match (&read, &case.expected) {
        (Err(error), Expected::Refused(expected)) => error == expected,
        (Ok(apk), Expected::Read(oddities)) => {
            oddities.iter().all(|wanted| apk.oddities.iter().any(|oddity| oddity.slug() == *wanted))
        }
        _ => false,
    };
    let (name, seconds) = (case.name, cost.time.as_secs_f64());
    println!(
        "| {name} | {} | {:.0} | {} | {} | {} | {answer} |",
        case.bytes.len(),
        seconds * 1e3,
        cost.allocations,
        cost.bytes >> 10,
        cost.peak_kib
    );
    let is_dear = seconds > SECONDS_MAX || cost.peak_kib > PEAK_KIB_MAX;
    (!is_right || is_dear).then(|| format!("{name}: {answer}, {seconds:.1} s, {} KiB", cost.peak_kib))
}

fn cases() -> Vec<Case> {
    let case = |name, bytes, expected| Case { name, bytes, expected };
    vec![
        case("an app in an app, a hundred deep", nested(100), Expected::Read(&[])),
        case("one name twice", twice(), Expected::Read(&["name-twice"])),
        case("65,535 files in the same place", overlapping(), Expected::Read(&["name-twice"])),
        case("200 files that unpack to nothing", hollow(), Expected::Read(&[])),
        case("1,000,000 entries", directory(1_000_000, u16::MAX), Expected::Refused(ApkError::NoManifest)),
        case(
            "more entries told than there are",
            directory(10, 11),
            Expected::Refused(ApkError::BrokenDirectory),
        ),
        case("a directory beyond the file", lying(16), Expected::Refused(ApkError::NotAnArchive)),
        case("a directory longer than the file", lying(12), Expected::Refused(ApkError::NotAnArchive)),
        case("a bomb for a manifest", bomb(), Expected::Refused(ApkError::TooLarge)),
        case(
            "100,000 attributes of one long text",
            long_attributes(),
            Expected::Read(&["manifest-too-deep"]),
        ),
        case("a table that leads in circles", circles(), Expected::Read(&[])),
        case("19,000 values asked of 100,000 tables without them", many_tables(), Expected::Read(&[])),
        case("50,000 strings in the same place", same_strings(), Expected::Read(&[])),
        case("a list of 5,000,000 lines", long_list(), Expected::Read(&[])),
    ]
}

fn plain_manifest() -> Vec<u8> {
    manifest(&[
        (0, "manifest", vec![(0, "package", "org.example.a")]),
        (1, "application", vec![(LABEL, "label", "A")]),
    ])
}

fn nested(depth: usize) -> Vec<u8> {
    let manifest = plain_manifest();
    let plain = stored("AndroidManifest.xml", &manifest);
    (0..depth).fold(archive(std::slice::from_ref(&plain)), |inner, _| {
        archive(&[plain.clone(), stored("assets/inner.apk", &inner)])
    })
}

fn twice() -> Vec<u8> {
    let manifest = plain_manifest();
    archive(&[stored("AndroidManifest.xml", &manifest), stored("AndroidManifest.xml", b"another")])
}

fn packed(content: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(content).unwrap();
    packer.finish().unwrap()
}

/// Every entry of the directory but the first names the same bytes, which unpack to a mebibyte.
fn overlapping() -> Vec<u8> {
    let manifest = plain_manifest();
    let bomb = packed(&vec![b' '; 1 << 20]);
    let files = [stored("AndroidManifest.xml", &manifest), ("assets/a.txt", bomb, 8, 1 << 20)];
    let bytes = archive(&files);
    let end = bytes.len() - 22;
    let start = u32::from_le_bytes(bytes[end + 16..end + 20].try_into().unwrap()) as usize;
    let second = start + 46 + "AndroidManifest.xml".len();
    let mut directory = bytes[start..second].to_vec();
    (1..u16::MAX).for_each(|_| directory.extend(&bytes[second..end]));
    ended(&bytes[..start], &directory, u16::MAX)
}

/// A directory behind a body, and its end.
fn ended(body: &[u8], directory: &[u8], count: u16) -> Vec<u8> {
    let mut bytes = [body, directory].concat();
    bytes.extend([0x50, 0x4b, 5, 6, 0, 0, 0, 0]);
    bytes.extend([count.to_le_bytes(), count.to_le_bytes()].concat());
    bytes.extend(u32::try_from(directory.len()).unwrap().to_le_bytes());
    bytes.extend(u32::try_from(body.len()).unwrap().to_le_bytes());
    bytes.extend([0, 0]);
    bytes
}

/// Packed bytes that hold nothing, over and over: empty stored blocks (RFC 1951, 3.2.4).
fn hollow() -> Vec<u8> {
    let manifest = plain_manifest();
    let empty = [0, 0, 0, 0xff, 0xff].repeat(50_000);
    let names: Vec<String> = (0..200).map(|index| format!("assets/{index}.txt")).collect();
    let mut files = vec![stored("AndroidManifest.xml", &manifest)];
    files.extend(names.iter().map(|name| (name.as_str(), empty.clone(), 8, 0)));
    archive(&files)
}

fn directory(entries: usize, told: u16) -> Vec<u8> {
    let mut entry = vec![0x50, 0x4b, 1, 2];
    entry.resize(46, 0);
    entry[28] = 1;
    entry.push(b'a');
    ended(b"", &entry.repeat(entries), told)
}

/// An app whose end of the directory says something else at this place.
fn lying(at: usize) -> Vec<u8> {
    let manifest = plain_manifest();
    let mut bytes = archive(&[stored("AndroidManifest.xml", &manifest)]);
    let end = bytes.len() - 22;
    bytes[end + at..end + at + 4].copy_from_slice(&0x7fff_ffff_u32.to_le_bytes());
    bytes
}

fn bomb() -> Vec<u8> {
    archive(&[("AndroidManifest.xml", packed(&vec![0; 64 << 20]), 8, 64 << 20)])
}

/// 32 KiB of text a hundred thousand times would be three gigabytes.
fn long_attributes() -> Vec<u8> {
    let long = "x".repeat(32_000);
    let attributes: Vec<(u32, &str, &str)> = (0..1_000).map(|_| (LABEL, "label", long.as_str())).collect();
    let mut elements = vec![(0, "manifest", vec![(0, "package", "org.example.a")])];
    elements.extend((0..100).map(|_| (1, "application", attributes.clone())));
    archive(&[stored("AndroidManifest.xml", &manifest(&elements))])
}

fn circles() -> Vec<u8> {
    let entries = [Some(Resource::Reference(0x7f01_0001)), Some(Resource::Reference(0x7f01_0000))];
    asking(&resources(&[(0, &entries), (160, &entries), (240, &entries)]))
}

fn many_tables() -> Vec<u8> {
    let tables: Vec<(u16, &[Option<Resource<'_>>])> = vec![(0, &[None]); 100_000];
    asking(&resources(&tables))
}

/// An app that asks its table of resources as often as its manifest may.
fn asking(table: &[u8]) -> Vec<u8> {
    let mut elements = vec![(0, "manifest", vec![(0, "package", "org.example.a")])];
    elements.extend((0..19_000).map(|_| (1, "uses-permission", vec![(NAME, "name", "@7f010000")])));
    archive(&[stored("AndroidManifest.xml", &manifest(&elements)), stored("resources.arsc", table)])
}

/// A pool whose strings all begin at the same place.
fn same_strings() -> Vec<u8> {
    let mut chunk = vec![1, 0, 28, 0];
    let (count, text) = (50_000_u32, [b'a'; 32_000]);
    let start = 28 + count * 4;
    chunk.extend((start + 4 + 32_000).to_le_bytes());
    [count, 0, 0x100, start, 0].iter().for_each(|number| chunk.extend(number.to_le_bytes()));
    chunk.resize(start as usize, 0);
    // Lengths of 32,000 in two bytes each, as UTF-8 pools write them.
    chunk.extend([0xfd, 0x00, 0xfd, 0x00]);
    chunk.extend(text);
    let mut table = vec![2, 0, 12, 0];
    table.extend((12 + u32::try_from(chunk.len()).unwrap()).to_le_bytes());
    table.extend([0; 4]);
    table.extend(chunk);
    let manifest = plain_manifest();
    archive(&[stored("AndroidManifest.xml", &manifest), stored("resources.arsc", &table)])
}

fn long_list() -> Vec<u8> {
    let manifest = plain_manifest();
    let list = b"a:\n".repeat(5_000_000);
    archive(&[
        stored("AndroidManifest.xml", &manifest),
        stored("META-INF/MANIFEST.MF", &list),
        stored("META-INF/A.SF", b"a: b\r\n\r\n"),
        stored("META-INF/A.RSA", b"0"),
    ])
}
