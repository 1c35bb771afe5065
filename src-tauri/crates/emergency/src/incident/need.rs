//! What several tasks need together.

use super::Need;

impl Need {
    /// What several tasks need together: the largest number of each capability, since one team can
    /// serve several tasks, and the sum of each supply.
    pub fn together<'a>(all: impl IntoIterator<Item = &'a Self>) -> Vec<Self> {
        let mut needs: Vec<Self> = Vec::new();
        for need in all {
            let same = needs
                .iter_mut()
                .find(|n| n.capability == need.capability && n.supply == need.supply);
            match same {
                Some(same) if need.supply.is_empty() => {
                    same.quantity = same.quantity.max(need.quantity);
                }
                Some(same) => same.quantity = same.quantity.saturating_add(need.quantity),
                None => needs.push(need.clone()),
            }
        }
        needs
    }
}
