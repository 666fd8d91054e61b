//! Figures of the zones: what each consumer has, and who was refused. Labels are bounded by the settings.

use zone::{Refusal, Zones};

pub(super) fn describe() {
    metrics::describe_gauge!("khien_dns_zone_serial", "Serial of the zone.");
    metrics::describe_gauge!("khien_dns_consumer_serial", "Serial of the zone that the consumer has.");
    metrics::describe_gauge!("khien_dns_consumer_lag_acts", "Acts by which the consumer is behind.");
    metrics::describe_gauge!("khien_dns_consumer_seen_seconds", "When the consumer last came, since 1970.");
    metrics::describe_counter!(
        "khien_dns_transfers_total",
        "Transfers finished, by consumer, zone and kind."
    );
    metrics::describe_counter!("khien_dns_refused_total", "Requests refused, by reason.");
}

/// What is asked for only when somebody looks.
pub(super) fn observe(zones: &Zones) {
    #[expect(clippy::cast_precision_loss, reason = "gauges are floating point; counts stay far below 2^53")]
    let gauge = |count: u64| count as f64;
    for it in zones.standings() {
        let names = [("consumer", it.consumer.clone()), ("zone", it.zone.clone())];
        metrics::gauge!("khien_dns_zone_serial", "zone" => it.zone.clone()).set(gauge(it.newest.0));
        if let (Some(serial), Some(lag)) = (it.serial, it.lag()) {
            metrics::gauge!("khien_dns_consumer_serial", &names).set(gauge(serial.0));
            metrics::gauge!("khien_dns_consumer_lag_acts", &names).set(gauge(lag));
        }
        if it.seen > 0 {
            metrics::gauge!("khien_dns_consumer_seen_seconds", &names).set(gauge(it.seen));
        }
        for (kind, count) in [("whole", it.whole), ("difference", it.differences)] {
            let [consumer, zone] = names.clone();
            metrics::counter!("khien_dns_transfers_total", &[consumer, zone, ("kind", kind.to_owned())])
                .absolute(count);
        }
    }
    for why in Refusal::ALL {
        metrics::counter!("khien_dns_refused_total", "why" => why.slug()).absolute(zones.refused(why));
    }
}
