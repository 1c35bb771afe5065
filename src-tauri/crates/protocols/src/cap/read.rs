//! From the tree of elements to the message.

use super::message::{Alert, Area, Circle, Info, Resource, Version};
use super::rules::{self, NAMESPACES};
use super::{AREAS_MAX, INFOS_MAX, LANGUAGE_DEFAULT, REPEATS_MAX};
use crate::block::Block;
use crate::defect::{DefectKind, Defects, quote};
use crate::geometry::PointOrder;
use crate::xml::Element;

const SIGNATURE_NAMESPACE: &str = "http://www.w3.org/2000/09/xmldsig#";
const CAP_NAMESPACE_STEM: &str = "urn:oasis:names:tc:emergency:cap:";

// The order the schemas ask for; several editions in one list, since none contradicts another.
const ALERT_ORDER: &[&str] = &[
    "identifier",
    "sender",
    "sent",
    "status",
    "msgType",
    "password",
    "source",
    "scope",
    "restriction",
    "addresses",
    "code",
    "note",
    "references",
    "incidents",
    "info",
];
const INFO_ORDER: &[&str] = &[
    "language",
    "category",
    "event",
    "responseType",
    "urgency",
    "severity",
    "certainty",
    "audience",
    "eventCode",
    "effective",
    "onset",
    "expires",
    "senderName",
    "headline",
    "description",
    "instruction",
    "web",
    "contact",
    "parameter",
    "resource",
    "area",
];

/// Whether an element is a CAP message: an `alert` in a CAP namespace, or one without any that
/// looks like one.
pub(crate) fn is_alert(element: &Element) -> bool {
    let space = element.namespace.as_ref();
    element.name == "alert"
        && (NAMESPACES.iter().any(|(_, known)| *known == space)
            || space.starts_with(CAP_NAMESPACE_STEM)
            || (space.is_empty()
                && element.child("identifier").is_some()
                && element.child("senderCode").is_none()
                && element.child("sendTime").is_none()))
}

/// The outermost messages anywhere below `roots`, in order of the document.
pub(crate) fn alert_elements(roots: &[Element]) -> Vec<&Element> {
    let mut found = Vec::new();
    let mut waiting: Vec<&Element> = roots.iter().rev().collect();
    while let Some(element) = waiting.pop() {
        if is_alert(element) {
            found.push(element);
        } else {
            waiting.extend(element.children.iter().rev());
        }
    }
    found
}

/// Reads one message.
pub(crate) fn read_alert(element: &Element) -> Alert {
    let mut alert = Alert {
        namespace: element.namespace.as_ref().to_owned(),
        ..Alert::default()
    };
    let mut block = Block::new(element, "alert");
    alert.cap_version = version(&alert.namespace, &mut block.defects);
    block.form = rules::time_form(alert.cap_version);
    block.order = ALERT_ORDER;
    for child in &element.children {
        if child.namespace.as_ref() == SIGNATURE_NAMESPACE && child.name == "Signature" {
            alert.signature_count = alert.signature_count.saturating_add(1);
            continue;
        }
        if !block.enter(child) {
            block.unknown(&mut alert.unknown, child);
            continue;
        }
        match child.name.as_str() {
            "identifier" => block.text(&mut alert.identifier, child),
            "sender" => block.text(&mut alert.sender, child),
            "sent" => block.time(&mut alert.sent, &mut alert.sent_ms, child),
            "status" => block.text(&mut alert.status, child),
            "msgType" => block.text(&mut alert.msg_type, child),
            "password" => block.option(&mut alert.password, child),
            "source" => block.option(&mut alert.source, child),
            "scope" => block.option(&mut alert.scope, child),
            "restriction" => block.option(&mut alert.restriction, child),
            "addresses" => block.option(&mut alert.addresses, child),
            "code" => block.push(&mut alert.code, child),
            "note" => block.option(&mut alert.note, child),
            "references" => block.option(&mut alert.references, child),
            "incidents" => block.option(&mut alert.incidents, child),
            "info" => block.nested(&mut alert.info, INFOS_MAX, child, read_info),
            _ => block.unknown(&mut alert.unknown, child),
        }
    }
    let mut defects = block.defects;
    if let Some(text) = &alert.references {
        let form = rules::time_form(alert.cap_version);
        alert.reference_list = rules::references(text, form, "alert/references", &mut defects);
    }
    rules::check(&alert, &mut defects);
    alert.defects = defects.into_vec();
    alert
}

fn version(namespace: &str, defects: &mut Defects) -> Version {
    if let Some((version, _)) = NAMESPACES.iter().find(|(_, known)| *known == namespace) {
        return *version;
    }
    if namespace.is_empty() {
        let message = "no namespace; read as CAP 1.2";
        defects.add(DefectKind::NamespaceMissing, "alert", message);
    } else {
        let message = format!("unknown namespace {}; read as CAP 1.2", quote(namespace));
        defects.add(DefectKind::NamespaceUnknown, "alert", message);
    }
    Version::V1_2
}

fn read_info(element: &Element, path: String, outer: &mut Block<'_>) -> Info {
    let mut info = Info::default();
    let mut language = None;
    let mut block = outer.inside(element, path);
    block.order = INFO_ORDER;
    for child in &element.children {
        if !block.enter(child) {
            block.unknown(&mut info.unknown, child);
            continue;
        }
        match child.name.as_str() {
            "language" => block.option(&mut language, child),
            "category" => block.push(&mut info.category, child),
            "event" => block.text(&mut info.event, child),
            "responseType" => block.push(&mut info.response_type, child),
            "urgency" => block.text(&mut info.urgency, child),
            "severity" => block.text(&mut info.severity, child),
            "certainty" => block.text(&mut info.certainty, child),
            "audience" => block.option(&mut info.audience, child),
            "eventCode" => block.name_value(&mut info.event_code, &mut info.unknown, child),
            "effective" => block.time(&mut info.effective, &mut info.effective_ms, child),
            "onset" => block.time(&mut info.onset, &mut info.onset_ms, child),
            "expires" => block.time(&mut info.expires, &mut info.expires_ms, child),
            "senderName" => block.option(&mut info.sender_name, child),
            "headline" => block.option(&mut info.headline, child),
            "description" => block.option(&mut info.description, child),
            "instruction" => block.option(&mut info.instruction, child),
            "web" => block.option(&mut info.web, child),
            "contact" => block.option(&mut info.contact, child),
            "parameter" => block.name_value(&mut info.parameter, &mut info.unknown, child),
            "resource" => block.nested(&mut info.resource, REPEATS_MAX, child, read_resource),
            "area" => block.nested(&mut info.area, AREAS_MAX, child, read_area),
            _ => block.unknown(&mut info.unknown, child),
        }
    }
    info.language = language.unwrap_or_else(|| LANGUAGE_DEFAULT.to_owned());
    outer.defects.append(block.defects.into_vec());
    info
}

fn read_resource(element: &Element, path: String, outer: &mut Block<'_>) -> Resource {
    let mut resource = Resource::default();
    let mut block = outer.inside(element, path);
    for child in &element.children {
        match child.name.as_str() {
            "resourceDesc" => block.text(&mut resource.resource_desc, child),
            "mimeType" => block.option(&mut resource.mime_type, child),
            "size" => block.option(&mut resource.size, child),
            "uri" => block.option(&mut resource.uri, child),
            "derefUri" => block.bulk(&mut resource.deref_uri, child),
            "digest" => block.option(&mut resource.digest, child),
            _ => block.unknown(&mut resource.unknown, child),
        }
    }
    outer.defects.append(block.defects.into_vec());
    resource
}

fn read_area(element: &Element, path: String, outer: &mut Block<'_>) -> Area {
    let mut area = Area::default();
    let mut block = outer.inside(element, path);
    for child in &element.children {
        match child.name.as_str() {
            "areaDesc" => block.text(&mut area.area_desc, child),
            "polygon" => {
                let into = (&mut area.polygon, &mut area.polygon_points);
                block.polygon(into, PointOrder::LatLon, child);
            }
            "circle" => {
                let circle = block.circle(&mut area.circle, PointOrder::LatLon, child);
                area.circle_list
                    .extend(circle.map(|[lat, lon, radius_km]| Circle {
                        lat,
                        lon,
                        radius_km,
                    }));
            }
            "geocode" => block.name_value(&mut area.geocode, &mut area.unknown, child),
            "altitude" => block.option(&mut area.altitude, child),
            "ceiling" => block.option(&mut area.ceiling, child),
            _ => block.unknown(&mut area.unknown, child),
        }
    }
    outer.defects.append(block.defects.into_vec());
    area
}
