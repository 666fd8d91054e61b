//! A picture: a screenshot or photograph, decoded within limits, and the QR codes in it.
//!
//! Start at [`Picture::read`]; [`codes`] reads the QR codes. What people see as writing is read elsewhere, by a
//! program of its own under limits of the system; [`Picture::greymap`] is what it is given, so that no foreign
//! decoder ever sees the file that somebody sent. [`icon`] tells what a small picture looks like.

pub mod codes;
pub mod icon;

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use image::{DynamicImage, GrayImage, ImageDecoder, ImageFormat, ImageReader, Limits};

/// Pixels of the largest picture: more than the longest screenshots and most photographs of telephones have.
pub const PIXELS_MAX: u64 = 25_000_000;
/// Pixels of the longest side.
pub const SIDE_MAX: u32 = 16_384;
/// Bytes that a decoder may take at once.
const ALLOCATED_MAX: u64 = 160 << 20;
/// Formats that are read: what telephones and browsers save.
const FORMATS: &[ImageFormat] = &[ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP];

/// Why a file cannot be read as a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// It is no PNG, JPEG or WebP.
    #[error("tell the format of the picture")]
    NotAPicture,
    /// It has more pixels than are read.
    #[error("read a picture of at most {PIXELS_MAX} pixels")]
    TooLarge,
    /// It breaks off or contradicts itself.
    #[error("decode the picture")]
    Broken,
}

impl PictureError {
    /// Stable code, kebab-case.
    pub fn code(self) -> &'static str {
        match self {
            PictureError::NotAPicture => "not-a-picture",
            PictureError::TooLarge => "picture-too-large",
            PictureError::Broken => "picture-broken",
        }
    }
}

/// A picture in shades of grey, upright.
#[derive(Clone, Debug)]
pub struct Picture {
    grey: GrayImage,
}

impl Picture {
    /// Whether these bytes begin as a picture that is read; decides how a file is looked at.
    pub fn is_one(bytes: &[u8]) -> bool {
        format(bytes).is_some()
    }

    /// Decodes a picture. Its dimensions are looked at before anything is allocated for its pixels.
    ///
    /// # Errors
    /// [`PictureError`] when it is none, is too large, or is broken.
    pub fn read(bytes: &[u8]) -> Result<Picture, PictureError> {
        let picture = decode(bytes, PIXELS_MAX)?;
        let picture = if picture.color().has_alpha() { on_white(&picture) } else { picture };
        Ok(Picture { grey: picture.into_luma8() })
    }

    /// Pixels from left to right.
    pub fn width(&self) -> u32 {
        self.grey.width()
    }

    /// Pixels from top to bottom.
    pub fn height(&self) -> u32 {
        self.grey.height()
    }

    /// The picture in the plainest form there is, at most `pixels_max` pixels: a head of text, then one byte a pixel.
    ///
    /// Source: Netpbm, "PGM".
    pub fn greymap(&self, pixels_max: u32) -> Vec<u8> {
        let scaled = self.at_most(pixels_max);
        let grey = scaled.as_ref().unwrap_or(&self.grey);
        let mut bytes = format!("P5\n{} {}\n255\n", grey.width(), grey.height()).into_bytes();
        bytes.extend_from_slice(grey.as_raw());
        bytes
    }

    /// A smaller copy; `None` when it is small enough.
    fn at_most(&self, pixels_max: u32) -> Option<GrayImage> {
        let pixels = f64::from(self.width()) * f64::from(self.height());
        let scale = (f64::from(pixels_max) / pixels).sqrt();
        (scale < 1.0).then(|| self.scaled(scale))
    }

    /// A copy of about so many pixels, enlarged at most twice, blurred against noise.
    fn resized(&self, pixels: u32, blur: f32) -> GrayImage {
        let own = f64::from(self.width()) * f64::from(self.height());
        let grey = self.scaled((f64::from(pixels) / own).sqrt().min(2.0));
        if blur > 0.0 { DynamicImage::ImageLuma8(grey).blur(blur).into_luma8() } else { grey }
    }

    fn scaled(&self, scale: f64) -> GrayImage {
        let side = |pixels: u32| ((f64::from(pixels) * scale).round() as u32).max(1);
        let picture = DynamicImage::ImageLuma8(self.grey.clone());
        picture
            .resize_exact(side(self.width()), side(self.height()), image::imageops::FilterType::Triangle)
            .into_luma8()
    }
}

/// Decodes a picture of at most so many pixels, upright.
///
/// A decoder that breaks off with a panic found a broken picture: `png` 0.18.1 does on a palette whose last colour is cut short.
fn decode(bytes: &[u8], pixels_max: u64) -> Result<DynamicImage, PictureError> {
    catch_unwind(AssertUnwindSafe(|| decoded(bytes, pixels_max))).unwrap_or(Err(PictureError::Broken))
}

fn decoded(bytes: &[u8], pixels_max: u64) -> Result<DynamicImage, PictureError> {
    let format = format(bytes).ok_or(PictureError::NotAPicture)?;
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE_MAX);
    limits.max_image_height = Some(SIDE_MAX);
    limits.max_alloc = Some(ALLOCATED_MAX);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| refused(&error))?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > pixels_max || width.max(height) > SIDE_MAX {
        return Err(PictureError::TooLarge);
    }
    let orientation = decoder.orientation().ok();
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|error| refused(&error))?;
    if let Some(orientation) = orientation {
        picture.apply_orientation(orientation);
    }
    Ok(picture)
}

fn format(bytes: &[u8]) -> Option<ImageFormat> {
    image::guess_format(bytes).ok().filter(|format| FORMATS.contains(format))
}

fn refused(error: &image::ImageError) -> PictureError {
    match error {
        image::ImageError::Limits(_) => PictureError::TooLarge,
        _ => PictureError::Broken,
    }
}

/// What is transparent is shown on white, as a page would show it.
fn on_white(picture: &DynamicImage) -> DynamicImage {
    let mut opaque = picture.to_luma_alpha8();
    for pixel in opaque.pixels_mut() {
        let [grey, alpha] = pixel.0.map(u16::from);
        let shade = (grey * alpha + 255 * (255 - alpha)) / 255;
        pixel.0 = [u8::try_from(shade).unwrap_or(u8::MAX), u8::MAX];
    }
    DynamicImage::ImageLumaA8(opaque)
}
