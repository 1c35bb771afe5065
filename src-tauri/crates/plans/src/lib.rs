//! The plan library as text: clauses, task cards, matching.
