//! Apps: what is read of them, what is said of them, and what hostile ones may cost.

use std::io::Write as _;
use std::sync::LazyLock;

use detect::apk::{Apk, ApkError, Fault, State};
use detect::{Engine, NoList};
use model::{Method, Reference, Verdict};
use proptest::prelude::*;

use crate::maker::{archive, false_vneid, manifest, stored};

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new(Reference::embedded()));

/// The app of [`false_vneid`], signed by schemes 1, 2 and 3 with a key made for it (`tests/files/README.md`).
const SIGNED: &[u8] = include_bytes!("../files/vneid-gia.apk");

/// Codes of the reasons, heaviest first.
fn codes(bytes: &[u8]) -> Vec<String> {
    let assessment = ENGINE.assess_app(&Apk::read(bytes), "", &NoList);
    assessment.reasons.into_iter().map(|reason| reason.code).collect()
}

#[test]
fn an_app_that_imitates_and_wants_everything_is_dangerous() {
    let apk = Apk::read(SIGNED);
    let assessment = ENGINE.assess_app(&apk, "", &NoList);
    assert_eq!(assessment.verdict, Verdict::Dangerous);
    assert_eq!(assessment.method.map(|guess| guess.method), Some(Method::GovServiceApp));
    let codes = codes(SIGNED);
    for code in
        ["apk-imitates", "apk-accessibility", "apk-sms", "apk-device-admin", "apk-installs", "apk-overlay"]
    {
        assert!(codes.iter().any(|held| held == code), "{code} in {codes:?}");
    }
    assert!(!codes.iter().any(|held| held.starts_with("apk-sign") || held == "apk-unsigned"), "{codes:?}");
    let found: Vec<String> = assessment.indicators.iter().map(|found| found.indicator.to_string()).collect();
    let certificate = &apk.as_ref().unwrap().signing.signers()[0].certificate;
    assert_eq!(found[0], format!("app:vn.dancu.capnhat.example#{certificate}"));
    assert_eq!(found[1], format!("file:{}", apk.unwrap().sha256));
    assert_eq!(found[2], "url:dancu-capnhat.example/cong/nhan.php");
}

#[test]
fn the_manifest_is_read_field_by_field() {
    let manifest = Apk::read(&false_vneid()).unwrap().manifest;
    assert_eq!(manifest.labels, ["VNeID"]);
    assert_eq!(manifest.version_name.as_deref(), Some("2.1.6"));
    assert_eq!((manifest.version_code, manifest.min_sdk, manifest.target_sdk), (Some(3), 24, Some(28)));
    assert_eq!(manifest.main_activity.as_deref(), Some("vn.dancu.capnhat.example.Main"));
    assert_eq!(manifest.services[0].name, "vn.dancu.capnhat.example.Help");
    assert_eq!(manifest.permissions.len(), 5);
}

#[test]
fn a_signature_holds_until_one_byte_is_changed() {
    let apk = Apk::read(SIGNED).unwrap();
    assert_eq!(apk.signing.state(24), State::Holds);
    assert_eq!(apk.signing.state(1), State::Holds);
    assert_eq!(apk.signing.signers()[0].subject, "CN=Mau Thu, O=Khong Co That, C=VN");
    let mut changed = SIGNED.to_vec();
    let place = changed.windows(5).position(|window| window == b"fetch").unwrap();
    changed[place] = b'F';
    let signing = Apk::read(&changed).unwrap().signing;
    assert_eq!(signing.state(24), State::Broken(Fault::ContentChanged));
    assert!(codes(&changed).iter().any(|code| code == "apk-signature-broken"));
    assert_eq!(Apk::read(&false_vneid()).unwrap().signing.state(24), State::Unsigned);
}

#[test]
fn an_app_without_signs_is_no_alarm() {
    let plain = manifest(&[
        (0, "manifest", vec![(0, "package", "org.example.clock")]),
        (1, "application", vec![(crate::maker::LABEL, "label", "Đồng hồ")]),
    ]);
    let app = archive(&[stored("AndroidManifest.xml", &plain)]);
    let assessment = ENGINE.assess_app(&Apk::read(&app), "", &NoList);
    assert_eq!(assessment.verdict, Verdict::NoInformation);
    assert_eq!(codes(&app), ["apk-unsigned", "apk-from-file"]);
}

#[test]
fn an_official_package_name_proves_nothing() {
    let named = manifest(&[(0, "manifest", vec![(0, "package", "com.VCB")])]);
    let app = archive(&[stored("AndroidManifest.xml", &named)]);
    let codes = codes(&app);
    assert!(codes.iter().any(|code| code == "apk-official-name"), "{codes:?}");
    assert!(!codes.iter().any(|code| code == "apk-imitates"), "{codes:?}");
    assert_ne!(ENGINE.assess_app(&Apk::read(&app), "", &NoList).verdict, Verdict::Official);
}

#[test]
fn what_is_no_app_is_refused_with_its_reason() {
    let check = |bytes: &[u8], expected: ApkError| assert_eq!(Apk::read(bytes), Err(expected));
    check(b"", ApkError::NotAnArchive);
    check(b"PK\x03\x04 and no end", ApkError::NotAnArchive);
    check(&archive(&[]), ApkError::NoManifest);
    check(&archive(&[stored("AndroidManifest.xml", b"<manifest/>")]), ApkError::BrokenManifest);
    let assessment = ENGINE.assess_app(&Err(ApkError::BrokenManifest), "", &NoList);
    assert_eq!(assessment.verdict, Verdict::Suspicious);
    assert_eq!(assessment.reasons[0].code, "apk-unreadable");
}

#[test]
fn a_broken_manifest_is_read_as_a_telephone_reads_it_and_told() {
    let mut other_type = manifest(&[(0, "manifest", vec![(0, "package", "org.example.odd")])]);
    other_type[0] = 8;
    let mut longer = other_type.clone();
    longer[4..8].copy_from_slice(&u32::MAX.to_le_bytes());
    for (bytes, oddities) in [(other_type, "manifest-type"), (longer, "manifest-type, manifest-size")] {
        let app = archive(&[stored("AndroidManifest.xml", &bytes)]);
        let apk = Apk::read(&app);
        assert_eq!(apk.as_ref().unwrap().manifest.package, "org.example.odd");
        let reasons = ENGINE.assess_app(&apk, "", &NoList).reasons;
        let told = reasons.iter().find(|reason| reason.code == "apk-malformed").unwrap();
        assert_eq!(told.subject.as_deref(), Some(oddities));
    }
}

#[test]
fn files_that_telephones_read_and_tools_do_not_are_read_and_told() {
    let manifest = manifest(&[(0, "manifest", vec![(0, "package", "org.example.odd")])]);
    let len = manifest.len();
    // A method that does not exist is "stored" on a telephone.
    let app = archive(&[("AndroidManifest.xml", manifest, 0x5a5a, len)]);
    let apk = Apk::read(&app).unwrap();
    assert_eq!(apk.manifest.package, "org.example.odd");
    assert_eq!(apk.oddities.iter().map(|oddity| oddity.slug()).collect::<Vec<_>>(), ["unknown-method"]);
}

/// A mebibyte of zeroes packs to a kilobyte; this many of them are far more than is unpacked.
#[test]
fn a_bomb_is_refused_before_it_unpacks() {
    let mut packer = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..64 {
        packer.write_all(&vec![0; 1 << 20]).unwrap();
    }
    let packed = packer.finish().unwrap();
    assert!(packed.len() < 100_000);
    let bomb = archive(&[("AndroidManifest.xml", packed, 8, 64 << 20)]);
    assert_eq!(Apk::read(&bomb), Err(ApkError::TooLarge));
}

#[test]
fn depth_and_number_of_elements_are_bounded() {
    let deep: Vec<_> = (0..5_000).map(|depth| (depth, "a", vec![])).collect();
    let many: Vec<_> = (0..30_000).map(|index| (usize::from(index > 0), "a", vec![])).collect();
    for elements in [deep, many] {
        let app = archive(&[stored("AndroidManifest.xml", &manifest(&elements))]);
        let apk = Apk::read(&app).unwrap();
        assert!(apk.oddities.iter().any(|oddity| oddity.slug() == "manifest-too-deep"), "{:?}", apk.oddities);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn any_byte_may_be_any_other(place in 0..SIGNED.len(), to in any::<u8>(), cut in 0..SIGNED.len()) {
        let mut changed = SIGNED.to_vec();
        changed[place] = to;
        ENGINE.assess_app(&Apk::read(&changed), "", &NoList);
        ENGINE.assess_app(&Apk::read(&SIGNED[..cut]), "", &NoList);
    }

    #[test]
    fn any_manifest_is_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = Apk::read_manifest(&bytes);
        let mut framed = manifest(&[(0, "manifest", vec![(0, "package", "a.b")])]);
        framed.extend(&bytes);
        let _ = Apk::read_manifest(&framed);
    }
}
