//! Makes apps for tests: an archive, binary XML, a table of resources is not needed.

#![expect(clippy::unwrap_used, reason = "numbers of a small test file always fit")]

/// An element of a manifest: depth, name, attributes (number in Android's table, name, value).
pub(crate) type Element<'a> = (usize, &'a str, Vec<(u32, &'a str, &'a str)>);

pub(crate) const NAME: u32 = 0x0101_0003;
pub(crate) const LABEL: u32 = 0x0101_0001;
pub(crate) const PERMISSION: u32 = 0x0101_0006;

/// A manifest in binary XML. A value `@true` is a flag, `@7f010000` a resource, `#7` a number, all others are text.
pub(crate) fn manifest(elements: &[Element<'_>]) -> Vec<u8> {
    let mut strings: Vec<String> = Vec::new();
    let mut ids: Vec<u32> = Vec::new();
    // Names with a number come first: the map of numbers is as long as it must be.
    for (id, name, _) in elements.iter().flat_map(|(_, _, attributes)| attributes) {
        if *id != 0 && !ids.contains(id) {
            ids.push(*id);
            strings.push((*name).to_owned());
        }
    }
    let index = |text: &str, strings: &mut Vec<String>| -> u32 {
        let known = strings[ids.len()..].iter().position(|known| known == text).map(|at| at + ids.len());
        let at = known.unwrap_or_else(|| {
            strings.push(text.to_owned());
            strings.len() - 1
        });
        u32::try_from(at).unwrap()
    };
    let mut body = Vec::new();
    let mut open: Vec<u32> = Vec::new();
    for (depth, name, attributes) in elements {
        while open.len() > *depth {
            body.extend(end(open.pop().unwrap()));
        }
        let name = index(name, &mut strings);
        open.push(name);
        let mut element = words(&[1, u32::MAX, u32::MAX, name]);
        element.extend([20, 0, 20, 0]);
        element.extend(u16::try_from(attributes.len()).unwrap().to_le_bytes());
        element.extend([0; 6]);
        for (id, name, value) in attributes {
            let name = match ids.iter().position(|known| known == id) {
                Some(at) if *id != 0 => u32::try_from(at).unwrap(),
                _ => index(name, &mut strings),
            };
            let (kind, data) = match *value {
                "@true" => (0x12, u32::MAX),
                id if id.starts_with("@7f") => (0x01, u32::from_str_radix(&id[1..], 16).unwrap()),
                number if number.starts_with('#') => (0x10, number[1..].parse().unwrap()),
                text => (0x03, index(text, &mut strings)),
            };
            element.extend(words(&[u32::MAX, name, u32::MAX]));
            element.extend([8, 0, 0, kind]);
            element.extend(words(&[data]));
        }
        body.extend(chunk_of(0x0102, 16, &element));
    }
    while let Some(name) = open.pop() {
        body.extend(end(name));
    }
    let mut content = pool(&strings);
    content.extend(chunk_of(0x0180, 8, &words(&ids)));
    content.extend(body);
    chunk_of(0x0003, 8, &content)
}

fn end(name: u32) -> Vec<u8> {
    chunk_of(0x0103, 16, &words(&[1, u32::MAX, u32::MAX, name]))
}

fn words(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

fn chunk_of(kind: u16, header_len: u16, content: &[u8]) -> Vec<u8> {
    let len = u32::try_from(content.len() + 8).unwrap();
    [&kind.to_le_bytes()[..], &header_len.to_le_bytes(), &len.to_le_bytes(), content].concat()
}

fn pool(strings: &[String]) -> Vec<u8> {
    let (mut offsets, mut data) = (Vec::new(), Vec::new());
    for text in strings {
        offsets.push(u32::try_from(data.len()).unwrap());
        let units: Vec<u16> = text.encode_utf16().collect();
        data.extend(u16::try_from(units.len()).unwrap().to_le_bytes());
        data.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
        data.extend([0, 0]);
    }
    while data.len() % 4 != 0 {
        data.push(0);
    }
    let count = u32::try_from(strings.len()).unwrap();
    let mut content = words(&[count, 0, 0, 28 + count * 4, 0]);
    content.extend(words(&offsets));
    content.extend(data);
    chunk_of(0x0001, 28, &content)
}

/// What a resource is.
#[derive(Clone, Copy)]
pub(crate) enum Resource<'a> {
    File(&'a str),
    /// Opacity, red, green, blue.
    Colour(u32),
    /// Another resource.
    Reference(u32),
}

/// A table of resources: the first type of package 7f; for each density its entries, in the order of their numbers.
pub(crate) fn resources(densities: &[(u16, &[Option<Resource<'_>>])]) -> Vec<u8> {
    let mut strings: Vec<String> = Vec::new();
    let mut package = words(&[0x7f]);
    package.resize(280, 0);
    for (density, entries) in densities {
        let (mut offsets, mut data) = (Vec::new(), Vec::new());
        for entry in *entries {
            let (kind, value) = match entry {
                None => {
                    offsets.push(u32::MAX);
                    continue;
                }
                Some(Resource::File(path)) => {
                    strings.push((*path).to_owned());
                    (3, u32::try_from(strings.len() - 1).unwrap())
                }
                Some(Resource::Colour(colour)) => (0x1c, *colour),
                Some(Resource::Reference(id)) => (1, *id),
            };
            offsets.push(u32::try_from(data.len()).unwrap());
            data.extend([8, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, kind]);
            data.extend(words(&[value]));
        }
        let count = u32::try_from(entries.len()).unwrap();
        let mut content = words(&[1, count, 48 + count * 4, 28, 0, 0]);
        content.extend([0, 0]);
        content.extend(density.to_le_bytes());
        content.extend([0; 12]);
        content.extend(words(&offsets));
        content.extend(data);
        package.extend(chunk_of(0x0201, 48, &content));
    }
    let content = [words(&[1]), pool(&strings), chunk_of(0x0200, 288, &package)].concat();
    chunk_of(0x0002, 12, &content)
}

/// One file of an archive: name, content as it stands there, method, length when unpacked.
pub(crate) type File<'a> = (&'a str, Vec<u8>, u16, usize);

/// A file that is stored as it is.
pub(crate) fn stored<'a>(name: &'a str, content: &[u8]) -> File<'a> {
    (name, content.to_vec(), 0, content.len())
}

/// An archive of these files.
pub(crate) fn archive(files: &[File<'_>]) -> Vec<u8> {
    let (mut bytes, mut directory) = (Vec::new(), Vec::new());
    for (name, content, method, len) in files {
        let at = u32::try_from(bytes.len()).unwrap();
        let mut common = vec![20, 0, 0, 0];
        common.extend(method.to_le_bytes());
        common.extend([0, 0, 0x21, 0x59]);
        common.extend(words(&[
            crc(content, *method, *len),
            u32::try_from(content.len()).unwrap(),
            u32::try_from(*len).unwrap(),
        ]));
        common.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        bytes.extend(words(&[0x0403_4b50]));
        bytes.extend(&common);
        bytes.extend([0, 0]);
        bytes.extend(name.as_bytes());
        bytes.extend(content);
        directory.extend(words(&[0x0201_4b50]));
        directory.extend([20, 0]);
        directory.extend(&common);
        directory.extend([0; 12]);
        directory.extend(words(&[at]));
        directory.extend(name.as_bytes());
    }
    let (start, len) = (bytes.len(), directory.len());
    bytes.extend(directory);
    bytes.extend(words(&[0x0605_4b50, 0]));
    let count = u16::try_from(files.len()).unwrap().to_le_bytes();
    bytes.extend([count, count].concat());
    bytes.extend(words(&[u32::try_from(len).unwrap(), u32::try_from(start).unwrap()]));
    bytes.extend([0, 0]);
    bytes
}

/// The check sum of a stored file; nobody on a telephone looks at that of a packed one.
fn crc(content: &[u8], method: u16, _len: usize) -> u32 {
    if method != 0 {
        return 0;
    }
    let mut sum = flate2::Crc::new();
    sum.update(content);
    sum.sum()
}

/// The app that the pictures of the portal show: it bears the name of VNeID and wants everything.
pub(crate) fn false_vneid() -> Vec<u8> {
    let permissions =
        ["RECEIVE_SMS", "READ_SMS", "SYSTEM_ALERT_WINDOW", "REQUEST_INSTALL_PACKAGES", "INTERNET"];
    let permissions: Vec<String> =
        permissions.iter().map(|name| format!("android.permission.{name}")).collect();
    let mut elements: Vec<Element<'_>> = vec![
        (
            0,
            "manifest",
            vec![
                (0, "package", "vn.dancu.capnhat.example"),
                (0x0101_021b, "versionCode", "#3"),
                (0x0101_021c, "versionName", "2.1.6"),
            ],
        ),
        (
            1,
            "uses-sdk",
            vec![(0x0101_020c, "minSdkVersion", "#24"), (0x0101_0270, "targetSdkVersion", "#28")],
        ),
    ];
    elements
        .extend(permissions.iter().map(|name| (1, "uses-permission", vec![(NAME, "name", name.as_str())])));
    elements.extend([
        (1, "application", vec![(LABEL, "label", "VNeID")]),
        (2, "activity", vec![(NAME, "name", ".Main")]),
        (3, "intent-filter", vec![]),
        (4, "action", vec![(NAME, "name", "android.intent.action.MAIN")]),
        (4, "category", vec![(NAME, "name", "android.intent.category.LAUNCHER")]),
        (
            2,
            "service",
            vec![
                (NAME, "name", ".Help"),
                (PERMISSION, "permission", "android.permission.BIND_ACCESSIBILITY_SERVICE"),
            ],
        ),
        (
            2,
            "receiver",
            vec![
                (NAME, "name", ".Admin"),
                (PERMISSION, "permission", "android.permission.BIND_DEVICE_ADMIN"),
            ],
        ),
    ]);
    let page = b"<script>fetch('https://dancu-capnhat.example/cong/nhan.php')</script>";
    archive(&[stored("AndroidManifest.xml", &manifest(&elements)), stored("assets/index.html", page)])
}
