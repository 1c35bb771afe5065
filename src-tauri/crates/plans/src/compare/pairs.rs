//! Which clause of the new version is which of the old one.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::Side;

/// Share of their words that two clauses have in common when they are the same one.
const SHARE_MIN: f64 = 0.5;
/// Signs of a run of words by which clauses are found.
const RUN_CHARS: usize = 4;
/// Clauses with the same run; a run that is in more says nothing.
const COMMON_MAX: usize = 20;
/// Runs of one clause that are looked at.
const RUNS_MAX: usize = 4_000;

/// For each old clause the new one, each used once.
pub(super) fn pair(old: &[Side<'_>], new: &[Side<'_>]) -> Vec<Option<usize>> {
    let mut pairs = Pairs {
        partner: vec![None; old.len()],
        taken: vec![false; new.len()],
    };
    pairs.by(old, new, |side| {
        Some((side.clause.title().to_owned(), side.lines.join("\n")))
    });
    let with_words = |side: &Side<'_>| !side.lines.is_empty();
    pairs.by(old, new, |side| {
        with_words(side).then(|| side.lines.join("\n"))
    });
    pairs.by(old, new, |side| Some(side.path.clone()));
    pairs.by_share(old, new);
    pairs.by(old, new, |side| {
        let title = side.clause.title();
        (!title.is_empty()).then(|| title.to_owned())
    });
    pairs.partner
}

struct Pairs {
    partner: Vec<Option<usize>>,
    taken: Vec<bool>,
}

impl Pairs {
    fn set(&mut self, old: usize, new: usize) {
        self.partner[old] = Some(new);
        self.taken[new] = true;
    }

    /// Pairs clauses with the same key, in their order.
    fn by<K: Hash + Eq>(
        &mut self,
        old: &[Side<'_>],
        new: &[Side<'_>],
        key: impl Fn(&Side<'_>) -> Option<K>,
    ) {
        let mut free: HashMap<K, Vec<usize>> = HashMap::new();
        for (index, side) in new.iter().enumerate().rev() {
            if !self.taken[index]
                && let Some(key) = key(side)
            {
                free.entry(key).or_default().push(index);
            }
        }
        for (index, side) in old.iter().enumerate() {
            if self.partner[index].is_some() {
                continue;
            }
            let found = key(side).and_then(|key| free.get_mut(&key)?.pop());
            if let Some(found) = found {
                self.set(index, found);
            }
        }
    }

    /// Pairs clauses by the runs of words that they share, most alike first.
    fn by_share(&mut self, old: &[Side<'_>], new: &[Side<'_>]) {
        let mut holders: HashMap<u64, Vec<usize>> = HashMap::new();
        let mut sizes: HashMap<usize, usize> = HashMap::new();
        for (index, side) in new
            .iter()
            .enumerate()
            .filter(|(index, _)| !self.taken[*index])
        {
            let runs = runs(side);
            sizes.insert(index, runs.len());
            for run in runs {
                holders.entry(run).or_default().push(index);
            }
        }
        let mut likes: Vec<(f64, usize, usize)> = Vec::new();
        for (index, side) in old.iter().enumerate() {
            if self.partner[index].is_some() {
                continue;
            }
            let runs = runs(side);
            let mut shared: HashMap<usize, usize> = HashMap::new();
            for run in &runs {
                // What stands in many clauses tells none of them.
                let others = holders.get(run).filter(|held| held.len() <= COMMON_MAX);
                for other in others.into_iter().flatten() {
                    *shared.entry(*other).or_default() += 1;
                }
            }
            for (other, count) in shared {
                let both = runs.len() + sizes.get(&other).copied().unwrap_or(0) - count;
                let share = count as f64 / both.max(1) as f64;
                // Two thirds of the words kept on both sides are half of all words.
                if share >= SHARE_MIN {
                    likes.push((share, index, other));
                }
            }
        }
        likes.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        for (_, index, other) in likes {
            if self.partner[index].is_none() && !self.taken[other] {
                self.set(index, other);
            }
        }
    }
}

/// The different runs of words of a clause, as numbers.
fn runs(side: &Side<'_>) -> Vec<u64> {
    let mut signs: Vec<char> = side.clause.title().chars().collect();
    signs.extend(side.lines.iter().flat_map(|line| line.chars()));
    signs.retain(|sign| sign.is_alphanumeric());
    let hash = |run: &[char]| {
        let mut hasher = DefaultHasher::new();
        run.hash(&mut hasher);
        hasher.finish()
    };
    let mut runs: Vec<u64> = if signs.len() < RUN_CHARS {
        vec![hash(&signs)]
    } else {
        signs.windows(RUN_CHARS).take(RUNS_MAX).map(hash).collect()
    };
    runs.sort_unstable();
    runs.dedup();
    runs
}

/// For each old clause whether it kept its order: the longest row of pairs that run on in both.
pub(super) fn in_order(partner: &[Option<usize>]) -> Vec<bool> {
    let pairs: Vec<(usize, usize)> = partner
        .iter()
        .enumerate()
        .filter_map(|(old, new)| Some((old, (*new)?)))
        .collect();
    // The last pair of the best row of each length, and the pair before each pair.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; pairs.len()];
    for (index, (_, new)) in pairs.iter().enumerate() {
        let length = ends.partition_point(|end| pairs[*end].1 < *new);
        before[index] = length.checked_sub(1).map(|at| ends[at]);
        if length == ends.len() {
            ends.push(index);
        } else {
            ends[length] = index;
        }
    }
    let mut stayed = vec![false; partner.len()];
    let mut at = ends.last().copied();
    while let Some(index) = at {
        stayed[pairs[index].0] = true;
        at = before[index];
    }
    stayed
}
