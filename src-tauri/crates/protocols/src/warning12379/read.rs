//! From the tree of elements to the warning.

use super::message::{Method, Warning, WarningArea, WarningCircle, WarningInfo, WarningResource};
use super::{LANGUAGE_DEFAULT, NAMESPACE};
use crate::block::{Block, path_of};
use crate::cap::{AREAS_MAX, INFOS_MAX, REPEATS_MAX, required};
use crate::colour;
use crate::defect::{DefectKind, Defects, quote};
use crate::geometry::PointOrder;
use crate::notice::{self, MsgType, Status, level_contradiction};
use crate::time::TimeForm;
use crate::xml::Element;

/// Digits of a sender code and of the time in an identifier.
const CODE_DIGITS: usize = 14;

/// Whether an element is a national warning.
fn is_warning(element: &Element) -> bool {
    element.name == "alert"
        && (element.namespace.as_ref() == NAMESPACE
            || (element.namespace.is_empty()
                && (element.child("senderCode").is_some() || element.child("sendTime").is_some())))
}

/// The outermost warnings anywhere below `roots`, in order of the document.
pub(crate) fn warning_elements(roots: &[Element]) -> Vec<&Element> {
    let mut found = Vec::new();
    let mut waiting: Vec<&Element> = roots.iter().rev().collect();
    while let Some(element) = waiting.pop() {
        if is_warning(element) {
            found.push(element);
        } else {
            waiting.extend(element.children.iter().rev());
        }
    }
    found
}

/// Reads one warning.
pub(crate) fn read_warning(element: &Element) -> Warning {
    let mut warning = Warning {
        namespace: element.namespace.as_ref().to_owned(),
        ..Warning::default()
    };
    let mut block = Block::new(element, "alert");
    block.form = TimeForm::Warning12379;
    if warning.namespace.is_empty() {
        let message = "no namespace; read as the 12379 file";
        block
            .defects
            .add(DefectKind::NamespaceMissing, "alert", message);
    }
    for child in &element.children {
        if !block.enter(child) {
            block.unknown(&mut warning.unknown, child);
            continue;
        }
        match child.name.as_str() {
            "identifier" => block.text(&mut warning.identifier, child),
            "sender" => block.text(&mut warning.sender, child),
            "senderCode" => block.text(&mut warning.sender_code, child),
            "sendTime" => block.time(&mut warning.send_time, &mut warning.send_time_ms, child),
            "status" => block.text(&mut warning.status, child),
            "msgType" => block.text(&mut warning.msg_type, child),
            "scope" => block.option(&mut warning.scope, child),
            "code" => read_code(child, &mut warning, &mut block),
            "secClassification" => block.option(&mut warning.sec_classification, child),
            "note" => block.option(&mut warning.note, child),
            "references" => block.option(&mut warning.references, child),
            "info" => block.nested(&mut warning.info, INFOS_MAX, child, read_info),
            _ => block.unknown(&mut warning.unknown, child),
        }
    }
    let mut defects = block.defects;
    check(&warning, &mut defects);
    warning.defects = defects.into_vec();
    warning
}

fn read_code(element: &Element, warning: &mut Warning, block: &mut Block<'_>) {
    for child in &element.children {
        if child.name != "method" {
            block.unknown(&mut warning.unknown, child);
            continue;
        }
        if !block.has_room(warning.code.method.len(), REPEATS_MAX, child) {
            return;
        }
        let mut method = Method::default();
        for part in &child.children {
            match part.name.as_str() {
                "methodName" => block.text(&mut method.method_name, part),
                "message" => block.text(&mut method.message, part),
                "audienceGrp" => block.text(&mut method.audience_grp, part),
                _ => block.unknown(&mut warning.unknown, part),
            }
        }
        warning.code.method.push(method);
    }
}

fn read_info(element: &Element, path: String, outer: &mut Block<'_>) -> WarningInfo {
    let mut info = WarningInfo::default();
    let mut block = outer.inside(element, path);
    for child in &element.children {
        match child.name.as_str() {
            "language" => block.text(&mut info.language, child),
            "eventType" => block.text(&mut info.event_type, child),
            "urgency" => block.option(&mut info.urgency, child),
            "severity" => block.text(&mut info.severity, child),
            "certainty" => block.option(&mut info.certainty, child),
            "effective" => block.time(&mut info.effective, &mut info.effective_ms, child),
            "onset" => block.time(&mut info.onset, &mut info.onset_ms, child),
            "expires" => block.time(&mut info.expires, &mut info.expires_ms, child),
            "senderName" => block.option(&mut info.sender_name, child),
            "headline" => block.text(&mut info.headline, child),
            "description" => block.text(&mut info.description, child),
            "instruction" => block.option(&mut info.instruction, child),
            "resource" => block.nested(&mut info.resource, REPEATS_MAX, child, read_resource),
            "area" => block.nested(&mut info.area, AREAS_MAX, child, read_area),
            _ => block.unknown(&mut info.unknown, child),
        }
    }
    if info.language.is_empty() {
        LANGUAGE_DEFAULT.clone_into(&mut info.language);
    }
    outer.defects.append(block.defects.into_vec());
    info
}

fn read_resource(element: &Element, path: String, outer: &mut Block<'_>) -> WarningResource {
    let mut resource = WarningResource::default();
    let mut block = outer.inside(element, path);
    for child in &element.children {
        match child.name.as_str() {
            "resourceDesc" | "name" => block.text(&mut resource.resource_desc, child),
            "size" => block.option(&mut resource.size, child),
            "mimeType" => block.option(&mut resource.mime_type, child),
            "uri" => block.option(&mut resource.uri, child),
            "derefUri" => block.bulk(&mut resource.deref_uri, child),
            "digest" => block.option(&mut resource.digest, child),
            _ => block.unknown(&mut resource.unknown, child),
        }
    }
    outer.defects.append(block.defects.into_vec());
    resource
}

fn read_area(element: &Element, path: String, outer: &mut Block<'_>) -> WarningArea {
    let mut area = WarningArea::default();
    let mut block = outer.inside(element, path);
    for child in &element.children {
        match child.name.as_str() {
            "areaDesc" => block.text(&mut area.area_desc, child),
            "polygon" => {
                let into = (&mut area.polygon, &mut area.polygon_points);
                block.polygon(into, PointOrder::LatLonInChina, child);
            }
            "circle" => {
                let circle = block.circle(&mut area.circle, PointOrder::LatLonInChina, child);
                area.circle_list
                    .extend(circle.map(|[lat, lon, radius_m]| WarningCircle {
                        lat,
                        lon,
                        radius_m,
                    }));
            }
            "geocode" if child.children.is_empty() => block.push(&mut area.geocode, child),
            "geocode" => {
                let before = area.geocode_named.len();
                block.name_value(&mut area.geocode_named, &mut area.unknown, child);
                let read = area.geocode_named.get(before);
                let value = read.map(|pair| pair.value.trim().to_owned());
                area.geocode.extend(value.filter(|value| !value.is_empty()));
            }
            _ => block.unknown(&mut area.unknown, child),
        }
    }
    outer.defects.append(block.defects.into_vec());
    area
}

/// The sender code and time of an identifier of the right form.
pub(crate) fn identifier_parts(identifier: &str) -> Option<(&str, &str)> {
    let digits =
        |text: &str| text.len() == CODE_DIGITS && text.bytes().all(|byte| byte.is_ascii_digit());
    identifier
        .split_once('_')
        .filter(|(code, time)| digits(code) && digits(time))
}

/// Notes what the file does against the field list.
fn check(warning: &Warning, defects: &mut Defects) {
    let send_time = warning.send_time.as_deref().unwrap_or_default();
    let scope = warning.scope.as_deref().unwrap_or_default();
    for (name, value) in [
        ("identifier", warning.identifier.as_str()),
        ("sender", &warning.sender),
        ("senderCode", &warning.sender_code),
        ("sendTime", send_time),
        ("status", &warning.status),
        ("msgType", &warning.msg_type),
        ("scope", scope),
    ] {
        required(Some(value), "alert", name, defects);
    }
    match identifier_parts(&warning.identifier) {
        None if warning.identifier.is_empty() => {}
        None => {
            let message = format!("{} is no `senderCode_time`", quote(&warning.identifier));
            defects.add(DefectKind::ValueIllegal, "alert/identifier", message);
        }
        Some((code, _)) if !warning.sender_code.is_empty() && code != warning.sender_code => {
            let message = format!("the identifier is of {code}, not of the sender");
            defects.add(DefectKind::ValueIllegal, "alert/senderCode", message);
        }
        Some(_) => {}
    }
    let status = notice::status(&warning.status);
    if status == Status::Unreadable && !warning.status.is_empty() {
        let message = format!("{} is no legal `status`", quote(&warning.status));
        defects.add(DefectKind::ValueIllegal, "alert/status", message);
    }
    let msg_type = notice::msg_type(&warning.msg_type);
    if msg_type == MsgType::Unreadable && !warning.msg_type.is_empty() {
        let message = format!("{} is no legal `msgType`", quote(&warning.msg_type));
        defects.add(DefectKind::ValueIllegal, "alert/msgType", message);
    }
    if matches!(msg_type, MsgType::Update | MsgType::Cancel) && warning.references.is_none() {
        let message = format!("msgType {} names no earlier message", warning.msg_type);
        defects.add(DefectKind::ReferencesMissing, "alert/references", message);
    }
    for (index, info) in warning.info.iter().enumerate() {
        check_info(info, &format!("alert/info[{index}]"), defects);
    }
}

fn check_info(info: &WarningInfo, path: &str, defects: &mut Defects) {
    let effective = info.effective.as_deref().unwrap_or_default();
    for (name, value) in [
        ("eventType", info.event_type.as_str()),
        ("severity", &info.severity),
        ("effective", effective),
        ("headline", &info.headline),
        ("description", &info.description),
    ] {
        required(Some(value), path, name, defects);
    }
    let legal = ["Red", "Orange", "Yellow", "Blue", "Unknown"];
    if !info.severity.is_empty() && !legal.contains(&info.severity.as_str()) {
        let message = format!("{} is no legal `severity`", quote(&info.severity));
        defects.add(DefectKind::ValueIllegal, path_of(path, "severity"), message);
    }
    let stated = colour::level_of(&info.severity);
    let contradiction = level_contradiction(stated, &info.headline, &path_of(path, "headline"));
    defects.append(contradiction.into_iter().collect());
    for (index, area) in info.area.iter().enumerate() {
        required(
            Some(&area.area_desc),
            &format!("{path}/area[{index}]"),
            "areaDesc",
            defects,
        );
    }
}
