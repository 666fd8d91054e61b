//! QR codes in a picture.
//!
//! The same picture is looked at in several ways, because the search wants the code neither tiny nor huge, and black
//! told from white where the light is uneven. The library compares every corner mark with every other and copies the picture
//! for each pair, so a picture with more marks than any real one has is not handed to it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use image::GrayImage;

use super::Picture;

/// One look at a picture.
struct Look {
    /// Pixels, at most; a small picture is enlarged up to twice its sides.
    pixels: u32,
    /// Radius of a blur against noise, in pixels; 0 for none.
    blur: f32,
    /// Percent of the brightness around it up to which a pixel is black.
    share: u64,
    /// The window of "around it": this part of the longer side.
    window: usize,
    /// Once more with black and white exchanged.
    inverted: bool,
}

/// The looks, the likeliest first. Chosen on the photographs of `examples/codes.rs` among 234: the eight that together
/// read the most, then one for small codes in large pictures.
const LOOKS: &[Look] = &[
    Look { pixels: 500_000, blur: 0.0, share: 96, window: 3, inverted: true },
    Look { pixels: 1_000_000, blur: 1.0, share: 100, window: 16, inverted: false },
    Look { pixels: 250_000, blur: 1.0, share: 100, window: 3, inverted: false },
    Look { pixels: 500_000, blur: 0.0, share: 92, window: 8, inverted: false },
    Look { pixels: 60_000, blur: 1.0, share: 100, window: 16, inverted: false },
    Look { pixels: 120_000, blur: 0.0, share: 100, window: 16, inverted: false },
    Look { pixels: 120_000, blur: 0.0, share: 100, window: 8, inverted: false },
    Look { pixels: 120_000, blur: 0.0, share: 100, window: 3, inverted: false },
    Look { pixels: 2_500_000, blur: 0.0, share: 96, window: 3, inverted: true },
];
/// Codes of one picture that are read.
const CODES_MAX: usize = 8;
/// Bytes of text of one code. Source: ISO/IEC 18004, table 7 (version 40, level L, bytes).
const TEXT_BYTES_MAX: usize = 2_953;
/// Corner marks in one picture, as rows that cross one. A code has about three marks of some dozens of rows.
const MARKS_MAX: usize = 6_000;

/// The texts of the codes in a picture, without repeats.
pub fn read(picture: &Picture) -> Vec<String> {
    for look in LOOKS {
        let grey = picture.resized(look.pixels, look.blur);
        for inverted in [false, true] {
            if inverted && !look.inverted {
                continue;
            }
            let texts = search(&grey, look, inverted);
            if !texts.is_empty() {
                return texts;
            }
        }
    }
    Vec::new()
}

fn search(grey: &GrayImage, look: &Look, inverted: bool) -> Vec<String> {
    let (width, height) = (grey.width() as usize, grey.height() as usize);
    // A code of the smallest version has 21 squares a side.
    if width < 21 || height < 21 {
        return Vec::new();
    }
    let pixels = grey.as_raw();
    let pixel = |x: usize, y: usize| {
        let shade = pixels[y * width + x];
        if inverted { u8::MAX - shade } else { shade }
    };
    let black = blacken(width, height, look, pixel);
    if marks(&black, width) > MARKS_MAX {
        return Vec::new();
    }
    // The library breaks off with a panic on some pictures that hold no code.
    let texts = catch_unwind(AssertUnwindSafe(|| {
        let mut prepared =
            rqrr::PreparedImage::prepare_from_bitmap(width, height, |x, y| black[y * width + x]);
        let grids = prepared.detect_grids();
        let texts = grids.iter().take(CODES_MAX).filter_map(|grid| Some(grid.decode().ok()?.1));
        texts.filter(|text| text.len() <= TEXT_BYTES_MAX).collect::<Vec<String>>()
    }));
    let mut texts = texts.unwrap_or_default();
    texts.sort();
    texts.dedup();
    texts
}

/// Each pixel against the average around it.
///
/// Source of the method: Bradley and Roth, "Adaptive thresholding using the integral image", 2007.
fn blacken(width: usize, height: usize, look: &Look, pixel: impl Fn(usize, usize) -> u8) -> Vec<bool> {
    let stride = width + 1;
    let mut sums = vec![0_u64; stride * (height + 1)];
    for y in 0..height {
        let mut row = 0;
        for x in 0..width {
            row += u64::from(pixel(x, y));
            sums[(y + 1) * stride + x + 1] = sums[y * stride + x + 1] + row;
        }
    }
    let half = (width.max(height) / look.window / 2).max(2);
    let mut black = Vec::with_capacity(width * height);
    for y in 0..height {
        let (top, bottom) = (y.saturating_sub(half), (y + half + 1).min(height));
        for x in 0..width {
            let (left, right) = (x.saturating_sub(half), (x + half + 1).min(width));
            let area = ((bottom - top) * (right - left)) as u64;
            let sum = sums[bottom * stride + right] + sums[top * stride + left]
                - sums[top * stride + right]
                - sums[bottom * stride + left];
            black.push(u64::from(pixel(x, y)) * area * 100 < sum * look.share);
        }
    }
    black
}

/// Rows that cross a corner mark: black and white in the lengths 1 : 1 : 3 : 1 : 1.
fn marks(black: &[bool], width: usize) -> usize {
    let mut count = 0;
    for row in black.chunks(width) {
        let mut runs = [0_usize; 5];
        let mut last = false;
        let mut length = 0;
        for is_black in row.iter().copied().chain([!*row.last().unwrap_or(&false)]) {
            if is_black == last {
                length += 1;
                continue;
            }
            runs.rotate_left(1);
            runs[4] = length;
            if last && is_mark(runs) {
                count += 1;
            }
            (last, length) = (is_black, 1);
        }
    }
    count
}

/// Source of the tolerance: twice that of the library, so that it never finds a mark that is not counted here.
fn is_mark(runs: [usize; 5]) -> bool {
    let unit = (runs[0] + runs[1] + runs[3] + runs[4]) / 4;
    let tolerance = unit * 3 / 2 + 1;
    runs.iter().zip([1, 1, 3, 1, 1]).all(|(run, share)| *run > 0 && run.abs_diff(unit * share) <= tolerance)
}
