//! Compares the reading of apps with what other programs say of files that are no part of the project.
//!
//! `cargo run -p detect --example apks -- FOLDER`: the folder holds apps, bare manifests (`*.xml`), what androguard
//! says of the apps (`ground_truth_androguard.json`) and, in `signatures/`, apps whose signature holds or not. Where
//! `apksigner` is installed each of these is put to it twice: for every level of Android the app asks for, and for
//! 28 and later. Prints every difference and how many agree.

#![allow(clippy::print_stdout, reason = "a command for developers")]

use std::path::{Path, PathBuf};
use std::process::Command;

use detect::apk::{Apk, Scheme, State};
use serde_json::Value;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).ok_or("wanted: FOLDER")?;
    let folder = Path::new(&folder);
    fields(folder)?;
    manifests(folder)?;
    signatures(&folder.join("signatures"))?;
    Ok(())
}

/// What androguard says of an app, and what we say.
fn fields(folder: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let truth = std::fs::read_to_string(folder.join("ground_truth_androguard.json"))?;
    let truth: serde_json::Map<String, Value> = serde_json::from_str(&truth)?;
    let (mut compared, mut agree) = (0, 0);
    for (name, truth) in &truth {
        let Ok(bytes) = std::fs::read(folder.join(name)) else {
            println!("{name}: told, but not there");
            continue;
        };
        let ours = told(&Apk::read(&bytes)?);
        for (field, theirs) in truth.as_object().into_iter().flatten() {
            let Some(ours) = ours.get(field) else { continue };
            compared += 1;
            if same(ours, theirs) {
                agree += 1;
            } else {
                println!("{name}: {field}: androguard {theirs}, ours {ours}");
            }
        }
    }
    println!("fields of apps: {compared} compared with androguard, {agree} agree\n");
    Ok(())
}

fn told(apk: &Apk) -> serde_json::Map<String, Value> {
    let manifest = &apk.manifest;
    let names = |list: &[detect::apk::Component]| list.iter().map(|one| one.name.clone()).collect::<Vec<_>>();
    let used = |scheme: &Scheme| *scheme != Scheme::Absent;
    let certificates: Vec<&str> =
        apk.signing.signers().iter().map(|signer| signer.certificate.as_str()).collect();
    let subjects: Vec<&str> = apk.signing.signers().iter().map(|signer| signer.subject.as_str()).collect();
    let told = serde_json::json!({
        "package": manifest.package,
        "versionName": manifest.version_name,
        "versionCode": manifest.version_code.map(|code| code.to_string()),
        "minSdk": manifest.min_sdk.to_string(),
        "targetSdk": manifest.target_sdk.map(|level| level.to_string()),
        "app_name": manifest.labels.first().cloned().unwrap_or_default(),
        "permissions": manifest.permissions,
        "main": manifest.main_activity,
        "n_activities": manifest.activities,
        "services": names(&manifest.services),
        "receivers": names(&manifest.receivers),
        "v1": used(&apk.signing.v1),
        "v2": used(&apk.signing.v2),
        "v3": used(&apk.signing.v3),
        "certs": certificates,
        "cert_subject": subjects,
    });
    told.as_object().cloned().unwrap_or_default()
}

/// Lists are compared as sets; names of certificates by what stands behind `=` or `:`.
fn same(ours: &Value, theirs: &Value) -> bool {
    let plain = |value: &Value| -> Vec<String> {
        let items = value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]);
        let mut items: Vec<String> = items.iter().map(|item| values_of(&item.to_string())).collect();
        items.sort();
        items
    };
    plain(ours) == plain(theirs)
}

/// `CN=A, O=B` and `Common Name: A, Organization: B` are both `A, B`.
fn values_of(text: &str) -> String {
    let text = text.trim_matches('"');
    let parts =
        text.split(", ").map(|part| part.split_once(['=', ':']).map_or(part, |(_, value)| value).trim());
    parts.collect::<Vec<_>>().join(", ")
}

/// Manifests that were broken on purpose, and apps beside them: what is made of each.
fn manifests(folder: &Path) -> Result<(), Box<dyn std::error::Error>> {
    for path in files(folder, &["xml", "apk"])? {
        let bytes = std::fs::read(&path)?;
        let read = if path.extension().is_some_and(|extension| extension == "apk") {
            Apk::read(&bytes).map(|apk| (apk.manifest, apk.oddities))
        } else {
            Apk::read_manifest(&bytes)
        };
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        match read {
            Err(error) => println!("{name}: could not {error}"),
            Ok((manifest, oddities)) => {
                let odd: Vec<&str> = oddities.iter().map(|oddity| oddity.slug()).collect();
                let (permissions, package) = (manifest.permissions.len(), &manifest.package);
                println!(
                    "{name}: `{package}`, {permissions} permissions, {} screens {odd:?}",
                    manifest.activities
                );
            }
        }
    }
    println!();
    Ok(())
}

/// Whether a telephone would take each app.
fn signatures(folder: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let paths = files(folder, &["apk"])?;
    let has_oracle = Command::new("apksigner").arg("--version").output().is_ok();
    let mut agree = [0, 0];
    let mut without = [0, 0];
    for path in &paths {
        let apk = Apk::read(&std::fs::read(path)?);
        for (index, level) in [None, Some(28)].into_iter().enumerate() {
            let state = apk.as_ref().map(|apk| apk.signing.state(level.unwrap_or(apk.manifest.min_sdk)));
            let ours = state == Ok(State::Holds);
            let theirs = if has_oracle { ask(path, level)? } else { None };
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            match theirs {
                Some(theirs) if theirs == ours => agree[index] += 1,
                Some(theirs) => println!("{name} ({level:?}): apksigner {theirs}, ours {state:?}"),
                None => {
                    without[index] += 1;
                    println!("{name} ({level:?}): apksigner says nothing, ours {state:?}");
                }
            }
        }
    }
    let all = paths.len();
    for (index, what) in ["every level the app asks for", "levels from 28 on"].into_iter().enumerate() {
        println!(
            "signatures, {what}: {all} apps, {} as apksigner says, {} without a word of it",
            agree[index], without[index]
        );
    }
    Ok(())
}

/// What `apksigner` says; `None` when it stumbles over something of its own.
fn ask(path: &Path, level: Option<u32>) -> Result<Option<bool>, std::io::Error> {
    let mut command = Command::new("apksigner");
    command.arg("verify");
    if let Some(level) = level {
        command.args(["--min-sdk-version", &level.to_string()]);
    }
    let output = command.arg(path).output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    Ok((!said.contains("NoSuchAlgorithmException")).then(|| output.status.success()))
}

fn files(folder: &Path, extensions: &[&str]) -> Result<Vec<PathBuf>, std::io::Error> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            extensions.iter().any(|extension| path.extension().is_some_and(|own| own == *extension))
        })
        .collect();
    paths.sort();
    Ok(paths)
}
