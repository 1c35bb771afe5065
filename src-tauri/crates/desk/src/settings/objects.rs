//! Protected objects (防护目标).

use emergency::site::{SiteKind, SiteRegistered};
use serde::{Deserialize, Serialize};

/// Which places of the list are protected objects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ObjectSettings {
    /// Kinds of places that count also where nobody said their class. Which facility is of which
    /// class stands in GB 36894-2018, of which no text is at hand: assumed, 待区里确认.
    pub kinds: Vec<SiteKind>,
}

impl Default for ObjectSettings {
    fn default() -> Self {
        Self {
            kinds: vec![SiteKind::School, SiteKind::Hospital, SiteKind::Shelter],
        }
    }
}

impl ObjectSettings {
    /// True for a protected object: a place of these kinds, or one with a class.
    pub(crate) fn has(&self, site: &SiteRegistered) -> bool {
        site.protection.is_some() || self.kinds.contains(&site.kind)
    }
}

#[cfg(test)]
mod tests {
    use emergency::site::Protection;

    use super::*;
    use crate::settings::Settings;

    #[test]
    fn a_district_says_which_kinds_count_and_a_class_counts_always() {
        let text = "[objects]\nkinds = [\"hospital\"]\n";
        let settings: Settings = toml::from_str(text).expect("settings");
        let of = |kind, protection| SiteRegistered {
            kind,
            protection,
            ..SiteRegistered::default()
        };
        let has = |kind, protection| settings.objects.has(&of(kind, protection));
        assert!(has(SiteKind::Hospital, None), "its own kind");
        assert!(!has(SiteKind::School, None), "not named");
        let home = has(SiteKind::Other, Some(Protection::HighlySensitive));
        assert!(home, "a nursing home is of no kind, and has a class");
    }
}
