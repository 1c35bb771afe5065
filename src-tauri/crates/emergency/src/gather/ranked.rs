//! A sorted set that is one short list while it is small: most rows stand for one alert, and a
//! tree for each would cost half a kilobyte.

use std::collections::BTreeSet;

/// Things from which on a tree is quicker than a list.
const FEW_MAX: usize = 24;

/// Sorted things, each once.
#[derive(Debug)]
pub(super) enum Ranked<T> {
    Few(Vec<T>),
    Many(BTreeSet<T>),
}

impl<T: Ord> Ranked<T> {
    pub(super) fn new() -> Self {
        Self::Few(Vec::new())
    }

    pub(super) fn insert(&mut self, thing: T) {
        match self {
            Self::Few(few) if few.len() < FEW_MAX => {
                if let Err(at) = few.binary_search(&thing) {
                    few.insert(at, thing);
                }
            }
            Self::Few(few) => {
                let mut many: BTreeSet<T> = std::mem::take(few).into_iter().collect();
                many.insert(thing);
                *self = Self::Many(many);
            }
            Self::Many(many) => {
                many.insert(thing);
            }
        }
    }

    pub(super) fn remove(&mut self, thing: &T) {
        match self {
            Self::Few(few) => {
                if let Ok(at) = few.binary_search(thing) {
                    few.remove(at);
                }
            }
            Self::Many(many) => {
                many.remove(thing);
            }
        }
    }

    pub(super) fn first(&self) -> Option<&T> {
        match self {
            Self::Few(few) => few.first(),
            Self::Many(many) => many.first(),
        }
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Self::Few(few) => few.len(),
            Self::Many(many) => many.len(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All of them in their order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &T> {
        let (few, many) = match self {
            Self::Few(few) => (Some(few), None),
            Self::Many(many) => (None, Some(many)),
        };
        few.into_iter().flatten().chain(many.into_iter().flatten())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_holds_what_a_tree_would_hold(
            steps in proptest::collection::vec((0..60_u8, any::<bool>()), 0..200),
        ) {
            let (mut ranked, mut tree) = (Ranked::new(), BTreeSet::new());
            for (thing, stays) in steps {
                if stays {
                    ranked.insert(thing);
                    tree.insert(thing);
                } else {
                    ranked.remove(&thing);
                    tree.remove(&thing);
                }
                prop_assert_eq!(ranked.first(), tree.first(), "the same first");
                prop_assert_eq!(ranked.len(), tree.len(), "as many");
            }
            prop_assert!(ranked.iter().eq(tree.iter()), "in the same order");
            prop_assert_eq!(ranked.is_empty(), tree.is_empty(), "or none");
        }
    }
}
