//! The reader's province, carried from page to page in forms and links, never in a cookie.

use model::Reference;
use model::reference::Hotline;

use crate::App;

/// One entry of a list of provinces.
pub(super) struct ProvinceOption<'a> {
    pub(super) code: &'a str,
    pub(super) name: &'a str,
    pub(super) is_chosen: bool,
}

/// The province a reader has chosen, or that the desk serves; `None` when neither is known.
pub(super) fn chosen<'a>(app: &'a App, wanted: &'a str) -> Option<&'a str> {
    let known = |code: &&str| app.reference.places.province(code).is_some();
    Some(wanted).filter(known).or(app.settings.province.as_deref().filter(known))
}

/// All provinces, with the chosen one marked.
pub(super) fn options<'a>(reference: &'a Reference, chosen: Option<&str>) -> Vec<ProvinceOption<'a>> {
    let provinces = &reference.places.provinces;
    provinces
        .iter()
        .map(|p| ProvinceOption { code: &p.code, name: &p.name, is_chosen: chosen == Some(p.code.as_str()) })
        .collect()
}

/// A number to call, ready for a template.
pub(super) struct CallLine<'a> {
    pub(super) number: &'a str,
    /// The number as people read it.
    pub(super) label: String,
    pub(super) owner: &'a str,
    pub(super) purpose: &'a str,
}

/// The numbers for somebody in this province, at most `max`.
pub(super) fn call_lines<'a>(
    reference: &'a Reference,
    province: Option<&str>,
    t: crate::catalogue::Words,
    max: usize,
) -> Vec<CallLine<'a>> {
    let line = |h: &'a Hotline| CallLine {
        number: &h.number,
        label: crate::label::dialled_label(&h.number),
        owner: h.owner.get(t.language),
        purpose: h.purpose.get(t.language),
    };
    reference.hotlines.shown(province).into_iter().take(max).map(line).collect()
}
