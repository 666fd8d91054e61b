//! One act: which clock it makes of the one before, or why it is refused.

use model::Time;
use model::reference::Law;

use super::{ClockAct, ClockDeadline, Ending, SourceClock};
use crate::clocks;

/// The act cannot be done now.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClockRefusal {
    /// The source is resolved already.
    #[error("do `{0}` to a source that is resolved")]
    Resolved(ClockAct),
    /// Nothing runs that the act could end or replace, e.g. classifying twice.
    #[error("do `{0}` where nothing of the kind runs")]
    NotRunning(ClockAct),
    /// It was done before and the law allows it once.
    #[error("do `{0}` a second time")]
    Once(ClockAct),
    /// Too late: it had to be done before the instant given.
    #[error("do `{act}` after its last moment {last}")]
    TooLate {
        /// The act.
        act: ClockAct,
        /// The first instant that is too late.
        last: Time,
    },
    /// The procuracy was not asked.
    #[error("do `{0}` before it was asked for")]
    NotAsked(ClockAct),
    /// The ground is blank.
    #[error("do `{0}` without a ground")]
    GroundMissing(ClockAct),
    /// The act lies before the one that was done last.
    #[error("do `{act}` at {at}, before the last act at {last}")]
    OutOfOrder {
        /// The act.
        act: ClockAct,
        /// When it was said to have been done.
        at: Time,
        /// When the last one was done.
        last: Time,
    },
    /// The table of law holds no length for it on that day.
    #[error("find a deadline `{0}` in the table of law on that day")]
    NoLaw(&'static str),
}

impl ClockRefusal {
    /// Stable code; the catalogue holds a sentence `clock-<code>` in each language.
    pub const fn code(&self) -> &'static str {
        match self {
            ClockRefusal::Resolved(_) => "resolved",
            ClockRefusal::NotRunning(_) => "not-running",
            ClockRefusal::Once(_) => "once",
            ClockRefusal::TooLate { .. } => "too-late",
            ClockRefusal::NotAsked(_) => "not-asked",
            ClockRefusal::GroundMissing(_) => "ground-missing",
            ClockRefusal::OutOfOrder { .. } => "out-of-order",
            ClockRefusal::NoLaw(_) => "no-law",
        }
    }
}

impl SourceClock {
    /// The clock after `act` at `at`, done on `ground` (the decision's number and date, or a reason). A
    /// deadline that is overdue can still be ended by doing what was due; it stays missed.
    ///
    /// # Errors
    /// [`ClockRefusal`]; the clock is then as it was.
    pub fn apply(
        &self,
        act: ClockAct,
        at: Time,
        ground: &str,
        law: &Law,
    ) -> Result<SourceClock, ClockRefusal> {
        if self.resolved_at.is_some() {
            return Err(ClockRefusal::Resolved(act));
        }
        if act.needs_ground() && ground.trim().is_empty() {
            return Err(ClockRefusal::GroundMissing(act));
        }
        if at < self.changed_at {
            return Err(ClockRefusal::OutOfOrder { act, at, last: self.changed_at });
        }
        let mut next = self.clone();
        next.changed_at = at;
        match act {
            ClockAct::Classify => next.end(act, &["classify", "classify-extended"], at, Ending::Done)?,
            ClockAct::ExtendClassify => next.extend_classify(at, law)?,
            ClockAct::MarkComplex => next.mark_complex(at, law)?,
            ClockAct::AskExtension => next.ask_extension(at, law)?,
            ClockAct::GrantExtension => next.grant_extension(at, law)?,
            ClockAct::RefuseExtension => {
                next.extension_asked_at.take().ok_or(ClockRefusal::NotAsked(act))?;
            }
            ClockAct::Suspend => {
                next.end(act, RESOLVING, at, Ending::Suspended)?;
                next.extension_asked_at = None;
                next.is_suspended = true;
            }
            ClockAct::Resume => next.resume(at, law)?,
            ClockAct::Resolve => next.resolve(at)?,
        }
        Ok(next)
    }

    /// Acts that [`SourceClock::apply`] would take at `at` with a ground, in their usual order.
    pub fn possible(&self, at: Time, law: &Law) -> Vec<ClockAct> {
        let possible = |act: &ClockAct| self.apply(*act, at, "-", law).is_ok();
        ClockAct::ALL.iter().copied().filter(possible).collect()
    }

    fn extend_classify(&mut self, at: Time, law: &Law) -> Result<(), ClockRefusal> {
        let act = ClockAct::ExtendClassify;
        self.once(act, "classify-extended")?;
        self.in_time(act, &["classify"], at)?;
        let started = self.recorded_at;
        self.replace(act, &["classify"], at, law, "classify-extended", |deadline| {
            clocks::due_at(deadline, started)
        })
    }

    fn mark_complex(&mut self, at: Time, law: &Law) -> Result<(), ClockRefusal> {
        let act = ClockAct::MarkComplex;
        self.once(act, "resolve-complex")?;
        self.in_time(act, &["resolve"], at)?;
        let started = self.recorded_at;
        self.replace(act, &["resolve"], at, law, "resolve-complex", |deadline| {
            clocks::due_at(deadline, started)
        })
    }

    fn ask_extension(&mut self, at: Time, law: &Law) -> Result<(), ClockRefusal> {
        let act = ClockAct::AskExtension;
        self.once(act, "resolve-extension")?;
        if self.extension_asked_at.is_some() {
            return Err(ClockRefusal::Once(act));
        }
        let last = self.ask_extension_before(law).ok_or(ClockRefusal::NotRunning(act))?;
        if at >= last {
            return Err(ClockRefusal::TooLate { act, last });
        }
        self.extension_asked_at = Some(at);
        Ok(())
    }

    /// The first instant that is too late to ask the procuracy for more time; `None` when there is
    /// nothing to extend, or the table holds no such rule.
    pub fn ask_extension_before(&self, law: &Law) -> Option<Time> {
        let running = self.running().find(|deadline| deadline.code == "resolve-complex")?;
        let rule = law.deadline("extension-request", &running.started_at.vietnam_iso_date())?;
        Some(running.due_at.plus_days(-rule.days))
    }

    fn grant_extension(&mut self, at: Time, law: &Law) -> Result<(), ClockRefusal> {
        let act = ClockAct::GrantExtension;
        self.extension_asked_at.take().ok_or(ClockRefusal::NotAsked(act))?;
        let from = self.running().find(|deadline| deadline.code == "resolve-complex");
        // Counted from the last day of the time it extends: the instant before that time is over.
        let last_moment = from.map(|deadline| Time::from_millis(deadline.due_at.millis() - 1));
        let last_moment = last_moment.ok_or(ClockRefusal::NotRunning(act))?;
        self.replace(act, &["resolve-complex"], at, law, "resolve-extension", |deadline| {
            clocks::due_at(deadline, last_moment)
        })
    }

    fn resume(&mut self, at: Time, law: &Law) -> Result<(), ClockRefusal> {
        if !self.is_suspended {
            return Err(ClockRefusal::NotRunning(ClockAct::Resume));
        }
        self.is_suspended = false;
        self.start(at, at, law, "resume", |deadline| clocks::due_at(deadline, at))
    }

    fn resolve(&mut self, at: Time) -> Result<(), ClockRefusal> {
        if self.is_suspended {
            return Err(ClockRefusal::NotRunning(ClockAct::Resolve));
        }
        for deadline in self.deadlines.iter_mut().filter(|deadline| deadline.ended.is_none()) {
            deadline.ended = Some((at, Ending::Done));
        }
        self.extension_asked_at = None;
        self.resolved_at = Some(at);
        Ok(())
    }

    fn once(&self, act: ClockAct, code: &str) -> Result<(), ClockRefusal> {
        let before = self.deadlines.iter().any(|deadline| deadline.code == code);
        if before { Err(ClockRefusal::Once(act)) } else { Ok(()) }
    }

    /// The running one of `codes` is not over yet at `at`.
    fn in_time(&self, act: ClockAct, codes: &[&str], at: Time) -> Result<(), ClockRefusal> {
        let running = self.running().find(|deadline| codes.contains(&deadline.code.as_str()));
        let last = running.ok_or(ClockRefusal::NotRunning(act))?.due_at;
        if at >= last { Err(ClockRefusal::TooLate { act, last }) } else { Ok(()) }
    }

    fn end(&mut self, act: ClockAct, codes: &[&str], at: Time, how: Ending) -> Result<(), ClockRefusal> {
        let wanted = |deadline: &&mut ClockDeadline| {
            deadline.ended.is_none() && codes.contains(&deadline.code.as_str())
        };
        let deadline = self.deadlines.iter_mut().find(wanted).ok_or(ClockRefusal::NotRunning(act))?;
        deadline.ended = Some((at, how));
        Ok(())
    }

    fn replace(
        &mut self,
        act: ClockAct,
        codes: &[&str],
        at: Time,
        law: &Law,
        code: &'static str,
        due_at: impl FnOnce(&model::reference::Deadline) -> Time,
    ) -> Result<(), ClockRefusal> {
        self.end(act, codes, at, Ending::Replaced)?;
        let started = self.recorded_at;
        self.start(at, started, law, code, due_at)
    }

    /// Starts `code` as the table stands on the day of `at`.
    fn start(
        &mut self,
        at: Time,
        started_at: Time,
        law: &Law,
        code: &'static str,
        due_at: impl FnOnce(&model::reference::Deadline) -> Time,
    ) -> Result<(), ClockRefusal> {
        let deadline = law.deadline(code, &at.vietnam_iso_date()).ok_or(ClockRefusal::NoLaw(code))?;
        self.deadlines.push(ClockDeadline {
            code: code.to_owned(),
            started_at,
            due_at: due_at(deadline),
            basis: deadline.basis.clone(),
            ended: None,
        });
        Ok(())
    }
}

/// Deadlines within which a source is resolved.
const RESOLVING: &[&str] = &["resolve", "resolve-complex", "resolve-extension", "resume"];
