//! `khien import` and `khien export`: what goes in comes out, what may not is named.

use crate::command::Khien;

const NAMES: &str = "# a list as found\nlua-dao.example\nhttp://xac-minh.example/nhan-qua?x=1\n\
    LUA-DAO.example\n*.wild.example\nvietcombank.com.vn\ngov.vn\nblogspot.com\nkhông phải tên miền\n";

fn lines(text: &str) -> Vec<&str> {
    text.lines().collect()
}

#[test]
fn rows_are_taken_or_refused_with_line_and_code() {
    let khien = Khien::new();
    khien.write("names", NAMES);
    let ran = khien.run(&["import", "--kind", "domain", "--report", "refused.csv", "names"], "");
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let report = khien.read("refused.csv");
    let codes: Vec<(&str, &str)> = report
        .lines()
        .skip(1)
        .map(|line| {
            let cells: Vec<&str> = line.splitn(4, ',').collect();
            (cells[0], cells[2])
        })
        .collect();
    assert_eq!(codes.len(), 4, "{report}");
    assert!(
        codes.iter().all(|(line, code)| ["6", "7", "8", "9"].contains(line) && !code.is_empty()),
        "{codes:?}"
    );
    for named in ["vietcombank.com.vn", "gov.vn", "blogspot.com"] {
        assert!(ran.err.contains(named), "{}", ran.err);
    }
    let exported = khien.ok(&["export", "--format", "domains"]);
    let hosts: Vec<&str> = exported.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(hosts, ["lua-dao.example", "wild.example"]);
}

#[test]
fn a_popular_name_is_refused_from_a_file_and_the_table_can_be_replaced() {
    let khien = Khien::new();
    let ran = khien.run(&["import", "--kind", "domain", "-"], "vnexpress.net\nlua-dao.example\n");
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.err.contains("[refusal-popular-host]"), "{}", ran.err);
    let warned = khien.run(&["import", "--kind", "domain", "--level", "warn", "-"], "vnexpress.net\n");
    assert_eq!(warned.code, Some(0), "a warning is no block: {warned:?}");
    khien.write("top.csv", "1,google.example\n2,lua-dao-moi.example\n3,no name\n4,cuoi.example\n");
    let ran = khien.run(&["popularity", "import", "top.csv", "--most", "2"], "");
    assert!(ran.code == Some(0) && ran.out.contains("Wrote 2 names"), "{ran:?}");
    let ran = khien.run(&["popularity", "import", "top.csv"], "");
    assert!(ran.code == Some(1) && ran.err.contains("3: \"3,no name\""), "{ran:?}");
    let ran = khien.run(&["import", "--kind", "domain", "-"], "lua-dao-moi.example\ndantri.com.vn\n");
    assert_eq!((ran.code, ran.err.contains("lua-dao-moi.example")), (Some(1), true), "{ran:?}");
    assert!(khien.ok(&["export", "--format", "domains"]).contains("dantri.com.vn"));
    khien.write("none.csv", "# nothing\n");
    let none = khien.run(&["popularity", "import", "none.csv"], "");
    assert!(none.err.contains("[popularity-empty]"), "{none:?}");
}

#[test]
fn an_export_imports_again_as_the_same_list() {
    let (one, two) = (Khien::new(), Khien::new());
    let names: String =
        (0..2_500).map(|number| format!("so-{number}.lua-dao-{}.example\n", number % 7)).collect();
    let ran = one.run(&["import", "--kind", "domain", "-"], &names);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let csv = one.ok(&["export", "--format", "csv"]);
    // The table names its column `indicator`; the plain format needs no reading at all.
    let domains = one.ok(&["export", "--format", "domains"]);
    assert_eq!(two.run(&["import", "--kind", "domain", "-"], &domains).code, Some(0));
    assert_eq!(lines(&two.ok(&["export", "--format", "domains"])).len(), lines(&domains).len());
    assert!(csv.lines().count() > 2_500, "{} lines", csv.lines().count());
    let again = one.run(&["import", "--kind", "domain", "-"], &names);
    assert_eq!(again.code, Some(0));
    assert!(again.out.contains("0 new entries, 2,500 on the list already"), "{}", again.out);
}

#[test]
fn a_delta_holds_what_came_since() {
    let khien = Khien::new();
    khien.run(&["import", "--kind", "domain", "-"], "a.example\nb.example\n");
    khien.run(&["import", "--kind", "domain", "-"], "c.example\n");
    let delta = khien.ok(&["export", "--format", "json", "--since", "2"]);
    assert!(delta.contains("domain:c.example") && !delta.contains("domain:a.example"), "{delta}");
    let beyond = khien.run(&["export", "--format", "json", "--since", "99"], "");
    assert_eq!(beyond.code, Some(2));
    assert!(beyond.err.contains("[since]"), "{}", beyond.err);
    let no_delta = khien.run(&["export", "--format", "rpz", "--since", "2"], "");
    assert!(no_delta.err.contains("[export]"), "{}", no_delta.err);
}

#[test]
fn only_block_enters_the_formats_that_refuse() {
    let khien = Khien::new();
    khien.run(&["import", "--kind", "domain", "--level", "warn", "-"], "a.example\n");
    assert!(!khien.ok(&["export", "--format", "rpz"]).contains("a.example"));
    assert!(khien.ok(&["export", "--format", "rpz", "--include-warn"]).contains("a.example"));
}

#[test]
fn nothing_is_listed_in_a_dry_run() {
    let khien = Khien::new();
    let ran = khien.run(&["import", "--kind", "domain", "--dry-run", "-"], "a.example\ngov.vn\n");
    assert_eq!(ran.code, Some(1));
    assert!(!khien.path("khien-data").exists());
}

#[test]
fn what_cannot_be_read_is_said_with_a_code() {
    let khien = Khien::new();
    for (arguments, wanted) in [
        (&["import", "--kind", "domain", "gone"][..], "[read-file]"),
        (&["export", "--format", "json"], "[no-database]"),
        (&["verify"], "[no-database]"),
        (&["import", "--kind", "nope", "-"], "'nope'"),
        (&["import", "--kind", "domain", "--method", "nope", "-"], "nope"),
        (&["export", "--format", "nope"], "json, csv"),
        (&["export", "--format", "json", "--settings", "gone"], "[settings-file]"),
        (&["export", "--format", "json", "--database", "mysql://x"], "[database]"),
    ] {
        let ran = khien.run(arguments, "");
        assert_eq!(ran.code, Some(2), "{arguments:?}: {ran:?}");
        assert!(ran.err.contains(wanted), "{arguments:?}: {}", ran.err);
    }
}

#[test]
fn training_data_needs_a_reason_and_writes_over_nothing() {
    let khien = Khien::new();
    khien.write("names", "lua-dao.example\n");
    assert_eq!(khien.run(&["import", "--kind", "domain", "names"], "").code, Some(0));
    let none = khien.run(&["export-training", "--why", " ", "--out", "rows.tsv"], "");
    assert!(none.code != Some(0) && none.err.contains("[why-missing]"), "{none:?}");
    let out = khien.ok(&["export-training", "--why", "a test", "--out", "rows.tsv"]);
    assert!(out.contains("0 rows"), "{out}");
    assert_eq!(khien.read("rows.tsv"), "label\tmethod\ttext\n");
    let again = khien.run(&["export-training", "--why", "a test", "--out", "rows.tsv"], "");
    assert!(again.code != Some(0) && again.err.contains("[write-file]"), "{again:?}");
}

/// A file kept from the address of a feed: whole, fetched again only when something changed, and left alone when what
/// comes is no zone.
#[test]
fn a_feed_is_mirrored_into_a_file() {
    crate::report_to_feed::on_every_engine(|place| {
        let import = |name: &str| {
            std::fs::write(place.path("names"), format!("{name}\n")).unwrap();
            let output = place.run(&["import", "--kind", "domain", place.path("names").to_str().unwrap()]);
            assert!(output.status.success(), "{output:?}");
        };
        import("mot.example");
        let server = place.serve();
        let (url, file) = (format!("http://{}/feeds/rpz", server.address), place.path("zone"));
        let target = file.to_str().unwrap();
        let output = place.run(&["mirror", &url, target, "--once"]);
        assert!(output.status.success(), "{output:?}");
        let text = || std::fs::read_to_string(&file).unwrap_or_default();
        let served = || crate::browser::Browser::new(server.address).get("/feeds/rpz").text();
        assert_eq!(text(), served());
        let page = format!("http://{}/", server.address);
        let refused = place.run(&["mirror", &page, target, "--once"]);
        assert!(String::from_utf8_lossy(&refused.stderr).contains("is no zone file"), "{refused:?}");
        assert_eq!(text(), served(), "the file stays");
        let mut mirror = place.command(&["mirror", &url, target, "--every-ms", "100"]).spawn().unwrap();
        let written = || std::fs::metadata(&file).unwrap().modified().unwrap();
        import("hai.example");
        let start = std::time::Instant::now();
        while !text().contains("hai.example") {
            assert!(start.elapsed().as_secs() < 40, "{}", text());
            std::thread::park_timeout(std::time::Duration::from_millis(20));
        }
        let at = written();
        // Ten more looks: each says that nothing is new, and nothing is written.
        std::thread::park_timeout(std::time::Duration::from_secs(1));
        assert_eq!((written(), text()), (at, served()));
        mirror.kill().unwrap();
        mirror.wait().unwrap();
    });
    let khien = Khien::new();
    for wrong in [
        &["mirror", "http://127.0.0.1:1/feeds/rpz", "zone", "--slices", "2"][..],
        &["mirror", "ftp://127.0.0.1/zone", "zone"],
        &["mirror", "http://127.0.0.1:1/feeds/rpz", "zone", "--ca", "ca.pem"],
        &["mirror", "127.0.0.1:1", "zone", "--ca", "ca.pem"],
    ] {
        let ran = khien.run(wrong, "");
        assert!(ran.code == Some(2) && ran.err.contains("[mirror-feed]"), "{wrong:?} {ran:?}");
    }
}
