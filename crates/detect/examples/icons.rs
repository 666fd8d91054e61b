//! Measures how well copies of icons are known again, and how often other pictures are taken for them, on files that are
//! no part of the project.
//!
//! `cargo run -p detect --example icons -- FOLDER`: reads every picture in the folder and, of every app, its icons.
//! Prints for each kind of copy how many are known again, how many pairs of different pictures are taken for copies, and
//! what an icon costs. With `--pairs` first it names the pairs.

#![allow(clippy::print_stdout, reason = "a command for developers")]

use std::io::Cursor;
use std::path::PathBuf;
use std::time::Instant;

use detect::apk::Apk;
use detect::picture::icon::Icon;
use image::imageops::{self, FilterType};
use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};
use model::IconHash;

/// What is done to a picture.
type Change = fn(&RgbaImage) -> RgbaImage;

const CHANGES: &[(&str, Change)] = &[
    ("as it is", RgbaImage::clone),
    ("48 points", |picture| imageops::resize(picture, 48, 48, FilterType::Triangle)),
    ("192 points", |picture| imageops::resize(picture, 192, 192, FilterType::CatmullRom)),
    ("brighter by 15", |picture| imageops::brighten(picture, 15)),
    ("blurred", |picture| imageops::blur(picture, 1.5)),
    ("with a badge", badge),
    ("with a margin", margin),
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (flags, folders): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|argument| argument.starts_with("--"));
    let folder = folders.first().ok_or("wanted: FOLDER")?;
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    let (mut looks, mut known) = (Vec::new(), vec![[0_usize; 2]; CHANGES.len()]);
    let (mut pictures, mut spent) = (0_u32, std::time::Duration::ZERO);
    for path in &paths {
        let bytes = std::fs::read(path)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.extension().is_some_and(|extension| extension == "apk") {
            tell_app(&name, &bytes, &mut looks);
            continue;
        }
        let Ok(picture) = image::load_from_memory(&bytes) else { continue };
        let started = Instant::now();
        let look = Icon::read(&bytes)?.look();
        spent += started.elapsed();
        pictures += 1;
        let Some(look) = look else { continue };
        for ((_, change), known) in CHANGES.iter().zip(&mut known) {
            let copy = encoded(change(&picture.to_rgba8()))?;
            let seen = Icon::read(&copy)?.look();
            known[0] += usize::from(seen.is_some_and(|seen| look.is_like(&seen)));
            known[1] += 1;
        }
        looks.push((name, look));
    }
    println!("{pictures} pictures, {} icons; {:.2?} each", looks.len(), spent / pictures.max(1));
    for ((name, _), [same, all]) in CHANGES.iter().zip(&known) {
        println!("known again, {name}: {same} of {all}");
    }
    pairs(&looks, flags.iter().any(|flag| flag == "--pairs"));
    Ok(())
}

fn tell_app(name: &str, bytes: &[u8], looks: &mut Vec<(String, IconHash)>) {
    let started = Instant::now();
    match Apk::read(bytes) {
        Err(error) => println!("{name}: could not {error}"),
        Ok(apk) => {
            let told: Vec<String> = apk.icons.iter().map(ToString::to_string).collect();
            println!("{name}: {} {told:?} {:.0?}", apk.manifest.package, started.elapsed());
            looks.extend(apk.icons.into_iter().map(|look| (name.to_owned(), look)));
        }
    }
}

/// Pairs of different pictures that are taken for copies.
fn pairs(looks: &[(String, IconHash)], tell: bool) {
    let (mut all, mut alike, mut same) = (0_u64, 0_u64, 0_u64);
    for (index, (name, look)) in looks.iter().enumerate() {
        for (other_name, other) in &looks[index + 1..] {
            if name == other_name {
                continue;
            }
            all += 1;
            same += u64::from(look == other);
            if look.is_like(other) {
                alike += 1;
                if tell {
                    println!(
                        "{name} {other_name} {} {}",
                        look.shape_distance(other),
                        look.colour_distance(other)
                    );
                }
            }
        }
    }
    println!("pairs: {all}, taken for copies {alike}, of these the same to the last bit {same}");
}

fn encoded(picture: RgbaImage) -> Result<Vec<u8>, image::ImageError> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgba8(picture).write_to(&mut bytes, ImageFormat::Png)?;
    Ok(bytes.into_inner())
}

/// A mark in the corner, as some telephones put it on apps with news.
fn badge(picture: &RgbaImage) -> RgbaImage {
    let mut changed = picture.clone();
    let side = picture.width() / 5;
    let mark = RgbaImage::from_pixel(side, side, Rgba([220, 20, 20, 255]));
    imageops::overlay(&mut changed, &mark, i64::from(picture.width() - side), 0);
    changed
}

fn margin(picture: &RgbaImage) -> RgbaImage {
    let side = picture.width().max(picture.height());
    let mut changed = RgbaImage::new(side + side / 4, side + side / 4);
    imageops::overlay(&mut changed, picture, i64::from(side / 8), i64::from(side / 8));
    changed
}
