//! Labelled messages from files: tab-separated, comma-separated, or JSON lines.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

/// What a message is said to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Label {
    Scam,
    /// Spam, or spam and scams mixed where a file does not tell them apart.
    Spam,
    Honest,
}

/// One labelled message.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) label: Label,
    /// Label, provenance and grade as the file writes them.
    pub(crate) group: String,
    /// Name of the file without its ending.
    pub(crate) source: String,
    /// Slug of the method; empty when not told.
    pub(crate) method: String,
    /// Empty when not told.
    pub(crate) sender: String,
    pub(crate) text: String,
}

/// The files of a folder that hold messages, by name.
pub(crate) fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(|| format!("list {}", folder.display()))? {
        let path = entry?.path();
        if matches!(path.extension().and_then(|end| end.to_str()), Some("tsv" | "csv" | "jsonl")) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Reads one file. Columns: `label` (or `v1`), `text` (or `v2`), and where there are any `method`, `sender`,
/// `provenance`, `grade`. Bytes that are not UTF-8 are read as Latin-1.
pub(crate) fn read(file: &Path) -> Result<Vec<Row>> {
    let bytes = std::fs::read(file).with_context(|| format!("read {}", file.display()))?;
    let source = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let text = String::from_utf8(bytes)
        .unwrap_or_else(|error| error.as_bytes().iter().map(|byte| char::from(*byte)).collect());
    let mut rows = parse(&text, file.extension().and_then(|end| end.to_str()).unwrap_or_default())
        .with_context(|| format!("read {}", file.display()))?;
    rows.iter_mut().for_each(|row| row.source.clone_from(&source));
    Ok(rows)
}

pub(crate) fn parse(text: &str, ending: &str) -> Result<Vec<Row>> {
    if ending == "jsonl" {
        return text
            .lines()
            .map(|line| {
                let value: serde_json::Value = serde_json::from_str(line)?;
                row(|name| value[name].as_str().unwrap_or_default().to_owned())
            })
            .collect();
    }
    let mut builder = csv::ReaderBuilder::new();
    if ending == "tsv" {
        builder.delimiter(b'\t').quoting(false);
    }
    builder
        .from_reader(text.as_bytes())
        .deserialize()
        .map(|record| {
            let record: BTreeMap<String, String> = record?;
            row(|name| record.get(name).cloned().unwrap_or_default())
        })
        .collect()
}

fn row(field: impl Fn(&str) -> String) -> Result<Row> {
    let either =
        |name: &str, other: &str| Some(field(name)).filter(|value| !value.is_empty()).unwrap_or(field(other));
    let written = either("label", "v1");
    let label = match written.as_str() {
        "scam" => Label::Scam,
        "spam" => Label::Spam,
        "ham" | "normal" | "legit" | "honest" => Label::Honest,
        other => bail!("read a label: `{other}` is neither scam, spam nor ham"),
    };
    let group = [written, field("provenance"), field("grade")].join(" ").trim().to_owned();
    Ok(Row {
        label,
        group,
        source: String::new(),
        method: field("method"),
        sender: field("sender"),
        text: either("text", "v2"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, ending: &str, expected: &[(Label, &str, &str)]) {
        let rows = parse(text, ending).unwrap();
        let read: Vec<_> =
            rows.iter().map(|row| (row.label, row.method.as_str(), row.text.as_str())).collect();
        assert_eq!(read, expected);
    }

    #[test]
    fn three_ways_of_writing_are_read() {
        check(
            "label\tmethod\ttext\nscam\tgov-fine\tnói \"ngay\"",
            "tsv",
            &[(Label::Scam, "gov-fine", "nói \"ngay\"")],
        );
        check("v1,v2\nham,\"a, b\"", "csv", &[(Label::Honest, "", "a, b")]);
        check("{\"label\":\"legit\",\"text\":\"x\"}", "jsonl", &[(Label::Honest, "", "x")]);
    }

    #[test]
    fn an_unknown_label_is_refused() {
        assert!(parse("label,text\nperhaps,x", "csv").is_err());
    }
}
