//! A response in force, and who answers for which of its levels (谁启动谁终止).

use serde::{Deserialize, Serialize};

use super::ResponseStarted;
use crate::id::ActorName;
use crate::level::ResponseLevel;
use crate::time::UtcMs;

/// A level under the one in force, and who answers for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct LevelStarted {
    /// Up to which level.
    pub level: ResponseLevel,
    /// Who brought it there.
    pub by: ActorName,
}

/// A response in force.
///
/// Who raises it answers for what was added, from the level that was in force to the higher one,
/// and for nothing under it: that stays with who brought it there (国家突发事件总体应急预案 (2025):
/// 谁启动谁终止).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Response {
    /// Its contents.
    pub contents: ResponseStarted,
    /// Since when.
    pub since: UtcMs,
    /// Who started the level in force: who raised it last, or lowered it over another's head.
    pub started_by: ActorName,
    /// The levels under it from which it was raised, the lowest first.
    #[serde(default)]
    pub below: Vec<LevelStarted>,
}

impl Response {
    /// True when the contents set a lower level than the one in force.
    #[must_use]
    pub fn is_lowered_by(&self, contents: &ResponseStarted) -> bool {
        contents.level > self.contents.level
    }

    /// Who answers for what is given up when it is lowered to a level, none when it is ended: each
    /// once, who started the level in force first. Nobody when it is not lowered.
    #[must_use]
    pub fn given_up(&self, to: Option<ResponseLevel>) -> Vec<&ActorName> {
        let is_above = |level: ResponseLevel| to.is_none_or(|to| level < to);
        let top = (self.contents.level, &self.started_by);
        let below = self.below.iter().rev().map(|one| (one.level, &one.by));
        let mut who: Vec<&ActorName> = Vec::new();
        for (level, by) in std::iter::once(top).chain(below) {
            if is_above(level) && !who.contains(&by) {
                who.push(by);
            }
        }
        who
    }

    /// The response after it was raised, lowered or said anew.
    #[must_use]
    pub(super) fn after(mut self, body: &ResponseStarted) -> Self {
        let (before, now) = (self.contents.level, body.level);
        let over = !body.overruled.trim().is_empty();
        if now < before {
            let (level, by) = (before, self.started_by);
            self.below.push(LevelStarted { level, by });
            self.started_by = body.decided_by.clone();
        } else if now > before {
            let mut owner = self.started_by;
            while let Some(given_up) = self.below.pop_if(|one| one.level < now) {
                owner = given_up.by;
            }
            self.started_by = match self.below.pop_if(|one| one.level == now) {
                // It is back where somebody else had brought it before.
                Some(level) => level.by,
                None if over => body.decided_by.clone(),
                None => owner,
            };
        } else if over {
            self.started_by = body.decided_by.clone();
        }
        self.contents = body.clone();
        self
    }
}
