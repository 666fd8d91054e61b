//! The smallest whole stories.

use detect::{Engine, NoList, Submission};
use model::{Reference, Verdict};

fn verdict(text: &str) -> Verdict {
    Engine::new(Reference::embedded()).assess(&Submission::text(text), &NoList).verdict
}

#[test]
fn nothing_known_is_never_safe() {
    assert_eq!(verdict(""), Verdict::NoInformation);
    assert_eq!(verdict("chiều nay mấy giờ con về ăn cơm"), Verdict::NoInformation);
}

#[test]
fn urgency_and_a_link_alone_do_not_decide() {
    assert_eq!(
        verdict("Khẩn cấp, xem ngay trong hôm nay: https://baitap.example/lop5"),
        Verdict::NoInformation
    );
}
