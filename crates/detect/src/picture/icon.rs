//! The look of an icon: a hash that stays nearly the same when the picture is scaled, packed anew, cut round or
//! touched up.
//!
//! What is transparent around the picture is cut off, then all but the middle, because telephones and shops cut corners
//! as they like; the rest becomes 32 by 32 points. Of the slowest 64 waves of their brightness (a cosine transform), less
//! the mean, the hash keeps whether each is above the median; beside them the mean colour of each quarter. Source of the method:
//! the hash of images by cosine transform as widely published ("pHash"); size, middle and colours are our own choice.

use std::f64::consts::PI;

use image::imageops::{self, FilterType};
use image::{Rgba, RgbaImage};
use model::IconHash;

use super::{PictureError, decode};

/// Pixels of the largest icon that is read; 192 by 192 is what telephones show, 512 by 512 what shops do.
const PIXELS_MAX: u64 = 1 << 20;
/// Points of the small picture, each side.
const SIDE: u32 = 32;
/// Waves that are kept, each way.
const WAVES: usize = 8;
/// Share of the side that remains of the middle: the square inside a circle.
const MIDDLE: f64 = 0.70;
/// Least that a point must be seen to belong to the picture, of 255.
const SEEN_MIN: u8 = 32;
/// Least spread of brightness, as a standard deviation of 255: a plain surface looks like every other.
const SPREAD_MIN: f64 = 4.0;

/// An icon, with what is transparent in it.
#[derive(Clone, Debug)]
pub struct Icon {
    picture: RgbaImage,
}

impl Icon {
    /// Decodes an icon.
    ///
    /// # Errors
    /// [`PictureError`] when it is no picture, is too large, or is broken.
    pub fn read(bytes: &[u8]) -> Result<Icon, PictureError> {
        Ok(Icon { picture: decode(bytes, PIXELS_MAX)?.into_rgba8() })
    }

    /// A surface of one colour: red, green, blue, and how far it is seen.
    pub(crate) fn plain(colour: [u8; 4]) -> Icon {
        Icon { picture: RgbaImage::from_pixel(SIDE, SIDE, Rgba(colour)) }
    }

    /// Two layers, the second on top, and of them the part that telephones show.
    ///
    /// Source: Android developers, "Adaptive icons": layers of 108 points, of which 72 in the middle are shown.
    pub(crate) fn layered(below: &Icon, above: &Icon) -> Icon {
        const LAYER: u32 = 216;
        let scaled = |icon: &Icon| imageops::resize(&icon.picture, LAYER, LAYER, FilterType::Triangle);
        let mut both = scaled(below);
        imageops::overlay(&mut both, &scaled(above), 0, 0);
        Icon {
            picture: imageops::crop_imm(&both, LAYER / 6, LAYER / 6, LAYER * 2 / 3, LAYER * 2 / 3).to_image(),
        }
    }

    /// What it looks like; `None` when it is a plain surface, or nothing is to be seen.
    pub fn look(&self) -> Option<IconHash> {
        let (left, top, width, height) = self.seen()?;
        let cut = |from: u32, len: u32| {
            let kept = ((f64::from(len) * MIDDLE).round() as u32).max(1);
            (from + (len - kept) / 2, kept)
        };
        let ((left, width), (top, height)) = (cut(left, width), cut(top, height));
        let middle = on_white(&imageops::crop_imm(&self.picture, left, top, width, height).to_image());
        let small = imageops::resize(&middle, SIDE, SIDE, FilterType::Triangle);
        Some(IconHash { shape: shape(&small)?, colours: colours(&small) })
    }

    /// The least rectangle around everything that is seen: left, top, width, height.
    fn seen(&self) -> Option<(u32, u32, u32, u32)> {
        let seen = self.picture.enumerate_pixels().filter(|(_, _, pixel)| pixel.0[3] >= SEEN_MIN);
        let (left, top, right, bottom) = seen.fold((u32::MAX, u32::MAX, 0, 0), |(l, t, r, b), (x, y, _)| {
            (l.min(x), t.min(y), r.max(x), b.max(y))
        });
        (left <= right).then(|| (left, top, right - left + 1, bottom - top + 1))
    }
}

/// What is transparent is shown on white.
fn on_white(picture: &RgbaImage) -> RgbaImage {
    let mut opaque = picture.clone();
    for pixel in opaque.pixels_mut() {
        let seen = u32::from(pixel.0[3]);
        for part in &mut pixel.0[..3] {
            *part = ((u32::from(*part) * seen + 255 * (255 - seen)) / 255) as u8;
        }
        pixel.0[3] = u8::MAX;
    }
    opaque
}

/// Signs of the slowest waves; `None` for a plain surface.
fn shape(small: &RgbaImage) -> Option<u64> {
    let light: Vec<f64> = small.pixels().map(brightness).collect();
    let mean = light.iter().sum::<f64>() / light.len() as f64;
    let spread = light.iter().map(|one| (one - mean).powi(2)).sum::<f64>() / light.len() as f64;
    if spread.sqrt() < SPREAD_MIN {
        return None;
    }
    let waves = waves(&light);
    // The first wave is the mean itself and says nothing.
    let mut sorted = waves[1..].to_vec();
    sorted.sort_by(f64::total_cmp);
    let median = sorted[sorted.len() / 2];
    Some(
        waves.iter().enumerate().skip(1).fold(0, |signs, (at, wave)| signs | u64::from(*wave > median) << at),
    )
}

/// Source: ITU-R BT.601, luma.
fn brightness(pixel: &Rgba<u8>) -> f64 {
    let [red, green, blue, _] = pixel.0.map(f64::from);
    0.299 * red + 0.587 * green + 0.114 * blue
}

/// The slowest waves of the brightness, row by row: a cosine transform of the second kind.
fn waves(light: &[f64]) -> Vec<f64> {
    let side = SIDE as usize;
    let angle = |place: usize, wave: usize| (PI * (place as f64 + 0.5) * wave as f64 / side as f64).cos();
    let table: Vec<Vec<f64>> =
        (0..WAVES).map(|wave| (0..side).map(|place| angle(place, wave)).collect()).collect();
    let dot = |points: &mut dyn Iterator<Item = f64>, wave: usize| -> f64 {
        points.zip(&table[wave]).map(|(point, factor)| point * factor).sum()
    };
    // First along each row, then down each column of what that gave.
    let across: Vec<f64> = light
        .chunks(side)
        .flat_map(|row| (0..WAVES).map(|wave| dot(&mut row.iter().copied(), wave)).collect::<Vec<_>>())
        .collect();
    let down =
        |column: usize, wave: usize| dot(&mut across.iter().skip(column).step_by(WAVES).copied(), wave);
    (0..WAVES)
        .flat_map(|wave| (0..WAVES).map(move |column| (column, wave)))
        .map(|(column, wave)| down(column, wave))
        .collect()
}

/// The mean colour of each quarter.
fn colours(small: &RgbaImage) -> [[u8; 3]; 4] {
    let half = SIDE / 2;
    [(0, 0), (half, 0), (0, half), (half, half)].map(|(left, top)| {
        let mut sums = [0_u32; 3];
        for (x, y) in (0..half).flat_map(|y| (0..half).map(move |x| (x, y))) {
            let pixel = small.get_pixel(left + x, top + y);
            sums.iter_mut().zip(pixel.0).for_each(|(sum, part)| *sum += u32::from(part));
        }
        sums.map(|sum| (sum / (half * half)) as u8)
    })
}
