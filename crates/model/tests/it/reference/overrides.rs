//! Tables replaced from the data folder, and what a broken one is told.

use model::Reference;

/// Reads the tables with one of them replaced.
fn with(file: &'static str, text: &str) -> Result<Reference, String> {
    Reference::with_overrides(|wanted| (wanted == file).then(|| text.to_owned()))
        .map_err(|error| error.to_string())
}

/// Replaces one table by `text`; the error must hold every one of `expected`.
fn check(file: &'static str, text: &str, expected: &[&str]) {
    let error = with(file, text).expect_err(file);
    assert!(error.contains(&format!("`{file}`")), "{error}");
    for part in expected {
        assert!(error.contains(part), "`{part}` in `{error}`");
    }
}

const BANK_HEADER: &str = "bin,code,name,full_name,aliases\n";

#[test]
fn an_override_replaces_its_table_and_no_other() {
    let law = r#"
source = "test"
[[deadlines]]
code = "classify"
name = { vi = "Phân loại", en = "Classify" }
length = { hours = 48 }
valid_from = "2030-01-01"
basis = "a law to come"
confidence = "low"
source = "test"
"#;
    let reference = with("law.toml", law).unwrap();
    assert_eq!(reference.law.deadlines.len(), 1);
    assert_eq!(reference.law.deadline("classify", "2030-06-01").unwrap().hours, 48);
    assert!(reference.law.deadline("classify", "2029-12-31").is_none());
    assert_eq!(reference.places.communes.len(), 3_321);
}

#[test]
fn deadlines_hold_from_their_first_day() {
    let law = &Reference::embedded().law;
    assert_eq!(law.deadline("classify", "2026-11-22").unwrap().hours, 24);
    assert_eq!(law.deadline("resolve", "2026-11-22").unwrap().days, 20);
    assert_eq!(law.deadline("resolve-complex", "2026-11-22").unwrap().months, 2);
    assert!(law.deadline("provider-block", "2026-06-30").is_none());
    assert_eq!(law.deadline("provider-block", "2026-07-01").unwrap().hours, 24);
}

#[test]
fn a_broken_csv_is_refused_with_its_line() {
    let row = "970436,VCB,Vietcombank,Ngân hàng Ngoại thương,\n";
    check("banks.csv", &format!("{BANK_HEADER}{row}97043,X,X,Y,\n"), &["line 3", "97043", "six digits"]);
    check(
        "banks.csv",
        &format!("{BANK_HEADER}# said\n{row}970437,X,vcb,Y,\n"),
        &["line 4", "vcb", "two banks"],
    );
    check("banks.csv", &format!("{BANK_HEADER}{row}970437,X,X,Y,Á Châu\n"), &["line 3", "not folded"]);
    check("banks.csv", &format!("{BANK_HEADER}970436,VCB\n"), &["line 2"]);
    check("banks.csv", "bin,code,name,full_name,alias\n970436,VCB,V,N,\n", &["line 2", "alias"]);
    check(
        "communes.csv",
        "province,code,kind,name\n01,00004,ward,Ba Đình\n99,00008,ward,X\n",
        &["line 3", "99"],
    );
    check("communes.csv", "province,code,kind,name\n01,00004,borough,Ba Đình\n", &["line 2", "borough"]);
}

#[test]
fn a_broken_toml_is_refused_with_its_line() {
    check("law.toml", "source = \"x\"\ndeadlines = 3\n", &["line 2"]);
    check("law.toml", "source = \"x\"\nauthor = \"y\"\ndeadlines = []\n", &["line 2", "author"]);
    let official = "source = \"x\"\n[[owners]]\nslug = \"a\"\nname = { vi = \"Á\", en = \"A\" }\nbrands = []\nchannels = [\n";
    let channel = |id: &str| {
        format!("{official}  {{ id = \"{id}\", verified = true, on = \"2026-01-01\", source = \"x\" }},\n]\n")
    };
    assert!(with("official.toml", &channel("domain:a.example")).is_ok());
    check("official.toml", &channel("domain:"), &["line 7"]);
    check("official.toml", &channel("colour:red"), &["line 7", "colour"]);
    check("official.toml", &channel("domain:a.example").replace("01-01", "02-30"), &["line 7", "2026-02-30"]);
    check(
        "official.toml",
        &channel("domain:a.example").replace("brands = []", "brands = [\"Á\"]"),
        &["line 3"],
    );
    check(
        "taxonomy.toml",
        "source = \"x\"\nfamilies = []\ntechniques = []\nmethods = []\n",
        &["gov-judicial"],
    );
    check(
        "advice.toml",
        "source = \"x\"\nadvice = []\n[by_method]\nnothing = []\n[by_verdict]\n",
        &["nothing"],
    );
}

#[test]
fn a_number_that_is_none_is_refused() {
    let row = |number: &str, grade: &str| {
        format!(
            "source = \"x\"\n\n[[hotlines]]\nnumber = \"{number}\"\nowner_slug = \"a\"\nowner = {{ vi = \"Á\", en = \"A\" }}\n\
             purpose = {{ vi = \"Hỏi\", en = \"Ask\" }}\ngrade = \"{grade}\"\non = \"2026-01-01\"\nsource = \"x\"\n"
        )
    };
    assert!(with("hotlines.toml", &row("113", "A")).is_ok());
    check("hotlines.toml", &row("113a", "A"), &["line 4", "113a"]);
    check("hotlines.toml", &row("", "A"), &["line 4"]);
    check("hotlines.toml", &row("113", "D"), &["line 8"]);
}
