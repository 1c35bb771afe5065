//! Dates and times as senders write them, to UTC milliseconds. Pure: nothing here reads a clock.

use chrono::{DateTime, NaiveDate};

/// The offset read into a time that names none: UTC+8, the only legal time of the district.
pub const ASSUMED_OFFSET_S: i64 = 8 * 3600;
/// The largest offset a zone may have (ISO 8601; Kiribati uses +14:00).
const OFFSET_S_MAX: i64 = 14 * 3600;

/// Which form is the right one; other readable forms are read and reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TimeForm {
    /// CAP 1.1 and 1.2: `yyyy-MM-ddThh:mm:ss±hh:mm`, no `Z`, no fraction (CAP 1.2, 3.3.2).
    Cap,
    /// CAP 1.0: any ISO 8601 date and time, so `Z` and fractions are legal.
    Iso8601,
    /// The 12379 file: `yyyy-MM-dd HH:mm:ss+08:00`.
    Warning12379,
    /// Public Chinese lists: a time without a zone is UTC+8 and no defect.
    ChineseList,
}

/// A time as read: the instant, and in words what is wrong with its form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Read {
    pub(crate) utc_ms: Option<i64>,
    pub(crate) complaints: Vec<&'static str>,
}

/// Reads a time. `utc_ms` is `None` where no instant can be made of the text.
pub(crate) fn read(text: &str, form: TimeForm) -> Read {
    let mut complaints = Vec::new();
    let utc_ms = instant(text.trim(), form, &mut complaints);
    Read { utc_ms, complaints }
}

/// Reads the date of an RSS item (RFC 2822), or else any of the other forms.
pub(crate) fn read_rfc2822(text: &str) -> Option<i64> {
    DateTime::parse_from_rfc2822(text.trim())
        .ok()
        .map(|time| time.timestamp_millis())
        .or_else(|| read(text, TimeForm::Iso8601).utc_ms)
}

fn instant(text: &str, form: TimeForm, complaints: &mut Vec<&'static str>) -> Option<i64> {
    let mut rest = Scanner { rest: text };
    let year = rest.digits(4)?;
    rest.skip('-').then_some(())?;
    let month = rest.digits(2)?;
    rest.skip('-').then_some(())?;
    let day = rest.digits(2)?;
    let space_is_right = matches!(form, TimeForm::Warning12379 | TimeForm::ChineseList);
    if rest.skip('T') {
        if form == TimeForm::Warning12379 {
            complaints.push("`T` between date and time instead of a space");
        }
    } else if rest.skip(' ') {
        if !space_is_right {
            complaints.push("a space between date and time instead of `T`");
        }
    } else {
        return None;
    }
    let hour = rest.digits(2)?;
    rest.skip(':').then_some(())?;
    let minute = rest.digits(2)?;
    let second = if rest.skip(':') {
        rest.digits(2)?
    } else {
        if form != TimeForm::ChineseList {
            complaints.push("no seconds");
        }
        0
    };
    let fraction_ms = rest.fraction_ms()?;
    if fraction_ms.is_some() && matches!(form, TimeForm::Cap | TimeForm::Warning12379) {
        complaints.push("a fraction of a second");
    }
    let offset_s = offset(&mut rest, form, complaints)?;
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
    // A leap second is the last instant of its minute here: UTC milliseconds have none.
    let time = date
        .and_hms_opt(hour, minute, second.min(59))
        .filter(|_| second <= 60)?;
    let local_ms = time.and_utc().timestamp_millis() + i64::from(fraction_ms.unwrap_or(0));
    Some(local_ms - offset_s * 1000)
}

fn offset(
    rest: &mut Scanner<'_>,
    form: TimeForm,
    complaints: &mut Vec<&'static str>,
) -> Option<i64> {
    if rest.rest.is_empty() {
        if form != TimeForm::ChineseList {
            complaints.push("no time zone; read as UTC+08:00");
        }
        return Some(ASSUMED_OFFSET_S);
    }
    if rest.skip('Z') {
        if matches!(form, TimeForm::Cap | TimeForm::Warning12379) {
            complaints.push("`Z` instead of a numeric time zone");
        }
        return rest.rest.is_empty().then_some(0);
    }
    let sign = if rest.skip('+') {
        1
    } else if rest.skip('-') || rest.skip('\u{2212}') {
        -1
    } else {
        return None;
    };
    let hours = i64::from(rest.digits(2)?);
    let colon = rest.skip(':');
    let minutes = if rest.rest.is_empty() {
        None
    } else {
        Some(i64::from(rest.digits(2)?))
    };
    if !colon || minutes.is_none() {
        complaints.push("a time zone that is not ±hh:mm");
    }
    let minutes = minutes.unwrap_or(0);
    let size_s = hours * 3600 + minutes * 60;
    (rest.rest.is_empty() && minutes < 60 && size_s <= OFFSET_S_MAX).then_some(sign * size_s)
}

struct Scanner<'a> {
    rest: &'a str,
}

impl Scanner<'_> {
    fn digits(&mut self, count: usize) -> Option<u32> {
        let head = self.rest.get(..count)?;
        if !head.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        self.rest = self.rest.get(count..)?;
        head.parse().ok()
    }

    fn skip(&mut self, wanted: char) -> bool {
        match self.rest.strip_prefix(wanted) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// `Some(None)` without a fraction, `None` where a point is not followed by digits.
    fn fraction_ms(&mut self) -> Option<Option<u32>> {
        if !self.skip('.') {
            return Some(None);
        }
        let length = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        let digits = self
            .rest
            .get(..length)
            .filter(|digits| !digits.is_empty())?;
        let ms = digits.bytes().chain(*b"000").take(3);
        let ms = ms.fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0'));
        self.rest = self.rest.get(length..)?;
        Some(Some(ms))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_and_their_form_is_judged() {
        let noon = 1_753_416_000_000; // 2025-07-25T12:00:00+08:00 = 04:00:00 UTC
        let cases: [(&str, TimeForm, Option<i64>, usize); 19] = [
            ("2025-07-25T12:00:00+08:00", TimeForm::Cap, Some(noon), 0),
            ("2025-07-25T04:00:00-00:00", TimeForm::Cap, Some(noon), 0),
            ("2025-07-25T04:00:00Z", TimeForm::Cap, Some(noon), 1),
            ("2025-07-25T04:00:00Z", TimeForm::Iso8601, Some(noon), 0),
            ("2025-07-25T12:00:00", TimeForm::Cap, Some(noon), 1),
            ("2025-07-25 12:00:00", TimeForm::Cap, Some(noon), 2),
            (
                "2025-07-25T12:00:00.250+08:00",
                TimeForm::Cap,
                Some(noon + 250),
                1,
            ),
            ("2025-07-25T12:00:00+0800", TimeForm::Cap, Some(noon), 1),
            ("2025-07-25T12:00:00+08", TimeForm::Cap, Some(noon), 1),
            ("2025-07-25T12:00+08:00", TimeForm::Cap, Some(noon), 1),
            (
                "2025-07-25 12:00:00+08:00",
                TimeForm::Warning12379,
                Some(noon),
                0,
            ),
            (
                "2025-07-25T12:00:00+08:00",
                TimeForm::Warning12379,
                Some(noon),
                1,
            ),
            ("2025-07-25 12:00", TimeForm::ChineseList, Some(noon), 0),
            ("2025-07-24T21:10:00-06:50", TimeForm::Cap, Some(noon), 0),
            ("2025-02-30T12:00:00+08:00", TimeForm::Cap, None, 0),
            ("2025-07-25T25:00:00+08:00", TimeForm::Cap, None, 0),
            ("2025-07-25T12:00:00+15:00", TimeForm::Cap, None, 0),
            ("2025年07月25日", TimeForm::ChineseList, None, 0),
            ("", TimeForm::Cap, None, 0),
        ];
        for (text, form, utc_ms, complaints) in cases {
            let read = read(text, form);
            assert_eq!(read.utc_ms, utc_ms, "instant of {text:?} as {form:?}");
            assert_eq!(
                read.complaints.len(),
                complaints,
                "{text:?}: {:?}",
                read.complaints
            );
        }
    }

    #[test]
    fn a_leap_second_does_not_lose_the_message() {
        assert!(
            read("2016-12-31T23:59:60-00:00", TimeForm::Cap)
                .utc_ms
                .is_some(),
            "it is a time"
        );
    }

    #[test]
    fn dates_of_rss_are_read() {
        let read = read_rfc2822("Fri, 25 Jul 2025 04:00:00 GMT");
        assert_eq!(
            read,
            Some(1_753_416_000_000),
            "RFC 2822 is what RSS 2.0 asks for"
        );
    }
}
