//! Icons of apps: found whatever form they come in, known again when they are copied, not mixed up.

#![expect(clippy::unwrap_used, reason = "a picture of our own can be drawn and read")]

use std::io::Cursor;

use detect::apk::Apk;
use detect::picture::icon::Icon;
use detect::{Engine, NoList};
use image::imageops::{self, FilterType};
use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};
use model::reference::AppIcons;
use model::{Assessment, IconHash, Reference, Verdict};

use crate::maker::{LABEL, Resource, archive, manifest, resources, stored};

const ICON: u32 = 0x0101_0002;
const DRAWABLE: u32 = 0x0101_0199;
const SIGNED: &[u8] = include_bytes!("../files/vneid-gia.apk");
const OFFICIAL: &str = include_str!("../../../../data/official.toml");

const GREEN: [u8; 4] = [0, 128, 70, 255];
const BLUE: [u8; 4] = [20, 60, 160, 255];

/// What is drawn on an icon of our own.
#[derive(Clone, Copy)]
enum Sign {
    /// A leaf: a disc with a stroke through it.
    Leaf,
    /// Three bars of different height.
    Bars,
}

/// An icon that fills its square.
fn drawn(side: u32, ground: [u8; 4], sign: Sign) -> RgbaImage {
    RgbaImage::from_fn(side, side, |x, y| {
        let (x, y) = (f64::from(x) / f64::from(side) - 0.5, f64::from(y) / f64::from(side) - 0.5);
        let is_sign = match sign {
            Sign::Leaf => x.hypot(y + 0.02) < 0.26 && (x - y - 0.04).abs() > 0.05,
            Sign::Bars => {
                let bar = ((x + 0.24) / 0.16).floor();
                (0.0..3.0).contains(&bar)
                    && (x + 0.24).rem_euclid(0.16) < 0.11
                    && y < 0.24
                    && y > 0.1 - bar * 0.15
            }
        };
        Rgba(if is_sign { [255, 255, 255, 255] } else { ground })
    })
}

fn encoded(picture: &RgbaImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let picture = DynamicImage::ImageRgba8(picture.clone());
    let picture = if format == ImageFormat::Jpeg { picture.to_rgb8().into() } else { picture };
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn look(picture: &RgbaImage) -> IconHash {
    Icon::read(&encoded(picture, ImageFormat::Png)).unwrap().look().unwrap()
}

/// The reference tables with the leaf on green as the icon of a bank.
fn reference() -> Reference {
    let look = look(&drawn(192, GREEN, Sign::Leaf));
    let row = format!("{}\nvietcombank,{look},2026-11-23,drawn for this test\n", AppIcons::HEADER);
    Reference::with_overrides(|file| (file == AppIcons::FILE).then(|| row.clone())).unwrap()
}

/// An app that names its icon as a resource, with these files and entries of the table beside it.
fn app(package: &str, table: &[u8], files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let manifest = manifest(&[
        (0, "manifest", vec![(0, "package", package)]),
        (1, "application", vec![(LABEL, "label", "Cập nhật"), (ICON, "icon", "@7f010000")]),
    ]);
    let mut all = vec![stored("AndroidManifest.xml", &manifest), stored("resources.arsc", table)];
    all.extend(files.iter().map(|(name, content)| stored(name, content)));
    archive(&all)
}

fn with_picture(package: &str, picture: Vec<u8>) -> Vec<u8> {
    let table = resources(&[(640, &[Some(Resource::File("res/a.png"))])]);
    app(package, &table, &[("res/a.png", picture)])
}

fn assess(reference: &Reference, bytes: &[u8]) -> Assessment {
    Engine::new(reference).assess_app(&Apk::read(bytes), "", &NoList)
}

fn subject(assessment: &Assessment, code: &str) -> Option<String> {
    assessment.reasons.iter().find(|reason| reason.code == code).and_then(|reason| reason.subject.clone())
}

#[test]
fn an_app_with_the_icon_of_a_bank_is_told() {
    let reference = reference();
    let assessment = assess(
        &reference,
        &with_picture("org.example.capnhat", encoded(&drawn(96, GREEN, Sign::Leaf), ImageFormat::Png)),
    );
    assert_eq!(subject(&assessment, "apk-icon").as_deref(), Some("Vietcombank"));
    assert!(matches!(assessment.verdict, Verdict::Dangerous | Verdict::Suspicious), "{assessment:?}");
    // The bank's own package may show the bank's icon.
    let own = assess(
        &reference,
        &with_picture("com.VCB", encoded(&drawn(96, GREEN, Sign::Leaf), ImageFormat::Png)),
    );
    assert_eq!((subject(&own, "apk-icon"), subject(&own, "apk-imitates")), (None, None));
}

#[test]
fn a_copy_is_known_whatever_was_done_to_it() {
    let genuine = drawn(192, GREEN, Sign::Leaf);
    let round = RgbaImage::from_fn(192, 192, |x, y| {
        let is_in = (f64::from(x) - 95.5).hypot(f64::from(y) - 95.5) < 96.0;
        if is_in { *genuine.get_pixel(x, y) } else { Rgba([0; 4]) }
    });
    let mut badge = genuine.clone();
    imageops::overlay(&mut badge, &RgbaImage::from_pixel(40, 40, Rgba([220, 0, 0, 255])), 150, 2);
    let mut margin = RgbaImage::new(256, 256);
    imageops::overlay(&mut margin, &genuine, 32, 32);
    for (name, copy) in [
        ("small", imageops::resize(&genuine, 48, 48, FilterType::CatmullRom)),
        ("large", imageops::resize(&genuine, 512, 512, FilterType::CatmullRom)),
        ("brighter", imageops::brighten(&genuine, 18)),
        ("blurred", imageops::blur(&genuine, 2.0)),
        ("round", round),
        ("badge", badge),
        ("margin", margin),
    ] {
        for format in [ImageFormat::Png, ImageFormat::WebP] {
            let known = look(&genuine);
            let seen = Icon::read(&encoded(&copy, format)).unwrap().look().unwrap();
            let distances = (known.shape_distance(&seen), known.colour_distance(&seen));
            assert!(known.is_like(&seen), "{name} {format:?} {distances:?}");
        }
    }
    let jpeg = Icon::read(&encoded(&genuine, ImageFormat::Jpeg)).unwrap().look().unwrap();
    assert!(look(&genuine).is_like(&jpeg));
}

#[test]
fn another_sign_or_another_colour_is_another_icon() {
    let genuine = look(&drawn(192, GREEN, Sign::Leaf));
    for other in [drawn(192, GREEN, Sign::Bars), drawn(192, BLUE, Sign::Leaf), drawn(192, BLUE, Sign::Bars)] {
        let seen = look(&other);
        assert!(
            !genuine.is_like(&seen),
            "{} {}",
            genuine.shape_distance(&seen),
            genuine.colour_distance(&seen)
        );
    }
    let plain = RgbaImage::from_pixel(96, 96, Rgba(GREEN));
    assert_eq!(
        Icon::read(&encoded(&plain, ImageFormat::Png)).unwrap().look(),
        None,
        "a plain surface says nothing"
    );
    assert_eq!(Icon::read(&encoded(&RgbaImage::new(96, 96), ImageFormat::Png)).unwrap().look(), None);
}

#[test]
fn the_densest_picture_is_taken_through_references() {
    let table = resources(&[
        (160, &[Some(Resource::Reference(0x7f01_0001)), Some(Resource::File("res/m.png"))]),
        (640, &[None, Some(Resource::File("res/xxx.webp"))]),
        (0xfffe, &[None, Some(Resource::File("res/any.xml"))]),
    ]);
    let files = [
        ("res/m.png", encoded(&drawn(48, BLUE, Sign::Bars), ImageFormat::Png)),
        ("res/xxx.webp", encoded(&drawn(192, GREEN, Sign::Leaf), ImageFormat::WebP)),
        ("res/any.xml", manifest(&[(0, "vector", vec![])])),
    ];
    let apk = Apk::read(&app("org.example.a", &table, &files)).unwrap();
    assert_eq!(apk.icons, [look(&drawn(192, GREEN, Sign::Leaf))]);
}

#[test]
fn layers_are_laid_one_on_the_other_as_a_telephone_does() {
    // The foreground alone, on nothing, within the inner two thirds.
    let mut front = RgbaImage::new(324, 324);
    let whole = drawn(216, GREEN, Sign::Leaf);
    let sign = RgbaImage::from_fn(216, 216, |x, y| {
        let pixel = *whole.get_pixel(x, y);
        if pixel.0 == GREEN { Rgba([0; 4]) } else { pixel }
    });
    imageops::overlay(&mut front, &sign, 54, 54);
    let layers = manifest(&[
        (0, "adaptive-icon", vec![]),
        (1, "background", vec![(DRAWABLE, "drawable", "@7f010001")]),
        (1, "foreground", vec![]),
        (2, "inset", vec![(DRAWABLE, "drawable", "@7f010002")]),
    ]);
    let entries = [
        Some(Resource::File("res/icon.xml")),
        Some(Resource::Colour(0xff00_8046)),
        Some(Resource::File("res/front.png")),
    ];
    let table = resources(&[(0xfffe, &entries)]);
    let drawing = resources(&[(0xfffe, &[entries[0], entries[1], Some(Resource::File("res/front.xml"))])]);
    let files = [
        ("res/icon.xml", layers),
        ("res/front.png", encoded(&front, ImageFormat::Png)),
        ("res/front.xml", manifest(&[(0, "vector", vec![])])),
    ];
    let genuine = look(&drawn(192, GREEN, Sign::Leaf));
    let icons = Apk::read(&app("org.example.a", &table, &files)).unwrap().icons;
    assert_eq!(icons.len(), 1);
    let distances = (genuine.shape_distance(&icons[0]), genuine.colour_distance(&icons[0]));
    assert!(genuine.is_like(&icons[0]), "{distances:?}");
    let icons = Apk::read(&app("org.example.a", &drawing, &files)).unwrap().icons;
    assert_eq!(icons, [], "a drawing is not drawn");
}

#[test]
fn what_is_no_icon_is_left_out() {
    let loops =
        resources(&[(0, &[Some(Resource::Reference(0x7f01_0001)), Some(Resource::Reference(0x7f01_0000))])]);
    let missing = resources(&[(0, &[Some(Resource::File("res/gone.png"))])]);
    let itself = resources(&[(0xfffe, &[Some(Resource::File("res/self.xml"))])]);
    let naming_itself = manifest(&[
        (0, "adaptive-icon", vec![]),
        (1, "foreground", vec![(DRAWABLE, "drawable", "@7f010000")]),
    ]);
    let files =
        [("res/self.xml", naming_itself), ("res/broken.png", b"\x89PNG\r\n\x1a\n and no more".to_vec())];
    let broken = resources(&[(0, &[Some(Resource::File("res/broken.png"))])]);
    for table in [loops, missing, itself, broken, b"no table".to_vec()] {
        assert_eq!(Apk::read(&app("org.example.a", &table, &files)).unwrap().icons, []);
    }
}

#[test]
fn a_package_of_an_owner_is_put_to_the_certificates_that_are_known() {
    let certificate = Apk::read(SIGNED).unwrap().signing.signers()[0].certificate.clone();
    let with = |certificate: &str| {
        let owner = format!(
            "\n[[owners]]\nslug = \"mau-thu\"\nname = {{ vi = \"Mẫu thử\", en = \"Sample\" }}\nbrands = []\nchannels = [\n\
             {{ id = \"app:vn.dancu.capnhat.example#{certificate}\", verified = false, on = \"2026-11-23\", source = \"this test\" }},\n]\n"
        );
        let text = format!("{OFFICIAL}{owner}");
        Reference::with_overrides(|file| (file == "official.toml").then(|| text.clone())).unwrap()
    };
    let mut changed = SIGNED.to_vec();
    let place = changed.windows(5).position(|window| window == b"fetch").unwrap();
    changed[place] = b'F';
    let own = with(&certificate);
    let other = with(&"ab".repeat(32));
    let told = |reference: &Reference, bytes: &[u8]| {
        let assessment = assess(reference, bytes);
        let told = ["apk-official-signer", "apk-other-signer", "apk-official-name", "apk-imitates"];
        let told = told.into_iter().filter(|code| subject(&assessment, code).is_some());
        (told.collect::<Vec<_>>(), assessment.verdict)
    };
    assert_eq!(told(&own, SIGNED).0, ["apk-official-signer"]);
    assert_ne!(told(&own, SIGNED).1, Verdict::Official, "a file is never official");
    assert_eq!(told(&own, &changed), (vec!["apk-other-signer"], Verdict::Dangerous));
    assert_eq!(told(&other, SIGNED), (vec!["apk-other-signer"], Verdict::Dangerous));
}

#[test]
fn a_table_with_a_stranger_or_a_wrong_look_is_refused() {
    for (row, problem) in [
        ("nobody,00ff00ff12345678-0102030405060708090a0b0c,2026-11-23,x", "`nobody` is not in official.toml"),
        ("bidv,00ff,2026-11-23,x", "16 and 24 hexadecimal digits"),
        ("bidv,00ff00ff12345678-0102030405060708090a0b0c,yesterday,x", "is not a day"),
    ] {
        let text = format!("# a comment\n{}\n{row}\n", AppIcons::HEADER);
        let refused =
            Reference::with_overrides(|file| (file == AppIcons::FILE).then(|| text.clone())).unwrap_err();
        assert!(refused.to_string().contains(problem) && refused.to_string().contains("line 3"), "{refused}");
    }
}
