//! What the manifest says: names, versions, permissions, services, receivers.
//!
//! Attributes are told by their numbers in Android's own table, as a telephone does: their names may be missing or
//! wrong on purpose. Source of the numbers: AOSP, `frameworks/base/core/res/res/values/public*.xml`.

use super::resources::Resources;
use super::xml::{Document, Element, Value};

const LABEL: u32 = 0x0101_0001;
const ICON: u32 = 0x0101_0002;
const NAME: u32 = 0x0101_0003;
const PERMISSION: u32 = 0x0101_0006;
const DEBUGGABLE: u32 = 0x0101_000f;
const TARGET_ACTIVITY: u32 = 0x0101_0202;
const MIN_SDK: u32 = 0x0101_020c;
const VERSION_CODE: u32 = 0x0101_021b;
const VERSION_NAME: u32 = 0x0101_021c;
const TARGET_SDK: u32 = 0x0101_0270;
const TARGET_SANDBOX: u32 = 0x0101_054c;
const SERVICE_TYPE: u32 = 0x0101_0599;

/// Permissions, services and receivers that are kept, each.
const ITEMS_MAX: usize = 2_000;
/// Characters of a name that are kept.
const CHARS_MAX: usize = 300;

/// A service or receiver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Component {
    /// Name of its class.
    pub name: String,
    /// Permission that a caller must have: the system's own ones tell what it is. Empty: none.
    pub permission: String,
    /// Bits of `foregroundServiceType`; 0 for none and for receivers.
    pub service_type: u32,
}

/// What the manifest says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// Package, e.g. `com.example.app`; empty when it has none.
    pub package: String,
    /// Names of the app, the default first; empty when it has none.
    pub labels: Vec<String>,
    /// Version for people.
    pub version_name: Option<String>,
    /// Version for machines.
    pub version_code: Option<u32>,
    /// Oldest level of Android it runs on; 1 when it does not say.
    pub min_sdk: u32,
    /// Level it was made for; `None` when it does not say.
    pub target_sdk: Option<u32>,
    /// Level of the sandbox it asks for; from 2 on Android wants a signature of scheme 2.
    pub target_sandbox: u32,
    /// Whether a debugger may be attached: never so in a published app.
    pub is_debuggable: bool,
    /// Permissions it asks for, sorted, without repeats.
    pub permissions: Vec<String>,
    /// Screens.
    pub activities: usize,
    /// The screen that the launcher opens; `None`: it shows no icon.
    pub main_activity: Option<String>,
    /// Services.
    pub services: Vec<Component>,
    /// Receivers of broadcasts.
    pub receivers: Vec<Component>,
    /// Path of the icon in the archive; `None` when it has none.
    pub icon: Option<String>,
}

impl Manifest {
    /// Reads the elements.
    pub(super) fn read(document: &Document, resources: &Resources<'_>) -> Manifest {
        let mut reading = Reading {
            manifest: Manifest { min_sdk: 1, ..Manifest::default() },
            resources,
            main_label: Vec::new(),
            activity: None,
            has_main: false,
        };
        for element in &document.elements {
            reading.take(element);
        }
        let mut manifest = reading.manifest;
        if manifest.labels.is_empty() {
            manifest.labels = reading.main_label;
        }
        manifest.permissions.sort();
        manifest.permissions.dedup();
        manifest
    }
}

struct Reading<'a> {
    manifest: Manifest,
    resources: &'a Resources<'a>,
    main_label: Vec<String>,
    /// The activity whose filters are being read: name and labels.
    activity: Option<(String, Vec<String>)>,
    /// Whether its filter takes the action "main".
    has_main: bool,
}

impl Reading<'_> {
    fn take(&mut self, element: &Element) {
        match (element.depth, element.name.as_str()) {
            (0, "manifest") => self.take_manifest(element),
            (1, "uses-sdk") => {
                self.manifest.min_sdk = self.number(element, MIN_SDK, "minSdkVersion").unwrap_or(1);
                self.manifest.target_sdk = self.number(element, TARGET_SDK, "targetSdkVersion");
            }
            (1, "uses-permission" | "uses-permission-sdk-23" | "uses-permission-sdk-m") => {
                if let Some(name) = self.text(element, NAME, "name")
                    && self.manifest.permissions.len() < ITEMS_MAX
                {
                    self.manifest.permissions.push(name);
                }
            }
            (1, "application") => self.take_application(element),
            (2, "activity" | "activity-alias") => self.take_activity(element),
            (2, "service" | "receiver") => self.take_component(element),
            (2, _) => self.activity = None,
            (4, "action") => {
                self.has_main |=
                    self.text(element, NAME, "name").as_deref() == Some("android.intent.action.MAIN");
            }
            (4, "category") => {
                let is_launcher = self.text(element, NAME, "name").is_some_and(|name| {
                    name == "android.intent.category.LAUNCHER" || name == "android.intent.category.INFO"
                });
                if is_launcher && self.has_main && self.manifest.main_activity.is_none() {
                    let (name, labels) = self.activity.take().unwrap_or_default();
                    self.manifest.main_activity = Some(name).filter(|name| !name.is_empty());
                    self.main_label = labels;
                }
            }
            (3, _) => self.has_main = false,
            _ => {}
        }
    }

    fn take_manifest(&mut self, element: &Element) {
        let package = element.attributes.iter().find(|attribute| attribute.name == "package");
        if let Some(Value::Text(package)) = package.map(|attribute| &attribute.value) {
            self.manifest.package = short(package);
        }
        self.manifest.version_code = self.number(element, VERSION_CODE, "versionCode");
        self.manifest.target_sandbox =
            self.number(element, TARGET_SANDBOX, "targetSandboxVersion").unwrap_or(1);
        self.manifest.version_name = self.text(element, VERSION_NAME, "versionName");
    }

    fn take_application(&mut self, element: &Element) {
        self.manifest.labels = self.texts(element, LABEL, "label");
        self.manifest.icon = self.text(element, ICON, "icon");
        let debuggable =
            element.value(DEBUGGABLE, "debuggable").and_then(|value| self.resources.resolve(value));
        self.manifest.is_debuggable =
            matches!(debuggable, Some(Value::Flag(true))) || matches!(debuggable, Some(Value::Number(1..)));
    }

    fn take_activity(&mut self, element: &Element) {
        let is_alias = element.name == "activity-alias";
        self.manifest.activities += usize::from(!is_alias);
        let (id, attribute) = if is_alias { (TARGET_ACTIVITY, "targetActivity") } else { (NAME, "name") };
        let name = self.text(element, id, attribute).unwrap_or_default();
        self.activity = Some((self.class_name(&name), self.texts(element, LABEL, "label")));
        self.has_main = false;
    }

    fn take_component(&mut self, element: &Element) {
        self.activity = None;
        let Some(name) = self.text(element, NAME, "name") else { return };
        let component = Component {
            name: self.class_name(&name),
            permission: self.text(element, PERMISSION, "permission").unwrap_or_default(),
            service_type: self.number(element, SERVICE_TYPE, "foregroundServiceType").unwrap_or(0),
        };
        let list = match element.name.as_str() {
            "service" => &mut self.manifest.services,
            _ => &mut self.manifest.receivers,
        };
        if list.len() < ITEMS_MAX {
            list.push(component);
        }
    }

    fn text(&self, element: &Element, id: u32, name: &str) -> Option<String> {
        match self.resources.resolve(element.value(id, name)?)? {
            Value::Text(text) => Some(short(&text)),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    fn texts(&self, element: &Element, id: u32, name: &str) -> Vec<String> {
        let texts = element.value(id, name).map(|value| self.resources.texts(value)).unwrap_or_default();
        texts.iter().map(|text| short(text)).filter(|text| !text.trim().is_empty()).collect()
    }

    fn number(&self, element: &Element, id: u32, name: &str) -> Option<u32> {
        match self.resources.resolve(element.value(id, name)?)? {
            Value::Number(number) => Some(number),
            Value::Text(text) => text.parse().ok(),
            _ => None,
        }
    }

    /// `.Main` and `Main` are short for a class of the package.
    fn class_name(&self, name: &str) -> String {
        let package = &self.manifest.package;
        match name.find('.') {
            Some(0) => format!("{package}{name}"),
            None if !name.is_empty() => format!("{package}.{name}"),
            _ => name.to_owned(),
        }
    }
}

fn short(text: &str) -> String {
    text.chars().filter(|character| *character != '\0').take(CHARS_MAX).collect()
}
