//! Least-cost flow, a unit at a time, along shortest ways in what is left of the capacities.

use std::collections::VecDeque;

/// Stands for "no way" and for "no arc".
const NONE: usize = usize::MAX;
/// The cost of a place that no way leads to.
const FAR: i64 = i64::MAX / 4;

/// An arc and its opposite lie beside each other: `arc ^ 1` is the way back.
#[derive(Debug, Clone, Default)]
pub(super) struct Net {
    arcs_of: Vec<Vec<usize>>,
    to: Vec<usize>,
    cost: Vec<i64>,
    /// What can still flow over each arc.
    left: Vec<u32>,
    reached: Vec<i64>,
    via: Vec<usize>,
    waiting: Vec<bool>,
    queue: VecDeque<usize>,
}

impl Net {
    /// A net without arcs.
    pub(super) fn new(places: usize) -> Self {
        Self {
            arcs_of: vec![Vec::new(); places],
            reached: vec![FAR; places],
            via: vec![NONE; places],
            waiting: vec![false; places],
            ..Self::default()
        }
    }

    /// Adds an arc and answers its number.
    pub(super) fn arc(&mut self, from: usize, to: usize, capacity: u32, cost: i64) -> usize {
        let arc = self.to.len();
        for (from, to, left, cost) in [(from, to, capacity, cost), (to, from, 0, -cost)] {
            self.arcs_of[from].push(self.to.len());
            self.to.push(to);
            self.left.push(left);
            self.cost.push(cost);
        }
        arc
    }

    /// What flows over an arc.
    pub(super) fn flow(&self, arc: usize) -> u32 {
        self.left[arc ^ 1]
    }

    /// What can still flow over each arc: with it a net is put back as it was.
    pub(super) fn save(&self, into: &mut Vec<u32>) {
        into.clone_from(&self.left);
    }

    /// Puts back what was saved.
    pub(super) fn restore(&mut self, saved: &[u32]) {
        self.left.copy_from_slice(saved);
    }

    /// Least costs from all `starts` to everywhere. There is no cycle that earns while the flow is
    /// the cheapest of its size; with other costs there could be, so the steps are bounded.
    pub(super) fn search(&mut self, starts: &[usize]) {
        self.reached.fill(FAR);
        self.via.fill(NONE);
        for start in starts {
            self.reached[*start] = 0;
            self.waiting[*start] = true;
            self.queue.push_back(*start);
        }
        let mut steps_left = self.arcs_of.len().pow(2);
        while let Some(place) = self.queue.pop_front() {
            self.waiting[place] = false;
            if steps_left == 0 {
                continue;
            }
            steps_left -= 1;
            let here = self.reached[place];
            for arc in &self.arcs_of[place] {
                let (to, there) = (self.to[*arc], here + self.cost[*arc]);
                if self.left[*arc] > 0 && there < self.reached[to] {
                    self.reached[to] = there;
                    self.via[to] = *arc;
                    if !self.waiting[to] {
                        self.waiting[to] = true;
                        self.queue.push_back(to);
                    }
                }
            }
        }
    }

    /// The least cost that the last search found; none where no way leads.
    pub(super) fn reached(&self, place: usize) -> Option<i64> {
        (self.reached[place] < FAR).then_some(self.reached[place])
    }

    /// Lets one unit flow along the way that the last search found.
    pub(super) fn push(&mut self, end: usize) {
        self.push_most(end, 1);
    }

    /// Lets as much flow along the way that the last search found as it can carry, `most` at most;
    /// answers how much.
    pub(super) fn push_most(&mut self, end: usize, most: u32) -> u32 {
        let (mut place, mut amount) = (end, most);
        while self.via[place] != NONE {
            amount = amount.min(self.left[self.via[place]]);
            place = self.to[self.via[place] ^ 1];
        }
        place = end;
        while self.via[place] != NONE {
            let arc = self.via[place];
            self.left[arc] -= amount;
            self.left[arc ^ 1] = self.left[arc ^ 1].saturating_add(amount);
            place = self.to[arc ^ 1];
        }
        amount
    }

    /// Sets what a unit over an arc costs.
    pub(super) fn set_cost(&mut self, arc: usize, cost: i64) {
        self.cost[arc] = cost;
        self.cost[arc ^ 1] = -cost;
    }

    /// Sets what still can flow over an arc.
    pub(super) fn set_left(&mut self, arc: usize, left: u32) {
        self.left[arc] = left;
    }

    /// Adds one unit to what an arc can carry.
    pub(super) fn widen(&mut self, arc: usize) {
        self.left[arc] += 1;
    }

    /// Takes one unit away that is not used.
    pub(super) fn narrow(&mut self, arc: usize) {
        self.left[arc] -= 1;
    }

    /// Adds units to what an arc carries and lets them flow; its ends are put right by
    /// [`Net::push_most`].
    pub(super) fn add(&mut self, arc: usize, amount: u32) {
        self.left[arc ^ 1] += amount;
    }

    /// Takes back units and the capacity that they used.
    pub(super) fn withdraw(&mut self, arc: usize, amount: u32) {
        self.left[arc ^ 1] -= amount;
    }
}
