//! The icons of an app: found through its resources, looked at as far as they are pictures.
//!
//! An icon is a file in several sizes, or two layers in XML that a telephone lays one on the other ("adaptive icon"):
//! layers that are pictures or plain colours are laid so here too. A drawing in XML is not drawn.

use model::IconHash;

use super::resources::{NamedFile, Resources};
use super::xml::{self, Document, Element, Value};
use super::zip::Archive;
use crate::picture::icon::Icon;

const ICON: u32 = 0x0101_0002;
const SOURCE: u32 = 0x0101_0119;
const DRAWABLE: u32 = 0x0101_0199;
const ROUND_ICON: u32 = 0x0101_052c;

/// Icons that are looked up: of the app, and of screens and other names of them.
const ICONS_MAX: usize = 6;
/// Looks that are kept.
const LOOKS_MAX: usize = 6;
/// Files that are unpacked for all icons together. Bounds the work.
const FILES_MAX: usize = 24;
/// Bytes of one picture, and of one file in XML.
const PICTURE_BYTES_MAX: usize = 2 << 20;
const XML_BYTES_MAX: usize = 64 << 10;
/// Files in XML that name each other.
const DEPTH_MAX: usize = 3;

/// What the icons look like, without repeats; none when there is no icon that is a picture.
pub(super) fn look(archive: &Archive<'_>, document: &Document, resources: &Resources<'_>) -> Vec<IconHash> {
    let mut search = Search { archive, resources, files: 0 };
    let mut looks = Vec::new();
    for value in values(document) {
        for icon in search.icons(value) {
            if let Some(look) = icon.look()
                && !looks.contains(&look)
                && looks.len() < LOOKS_MAX
            {
                looks.push(look);
            }
        }
    }
    looks
}

/// What the manifest says its icons are: first those of the app, then those of its screens.
fn values(document: &Document) -> Vec<&Value> {
    let mut values: Vec<&Value> = Vec::new();
    let bears = |element: &&Element| {
        matches!(
            (element.depth, element.name.as_str()),
            (1, "application") | (2, "activity" | "activity-alias")
        )
    };
    for element in document.elements.iter().filter(bears) {
        let both = [element.value(ICON, "icon"), element.value(ROUND_ICON, "roundIcon")];
        for value in both.into_iter().flatten() {
            if values.len() < ICONS_MAX && !values.contains(&value) {
                values.push(value);
            }
        }
    }
    values
}

struct Search<'a> {
    archive: &'a Archive<'a>,
    resources: &'a Resources<'a>,
    /// Unpacked so far.
    files: usize,
}

impl Search<'_> {
    /// The largest picture of an icon, and its layers laid one on the other.
    fn icons(&mut self, value: &Value) -> Vec<Icon> {
        let files = self.resources.files(value);
        let picture = self.largest(&files);
        let layered = files.iter().filter(|file| file.may_be_xml()).find_map(|file| self.layered(&file.path));
        picture.into_iter().chain(layered).collect()
    }

    /// The first of the files, largest first, that is a picture.
    fn largest(&mut self, files: &[NamedFile]) -> Option<Icon> {
        files.iter().filter(|file| file.may_be_picture()).find_map(|file| {
            let bytes = self.content(&file.path, PICTURE_BYTES_MAX)?;
            Icon::read(&bytes).ok()
        })
    }

    fn layered(&mut self, path: &str) -> Option<Icon> {
        let document = self.xml(path)?;
        let elements = &document.elements;
        elements.first().filter(|element| element.name == "adaptive-icon")?;
        let above = self.layer(elements, "foreground")?;
        let below = self.layer(elements, "background").unwrap_or_else(|| Icon::plain([255; 4]));
        Some(Icon::layered(&below, &above))
    }

    /// A layer by its name: what its attribute names, or what an element inside it does.
    fn layer(&mut self, elements: &[Element], name: &str) -> Option<Icon> {
        let at = elements.iter().position(|element| element.name == name)?;
        let own = elements[at].depth;
        let inside = elements[at + 1..].iter().take_while(|element| element.depth > own);
        let named = std::iter::once(&elements[at]).chain(inside).find_map(drawable)?;
        self.surface(named, 0)
    }

    /// A colour, a picture, or what a file in XML names.
    fn surface(&mut self, value: &Value, depth: usize) -> Option<Icon> {
        if let Some(Value::Colour(colour)) = self.resources.resolve(value) {
            let [seen, red, green, blue] = colour.to_be_bytes();
            return Some(Icon::plain([red, green, blue, seen]));
        }
        let files = self.resources.files(value);
        if let Some(picture) = self.largest(&files) {
            return Some(picture);
        }
        let file = files.iter().find(|file| file.may_be_xml()).filter(|_| depth < DEPTH_MAX)?;
        let document = self.xml(&file.path)?;
        let named = document.elements.iter().find_map(drawable)?;
        self.surface(named, depth + 1)
    }

    fn xml(&mut self, path: &str) -> Option<Document> {
        xml::read(&self.content(path, XML_BYTES_MAX)?).ok()
    }

    fn content(&mut self, path: &str, bytes_max: usize) -> Option<Vec<u8>> {
        self.files += 1;
        if self.files > FILES_MAX {
            return None;
        }
        self.archive.content(self.archive.find(path.as_bytes())?, bytes_max).ok()
    }
}

/// What an element is filled with.
fn drawable(element: &Element) -> Option<&Value> {
    element.value(DRAWABLE, "drawable").or_else(|| element.value(SOURCE, "src"))
}
