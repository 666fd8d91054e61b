//! Figures for monitoring, on a port of their own (decision 0080).
//!
//! Labels are bounded: the method, the route as written in the code, and the class of the status.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock, RwLock};
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{Method, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use axum::routing::get;
use metrics::{Counter, Histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;
use web::WebSettings;
use zone::Zones;

use super::health::Health;
use super::stop::stopped;
use crate::settings::MetricSettings;

/// Upper bounds of the buckets of answer times, in seconds.
const SECONDS: &[f64] = &[0.001, 0.005, 0.02, 0.1, 0.5, 1.0, 5.0, 30.0];

/// How often old samples are folded together when nobody fetches them.
const UPKEEP_INTERVAL: Duration = Duration::from_secs(5);

/// Serves `/metrics` on its own address. A taken port is a warning: the portal matters more than graphs.
pub(super) async fn serve(
    settings: &MetricSettings,
    health: Health,
    zones: Option<Zones>,
    stopping: watch::Receiver<bool>,
    background: &mut JoinSet<()>,
) {
    if settings.listen.is_empty() {
        return;
    }
    let recorder = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Full("khien_http_request_seconds".to_owned()), SECONDS)
        .expect("the list of buckets is not empty")
        .build_recorder();
    let handle = recorder.handle();
    let listener = match TcpListener::bind(&settings.listen).await {
        Ok(listener) => listener,
        Err(error) => {
            tracing::warn!(error = %error, "no figures: could not listen on metrics.listen {}", settings.listen);
            return;
        }
    };
    if metrics::set_global_recorder(recorder).is_err() {
        tracing::warn!("no figures: another recorder is in place");
        return;
    }
    describe();
    super::dns_metrics::describe();
    background.spawn(upkeep(handle.clone(), stopping.clone()));
    let routes = Router::new().route(
        "/metrics",
        get(async move || {
            observe(&health).await;
            zones.as_ref().inspect(|zones| super::dns_metrics::observe(zones));
            handle.render()
        }),
    );
    background.spawn(async move {
        web::serve(listener, routes, &WebSettings::default(), stopped(stopping)).await;
    });
}

async fn upkeep(handle: PrometheusHandle, stopping: watch::Receiver<bool>) {
    let stopped = stopped(stopping);
    tokio::pin!(stopped);
    loop {
        tokio::select! {
            () = &mut stopped => return,
            () = tokio::time::sleep(UPKEEP_INTERVAL) => handle.run_upkeep(),
        }
    }
}

fn describe() {
    metrics::describe_counter!("khien_http_requests_total", "Requests by method, route and class of status.");
    metrics::describe_histogram!("khien_http_request_seconds", "Seconds until an answer begins, by route.");
    metrics::describe_gauge!("khien_snapshot_serial", "Serial of the list in memory.");
    metrics::describe_gauge!("khien_snapshot_listings", "Entries of the list in memory.");
    metrics::describe_gauge!("khien_up_to_date", "1 while the list in memory follows the publication log.");
    metrics::describe_gauge!("khien_jobs_waiting", "Jobs that wait.");
    metrics::describe_gauge!("khien_jobs_failed", "Jobs that wait and have failed before.");
}

/// What is asked for only when somebody looks.
async fn observe(health: &Health) {
    let snapshot = health.cell().load();
    #[expect(clippy::cast_precision_loss, reason = "gauges are floating point; counts stay far below 2^53")]
    let gauge = |count: u64| count as f64;
    metrics::gauge!("khien_snapshot_serial").set(gauge(snapshot.serial().0));
    metrics::gauge!("khien_snapshot_listings").set(gauge(snapshot.len() as u64));
    metrics::gauge!("khien_up_to_date").set(if health.is_current() { 1.0 } else { 0.0 });
    if let Ok((waiting, failed)) = health.store().waiting_jobs().await {
        metrics::gauge!("khien_jobs_waiting").set(gauge(waiting));
        metrics::gauge!("khien_jobs_failed").set(gauge(failed));
    }
}

/// `routes`, with every request counted.
pub(super) fn counted(routes: Router) -> Router {
    let counts = Arc::new(Counts::default());
    routes.layer(from_fn_with_state(counts, count))
}

/// The figures of each route, made once: naming a figure by its labels costs more than a look-up.
#[derive(Default)]
struct Counts {
    by_route: RwLock<HashMap<Box<str>, Arc<RouteCounts>>>,
}

struct RouteCounts {
    route: Box<str>,
    seconds: Histogram,
    requests: [[OnceLock<Counter>; CLASSES.len()]; METHODS.len()],
}

/// Methods that are told apart: a client may invent others without end, and those are the last.
const METHODS: [&str; 4] = ["GET", "HEAD", "POST", "other"];

/// Classes of status, from 100 to 599.
const CLASSES: [&str; 5] = ["1xx", "2xx", "3xx", "4xx", "5xx"];

/// The route of requests that no route takes.
const NO_ROUTE: &str = "other";

impl Counts {
    fn of(&self, route: &str) -> Arc<RouteCounts> {
        const UNBROKEN: &str = "no holder of this lock panics";
        if let Some(counts) = self.by_route.read().expect(UNBROKEN).get(route) {
            return Arc::clone(counts);
        }
        let mut by_route = self.by_route.write().expect(UNBROKEN);
        Arc::clone(by_route.entry(route.into()).or_insert_with(|| Arc::new(RouteCounts::new(route))))
    }
}

impl RouteCounts {
    fn new(route: &str) -> RouteCounts {
        let seconds = metrics::histogram!("khien_http_request_seconds", "route" => route.to_owned());
        RouteCounts { route: route.into(), seconds, requests: Default::default() }
    }

    fn add(&self, method: &Method, status: StatusCode, seconds: f64) {
        let method = METHODS.iter().position(|known| *known == method.as_str()).unwrap_or(METHODS.len() - 1);
        let class = usize::from(status.as_u16() / 100).clamp(1, CLASSES.len()) - 1;
        let requests = self.requests[method][class].get_or_init(|| {
            let route = self.route.to_string();
            metrics::counter!(
                "khien_http_requests_total",
                "method" => METHODS[method], "route" => route, "status" => CLASSES[class]
            )
        });
        requests.increment(1);
        self.seconds.record(seconds);
    }
}

async fn count(State(counts): State<Arc<Counts>>, request: Request, next: Next) -> Response {
    let start = Instant::now();
    let route = request.extensions().get::<MatchedPath>();
    let counts = counts.of(route.map_or(NO_ROUTE, MatchedPath::as_str));
    let method = request.method().clone();
    let response = next.run(request).await;
    counts.add(&method, response.status(), start.elapsed().as_secs_f64());
    response
}
