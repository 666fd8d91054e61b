//! Dependencies point down only, and the pure middle knows no clock, network, database or runtime.

use std::collections::BTreeSet;

use anyhow::{Result, bail};

use crate::run::{cargo, output};

/// Each crate and the crates of ours it may use; the table of ARCHITECTURE.md, which a test compares
/// with the workspace.
const MAY_USE: &[(&str, &[&str])] = &[
    ("app", &["web", "push", "intake", "zone", "detect", "desk", "feed", "store", "model"]),
    ("web", &["push", "intake", "detect", "desk", "document", "feed", "store", "model"]),
    ("intake", &["detect", "desk", "store", "model"]),
    ("store", &["desk", "model"]),
    ("push", &["store", "desk", "model"]),
    ("zone", &["model"]),
    ("feed", &["model"]),
    ("document", &["model"]),
    ("desk", &["model"]),
    ("detect", &["model"]),
    ("model", &[]),
    ("testkit", &["web", "intake", "detect", "desk", "feed", "store", "model"]),
    ("xtask", &["detect", "model"]),
];

/// Crates that compute values from values.
const PURE: &[&str] = &["model", "detect", "desk", "document", "feed"];

/// What a pure crate may not reach, however far down.
const IMPURE: &[&str] = &[
    "tokio",
    "async-std",
    "smol",
    "sqlx",
    "rusqlite",
    "hyper",
    "axum",
    "reqwest",
    "ureq",
    "rand",
    "getrandom",
];

/// Compares every edge of the workspace with the table.
///
/// # Errors
/// Lists each edge that the table does not hold.
pub(crate) fn check() -> Result<()> {
    let text = output(cargo().args(["metadata", "--no-deps", "--offline", "--format-version", "1"]))?;
    let metadata: serde_json::Value = serde_json::from_str(&text)?;
    let mut wrong = forbidden_edges(&metadata);
    for name in PURE {
        let tree = cargo()
            .args(["tree", "--offline", "--package", name, "--edges", "normal", "--prefix", "none"])
            .args(["--format", "{lib}"])
            .output()?;
        let reached: BTreeSet<String> =
            String::from_utf8_lossy(&tree.stdout).lines().map(|line| line.trim().replace('_', "-")).collect();
        if !reached.contains(*name) {
            bail!("read the tree of `{name}`: {}", String::from_utf8_lossy(&tree.stderr).trim());
        }
        let impure = IMPURE.iter().filter(|impure| reached.contains(**impure));
        wrong.extend(impure.map(|impure| format!("{name} reaches {impure}; it must stay pure")));
    }
    if !wrong.is_empty() {
        bail!("{}", wrong.join("\n"));
    }
    println!("{} crates, every edge points down; {} stay pure", MAY_USE.len(), PURE.join(", "));
    Ok(())
}

fn forbidden_edges(metadata: &serde_json::Value) -> Vec<String> {
    let packages = metadata["packages"].as_array().map(Vec::as_slice).unwrap_or_default();
    let names: BTreeSet<&str> = packages.iter().filter_map(|package| package["name"].as_str()).collect();
    let mut wrong = Vec::new();
    for package in packages {
        let name = package["name"].as_str().unwrap_or_default();
        let Some((_, may_use)) = MAY_USE.iter().find(|(crate_name, _)| *crate_name == name) else {
            wrong.push(format!("{name} is missing from the table of crates"));
            continue;
        };
        let dependencies = package["dependencies"].as_array().map(Vec::as_slice).unwrap_or_default();
        for dependency in dependencies {
            let used = dependency["name"].as_str().unwrap_or_default();
            let for_tests = dependency["kind"].as_str() == Some("dev");
            let allowed = may_use.contains(&used) || (for_tests && used == "testkit");
            if names.contains(used) && !allowed && !for_tests {
                wrong.push(format!("{name} uses {used}; the table does not allow it"));
            }
        }
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edge_that_points_up_is_named() {
        let metadata = serde_json::json!({"packages": [
            {"name": "model", "dependencies": [{"name": "store", "kind": null}, {"name": "serde", "kind": null}]},
            {"name": "store", "dependencies": [{"name": "model", "kind": null}, {"name": "testkit", "kind": "dev"}]},
            {"name": "newcomer", "dependencies": []},
        ]});
        assert_eq!(
            forbidden_edges(&metadata),
            ["model uses store; the table does not allow it", "newcomer is missing from the table of crates"]
        );
    }
}
