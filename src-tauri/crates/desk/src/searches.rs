//! Searches for a better answer to several incidents at once, each on a thread of its own.
//!
//! The first answer is there in milliseconds and is kept with its question; whoever asks the same
//! again gets what has been found by then. A newer question of the same kind ends the older one.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use contract::rows::SearchState;
use dispatch::assign::problem::Problem;
use dispatch::assign::solve::{Method, Solution, first, solve};
use dispatch::assign::stop::Stop;

/// Questions kept with their answers; the oldest goes first.
const KEPT_MAX: usize = 4;
/// Seed of the search: the same question has the same answer.
const SEED: u64 = 1;
/// Milliseconds in a second.
const SECOND_MS: f64 = 1_000.0;

/// One question and what has been found.
pub(crate) struct Search<Q> {
    /// What is asked, as text.
    key: String,
    /// The word of the asker's.
    ask: String,
    /// What was read for it.
    pub(crate) question: Q,
    found: Mutex<Found>,
    cancelled: AtomicBool,
}

/// What has been found, one solution for each side of the question.
#[derive(Clone)]
pub(crate) struct Found {
    /// The solutions to show.
    pub(crate) solutions: Vec<Solution>,
    /// Where the search stands.
    pub(crate) state: SearchState,
}

/// A question with its problems: one for today, two for what if.
pub(crate) trait Asked: Send + Sync + 'static {
    /// The problems.
    fn problems(&self) -> Vec<&Problem>;
    /// Whether a better answer has to be better by more than one per cent to be shown. Where two
    /// answers are compared, both are shown as good as they were found.
    fn keeps_first(&self) -> bool;
}

impl<Q> Search<Q> {
    /// What has been found by now.
    pub(crate) fn found(&self) -> Found {
        self.lock().clone()
    }

    fn lock(&self) -> MutexGuard<'_, Found> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The questions of one kind.
pub(crate) struct Searches<Q> {
    kept: Mutex<VecDeque<Arc<Search<Q>>>>,
}

impl<Q> Default for Searches<Q> {
    fn default() -> Self {
        Self {
            kept: Mutex::default(),
        }
    }
}

impl<Q: Asked> Searches<Q> {
    fn lock(&self) -> MutexGuard<'_, VecDeque<Arc<Search<Q>>>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The search of a question that was asked before.
    pub(crate) fn held(&self, key: &str) -> Option<Arc<Search<Q>>> {
        self.lock().iter().find(|search| search.key == key).cloned()
    }

    /// Ends the searches of one asker; what they found stays.
    pub(crate) fn stop(&self, ask: &str) {
        for search in self.lock().iter().filter(|search| search.ask == ask) {
            search.cancelled.store(true, Ordering::Relaxed);
        }
    }

    /// Ends all searches.
    pub(crate) fn stop_all(&self) {
        for search in self.lock().drain(..) {
            search.cancelled.store(true, Ordering::Relaxed);
        }
    }

    /// Answers at once, and looks for a better answer on a thread of its own; `tell` is called
    /// when that has ended.
    pub(crate) fn start(
        &self,
        (key, ask): (String, &str),
        question: Q,
        limit_s: f64,
        tell: impl Fn() + Send + 'static,
    ) -> std::io::Result<Arc<Search<Q>>> {
        let began = Instant::now();
        let solutions = question.problems().into_iter();
        let solutions = solutions.map(|problem| answered(problem, began)).collect();
        let search = Arc::new(Search {
            key,
            ask: ask.to_owned(),
            question,
            found: Mutex::new(Found {
                solutions,
                state: SearchState::Searching,
            }),
            cancelled: AtomicBool::new(false),
        });
        {
            let mut kept = self.lock();
            for older in kept.iter() {
                older.cancelled.store(true, Ordering::Relaxed);
            }
            if kept.len() >= KEPT_MAX {
                kept.pop_front();
            }
            kept.push_back(Arc::clone(&search));
        }
        let runs = Arc::clone(&search);
        std::thread::Builder::new()
            .name("assign".to_owned())
            .spawn(move || {
                look(&runs, limit_s);
                tell();
            })?;
        Ok(search)
    }
}

/// The first answer, as a solution without a bound.
fn answered(problem: &Problem, began: Instant) -> Solution {
    let plan = first(problem);
    let cost = plan.cost(problem);
    let ms = began.elapsed().as_secs_f64() * SECOND_MS;
    Solution {
        plan,
        cost,
        bound: f64::NEG_INFINITY,
        method: Method::Greedy,
        first_ms: ms,
        first_cost: cost.total,
        time_ms: ms,
    }
}

/// Looks for better answers until the limit, which all sides of the question share.
fn look<Q: Asked>(search: &Search<Q>, limit_s: f64) {
    let problems = search.question.problems();
    let each_ms = limit_s * SECOND_MS / problems.len().max(1) as f64;
    for (side, problem) in problems.into_iter().enumerate() {
        let began = Instant::now();
        let stop = Stop {
            elapsed_ms: &|| began.elapsed().as_secs_f64() * SECOND_MS,
            limit_ms: each_ms,
            cancelled: Some(&search.cancelled),
        };
        let better = solve(problem, SEED, &stop, |_| {});
        let mut found = search.lock();
        let kept = &mut found.solutions[side];
        if better.is_worth_showing() || !search.question.keeps_first() {
            *kept = better;
        } else {
            // The first answer stands; how good it can be at most is known now.
            kept.bound = better.bound;
            kept.time_ms = better.time_ms;
        }
    }
    let mut found = search.lock();
    let better = found
        .solutions
        .iter()
        .any(|one| one.method != Method::Greedy);
    found.state = if search.cancelled.load(Ordering::Relaxed) {
        SearchState::Stopped
    } else if better {
        SearchState::Better
    } else {
        SearchState::First
    };
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::sync_channel;

    use dispatch::assign::problem::{Scene, Unit};

    use super::*;

    struct One(Problem);

    impl Asked for One {
        fn problems(&self) -> Vec<&Problem> {
            vec![&self.0]
        }

        fn keeps_first(&self) -> bool {
            true
        }
    }

    /// One team, needed at two places.
    fn question() -> One {
        let scene = |id: &str| Scene {
            id: id.to_owned(),
            severity: 1.0,
            teams: vec![(0, 1)],
            supplies: Vec::new(),
        };
        One(Problem {
            capabilities: vec!["hazmat".to_owned()],
            incidents: vec![scene("I1"), scene("I2")],
            teams: vec![Unit {
                id: "T1".to_owned(),
                capabilities: vec![0],
                eta_s: vec![Some(600), Some(300)],
                ..Unit::default()
            }],
            ..Problem::default()
        })
    }

    fn key(number: usize) -> String {
        format!("question {number}")
    }

    #[test]
    fn the_first_answer_is_there_at_once_and_the_end_of_the_search_is_told() {
        let searches = Searches::default();
        let (told, tells) = sync_channel(1);
        let tell = move || told.send(()).expect("somebody waits");
        let search = searches
            .start((key(1), "ask"), question(), 5.0, tell)
            .expect("a thread can be started");
        let post = search.found().solutions[0].plan.posts[0];
        assert_eq!(
            post.map(|post| post.incident),
            Some(1),
            "the nearer is served"
        );
        tells.recv().expect("the end is told");
        let found = search.found();
        assert_ne!(found.state, SearchState::Searching, "it has ended");
        assert!(
            found.solutions[0].bound.is_finite(),
            "how good it can be is known"
        );
        let held = searches.held(&key(1)).expect("the question is kept");
        assert!(
            Arc::ptr_eq(&held, &search),
            "asked again, it is the same answer"
        );
        assert!(
            searches.held(&key(2)).is_none(),
            "another question has none"
        );
    }

    #[test]
    fn a_newer_question_ends_the_older_and_only_some_are_kept() {
        let searches = Searches::default();
        let start = |number| {
            searches
                .start((key(number), "ask"), question(), 5.0, || {})
                .expect("a thread can be started")
        };
        let oldest = start(0);
        for number in 1..=KEPT_MAX {
            start(number);
        }
        assert!(
            oldest.cancelled.load(Ordering::Relaxed),
            "nobody looks at it any more"
        );
        assert!(searches.held(&key(0)).is_none(), "the oldest made room");
        assert!(searches.held(&key(1)).is_some(), "the others are kept");
        searches.stop_all();
        assert!(
            searches.held(&key(KEPT_MAX)).is_none(),
            "a closed desk keeps none"
        );
    }
}
