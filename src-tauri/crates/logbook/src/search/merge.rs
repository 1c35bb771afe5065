//! The search over volumes and that over the log as one answer.

use super::{FoundText, HitGroup, SearchKind, Wanted};

impl FoundText {
    /// What was found in the volumes, and with it what `lines` finds in the log. Contacts are in
    /// both: departments of the volumes first, then those of the log, as one group with one
    /// order of pages.
    ///
    /// # Errors
    /// What `lines` answers.
    pub fn with_lines<E>(
        mut self,
        wanted: &Wanted,
        mut lines: impl FnMut(&Wanted) -> Result<Self, E>,
    ) -> Result<Self, E> {
        let shared = |group: &HitGroup| group.kind == SearchKind::Contact;
        let Some(departments) = self.groups.iter().position(shared) else {
            self.take(lines(wanted)?);
            return Ok(self);
        };
        let mut first = self.groups.remove(departments);
        let then = lines(&Wanted {
            kinds: vec![SearchKind::Contact],
            offset: wanted.offset.saturating_sub(first.total),
            limit: wanted.limit().saturating_sub(first.hits.len()),
            ..wanted.clone()
        })?;
        self.lines_behind = then.lines_behind;
        for group in then.groups {
            first.total += group.total;
            first.more |= group.more;
            first.hits.extend(group.hits);
        }
        self.groups.push(first);
        let others = SearchKind::ALL.into_iter();
        let others = others.filter(|kind| *kind != SearchKind::Contact && wanted.has(*kind));
        let kinds: Vec<SearchKind> = others.collect();
        if kinds.is_empty() {
            self.take(Self::default());
        } else {
            self.take(lines(&Wanted {
                kinds,
                ..wanted.clone()
            })?);
        }
        Ok(self)
    }

    fn take(&mut self, lines: Self) {
        self.groups.extend(lines.groups);
        self.groups.sort_by_key(|group| group.kind);
        self.lines_behind = self.lines_behind.max(lines.lines_behind);
    }
}
