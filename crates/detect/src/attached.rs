//! Files as submissions: an app, a picture. What is read of them is weighed like a text, with what the file itself says.

use model::reference::{AppIcon, Official};
use model::{Assessment, Found, Indicator, IndicatorKind, Method, Span};

use crate::apk::findings::{
    FINDINGS, ICON, IMITATES, OFFICIAL_NAME, OFFICIAL_SIGNER, OTHER_SIGNER, UNREADABLE,
};
use crate::apk::{Apk, ApkError, State};
use crate::combine::combine;
use crate::engine::{Engine, Gathered, Submission};
use crate::evidence::{Evidence, Ground, Subject, reason};
use crate::indicator_rules::brands::{Brand, Likeness};
use crate::list::ListLookup;
use crate::normalise::fold::fold_str;
use crate::rules::file::RuleKind;

/// Codes of what is said of files only; the catalogue holds `reason-<code>` for each.
pub(crate) fn codes<'a>() -> impl Iterator<Item = &'a str> {
    let others =
        [ICON, IMITATES, OFFICIAL_NAME, OFFICIAL_SIGNER, OTHER_SIGNER, UNREADABLE, READ_FROM_PICTURE];
    FINDINGS.iter().map(|finding| finding.code).chain(others)
}

/// Said of every picture whose writing was read by a program.
const READ_FROM_PICTURE: &str = "read-from-picture";
/// Share of its weight that evidence keeps when it rests on writing that a program read off a picture. A word that
/// was misread must not tip the scales; set by hand.
const READ_SHARE: f32 = 0.8;
/// Weight of an app that bears somebody's name and is not known to be theirs.
const IMITATES_WEIGHT: f32 = 3.0;
/// Weight of an app that shows somebody's icon and is not known to be theirs. An icon is copied, never met by chance.
const ICON_WEIGHT: f32 = 3.0;
/// Weight of an app under somebody's package name that another key signed than theirs.
const OTHER_SIGNER_WEIGHT: f32 = 4.5;
/// Weight of a file that calls itself an app and cannot be read as one.
const UNREADABLE_WEIGHT: f32 = 3.0;
const NOWHERE: Span = Span { start: 0, end: 0 };

/// The texts of a picture, put together for one assessment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PictureText {
    text: String,
    /// Bytes of the text that were read from codes; the rest was read from writing.
    exact: usize,
    /// Whether writing was read at all.
    has_writing: bool,
}

impl PictureText {
    /// From the texts of its codes, exact, and its writing as a program read it; `None` when none was read.
    pub fn new(codes: &[String], writing: Option<&str>) -> PictureText {
        let mut text = codes.join("\n");
        if !text.is_empty() {
            text.push('\n');
        }
        let exact = text.len();
        let writing = writing.map(str::trim).unwrap_or_default();
        text.push_str(writing);
        PictureText { text, exact, has_writing: !writing.is_empty() }
    }

    /// All of it; spans of an assessment point into this.
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl Engine {
    /// Assesses what was read of a picture. Evidence that rests on its writing counts less than the same words
    /// pasted, and writing never makes anything official: a program may have read `o` for `0`.
    pub fn assess_picture(&self, picture: &PictureText, list: &impl ListLookup) -> Assessment {
        let submission = Submission::text(&picture.text);
        let mut gathered = self.gather(&submission, &[], list);
        if picture.has_writing {
            for ground in &mut gathered.evidence.grounds {
                let exact = ground.reason.span.is_some_and(|span| span.end <= picture.exact);
                if !exact {
                    ground.reason.weight *= READ_SHARE;
                }
            }
            gathered.evidence.add(ground(READ_FROM_PICTURE, 0.0, None, &[], true));
        }
        self.weigh(gathered)
    }

    /// Assesses an app: what it asks for, whom it imitates, what its code names, what came with it (`note`).
    pub fn assess_app(&self, apk: &Result<Apk, ApkError>, note: &str, list: &impl ListLookup) -> Assessment {
        let text = app_text(apk, note);
        let submission = Submission::text(&text);
        let Gathered { mut context, mut evidence, .. } = self.gather(&submission, &[], list);
        context.is_whole = false;
        match apk {
            Err(error) => {
                let subject = Some(Subject::from(error.code().to_owned()));
                evidence.add(ground(UNREADABLE, UNREADABLE_WEIGHT, subject, &[], true));
            }
            Ok(apk) => {
                for finding in FINDINGS {
                    if let Some(subject) = (finding.holds)(apk) {
                        let subject = Some(subject).filter(|subject| !subject.is_empty()).map(Subject::from);
                        evidence.add(ground(finding.code, finding.weight, subject, &[], false));
                    }
                }
                self.take_name(apk, &mut evidence);
                let own = indicators(apk).into_iter().map(|indicator| {
                    let listed = list.covering(&indicator);
                    Found { indicator, span: NOWHERE, listed, official_owner: None }
                });
                context.found.splice(0..0, own);
            }
        }
        combine(context, evidence, None, None)
    }

    /// Whose package, icon and name the app bears, and whether it is known to be theirs.
    fn take_name<'e>(&'e self, apk: &Apk, evidence: &mut Evidence<'e>) {
        let mut channels = self.knowledge.official.of_package(&apk.manifest.package).peekable();
        let first = channels.peek().copied();
        if let Some(first) = first {
            let (code, weight) = match signed_by_owner(channels, apk) {
                // The package is a name like any other: only the certificate would prove whose app it is.
                None => (OFFICIAL_NAME, 0.0),
                Some(true) => (OFFICIAL_SIGNER, 0.0),
                Some(false) => (OTHER_SIGNER, OTHER_SIGNER_WEIGHT),
            };
            evidence.add(ground(code, weight, Some(Subject::from(&first.owner)), &[], true));
        }
        let icon = self.knowledge.app_icons.find(&apk.icons);
        let is_own = |icon: &&AppIcon| first.is_some_and(|first| first.owner_slug == icon.owner_slug);
        if let Some(icon) = icon.filter(|icon| !is_own(icon)) {
            evidence.add(ground(ICON, ICON_WEIGHT, Some(Subject::from(&icon.owner)), &[], true));
        }
        if let Some(brand) = self.brand_of(apk).filter(|_| first.is_none()) {
            let (owner, methods) = (Subject::from(&brand.owner), brand.method);
            evidence.add(ground(IMITATES, IMITATES_WEIGHT, Some(owner), one(methods), true));
        }
    }

    /// The brand that a name of the app, or its package, is made of.
    fn brand_of(&self, apk: &Apk) -> Option<&Brand> {
        let labels = apk.manifest.labels.iter().map(|label| words_of(label));
        let package = words_of(&apk.manifest.package);
        let joined: Vec<String> = labels.chain([package]).filter(|name| !name.is_empty()).collect();
        joined.iter().find_map(|name| {
            // `vcb-digibank`, and `vcbdigibank` for names that are written apart.
            let together = name.replace('-', "");
            let found = self.knowledge.brands.imitated(name);
            let found = found.or_else(|| self.knowledge.brands.imitated(&together));
            let meant = |(brand, likeness): &(&Brand, Likeness)| {
                !brand.is_shared && !brand.is_resold && *likeness != Likeness::Edge
            };
            found.filter(meant).map(|(brand, _)| brand)
        })
    }
}

/// Whether one of the certificates that the table knows for a package signed the app, and the signature holds; `None`
/// when the table knows none.
fn signed_by_owner<'o>(channels: impl Iterator<Item = &'o Official>, apk: &Apk) -> Option<bool> {
    let known: Vec<&str> = channels
        .filter_map(|channel| channel.indicator.value().split_once('#').map(|(_, own)| own))
        .collect();
    let signers = apk.signing.signers();
    let holds = apk.signature() == State::Holds;
    let is_known = |certificate: &str| known.contains(&certificate);
    (!known.is_empty()).then(|| holds && signers.iter().any(|signer| is_known(&signer.certificate)))
}

/// A method with all of the share. Grounds borrow their methods, so each has its own constant.
fn one(method: Method) -> &'static [(Method, f32)] {
    match method {
        Method::GovServiceApp => &[(Method::GovServiceApp, 1.0)],
        Method::OrgTelecom => &[(Method::OrgTelecom, 1.0)],
        Method::OrgUtility => &[(Method::OrgUtility, 1.0)],
        Method::OrgDelivery => &[(Method::OrgDelivery, 1.0)],
        Method::AcctSocialPhish => &[(Method::AcctSocialPhish, 1.0)],
        Method::OrgBankPhish => &[(Method::OrgBankPhish, 1.0)],
        _ => &[],
    }
}

fn ground<'e>(
    code: &'static str,
    weight: f32,
    subject: Option<Subject>,
    methods: &'e [(Method, f32)],
    blocks_official: bool,
) -> Ground<'e> {
    Ground { reason: reason(code, None, subject, weight), kind: RuleKind::Scam, methods, blocks_official }
}

/// The words that came with an app, then the links that it names, one a line: what is assessed as a text.
pub fn app_text(apk: &Result<Apk, ApkError>, note: &str) -> String {
    let links = apk.as_ref().map(|apk| apk.inside.links.as_slice()).unwrap_or_default();
    let lines =
        Some(note).filter(|note| !note.is_empty()).into_iter().chain(links.iter().map(String::as_str));
    lines.collect::<Vec<_>>().join("\n")
}

/// The app with each certificate that signed it, and the file.
pub fn indicators(apk: &Apk) -> Vec<Indicator> {
    let package = &apk.manifest.package;
    let signers = apk.signing.signers();
    let mut values: Vec<String> =
        signers.iter().map(|signer| format!("{package}#{}", signer.certificate)).collect();
    if values.is_empty() {
        values.push(package.clone());
    }
    let apps = values.iter().filter_map(|value| Indicator::parse(IndicatorKind::App, value).ok());
    apps.chain(Indicator::parse(IndicatorKind::File, &apk.sha256).ok()).collect()
}

/// Words in plain letters with hyphens between: how brands are looked for.
fn words_of(text: &str) -> String {
    let folded = fold_str(text);
    let words = folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}
