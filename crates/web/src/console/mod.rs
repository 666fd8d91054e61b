//! The officers' pages.
//!
//! In reading order: the way in (`sign_in`, over a `provider` which may end what it began
//! (`provider_sign_out`), by `passkey`, `enrol`), what every page shows (`frame`, `words`),
//! `queue`, `report` with its `decide`, `clock`, `event`, `documents`, `weight`, `hold` and `presence` parts, what is `due`
//! and its `calendar`, what one was told (`inbox`), who is on duty (`roster`) and what a shift leaves (`handover`),
//! `proposals`, what is `allowed`, `appeals`, `list` and one `indicator`, `call`s, `import` of files, the `log`, the `audit` trail, `consumers` with
//! their `pushes`, `officers` with their `sessions`, accounts elsewhere (`provider_account`) and `units`, `templates` of letters, one's own `account`, emergency
//! access (`glass`), `search`, every key and way to go (`commands`). A `selection` is everything that a list matches;
//! a `batch` is one act on many reports, a `case` an investigation of them, a `campaign` what hangs together.
//! `columns`, `views` and `export`: how a list is shown, kept and given out. Everything works without the script.

use axum::Router;
use axum::response::Redirect;
use axum::routing::{get, post};

use crate::App;
use crate::page::Page;

pub(crate) use blast::Memory as BlastMemory;

mod account;
mod act;
mod allowed;
mod appeals;
mod audit;
mod batch;
mod blast;
mod calendar;
mod call;
mod campaign;
mod case;
mod clock;
mod columns;
mod commands;
mod consumers;
mod decide;
mod documents;
mod due;
mod emergency;
mod enrol;
mod event;
mod export;
mod frame;
mod glass;
mod handover;
mod hold;
mod import;
mod inbox;
mod indicator;
mod list;
mod log;
mod officers;
mod passkey;
mod presence;
mod proposals;
mod provider;
mod provider_account;
mod provider_sign_out;
mod pushes;
mod queue;
mod report;
mod roster;
mod search;
mod selection;
mod sessions;
mod sign_in;
mod templates;
mod terms;
mod units;
mod views;
mod weight;
mod why;
mod words;

/// Routes of the console, mounted at `/console` for Vietnamese and at `/en/console` for English.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/", get(async |page: Page| Redirect::to(&page.href("/console/hang-doi"))))
        .route("/dang-nhap", get(sign_in::get_sign_in).post(sign_in::create_session))
        .route("/dang-nhap/qua/{provider}", get(provider::leave))
        .route("/dang-nhap/qua/{provider}/ve", get(provider::come_back))
        .route("/dang-nhap/qua/{provider}/dang-xuat", post(provider_sign_out::end_sessions))
        .route("/dang-nhap/ma", get(provider::get_code).post(provider::enter_code))
        .route("/dang-nhap/khoa-truy-cap", post(passkey::sign_in))
        .route("/dang-xuat", post(sign_in::delete_session))
        .route("/dau-tien/{token}", get(enrol::get_enrol).post(enrol::create_officer))
        .route("/loi-moi/{token}", get(enrol::get_enrol).post(enrol::create_officer))
        .route("/hang-doi", get(queue::get_queue))
        .route("/duong-day-nong", get(call::get_call).post(call::create_call))
        .route("/duong-day-nong/xem", post(call::look))
        .route("/nhap", get(import::get_import).post(import::create_import))
        .route("/hang-loat", get(batch::get_batches).post(batch::create_batch))
        .route("/hang-loat/{id}", get(batch::get_batch))
        .route("/hang-loat/{id}/lam", post(batch::begin))
        .route("/hang-loat/{id}/hoan-tac", post(batch::undo))
        .route("/bo-loc", post(views::create_view))
        .route("/bo-loc/{id}/xoa", post(views::delete_view))
        .route("/xuat", post(export::create_export))
        .route("/phan-anh/{id}/chien-dich", get(campaign::get_campaign))
        .route("/chien-dich/loai-tru", post(campaign::exclude))
        .route("/chien-dich/dua-lai", post(campaign::include))
        .route("/vu-an", get(case::get_cases).post(case::open_case))
        .route("/vu-an/{id}", get(case::get_case))
        .route("/vu-an/{id}/phan-anh", post(case::link))
        .route("/vu-an/{id}/bo", post(case::unlink))
        .route("/vu-an/{id}/ket-qua", post(case::step))
        .route("/vu-an/{id}/phieu-chuyen", post(case::make_transfer))
        .route("/lenh", get(commands::get_commands))
        .route("/tim", get(search::get_search))
        .route("/tim/nguoi-bao", post(search::find_sender))
        .route("/phan-anh/{id}", get(report::get_report))
        .route("/phan-anh/{id}/ai-dang-mo", get(presence::get_presence))
        .route("/phan-anh/{id}/tep/{attachment}", get(report::get_attachment))
        .route("/phan-anh/{id}/nhan", post(decide::take_report))
        .route("/phan-anh/{id}/ghi-so", post(decide::record_source))
        .route("/phan-anh/{id}/thoi-han", post(decide::act_on_clock))
        .route("/phan-anh/{id}/phuong-thuc", post(decide::set_method))
        .route("/phan-anh/{id}/gop", post(event::merge))
        .route("/phan-anh/{id}/tach", post(event::split))
        .route("/phan-anh/{id}/hoan-tac", post(event::undo))
        .route("/phan-anh/{id}/chuyen", post(decide::move_report))
        .route("/phan-anh/{id}/ghi-chu", post(decide::write_note))
        .route("/phan-anh/{id}/trang-thai", post(decide::set_state))
        .route("/phan-anh/{id}/de-xuat", post(decide::propose))
        .route("/phan-anh/{id}/danh-tinh", post(decide::open_identity))
        .route("/phan-anh/{id}/van-ban", post(documents::make_document))
        .route("/phan-anh/{id}/giu", post(hold::place))
        .route("/phan-anh/{id}/thoi-giu", post(hold::lift))
        .route("/mau-van-ban", get(templates::get_templates))
        .route("/mau-van-ban/{code}", post(templates::change))
        .route("/thoi-han", get(due::get_due))
        .route("/thoi-han.ics", get(calendar::get_calendar))
        .route("/lich/{token}", get(calendar::get_linked))
        .route("/nhac-viec", get(inbox::get_inbox))
        .route("/nhac-viec/da-xem", post(inbox::put_away))
        .route("/viec-chua-ai-giu", get(inbox::get_unowned))
        .route("/lich-truc", get(roster::get_roster))
        .route("/lich-truc/moi", post(roster::plan))
        .route("/lich-truc/chep", post(roster::copy))
        .route("/lich-truc/{shift}/xoa", post(roster::remove))
        .route("/ban-giao", get(handover::get_handover).post(handover::write_note))
        .route("/ban-giao/da-doc", post(handover::read_note))
        .route("/de-xuat", get(proposals::get_proposals))
        .route("/de-xuat/{id}/duyet", post(proposals::approve))
        .route("/de-xuat/{id}/tu-choi", post(proposals::reject))
        .route("/de-xuat/{id}/rut", post(proposals::withdraw))
        .route("/cho-phep", get(allowed::get_allowed))
        .route("/cho-phep/moi", post(allowed::propose))
        .route("/cho-phep/{id}/duyet", post(allowed::confirm))
        .route("/cho-phep/{id}/het", post(allowed::end))
        .route("/danh-sach", get(list::get_list))
        .route("/muc/{*indicator}", get(indicator::get_indicator))
        .route("/muc-de-xuat", post(indicator::propose))
        .route("/muc-go", post(indicator::delist))
        .route("/nhat-ky", get(log::get_acts))
        .route("/kiem-toan", get(audit::get_audit))
        .route("/kiem-toan/chuoi", post(audit::verify))
        .route("/khieu-nai", get(appeals::get_appeals))
        .route("/khieu-nai/{id}/go", post(appeals::uphold))
        .route("/khieu-nai/{id}/giu", post(appeals::keep))
        .route("/don-vi-nhan", get(consumers::get_consumers))
        .route("/don-vi-nhan/moi", post(consumers::create))
        .route("/don-vi-nhan/{id}/thoa-thuan", post(consumers::set_terms))
        .route("/don-vi-nhan/{id}/dong", post(consumers::close))
        .route("/don-vi-nhan/{id}/mo", post(consumers::open))
        .route("/don-vi-nhan/{id}/khoa-api", post(consumers::create_key))
        .route("/don-vi-nhan/{id}/khoa-api/{key}/huy", post(consumers::revoke_key))
        .route("/don-vi-nhan/{id}/chung-thu", post(consumers::add_certificate))
        .route("/don-vi-nhan/{id}/chung-thu/{certificate}/huy", post(consumers::revoke_certificate))
        .route("/don-vi-nhan/{id}/day", post(pushes::create))
        .route("/day/{id}/dong", post(pushes::close))
        .route("/day/{id}/thu-lai", post(pushes::start))
        .route("/can-bo", get(officers::get_officers))
        .route("/can-bo/moi", post(officers::invite))
        .route("/can-bo/{id}/vai-tro", post(officers::set_roles))
        .route("/can-bo/{id}/nha-cung-cap", post(provider_account::set))
        .route("/can-bo/{id}/khoa", post(officers::disable))
        .route("/can-bo/{id}/mo", post(officers::enable))
        .route("/can-bo/{id}/phien", get(sessions::get_sessions).post(sessions::end_session))
        .route("/can-bo/{id}/khoa-truy-cap", post(passkey::remove_of))
        .route("/can-bo/{id}/don-vi", post(officers::set_unit))
        .route("/don-vi", get(units::get_units))
        .route("/don-vi/moi", post(units::create))
        .route("/don-vi/{id}/dong", post(units::close))
        .route("/don-vi/{id}/mo", post(units::open))
        .route("/khan-cap", get(glass::get_glass).post(glass::break_glass))
        .route("/khan-cap/het", post(glass::mend_glass))
        .route("/tai-khoan", get(account::get_account))
        .route("/tai-khoan/ket-thuc", post(account::end_session))
        .route("/tai-khoan/khoa-truy-cap", post(passkey::add))
        .route("/tai-khoan/khoa-truy-cap/xoa", post(passkey::remove))
        .route("/tai-khoan/thu", post(account::set_address))
        .route("/tai-khoan/lich", post(account::set_calendar))
}
