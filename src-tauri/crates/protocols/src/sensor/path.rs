//! Paths into a JSON value: the singular queries of RFC 9535 (`$.a['b c'][0]`) and `[*]` or `.*`.
//! The descent `..` and filters are left out: their cost is in the hands of who sends the message.

use serde_json::Value;

/// The most steps of a path.
pub const STEPS_MAX: usize = 32;
/// The most values that one path finds.
pub const FOUND_MAX: usize = 10_000;

/// A path that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonPath {
    steps: Vec<Step>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Name(String),
    /// Counted from the end where it is negative.
    Index(i64),
    All,
}

impl JsonPath {
    /// Reads a path.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn read(text: &str) -> Result<Self, String> {
        let wrong = |why: &str| format!("{text:?}: {why}");
        let mut rest = text
            .trim()
            .strip_prefix('$')
            .ok_or_else(|| wrong("a path begins with $"))?;
        let mut steps = Vec::new();
        while !rest.is_empty() {
            let (step, after) = next(rest).map_err(wrong)?;
            steps.push(step);
            if steps.len() > STEPS_MAX {
                return Err(wrong("too many steps"));
            }
            rest = after;
        }
        Ok(Self { steps })
    }

    /// Every value that the path finds, in order, at most [`FOUND_MAX`].
    #[must_use]
    pub fn find<'a>(&self, value: &'a Value) -> Vec<&'a Value> {
        let mut found = vec![value];
        for step in &self.steps {
            let next = found.iter().flat_map(|value| step.of(value));
            found = next.take(FOUND_MAX).collect();
        }
        found
    }

    /// The first value that the path finds.
    #[must_use]
    pub fn first<'a>(&self, value: &'a Value) -> Option<&'a Value> {
        self.find(value).into_iter().next()
    }
}

impl Step {
    fn of<'a>(&self, value: &'a Value) -> Vec<&'a Value> {
        match (self, value) {
            (Self::Name(name), Value::Object(fields)) => fields.get(name).into_iter().collect(),
            (Self::All, Value::Array(list)) => list.iter().take(FOUND_MAX).collect(),
            (Self::All, Value::Object(fields)) => fields.values().take(FOUND_MAX).collect(),
            (Self::Index(index), Value::Array(list)) => {
                let from_end = || list.len().checked_sub(usize::try_from(-index).ok()?);
                let at = usize::try_from(*index).ok().or_else(from_end);
                at.and_then(|at| list.get(at)).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }
}

/// The first step of a text and what follows it.
fn next(text: &str) -> Result<(Step, &str), &'static str> {
    if let Some(rest) = text.strip_prefix('[') {
        let quote = rest.chars().next().filter(|c| matches!(c, '\'' | '"'));
        if let Some(quote) = quote {
            let rest = rest.get(1..).unwrap_or_default();
            let end = rest.find(quote).ok_or("a quote is not closed")?;
            let (name, after) = rest.split_at(end);
            let after = after.get(1..).unwrap_or_default();
            let after = after.strip_prefix(']').ok_or("] is missing")?;
            return Ok((Step::Name(name.to_owned()), after));
        }
        let (inside, after) = rest.split_once(']').ok_or("] is missing")?;
        if inside.trim() == "*" {
            return Ok((Step::All, after));
        }
        let index = inside.trim().parse();
        let index = index.map_err(|_| "between [ and ] stands a number, * or a quoted name")?;
        return Ok((Step::Index(index), after));
    }
    let rest = text.strip_prefix('.').ok_or("a step begins with . or [")?;
    let end = rest.find(['.', '[']).unwrap_or(rest.len());
    let (name, after) = rest.split_at(end);
    match name {
        "" => Err("a name is missing after ."),
        "*" => Ok((Step::All, after)),
        name => Ok((Step::Name(name.to_owned()), after)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn paths_find_what_they_name() {
        let value = json!({"a": {"b c": [1, 2, 3]}, "list": [{"v": 1}, {"v": 2}, {"w": 3}]});
        let cases: &[(&str, &[i64])] = &[
            ("$.a['b c'][0]", &[1]),
            ("$.a[\"b c\"][-1]", &[3]),
            ("$.a['b c'][*]", &[1, 2, 3]),
            ("$.list[*].v", &[1, 2]),
            ("$.list.*.v", &[1, 2]),
            ("$.a['b c'][9]", &[]),
            ("$.a['b c'][-9]", &[]),
            ("$.none.at.all", &[]),
        ];
        for (path, expected) in cases {
            let path = JsonPath::read(path).expect("it is a path");
            let found: Vec<_> = path
                .find(&value)
                .iter()
                .filter_map(|v| v.as_i64())
                .collect();
            assert_eq!(found, *expected, "{path:?}");
        }
        let whole = JsonPath::read("$").expect("it is a path");
        assert_eq!(whole.first(&value), Some(&value), "the root");
    }

    #[test]
    fn what_is_no_path_says_why() {
        let long = format!("${}", ".a".repeat(STEPS_MAX + 1));
        for text in [
            "", "a.b", "$a", "$.", "$..a", "$[", "$['a", "$['a'x", "$[x]", &long,
        ] {
            assert!(JsonPath::read(text).is_err(), "{text:?} is refused");
        }
    }
}
