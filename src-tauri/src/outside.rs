//! Notifications on the desktop, on a thread of their own: one that does not answer holds up no
//! sound.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Instant;

use contract::change::Alarm;
use desk::Desk;
use desk::notifier::{Answer, Notifier};

/// What may wait to be shown, and answers that wait; what is more is in the list of the window.
const WAITING_MAX: usize = 16;

/// What is handed to the thread.
enum Job {
    /// Whether somebody would show something.
    Ask,
    /// To be shown: what it is called, and what it says.
    Show(String, String),
}

/// The way to the desktop.
pub(crate) struct Outside {
    state: Notifier,
    jobs: SyncSender<Job>,
    answers: Receiver<Answer>,
}

impl Outside {
    /// Starts the thread; it ends with this.
    pub(crate) fn start() -> std::io::Result<Self> {
        let (jobs, waiting) = sync_channel(WAITING_MAX);
        let (told, answers) = sync_channel(WAITING_MAX);
        std::thread::Builder::new()
            .name("notifier".to_owned())
            .spawn(move || work(&waiting, &told))?;
        Ok(Self {
            state: Notifier::default(),
            jobs,
            answers,
        })
    }

    /// Takes what was answered, asks when it is time, and says in the window what is known.
    pub(crate) fn look(&mut self, desk: &Desk, now: Instant) {
        for answer in self.answers.try_iter() {
            self.state.answered(answer, now);
        }
        if self.state.asks(now) {
            self.hand(Job::Ask, now);
        }
        desk.set_notifications(self.state.reach(now));
    }

    /// Shows an alarm; one that nobody can show is said in the window and is not lost.
    pub(crate) fn show(&mut self, alarm: &Alarm, now: Instant) {
        let mark = if alarm.exercise { "【演练】" } else { "" };
        let more = if alarm.count > 1 {
            format!("（共 {} 条）", alarm.count)
        } else {
            String::new()
        };
        let title = format!("{mark}应急值守 · {}", called(alarm));
        self.hand(Job::Show(title, format!("{}{more}", alarm.headline)), now);
    }

    /// What nobody takes any more is not shown.
    fn hand(&mut self, job: Job, now: Instant) {
        self.state.handed(now);
        if let Err(error) = self.jobs.try_send(job) {
            tracing::warn!(%error, "not shown");
            self.state.answered(Answer::Shown(false), now);
        }
    }
}

fn work(jobs: &Receiver<Job>, told: &SyncSender<Answer>) {
    while let Ok(job) = jobs.recv() {
        let answer = match job {
            Job::Ask => ask(),
            Job::Show(title, words) => {
                let shown = notify_rust::Notification::new()
                    .appname("Dutyroom")
                    .summary(&title)
                    .body(&words)
                    .show();
                let shown = shown.inspect_err(|error| tracing::warn!(%error, "not shown"));
                Answer::Shown(shown.is_ok())
            }
        };
        if told.send(answer).is_err() {
            return;
        }
    }
}

/// Asks who shows notifications for its name; nothing is shown.
#[cfg(target_os = "linux")]
fn ask() -> Answer {
    let named = notify_rust::get_server_information();
    let named = named.inspect_err(|error| tracing::warn!(%error, "nobody shows notifications"));
    Answer::Asked(named.is_ok())
}

/// Other systems cannot be asked without showing something.
#[cfg(not(target_os = "linux"))]
fn ask() -> Answer {
    Answer::Unknown
}

/// A level of law is called as the law calls it, a priority as the screen does.
fn called(alarm: &Alarm) -> &'static str {
    match (alarm.by_priority, alarm.level) {
        (false, 1) => "Ⅰ级告警",
        (false, 2) => "Ⅱ级告警",
        (false, 3) => "Ⅲ级告警",
        (false, _) => "Ⅳ级告警",
        (true, 1) => "紧急告警",
        (true, 2) => "高优先级告警",
        (true, 3) => "中优先级告警",
        (true, _) => "低优先级告警",
    }
}
