//! What cannot wait comes first on a report's page: whom to call, with the numbers.

use desk::routing::EMERGENCY_MINUTES;
use model::IndicatorKind;
use model::reference::Grade;
use store::report::Report;

use crate::App;
use crate::catalogue::Words;
use crate::label::dialled_label;

/// One number to call.
pub(super) struct Call {
    pub(super) number: String,
    /// The number as people read it.
    pub(super) label: String,
    pub(super) owner: String,
    pub(super) purpose: String,
}

/// The banks of the accounts named, then the police; empty for a report that can wait. Only numbers of grade A are
/// shown (`data/hotlines.toml`).
pub(super) fn calls(app: &App, t: Words, report: &Report) -> Vec<Call> {
    if report.urgency < EMERGENCY_MINUTES {
        return Vec::new();
    }
    let accounts = report.indicators.iter().map(|one| &one.indicator);
    let accounts = accounts.filter(|indicator| indicator.kind() == IndicatorKind::BankAccount);
    let banks: Vec<&str> = accounts.filter_map(|account| Some(account.value().split_once(':')?.0)).collect();
    let all = app.reference.hotlines.hotlines.iter().filter(|hotline| hotline.grade == Grade::A);
    let of_banks =
        all.clone().filter(|hotline| hotline.bank.as_deref().is_some_and(|bin| banks.contains(&bin)));
    let police = all.filter(|hotline| hotline.number == "113");
    let call = |hotline: &model::reference::Hotline| Call {
        number: hotline.number.clone(),
        label: dialled_label(&hotline.number),
        owner: t.of(&hotline.owner).to_owned(),
        purpose: t.of(&hotline.purpose).to_owned(),
    };
    of_banks.chain(police).map(call).collect()
}
