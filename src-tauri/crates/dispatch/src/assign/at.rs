//! A place in a JSON document that knows how it was reached, so that a complaint names the place.

use serde_json::{Map, Value};

use super::read::ProblemError;

/// A value and the way to it, such as `incidents[2].severity`.
#[derive(Clone)]
pub(super) struct At<'a> {
    pub(super) value: &'a Value,
    path: String,
}

impl<'a> At<'a> {
    pub(super) fn top(value: &'a Value) -> Self {
        Self {
            value,
            path: String::new(),
        }
    }

    pub(super) fn fault(&self, wanted: impl Into<String>) -> ProblemError {
        ProblemError::Field {
            path: if self.path.is_empty() {
                "the document".to_owned()
            } else {
                self.path.clone()
            },
            wanted: wanted.into(),
        }
    }

    /// The object that this must be.
    pub(super) fn object(&self) -> Result<&'a Map<String, Value>, ProblemError> {
        let object = self.value.as_object();
        object.ok_or_else(|| {
            self.fault(format!(
                "an object is wanted, {} is there",
                kind(self.value)
            ))
        })
    }

    /// A field under any of its names; null is the same as nothing.
    pub(super) fn field(&self, names: &[&str]) -> Result<Option<Self>, ProblemError> {
        let object = self.object()?;
        let found = names
            .iter()
            .find_map(|name| Some((*name, object.get(*name)?)));
        Ok(found
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| self.inside(name, value)))
    }

    /// A field that must be there.
    pub(super) fn need(&self, names: &[&str]) -> Result<Self, ProblemError> {
        let found = self.field(names)?;
        found.ok_or_else(|| self.fault(format!("the field `{}` is missing", names[0])))
    }

    /// The way to it.
    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// Another value that stands in the same place.
    pub(super) fn stands_for<'b>(&self, value: &'b Value) -> At<'b> {
        At {
            value,
            path: self.path.clone(),
        }
    }

    fn inside(&self, name: &str, value: &'a Value) -> Self {
        let dot = if self.path.is_empty() { "" } else { "." };
        Self {
            value,
            path: format!("{}{dot}{name}", self.path),
        }
    }

    /// The items of a list, at most `most`.
    pub(super) fn list(&self, most: usize) -> Result<Vec<Self>, ProblemError> {
        let list = self.value.as_array();
        let list = list.ok_or_else(|| {
            self.fault(format!("a list is wanted, {} is there", kind(self.value)))
        })?;
        if list.len() > most {
            return Err(self.fault(format!("{} items, {most} may be", list.len())));
        }
        let item = |(index, value)| Self {
            value,
            path: format!("{}[{index}]", self.path),
        };
        Ok(list.iter().enumerate().map(item).collect())
    }

    /// The entries of an object, at most `most`.
    pub(super) fn entries(&self, most: usize) -> Result<Vec<(&'a str, Self)>, ProblemError> {
        let object = self.object()?;
        if object.len() > most {
            return Err(self.fault(format!("{} entries, {most} may be", object.len())));
        }
        let entry =
            |(name, value): (&'a String, &'a Value)| (name.as_str(), self.inside(name, value));
        Ok(object.iter().map(entry).collect())
    }

    /// A name: text, or a number that stands for one.
    pub(super) fn name(&self) -> Result<String, ProblemError> {
        match self.value {
            Value::String(text) if !text.trim().is_empty() => Ok(text.trim().to_owned()),
            Value::Number(number) => Ok(number.to_string()),
            other => Err(self.fault(format!("a name is wanted, {} is there", kind(other)))),
        }
    }

    /// A number from 0 to `most`.
    pub(super) fn number(&self, most: f64) -> Result<f64, ProblemError> {
        let number = match self.value {
            Value::String(text) => text.trim().parse().ok(),
            other => other.as_f64(),
        };
        match number {
            Some(number) if (0.0..=most).contains(&number) => Ok(number),
            Some(number) => Err(self.fault(format!("{number} is not between 0 and {most}"))),
            None => Err(self.fault(format!("a number is wanted, {} is there", kind(self.value)))),
        }
    }

    /// A whole number from 0 to `most`.
    pub(super) fn whole(&self, most: u32) -> Result<u32, ProblemError> {
        let number = self.number(f64::from(most))?;
        if number.fract() != 0.0 {
            return Err(self.fault(format!("{number} is not a whole number")));
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is whole and within the limits"
        )]
        Ok(number as u32)
    }

    /// Whole seconds, a part of one rounded up; null is no way.
    pub(super) fn seconds(&self) -> Result<Option<u32>, ProblemError> {
        if self.value.is_null() {
            return Ok(None);
        }
        let seconds = self.number(f64::from(u32::MAX))?.ceil();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is whole and within the limits"
        )]
        Ok(Some(seconds as u32))
    }
}

fn kind(value: &Value) -> String {
    match value {
        Value::Null => "nothing".to_owned(),
        Value::Bool(_) => "true or false".to_owned(),
        Value::Number(number) => format!("the number {number}"),
        Value::String(text) => format!("the text {:?}", text.chars().take(40).collect::<String>()),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}
