//! The sound device: opened, watched, opened anew when it was gone.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use contract::status::SoundState;
use desk::Desk;
use desk::ring::Tone;
use desk::speaker::{LOOK_EVERY, Look, Signs, Speaker};
use rodio::source::{Done, SineWave, Source as _};
use rodio::stream::DeviceSinkError;
use rodio::{CpalErrorKind, DeviceSinkBuilder, MixerDeviceSink};

/// Pitch of a real alarm in hertz.
const PITCH_HZ: f32 = 880.0;
/// Pitch of a drill's alarm in hertz.
const DRILL_PITCH_HZ: f32 = 440.0;
/// Length of one pulse.
const PULSE: Duration = Duration::from_millis(220);
/// From pulse to pulse.
const STEP: Duration = Duration::from_millis(400);
/// Loudness from 0 to 1.
const VOLUME: f32 = 0.5;
/// Loudness where nobody has answered.
const VOLUME_AGAIN: f32 = 0.9;
/// The silence that the device is given to take.
const ASKED: Duration = Duration::from_millis(20);

/// The device that sounds, with what is known of it.
#[derive(Default)]
pub(crate) struct Device {
    sink: Option<MixerDeviceSink>,
    speaker: Speaker,
    /// Set by the device.
    broken: Arc<AtomicBool>,
    /// How much of what it was asked to take it has not taken.
    untaken: Arc<AtomicUsize>,
    /// Whether the system has a card, and when that was read.
    cards: Option<(Instant, Option<bool>)>,
}

impl Device {
    /// Looks whether it is there, and opens it where it is not; `urgent` before something new is
    /// sounded.
    pub(crate) fn look(&mut self, desk: &Desk, urgent: bool, now: Instant) {
        let signs = Signs {
            broken: self.broken.load(Ordering::Relaxed),
            took: self.untaken.load(Ordering::Relaxed) == 0,
            cards: self.cards(now),
        };
        match self.speaker.look(signs, urgent, now) {
            Look::Keep => {}
            Look::Ask => self.ask(),
            Look::Close => {
                tracing::warn!("the sound device is gone");
                self.sink = None;
                desk.set_sound(SoundState::Blocked);
            }
            Look::Open => self.open(desk),
        }
    }

    /// Sounds a tone; false where there is no device.
    pub(crate) fn sound(&self, tone: Tone) -> bool {
        let Some(sink) = &self.sink else {
            return false;
        };
        let pitch = if tone.drill { DRILL_PITCH_HZ } else { PITCH_HZ };
        let volume = if tone.louder { VOLUME_AGAIN } else { VOLUME };
        for pulse in 0..tone.pulses {
            let sine = SineWave::new(pitch)
                .take_duration(PULSE)
                .amplify(volume)
                .delay(STEP * pulse);
            sink.mixer().add(sine);
        }
        true
    }

    fn ask(&mut self) {
        if let Some(sink) = &self.sink {
            self.untaken = Arc::new(AtomicUsize::new(1));
            let silence = SineWave::new(PITCH_HZ).take_duration(ASKED).amplify(0.0);
            sink.mixer()
                .add(Done::new(silence, Arc::clone(&self.untaken)));
        }
    }

    fn open(&mut self, desk: &Desk) {
        // What is held keeps others from the device.
        self.sink = None;
        self.broken = Arc::default();
        self.untaken = Arc::default();
        self.sink = open(&self.broken)
            .inspect_err(|error| tracing::warn!(%error, "no sound device"))
            .ok();
        let is_open = self.sink.is_some();
        self.speaker.opened(is_open);
        desk.set_sound(if is_open {
            SoundState::Armed
        } else {
            SoundState::Blocked
        });
    }

    fn cards(&mut self, now: Instant) -> Option<bool> {
        match self.cards {
            Some((at, known)) if now.duration_since(at) < LOOK_EVERY => known,
            _ => {
                let known = cards();
                self.cards = Some((now, known));
                known
            }
        }
    }
}

/// The device of the system's choice, else any other.
fn open(broken: &Arc<AtomicBool>) -> Result<MixerDeviceSink, DeviceSinkError> {
    let said = Arc::clone(broken);
    let chosen = DeviceSinkBuilder::from_default_device().and_then(|builder| {
        let builder = builder.with_error_callback(move |error: rodio::CpalError| {
            // It goes on after these.
            let passes = [
                CpalErrorKind::Xrun,
                CpalErrorKind::RealtimeDenied,
                CpalErrorKind::DeviceChanged,
            ];
            if !passes.contains(&error.kind()) {
                said.store(true, Ordering::Relaxed);
            }
            tracing::debug!(%error, "the sound device says");
        });
        builder.open_stream()
    });
    let mut sink = chosen.or_else(|_| DeviceSinkBuilder::open_default_sink())?;
    sink.log_on_drop(false);
    Ok(sink)
}

/// Whether the system has a sound card; none where it does not say. A sound server takes the place
/// of a card that was pulled out, and what it is given is heard nowhere.
fn cards() -> Option<bool> {
    if !cfg!(target_os = "linux") {
        return None;
    }
    let listed = std::fs::read_to_string("/proc/asound/cards").ok()?;
    Some(listed.contains('['))
}
