//! From the officer's click until each format shows what was published, and no longer shows what was taken back.
//!
//! Each click is measured in one format alone, so that none waits for another. For figures: `KHIEN_TEST_BINARY`
//! names a release binary, `KHIEN_RETRACTION_NAMES` how many names the list holds besides (default 200),
//! `KHIEN_RETRACTION_TRIALS` how often each format is tried (default 1), `KHIEN_RETRACTION_FORMATS` which ones
//! (default all): `… cargo test -p app --test it retraction -- --nocapture`.

use std::fs;
use std::time::{Duration, Instant};

use crate::dns::import;
use crate::form::Form;
use crate::officer::Officer;
use crate::report_to_feed::officers;
use crate::server::{Place, Server};
use crate::sight::{self, Sight, Sights};

/// How long one click may take to be seen.
const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) fn number(name: &str, default: usize) -> usize {
    std::env::var(name).map_or(default, |text| text.parse().expect("a number"))
}

/// Sends a form, and looks until the name is shown or not, as wanted; from the click until then.
fn time(officer: &mut Officer, form: &Form, sight: &mut Sight, name: &str, wanted: bool) -> Duration {
    (sight.before_click)();
    let start = Instant::now();
    std::thread::scope(|scope| {
        scope.spawn(|| officer.browser.submit(form).expect(200));
        while (sight.shows)(name) != Some(wanted) {
            assert!(start.elapsed() < PATIENCE, "{}: {name} never was shown: {wanted}", sight.name);
            std::thread::park_timeout(Duration::from_millis(1));
        }
        start.elapsed()
    })
}

/// Puts a name on the list and takes it off again.
fn trial(
    (first, second): (&mut Officer, &mut Officer),
    sight: &mut Sight,
    number: usize,
) -> (Duration, Duration) {
    let name = format!("go-{number}-{}.example", sight.name.replace([' ', ','], "-").to_lowercase());
    let indicator = format!("domain:{name}");
    first.propose_block(&indicator, &indicator).expect(200);
    let form = second.get("/console/de-xuat").form("/duyet");
    let listed = time(second, &form, sight, &name, true);
    let form = first.get(&format!("/console/muc/{indicator}")).form("/muc-go");
    let form = form.set("ground", "Tên miền đã đổi chủ");
    (listed, time(first, &form, sight, &name, false))
}

/// Middle and 99th percentile, in milliseconds.
fn figures(times: &mut [Duration]) -> String {
    times.sort();
    let at = |share: f64| times[((times.len() as f64 * share).ceil() as usize).clamp(1, times.len()) - 1];
    format!("{:.1} | {:.1}", at(0.5).as_secs_f64() * 1e3, at(0.99).as_secs_f64() * 1e3)
}

#[test]
fn what_is_taken_back_disappears_from_every_format() {
    let (names, trials) = (number("KHIEN_RETRACTION_NAMES", 200), number("KHIEN_RETRACTION_TRIALS", 1));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let place = Place::new(runtime.block_on(testkit::databases()).remove(0));
    let receiver = runtime.block_on(sight::receiver());
    let port = sight::settings(&place, &receiver);
    import(&place, &(0..names).map(|number| format!("mau-{number}.example\n")).collect::<String>());
    let server = place.serve();
    let (mut first, mut second) = officers(&place, &server);
    sight::register(&mut first, &receiver);
    let sights = Sights { server: server.address, dns: port, key_file: place.path("isp.key"), receiver };
    let wanted = std::env::var("KHIEN_RETRACTION_FORMATS").unwrap_or_default();
    let mut table = format!(
        "{names} names besides, {trials} trials\n| format | listed: median ms | 99 % ms | taken back: median ms | 99 % ms |\n\
         | --- | ---: | ---: | ---: | ---: |\n"
    );
    for mut sight in sights.all(&runtime, (&mut first, &mut second)) {
        if !wanted.is_empty() && !wanted.split(',').any(|name| sight.name.starts_with(name)) {
            continue;
        }
        let tried = (0..trials).map(|number| trial((&mut first, &mut second), &mut sight, number));
        let (mut listed, mut gone): (Vec<_>, Vec<_>) = tried.unzip();
        table += &format!("| {} | {} | {} |\n", sight.name, figures(&mut listed), figures(&mut gone));
    }
    eprintln!("{table}");
    let _ = fs::remove_file(place.path("names"));
    Server::kill(server);
}
