//! Lists of alerts: Atom (RFC 4287) and RSS 2.0 feeds whose entries hold a message or link to one,
//! and any other document the drop folder or the poller meets. One door for everything that may
//! hold an alert.

use serde::{Deserialize, Serialize};

use crate::cap::{self, TEXT_BYTES_MAX};
use crate::defect::{Defect, DefectKind, Defects, quote};
use crate::notice::AlertNotice;
use crate::warning12379;
use crate::xml::{self, Element, cut};
use crate::{text, time};

/// The largest list that is read.
pub const FEED_BYTES_MAX: usize = 16 * 1024 * 1024;
/// The most entries of one list.
pub const ENTRIES_MAX: usize = 10_000;
/// The most extra elements kept of an entry.
pub const FIELDS_MAX: usize = 64;
/// How deep a message may be wrapped as escaped text in another document.
const EMBEDDED_DEPTH_MAX: usize = 2;

/// What a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// An Atom feed or a single entry.
    Atom,
    /// RSS 2.0.
    Rss,
    /// One or more messages by themselves, or wrapped.
    Messages,
    /// A public Chinese list in JSON or JavaScript.
    PublicList,
    /// None of these.
    #[default]
    Unknown,
}

/// An entry that names a message without holding it: the poller fetches it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct FeedLink {
    /// Where the message is: http, https, or relative to the list.
    pub url: String,
    /// The media type the list gives, or empty.
    pub media_type: String,
    /// The entry's own identity, or empty.
    pub id: String,
    /// Its title.
    pub title: String,
    /// When it was last changed, UTC milliseconds.
    pub updated_ms: Option<i64>,
    /// Other plain elements of the entry, such as `event` or `severity`, to choose by.
    pub fields: Vec<(String, String)>,
}

/// All that was found in a document.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AlertDocument {
    /// What it is.
    pub kind: DocumentKind,
    /// The messages it holds, each with its own defects.
    pub notices: Vec<AlertNotice>,
    /// The messages it names.
    pub links: Vec<FeedLink>,
    /// What is wrong outside of its messages.
    pub defects: Vec<Defect>,
}

/// Reads whatever it is: CAP, the 12379 file, Atom, RSS, or a public list.
#[must_use]
pub fn parse(bytes: &[u8]) -> AlertDocument {
    let mut document = AlertDocument::default();
    let mut defects = Defects::default();
    if bytes.len() > FEED_BYTES_MAX {
        let message = format!("{} bytes; at most {FEED_BYTES_MAX} are read", bytes.len());
        defects.add(DefectKind::TooLarge, "", message);
        document.defects = defects.into_vec();
        return document;
    }
    if !warning12379::looks_like_xml(bytes) {
        let list = warning12379::parse_list(bytes);
        if !list.messages.is_empty() {
            document.kind = DocumentKind::PublicList;
        }
        document.notices = list.messages.iter().map(AlertNotice::from).collect();
        document.defects = list.defects;
        return document;
    }
    let decoded = text::decode(bytes);
    defects.append(decoded.defects);
    read_text(&decoded.text, 0, &mut document, &mut defects);
    let nothing = document.notices.is_empty() && document.links.is_empty();
    if document.kind == DocumentKind::Unknown && nothing && defects.is_empty() {
        defects.add(
            DefectKind::FormatWrong,
            "",
            "no alert and no list of alerts in this document",
        );
    }
    document.defects = defects.into_vec();
    // What is wrong with the document of a single message is wrong with the message.
    if let (DocumentKind::Messages, [only]) = (document.kind, document.notices.as_mut_slice()) {
        document.defects.append(&mut only.defects);
        only.defects = std::mem::take(&mut document.defects);
    }
    document
}

fn read_text(text: &str, depth: usize, document: &mut AlertDocument, defects: &mut Defects) {
    let roots = xml::read(text, defects);
    for root in &roots {
        match root.name.as_str() {
            "feed" => {
                document.kind = DocumentKind::Atom;
                let entries = root.children.iter().filter(|child| child.name == "entry");
                read_entries(entries, depth, document, defects);
            }
            "entry" => {
                document.kind = DocumentKind::Atom;
                read_entries(std::iter::once(root), depth, document, defects);
            }
            "rss" | "RDF" => {
                document.kind = DocumentKind::Rss;
                let inner = root.children.iter().filter(|child| child.name == "channel");
                let items = inner
                    .flat_map(|channel| channel.children.iter())
                    .chain(root.children.iter())
                    .filter(|child| child.name == "item");
                read_entries(items, depth, document, defects);
            }
            _ => {
                if take_messages(std::slice::from_ref(root), document)
                    && document.kind == DocumentKind::Unknown
                {
                    document.kind = DocumentKind::Messages;
                }
            }
        }
    }
}

/// Takes every message below these elements; whether there was one.
fn take_messages(elements: &[Element], document: &mut AlertDocument) -> bool {
    let before = document.notices.len();
    let alerts = cap::alert_elements(elements)
        .into_iter()
        .map(cap::read_alert);
    document
        .notices
        .extend(alerts.map(|alert| AlertNotice::from(&alert)));
    let warnings = warning12379::warning_elements(elements).into_iter();
    let warnings = warnings.map(warning12379::read_warning);
    document
        .notices
        .extend(warnings.map(|warning| AlertNotice::from(&warning)));
    document.notices.len() > before
}

fn read_entries<'a>(
    entries: impl Iterator<Item = &'a Element>,
    depth: usize,
    document: &mut AlertDocument,
    defects: &mut Defects,
) {
    for (index, entry) in entries.enumerate() {
        if index >= ENTRIES_MAX {
            let message = format!("more than {ENTRIES_MAX} entries; the rest is left out");
            defects.add(DefectKind::TooMany, "", message);
            return;
        }
        let held = take_messages(&entry.children, document)
            || take_embedded(entry, depth, document, defects);
        if !held {
            read_link(entry, index, document, defects);
        }
    }
}

/// A message as escaped text or CDATA inside `content` or `description`.
fn take_embedded(
    entry: &Element,
    depth: usize,
    document: &mut AlertDocument,
    defects: &mut Defects,
) -> bool {
    if depth >= EMBEDDED_DEPTH_MAX {
        return false;
    }
    let before = document.notices.len();
    for child in &entry.children {
        let holds_text = matches!(
            child.name.as_str(),
            "content" | "summary" | "description" | "encoded"
        );
        let text = child.text.trim();
        let looks_like_alert = text.starts_with('<')
            && (text.contains("alert")
                && (text.contains("identifier") || text.contains("DOCTYPE")));
        if holds_text && looks_like_alert {
            let kind = document.kind;
            read_text(text, depth + 1, document, defects);
            document.kind = kind;
        }
    }
    document.notices.len() > before
}

fn read_link(entry: &Element, index: usize, document: &mut AlertDocument, defects: &mut Defects) {
    let path = format!("entry[{index}]");
    let plain = |name: &str| {
        let text = entry
            .child(name)
            .map(|child| child.text.trim())
            .unwrap_or_default();
        cut(text, TEXT_BYTES_MAX).to_owned()
    };
    let id = [plain("id"), plain("guid")]
        .into_iter()
        .find(|id| !id.is_empty());
    let id = id.unwrap_or_default();
    let Some((url, media_type)) = best_link(entry, &id) else {
        let message = format!(
            "{} holds no message and no link to one",
            quote(&plain("title"))
        );
        defects.add(DefectKind::ElementMissing, path, message);
        return;
    };
    if !is_web(url) {
        let message = format!("{} is not followed", quote(url));
        defects.add(DefectKind::LinkRefused, path, message);
        return;
    }
    let updated = ["updated", "pubDate", "published", "date"]
        .iter()
        .find_map(|name| time::read_rfc2822(&entry.child(name)?.text));
    let fields = entry
        .children
        .iter()
        .filter(|child| child.children.is_empty() && !child.text.trim().is_empty())
        .filter(|child| !matches!(child.name.as_str(), "id" | "guid" | "title" | "link"))
        .take(FIELDS_MAX)
        .map(|child| {
            (
                child.name.clone(),
                cut(child.text.trim(), TEXT_BYTES_MAX).to_owned(),
            )
        })
        .collect();
    document.links.push(FeedLink {
        url: cut(url, TEXT_BYTES_MAX).to_owned(),
        media_type: cut(media_type, TEXT_BYTES_MAX).to_owned(),
        id,
        title: plain("title"),
        updated_ms: updated,
        fields,
    });
}

/// The link most likely to be the message: by its media type, then an alternate, then any, then an
/// identity that is itself an address. `(address, media type)`.
fn best_link<'a>(entry: &'a Element, id: &'a str) -> Option<(&'a str, &'a str)> {
    let mut best: Option<(u8, &str, &str)> = None;
    for child in &entry.children {
        let media_type = child.attribute("type").unwrap_or_default();
        let (rank, url) = match child.name.as_str() {
            "link" | "content" | "enclosure" => {
                let url = ["href", "src", "url"]
                    .iter()
                    .find_map(|name| child.attribute(name));
                let url = url.unwrap_or_else(|| child.text.trim());
                let is_link = child.name == "link";
                let rank = match child.attribute("rel") {
                    _ if media_type.contains("cap+xml") => 0,
                    _ if media_type.ends_with("xml") => 1,
                    None | Some("alternate") if is_link => 2,
                    Some("self" | "edit") => 4,
                    _ => 3,
                };
                // The text of `content` is no address.
                if child.name == "content" && child.attribute("src").is_none() {
                    continue;
                }
                (rank, url)
            }
            _ => continue,
        };
        if !url.is_empty() && best.is_none_or(|(known, _, _)| rank < known) {
            best = Some((rank, url, media_type));
        }
    }
    let by_id = id.starts_with("http://") || id.starts_with("https://");
    best.map(|(_, url, media_type)| (url.trim(), media_type))
        .or(by_id.then_some((id, "")))
}

/// Whether an address may be handed to the poller: http, https, or relative.
fn is_web(url: &str) -> bool {
    let scheme = url.split(['/', '?', '#']).next().unwrap_or_default();
    match scheme.split_once(':') {
        Some((scheme, _)) => {
            scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
        }
        None => true,
    }
}

#[cfg(test)]
mod tests;
