//! The mappings of the feeds of brokers: shown with what came last, tried, saved.
//!
//! A mapping belongs to one desk's own line to a broker, so that it is a file beside the settings
//! and no fact that other desks would follow. Who changed it and when is a line of the log
//! (decision 0046).

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use contract::error::{CallError, Code};
use contract::rows::{
    CapturedMessage, CapturedTopic, MappingFeed, MappingFile, MappingOutcome, MappingSaved,
    MappingTrial, MappingUnreadable, SaveMapping, TRIED_MAX, TriedBreach, TriedValue, TryMapping,
};
use emergency::decide::Command;
use emergency::incident::Noted;
use emergency::time::UtcMs;
use protocols::sensor::{Breach, Mapping, Sample};
use sha2::{Digest as _, Sha256};

use crate::number::small;
use crate::session::{Session, commanding, who};
use crate::sources::Broker;

/// Signs of a checksum in a line of the log.
const SHORT_SUM: usize = 12;

/// Held while a file is saved: several feeds may read one.
static SAVING: Mutex<()> = Mutex::new(());

/// All feeds of brokers, with their files and what they heard last.
pub(crate) fn all(brokers: &[Broker]) -> Vec<MappingFeed> {
    let of = |broker: &Broker| MappingFeed {
        feed: broker.settings.name.clone(),
        running: broker.running().is_some(),
        files: broker
            .files()
            .map(|(name, path)| MappingFile {
                also: others(brokers, broker, &path),
                ..file(name, &path)
            })
            .collect(),
        topics: broker
            .running()
            .map(|feed| topics(&feed))
            .unwrap_or_default(),
    };
    brokers.iter().map(of).collect()
}

/// The other feeds that read this file.
fn others(brokers: &[Broker], of: &Broker, path: &Path) -> Vec<String> {
    let other = |one: &&Broker| one.settings.name != of.settings.name && one.reads(path);
    let named = |one: &Broker| one.settings.name.clone();
    brokers.iter().filter(other).map(named).collect()
}

fn file(name: String, path: &Path) -> MappingFile {
    let read = read(path);
    MappingFile {
        file: name,
        sha256: read.as_deref().map(sum).unwrap_or_default(),
        unreadable: read.as_ref().err().copied(),
        text: read.unwrap_or_default(),
        also: Vec::new(),
    }
}

fn read(path: &Path) -> Result<String, MappingUnreadable> {
    let bytes = crate::sources::mapping_bytes(path)?;
    String::from_utf8(bytes).map_err(|_| MappingUnreadable::NotText)
}

fn sum(text: &str) -> String {
    hex::encode(Sha256::digest(text))
}

fn topics(feed: &feeds::mqtt::Mqtt) -> Vec<CapturedTopic> {
    let message = |one: feeds::mqtt::Captured| CapturedMessage {
        at: one.at,
        cut: one.length > one.payload.len(),
        text: String::from_utf8_lossy(&one.payload).into_owned(),
    };
    let topic = |(topic, messages): (String, Vec<_>)| CapturedTopic {
        topic,
        messages: messages.into_iter().map(message).collect(),
    };
    feed.captured().into_iter().map(topic).collect()
}

/// What the rules make of a message, by the code that reads the feed's own.
pub(crate) fn try_on(request: &TryMapping) -> MappingTrial {
    let (mapping, faults) = Mapping::read(&request.text);
    let mut trial = MappingTrial {
        rules: small(mapping.len() as u64),
        faults: faults.into_iter().map(|fault| fault.message).collect(),
        ..MappingTrial::default()
    };
    if request.topic.is_empty() {
        return trial;
    }
    let found = mapping.apply(&request.topic, request.message.as_bytes());
    trial.more = small(found.messages.len().saturating_sub(TRIED_MAX) as u64);
    trial.values = found
        .messages
        .into_iter()
        .take(TRIED_MAX)
        .map(tried)
        .collect();
    trial.defects = found.defects.into_iter().map(|one| one.message).collect();
    trial
}

fn tried(sample: Sample) -> TriedValue {
    TriedValue {
        rule: sample.rule,
        point: sample.point,
        quantity: sample.quantity,
        value: sample.value,
        unit: sample.unit,
        at: sample.time_ms.map(UtcMs),
        good: sample.good,
        breach: sample.breach.map(|breach| match breach {
            Breach::LowLow => TriedBreach::LowLow,
            Breach::Low => TriedBreach::Low,
            Breach::High => TriedBreach::High,
            Breach::HighHigh => TriedBreach::HighHigh,
        }),
    }
}

/// Saves a mapping: the new file is whole on the disk, then the log says who changed it, then it
/// takes the old one's place and is in force for every feed that reads it.
pub(crate) fn save(
    brokers: &[Broker],
    session: &Session,
    request: SaveMapping,
) -> Result<MappingSaved, CallError> {
    let broker = brokers.iter().find(|one| one.settings.name == request.feed);
    let broker = broker.ok_or_else(|| unknown(&request.feed))?;
    let mut files = broker.files();
    let (_, path) = files
        .find(|(name, _)| *name == request.file)
        .ok_or_else(|| unknown(&request.file))?;
    let _one_at_a_time = SAVING.lock().unwrap_or_else(PoisonError::into_inner);
    let there = file(request.file.clone(), &path);
    let (mapping, faults) = Mapping::read(&request.text);
    if let Some(refused) = refusal(&there, &request.before) {
        let text = match refused {
            MappingOutcome::ChangedMeanwhile => there.text,
            _ => String::new(),
        };
        return Ok(nothing_written(refused, there.sha256, text));
    }
    if !faults.is_empty() || mapping.is_empty() {
        let faulty = MappingOutcome::Faulty;
        return Ok(nothing_written(faulty, there.sha256, String::new()));
    }
    let failed = |error: std::io::Error| {
        CallError::new(Code::Storage, format!("{}: {error}", path.display()))
    };
    let unfinished = written(&path, request.text.as_bytes()).map_err(failed)?;
    let sha256 = sum(&request.text);
    let mut feeds = vec![request.feed];
    feeds.extend(others(brokers, broker, &path));
    let text = format!(
        "接入“{}”的测点对应“{}”已修改：{} 条规则，校验值 {}",
        feeds.join("”“"),
        request.file,
        mapping.len(),
        sha256.get(..SHORT_SUM).unwrap_or(&sha256)
    );
    let note = Noted {
        text,
        ..Noted::default()
    };
    let command = Command::NoteDuty { note };
    let noted = session.logbook.command(command, who(request.who)?);
    noted.map_err(commanding)?;
    std::fs::rename(unfinished, &path).map_err(failed)?;
    Ok(taken(brokers, &path, sha256))
}

/// Why nothing is written over what is there.
fn refusal(there: &MappingFile, before: &str) -> Option<MappingOutcome> {
    match there.unreadable {
        Some(MappingUnreadable::Missing) | None if there.sha256 == before => None,
        Some(MappingUnreadable::Missing) | None => Some(MappingOutcome::ChangedMeanwhile),
        Some(_) => Some(MappingOutcome::Unreadable),
    }
}

fn nothing_written(outcome: MappingOutcome, sha256: String, text: String) -> MappingSaved {
    MappingSaved {
        outcome,
        sha256,
        text,
        left_out: 0,
        waiting: Vec::new(),
    }
}

/// Brings a file that is saved into force wherever it is read.
fn taken(brokers: &[Broker], path: &Path, sha256: String) -> MappingSaved {
    let mut saved = nothing_written(MappingOutcome::AtNextStart, sha256, String::new());
    for broker in brokers.iter().filter(|one| one.reads(path)) {
        match broker.remap() {
            Some(left_out) => {
                saved.outcome = MappingOutcome::InForce;
                saved.left_out += small(left_out as u64);
            }
            None => saved.waiting.push(broker.settings.name.clone()),
        }
    }
    saved
}

fn unknown(what: &str) -> CallError {
    CallError::new(Code::NotFound, format!("no {what}"))
}

/// A file beside that one with these bytes, on the disk.
fn written(path: &Path, bytes: &[u8]) -> std::io::Result<PathBuf> {
    let unfinished = path.with_extension("json.new");
    let mut file = std::fs::File::create(&unfinished)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    Ok(unfinished)
}

#[cfg(test)]
mod tests;
