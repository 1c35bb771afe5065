//! Where a camera's picture comes from: a device number of GB/T 28181, or the address of a stream.
//!
//! An address is handed to a program outside (decision 0042), so it is read strictly: a closed list
//! of schemes, the characters of RFC 3986 without those that quote, and no password, because the
//! log never forgets one.

use std::net::Ipv6Addr;

use serde::{Deserialize, Serialize};

/// Characters of an address at most.
pub const ADDRESS_CHARS_MAX: usize = 1_000;
/// Digits of a device number (GB/T 28181: `DeviceID`). What its parts mean is not looked at: the
/// text of the standard is not at hand.
pub const DEVICE_DIGITS: usize = 20;
/// What stands in a template where the device number goes.
pub const DEVICE_MARK: &str = "{id}";

/// Characters of a name in the domain name system at most (RFC 1035, 2.3.4).
const HOST_CHARS_MAX: usize = 253;
/// Signs beside letters and digits that an address may have: RFC 3986 without `'` and `$`, which a
/// program that is started through a shell would act on, and without `@`, see [`has_password`].
const SIGNS: &str = "-._~:/?#[]!&()*+,;=%";
/// How what follows is a password or stands for one, as makers of cameras and platforms write it,
/// in a query as in a path.
const PASSWORD_FIELDS: [&str; 8] = [
    "password=",
    "passwd=",
    "pwd=",
    "psw=",
    "pass=",
    "loginpas=",
    "secret=",
    "token=",
];
/// The schemes that are taken: those of the streams of cameras.
const SCHEMES: [&str; 4] = ["rtsp", "rtmp", "http", "https"];

/// Why something is no address of a camera's picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum AddressFault {
    /// There is none.
    #[error("there is no address")]
    Empty,
    /// It is longer than [`ADDRESS_CHARS_MAX`].
    #[error("the address is too long")]
    TooLong,
    /// A number that has not the [`DEVICE_DIGITS`] digits of a device number.
    #[error("a device number has twenty digits")]
    Digits,
    /// It begins with none of the schemes that are taken.
    #[error("an address begins with rtsp, rtmp, http or https")]
    Scheme,
    /// There is no host, or the port is none.
    #[error("the address has no usable host or port")]
    Host,
    /// It holds a user or a password.
    #[error("the address holds a user or a password")]
    Password,
    /// It has a character that an address cannot have.
    #[error("the address has a character that no address has")]
    Character,
    /// A template without a place for the device number.
    #[error("the template has no place for the device number")]
    Mark,
}

/// The device number of a camera (GB/T 28181).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceNumber(String);

impl DeviceNumber {
    /// Its digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The address of a stream: safe to show, to log and to hand over as one argument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreamAddress(String);

impl StreamAddress {
    /// Reads an address.
    ///
    /// # Errors
    /// [`AddressFault`], the first that was found.
    pub fn parse(text: &str) -> Result<Self, AddressFault> {
        let text = text.trim();
        if text.is_empty() {
            return Err(AddressFault::Empty);
        }
        if text.len() > ADDRESS_CHARS_MAX {
            return Err(AddressFault::TooLong);
        }
        let (scheme, rest) = text.split_once("://").ok_or(AddressFault::Scheme)?;
        let mut known = SCHEMES.iter();
        if !known.any(|one| scheme.eq_ignore_ascii_case(one)) {
            return Err(AddressFault::Scheme);
        }
        if has_password(rest) {
            return Err(AddressFault::Password);
        }
        if !rest.chars().all(is_taken) {
            return Err(AddressFault::Character);
        }
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        if !is_authority(&rest[..end]) {
            return Err(AddressFault::Host);
        }
        Ok(Self(text.to_owned()))
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Scheme, host and port (RFC 6454): what a content policy can name.
    #[must_use]
    pub fn origin(&self) -> &str {
        let host = self.0.find("://").map_or(0, |at| at + "://".len());
        let end = self.0[host..].find(['/', '?', '#']);
        end.map_or(self.0.as_str(), |end| &self.0[..host + end])
    }

    /// Whether it may as well be a page: a browser would open it.
    #[must_use]
    pub fn may_be_a_page(&self) -> bool {
        let (scheme, _) = self.0.split_once("://").unwrap_or_default();
        ["http", "https"]
            .iter()
            .any(|one| scheme.eq_ignore_ascii_case(one))
    }
}

/// What a camera's profile says of its picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CameraAddress {
    /// A number by which a video platform knows it.
    Device(DeviceNumber),
    /// Where its stream is.
    Stream(StreamAddress),
}

impl CameraAddress {
    /// Reads what stands in a profile: a number is a device number, all else an address.
    ///
    /// # Errors
    /// [`AddressFault`], the first that was found.
    pub fn parse(text: &str) -> Result<Self, AddressFault> {
        let text = text.trim();
        if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return StreamAddress::parse(text).map(Self::Stream);
        }
        if text.len() != DEVICE_DIGITS {
            return Err(AddressFault::Digits);
        }
        Ok(Self::Device(DeviceNumber(text.to_owned())))
    }
}

/// Whether what is told of a camera holds a user or a password: it is not written down then,
/// because the log keeps it for ever, prints it and sends it on.
#[must_use]
pub fn holds_password(text: &str) -> bool {
    match text.split_once("://") {
        Some((_, rest)) => has_password(rest),
        // Typed without a scheme: an `@` alone may stand in any note.
        None => {
            let user = text.split_once('@').map(|(user, _)| user);
            user.is_some_and(|user| user.contains(':')) || has_password(&text.replace('@', ""))
        }
    }
}

/// Where the district's video platform has the stream of a device, with [`DEVICE_MARK`] where the
/// number goes. No standard says it: 待区里确认.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct StreamTemplate(String);

impl StreamTemplate {
    /// Reads a template.
    ///
    /// # Errors
    /// [`AddressFault`] of what it would make, or that it has no place for the number.
    pub fn parse(text: &str) -> Result<Self, AddressFault> {
        let text = text.trim();
        if !text.contains(DEVICE_MARK) {
            return Err(AddressFault::Mark);
        }
        let template = Self(text.to_owned());
        let any = DeviceNumber("0".repeat(DEVICE_DIGITS));
        template.filled(&any).map(|_| template)
    }

    /// The address of one device.
    ///
    /// # Errors
    /// [`AddressFault`] of what comes out.
    pub fn filled(&self, device: &DeviceNumber) -> Result<StreamAddress, AddressFault> {
        StreamAddress::parse(&self.0.replace(DEVICE_MARK, device.as_str()))
    }
}

impl TryFrom<String> for StreamTemplate {
    type Error = AddressFault;

    fn try_from(text: String) -> Result<Self, AddressFault> {
        Self::parse(&text)
    }
}

impl From<StreamTemplate> for String {
    fn from(template: StreamTemplate) -> Self {
        template.0
    }
}

fn is_taken(character: char) -> bool {
    character.is_ascii_alphanumeric() || SIGNS.contains(character)
}

/// Whether what follows the scheme holds a user or a password. An `@` anywhere counts: a password
/// with a slash in it moves the one that ends it out of the place where RFC 3986 has it. The fields
/// count in the path too, where some makers have them.
fn has_password(rest: &str) -> bool {
    let plain = rest.to_ascii_lowercase();
    let plain = plain.replace("%3d", "=").replace("%40", "@");
    plain.contains('@') || PASSWORD_FIELDS.iter().any(|field| plain.contains(field))
}

/// Whether it is a host with or without a port.
fn is_authority(text: &str) -> bool {
    if let Some(rest) = text.strip_prefix('[') {
        let Some((host, after)) = rest.split_once(']') else {
            return false;
        };
        let port = after.strip_prefix(':');
        return host.parse::<Ipv6Addr>().is_ok() && (after.is_empty() || port.is_some_and(is_port));
    }
    match text.split_once(':') {
        Some((host, port)) => is_host(host) && is_port(port),
        None => is_host(text),
    }
}

fn is_host(text: &str) -> bool {
    let is_edge = |end: Option<char>| end.is_some_and(|one| one.is_ascii_alphanumeric());
    let mut characters = text.chars();
    text.len() <= HOST_CHARS_MAX
        && is_edge(text.chars().next())
        && is_edge(text.chars().next_back())
        && characters.all(|one| one.is_ascii_alphanumeric() || "-._".contains(one))
}

fn is_port(text: &str) -> bool {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    digits && text.parse::<u16>().is_ok_and(|port| port > 0)
}

#[cfg(test)]
mod tests;
