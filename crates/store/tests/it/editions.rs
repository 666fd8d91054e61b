//! The log as versions of entries.

use model::{Action, Level, Method, Serial};
use store::publication::Proposed;
use testkit::for_each_database;

use crate::fixture::{NOW, cleared, listing, officer};
use desk::Role;
use desk::guard;
use model::Reference;

#[tokio::test]
async fn each_act_leaves_an_edition_that_knows_how_its_entry_began() {
    for_each_database(async |database| {
        let store = &database.store;
        let all = ["domain:a.example", "phone:+84900000001"].map(|name| cleared(name, Level::Warn));
        store.bulk_list(&all, "mẫu", NOW).await.unwrap();
        let one = officer(store, "mot", &[Role::Analyst, Role::Approver]).await;
        let two = officer(store, "hai", &[Role::Analyst, Role::Approver]).await;
        let later = NOW.plus_hours(1);
        let revised = guard::clear(
            guard::NewListing { method: Method::GovFine, ..listing("domain:a.example", Level::Warn) },
            Reference::embedded(),
            NOW,
        );
        let Proposed::Published(_, serial) = store.propose(revised.unwrap(), one, None, later).await.unwrap()
        else {
            panic!("a warning needs no second officer")
        };
        assert_eq!(serial, Serial(3));
        let id =
            store.propose_delist(&"domain:a.example".parse().unwrap(), "nhầm", one, later).await.unwrap();
        store.approve(id, two, Reference::embedded(), later).await.unwrap();
        store.bulk_list(&[cleared("domain:a.example", Level::Block)], "mẫu", later).await.unwrap();

        let lines = store.log_lines(Serial(0), 100).await.unwrap();
        let shown: Vec<_> = lines
            .iter()
            .map(|line| (line.serial.0, line.action, line.previous.map(|s| s.0), line.beginning.0))
            .collect();
        assert_eq!(
            shown,
            [
                (1, Action::List, None, 1),
                (2, Action::List, None, 2),
                (3, Action::Revise, Some(1), 1),
                (4, Action::Delist, Some(3), 1),
                (5, Action::List, None, 5),
            ]
        );
        assert_eq!(store.log_lines(Serial(3), 1).await.unwrap(), lines[3..4]);
        let every = store.editions(&[1, 2, 3, 4, 5].map(Serial)).await.unwrap();
        let acts = store.acts_after(Serial(0), 100).await.unwrap();
        for (edition, act) in every.iter().zip(&acts) {
            assert_eq!(
                (edition.serial, &edition.indicator, edition.at),
                (act.serial, &act.indicator, act.at)
            );
        }
        assert_eq!(every[3].beginning, every[0].beginning);
        assert_eq!(every[0].beginning.hash, acts[0].hash(model::publication::ActHash::ZERO));
        assert_ne!(every[4].beginning, every[0].beginning);
        assert_eq!(
            store.editions(&[Serial(1), Serial(5)]).await.unwrap(),
            [every[0].clone(), every[4].clone()]
        );
        assert_eq!(store.editions(&[Serial(99)]).await.unwrap(), []);
        let of_entry: Vec<u64> =
            store.editions_of(Serial(1)).await.unwrap().iter().map(|edition| edition.serial.0).collect();
        assert_eq!(of_entry, [1, 3, 4]);
        assert_eq!(store.editions_of(Serial(3)).await.unwrap(), []);
        let last: Vec<u64> = store
            .last_editions(&[Serial(1), Serial(2), Serial(5)])
            .await
            .unwrap()
            .iter()
            .map(|edition| edition.serial.0)
            .collect();
        assert_eq!(last, [2, 4, 5]);
    })
    .await;
}
