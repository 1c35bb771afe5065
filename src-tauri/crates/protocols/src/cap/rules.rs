//! What each edition of the standard allows (CAP 1.0 tables of 3.2, CAP 1.1 and 1.2 section 3.2
//! and the schemas of 3.4), and what its messages must hold.

use super::REFERENCES_MAX;
use super::message::{Alert, Area, Info, Reference, Resource, Version};
use crate::block::path_of;
use crate::defect::{DefectKind, Defects, quote};
use crate::time::{self, TimeForm};

/// The namespaces, by edition.
pub(super) const NAMESPACES: [(Version, &str); 3] = [
    (Version::V1_0, "http://www.incident.com/cap/1.0"),
    (Version::V1_1, "urn:oasis:names:tc:emergency:cap:1.1"),
    (Version::V1_2, "urn:oasis:names:tc:emergency:cap:1.2"),
];

/// A legal value and the edition that brought it; `until` is the last edition that had it.
type Value = (&'static str, Version, Version);

const fn always(value: &'static str) -> Value {
    (value, Version::V1_0, Version::V1_2)
}

const fn since(value: &'static str, version: Version) -> Value {
    (value, version, Version::V1_2)
}

const STATUS: &[Value] = &[
    always("Actual"),
    always("Exercise"),
    always("System"),
    always("Test"),
    since("Draft", Version::V1_1),
];
const MSG_TYPE: &[Value] = &[
    always("Alert"),
    always("Update"),
    always("Cancel"),
    always("Ack"),
    always("Error"),
];
const SCOPE: &[Value] = &[always("Public"), always("Restricted"), always("Private")];
const CATEGORY: &[Value] = &[
    always("Geo"),
    always("Met"),
    always("Safety"),
    always("Security"),
    always("Rescue"),
    always("Fire"),
    always("Health"),
    always("Env"),
    always("Transport"),
    always("Infra"),
    since("CBRNE", Version::V1_1),
    always("Other"),
];
const RESPONSE_TYPE: &[Value] = &[
    since("Shelter", Version::V1_1),
    since("Evacuate", Version::V1_1),
    since("Prepare", Version::V1_1),
    since("Execute", Version::V1_1),
    since("Avoid", Version::V1_2),
    since("Monitor", Version::V1_1),
    since("Assess", Version::V1_1),
    since("AllClear", Version::V1_2),
    since("None", Version::V1_1),
];
const URGENCY: &[Value] = &[
    always("Immediate"),
    always("Expected"),
    always("Future"),
    always("Past"),
    always("Unknown"),
];
const SEVERITY: &[Value] = &[
    always("Extreme"),
    always("Severe"),
    always("Moderate"),
    always("Minor"),
    always("Unknown"),
];
const CERTAINTY: &[Value] = &[
    ("Very Likely", Version::V1_0, Version::V1_0),
    since("Observed", Version::V1_1),
    always("Likely"),
    always("Possible"),
    always("Unlikely"),
    always("Unknown"),
];

/// Which time form an edition asks for.
pub(super) fn time_form(version: Version) -> TimeForm {
    if version == Version::V1_0 {
        TimeForm::Iso8601
    } else {
        TimeForm::Cap
    }
}

/// Reads `references`: triples separated by white space.
pub(crate) fn references(
    text: &str,
    form: TimeForm,
    path: &str,
    defects: &mut Defects,
) -> Vec<Reference> {
    let mut list = Vec::new();
    for word in text.split_whitespace() {
        if list.len() >= REFERENCES_MAX {
            let message = format!("more than {REFERENCES_MAX} references; the rest is left out");
            defects.add(DefectKind::TooMany, path, message);
            break;
        }
        let reference = reference(word, form);
        if reference.sender.is_none() || reference.sent_ms.is_none() {
            let message = format!("{} is no `sender,identifier,sent`", quote(word));
            defects.add(DefectKind::ReferenceForm, path, message);
        }
        if !reference.identifier.is_empty() {
            list.push(reference);
        }
    }
    list
}

fn reference(word: &str, form: TimeForm) -> Reference {
    let sent_ms = |text: &str| time::read(text, form).utc_ms;
    let filled = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    match word.split_once(',') {
        None => Reference {
            identifier: word.to_owned(),
            ..Reference::default()
        },
        Some((first, rest)) => match rest.rsplit_once(',') {
            Some((identifier, sent)) => Reference {
                sender: filled(first),
                identifier: identifier.to_owned(),
                sent: filled(sent),
                sent_ms: sent_ms(sent),
            },
            None if sent_ms(rest).is_some() => Reference {
                sender: None,
                identifier: first.to_owned(),
                sent: filled(rest),
                sent_ms: sent_ms(rest),
            },
            None => Reference {
                sender: filled(first),
                identifier: rest.to_owned(),
                ..Reference::default()
            },
        },
    }
}

/// Notes all that a message as a whole does against its edition.
pub(super) fn check(alert: &Alert, defects: &mut Defects) {
    let version = alert.cap_version;
    for (name, value) in [("identifier", &alert.identifier), ("sender", &alert.sender)] {
        required(Some(value), "alert", name, defects);
        if value.contains([' ', ',', '<', '&']) {
            let message = format!("{} holds a space, comma, `<` or `&`", quote(value));
            defects.add(DefectKind::ValueIllegal, path_of("alert", name), message);
        }
    }
    required(alert.sent.as_deref(), "alert", "sent", defects);
    legal(
        Some(&alert.status),
        STATUS,
        version,
        "alert",
        "status",
        defects,
    );
    legal(
        Some(&alert.msg_type),
        MSG_TYPE,
        version,
        "alert",
        "msgType",
        defects,
    );
    let scope = alert.scope.as_deref().unwrap_or_default();
    legal(Some(scope), SCOPE, version, "alert", "scope", defects);
    match scope {
        "Restricted" => required(
            alert.restriction.as_deref(),
            "alert",
            "restriction",
            defects,
        ),
        "Private" => required(alert.addresses.as_deref(), "alert", "addresses", defects),
        _ => {}
    }
    let names_others = matches!(
        alert.msg_type.as_str(),
        "Update" | "Cancel" | "Ack" | "Error"
    );
    if names_others && alert.reference_list.is_empty() {
        let message = format!("msgType {} names no earlier message", alert.msg_type);
        defects.add(DefectKind::ReferencesMissing, "alert/references", message);
    }
    if version > Version::V1_0 && alert.password.is_some() {
        defects.add(
            DefectKind::ElementUnknown,
            "alert/password",
            "`password` is of CAP 1.0 only",
        );
    }
    for (index, info) in alert.info.iter().enumerate() {
        check_info(info, version, &format!("alert/info[{index}]"), defects);
    }
}

fn check_info(info: &Info, version: Version, path: &str, defects: &mut Defects) {
    if version > Version::V1_0 && info.category.is_empty() {
        required(None, path, "category", defects);
    }
    for category in &info.category {
        legal(Some(category), CATEGORY, version, path, "category", defects);
    }
    for response in &info.response_type {
        legal(
            Some(response),
            RESPONSE_TYPE,
            version,
            path,
            "responseType",
            defects,
        );
    }
    required(Some(&info.event), path, "event", defects);
    legal(
        Some(&info.urgency),
        URGENCY,
        version,
        path,
        "urgency",
        defects,
    );
    legal(
        Some(&info.severity),
        SEVERITY,
        version,
        path,
        "severity",
        defects,
    );
    legal(
        Some(&info.certainty),
        CERTAINTY,
        version,
        path,
        "certainty",
        defects,
    );
    for (index, resource) in info.resource.iter().enumerate() {
        check_resource(
            resource,
            version,
            &format!("{path}/resource[{index}]"),
            defects,
        );
    }
    for (index, area) in info.area.iter().enumerate() {
        check_area(area, &format!("{path}/area[{index}]"), defects);
    }
}

fn check_resource(resource: &Resource, version: Version, path: &str, defects: &mut Defects) {
    required(Some(&resource.resource_desc), path, "resourceDesc", defects);
    if version == Version::V1_2 {
        required(resource.mime_type.as_deref(), path, "mimeType", defects);
    }
    if let Some(size) = &resource.size
        && size.parse::<u64>().is_err()
    {
        let message = format!("{} is no count of bytes", quote(size));
        defects.add(DefectKind::ValueIllegal, path_of(path, "size"), message);
    }
}

fn check_area(area: &Area, path: &str, defects: &mut Defects) {
    required(Some(&area.area_desc), path, "areaDesc", defects);
    for (name, height) in [("altitude", &area.altitude), ("ceiling", &area.ceiling)] {
        if let Some(text) = height
            && crate::geometry::number(text).is_none()
        {
            let message = format!("{} is no height", quote(text));
            defects.add(DefectKind::ValueIllegal, path_of(path, name), message);
        }
    }
    if area.ceiling.is_some() && area.altitude.is_none() {
        let message = "a ceiling stands only together with an altitude";
        defects.add(
            DefectKind::ElementMissing,
            path_of(path, "altitude"),
            message,
        );
    }
}

/// Notes a required element that is absent or empty.
pub(crate) fn required(value: Option<&str>, path: &str, name: &str, defects: &mut Defects) {
    if value.is_none_or(str::is_empty) {
        let message = format!("`{name}` is required");
        defects.add(DefectKind::ElementMissing, path_of(path, name), message);
    }
}

fn legal(
    value: Option<&str>,
    values: &[Value],
    version: Version,
    path: &str,
    name: &str,
    defects: &mut Defects,
) {
    let Some(value) = value.filter(|value| !value.is_empty()) else {
        required(None, path, name, defects);
        return;
    };
    let known = values.iter().find(|(legal, _, _)| *legal == value);
    match known {
        Some((_, first, last)) if (*first..=*last).contains(&version) => {}
        Some(_) => {
            let message = format!("{} is legal in another edition only", quote(value));
            defects.add(DefectKind::ValueIllegal, path_of(path, name), message);
        }
        None => {
            let message = format!("{} is no legal `{name}`", quote(value));
            defects.add(DefectKind::ValueIllegal, path_of(path, name), message);
        }
    }
}
