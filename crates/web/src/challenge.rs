//! What a client is asked that sends more forms than its share: that a form was open for a little while, else a
//! little work of its computer. Nobody is refused for the address they share with a thousand others.
//!
//! Each form carries a mark: when it was made, sealed together with its submission number. A form past the free
//! share is taken when it was open for [`WAIT_S`] seconds, which whoever types has waited without noticing, or when
//! it comes with a number that took about 2^[`BITS`] digests to find; the script on the page looks for one. Marks
//! are kept nowhere; one that is used again brings the same submission again, which is the same report.

use model::Time;
use ring::{digest, hmac};

use crate::limits::{Action, ClientAddr};
use crate::{App, Error};

/// Zero bits that the digest of mark and number begins with. A cheap phone computes some fifty thousand digests a
/// second in a script: 65,536 take it one or two seconds.
pub(crate) const BITS: u32 = 16;

/// Seconds for which a form has to be open instead.
pub(crate) const WAIT_S: i64 = 20;

/// A form may lie open for a day.
const VALID_MS: i64 = 24 * 3_600_000;

/// Makes and reads marks.
pub(crate) struct Marks(hmac::Key);

/// What a form brings along.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Brought<'a> {
    /// Number of the submission.
    pub(crate) submission: &'a str,
    /// The mark the form was made with; may be empty or anything else.
    pub(crate) mark: &'a str,
    /// What the script found; empty without one.
    pub(crate) work: &'a str,
}

/// What the page of a form says of its mark.
#[derive(Clone, Debug, Default)]
pub(crate) struct Mark {
    /// Goes into the form.
    pub(crate) value: String,
    /// What is asked; `None` at first.
    pub(crate) asked: Option<Asked>,
}

/// What is asked of a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Asked {
    /// Zero bits to find.
    pub(crate) bits: u32,
    /// Seconds to wait instead.
    pub(crate) wait_s: i64,
}

/// How many forms of this client there were before this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Share {
    /// Within the free share.
    Free,
    /// Beyond it.
    Beyond,
}

impl Marks {
    /// With a key of this installation.
    pub(crate) fn new(key: &[u8; 32]) -> Marks {
        Marks(hmac::Key::new(hmac::HMAC_SHA256, key))
    }

    /// The mark of a form that is made now.
    pub(crate) fn make(&self, submission: &str, now: Time) -> String {
        let at = now.millis();
        let tag = hmac::sign(&self.0, format!("{at}/{submission}").as_bytes());
        format!("{at}.{}", data_encoding::HEXLOWER.encode(tag.as_ref()))
    }

    /// For how long the form with this mark has been open, in milliseconds; `None` when it is no mark of ours for this
    /// submission, or too old.
    fn open_ms(&self, brought: Brought<'_>, now: Time) -> Option<i64> {
        let (at, tag) = brought.mark.split_once('.')?;
        let at: i64 = at.parse().ok()?;
        let tag = data_encoding::HEXLOWER.decode(tag.as_bytes()).ok()?;
        hmac::verify(&self.0, format!("{at}/{}", brought.submission).as_bytes(), &tag).ok()?;
        let open = now.millis().checked_sub(at)?;
        (0..=VALID_MS).contains(&open).then_some(open)
    }
}

/// Whether `work` was done for `mark`: SHA-256 of `mark:work` begins with [`BITS`] zero bits.
fn is_done(mark: &str, work: &str) -> bool {
    if work.is_empty() || work.len() > 20 || !work.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let digest = digest::digest(&digest::SHA256, format!("{mark}:{work}").as_bytes());
    let head = u32::from_be_bytes(digest.as_ref()[..4].try_into().expect("SHA-256 has 32 octets"));
    head.leading_zeros() >= BITS
}

/// Counts a form of this client, before its body is read.
///
/// # Errors
/// [`Error::TooMany`] far beyond the free share.
pub(crate) fn count(app: &App, client: ClientAddr) -> Result<Share, Error> {
    match app.limits.check(Action::CreateReport, client) {
        Ok(()) => Ok(Share::Free),
        Err(Error::TooMany { .. }) => {
            app.limits.check(Action::CreateReportBeyond, client)?;
            Ok(Share::Beyond)
        }
        Err(error) => Err(error),
    }
}

/// The mark to give the form back with, when more is asked; `None` when the form is taken.
pub(crate) fn ask(app: &App, client: ClientAddr, share: Share, brought: Brought<'_>) -> Option<Mark> {
    if share == Share::Free {
        return None;
    }
    let now = app.now();
    let open_ms = app.marks().open_ms(brought, now);
    let waited = open_ms.is_some_and(|open| open >= WAIT_S * 1_000);
    if open_ms.is_some() && is_done(brought.mark, brought.work) {
        return None;
    }
    if waited && app.limits.check(Action::CreateReportWaited, client).is_ok() {
        return None;
    }
    let (value, left_ms) = match open_ms {
        Some(open) if !waited => (brought.mark.to_owned(), WAIT_S * 1_000 - open),
        _ => (app.marks().make(brought.submission, now), WAIT_S * 1_000),
    };
    Some(Mark { value, asked: Some(Asked { bits: BITS, wait_s: (left_ms + 999) / 1_000 }) })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Time = Time::from_millis(1_795_305_600_000);

    fn brought<'a>(submission: &'a str, mark: &'a str) -> Brought<'a> {
        Brought { submission, mark, work: "" }
    }

    #[test]
    fn a_mark_is_good_for_its_own_submission_and_for_a_day() {
        let marks = Marks::new(&[1; 32]);
        let mark = marks.make("a", NOW);
        let later = NOW.plus_hours(1);
        assert_eq!(marks.open_ms(brought("a", &mark), later), Some(3_600_000));
        assert_eq!(marks.open_ms(brought("b", &mark), later), None);
        assert_eq!(marks.open_ms(brought("a", &mark), NOW.plus_hours(25)), None, "too old");
        assert_eq!(marks.open_ms(brought("a", &mark), NOW.plus_hours(-1)), None, "from a time to come");
        let older = mark.replacen("179", "178", 1);
        assert_eq!(marks.open_ms(brought("a", &older), later), None, "the time is sealed");
        assert_eq!(Marks::new(&[2; 32]).open_ms(brought("a", &mark), later), None);
        for bent in ["", ".", "x.y", "1.zz", "-1.00"] {
            assert_eq!(marks.open_ms(brought("a", bent), later), None, "{bent}");
        }
    }

    #[test]
    fn work_is_told_from_no_work() {
        let mark = Marks::new(&[1; 32]).make("a", NOW);
        let found = (0u64..).map(|number| number.to_string()).find(|work| is_done(&mark, work)).unwrap();
        assert!(!is_done(&format!("{mark}0"), &found), "for another mark it is none");
        for none in ["", "x", "-1", "123456789012345678901"] {
            assert!(!is_done(&mark, none), "{none}");
        }
    }
}
