//! Many plans, and what is wrong between them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::defect::{Defect, DefectKind};
use crate::parse::parse;
use crate::plan::Plan;

/// Most plans of one library; issue 4 measures with 2,000.
pub const PLANS_MAX: usize = 20_000;

/// The plans by id.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PlanLibrary {
    plans: BTreeMap<String, LibraryPlan>,
}

/// A plan and where it came from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LibraryPlan {
    /// Path as the caller named it.
    pub path: String,
    /// The plan.
    pub plan: Plan,
    /// Defects of its own text.
    pub defects: Vec<Defect>,
}

/// What is wrong with the library, beyond the defects of one text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum LibraryDefect {
    /// A text has no id; it was not taken in.
    NoId {
        /// Path of the text.
        path: String,
    },
    /// Two texts have the same id; the first was kept.
    DuplicateId {
        /// The id.
        id: String,
        /// Path of the text that was kept.
        kept: String,
        /// Path of the text that was not taken in.
        path: String,
    },
    /// A plan names an upper plan that is not in the library.
    MissingUpper {
        /// Id of the plan.
        id: String,
        /// Id that it names.
        upper: String,
    },
    /// More than [`PLANS_MAX`] plans; the rest was not taken in.
    TooMany {
        /// Path of the first text that was not taken in.
        path: String,
    },
}

impl PlanLibrary {
    /// Reads texts into a library. A later text with an id that is taken is left out and named.
    pub fn load<P, T>(texts: impl IntoIterator<Item = (P, T)>) -> (Self, Vec<LibraryDefect>)
    where
        P: Into<String>,
        T: AsRef<str>,
    {
        let mut library = Self::default();
        let mut defects = Vec::new();
        for (path, text) in texts {
            let path = path.into();
            if library.plans.len() == PLANS_MAX {
                defects.push(LibraryDefect::TooMany { path });
                break;
            }
            let (plan, found) = parse(text.as_ref());
            if let Err(defect) = library.insert(path, plan, found) {
                defects.push(defect);
            }
        }
        defects.extend(library.missing_upper());
        (library, defects)
    }

    /// Adds one plan.
    ///
    /// # Errors
    /// [`LibraryDefect::NoId`] or [`LibraryDefect::DuplicateId`]; the library is unchanged then.
    pub fn insert(
        &mut self,
        path: String,
        plan: Plan,
        defects: Vec<Defect>,
    ) -> Result<(), LibraryDefect> {
        let id = plan.front.id.clone();
        if id.is_empty() {
            return Err(LibraryDefect::NoId { path });
        }
        if let Some(held) = self.plans.get(&id) {
            return Err(LibraryDefect::DuplicateId {
                id,
                kept: held.path.clone(),
                path,
            });
        }
        self.plans.insert(
            id,
            LibraryPlan {
                path,
                plan,
                defects,
            },
        );
        Ok(())
    }

    /// Puts a plan in the place of the one with its id.
    pub fn put(&mut self, path: String, plan: Plan) {
        let held = LibraryPlan {
            path,
            plan,
            defects: Vec::new(),
        };
        self.plans.insert(held.plan.front.id.clone(), held);
    }

    /// Takes a plan out.
    pub fn remove(&mut self, id: &str) {
        self.plans.remove(id);
    }

    /// One plan by id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&LibraryPlan> {
        self.plans.get(id)
    }

    /// All plans, by id.
    pub fn iter(&self) -> impl Iterator<Item = &LibraryPlan> {
        self.plans.values()
    }

    /// Number of plans.
    #[must_use]
    pub fn len(&self) -> usize {
        self.plans.len()
    }

    /// True when it holds no plan.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.plans.is_empty()
    }

    /// Upper plans that are named but not there.
    #[must_use]
    pub fn missing_upper(&self) -> Vec<LibraryDefect> {
        self.plans
            .iter()
            .flat_map(|(id, held)| held.plan.front.upper.iter().map(move |upper| (id, upper)))
            .filter(|(_, upper)| !self.plans.contains_key(*upper))
            .map(|(id, upper)| LibraryDefect::MissingUpper {
                id: id.clone(),
                upper: upper.clone(),
            })
            .collect()
    }

    /// Plans whose own text has defects of a kind.
    pub fn with_defect(&self, kind: DefectKind) -> impl Iterator<Item = &LibraryPlan> {
        self.iter()
            .filter(move |held| held.defects.iter().any(|defect| defect.kind == kind))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_library_names_what_is_wrong_between_plans() {
        let (library, defects) = PlanLibrary::load([
            ("a.md", "+++\nid='a'\nupper=['general']\n+++\n"),
            ("b.md", "+++\nid='a'\n+++\n"),
            ("c.md", "no front matter"),
        ]);
        assert_eq!(
            library.len(),
            1,
            "only the first text with an id is taken in"
        );
        assert_eq!(
            defects,
            [
                LibraryDefect::DuplicateId {
                    id: "a".into(),
                    kept: "a.md".into(),
                    path: "b.md".into()
                },
                LibraryDefect::NoId {
                    path: "c.md".into()
                },
                LibraryDefect::MissingUpper {
                    id: "a".into(),
                    upper: "general".into()
                },
            ],
            "each fault is named once"
        );
        assert_eq!(
            library.with_defect(DefectKind::MissingValue).count(),
            1,
            "defects of the text stay with the plan"
        );
    }
}
