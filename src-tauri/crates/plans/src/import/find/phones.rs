//! Telephone numbers in text: mobile (11 digits), landline with or without area code and
//! extension, and the short numbers of public services.

/// Numbers of one text that are kept.
const PHONES_MAX: usize = 50;

/// Short numbers of emergency and public services.
const SHORT: [&str; 12] = [
    "110", "119", "120", "122", "12119", "12122", "12345", "12350", "12369", "95598", "96333",
    "12379",
];

/// A number with where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Phone {
    pub(crate) at: std::ops::Range<usize>,
    /// Digits and hyphens.
    pub(crate) number: String,
    /// True when its form alone says that it is a telephone number.
    pub(crate) certain: bool,
}

/// The numbers in a text, in order.
pub(crate) fn phones(text: &str) -> Vec<Phone> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(offset) = text[at..].find(|c: char| c.is_ascii_digit()) {
        let start = at + offset;
        let before = text[..start].chars().next_back();
        let (end, runs) = runs(&text[start..]);
        at = start + end;
        let inside = before.is_some_and(|c| c.is_ascii_alphanumeric() || c == '.' || c == '-');
        let after = text[at..].chars().next();
        let unit =
            after.is_some_and(|c| c.is_ascii_alphabetic() || "年月日时人米吨%万元号".contains(c));
        if inside || unit || found.len() >= PHONES_MAX {
            continue;
        }
        if let Some((number, certain)) = number(&runs) {
            found.push(Phone {
                at: start..at,
                number,
                certain,
            });
        }
    }
    found
}

/// Runs of digits with one hyphen, space or bracket between them; where they end.
fn runs(text: &str) -> (usize, Vec<&str>) {
    let digits = |from: usize| {
        let rest = &text[from..];
        from + rest
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(rest.len())
    };
    let mut end = digits(0);
    let mut runs = vec![&text[..end]];
    while let Some(gap) = text[end..].chars().next() {
        let next = end + gap.len_utf8();
        let joins = matches!(gap, '-' | '－' | '—' | '–' | ' ' | ')' | '）' | '转');
        let more = text[next..].starts_with(|c: char| c.is_ascii_digit());
        // An area code, a number, an extension: more runs are a list of numbers.
        let open = match runs.len() {
            1 => {
                (3..=4).contains(&runs[0].len()) && runs[0].starts_with('0')
                    || gap != ' ' && (7..=8).contains(&runs[0].len())
            }
            2 => gap != ' ' && runs[0].len() <= 4,
            _ => false,
        };
        if !joins || !more || !open {
            break;
        }
        let stop = digits(next);
        runs.push(&text[next..stop]);
        end = stop;
    }
    (end, runs)
}

fn number(runs: &[&str]) -> Option<(String, bool)> {
    let first = runs[0];
    let is_mobile = first.len() == 11
        && first.starts_with('1')
        && first[1..].starts_with(|c: char| ('3'..='9').contains(&c));
    match runs {
        [_] if is_mobile => Some((first.to_owned(), true)),
        [_] if SHORT.contains(&first) => Some((first.to_owned(), false)),
        [_] if (10..=12).contains(&first.len()) && first.starts_with('0') => {
            Some((first.to_owned(), true))
        }
        [_] if (7..=8).contains(&first.len()) && !is_date(first) => Some((first.to_owned(), false)),
        [area, local, ..] if area.starts_with('0') && (7..=8).contains(&local.len()) => {
            Some((runs.join("-"), true))
        }
        // A number of an exercise: no area code is 000 (plans/README.md).
        ["000", exchange, line] if exchange.len() == 4 && line.len() == 4 => {
            Some((runs.join("-"), true))
        }
        [local, extension] if (7..=8).contains(&local.len()) && extension.len() <= 5 => {
            Some((runs.join("-"), false))
        }
        _ => None,
    }
}

/// 20240131.
fn is_date(digits: &str) -> bool {
    digits.len() == 8 && (digits.starts_with("19") || digits.starts_with("20"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_and_dates_and_amounts_are_not() {
        let cases: [(&str, &[&str]); 10] = [
            ("000-0101-0001（演练）", &["000-0101-0001"]),
            ("值班电话0531-00000000", &["0531-00000000"]),
            ("0531 82345678转801", &["0531-82345678-801"]),
            (
                "手机：13800000000、13900000000",
                &["13800000000", "13900000000"],
            ),
            ("拨打119、120", &["119", "120"]),
            ("88010001", &["88010001"]),
            ("2024年1月31日，储量40吨，3700平方米", &[]),
            ("编号20240131", &[]),
            ("GB18218-2018", &[]),
            ("（0531）88010001/88010002", &["0531-88010001", "88010002"]),
        ];
        for (text, expected) in cases {
            let found: Vec<String> = phones(text).into_iter().map(|phone| phone.number).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
