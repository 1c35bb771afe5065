// Made from the Rust types of `contract` and `emergency`; do not edit.
// UPDATE=1 cargo test -p tests contract

/**
 * What a team of a firm or of society is paid for one incident, as far as the log says.
 */
export type AccountRow = { 
/**
 * The team.
 */
team: TeamId, 
/**
 * Its call sign and name.
 */
name: string, 
/**
 * Of which class it is.
 */
level: TeamLevel, 
/**
 * Times that it came and is free again.
 */
over: number, 
/**
 * Times that it came and is out still.
 */
open: number, 
/**
 * Hundredths of an hour in all, of those that are over.
 */
hours: number, 
/**
 * Rates in its profile.
 */
rates: number, 
/**
 * Rates of which somebody has to enter the count by hand.
 */
byHand: number, 
/**
 * Yuan cents (分) in all; none without rates, or while one is counted by hand.
 */
fen: number | null, };

/**
 * A person as the log names them.
 */
export type ActorName = string;

/**
 * Why something is no address of a camera's picture.
 */
export type AddressFault = "empty" | "too_long" | "digits" | "scheme" | "host" | "password" | "character" | "mark";

/**
 * Whom a notice could go to, and by what ways.
 */
export type Addressees = { 
/**
 * Departments of the desk's list, and the teams of the incident.
 */
recipients: Array<Recipient>, 
/**
 * Channels that are set up.
 */
channels: Array<Channel>, };

/**
 * Take the shipped text of a plan into the log as its first version.
 */
export type AdoptPlan = { 
/**
 * Which.
 */
plan: PlanId, 
/**
 * Who.
 */
who: Who, };

/**
 * A rescue service agreement (救援服务协议): 甲乙方, 范围, 到场时限, 费用, 期限.
 */
export type Agreement = { 
/**
 * Number or title.
 */
title: string, 
/**
 * With whom.
 */
parties: Array<string>, 
/**
 * For what, in words.
 */
scope: string, 
/**
 * Capabilities it promises, from the list of [`crate::capability`].
 */
capabilities: Array<string>, 
/**
 * Minutes in which it promises to be there; none when it does not say.
 */
arrivalMin: number | null, 
/**
 * What it costs, in words.
 */
fee: string, 
/**
 * First day.
 */
from: Day | null, 
/**
 * Last day.
 */
until: Day | null, };

/**
 * The state of one request.
 */
export type Aid = { 
/**
 * Its name.
 */
id: AidId, 
/**
 * The letter.
 */
drafted: AidDrafted, 
/**
 * When it was last changed.
 */
draftedAt: UtcMs, 
/**
 * The desk that asks.
 */
origin: OriginId, 
/**
 * Who signed, and the number.
 */
signed: AidSigned | null, 
/**
 * When it was signed.
 */
signedAt: UtcMs | null, 
/**
 * By what way it was sent last.
 */
sent: AidSent | null, 
/**
 * When it was sent first.
 */
sentAt: UtcMs | null, 
/**
 * True once the platform has the request.
 */
atPlatform: boolean, 
/**
 * The newest answer.
 */
answer: AidAnswer | null, 
/**
 * What arrived, oldest first.
 */
arrivals: Array<AidArrival>, 
/**
 * How far it is.
 */
progress: AidProgress, 
/**
 * Words at the end.
 */
note: string, };

/**
 * What is done with a request for help.
 */
export type AidAct = { "act": "draft", aid: AidId | null, drafted: AidDrafted, } | { "act": "sign", aid: AidId, signer: string, number: string, } | { "act": "send", aid: AidId, way: AidWay, } | { "act": "answer", aid: AidId, answered: AidAnswered, } | { "act": "arrive", aid: AidId, arrived: AidArrived, } | { "act": "release", aid: AidId, note: string, } | { "act": "withdraw", aid: AidId, note: string, };

/**
 * An answer as it came in.
 */
export type AidAnswer = { 
/**
 * When.
 */
at: UtcMs, 
/**
 * The desk that entered it.
 */
origin: OriginId, 
/**
 * Who entered it.
 */
by: ActorName, 
/**
 * What was said.
 */
answered: AidAnswered, };

/**
 * `aid.answered`: the answer of the other side.
 */
export type AidAnswered = { 
/**
 * For which incident.
 */
incident: IncidentId, 
/**
 * What they say.
 */
decision: AidDecision, 
/**
 * Who said so, by unit and name.
 */
saidBy: string, 
/**
 * What comes, in words; why nothing does.
 */
words: string, 
/**
 * Seconds until it is there, when that was said.
 */
etaS: number | null, };

/**
 * Something that arrived.
 */
export type AidArrival = { 
/**
 * When.
 */
at: UtcMs, 
/**
 * What.
 */
arrived: AidArrived, };

/**
 * `aid.arrived`: some of it is there.
 */
export type AidArrived = { 
/**
 * For which incident.
 */
incident: IncidentId, 
/**
 * What arrived, in words.
 */
words: string, 
/**
 * How many people.
 */
people: number, 
/**
 * True when all that was promised is there.
 */
all: boolean, };

/**
 * What the other side says.
 */
export type AidDecision = "granted" | "partly" | "declined";

/**
 * `aid.drafted`: the letter as it stands; a later one replaces it until it is signed.
 */
export type AidDrafted = { 
/**
 * For which incident.
 */
incident: IncidentId, 
/**
 * Who is asked: a neighbouring district, the city, a firm.
 */
to: string, 
/**
 * What has happened and why help is needed.
 */
reason: string, 
/**
 * What is needed.
 */
needs: Array<Need>, 
/**
 * The same in words.
 */
words: string, 
/**
 * Where to report.
 */
place: Place, 
/**
 * By when.
 */
wantedAt: UtcMs | null, 
/**
 * Whom to call on arrival.
 */
contact: string, };

/**
 * `aid.released` and `aid.withdrawn`: it ends, after help or without it.
 */
export type AidEnded = { 
/**
 * For which incident.
 */
incident: IncidentId, 
/**
 * Words.
 */
note: string, };

/**
 * One request for mutual aid (请求支援).
 */
export type AidId = string;

/**
 * How far a request is.
 */
export type AidProgress = "drafted" | "signed" | "sent" | "answered" | "arrived" | "released" | "declined" | "withdrawn";

/**
 * `aid.sent`: it is on its way.
 */
export type AidSent = { 
/**
 * For which incident.
 */
incident: IncidentId, 
/**
 * How.
 */
way: AidWay, };

/**
 * `aid.signed`: signed by name.
 */
export type AidSigned = { 
/**
 * For which incident.
 */
incident: IncidentId, 
/**
 * Who signed.
 */
signer: string, 
/**
 * Number of the letter.
 */
number: string, };

/**
 * By what way a request goes.
 */
export type AidWay = "platform" | "phone" | "paper";

/**
 * What the shell sounds and shows outside the window.
 */
export type Alarm = { 
/**
 * The worst new level, 1 to 4; of what has no level of law, its priority.
 */
level: number, 
/**
 * True where that is a priority and no level of law.
 */
byPriority: boolean, 
/**
 * How many new alerts it stands for.
 */
count: number, 
/**
 * The headline of the worst.
 */
headline: string, 
/**
 * True in a drill.
 */
exercise: boolean, 
/**
 * How far it has gone while nobody answered; none for the first time.
 */
step: EscalationStep | null, 
/**
 * True where nothing of it is new: it was heard before, and nobody has answered.
 */
heard: boolean, };

/**
 * What is done to alerts as alarms.
 */
export type AlarmAct = { "act": "verify", alerts: Array<AlertId>, finding: Finding | null, note: string, } | { "act": "part", alerts: Array<AlertId>, note: string, } | { "act": "rejoin", alerts: Array<AlertId>, } | { "act": "prioritize", alerts: Array<AlertId>, priority: Priority | null, reason: string, } | { "act": "reset", alerts: Array<AlertId>, note: string, } | { "act": "take_out", source: SourceId, name: string, until: UtcMs, reason: string, } | { "act": "put_back", source: SourceId, note: string, };

/**
 * The load of one span, such as a shift.
 */
export type AlarmLoad = { 
/**
 * Alarms in all.
 */
alarms: number, 
/**
 * Per operator in ten minutes, on average.
 */
average: number, 
/**
 * Alarms by window, the first first.
 */
windows: Array<AlarmWindow>, 
/**
 * The fullest window.
 */
peak: AlarmWindow, 
/**
 * Share of the windows in flood, per cent.
 */
floodPercent: number, 
/**
 * By priority from urgent to low.
 */
byPriority: [number, number, number, number], 
/**
 * Alarms that stood at the end of the span.
 */
standing: number, 
/**
 * Those of them that are stale.
 */
stale: number, 
/**
 * Alarms that somebody acknowledged.
 */
acknowledged: number, 
/**
 * Half of those were acknowledged within this, seconds.
 */
ackMedianS: number | null, 
/**
 * Nine of ten were.
 */
ackP90S: number | null, 
/**
 * The points with the most alarms.
 */
worst: Array<BadPoint>, 
/**
 * Their share in all alarms, per cent.
 */
worstPercent: number, 
/**
 * The worst of the points that chatter, at most [`WORST_MAX`].
 */
chattering: Array<BadPoint>, 
/**
 * How many points chatter.
 */
chatteringPoints: number, 
/**
 * The worst of the points whose alarms end almost at once, at most [`WORST_MAX`].
 */
fleeting: Array<BadPoint>, 
/**
 * How many such points there are.
 */
fleetingPoints: number, };

/**
 * Of which time the load is asked.
 */
export type AlarmLoadRequest = { 
/**
 * Hours before now; 0 means a shift.
 */
hours: number, 
/**
 * When that shift began, by [`AlarmShift::from`]; none means this one.
 */
shift: UtcMs | null, };

/**
 * The load of alarms beside the limits of the guideline.
 */
export type AlarmLoadSheet = { 
/**
 * From when.
 */
from: UtcMs, 
/**
 * Until when; what stands is of the moment before.
 */
to: UtcMs, 
/**
 * Who has the watch, as the averages count them; one where nobody is entered.
 */
operators: number, 
/**
 * The figures.
 */
load: AlarmLoad, 
/**
 * The limits beside them.
 */
guideline: Guideline, 
/**
 * Alarms that were read at most; true where there are more, and the oldest are left out.
 */
cut: boolean, };

/**
 * A shift as the log has it: from when some people had the watch until others took it over.
 */
export type AlarmShift = { 
/**
 * When it began.
 */
from: UtcMs, 
/**
 * When it ended; none while it goes on.
 */
to: UtcMs | null, 
/**
 * The duty leader.
 */
leader: ActorName, 
/**
 * The duty officers.
 */
officers: Array<ActorName>, };

/**
 * The shifts of which the load can be asked, and some of them beside each other.
 */
export type AlarmShifts = { 
/**
 * The newest first.
 */
shifts: Array<AlarmShift>, 
/**
 * The load of the newest of them, in the same order; windows and points are left out.
 */
loads: Array<AlarmLoadSheet>, };

/**
 * How many shifts are put beside each other.
 */
export type AlarmShiftsRequest = { 
/**
 * The newest so many, [`SHIFTS_COMPARED_MAX`] at most; 0 only names the shifts.
 */
compare: number, };

/**
 * Alarms in one window of ten minutes.
 */
export type AlarmWindow = { 
/**
 * When it begins.
 */
from: UtcMs, 
/**
 * Alarms in it.
 */
alarms: number, };

/**
 * The state of one alert.
 */
export type Alert = { 
/**
 * Its name on every desk.
 */
id: AlertId, 
/**
 * The newest version of the message; none while only a successor has come.
 */
notice: Notice | null, 
/**
 * Name of the feed that brought it first.
 */
feed: string, 
/**
 * When the first copy was recorded.
 */
firstRecorded: UtcMs, 
/**
 * The event that holds the newest version, for opening the original bytes.
 */
receivedBy: string | null, 
/**
 * How many copies came, all desks together.
 */
copies: number, 
/**
 * It came into an exercise's log.
 */
exercise: boolean, 
/**
 * Distance of its area to the district, 0 when it touches.
 */
distanceM: number | null, 
/**
 * First acknowledgement in log order.
 */
acknowledged: Mark | null, 
/**
 * Until when it is shelved, and why.
 */
shelved: [UtcMs, Mark] | null, 
/**
 * Called a false alarm, with the reason.
 */
dismissed: Mark | null, 
/**
 * Shown under this alert.
 */
mergedInto: AlertId | null, 
/**
 * Alerts shown under this one.
 */
merged: Array<AlertId>, 
/**
 * The incident it was raised to.
 */
incident: IncidentId | null, 
/**
 * Messages that update or cancel it, earliest first.
 */
successors: Array<Successor>, 
/**
 * Messages that would, but name another time of sending than it has: for a person to judge.
 */
near: Array<Successor>, 
/**
 * It said once that something is so: a message that only cancels never did.
 */
began: boolean, 
/**
 * Stays until an officer resets it, also after it has ended and was seen.
 */
latched: Mark | null, 
/**
 * The reset.
 */
reset: Mark | null, 
/**
 * Out of the way by a rule or with its source.
 */
aside: [AlertSetAside, Mark] | null, 
/**
 * What was found out, and by whom.
 */
verified: [Finding, Mark] | null, 
/**
 * Stands by itself, whatever it could be gathered with.
 */
parted: Mark | null, 
/**
 * The officer's own priority.
 */
prioritized: [Priority, Mark] | null, 
/**
 * How far it went while nobody acknowledged it, and when.
 */
escalated: [EscalationStep, UtcMs] | null, };

/**
 * Counts of alerts that are open, by level 1 to 4 and none (index 4).
 */
export type AlertCounts = { 
/**
 * Not acknowledged, by level.
 */
unacknowledged: [number, number, number, number, number], 
/**
 * Open, by level.
 */
open: [number, number, number, number, number], 
/**
 * Out of the way, in all.
 */
shelved: number, 
/**
 * Those of them that are suppressed by design.
 */
suppressed: number, 
/**
 * Those of them whose source is out of service.
 */
outOfService: number, 
/**
 * Of those that wait, the ones that ended before anybody had seen them.
 */
returned: number, 
/**
 * Of those that are seen, the ones that have to be reset.
 */
latched: number, 
/**
 * Those that wait, by priority from the most urgent on.
 */
waiting: [number, number, number, number], 
/**
 * Rows of the list of what is to be dealt with.
 */
headings: number, 
/**
 * Ended: cancelled, superseded, expired, dismissed, merged.
 */
ended: number, 
/**
 * Exercise, test and system messages.
 */
notActual: number, };

/**
 * One alert with all that is known of it.
 */
export type AlertDetail = { 
/**
 * Its state.
 */
alert: Alert, 
/**
 * Its line.
 */
row: AlertRow, 
/**
 * Its priority with the reasons.
 */
priority: PriorityRow, 
/**
 * The row of the list that it stands under.
 */
heading: GatheredRow | null, 
/**
 * The point that raised it.
 */
pointId: SourceId, 
/**
 * The station that its device belongs to; empty where no device raised it.
 */
stationId: SourceId, 
/**
 * How often its point has said it again since it lies on its shelf.
 */
shelfMore: number, 
/**
 * Its point, its source or its station when that is out of service, the narrowest first.
 */
out: SourceOut | null, 
/**
 * The original bytes as text, cut at a bound, controls made visible.
 */
raw: string, 
/**
 * SHA-256 of the original bytes.
 */
rawSha256: string, 
/**
 * True when `raw` shows only the first part.
 */
rawCut: boolean, 
/**
 * Alerts shown under it.
 */
merged: Array<AlertRow>, 
/**
 * What was done to it, newest first.
 */
timeline: Array<LogLine>, 
/**
 * Sites near its place, nearest first: name, kind, distance in metres.
 */
near: Array<NearSite>, };

/**
 * `alert.escalated`: nobody has acknowledged it in time.
 */
export type AlertEscalated = { 
/**
 * How far.
 */
step: EscalationStep, 
/**
 * Seconds for which it had waited.
 */
waitedS: number, 
/**
 * Who is told, in words; empty where that is nobody by name.
 */
to: string, };

/**
 * One alert, the same on every desk: see [`crate::alert::alert_id`].
 */
export type AlertId = string;

/**
 * `alert.acknowledged` and the like: nothing but who and when.
 */
export type AlertMark = { 
/**
 * Words of the officer, often empty.
 */
note: string, };

/**
 * `alert.merged`: the same happening as another alert; linked, never deleted.
 */
export type AlertMerged = { 
/**
 * The alert it is shown under.
 */
into: AlertId, };

/**
 * A window of the alert list with its counts.
 */
export type AlertPage = { 
/**
 * The change number it was read at.
 */
seq: number, 
/**
 * Rows in this section in all.
 */
total: number, 
/**
 * The rows.
 */
rows: Array<AlertRow>, 
/**
 * Counts over all sections.
 */
counts: AlertCounts, 
/**
 * True where the rows are gathered; false where each alert stands by itself.
 */
isGathered: boolean, };

/**
 * The device of an alert, as the register knows it.
 */
export type AlertPoint = { 
/**
 * The device's name in the log.
 */
id: PointId, 
/**
 * Name of the feed.
 */
feed: string, 
/**
 * The device in its protocol's own words.
 */
device: string, 
/**
 * The device that it is a part of; itself where it is none.
 */
station: PointId, 
/**
 * The point of the register that speaks for it, itself or above it; none where it is not
 * registered (未登记).
 */
point: PointId | null, 
/**
 * What the register calls it.
 */
name: string, 
/**
 * The site it stands at.
 */
site: SiteId | null, 
/**
 * That site's name.
 */
siteName: string, 
/**
 * Floor and position.
 */
position: string, 
/**
 * How it is now: a value that is old or not good must not look as if it were live.
 */
state: PointState | null, 
/**
 * When it was last heard.
 */
heardAt: UtcMs | null, };

/**
 * `alert.prioritized`: an officer's own priority in place of the computed one; none gives it
 * back.
 */
export type AlertPrioritized = { 
/**
 * The priority.
 */
priority: Priority | null, 
/**
 * Why; never empty.
 */
reason: string, };

/**
 * A window of the alert list.
 */
export type AlertQuery = { 
/**
 * Which part.
 */
section: AlertSection, 
/**
 * Words that the headline, source or place must hold; empty for all.
 */
text: string, 
/**
 * Only those in this state, each by itself.
 */
life: Life | null, 
/**
 * Only what stands under the row of this alert.
 */
under: AlertId | null, 
/**
 * Of that every alert by itself, and not what repeats as one.
 */
each: boolean, 
/**
 * First row.
 */
offset: number, 
/**
 * Rows, at most [`PAGE_ROWS_MAX`].
 */
limit: number, };

/**
 * `alert.raised`: belongs to an incident now.
 */
export type AlertRaised = { 
/**
 * The incident.
 */
incident: IncidentId, };

/**
 * `alert.received`: a message came in.
 */
export type AlertReceived = { 
/**
 * What was read.
 */
notice: Notice, 
/**
 * What came.
 */
raw: RawBytes, 
/**
 * Name of the feed.
 */
feed: string, 
/**
 * Distance of its area to the district, 0 when it touches it, none when it has no area.
 */
distanceM: number | null, };

/**
 * One line of the alert list.
 */
export type AlertRow = { 
/**
 * Which.
 */
id: AlertId, 
/**
 * 1 to 4, 5 for none.
 */
level: number, 
/**
 * 1 to 4, 1 the most urgent; of what it stands for the most urgent.
 */
priority: number, 
/**
 * An officer set the priority.
 */
prioritized: boolean, 
/**
 * Where it stands in its life as an alarm.
 */
life: Life, 
/**
 * The code of its kind.
 */
kind: string, 
/**
 * What else the row stands for; none for one alert by itself.
 */
gathered: GatheredRow | null, 
/**
 * Who raised it.
 */
sourceId: SourceId, 
/**
 * How often that was right.
 */
precision: PrecisionRow, 
/**
 * Headline.
 */
headline: string, 
/**
 * Sender in words.
 */
source: string, 
/**
 * Place in words.
 */
place: string, 
/**
 * Name of the feed.
 */
feed: string, 
/**
 * When it was sent.
 */
sent: UtcMs, 
/**
 * When it was first recorded here.
 */
recorded: UtcMs, 
/**
 * Acknowledged.
 */
acknowledged: boolean, 
/**
 * Out of the way until.
 */
shelvedUntil: UtcMs | null, 
/**
 * Out of force from.
 */
expires: UtcMs | null, 
/**
 * Cancelled by a later message.
 */
cancelled: boolean, 
/**
 * Replaced by a later message.
 */
superseded: boolean, 
/**
 * Called a false alarm.
 */
dismissed: boolean, 
/**
 * Shown under another alert.
 */
mergedInto: AlertId | null, 
/**
 * How many are shown under it.
 */
merged: number, 
/**
 * Raised to this incident.
 */
incident: IncidentId | null, 
/**
 * Copies of the same message.
 */
copies: number, 
/**
 * Number of defects in the message.
 */
defects: number, 
/**
 * Distance of its area to the district in metres, 0 when it touches, none without area.
 */
distanceM: number | null, 
/**
 * `actual`, `exercise`, `test`, `system`, `draft`.
 */
status: string, 
/**
 * A point to show it at: by its area, else by the register of points.
 */
point: Point | null, 
/**
 * The device that raised it, as the register knows it; none where no device did.
 */
atPoint: AlertPoint | null, };

/**
 * Which part of the alert list.
 */
export type AlertSection = "open" | "shelved" | "ended" | "not_actual";

/**
 * `alert.set_aside`: out of the way by a rule or with its source.
 */
export type AlertSetAside = { 
/**
 * Which of the two.
 */
why: AsideWhy, 
/**
 * Until when; none for as long as the rule stands.
 */
until: UtcMs | null, 
/**
 * The rule or the reason, in words.
 */
reason: string, };

/**
 * `alert.shelved`: out of the way until a stated time, for a stated reason.
 */
export type AlertShelved = { 
/**
 * Until when.
 */
until: UtcMs, 
/**
 * Why; never empty.
 */
reason: string, };

/**
 * `alert.verified`: what was found out; nothing takes an earlier finding back.
 */
export type AlertVerified = { 
/**
 * The finding.
 */
finding: Finding | null, 
/**
 * The source whose precision it counts for.
 */
source: SourceId, 
/**
 * By what it was found out, in words.
 */
note: string, };

/**
 * One way to choose the teams, in numbers.
 */
export type Alternative = { 
/**
 * What matters most.
 */
prefer: Prefer, 
/**
 * Seconds until the last team is there; none when nobody moves or when it is not known of one.
 */
lastArrivalS: number | null, 
/**
 * Teams that would move.
 */
teams: number, 
/**
 * Teams that would still be missing.
 */
short: number, 
/**
 * Streets within reach now that would not be any more.
 */
lost: Array<ZoneRow>, };

/**
 * Enter a file.
 */
export type ApplyTable = { 
/**
 * The file.
 */
file: TableFile, 
/**
 * True enters the good rows and leaves the bad ones out; false enters all or nothing.
 */
leaveBadOut: boolean, 
/**
 * Why it sets limits of points; needed where it does.
 */
reason: string, 
/**
 * Who.
 */
who: Who, };

/**
 * An alert that stands at a place.
 */
export type AroundAlarm = { 
/**
 * Which.
 */
alert: AlertId, 
/**
 * Headline.
 */
headline: string, 
/**
 * 1 to 4: which goes first.
 */
priority: number, 
/**
 * The authority's level.
 */
level: WarningLevel | null, 
/**
 * Since when.
 */
since: UtcMs, 
/**
 * True while nobody has acknowledged it.
 */
waits: boolean, };

/**
 * A stock near a place.
 */
export type AroundLot = { 
/**
 * Which.
 */
lot: LotId, 
/**
 * What.
 */
name: string, 
/**
 * How many by the book.
 */
quantity: number, 
/**
 * Of what.
 */
unit: string, 
/**
 * The depot.
 */
depot: string, 
/**
 * Straight line, metres.
 */
distanceM: number, };

/**
 * A protected object near a place.
 */
export type AroundObject = { 
/**
 * Which place.
 */
site: SiteId, 
/**
 * Its name.
 */
name: string, 
/**
 * What it is.
 */
kind: SiteKind, 
/**
 * Its class by GB 36894-2018; none where nobody said one.
 */
protection: Protection | null, 
/**
 * People who were counted there; none where nobody did.
 */
headCount: number | null, 
/**
 * People whom it holds by its profile; none where that is not said.
 */
capacity: number | null, 
/**
 * Straight line, metres.
 */
distanceM: number, };

/**
 * A plan that names the place or its firm.
 */
export type AroundPlan = { 
/**
 * Which.
 */
plan: string, 
/**
 * Its title.
 */
title: string, };

/**
 * A team near a place.
 */
export type AroundTeam = { 
/**
 * Which.
 */
team: TeamId, 
/**
 * Call sign and name.
 */
name: string, 
/**
 * Whether it could go.
 */
readiness: Readiness, 
/**
 * True while an order holds it.
 */
busy: boolean, 
/**
 * Straight line from its base, metres.
 */
distanceM: number, };

/**
 * When a team on the road will arrive, by what was seen of it.
 */
export type Arrival = { 
/**
 * Which order.
 */
order: OrderId, 
/**
 * When its team was seen last.
 */
seenAt: UtcMs, 
/**
 * When it will be where the order ends.
 */
expectedAt: UtcMs, 
/**
 * True when that is a minute or more from what was planned, or nothing was planned.
 */
differs: boolean, };

/**
 * Why an alert is out of the way although nobody has put it on the shelf.
 */
export type AsideWhy = "by_design" | "out_of_service";

/**
 * Asks one panel of a feed, or all.
 */
export type AskPanels = { 
/**
 * The feed.
 */
feed: string, 
/**
 * The device; none for all of the feed.
 */
device: string | null, 
/**
 * What.
 */
ask: PanelAsk, 
/**
 * Who asks.
 */
who: Who, };

/**
 * What is asked of all open incidents at once. The same request asked again is the same question:
 * it is answered by what has been found so far.
 */
export type AssignRequest = { 
/**
 * A word of the asker's: another one is another question, with everything read anew.
 */
ask: string, 
/**
 * What a person has fixed.
 */
pinned: Array<TeamAt>, 
/**
 * What must not be.
 */
forbidden: Array<TeamAt>, };

/**
 * Pieces and where they go.
 */
export type AssignedLot = { 
/**
 * The lot.
 */
lot: LotId, 
/**
 * Its name.
 */
name: string, 
/**
 * The depot in words.
 */
depot: string, 
/**
 * Where they go.
 */
incident: IncidentId, 
/**
 * How many.
 */
quantity: number, 
/**
 * Unit of count.
 */
unit: string, 
/**
 * Seconds of the way.
 */
etaS: number, 
/**
 * True when that is a straight-line estimate.
 */
etaEstimated: boolean, 
/**
 * What would be done without it.
 */
next: InsteadRow | null, };

/**
 * A team and where it goes.
 */
export type AssignedTeam = { 
/**
 * The team.
 */
team: TeamId, 
/**
 * Call sign.
 */
callSign: string, 
/**
 * Name.
 */
name: string, 
/**
 * Where it goes.
 */
incident: IncidentId, 
/**
 * What it serves there; empty when a person fixed it and nothing needs it.
 */
capability: string, 
/**
 * Seconds from the order to arrival.
 */
etaS: number, 
/**
 * True when that is a straight-line estimate.
 */
etaEstimated: boolean, 
/**
 * A person fixed it.
 */
pinned: boolean, 
/**
 * It is on its way there already: nothing is to be ordered.
 */
underWay: boolean, 
/**
 * The order by which it is on its way elsewhere, which this would redirect.
 */
redirects: OrderId | null, 
/**
 * Where that order sends it.
 */
redirectedFrom: IncidentId | null, 
/**
 * What would be done without it; none when a person fixed it.
 */
next: InsteadRow | null, 
/**
 * What speaks against sending it and takes a reason.
 */
against: Array<TeamAgainst>, };

/**
 * A team's part in one order.
 */
export type Assignment = { 
/**
 * The order.
 */
order: OrderId, 
/**
 * The event that claimed the team.
 */
event: string, 
/**
 * The incident.
 */
incident: IncidentId, 
/**
 * The desk that ordered.
 */
origin: OriginId, 
/**
 * When it was ordered.
 */
at: UtcMs, 
/**
 * Whether it is granted.
 */
claim: Claim, 
/**
 * How far it is.
 */
progress: Progress, 
/**
 * Sent knowingly as a further job.
 */
furtherJob: boolean, };

/**
 * Who goes where when there is not enough for all. Advice: nothing is sent by it.
 */
export type Assignments = { 
/**
 * When everything was read.
 */
at: UtcMs, 
/**
 * The change number as of then: what a later one made stale is not in this answer.
 */
seq: number, 
/**
 * Where the search stands.
 */
state: SearchState, 
/**
 * Seconds that the search may take.
 */
timeLimitS: number, 
/**
 * The weights in force.
 */
weights: WeightRow, 
/**
 * What it costs.
 */
cost: CostRow, 
/**
 * What the first answer cost.
 */
firstTotal: number, 
/**
 * The incidents with open needs, the gravest first.
 */
scenes: Array<SceneRow>, 
/**
 * Who goes where.
 */
teams: Array<AssignedTeam>, 
/**
 * What goes where.
 */
lots: Array<AssignedLot>, 
/**
 * Teams under way that nothing needs any more.
 */
calledBack: Array<CalledBack>, 
/**
 * What is not met.
 */
short: Array<SceneShort>, 
/**
 * Streets that would not be reached in time any more.
 */
lost: Array<ZoneRow>, 
/**
 * Streets that are not reached in time now either.
 */
never: Array<ZoneRow>, 
/**
 * Moves that mend it.
 */
moves: Array<MoveUp>, 
/**
 * What a person fixed and cannot be: the team is not free or has no way there.
 */
dropped: Array<TeamAt>, 
/**
 * Source of the travel times, in words.
 */
travelSource: string, 
/**
 * What must be said of the centres of the streets.
 */
zonesNote: string, };

/**
 * By what right the desk ordered.
 */
export type Authority = "custodian" | "remote";

/**
 * A point among the worst.
 */
export type BadPoint = { 
/**
 * Which.
 */
point: SourceId, 
/**
 * What it is called, in words.
 */
name: string, 
/**
 * One of its alerts.
 */
alert: AlertId, 
/**
 * Its alarms in the span.
 */
alarms: number, 
/**
 * Most of them within one minute.
 */
inMinute: number, 
/**
 * Those that ended almost at once.
 */
fleeting: number, 
/**
 * Of a point that chatters or is fleeting: what delays would have made of its alarms.
 */
calmed: Array<Calmed>, };

/**
 * Who brings the goods.
 */
export type Bearer = { 
/**
 * The team that collects them.
 */
team: TeamId | null, 
/**
 * The order on whose way it does.
 */
order: OrderId | null, 
/**
 * Vehicle, driver or firm, in words.
 */
words: string, };

/**
 * Something named by its id.
 */
export type ById = { 
/**
 * Which.
 */
id: string, };

/**
 * The answer to a call that came to nothing.
 */
export type CallError = { 
/**
 * What kind of no.
 */
code: Code, 
/**
 * The rule, when one stood against it.
 */
refusal: Refusal | null, 
/**
 * For the technician, in English.
 */
message: string, };

/**
 * A team under way that nothing needs any more: it could be called back.
 */
export type CalledBack = { 
/**
 * The team.
 */
team: TeamId, 
/**
 * Call sign.
 */
callSign: string, 
/**
 * Name.
 */
name: string, 
/**
 * Where it is on its way to.
 */
incident: IncidentId, 
/**
 * By which order.
 */
order: OrderId, };

/**
 * The table as a type: name of the call to its request and its answer.
 */
export type Calls = { hello: [Nothing, Hello], status: [Nothing, Status], command: [CommandRequest, Receipt], commands: [CommandsRequest, Array<CommandOutcome>], alerts: [AlertQuery, AlertPage], row_alerts: [RowAlertsRequest, Array<AlertId>], alarm_load: [AlarmLoadRequest, AlarmLoadSheet], alarm_shifts: [AlarmShiftsRequest, AlarmShifts], mappings: [Nothing, Array<MappingFeed>], try_mapping: [TryMapping, MappingTrial], save_mapping: [SaveMapping, MappingSaved], points: [PointQuery, PointPage], point: [ById, PointDetail], point_spots: [Nothing, PointSpots], spot_points: [ById, SpotPoints], unit_spots: [Nothing, UnitSpots], firms: [FirmQuery, FirmPage], firm: [ById, FirmProfile], site_units: [ById, Array<UnitRow>], objects: [ObjectQuery, ObjectPage], sources_out: [Nothing, Array<SourceOut>], alert: [ById, AlertDetail], submissions: [SubmissionQuery, SubmissionPage], submission: [ById, SubmissionRow], take_submission: [TakeSubmission, Receipt], open_identity: [OpenIdentity, Identity], tellers: [TellersRequest, Array<TellerRow>], incidents: [Nothing, Array<IncidentRow>], incident: [ById, IncidentDetail], timeline: [TimelineQuery, Array<LogLine>], teams: [Nothing, Array<TeamRow>], lots: [Nothing, Array<Lot>], holders: [Nothing, Array<OriginId>], sent: [ById, SentSheet], addressees: [ById, Addressees], phone_list: [ById, PhoneList], write_paper: [PaperRequest, Written], sites: [Nothing, Array<Site>], cameras_near: [CamerasRequest, CamerasNear], open_camera: [OpenCamera, CameraOpened], fences: [Nothing, Array<Fence>], panels: [Nothing, Array<PanelRow>], ask_panels: [AskPanels, PanelsAsked], closures: [Nothing, Array<Closure>], suggested_closures: [SuggestedClosuresRequest, Array<SuggestedClosure>], wind: [Nothing, WindRow], shape_roads: [ClosureShape, ShapeRoads], team_way: [WayRequest, TeamWay], arrivals: [ById, Array<Arrival>], reach: [ReachRequest, Reach], roads: [Nothing, RoadsSheet], send_roads: [RoadsPart, RoadsSheet], check_roads: [CheckRoads, RoadsSheet], stop_roads: [RoadsAsk, RoadsSheet], use_roads: [UseRoads, RoadsSheet], former_roads: [FormerRoads, RoadsSheet], team_times: [TeamTimesRequest, TeamTimes], resources: [ResourceQuery, ResourcePage], resource: [ResourceRef, ResourceProfile], expiring: [ExpiringQuery, Array<ExpiringRow>], plan_check: [PlanCheckQuery, PlanCheck], check_table: [TableFile, CheckReport], apply_table: [ApplyTable, TableApplied], imports: [Nothing, Array<ImportRowView>], export_table: [TableRequest, Written], print_labels: [LabelRequest, Written], recommend: [RecommendRequest, Recommendation], assign: [AssignRequest, Assignments], what_if: [WhatIfRequest, WhatIf], stop_search: [StopSearch, Nothing], plans: [Nothing, Array<PlanRow>], plan: [PlanRequest, PlanDetail], match_plans: [ById, Array<PlanRow>], legal_duties: [LegalDutiesRequest, Array<LegalDutyRow>], plan_shelf: [Nothing, Array<ShelfRow>], plan_sheet: [ById, PlanSheet], plan_text: [PlanTextRequest, PlanText], save_plan_draft: [PlanDraft, PlanDraft], plan_draft: [ById, PlanDraft], import_plan: [Upload, PlanImport], keep_import: [KeptImport, KeptImport], kept_import: [Nothing, KeptImport], kept_import_file: [Nothing, Upload], save_plan: [SavePlan, VersionSaved], adopt_plan: [AdoptPlan, VersionSaved], restore_plan: [RestorePlan, VersionSaved], compare_plan: [ComparePlan, PlanDiff], check_plan: [CheckPlan, Array<PlanFinding>], export_plan: [ExportPlan, Written], keep_document: [KeepDocument, DocumentRow], document: [ById, DocumentRow], export_document: [ById, Written], sign_plan: [SignPlan, Receipt], plan_withdrawal: [WithdrawalRequest, PlanActWithdrawn], plan_terms: [Nothing, Array<TermRow>], holidays: [Nothing, HolidayTables], plan_suggestions: [SuggestionsRequest, Array<SuggestionRow>], plan_map: [Nothing, PlanMap], risk_picture: [Nothing, RiskPicture], reckon_risk: [RiskJudged, RiskReckoned], indicators: [Nothing, IndicatorSheet], dangers: [DangerQuery, DangerPage], export_dangers: [DangerQuery, Written], check_dangers: [DangerFile, DangerCheck], site_around: [ById, SiteAround], draft_report: [DraftRequest, ReportSheet], save_report: [SaveReport, ReportSheet], export_report: [ById, Written], print: [PrintRequest, Written], print_list: [ListRequest, Written], rota: [RotaQuery, RotaSheet], check_rota: [RotaFile, RotaCheck], export_rota: [RotaQuery, Written], handover_sheet: [Nothing, HandoverSheet], find: [FindRequest, Array<Found>], search: [SearchRequest, SearchAnswer], map_live: [Nothing, MapLive], vehicles: [VehiclesRequest, VehiclesSeen], map_style: [StyleRequest, JsonValue], defects: [Nothing, Array<DefectRow>], export_defect: [DefectRequest, Written], save_form: [FormDraft, Nothing], load_form: [ById, FormDraft], silence: [Silence, Nothing], test_tone: [Nothing, Nothing], scenarios: [Nothing, Array<ScenarioRow>], start_drill: [StartDrill, DrillStatus], steer_drill: [SteerDrill, DrillStatus], drill: [Nothing, DrillStatus], stop_drill: [SteerDrill, DrillStatus], };

/**
 * What would have become of a point's alarms.
 */
export type Calmed = { 
/**
 * How long the value stays beyond before an alarm begins, seconds.
 */
onDelayS: number, 
/**
 * How long it stays within before the alarm ends, seconds.
 */
offDelayS: number, 
/**
 * How many alarms there would have been.
 */
alarms: number, };

/**
 * Why a camera's picture is not opened.
 */
export type CameraFault = { "code": "address", 
/**
 * What is wrong with it.
 */
fault: AddressFault, } | { "code": "no_template" } | { "code": "no_player" } | { "code": "not_started" } | { "code": "too_many" };

/**
 * What became of it.
 */
export type CameraOpened = { 
/**
 * The program that was started, or was to be; empty where a window of this one was opened.
 */
player: string, 
/**
 * The address that was opened.
 */
address: string, 
/**
 * A window of the program was opened: what it cannot play goes to the player.
 */
pane: boolean, 
/**
 * Why nothing was opened. Nobody waits for the program: none says that it was started, not
 * that there is a picture.
 */
fault: CameraFault | null, };

/**
 * One camera.
 */
export type CameraRow = { 
/**
 * Its name in the log.
 */
site: SiteId, 
/**
 * Its name; outside text.
 */
name: string, 
/**
 * Where it is.
 */
place: Place, 
/**
 * Metres in a straight line; none where one of the two has no point.
 */
distanceM: number | null, 
/**
 * Whether it works, as last said; none when nobody said.
 */
working: boolean | null, 
/**
 * When that was said.
 */
reportedAt: UtcMs | null, 
/**
 * Its number on the video platform (GB/T 28181), empty where it has none.
 */
device: string, 
/**
 * What stands in its profile, where that is neither a device number nor an address that can
 * be opened; outside text. Empty where it holds a password.
 */
told: string, 
/**
 * The address that would be opened; empty where there is none.
 */
address: string, 
/**
 * Whether it is tried in a window of the program first.
 */
pane: boolean, 
/**
 * Why there is none.
 */
fault: CameraFault | null, };

/**
 * Cameras near a place.
 */
export type CamerasNear = { 
/**
 * From where the distances are; none where the thing has no point.
 */
from: Point | null, 
/**
 * The nearest first, at most [`CAMERA_ROWS_MAX`].
 */
cameras: Array<CameraRow>, 
/**
 * How many more there are, further away.
 */
more: number, 
/**
 * Cameras of the list whose place is not on the map.
 */
unplaced: number, 
/**
 * The program that pictures are opened in; empty where the settings name none.
 */
player: string, };

/**
 * Near what cameras are looked for.
 */
export type CamerasRequest = { "of": "incident", 
/**
 * Which.
 */
incident: IncidentId, } | { "of": "site", 
/**
 * Which.
 */
site: SiteId, } | { "of": "point", 
/**
 * Where.
 */
point: Point, };

/**
 * A message of a broker.
 */
export type CapturedMessage = { 
/**
 * When it came.
 */
at: UtcMs, 
/**
 * Its text; bytes that are none are replaced.
 */
text: string, 
/**
 * Whether only its beginning was kept.
 */
cut: boolean, };

/**
 * The last messages of a topic.
 */
export type CapturedTopic = { 
/**
 * Which.
 */
topic: string, 
/**
 * The newest first.
 */
messages: Array<CapturedMessage>, };

/**
 * One task card of a plan.
 */
export type CardRow = { 
/**
 * The task it becomes.
 */
task: TaskGiven, 
/**
 * Levels it applies to.
 */
levels: Array<ResponseLevel>, 
/**
 * The clause it stands in.
 */
clause: string, 
/**
 * Substances it is for; empty means any.
 */
substances: Array<string>, 
/**
 * False when it is for substances that the incident is not about.
 */
fits: boolean, };

/**
 * What started it.
 */
export type Cause = "verify_asked" | "tip_off_received" | "unit_learned" | "entrapped" | "social_impact" | "investigation";

/**
 * A certificate (证书).
 */
export type Certificate = { 
/**
 * What it is for.
 */
name: string, 
/**
 * Its number.
 */
number: string, 
/**
 * The last day on which it is good; none for one without an end.
 */
until: Day | null, };

/**
 * One batch of changes.
 */
export type Changes = { 
/**
 * The change number before this batch; a screen that knows another has missed some.
 */
from: number, 
/**
 * The change number after it.
 */
to: number, 
/**
 * What became stale.
 */
topics: Array<Topic>, 
/**
 * Entities that changed, `kind:id`, at most [`ENTITIES_MAX`]; none named means any.
 */
entities: Array<string>, 
/**
 * Something that must be heard or seen at once.
 */
alarm: Alarm | null, };

/**
 * A way to reach a person.
 */
export type Channel = "phone" | "platform" | "sms" | "mail";

/**
 * `submission.check_ordered`: the authority above tells the district to verify a tip-off
 * (举报核查通知). The result is owed within two months (生产安全事故信息报告和处置办法, 21号令,
 * art. 12): the clock R16 starts when this happened.
 */
export type CheckOrdered = { 
/**
 * Who ordered it.
 */
by: string, 
/**
 * Number of the notice.
 */
number: string, };

/**
 * Check a plan against the rules of its kind and against the others.
 */
export type CheckPlan = { 
/**
 * Which plan.
 */
plan: PlanId, 
/**
 * Which version; none for the newest head, or the shipped text.
 */
version: PlanVersionId | null, 
/**
 * An unsaved text to be checked instead; empty for none.
 */
text: string, };

/**
 * What a file would do; nothing was written.
 */
export type CheckReport = { 
/**
 * What it holds.
 */
kind: TableKind, 
/**
 * Its name.
 */
file: string, 
/**
 * Name of the sheet.
 */
sheet: string, 
/**
 * Headings, in their order.
 */
headings: Array<string>, 
/**
 * From heading to field.
 */
columns: { [key in string]: string }, 
/**
 * True when that mapping was remembered from an earlier file with these headings.
 */
remembered: boolean, 
/**
 * The fields there are.
 */
fields: Array<TableField>, 
/**
 * Rows of the table.
 */
rows: number, 
/**
 * Things it would enter anew.
 */
new: number, 
/**
 * Things it would change.
 */
changed: number, 
/**
 * Things that are on the list just so.
 */
same: number, 
/**
 * Rows that cannot be entered.
 */
bad: number, 
/**
 * Points whose own limits it would set: that wants a reason.
 */
limited: number, 
/**
 * True when it can be entered whole.
 */
clean: boolean, 
/**
 * What was found, in the order of the rows.
 */
findings: Array<TableFinding>, 
/**
 * Findings that are not named.
 */
more: number, };

/**
 * `submission.check_reported`: the result went up; it ends the clock R16.
 */
export type CheckReported = { 
/**
 * What was found.
 */
words: string, };

/**
 * Asks for the check report of the files that were sent.
 */
export type CheckRoads = { 
/**
 * The asker's word.
 */
ask: string, 
/**
 * Where the data comes from and its licence, in words; shown with the map.
 */
source: string, };

/**
 * A circle in WGS-84.
 */
export type Circle = { 
/**
 * The centre.
 */
centre: Point, 
/**
 * The radius in metres.
 */
radiusM: number, };

/**
 * The state of one notice.
 */
export type Circular = { 
/**
 * Its name.
 */
id: CircularId, 
/**
 * The notice.
 */
sent: CircularSent, 
/**
 * When.
 */
sentAt: UtcMs, 
/**
 * By whom.
 */
sentBy: ActorName, 
/**
 * The desk that sent it; it alone hands it to channels.
 */
origin: OriginId, 
/**
 * True once the platform has it.
 */
atPlatform: boolean, 
/**
 * One for each recipient.
 */
posts: Array<Post>, 
/**
 * When and why nobody is told any more.
 */
ended: [UtcMs, string] | null, };

/**
 * What is done with a notice.
 */
export type CircularAct = { "act": "send", sent: CircularSent, } | { "act": "confirm", circular: CircularId, confirmed: CircularConfirmed, } | { "act": "escalate", circular: CircularId, recipient: number, } | { "act": "end", circular: CircularId, reason: string, };

/**
 * `circular.confirmed`: a recipient has it (签收).
 */
export type CircularConfirmed = { 
/**
 * Which recipient.
 */
recipient: number, 
/**
 * Who confirmed, by name.
 */
by: string, 
/**
 * How.
 */
how: Channel, 
/**
 * Words.
 */
note: string, };

/**
 * `circular.ended`: nobody is told any more.
 */
export type CircularEnded = { 
/**
 * Why.
 */
reason: string, };

/**
 * `circular.escalated`: the next person of the ladder is told.
 */
export type CircularEscalated = { 
/**
 * Which recipient.
 */
recipient: number, 
/**
 * The person who is told now.
 */
rung: number, };

/**
 * `circular.handed`: what came of a try.
 */
export type CircularHanded = { 
/**
 * Which recipient.
 */
recipient: number, 
/**
 * The key of the try.
 */
key: string, 
/**
 * Which attempt.
 */
attempt: number, 
/**
 * What came of it.
 */
outcome: Outcome, 
/**
 * What the other side said, without secrets.
 */
detail: string, };

/**
 * One notice to departments and teams (通知).
 */
export type CircularId = string;

/**
 * `circular.sent`: the notice.
 */
export type CircularSent = { 
/**
 * For which incident; none for one of the watch.
 */
incident: IncidentId | null, 
/**
 * Title.
 */
title: string, 
/**
 * Text.
 */
text: string, 
/**
 * Minutes in which each person has to confirm before the next is told; 0 takes
 * [`WITHIN_MIN`].
 */
withinMin: number, 
/**
 * To whom.
 */
recipients: Array<Recipient>, };

/**
 * `circular.tried`: about to be handed to a channel.
 */
export type CircularTried = { 
/**
 * Which recipient, from 0.
 */
recipient: number, 
/**
 * Which person of its ladder, from 0.
 */
rung: number, 
/**
 * By what channel.
 */
channel: Channel, 
/**
 * 1 for the first attempt.
 */
attempt: number, 
/**
 * The same for every attempt at this person by this channel: a gateway that knows it drops
 * the second.
 */
key: string, 
/**
 * True when an earlier attempt may have arrived: the message says so.
 */
again: boolean, };

/**
 * One try.
 */
export type CircularTry = { 
/**
 * When it was about to go.
 */
at: UtcMs, 
/**
 * What was tried.
 */
tried: CircularTried, 
/**
 * What came of it; none while nobody knows.
 */
outcome: Outcome | null, 
/**
 * What the other side said.
 */
detail: string, 
/**
 * When that was known.
 */
endedAt: UtcMs | null, };

/**
 * Whether the claim on the team stands.
 */
export type Claim = { "is": "unconfirmed" } | { "is": "confirmed" } | { "is": "conflict", 
/**
 * The claims it collides with.
 */
with: Array<string>, } | { "is": "expired" } | { "is": "refused", 
/**
 * Why.
 */
reason: RefusedBecause, } | { "is": "withdrawn" };

/**
 * What became of one clause.
 */
export type ClauseDiff = { 
/**
 * Place in the old version.
 */
old: number | null, 
/**
 * Place in the new version.
 */
new: number | null, 
/**
 * Heading in the old version.
 */
oldHeading: string, 
/**
 * Heading in the new version.
 */
newHeading: string, 
/**
 * True when it stands elsewhere.
 */
moved: boolean, 
/**
 * True when its words, cards or levels differ.
 */
changed: boolean, 
/**
 * What is same and added makes up the new words, what is same and removed the old ones.
 */
segments: Array<WordsPart>, };

/**
 * One clause of a plan, as text.
 */
export type ClauseRow = { 
/**
 * Depth of its heading, 1 for the highest.
 */
depth: number, 
/**
 * Heading with its number.
 */
heading: string, 
/**
 * Paragraphs, as plain text.
 */
paragraphs: Array<string>, 
/**
 * The task cards that stand in it, by their place in the plan's list.
 */
cards: Array<number>, 
/**
 * The response levels that are laid down in it.
 */
levels: Array<ResponseLevel>, };

/**
 * A count-down that the law or a plan sets.
 */
export type Clock = { 
/**
 * Unique among the clocks of its incident, or of the watch.
 */
key: string, 
/**
 * Such as `R02`.
 */
rule: string, 
/**
 * The incident; empty for one of the watch.
 */
incident: string, 
/**
 * The place, for a hidden danger there; empty for everything else.
 */
site: string, 
/**
 * The countdown that started it; empty when another fact did.
 */
countdown: string, 
/**
 * What the countdown is about, in words of whoever entered it.
 */
words: string, 
/**
 * Who has to act, in words.
 */
who: string, 
/**
 * True when it is the district's own duty, false when it only watches.
 */
own: boolean, 
/**
 * True when somebody may say that it was answered; else a report or a paper does.
 */
byWord: boolean, 
/**
 * True when the next report of the incident can answer it.
 */
byReport: boolean, 
/**
 * Its title.
 */
title: string, 
/**
 * What is due, in Chinese, as the rule says.
 */
what: string, 
/**
 * To whom.
 */
to: string, 
/**
 * When it began.
 */
from: UtcMs, 
/**
 * When it is due.
 */
dueAt: UtcMs, 
/**
 * When it was met.
 */
metAt: UtcMs | null, 
/**
 * The rule's source.
 */
source: string, 
/**
 * What the rule adds, and what follows when it runs out.
 */
note: string, };

/**
 * The clock of a device against the desk's.
 */
export type ClockOff = { 
/**
 * The device in its protocol's words; outside text.
 */
name: string, 
/**
 * Milliseconds; positive where it is ahead.
 */
offsetMs: number, };

/**
 * The state of one closure.
 */
export type Closure = { 
/**
 * Its name in the log.
 */
id: ClosureId, 
/**
 * What was said last.
 */
set: ClosureSet, 
/**
 * When that was; none before the first.
 */
setAt: UtcMs | null, 
/**
 * When it was lifted; none while it stands.
 */
liftedAt: UtcMs | null, 
/**
 * Why.
 */
liftedBecause: string, };

/**
 * One closure of roads (道路管制).
 */
export type ClosureId = string;

/**
 * Why the road cannot be driven.
 */
export type ClosureKind = "blocked" | "flooded" | "hazard";

/**
 * `closure.lifted`: the roads are open again.
 */
export type ClosureLifted = { 
/**
 * Who saw it, or why.
 */
reason: string, };

/**
 * A closure that stands and finds no road in the new network.
 */
export type ClosureLost = { 
/**
 * Which.
 */
closure: ClosureId, 
/**
 * What it is.
 */
kind: ClosureKind, 
/**
 * Its reason in words.
 */
reason: string, 
/**
 * Sections that it closes today.
 */
sections: number, };

/**
 * Closed of all that came, since a year began: N11 of the district's plan counts tip-offs.
 */
export type ClosureRate = { 
/**
 * The year that is counted, of China's calendar day.
 */
year: number, 
/**
 * Told since it began.
 */
told: number, 
/**
 * Of them closed.
 */
closed: number, };

/**
 * `closure.set`: a later one for the same closure replaces it.
 */
export type ClosureSet = { 
/**
 * Why.
 */
kind: ClosureKind, 
/**
 * Where.
 */
shape: ClosureShape, 
/**
 * Depth of the water in centimetres; none when nobody has measured it.
 */
depthCm: number | null, 
/**
 * How much longer the roads take, in tenths of the usual time, when they can still be driven;
 * none when they are closed.
 */
slowTenths: number | null, 
/**
 * Who is bound; nobody named means everyone.
 */
vehicles: Array<RoadUser>, 
/**
 * From when; none means from when it was set.
 */
from: UtcMs | null, 
/**
 * Until when; none means until it is lifted.
 */
until: UtcMs | null, 
/**
 * What happened, in words.
 */
reason: string, 
/**
 * Who says so: a name, a camera, a feed.
 */
source: string, 
/**
 * The alert of a feed that it was made from: it is lifted when that ends.
 */
alert: AlertId | null, };

/**
 * Where it is.
 */
export type ClosureShape = { "is": "edges", 
/**
 * The numbers.
 */
numbers: Array<number>, } | { "is": "line", 
/**
 * Its points.
 */
points: Array<Point>, } | { "is": "area", 
/**
 * Its corners, three at least; the last joins the first.
 */
ring: Array<Point>, };

/**
 * What kind of no it was. A code exists only where a screen acts on it.
 */
export type Code = "refused" | "storage" | "opening" | "in_use" | "damaged" | "malformed" | "unknown_call" | "not_found" | "missing" | "internal";

/**
 * What a person at the desk may ask for. One list; the contract and the keys derive from it.
 */
export type Command = { "do": "acknowledge_alerts", alerts: Array<AlertId>, note: string, } | { "do": "reopen_alert", alert: AlertId, note: string, } | { "do": "shelve_alert", alert: AlertId, until: UtcMs, reason: string, } | { "do": "unshelve_alert", alert: AlertId, } | { "do": "dismiss_alert", alert: AlertId, reason: string, } | { "do": "merge_alert", alert: AlertId, into: AlertId, } | { "do": "unmerge_alert", alert: AlertId, } | { "do": "alarm" } & AlarmAct | { "do": "open_incident", opened: IncidentOpened, } | { "do": "raise_alerts", alerts: Array<AlertId>, incident: IncidentId, } | { "do": "lower_alert", alert: AlertId, } | { "do": "report_harm", incident: IncidentId, harm: HarmReported, } | { "do": "grade_incident", incident: IncidentId, graded: IncidentGraded, } | { "do": "place_incident", incident: IncidentId, place: Place, } | { "do": "note_incident", incident: IncidentId, note: Noted, } | { "do": "merge_incident", incident: IncidentId, into: IncidentId, } | { "do": "split_incident", incident: IncidentId, alerts: Array<AlertId>, opened: IncidentOpened, } | { "do": "close_incident", incident: IncidentId, reason: string, } | { "do": "reopen_incident", incident: IncidentId, reason: string, } | { "do": "start_response", incident: IncidentId, response: ResponseStarted, tasks: Array<TaskGiven>, } | { "do": "end_response", incident: IncidentId, ended: ResponseEnded, } | { "do": "give_task", incident: IncidentId, task: TaskGiven, } | { "do": "move_task", incident: IncidentId, moved: TaskMoved, } | { "do": "send_team", team: TeamId, incident: IncidentId, task: TaskId | null, words: string, furtherJob: boolean, etaS: number | null, etaEstimated: boolean, 
/**
 * Why it goes although something speaks against it.
 */
despite: string, } | { "do": "order" } & OrderAct | { "do": "move_order", order: OrderId, to: Progress, note: string, } | { "do": "confirm_order", order: OrderId, } | { "do": "rule_dispute", team: TeamId, keep: OrderId, reason: string, } | { "do": "take_custody", team: TeamId, reason: string, } | { "do": "draw_stock", lot: LotId, incident: IncidentId, quantity: number, } | { "do": "issue" } & IssueAct | { "do": "requisition" } & RequisitionAct | { "do": "aid" } & AidAct | { "do": "circular" } & CircularAct | { "do": "countdown" } & CountdownAct | { "do": "return_stock", lot: LotId, quantity: number, note: string, } | { "do": "count_stock", lot: LotId, quantity: number, note: string, } | { "do": "rule_draw", lot: LotId, draw: string, reason: string, } | { "do": "report_team", team: TeamId, reported: TeamReported, } | { "do": "register_team", team: TeamId, registered: TeamRegistered, } | { "do": "register_lot", lot: LotId, registered: LotRegistered, } | { "do": "register_site", site: SiteId, registered: SiteRegistered, seen: SiteRegistered | null, } | { "do": "resource", act: ResourceAct, } | { "do": "draft_report", report: ReportId | null, drafted: ReportDrafted, } | { "do": "send_report", report: ReportId, sent: ReportSent, dueAt: UtcMs | null, } | { "do": "start_duty", started: DutyStarted, } | { "do": "hand_over", handed: HandedOver, } | { "do": "note_duty", note: Noted, } | { "do": "start_drill", drill: DrillId, started: DrillStarted, } | { "do": "inject_drill", drill: DrillId, injected: DrillInjected, } | { "do": "end_drill", drill: DrillId, ended: DrillEnded, } | { "do": "set_closure", closure: ClosureId | null, set: ClosureSet, } | { "do": "lift_closure", closure: ClosureId, reason: string, } | { "do": "set_fence", fence: FenceId | null, set: FenceSet, } | { "do": "end_fence", fence: FenceId, reason: string, } | { "do": "observe_wind", observed: WindObserved, } | { "do": "plan" } & PlanAct | { "do": "submission" } & SubmissionAct | { "do": "point" } & PointAct | { "do": "firm" } & FirmAct | { "do": "unit" } & UnitAct;

/**
 * What became of one of several commands: one of the two is there.
 */
export type CommandOutcome = { 
/**
 * It is on disk.
 */
receipt: Receipt | null, 
/**
 * It came to nothing.
 */
refused: CallError | null, };

/**
 * A command with who gives it.
 */
export type CommandRequest = { 
/**
 * What.
 */
command: Command, 
/**
 * Who.
 */
who: Who, 
/**
 * PIN of the second person that the command names, where the desk asks for one. It is
 * compared and forgotten: it is in no log and in no export.
 */
secondPin: string, };

/**
 * Several commands of one person in one go, such as all orders of an incident. Each stands for
 * itself: one that is refused keeps none of the others back.
 */
export type CommandsRequest = { 
/**
 * What, in the order in which they are given; [`COMMANDS_MAX`] at most.
 */
commands: Array<Command>, 
/**
 * Who.
 */
who: Who, };

/**
 * Compare two versions.
 */
export type ComparePlan = { 
/**
 * Of which plan.
 */
plan: PlanId, 
/**
 * The older one; none for the shipped text.
 */
old: PlanVersionId | null, 
/**
 * The newer one; none for the unsaved text in `text`.
 */
new: PlanVersionId | null, 
/**
 * The unsaved text.
 */
text: string, };

/**
 * A receipt.
 */
export type Confirmation = { 
/**
 * When.
 */
at: UtcMs, 
/**
 * Who entered it.
 */
enteredBy: ActorName, 
/**
 * What was said.
 */
confirmed: CircularConfirmed, };

/**
 * One consultation.
 */
export type Consultation = { 
/**
 * When.
 */
at: UtcMs, 
/**
 * Who asked.
 */
by: ActorName, 
/**
 * What was said.
 */
said: PersonConsulted, };

/**
 * One step of the contact ladder: who is called, and whom next when nobody answers.
 */
export type ContactStep = { 
/**
 * Name.
 */
name: string, 
/**
 * Post.
 */
role: string, 
/**
 * Telephone.
 */
phone: string, };

/**
 * A cost rate (收费标准) for the settlement.
 */
export type CostRate = { 
/**
 * By what it is counted.
 */
basis: RateBasis, 
/**
 * Yuan cents (分) for one.
 */
fen: number, 
/**
 * For what, in words.
 */
what: string, };

/**
 * What an answer costs by these weights, and how good it can be.
 */
export type CostRow = { 
/**
 * The sum; less is better.
 */
total: number, 
/**
 * Ways of the teams.
 */
teamTravel: number, 
/**
 * Missing teams.
 */
teamShort: number, 
/**
 * Ways of the pieces.
 */
supplyTravel: number, 
/**
 * Depots that send.
 */
convoys: number, 
/**
 * Missing pieces.
 */
supplyShort: number, 
/**
 * Streets that stay covered: 0 or less.
 */
coverage: number, 
/**
 * What changing what is under way costs.
 */
change: number, 
/**
 * No answer costs less; none until the search has ended.
 */
bound: number | null, 
/**
 * How far the sum may be from the best, as a part of it; none until the search has ended.
 */
gap: number | null, };

/**
 * What is done with a time limit that no other fact starts or ends.
 */
export type CountdownAct = { "act": "start", started: CountdownStarted, } | { "act": "meet", countdown: CountdownId | null, incident: IncidentId | null, clock: string, words: string, lateReason: string, 
/**
 * When it was due; the desk says it from its table of clocks.
 */
dueAt: UtcMs | null, } | { "act": "extend", countdown: CountdownId, days: number, reason: string, } | { "act": "withdraw", countdown: CountdownId, reason: string, };

/**
 * `countdown.extended`: the time of an investigation was prolonged.
 */
export type CountdownExtended = { 
/**
 * For which incident.
 */
incident: IncidentId | null, 
/**
 * By how many days.
 */
days: number, 
/**
 * Why, and who approved it.
 */
reason: string, };

/**
 * One time limit that a person started or answered (限时事项).
 */
export type CountdownId = string;

/**
 * `countdown.met`: one clock was answered otherwise than by a report.
 */
export type CountdownMet = { 
/**
 * For which incident; none for one of the watch.
 */
incident: IncidentId | null, 
/**
 * The clock by its key: the rule, and what started it where that can happen more than once.
 */
clock: string, 
/**
 * How it was answered, and to whom.
 */
words: string, 
/**
 * Why it is late; never empty when it is and the duty is the district's.
 */
lateReason: string, };

/**
 * `countdown.started`.
 */
export type CountdownStarted = { 
/**
 * What happened.
 */
cause: Cause, 
/**
 * For which incident; none for one of the watch.
 */
incident: IncidentId | null, 
/**
 * Since when, as claimed; none for the time of the fact.
 */
since: UtcMs | null, 
/**
 * What it is about, in words.
 */
words: string, 
/**
 * Who asked or told.
 */
toldBy: string, };

/**
 * `countdown.withdrawn`: it was started by mistake.
 */
export type CountdownWithdrawn = { 
/**
 * For which incident.
 */
incident: IncidentId | null, 
/**
 * Why.
 */
reason: string, };

/**
 * `custody.taken`: from now on another desk may confirm; everything older is fenced.
 */
export type CustodyTaken = { 
/**
 * The new custodian; none gives it to the platform.
 */
to: OriginId | null, 
/**
 * The epoch that begins; must be the one before plus one.
 */
epoch: number, 
/**
 * Why.
 */
reason: string, };

/**
 * A list of which there is more than is read at once: what is not read is missing from the
 * screen, from advice and from exports.
 */
export type CutList = { 
/**
 * The noun: `team`, `lot`, `site`, `person`, `incident`, …
 */
kind: string, 
/**
 * How many are read, those that changed last.
 */
read: number, 
/**
 * How many there are.
 */
there: number, };

/**
 * One hidden danger as it stands.
 */
export type Danger = { 
/**
 * The event of the finding.
 */
event: string, 
/**
 * What was found.
 */
found: DangerFound, 
/**
 * When.
 */
at: UtcMs, 
/**
 * Who entered it.
 */
by: ActorName, 
/**
 * When it was put right; none while it is not.
 */
closedAt: UtcMs | null, 
/**
 * How.
 */
closedNote: string, 
/**
 * What was done about it, oldest first.
 */
acts: Array<DangerDone>, };

/**
 * What a table of dangers would enter, and what is wrong with it.
 */
export type DangerCheck = { 
/**
 * What would be entered.
 */
entries: Array<DangerEntry>, 
/**
 * Dangers that are there already, in the same words and not struck off.
 */
same: number, 
/**
 * What is wrong; such a row is left out.
 */
findings: Array<TableFinding>, };

/**
 * `site.danger_closed`: it is put right (整改销号).
 */
export type DangerClosed = { 
/**
 * The event of the finding.
 */
danger: string, 
/**
 * How it was put right, and who looked.
 */
note: string, };

/**
 * One thing that was done, by whom and when.
 */
export type DangerDone = { 
/**
 * Its event.
 */
event: string, 
/**
 * When.
 */
at: UtcMs, 
/**
 * Who entered it.
 */
by: ActorName, 
/**
 * What.
 */
step: DangerStep, };

/**
 * One danger that a table would enter.
 */
export type DangerEntry = { 
/**
 * Row of the table.
 */
row: number, 
/**
 * The place that it names.
 */
site: SiteId, 
/**
 * Its name.
 */
title: string, 
/**
 * The danger.
 */
found: DangerFound, };

/**
 * A table of dangers.
 */
export type DangerFile = { 
/**
 * Its bytes, Base64: CSV or XLSX.
 */
bytes: string, };

/**
 * `site.danger_found`: a hidden danger (事故隐患) was found there. Major ones are listed and
 * followed until they are put right and struck off (挂牌督办、整改销号).
 */
export type DangerFound = { 
/**
 * What is wrong.
 */
words: string, 
/**
 * True for a major one (重大事故隐患).
 */
major: boolean, 
/**
 * Who has to put it right.
 */
owner: string, 
/**
 * The day until which; none when nobody set one.
 */
due: Day | null, 
/**
 * Who found it, or which paper says so.
 */
source: string, };

/**
 * A window of the list with counts over all of the district.
 */
export type DangerPage = { 
/**
 * Those asked for, at most [`DANGER_ROWS_MAX`].
 */
rows: Array<DangerRow>, 
/**
 * How many there are of them.
 */
total: number, 
/**
 * Not struck off.
 */
open: number, 
/**
 * Of them overdue.
 */
overdue: number, 
/**
 * Of them due soon.
 */
soon: number, 
/**
 * Of them major.
 */
major: number, 
/**
 * Of them under supervision.
 */
supervised: number, 
/**
 * Of them waiting for acceptance.
 */
toCheck: number, 
/**
 * Streets to choose from.
 */
streets: Array<string>, 
/**
 * Key fields to choose from.
 */
fields: Array<string>, 
/**
 * Levels of supervision, in the words of the settings: 待区里确认.
 */
levels: Array<string>, 
/**
 * How many days before its day a danger is due soon: 待区里确认.
 */
soonDays: number, };

/**
 * A window of the list.
 */
export type DangerQuery = { 
/**
 * Which.
 */
state: DangerState, 
/**
 * True for major ones alone.
 */
major: boolean, 
/**
 * Of one place alone.
 */
site: SiteId | null, 
/**
 * Of one street alone; empty for all.
 */
street: string, 
/**
 * Of one key field alone; empty for all.
 */
field: string, 
/**
 * A part of the words, of the place or of who puts it right; empty for all.
 */
text: string, 
/**
 * By what.
 */
sort: DangerSort, };

/**
 * One danger with its place.
 */
export type DangerRow = { 
/**
 * Where.
 */
site: SiteId, 
/**
 * Its name.
 */
title: string, 
/**
 * Street; empty when not known.
 */
street: string, 
/**
 * Key field of the place; empty for none.
 */
field: string, 
/**
 * Where that is.
 */
point: Point | null, 
/**
 * The danger with what was done about it.
 */
danger: Danger, 
/**
 * How far it is.
 */
stage: DangerStage, 
/**
 * The supervision that stands.
 */
supervision: Supervision | null, 
/**
 * The plan that stands.
 */
plan: Rectification | null, 
/**
 * The elements that its plan lacks; all of them while there is none.
 */
missing: Array<string>, 
/**
 * Until when.
 */
due: Day | null, 
/**
 * Days until then, negative once it is over; none without a day, or when it is put right.
 */
days: number | null, 
/**
 * Its day is over.
 */
overdue: boolean, 
/**
 * Its day comes soon.
 */
soon: boolean, 
/**
 * Only another's acceptance strikes it off.
 */
needsAcceptance: boolean, };

/**
 * By what they are sorted.
 */
export type DangerSort = "due" | "major" | "street" | "site" | "found";

/**
 * How far a danger is.
 */
export type DangerStage = "found" | "planned" | "submitted" | "refused" | "accepted" | "closed";

/**
 * Which dangers.
 */
export type DangerState = "open" | "overdue" | "soon" | "supervised" | "to_check" | "closed" | "all";

/**
 * What is done about a danger.
 */
export type DangerStep = { "step": "supervise", 
/**
 * By whom, until when.
 */
supervision: Supervision, } | { "step": "plan", 
/**
 * Its five elements.
 */
plan: Rectification, } | { "step": "note", 
/**
 * What was done.
 */
words: string, } | { "step": "extend", 
/**
 * The new day.
 */
until: Day, 
/**
 * Why.
 */
reason: string, 
/**
 * Who agreed to it.
 */
approvedBy: string, } | { "step": "submit", 
/**
 * Who asks.
 */
askedBy: string, 
/**
 * What was done.
 */
words: string, } | { "step": "check", 
/**
 * Whether it is put right.
 */
accepted: boolean, 
/**
 * Who looked.
 */
checkedBy: string, 
/**
 * What was found.
 */
words: string, } | { "step": "close", 
/**
 * How it was put right, and who looked.
 */
note: string, } | { "step": "evaluate", 
/**
 * Whether it holds.
 */
effective: boolean, 
/**
 * What was seen.
 */
words: string, } | { "step": "retract", 
/**
 * The event of the act; none for the danger as a whole.
 */
act: string | null, 
/**
 * Why.
 */
reason: string, };

/**
 * `site.danger_stepped`: something was done about a danger.
 */
export type DangerStepped = { 
/**
 * The event of the finding.
 */
danger: string, 
/**
 * What.
 */
step: DangerStep, };

/**
 * `site.danger_withdrawn`: a danger, or one act of it, was entered by mistake. It counts no more;
 * the log keeps it.
 */
export type DangerWithdrawn = { 
/**
 * The event of the finding.
 */
danger: string, 
/**
 * The event of the act; none for the danger as a whole.
 */
act: string | null, 
/**
 * Why.
 */
reason: string, };

/**
 * A day, written `YYYY-MM-DD`; days of the district begin at midnight of UTC+8.
 */
export type Day = string;

/**
 * One way in which the desk is deaf.
 */
export type Deaf = { 
/**
 * Why.
 */
why: DeafWhy, 
/**
 * Which feed or leader; empty for none.
 */
name: string, 
/**
 * Since when, where that is known.
 */
since: UtcMs | null, };

/**
 * Why an alarm might not be heard at this desk.
 */
export type DeafWhy = "feed_down" | "feed_silent" | "no_sound" | "no_notifications" | "not_writable" | "list_incomplete" | "no_leader" | "leader_unreachable" | "no_channel" | "no_second_desk";

/**
 * Which unreadable input is written into a file, byte by byte.
 */
export type DefectRequest = { 
/**
 * Which; none takes the newest of the feed that has bytes.
 */
id: number | null, 
/**
 * Name of the feed, where none is named by its number.
 */
feed: string, };

/**
 * One defect of what came in.
 */
export type DefectRow = { 
/**
 * Which.
 */
id: number, 
/**
 * When.
 */
at: UtcMs, 
/**
 * Name of the feed.
 */
feed: string, 
/**
 * Who sent it: the address, and the device where it is known; empty where neither is. Outside
 * text.
 */
source: string, 
/**
 * Kind, a short code.
 */
kind: string, 
/**
 * In words.
 */
message: string, 
/**
 * The bytes as text, controls made visible, cut at a bound; where they are no text, lines of
 * an offset, sixteen bytes in hexadecimal and the same as text.
 */
raw: string, 
/**
 * Whether they are no text.
 */
binary: boolean, 
/**
 * How many bytes were kept; none where there is nothing to write into a file.
 */
bytes: number, 
/**
 * Whether more came than was kept.
 */
cut: boolean, };

/**
 * Who may send a team (出动权限).
 */
export type DeployAuthority = { 
/**
 * The unit or post whose word is needed; empty when the duty room's is enough.
 */
by: string, 
/**
 * Its telephone.
 */
phone: string, };

/**
 * How a desk is called.
 */
export type DeskName = { 
/**
 * Its device key, or the beginning of it.
 */
key: string, 
/**
 * Its name.
 */
name: string, };

/**
 * How a station speaks.
 */
export type Dialect = { 
/**
 * The station in its protocol's words; outside text.
 */
name: string, 
/**
 * The algorithm of its CRC: `standard` or `modbus`.
 */
crc: string, 
/**
 * Short codes of what else departs from the standard and is taken.
 */
tolerated: Array<string>, };

/**
 * A count that contradicts the book.
 */
export type Discrepancy = { 
/**
 * When it was found.
 */
at: UtcMs, 
/**
 * What the book said.
 */
book: number, 
/**
 * What was there.
 */
counted: number, };

/**
 * `dispute.ruled`: one person settles which order stands.
 */
export type DisputeRuled = { 
/**
 * The order that stands.
 */
keep: OrderId, 
/**
 * The orders that do not.
 */
withdraw: Array<OrderId>, 
/**
 * Why.
 */
reason: string, 
/**
 * What the kept order takes the place of.
 */
replaces: Replaced | null, };

/**
 * One document (原件), by the SHA-256 of its bytes.
 */
export type DocumentId = string;

/**
 * `document.kept`: one part of a document.
 */
export type DocumentKept = { 
/**
 * Name of the file.
 */
name: string, 
/**
 * Bytes of the whole document.
 */
bytes: number, 
/**
 * Number of this part, 0 for the first.
 */
part: number, 
/**
 * Parts in all.
 */
parts: number, 
/**
 * The bytes of this part, base64.
 */
data: string, };

/**
 * The bytes of a file, in the parts in which they go into the log.
 */
export type DocumentParts = { 
/**
 * SHA-256 of the bytes, hex.
 */
document: DocumentId, 
/**
 * The parts, all of them, in their order.
 */
parts: Array<DocumentKept>, };

/**
 * A document in the log.
 */
export type DocumentRow = { 
/**
 * SHA-256 of its bytes, hex.
 */
id: DocumentId, 
/**
 * Its name.
 */
name: string, 
/**
 * How many bytes.
 */
bytes: number, 
/**
 * True when every part is there and the bytes are those of its name.
 */
whole: boolean, 
/**
 * Numbers of the parts that are missing or cannot be read, counted from 1. None although it
 * is not whole: the parts together are other bytes than those that were kept.
 */
lacking: Array<number>, };

/**
 * Which report to draft.
 */
export type DraftRequest = { 
/**
 * For which incident.
 */
incident: IncidentId, 
/**
 * Which kind.
 */
kind: ReportKind, };

/**
 * One draw.
 */
export type Draw = { 
/**
 * The event that claimed it.
 */
event: string, 
/**
 * For which incident.
 */
incident: IncidentId, 
/**
 * The desk that drew.
 */
origin: OriginId, 
/**
 * When.
 */
at: UtcMs, 
/**
 * How many were asked for.
 */
asked: number, 
/**
 * How many were granted; 0 until confirmed, and again once it was taken back as a slip.
 */
granted: number, 
/**
 * Out of whose share they came.
 */
share: string, 
/**
 * True once somebody received or settled some of them: it is no slip any more.
 */
taken: boolean, 
/**
 * Whether the claim stands.
 */
claim: Claim, };

/**
 * `draw.ruled`: one person settles a draw that was not granted.
 */
export type DrawRuled = { 
/**
 * The draw, by the event that claimed it.
 */
draw: string, 
/**
 * What was decided, in words.
 */
reason: string, };

/**
 * `drill.ended`.
 */
export type DrillEnded = { 
/**
 * Words of the trainer.
 */
note: string, };

/**
 * One finding of a drill, on a clause or on the plan as a whole.
 */
export type DrillFinding = { 
/**
 * Heading of the clause, without its number; empty for the plan as a whole.
 */
clause: string, 
/**
 * What was found.
 */
words: string, };

/**
 * One drill (演练).
 */
export type DrillId = string;

/**
 * `drill.injected`: the trainer put something in.
 */
export type DrillInjected = { 
/**
 * Number in the scenario's list.
 */
number: number, 
/**
 * What, in words.
 */
text: string, };

/**
 * `drill.started`.
 */
export type DrillStarted = { 
/**
 * Title.
 */
title: string, 
/**
 * Which scenario of the shipped list.
 */
scenario: string, 
/**
 * Seed of everything random in it, so that it can be run again.
 */
seed: number, 
/**
 * How many times the district it was run in; 0 in drills from before there were sizes, which
 * were ×1.
 */
size: number, 
/**
 * Seconds of the scenario in one second of the clock.
 */
speed: number, };

/**
 * Where the drill is.
 */
export type DrillStatus = { 
/**
 * True while one runs.
 */
running: boolean, 
/**
 * The scenario.
 */
scenario: ScenarioRow | null, 
/**
 * Its clock in seconds from the start.
 */
clockS: number, 
/**
 * Seconds of the scenario in one second of the clock.
 */
speed: number, 
/**
 * True while it is held.
 */
paused: boolean, 
/**
 * How many injects went in.
 */
injected: number, };

/**
 * The state of the watch.
 */
export type Duty = { 
/**
 * The duty leader.
 */
leader: ActorName, 
/**
 * The duty officers.
 */
officers: Array<ActorName>, 
/**
 * Since when.
 */
since: UtcMs | null, 
/**
 * The last handover.
 */
last: Handover | null, };

/**
 * `duty.started`: the watch has these people from now on.
 */
export type DutyStarted = { 
/**
 * The duty leader (带班领导).
 */
leader: ActorName, 
/**
 * The duty officers (值班员).
 */
officers: Array<ActorName>, };

/**
 * Which one of which noun.
 */
export type EntityRef = { 
/**
 * The noun as its name; a later version may send nouns this one does not know.
 */
kind: string, 
/**
 * Which one.
 */
id: string, };

/**
 * A piece of equipment, or some of one kind.
 */
export type Equipment = { 
/**
 * Code of GB/T 38565-2020; empty when it has none.
 */
supply: string, 
/**
 * Name.
 */
name: string, 
/**
 * How many.
 */
quantity: number, 
/**
 * Unit of count.
 */
unit: string, 
/**
 * The last day on which its inspection or calibration is good.
 */
inspectedUntil: Day | null, };

/**
 * How far an alert that nobody acknowledges has gone, in this order.
 */
export type EscalationStep = "louder" | "notification" | "second_desk" | "duty_leader";

/**
 * How one expert of a review voted.
 */
export type ExpertVote = { 
/**
 * Name.
 */
name: string, 
/**
 * Unit or field.
 */
unit: string, 
/**
 * True when in favour.
 */
agrees: boolean, 
/**
 * Opinion in words.
 */
opinion: string, };

/**
 * What runs out is asked for.
 */
export type ExpiringQuery = { 
/**
 * Within how many days; what is over already is always there.
 */
days: number, 
/**
 * Of one depot only; empty for everything.
 */
depot: string, };

/**
 * Something that runs out.
 */
export type ExpiringRow = { 
/**
 * Of which list the thing is.
 */
kind: TableKind, 
/**
 * Which.
 */
id: string, 
/**
 * Its name.
 */
title: string, 
/**
 * What runs out: `batch`, `calibration`, `inspection`, `certificate`, `vehicle`, `equipment`,
 * `insurance`, `agreement`.
 */
what: string, 
/**
 * Whose or which, such as the person and the certificate.
 */
line: string, 
/**
 * Name of the depot where it lies; empty for what belongs to teams and people.
 */
depot: string, 
/**
 * The last day.
 */
until: Day, 
/**
 * Days left; negative when it is over.
 */
days: number, };

/**
 * Write a plan into the paper folder.
 */
export type ExportPlan = { 
/**
 * Which plan.
 */
plan: PlanId, 
/**
 * Which version; none for the version in force, else the newest head, else the shipped text.
 */
version: PlanVersionId | null, 
/**
 * As what.
 */
form: PlanForm, };

/**
 * A fact with its body.
 */
export type Fact = { "kind": "alert.received", "body": AlertReceived } | { "kind": "alert.acknowledged", "body": AlertMark } | { "kind": "alert.reopened", "body": AlertMark } | { "kind": "alert.shelved", "body": AlertShelved } | { "kind": "alert.unshelved", "body": AlertMark } | { "kind": "alert.dismissed", "body": AlertMark } | { "kind": "alert.merged", "body": AlertMerged } | { "kind": "alert.unmerged", "body": AlertMerged } | { "kind": "alert.raised", "body": AlertRaised } | { "kind": "alert.lowered", "body": AlertRaised } | { "kind": "incident.opened", "body": IncidentOpened } | { "kind": "incident.harm_reported", "body": HarmReported } | { "kind": "incident.graded", "body": IncidentGraded } | { "kind": "incident.placed", "body": IncidentPlaced } | { "kind": "incident.noted", "body": Noted } | { "kind": "incident.merged", "body": IncidentMerged } | { "kind": "incident.split", "body": IncidentSplit } | { "kind": "incident.closed", "body": IncidentClosed } | { "kind": "incident.reopened", "body": IncidentClosed } | { "kind": "response.started", "body": ResponseStarted } | { "kind": "response.ended", "body": ResponseEnded } | { "kind": "task.given", "body": TaskGiven } | { "kind": "task.moved", "body": TaskMoved } | { "kind": "team.registered", "body": TeamRegistered } | { "kind": "team.reported", "body": TeamReported } | { "kind": "team.phased", "body": TeamPhased } | { "kind": "custody.taken", "body": CustodyTaken } | { "kind": "order.drafted", "body": OrderSent } | { "kind": "order.sent", "body": OrderSent } | { "kind": "order.moved", "body": OrderMoved } | { "kind": "order.confirmed", "body": OrderConfirmed } | { "kind": "order.stop_moved", "body": StopMoved } | { "kind": "order.undone", "body": OrderUndone } | { "kind": "order.put_first", "body": OrderPutFirst } | { "kind": "order.papered", "body": OrderPapered } | { "kind": "dispute.ruled", "body": DisputeRuled } | { "kind": "lot.registered", "body": LotRegistered } | { "kind": "stock.drawn", "body": StockDrawn } | { "kind": "stock.received", "body": StockAdded } | { "kind": "stock.returned", "body": StockAdded } | { "kind": "stock.counted", "body": StockCounted } | { "kind": "stock.allotted", "body": StockAllotted } | { "kind": "stock.share_taken", "body": ShareTaken } | { "kind": "draw.ruled", "body": DrawRuled } | { "kind": "issue.received", "body": IssueReceived } | { "kind": "issue.settled", "body": IssueSettled } | { "kind": "issue.undone", "body": IssueUndone } | { "kind": "issue.papered", "body": IssuePapered } | { "kind": "requisition.issued", "body": RequisitionIssued } | { "kind": "requisition.returned", "body": RequisitionReturned } | { "kind": "requisition.compensated", "body": RequisitionCompensated } | { "kind": "requisition.papered", "body": RequisitionPapered } | { "kind": "aid.drafted", "body": AidDrafted } | { "kind": "aid.signed", "body": AidSigned } | { "kind": "aid.sent", "body": AidSent } | { "kind": "aid.answered", "body": AidAnswered } | { "kind": "aid.arrived", "body": AidArrived } | { "kind": "aid.released", "body": AidEnded } | { "kind": "aid.withdrawn", "body": AidEnded } | { "kind": "circular.sent", "body": CircularSent } | { "kind": "circular.tried", "body": CircularTried } | { "kind": "circular.handed", "body": CircularHanded } | { "kind": "circular.confirmed", "body": CircularConfirmed } | { "kind": "circular.escalated", "body": CircularEscalated } | { "kind": "circular.ended", "body": CircularEnded } | { "kind": "report.drafted", "body": ReportDrafted } | { "kind": "report.sent", "body": ReportSent } | { "kind": "report.receipted", "body": ReportReceipted } | { "kind": "duty.started", "body": DutyStarted } | { "kind": "duty.handed_over", "body": HandedOver } | { "kind": "duty.noted", "body": Noted } | { "kind": "site.registered", "body": SiteRegistered } | { "kind": "team.withdrawn", "body": Withdrawn } | { "kind": "lot.withdrawn", "body": Withdrawn } | { "kind": "stock.issued", "body": StockTaken } | { "kind": "stock.written_off", "body": StockTaken } | { "kind": "stock.lent", "body": StockLent } | { "kind": "stock.loan_returned", "body": LoanReturned } | { "kind": "stock.reserved", "body": StockReserved } | { "kind": "stock.unreserved", "body": StockUnreserved } | { "kind": "stock.shipped", "body": StockShipped } | { "kind": "stock.arrived", "body": ShipmentArrived } | { "kind": "site.reported", "body": SiteReported } | { "kind": "site.withdrawn", "body": Withdrawn } | { "kind": "person.registered", "body": PersonRegistered } | { "kind": "person.reported", "body": PersonReported } | { "kind": "person.consulted", "body": PersonConsulted } | { "kind": "person.withdrawn", "body": Withdrawn } | { "kind": "rota.set", "body": RotaSet } | { "kind": "import.applied", "body": ImportApplied } | { "kind": "import.listed", "body": ImportListed } | { "kind": "import.undone", "body": ImportUndone } | { "kind": "drill.started", "body": DrillStarted } | { "kind": "drill.injected", "body": DrillInjected } | { "kind": "drill.ended", "body": DrillEnded } | { "kind": "closure.set", "body": ClosureSet } | { "kind": "closure.lifted", "body": ClosureLifted } | { "kind": "wind.observed", "body": WindObserved } | { "kind": "plan.saved", "body": PlanSaved } | { "kind": "plan.stepped", "body": PlanStepped } | { "kind": "plan.signed", "body": PlanSigned } | { "kind": "plan.filing_answered", "body": FilingAnswered } | { "kind": "plan.assessed", "body": PlanAssessed } | { "kind": "plan.drilled", "body": PlanDrilled } | { "kind": "plan.suggested", "body": RevisionSuggested } | { "kind": "plan.suggestion_settled", "body": SuggestionSettled } | { "kind": "plan.ended", "body": PlanEnded } | { "kind": "site.danger_found", "body": DangerFound } | { "kind": "site.danger_closed", "body": DangerClosed } | { "kind": "site.risk_assessed", "body": RiskAssessed } | { "kind": "plan.act_withdrawn", "body": PlanActWithdrawn } | { "kind": "document.kept", "body": DocumentKept } | { "kind": "holidays.set", "body": HolidaysSet } | { "kind": "alert.verified", "body": AlertVerified } | { "kind": "alert.latched", "body": AlertMark } | { "kind": "alert.reset", "body": AlertMark } | { "kind": "alert.set_aside", "body": AlertSetAside } | { "kind": "alert.put_back", "body": AlertMark } | { "kind": "alert.parted", "body": AlertMark } | { "kind": "alert.rejoined", "body": AlertMark } | { "kind": "alert.prioritized", "body": AlertPrioritized } | { "kind": "alert.escalated", "body": AlertEscalated } | { "kind": "source.taken_out", "body": SourceTakenOut } | { "kind": "source.put_back", "body": SourcePutBack } | { "kind": "countdown.started", "body": CountdownStarted } | { "kind": "countdown.met", "body": CountdownMet } | { "kind": "countdown.extended", "body": CountdownExtended } | { "kind": "countdown.withdrawn", "body": CountdownWithdrawn } | { "kind": "submission.received", "body": SubmissionReceived } | { "kind": "submission.joined", "body": SubmissionJoined } | { "kind": "submission.parted", "body": SubmissionJoined } | { "kind": "submission.replied", "body": SubmissionReplied } | { "kind": "submission.closed", "body": SubmissionClosed } | { "kind": "submission.reopened", "body": SubmissionReopened } | { "kind": "submission.check_ordered", "body": CheckOrdered } | { "kind": "submission.check_reported", "body": CheckReported } | { "kind": "submission.identity_opened", "body": IdentityOpened } | { "kind": "fence.set", "body": FenceSet } | { "kind": "fence.ended", "body": FenceEnded } | { "kind": "site.danger_stepped", "body": DangerStepped } | { "kind": "site.danger_withdrawn", "body": DangerWithdrawn } | { "kind": "point.registered", "body": PointRegistered } | { "kind": "point.limited", "body": PointLimited } | { "kind": "point.withdrawn", "body": Withdrawn } | { "kind": "firm.registered", "body": FirmRegistered } | { "kind": "firm.withdrawn", "body": Withdrawn } | { "kind": "site.unit_registered", "body": UnitRegistered } | { "kind": "site.unit_withdrawn", "body": UnitWithdrawn };

/**
 * The connections of a server.
 */
export type FeedConnections = { 
/**
 * Open now.
 */
open: number, 
/**
 * Refused or closed for a bound since the start.
 */
refused: number, 
/**
 * Of them for the bound of one address.
 */
refusedAddress: number, 
/**
 * The address with most of them; empty where there is none.
 */
busiest: string, 
/**
 * How many that has.
 */
busiestOpen: number, };

/**
 * Defects of one kind.
 */
export type FeedDefect = { 
/**
 * A short code.
 */
kind: string, 
/**
 * How many.
 */
count: number, 
/**
 * Of the newest what is wrong, in English; outside text.
 */
message: string, 
/**
 * The first [`DEFECT_SHOWN_BYTES_MAX`] bytes of the newest, hexadecimal.
 */
newestHex: string, 
/**
 * Whether it has more bytes.
 */
cut: boolean, };

/**
 * The devices of a feed.
 */
export type FeedDevices = { 
/**
 * Heard since the start.
 */
known: number, 
/**
 * Of them not heard for some time.
 */
silent: number, 
/**
 * For how long a device is silent then, seconds.
 */
silentAfterS: number, 
/**
 * The silent ones by name, the longest silence first, at most [`SILENT_SHOWN_MAX`].
 */
named: Array<SilentDevice>, 
/**
 * The clock of the device heard last against the desk's, milliseconds; positive where it is
 * ahead.
 */
clockOffsetMs: number | null, 
/**
 * The device whose clock is off most; none while none has said its time.
 */
clockWorst: ClockOff | null, 
/**
 * Those whose clock is off by more than the bound, the worst first, at most
 * [`CLOCKS_SHOWN_MAX`].
 */
clocksOff: Array<ClockOff>, 
/**
 * How many there are in all.
 */
clocksOffCount: number, 
/**
 * The bound, seconds; 待区里确认.
 */
clockOffAfterS: number, 
/**
 * How its stations speak, those that depart from the standard first, at most
 * [`DIALECTS_SHOWN_MAX`]; none for a feed whose protocol has one way.
 */
dialects: Array<Dialect>, 
/**
 * How many stations are known by the way they speak.
 */
dialectsCount: number, 
/**
 * How many of them depart from the standard.
 */
dialectsDeparting: number, };

/**
 * Health of one feed.
 */
export type FeedStatus = { 
/**
 * Its name.
 */
name: string, 
/**
 * `poll`, `folder`, `platform`, `jt808`, `gbt26875`, `hj212`, `mqtt`, `submission_folder` or
 * `submission_http`.
 */
kind: string, 
/**
 * Where it looks, without secrets.
 */
source: string, 
/**
 * True when its last try went well.
 */
up: boolean, 
/**
 * When it first tried since the desk was started.
 */
firstTryAt: UtcMs | null, 
/**
 * When a message last came.
 */
lastMessageAt: UtcMs | null, 
/**
 * When it last tried.
 */
lastTryAt: UtcMs | null, 
/**
 * Messages since the start.
 */
messages: number, 
/**
 * Messages of the last minute.
 */
perMinute: number, 
/**
 * Defects since the start.
 */
defects: number, 
/**
 * Defects since the start by kind, the most frequent first, at most [`DEFECT_KINDS_MAX`].
 */
defectKinds: Array<FeedDefect>, 
/**
 * Unreadable inputs of this and earlier starts that were removed to make room for newer ones.
 */
defectsRemoved: number, 
/**
 * Why it is not up: a short code.
 */
why: string, 
/**
 * The devices that it hears; nothing for a feed that knows of none.
 */
devices: FeedDevices | null, 
/**
 * Its connections; nothing for a feed that goes out itself.
 */
connections: FeedConnections | null, };

/**
 * The state of one fence.
 */
export type Fence = { 
/**
 * Its name in the log.
 */
id: FenceId, 
/**
 * What was said last.
 */
set: FenceSet, 
/**
 * When that was; none before the first.
 */
setAt: UtcMs | null, 
/**
 * When it was ended; none while it stands.
 */
endedAt: UtcMs | null, 
/**
 * Why.
 */
endedBecause: string, };

/**
 * `fence.ended`: it is not watched any more.
 */
export type FenceEnded = { 
/**
 * Why.
 */
reason: string, };

/**
 * Hours of each day, in the district's time.
 */
export type FenceHours = { 
/**
 * First minute of the day.
 */
fromMin: number, 
/**
 * The minute at which they end; one before the first is of the next day.
 */
toMin: number, };

/**
 * One electronic fence (电子围栏).
 */
export type FenceId = string;

/**
 * What is told.
 */
export type FenceOn = "enter" | "leave";

/**
 * `fence.set`: a later one for the same fence replaces it.
 */
export type FenceSet = { 
/**
 * What it is called, as alerts name it.
 */
name: string, 
/**
 * Where.
 */
shape: FenceShape, 
/**
 * For whom.
 */
whom: VehicleChoice, 
/**
 * What is told.
 */
on: FenceOn, 
/**
 * From when; none means from when it was set.
 */
from: UtcMs | null, 
/**
 * Until when; none means until it is ended.
 */
until: UtcMs | null, 
/**
 * Only in these hours of each day; none means all day.
 */
hours: FenceHours | null, 
/**
 * Why, in words.
 */
reason: string, };

/**
 * Where a fence is.
 */
export type FenceShape = { "is": "area", 
/**
 * Its corners.
 */
ring: Array<Point>, } | { "is": "circle", 
/**
 * Its middle.
 */
centre: Point, 
/**
 * Its radius, metres.
 */
radiusM: number, };

/**
 * What the office that a plan is filed with says.
 */
export type FilingAnswer = "accepted" | "incomplete" | "refused";

/**
 * `plan.filing_answered`.
 */
export type FilingAnswered = { 
/**
 * Which version was handed in.
 */
version: PlanVersionId, 
/**
 * What they say.
 */
answer: FilingAnswer, 
/**
 * Number of the filing form (备案登记表).
 */
number: string, 
/**
 * What is missing.
 */
missing: Array<string>, 
/**
 * Why it is not filed.
 */
reason: string, };

/**
 * Words to look for: Chinese, pinyin initials, call sign or code.
 */
export type FindRequest = { 
/**
 * The words.
 */
text: string, };

/**
 * What somebody found out about an alert (核实结论).
 */
export type Finding = "real" | "false" | "test" | "drill";

/**
 * The state of one firm.
 */
export type Firm = { 
/**
 * Its name in the log.
 */
id: FirmId, 
/**
 * Whether it is on the list.
 */
known: boolean, 
/**
 * What is said of it.
 */
registered: FirmRegistered, };

/**
 * What is done to a firm.
 */
export type FirmAct = { "act": "register", firm: FirmId | null, registered: FirmRegistered, seen: FirmRegistered | null, } | { "act": "withdraw", firm: FirmId, seen: FirmRegistered | null, reason: string, };

/**
 * One firm (企业).
 */
export type FirmId = string;

/**
 * A firm by its name.
 */
export type FirmName = { 
/**
 * Which.
 */
firm: FirmId, 
/**
 * Its name.
 */
name: string, };

/**
 * A window of the list of firms.
 */
export type FirmPage = { 
/**
 * How many fit the words.
 */
total: number, 
/**
 * The rows, the gravest first.
 */
rows: Array<FirmRow>, };

/**
 * Everything about one firm.
 */
export type FirmProfile = { 
/**
 * Its line.
 */
row: FirmRow, 
/**
 * Its sites, the gravest first, at most [`FIRM_SITES_MAX`].
 */
sites: Array<FirmSite>, 
/**
 * Points that stand at these sites, the worst first.
 */
points: Array<PointRow>, 
/**
 * Alarms that stand at these sites, the most urgent first.
 */
alarms: Array<AroundAlarm>, 
/**
 * Plans that name the firm or one of its sites.
 */
plans: Array<AroundPlan>, 
/**
 * What was done to it, newest first.
 */
history: Array<LogLine>, };

/**
 * Which firms.
 */
export type FirmQuery = { 
/**
 * Words that name, code, trade, address or street must hold; empty for all.
 */
text: string, 
/**
 * First row.
 */
offset: number, 
/**
 * Rows, at most [`FIRM_ROWS_MAX`].
 */
limit: number, };

/**
 * `firm.registered`: what is said of a firm; a later one replaces it.
 */
export type FirmRegistered = { 
/**
 * Name.
 */
name: string, 
/**
 * Unified social credit code (统一社会信用代码); empty where nobody knows it.
 */
code: string, 
/**
 * Trade, in words (行业).
 */
industry: string, 
/**
 * Address, street and point.
 */
place: Place, 
/**
 * By which post the person responsible is called (职务).
 */
role: string, 
/**
 * The number of that post.
 */
phone: string, 
/**
 * Words.
 */
note: string, 
/**
 * The import that entered it; empty for an act by hand.
 */
import: ImportId, };

/**
 * One firm.
 */
export type FirmRow = { 
/**
 * What is said of it.
 */
firm: Firm, 
/**
 * Its sites.
 */
sites: number, 
/**
 * The units of these.
 */
units: number, 
/**
 * The tanks of these.
 */
tanks: number, 
/**
 * The gravest grade of its units by GB 18218-2018, 1 to 4.
 */
grade: number | null, 
/**
 * The gravest level of risk of its sites.
 */
level: RiskLevel | null, 
/**
 * Hidden dangers there that are not struck off.
 */
dangers: number, 
/**
 * Those of them that should be put right by now.
 */
overdue: number, };

/**
 * One site of a firm.
 */
export type FirmSite = { 
/**
 * Its risk.
 */
risk: RiskRow, 
/**
 * Its units.
 */
units: Array<UnitRow>, 
/**
 * Its hidden dangers that are not struck off.
 */
dangers: Array<Danger>, };

/**
 * Text of an unfinished form.
 */
export type FormDraft = { 
/**
 * Which form.
 */
key: string, 
/**
 * Its text.
 */
text: string, };

/**
 * Goes back to the roads that were in force before.
 */
export type FormerRoads = { 
/**
 * Who.
 */
who: Who, };

/**
 * Something found by name.
 */
export type Found = { 
/**
 * `street`, `place`, `site`, `firm`, `team`, `incident`, `plan`, `lot`.
 */
kind: string, 
/**
 * Which.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * More words.
 */
detail: string, 
/**
 * Where.
 */
point: Point | null, 
/**
 * True when that point is only approximate.
 */
approximate: boolean, };

/**
 * Why alerts stand together.
 */
export type GatheredBy = "repeats" | "station" | "site" | "near" | "area";

/**
 * What a row stands for when it is more than one alert.
 */
export type GatheredRow = { 
/**
 * The alert that was heard first; it names the row.
 */
lead: AlertId, 
/**
 * The gravest that waits, or the gravest of all.
 */
gravest: AlertId, 
/**
 * Its title, where it is not the one that was heard first.
 */
gravestHeadline: string, 
/**
 * How many alerts the row stands for.
 */
alerts: number, 
/**
 * How many of them somebody has to look at.
 */
waiting: number, 
/**
 * How many sources they come from, each with its repeats.
 */
folds: number, 
/**
 * When the first was recorded.
 */
first: UtcMs, 
/**
 * When the last was recorded.
 */
last: UtcMs, 
/**
 * The worst level among them, 5 for none.
 */
level: number, 
/**
 * Why they stand together.
 */
ties: Array<GatheredBy>, 
/**
 * An officer took it out of another.
 */
parted: boolean, };

/**
 * One kind of goods on a notice.
 */
export type Good = { 
/**
 * Name.
 */
name: string, 
/**
 * Model (型号).
 */
model: string, 
/**
 * Unit of count.
 */
unit: string, 
/**
 * How many.
 */
quantity: number, };

/**
 * What became of one kind of goods.
 */
export type GoodCount = { 
/**
 * Came back whole.
 */
whole: number, 
/**
 * Came back damaged.
 */
damaged: number, 
/**
 * Lost or used up.
 */
lost: number, };

/**
 * Which of the three measures set the grade.
 */
export type GradeBasis = "dead" | "seriously_injured" | "loss" | "lowest";

/**
 * The numbers of the guideline, by secondary sources; the district may set its own.
 */
export type Guideline = { 
/**
 * Alarms per operator in ten minutes that are acceptable on average.
 */
averageGood: number, 
/**
 * The same that is the most that can be managed.
 */
averageMost: number, 
/**
 * Alarms in ten minutes after an upset.
 */
peakMost: number, 
/**
 * A flood begins with so many in ten minutes, per operator.
 */
floodFrom: number, 
/**
 * And ends with fewer than this.
 */
floodBelow: number, 
/**
 * Share of the time in flood, per cent.
 */
floodPercentMost: number, 
/**
 * Stale alarms at most.
 */
staleMost: number, 
/**
 * An alarm is stale after so many hours.
 */
staleH: number, 
/**
 * Share of the ten worst sources in all alarms, per cent.
 */
worstPercentMost: number, 
/**
 * Shares by priority that are aimed at, per cent: urgent and high together, medium, low.
 */
priorityPercent: [number, number, number], 
/**
 * A point chatters when it comes so often within a minute.
 */
chatterInMinute: number, 
/**
 * An alarm is fleeting when it ends within so many seconds; assumed, 待区里确认.
 */
fleetingS: number, };

/**
 * `duty.handed_over`: both names, what is open, and the head of the log at that moment.
 */
export type HandedOver = { 
/**
 * 交班人.
 */
from: ActorName, 
/**
 * 接班人.
 */
to: ActorName, 
/**
 * Further officers of the next watch; none in what an earlier version wrote.
 */
with: Array<ActorName>, 
/**
 * The next duty leader.
 */
leader: ActorName, 
/**
 * 未办事项.
 */
openMatters: Array<string>, 
/**
 * 注意事项.
 */
remarks: string, 
/**
 * Hash of the newest fact, printed on the sheet.
 */
headHash: string, 
/**
 * True when the test tone was heard.
 */
toneHeard: boolean, };

/**
 * One handover, kept in short.
 */
export type Handover = { 
/**
 * When.
 */
at: UtcMs, 
/**
 * What was said.
 */
handed: HandedOver, };

/**
 * What a handover has to name.
 */
export type HandoverSheet = { 
/**
 * Open incidents, running clocks, unacknowledged alerts, orders without receipt: in Chinese.
 */
openMatters: Array<string>, 
/**
 * Hash of the newest fact.
 */
headHash: string, 
/**
 * Facts in the log.
 */
events: number, };

/**
 * What an incident has done to people and property so far.
 */
export type Harm = { 
/**
 * Dead (死亡).
 */
dead: number, 
/**
 * Seriously injured, acute industrial poisoning included (重伤, 含急性工业中毒).
 */
seriouslyInjured: number, 
/**
 * Lightly injured (轻伤).
 */
lightlyInjured: number, 
/**
 * Missing (下落不明).
 */
missing: number, 
/**
 * Trapped or in danger (被困, 涉险).
 */
trapped: number, 
/**
 * Evacuated (紧急疏散).
 */
evacuated: number, 
/**
 * Direct economic loss in units of 10,000 yuan (直接经济损失, 万元).
 */
lossWanYuan: number, };

/**
 * `incident.harm_reported`: people and property, as known now.
 */
export type HarmReported = { 
/**
 * The whole count, not the difference.
 */
harm: Harm, 
/**
 * Who said so.
 */
source: string, };

/**
 * A place that is, or may be, a major hazard (GB 18218-2018), seen from another.
 */
export type HazardAway = { 
/**
 * Which.
 */
site: SiteId, 
/**
 * Its name.
 */
name: string, 
/**
 * The gravest grade of its units, 1 to 4; none while that is open.
 */
grade: number | null, 
/**
 * Its level of risk.
 */
level: RiskLevel | null, 
/**
 * Straight line, metres.
 */
distanceM: number, };

/**
 * A substance of which a profile says another quantity than the units of the place hold.
 */
export type HazardDiffers = { 
/**
 * As the profile says it.
 */
substance: string, 
/**
 * Tonnes by the profile.
 */
profileT: number, 
/**
 * Tonnes of the units together.
 */
unitsT: number, };

/**
 * Whether a place is a major hazard installation, with the working (GB 18218-2018, 4.2 and 4.3).
 */
export type HazardRow = { 
/**
 * Each thing.
 */
things: Array<HazardThing>, 
/**
 * S = Σ q/Q.
 */
s: number, 
/**
 * Whether it is one; none while what is missing may decide it.
 */
major: boolean | null, 
/**
 * Σ β·q/Q.
 */
weighted: number | null, 
/**
 * People within 500 m outside its boundary.
 */
people: number | null, 
/**
 * Factor α of these people.
 */
alpha: number | null, 
/**
 * R = α·Σ β·q/Q.
 */
r: number | null, 
/**
 * Grade, 1 for 一级 to 4 for 四级.
 */
grade: number | null, };

/**
 * How one dangerous thing counts (GB 18218-2018).
 */
export type HazardThing = { 
/**
 * Its name as entered.
 */
substance: string, 
/**
 * Tonnes.
 */
quantityT: number, 
/**
 * Threshold Q in tonnes.
 */
thresholdT: number | null, 
/**
 * Where that stands.
 */
thresholdFrom: string, 
/**
 * Factor β.
 */
beta: number | null, 
/**
 * Where that stands.
 */
betaFrom: string, 
/**
 * q/Q.
 */
share: number | null, 
/**
 * What is missing, each with what it is about: `quantity`, `class`, `unknown_class`,
 * `which_of`, `class_for_beta`.
 */
lacking: Array<[string, string]>, };

/**
 * A unit of a site.
 */
export type HazardUnit = { 
/**
 * Which.
 */
id: UnitId, 
/**
 * What is said of it.
 */
told: UnitTold, };

/**
 * Who the desk is.
 */
export type Hello = { 
/**
 * Version of the program.
 */
version: string, 
/**
 * Name of the desk (席位).
 */
desk: string, 
/**
 * Its device key.
 */
origin: string, 
/**
 * Other desks and the platform by name, as this desk's settings call them.
 */
desks: Array<DeskName>, 
/**
 * True in a drill.
 */
exercise: boolean, 
/**
 * Name of the district.
 */
district: string, 
/**
 * Middle of the district.
 */
centre: Point, 
/**
 * Bounds: west, south, east, north.
 */
bounds: [number, number, number, number], 
/**
 * The change number now.
 */
seq: number, 
/**
 * The desk's clock.
 */
now: UtcMs, 
/**
 * Folder that paper copies go to.
 */
paperFolder: string, 
/**
 * What is asked of a second person before level Ⅰ or Ⅱ.
 */
secondPerson: SecondPerson, 
/**
 * Seconds that a grave alert may wait before the desktop window comes to the front; 0 never.
 */
frontAfterS: number, 
/**
 * Who keeps the private key that tip-offs are sealed to; empty where none is named, and then
 * nobody's identity is kept.
 */
sealKeeper: string, };

/**
 * The holiday tables there are.
 */
export type HolidayTables = { 
/**
 * By year, the newest first.
 */
years: Array<Holidays>, 
/**
 * Years that running terms touch and that have no table: 待区里确认.
 */
missing: Array<number>, };

/**
 * The table of one year.
 */
export type Holidays = { 
/**
 * What was said last.
 */
set: HolidaysSet, 
/**
 * When.
 */
setAt: UtcMs | null, 
/**
 * By whom.
 */
setBy: ActorName, };

/**
 * `holidays.set`: the table of one year; a later one replaces it.
 */
export type HolidaysSet = { 
/**
 * The year.
 */
year: number, 
/**
 * Free days beside the weekends.
 */
free: Array<Day>, 
/**
 * Days of a weekend on which people work (调休上班).
 */
worked: Array<Day>, 
/**
 * Where it is from: the notice with its number.
 */
source: string, };

/**
 * Who tips off, as told. It crosses once, is sealed and is kept nowhere in clear.
 */
export type Identity = { 
/**
 * Name.
 */
name: string, 
/**
 * Telephone.
 */
phone: string, 
/**
 * Unit.
 */
unit: string, };

/**
 * `submission.identity_opened`: somebody read who tipped off. Nothing of it is in the fact.
 */
export type IdentityOpened = { 
/**
 * Why.
 */
why: string, };

/**
 * What a person said to one finding of a file.
 */
export type ImportAnswer = { 
/**
 * Its place among the findings.
 */
finding: number, 
/**
 * `accepted`, `changed` or `dropped`.
 */
answer: string, };

/**
 * `import.applied`: a table was entered.
 */
export type ImportApplied = { 
/**
 * What the table holds.
 */
kind: TableKind, 
/**
 * Name of the file.
 */
file: string, 
/**
 * SHA-256 of its bytes, hex.
 */
sha256: string, 
/**
 * Rows entered.
 */
rows: number, 
/**
 * Which column of the table became which field.
 */
columns: { [key in string]: string }, 
/**
 * Why limits are set by it; empty where it sets none.
 */
reason: string, };

/**
 * Something in a file beside the text of the plan.
 */
export type ImportAside = { 
/**
 * `contents`, `page_margin`, `comment`, `deleted`; or `picture`, `embedded`, `symbol`,
 * `damaged_part`, `encoding`.
 */
kind: string, 
/**
 * Where; 0 for none.
 */
paragraph: number, 
/**
 * Its text.
 */
text: string, };

/**
 * One thing that was found in a file. `kind` and the fields of `found` are those of
 * `docs/plan-json.md`.
 */
export type ImportFinding = { 
/**
 * `title`, `front`, `heading`, `numbered_clause`, `table`, `level`, `contact`, `duty`,
 * `checklist`.
 */
kind: string, 
/**
 * What was found, by kind.
 */
found: Record<string, unknown>, 
/**
 * `sure`, `likely` or `unsure`.
 */
certainty: string, 
/**
 * Codes of what speaks for it.
 */
why: Array<string>, 
/**
 * Number of the paragraph in the source.
 */
paragraph: number, 
/**
 * Place of its clause in the plan.
 */
clause: number, };

/**
 * One import of a table (导入).
 */
export type ImportId = string;

/**
 * One paragraph or table of a file.
 */
export type ImportLine = { 
/**
 * Its number, 1 for the first that is not empty.
 */
paragraph: number, 
/**
 * Place of its clause in the plan.
 */
clause: number, 
/**
 * True for a table.
 */
table: boolean, 
/**
 * Its text.
 */
text: string, };

/**
 * `import.listed`: some of the rows of an import.
 */
export type ImportListed = { 
/**
 * The rows.
 */
rows: Array<ListedRow>, };

/**
 * A row with the name it is to have in the log.
 */
export type ImportRow = { 
/**
 * Its name in the log.
 */
id: string, 
/**
 * What it says.
 */
imported: Imported, };

/**
 * An import that was made.
 */
export type ImportRowView = { 
/**
 * Which.
 */
import: ImportId, 
/**
 * What the table held.
 */
kind: TableKind, 
/**
 * Name of the file.
 */
file: string, 
/**
 * Rows entered.
 */
rows: number, 
/**
 * When.
 */
at: UtcMs | null, 
/**
 * By whom.
 */
by: string, 
/**
 * When it was taken back.
 */
undoneAt: UtcMs | null, 
/**
 * Things that were left as they were changed or used since.
 */
kept: number, };

/**
 * `import.undone`: what an import entered was taken back, except what somebody changed since.
 */
export type ImportUndone = { 
/**
 * Why.
 */
reason: string, 
/**
 * Things taken off the list or set back.
 */
undone: number, 
/**
 * Things left as they are because they were changed or used since.
 */
kept: number, 
/**
 * Their names in the log, at most [`KEPT_NAMED_MAX`].
 */
keptIds: Array<string>, };

/**
 * One row as it is to be entered.
 */
export type Imported = { "is": "team", "registered": TeamRegistered } | { "is": "lot", "registered": LotRegistered } | { "is": "site", "registered": SiteRegistered } | { "is": "person", "registered": PersonRegistered } | { "is": "point", "registered": PointOfTable } | { "is": "firm", "registered": FirmRegistered } | { "is": "unit", "registered": UnitOfSite };

/**
 * The state of one incident.
 */
export type Incident = { 
/**
 * Its name.
 */
id: IncidentId, 
/**
 * What was said when it was opened, with the place as corrected.
 */
opened: IncidentOpened, 
/**
 * When the fact was recorded.
 */
openedAt: UtcMs, 
/**
 * Who opened it.
 */
openedBy: ActorName, 
/**
 * People and property.
 */
harm: Harm, 
/**
 * When that was last changed.
 */
harmAt: UtcMs | null, 
/**
 * The grade in force: set by a person, else by the measures.
 */
grade: IncidentGrade | null, 
/**
 * The grade that the measures give.
 */
gradeByHarm: [IncidentGrade, GradeBasis] | null, 
/**
 * True while a person's grade stands.
 */
gradeByPerson: boolean, 
/**
 * The response in force.
 */
response: Response | null, 
/**
 * Its tasks by name, in the order of their names.
 */
tasks: { [key in string]: Task }, 
/**
 * Its orders.
 */
orders: Array<OrderId>, 
/**
 * Its reports that were sent.
 */
reports: Array<ReportMark>, 
/**
 * Goes on as this one.
 */
mergedInto: IncidentId | null, 
/**
 * Closed, and why.
 */
closed: Mark | null, 
/**
 * Number of notes.
 */
notes: number, };

/**
 * `incident.closed` and `incident.reopened`.
 */
export type IncidentClosed = { 
/**
 * Why.
 */
reason: string, };

/**
 * One incident with all that is known of it.
 */
export type IncidentDetail = { 
/**
 * Its state.
 */
incident: Incident, 
/**
 * Its call sign for the command line, such as `I3`.
 */
callSign: string, 
/**
 * Its orders.
 */
orders: Array<Order>, 
/**
 * Its alerts.
 */
alerts: Array<AlertRow>, 
/**
 * Lots that were drawn from for it.
 */
lots: Array<Lot>, 
/**
 * Its reports.
 */
reports: Array<Report>, 
/**
 * Its clocks.
 */
clocks: Array<Clock>, 
/**
 * The newest lines of its log.
 */
timeline: Array<LogLine>, 
/**
 * What its open tasks need together, and what covers it; the largest gap first.
 */
covers: Array<NeedCover>, };

/**
 * Grade of an incident (事件分级), 突发事件应对法 (2024) art. 3.
 */
export type IncidentGrade = "extraordinarily_serious" | "serious" | "major" | "ordinary";

/**
 * `incident.graded`: a person sets the grade.
 */
export type IncidentGraded = { 
/**
 * The grade.
 */
grade: IncidentGrade, 
/**
 * Why it differs from what the measures give; never empty then.
 */
reason: string, };

/**
 * One incident (突发事件).
 */
export type IncidentId = string;

/**
 * `incident.merged`: the same happening as another incident.
 */
export type IncidentMerged = { 
/**
 * The incident that goes on.
 */
into: IncidentId, };

/**
 * `incident.opened`: something has happened that needs a hand.
 */
export type IncidentOpened = { 
/**
 * Short title.
 */
title: string, 
/**
 * Kind: a code of the district's own list, such as `hazmat_leak`, `fire`, `flood`.
 */
kind: string, 
/**
 * Substance, when one is known.
 */
substance: string, 
/**
 * Where.
 */
place: Place, 
/**
 * When it happened, as claimed.
 */
happenedAt: UtcMs | null, 
/**
 * When the duty room learned of it; the report clocks start here.
 */
learnedAt: UtcMs, 
/**
 * How it was learned of.
 */
source: string, 
/**
 * The unit concerned.
 */
unit: string, 
/**
 * Who told of it: name, post and telephone number, for calling back.
 */
caller: string, 
/**
 * The alerts that led to it.
 */
alerts: Array<AlertId>, };

/**
 * `incident.placed`: where it is, corrected.
 */
export type IncidentPlaced = { 
/**
 * The place.
 */
place: Place, };

/**
 * One incident in the list.
 */
export type IncidentRow = { 
/**
 * Which.
 */
id: IncidentId, 
/**
 * Its call sign for the command line, such as `I3`: counted in the order of opening.
 */
callSign: string, 
/**
 * Title.
 */
title: string, 
/**
 * Kind.
 */
kind: string, 
/**
 * Where.
 */
place: Place, 
/**
 * Grade.
 */
grade: IncidentGrade | null, 
/**
 * Response level in force.
 */
response: ResponseLevel | null, 
/**
 * When the duty room learned of it.
 */
learnedAt: UtcMs, 
/**
 * True while it needs a hand.
 */
open: boolean, 
/**
 * Tasks not done.
 */
tasksOpen: number, 
/**
 * Tasks past their time.
 */
tasksLate: number, 
/**
 * Orders that hold a team.
 */
ordersActive: number, };

/**
 * `incident.split`: part of it goes on as an incident of its own.
 */
export type IncidentSplit = { 
/**
 * The new incident, opened by a fact of its own.
 */
off: IncidentId, 
/**
 * The alerts that go with it.
 */
alerts: Array<AlertId>, };

/**
 * An indicator of 济南市历城区安全生产“十四五”规划, in its order.
 */
export type IndicatorCode = "N1" | "N2" | "N3" | "N4" | "N5" | "N6" | "N7" | "N8" | "N9" | "N10" | "N11";

/**
 * One indicator.
 */
export type IndicatorRow = { 
/**
 * Which.
 */
code: IndicatorCode, 
/**
 * Numerator.
 */
part: number | null, 
/**
 * True when the numerator was counted in the log of this desk.
 */
counted: boolean, 
/**
 * Denominator.
 */
of: number | null, 
/**
 * What it was in the base year.
 */
base: number | null, 
/**
 * Count, rate or percent, as the indicator says.
 */
value: number | null, 
/**
 * By how many percent it differs from the base.
 */
changePercent: number | null, 
/**
 * Whether it says something.
 */
state: IndicatorState, 
/**
 * Where the numbers that were entered stand, and of when; empty when none were.
 */
source: string, };

/**
 * All indicators.
 */
export type IndicatorSheet = { 
/**
 * The year that is counted, from its first day.
 */
year: number, 
/**
 * When it was counted.
 */
at: UtcMs, 
/**
 * Kinds of incident that count as accidents of work safety: 待区里确认.
 */
accidentKinds: Array<string>, 
/**
 * In their order.
 */
rows: Array<IndicatorRow>, };

/**
 * Whether an indicator says something.
 */
export type IndicatorState = "known" | "no_base" | "no_data";

/**
 * What would be done instead of a line, and how much dearer that is.
 */
export type InsteadRow = { 
/**
 * The team or the depot in words; empty when the need would stay short.
 */
name: string, 
/**
 * Its seconds to arrival.
 */
etaS: number | null, 
/**
 * How much the sum would be higher.
 */
costs: number, };

/**
 * The state of one issue.
 */
export type Issue = { 
/**
 * Its name: the event that drew.
 */
id: IssueId, 
/**
 * Out of which lot.
 */
lot: LotId, 
/**
 * What was asked for, for which incident, who brings it.
 */
drawn: StockDrawn, 
/**
 * The desk that drew.
 */
origin: OriginId, 
/**
 * When.
 */
drawnAt: UtcMs, 
/**
 * Who drew.
 */
drawnBy: ActorName, 
/**
 * Whether the claim stands.
 */
claim: Claim, 
/**
 * How many were granted.
 */
granted: number, 
/**
 * How many were received at the scene.
 */
received: number, 
/**
 * How many came back.
 */
returned: number, 
/**
 * How many were used up.
 */
used: number, 
/**
 * How many were lost or broken.
 */
writtenOff: number, 
/**
 * Receipts, oldest first.
 */
receipts: Array<IssueReceipt>, 
/**
 * Settlements, oldest first.
 */
settlements: Array<Settlement>, 
/**
 * When it was taken back as a slip.
 */
undoneAt: UtcMs | null, 
/**
 * The paper of a draw by word of mouth.
 */
paper: Paper | null, };

/**
 * What is done with supplies on their way.
 */
export type IssueAct = { "act": "draw", lot: LotId, incident: IncidentId, quantity: number, bearer: Bearer, oral: boolean, } | { "act": "receive", issue: IssueId, receiver: string, quantity: number, quality: Quality, note: string, } | { "act": "settle", issue: IssueId, returned: number, used: number, writtenOff: number, note: string, } | { "act": "undo", issue: IssueId, reason: string, } | { "act": "paper", issue: IssueId, paper: Papered, };

/**
 * One issue of supplies (调拨): the event that drew.
 */
export type IssueId = string;

/**
 * `issue.papered`: a draw by word of mouth has its paper.
 */
export type IssuePapered = { 
/**
 * For which incident.
 */
incident: IncidentId, 
/**
 * The paper.
 */
paper: Papered, };

/**
 * One receipt.
 */
export type IssueReceipt = { 
/**
 * When.
 */
at: UtcMs, 
/**
 * Who entered it.
 */
by: ActorName, 
/**
 * What was received.
 */
received: IssueReceived, };

/**
 * `issue.received`: somebody took the goods at the scene (签收).
 */
export type IssueReceived = { 
/**
 * Out of which lot.
 */
lot: LotId, 
/**
 * For which incident.
 */
incident: IncidentId, 
/**
 * Who received, by name.
 */
receiver: string, 
/**
 * How many.
 */
quantity: number, 
/**
 * In what state.
 */
quality: Quality, 
/**
 * Words.
 */
note: string, };

/**
 * One issue of supplies with the names that belong to it.
 */
export type IssueRow = { 
/**
 * Its state.
 */
issue: Issue, 
/**
 * Name of the supply.
 */
name: string, 
/**
 * Unit of count.
 */
unit: string, 
/**
 * Name of the depot.
 */
depot: string, 
/**
 * Who brings it, in words.
 */
bearer: string, 
/**
 * How many are still out.
 */
outstanding: number, 
/**
 * Until when it may be taken back as a slip; none when it may not.
 */
undoUntil: UtcMs | null, };

/**
 * `issue.settled`: what became of some of the goods.
 */
export type IssueSettled = { 
/**
 * Out of which lot.
 */
lot: LotId, 
/**
 * For which incident.
 */
incident: IncidentId, 
/**
 * Back on the shelf (归还).
 */
returned: number, 
/**
 * Used up (消耗).
 */
used: number, 
/**
 * Lost or broken (报损).
 */
writtenOff: number, 
/**
 * Why; needed for what is written off.
 */
note: string, };

/**
 * `issue.undone`: the draw was a slip; the goods never left.
 */
export type IssueUndone = { 
/**
 * Out of which lot.
 */
lot: LotId, 
/**
 * For which incident.
 */
incident: IncidentId, 
/**
 * Why.
 */
reason: string, };

/**
 * Keep a document of a step in the log.
 */
export type KeepDocument = { 
/**
 * The file; 8 MB at most.
 */
file: Upload, 
/**
 * Who.
 */
who: Who, };

/**
 * A file that is being looked through: kept as it goes, so that a crash loses nothing of it.
 */
export type KeptImport = { 
/**
 * The file. It is handed in with the first text; later only its hash is said, and only its
 * name comes back.
 */
file: Upload | null, 
/**
 * SHA-256 of its bytes, hex; empty when there is none, and to drop what is kept.
 */
sha256: string, 
/**
 * The text as corrected so far.
 */
text: string, 
/**
 * What was said to its findings.
 */
answers: Array<ImportAnswer>, 
/**
 * When it was kept; the desk sets it.
 */
at: UtcMs | null, };

/**
 * Where the device key is kept.
 */
export type KeyKept = "keyring" | "file";

/**
 * The device key, by which the platform knows this desk.
 */
export type KeyStatus = { 
/**
 * Where it is kept.
 */
kept: KeyKept, 
/**
 * True when the key from before could not be had: this desk is a new device to the platform,
 * what had not been sent was kept and is offered under the old name.
 */
replaced: boolean, };

/**
 * Labels to be printed: of one depot and its shelves, or of all depots.
 */
export type LabelRequest = { 
/**
 * The depot; empty for all depots without their shelves.
 */
depot: string, };

/**
 * A line of a standard that is not met.
 */
export type LackingRow = { 
/**
 * Its number in the standard.
 */
no: string, 
/**
 * Name of the thing.
 */
name: string, 
/**
 * How many there have to be.
 */
needed: number, 
/**
 * How many there are.
 */
have: number, 
/**
 * Unit of count.
 */
unit: string, 
/**
 * The condition under which it has to be there; empty for always.
 */
when: string, };

/**
 * A team is late, or will be.
 */
export type Late = { 
/**
 * Why.
 */
why: LateWhy, 
/**
 * At which stop, from 0; none where the order ends.
 */
stop: number | null, 
/**
 * When it should have been.
 */
plannedAt: UtcMs, 
/**
 * When it will be, by what is seen; none when nothing is.
 */
expectedAt: UtcMs | null, };

/**
 * A team that is late: the alarm line of the desk.
 */
export type LateOrder = { 
/**
 * Which order.
 */
order: OrderId, 
/**
 * The incident.
 */
incident: IncidentId, 
/**
 * The team.
 */
team: TeamId, 
/**
 * Its call sign and name.
 */
name: string, 
/**
 * Where it should be: the name of the stop, or empty for where the order ends.
 */
place: string, 
/**
 * Why, where and by how much.
 */
late: Late, };

/**
 * Why a team is late.
 */
export type LateWhy = "not_acknowledged" | "not_arrived" | "slow";

/**
 * The sums of an incident's issues.
 */
export type Ledger = { 
/**
 * Granted.
 */
granted: number, 
/**
 * Received at the scene.
 */
received: number, 
/**
 * Returned.
 */
returned: number, 
/**
 * Used up.
 */
used: number, 
/**
 * Lost or broken.
 */
writtenOff: number, 
/**
 * Still out.
 */
outstanding: number, 
/**
 * Settled beyond what was granted.
 */
excess: number, };

/**
 * Which duties of the law are open, when a response is started.
 */
export type LegalDutiesRequest = { 
/**
 * The incident.
 */
incident: IncidentId, 
/**
 * The plan that the response follows; none for one without a plan.
 */
plan: string | null, };

/**
 * A duty of the law that no card of the plan and no task of the incident carries.
 */
export type LegalDutyRow = { 
/**
 * The task it becomes; it names no plan, and its basis is the article with the item.
 */
task: TaskGiven, 
/**
 * The levels at which no card of the plan carries it.
 */
levels: Array<ResponseLevel>, 
/**
 * True when it binds only while a warning is out (突发事件应对法 art. 66 and 67).
 */
inWarning: boolean, };

/**
 * Defaults of a response level in a plan.
 */
export type LevelRow = { 
/**
 * The level.
 */
level: ResponseLevel, 
/**
 * When it is started.
 */
condition: string, 
/**
 * Who decides.
 */
decides: string, 
/**
 * 响应事项.
 */
matter: string, 
/**
 * 预计期限, hours.
 */
periodH: number, 
/**
 * 应急处置措施.
 */
measures: string, };

/**
 * A level under the one in force, and who answers for it.
 */
export type LevelStarted = { 
/**
 * Up to which level.
 */
level: ResponseLevel, 
/**
 * Who brought it there.
 */
by: ActorName, };

/**
 * The state of an alert as an alarm.
 */
export type Life = "unacknowledged" | "acknowledged" | "returned" | "latched" | "shelved" | "suppressed" | "out_of_service" | "ended" | "not_actual" | "unknown";

/**
 * A change of limits, and who made it.
 */
export type LimitChange = { 
/**
 * The limits from then on; none where it was given back to its feed.
 */
limits: PointLimits | null, 
/**
 * Those before.
 */
was: PointLimits | null, 
/**
 * Who, when and why.
 */
mark: Mark, };

/**
 * How the link to the city platform is.
 */
export type LinkPhase = "off" | "connecting" | "catching_up" | "live" | "down";

/**
 * The link in short.
 */
export type LinkStatus = { 
/**
 * How it is.
 */
phase: LinkPhase, 
/**
 * Since when.
 */
since: UtcMs, 
/**
 * When anything was last heard from the platform.
 */
lastHeardAt: UtcMs | null, 
/**
 * Own facts not yet in the platform's log.
 */
outbox: number, 
/**
 * Facts of the platform's log not yet here, when known.
 */
behind: number | null, 
/**
 * Own clock against the platform's, milliseconds.
 */
clockOffsetMs: number | null, 
/**
 * Why it is down.
 */
why: LinkWhy | null, 
/**
 * When the platform's certificate ends, as last seen.
 */
certificateEndsAt: UtcMs | null, 
/**
 * How urgently that has to be told: 0 not, 1 within 30 days, 2 within 14, 3 within 7.
 */
certificateUrgency: number, 
/**
 * True while the desk may not confirm on its own (restored or cloned).
 */
authoritySuspended: boolean, 
/**
 * Own facts that were refused again and again and wait for a person.
 */
parked: number, };

/**
 * Why the link is down. The screen words each; a technician finds the details in the log.
 */
export type LinkWhy = "not_tried" | "bad_address" | "no_trust" | "bad_trust" | "unreachable" | "tls_expired" | "tls_not_yet_valid" | "tls_untrusted" | "tls_wrong_host" | "tls_revoked" | "tls_not_admitted" | "tls_failed" | "not_the_platform" | "strange_key" | "slow" | "silent" | "closed" | "not_enrolled" | "denied" | "duplicate_identity" | "version" | "wrong_log" | "refused" | "bad_entry" | "storage";

/**
 * Which list to print.
 */
export type ListRequest = { "list": "resources", 
/**
 * What is on it; of the window nothing counts but its filter.
 */
query: ResourceQuery, } | { "list": "risks" } | { "list": "dangers", 
/**
 * What is on the list.
 */
query: DangerQuery, } | { "list": "expiring", 
/**
 * Within how many days, and of which depot.
 */
query: ExpiringQuery, } | { "list": "times", 
/**
 * Over which hours.
 */
request: TeamTimesRequest, } | { "list": "covers", 
/**
 * Which incident.
 */
incident: IncidentId, } | { "list": "orders", 
/**
 * Which incident.
 */
incident: IncidentId, } | { "list": "notices", 
/**
 * Which incident.
 */
incident: IncidentId, } | { "list": "issues", 
/**
 * Which incident.
 */
incident: IncidentId, } | { "list": "papers" } | { "list": "rota", 
/**
 * The first day; none for today.
 */
from: Day | null, 
/**
 * How many days.
 */
days: number, };

/**
 * Whether a row of an import set the limits of its point.
 */
export type ListedLimits = "none" | "beside" | "alone";

/**
 * A row that an import entered.
 */
export type ListedRow = { 
/**
 * The thing's name in the log.
 */
id: string, 
/**
 * By how much its count was changed by the stock-take that the table stood for.
 */
countedBy: number, 
/**
 * Whether it set the limits of its point.
 */
limits: ListedLimits, };

/**
 * A loan that is out.
 */
export type Loan = { 
/**
 * The event that lent it.
 */
event: string, 
/**
 * When.
 */
at: UtcMs, 
/**
 * How many are still out.
 */
out: number, 
/**
 * What was lent.
 */
lent: StockLent, };

/**
 * `stock.loan_returned`: some or all of a loan came back.
 */
export type LoanReturned = { 
/**
 * The event that lent it.
 */
loan: string, 
/**
 * How many came back.
 */
quantity: number, 
/**
 * True when no more will come: the rest is lost.
 */
closed: boolean, 
/**
 * In which state it came back.
 */
note: string, };

/**
 * One line of the log.
 */
export type LogLine = { 
/**
 * Its number in this desk's store.
 */
seq: number, 
/**
 * The event.
 */
event: string, 
/**
 * Kind of the fact; one that this version does not know is shown as such.
 */
kind: string, 
/**
 * What it is about: noun.
 */
entityKind: string, 
/**
 * What it is about: which.
 */
entity: string, 
/**
 * When it happened.
 */
occurredAt: UtcMs, 
/**
 * How that is known.
 */
occurredBy: TimeSource, 
/**
 * When it was recorded.
 */
recordedAt: UtcMs, 
/**
 * Who.
 */
actor: string, 
/**
 * In which role.
 */
role: string, 
/**
 * True when it was made at this desk.
 */
own: boolean, 
/**
 * The device key with which it was signed; [`super::Hello`] names the desks.
 */
origin: string, 
/**
 * The platform's verdict, none while it has not come back.
 */
verdict: Verdict | null, 
/**
 * The fact, without original bytes.
 */
body: unknown, };

/**
 * The state of one lot.
 */
export type Lot = { 
/**
 * Its name in the log.
 */
id: LotId, 
/**
 * Standing facts.
 */
registered: LotRegistered, 
/**
 * True while registered and not taken off the list.
 */
known: boolean, 
/**
 * What stood before the import that entered the present facts.
 */
replaced: LotRegistered | null, 
/**
 * Shares by custodian; their sum is what is there.
 */
allotments: { [key in string]: number }, 
/**
 * How often the share of each desk was taken over.
 */
custodyEpochs: { [key in string]: number }, 
/**
 * Moves of shares, oldest first.
 */
shareMoves: Array<ShareMove>, 
/**
 * When somebody last looked.
 */
countedAt: UtcMs | null, 
/**
 * Draws, oldest first.
 */
draws: Array<Draw>, 
/**
 * Counts that contradicted the book.
 */
discrepancies: Array<Discrepancy>, 
/**
 * Loans that are out, oldest first.
 */
loans: Array<Loan>, 
/**
 * Reservations, oldest first; those whose time is over count no more.
 */
reservations: Array<Reservation>, 
/**
 * What is on its way here, oldest first.
 */
shipments: Array<Shipment>, };

/**
 * One lot the recommender ranks.
 */
export type LotAdvice = { 
/**
 * Which lot.
 */
lot: LotId, 
/**
 * Name of the supply.
 */
name: string, 
/**
 * Name of the depot.
 */
depot: string, 
/**
 * Code of the supply.
 */
supply: string, 
/**
 * How many to draw; 0 when it only stands by.
 */
quantity: number, 
/**
 * How many are there.
 */
onHand: number, 
/**
 * Unit of count.
 */
unit: string, 
/**
 * What brings it.
 */
vehicle: RoadUser, 
/**
 * Travel in seconds.
 */
etaS: number | null, 
/**
 * True when that is a straight-line estimate.
 */
etaEstimated: boolean, 
/**
 * Distance in metres.
 */
distanceM: number, 
/**
 * Why.
 */
reasons: Array<Reason>, };

/**
 * One lot of a supply in one depot (物资批次).
 */
export type LotId = string;

/**
 * `lot.registered`: the standing facts of a lot and its first count.
 */
export type LotRegistered = { 
/**
 * Where it lies.
 */
depot: SiteId, 
/**
 * Code of GB/T 38565-2020.
 */
supply: string, 
/**
 * Name as people say it.
 */
name: string, 
/**
 * Unit of count, such as 套.
 */
unit: string, 
/**
 * How many at first.
 */
quantity: number, 
/**
 * Not to fall below without a word.
 */
safety: number, 
/**
 * Shares by custodian; the key [`CITY_ALLOTMENT`] is the platform's own.
 */
allotments: { [key in string]: number }, 
/**
 * The smallest number below which the depot has to be filled up.
 */
minimum: number, 
/**
 * Safety stock by scenario.
 */
safetyFor: { [key in Scenario]?: number }, 
/**
 * Number of the batch.
 */
batch: string, 
/**
 * The day it was made.
 */
produced: Day | null, 
/**
 * The last day on which it is good.
 */
expires: Day | null, 
/**
 * The last day on which its calibration is good.
 */
calibratedUntil: Day | null, 
/**
 * The last day on which its inspection is good.
 */
inspectedUntil: Day | null, 
/**
 * Room, rack and shelf, such as `A-03-2`.
 */
shelf: string, 
/**
 * What is printed on it as a bar code.
 */
barcode: string, 
/**
 * Whose it is, when not the depot's.
 */
owner: string, 
/**
 * Who looks after it, in words.
 */
keeper: string, 
/**
 * The day on which somebody last looked, when that was before it was entered.
 */
checkedOn: Day | null, 
/**
 * The import it came with; empty for one entered by hand.
 */
import: ImportId, };

/**
 * An incident that is made up.
 */
export type MadeUp = { 
/**
 * Where.
 */
point: Point, 
/**
 * How grave.
 */
grade: IncidentGrade | null, 
/**
 * What it needs.
 */
needs: Array<Need>, };

/**
 * A drawn or named point, line or area.
 */
export type MapLive = { 
/**
 * GeoJSON of alerts with an area or point.
 */
alerts: GeoJSON.FeatureCollection, 
/**
 * GeoJSON of incidents.
 */
incidents: GeoJSON.FeatureCollection, 
/**
 * GeoJSON of teams, each with the age of its position.
 */
teams: GeoJSON.FeatureCollection, 
/**
 * GeoJSON of sites.
 */
sites: GeoJSON.FeatureCollection, 
/**
 * GeoJSON of firms.
 */
firms: GeoJSON.FeatureCollection, 
/**
 * GeoJSON of closures that stand: their areas, their lines, and the roads they close.
 */
closures: GeoJSON.FeatureCollection, };

/**
 * A feed of a broker with its mappings and what it heard last.
 */
export type MappingFeed = { 
/**
 * Its name.
 */
feed: string, 
/**
 * Whether it reads messages; one that could not start reads what is saved after the next start
 * of the desk.
 */
running: boolean, 
/**
 * Its files.
 */
files: Array<MappingFile>, 
/**
 * The topics it heard, by name.
 */
topics: Array<CapturedTopic>, };

/**
 * A file of rules.
 */
export type MappingFile = { 
/**
 * Its name, as the settings have it.
 */
file: string, 
/**
 * What it says; empty where it cannot be read.
 */
text: string, 
/**
 * SHA-256 of that, hexadecimal; empty where it cannot be read.
 */
sha256: string, 
/**
 * Why it cannot be read. Only a file that is not there may be saved then.
 */
unreadable: MappingUnreadable | null, 
/**
 * The other feeds that read it too.
 */
also: Array<string>, };

/**
 * What came of saving a mapping.
 */
export type MappingOutcome = "in_force" | "at_next_start" | "changed_meanwhile" | "faulty" | "unreadable";

/**
 * What came of saving a mapping.
 */
export type MappingSaved = { 
/**
 * What.
 */
outcome: MappingOutcome, 
/**
 * SHA-256 of what the file says now.
 */
sha256: string, 
/**
 * What the file says now, where somebody changed it meanwhile.
 */
text: string, 
/**
 * Rules of the feeds of this file that are not in force: too many, or one that cannot be used.
 */
leftOut: number, 
/**
 * The feeds of this file that do not read by it yet.
 */
waiting: Array<string>, };

/**
 * What rules make of a message.
 */
export type MappingTrial = { 
/**
 * How many rules can be used.
 */
rules: number, 
/**
 * The values, [`TRIED_MAX`] at most.
 */
values: Array<TriedValue>, 
/**
 * How many more there are.
 */
more: number, 
/**
 * What is wrong with rules; with one of these a mapping is not saved.
 */
faults: Array<string>, 
/**
 * What the rules do not make of the message.
 */
defects: Array<string>, };

/**
 * Why a file of rules cannot be read.
 */
export type MappingUnreadable = "missing" | "too_long" | "not_text" | "refused";

/**
 * Who did something to an alert, and when.
 */
export type Mark = { 
/**
 * The person.
 */
by: ActorName, 
/**
 * The time.
 */
at: UtcMs, 
/**
 * Words, often empty.
 */
note: string, };

/**
 * A text with places to highlight. It is never markup.
 */
export type MarkedText = { 
/**
 * The text.
 */
text: string, 
/**
 * Places from and to, in UTF-16 code units, in order, apart.
 */
marks: Array<[number, number]>, };

/**
 * One person of a team.
 */
export type Member = { 
/**
 * Name.
 */
name: string, 
/**
 * What they do in it, such as leader, driver, medic.
 */
role: string, 
/**
 * Telephone.
 */
phone: string, 
/**
 * What they are certified for.
 */
certificates: Array<Certificate>, };

/**
 * What a message does (CAP 1.2 `msgType`).
 */
export type MessageType = "alert" | "update" | "cancel" | "ack" | "error";

/**
 * A team that should stand by at another station, to mend the coverage.
 */
export type MoveUp = { 
/**
 * The team.
 */
team: TeamId, 
/**
 * Call sign.
 */
callSign: string, 
/**
 * Name.
 */
name: string, 
/**
 * The station that it leaves, in words.
 */
from: string, 
/**
 * The station where it would stand by, in words.
 */
to: string, 
/**
 * Seconds of the way.
 */
etaS: number, 
/**
 * True when that is a straight-line estimate.
 */
etaEstimated: boolean, };

/**
 * A site near a place.
 */
export type NearSite = { 
/**
 * The site.
 */
site: Site, 
/**
 * Distance in metres.
 */
distanceM: number, };

/**
 * What a task asks for.
 */
export type Need = { 
/**
 * Capability of a team, or empty.
 */
capability: string, 
/**
 * Supply code, or empty.
 */
supply: string, 
/**
 * How many teams or units.
 */
quantity: number, };

/**
 * One need against what is there and on its way.
 */
export type NeedCover = { 
/**
 * The largest number of a capability that a task asks for, since one team can serve several;
 * the sum of a supply.
 */
need: Need, 
/**
 * Able teams that are there.
 */
there: number, 
/**
 * Able teams on their way; pieces that were granted.
 */
coming: number, 
/**
 * How many are missing.
 */
gap: number, };

/**
 * A plan whose cards say what is needed before anybody has started it.
 */
export type NeedsFrom = { 
/**
 * The plan.
 */
plan: PlanId, 
/**
 * What it is called.
 */
title: string, 
/**
 * The level whose cards were taken: the lowest that names a need.
 */
level: ResponseLevel, };

/**
 * Where more could come from, only as far as the log knows it.
 */
export type NextSource = { 
/**
 * Of what kind.
 */
kind: SourceKind, 
/**
 * The team or the lot in words; empty for what has to be asked for.
 */
name: string, 
/**
 * Whom to call, in words; empty when nobody has entered it.
 */
contact: string, 
/**
 * Minutes in which the agreement promises to be there.
 */
arrivalMin: number | null, 
/**
 * Pieces, for supplies.
 */
quantity: number | null, };

/**
 * `incident.noted`: a line of the log (记一笔).
 */
export type Noted = { 
/**
 * The words.
 */
text: string, };

/**
 * Nothing.
 */
export type Nothing = Record<symbol, never>;

/**
 * One message of an alerting authority or a sensor, whatever its format was.
 */
export type Notice = { 
/**
 * `cap` with its version, `warning12379`, or the name of another feed format.
 */
format: string, 
/**
 * Who sent it, as the message says.
 */
sender: string, 
/**
 * Its own identifier.
 */
identifier: string, 
/**
 * When it was sent.
 */
sent: UtcMs, 
/**
 * What it is meant as.
 */
status: NoticeStatus, 
/**
 * What it does.
 */
msgType: MessageType, 
/**
 * The alerts it names in `references`.
 */
references: Array<AlertId>, 
/**
 * The event in words.
 */
event: string, 
/**
 * The event as a code of its scheme, empty when there is none.
 */
eventCode: string, 
/**
 * Warning level, when colour or severity gives one.
 */
level: WarningLevel | null, 
/**
 * True where the level was only concluded from a CAP severity (a convention, no standard).
 */
levelByConvention: boolean, 
/**
 * CAP severity as written.
 */
severity: string, 
/**
 * CAP urgency as written.
 */
urgency: string, 
/**
 * CAP certainty as written.
 */
certainty: string, 
/**
 * In force from.
 */
effective: UtcMs | null, 
/**
 * The event is expected from.
 */
onset: UtcMs | null, 
/**
 * Out of force from.
 */
expires: UtcMs | null, 
/**
 * The sender's name in words.
 */
senderName: string, 
/**
 * All languages, Chinese first.
 */
texts: Array<NoticeText>, 
/**
 * Outer rings of the areas.
 */
polygons: Array<Array<Point>>, 
/**
 * Circles of the areas.
 */
circles: Array<Circle>, 
/**
 * Administrative codes of the areas.
 */
geocodes: Array<string>, 
/**
 * What is wrong with the message, in words.
 */
defects: Array<string>, };

/**
 * What a message is meant as (CAP 1.2 `status`).
 */
export type NoticeStatus = "actual" | "exercise" | "system" | "test" | "draft";

/**
 * One language of a message.
 */
export type NoticeText = { 
/**
 * RFC 3066 tag, such as `zh-CN`.
 */
language: string, 
/**
 * Headline, or the event where there is none.
 */
headline: string, 
/**
 * Description.
 */
description: string, 
/**
 * Instruction.
 */
instruction: string, 
/**
 * The area in words.
 */
area: string, };

/**
 * A window of the list of protected objects.
 */
export type ObjectPage = { 
/**
 * How many fit.
 */
total: number, 
/**
 * Those of the words and the kind that have no point, whatever distance was asked for: nobody
 * knows how near a hazard is.
 */
unplaced: number, 
/**
 * Those that fit whose class nobody said.
 */
unclassed: number, 
/**
 * Major hazards with a point, from which the distances are.
 */
hazards: number, 
/**
 * Major hazards without a point: one of them may be nearer than any distance says.
 */
hazardsUnplaced: number, 
/**
 * The kinds of all protected objects, whatever was asked for.
 */
kinds: Array<SiteKind>, 
/**
 * The rows, the nearest to a hazard first.
 */
rows: Array<ObjectRow>, };

/**
 * Which protected objects.
 */
export type ObjectQuery = { 
/**
 * Words that name, address, street or unit must hold; empty for all.
 */
text: string, 
/**
 * Of this kind alone.
 */
kind: SiteKind | null, 
/**
 * Those that are no farther than so many metres from a major hazard alone.
 */
withinM: number | null, 
/**
 * First row.
 */
offset: number, 
/**
 * Rows, at most [`OBJECT_ROWS_MAX`].
 */
limit: number, };

/**
 * One protected object.
 */
export type ObjectRow = { 
/**
 * Which place.
 */
site: SiteId, 
/**
 * Its name.
 */
name: string, 
/**
 * What it is.
 */
kind: SiteKind, 
/**
 * Its class by GB 36894-2018; none where nobody said one.
 */
protection: Protection | null, 
/**
 * The street it is in.
 */
street: string, 
/**
 * Where; none where nobody knows.
 */
point: Point | null, 
/**
 * People who were counted there; none where nobody did.
 */
headCount: number | null, 
/**
 * People whom it holds by its profile: beds, pupils, places; none where that is not said.
 */
capacity: number | null, 
/**
 * The nearest major hazard; none without a point, or where there is none.
 */
hazard: HazardAway | null, };

/**
 * One thing that speaks against sending a team.
 */
export type Objection = { "is": "resting", 
/**
 * Until when, when that was said.
 */
until: UtcMs | null, } | { "is": "rest_owed", 
/**
 * When it would have.
 */
until: UtcMs, } | { "is": "over_shift", 
/**
 * Since when they work.
 */
since: UtcMs, 
/**
 * Hours of a shift.
 */
hours: number, } | { "is": "over_scene", 
/**
 * Since when it is there.
 */
since: UtcMs, 
/**
 * Hours that are allowed.
 */
hours: number, } | { "is": "off_shift", 
/**
 * When its hours begin again.
 */
begins: UtcMs, 
/**
 * How many stand by even now.
 */
onCall: number, } | { "is": "authority", 
/**
 * Whose.
 */
by: string, 
/**
 * Telephone.
 */
phone: string, } | { "is": "insurance_over", 
/**
 * Its last day.
 */
until: Day, };

/**
 * Who is on duty at one moment by the rota.
 */
export type OnDuty = { 
/**
 * The duty leader of the day to which the shift belongs.
 */
leader: ActorName, 
/**
 * Telephone of the leader.
 */
phone: string, 
/**
 * The duty officers.
 */
officers: Array<ActorName>, 
/**
 * Name of the shift; empty where the day has none.
 */
shift: string, };

/**
 * Opens the picture of a camera, in a window of the program or in that of the settings.
 */
export type OpenCamera = { 
/**
 * Which; only a camera of the list is opened, never an address that is sent along.
 */
site: SiteId, };

/**
 * Read who tipped off.
 */
export type OpenIdentity = { 
/**
 * Of which record.
 */
submission: SubmissionId, 
/**
 * Why; it is in the log, with who asked.
 */
why: string, 
/**
 * The passphrase of the private key; used and forgotten.
 */
passphrase: string, 
/**
 * Who asks.
 */
who: Who, };

/**
 * The state of one order.
 */
export type Order = { 
/**
 * Its name.
 */
id: OrderId, 
/**
 * What was ordered.
 */
sent: OrderSent, 
/**
 * The desk that ordered.
 */
origin: OriginId, 
/**
 * Whether the claim on the team stands.
 */
claim: Claim, 
/**
 * How far it is.
 */
progress: Progress, 
/**
 * Not to be carried out after this time unless confirmed, by the clock of the desk that sent
 * it; in the event it stands by the platform's.
 */
validUntil: UtcMs | null, 
/**
 * All steps, in log order.
 */
steps: Array<Step>, 
/**
 * What happened at each stop; shorter than the list of stops while nothing has.
 */
stops: Array<StopMark>, 
/**
 * The paper of an order by word of mouth.
 */
paper: Paper | null, 
/**
 * The order that took its place.
 */
replacedBy: OrderId | null, };

/**
 * What is done with orders besides sending them and moving them on.
 */
export type OrderAct = { "act": "give", sent: OrderSent, } | { "act": "draft", sent: OrderSent, } | { "act": "issue", order: OrderId, sent: OrderSent, } | { "act": "redirect", order: OrderId, with: OrderSent, reason: string, } | { "act": "hand_over", order: OrderId, with: OrderSent, reason: string, } | { "act": "undo", order: OrderId, reason: string, } | { "act": "move_stop", order: OrderId, stop: number, what: StopEvent, note: string, } | { "act": "put_first", order: OrderId, } | { "act": "paper", order: OrderId, paper: Papered, } | { "act": "move_team", team: TeamId, phased: TeamPhased, };

/**
 * `order.confirmed`: the custodian grants an order that another desk gave.
 */
export type OrderConfirmed = { 
/**
 * The team.
 */
team: TeamId, 
/**
 * The incident.
 */
incident: IncidentId, 
/**
 * The order that the confirmed one takes the place of.
 */
replaces: Replaced | null, };

/**
 * One dispatch order (调度指令).
 */
export type OrderId = string;

/**
 * `order.moved`: the next step of its life.
 */
export type OrderMoved = { 
/**
 * The team, so that its state follows.
 */
team: TeamId, 
/**
 * The incident, so that its timeline follows.
 */
incident: IncidentId, 
/**
 * To which step.
 */
to: Progress, 
/**
 * Words; the reason for recalled and failed.
 */
note: string, };

/**
 * `order.papered`: an order by word of mouth has its paper.
 */
export type OrderPapered = { 
/**
 * The incident.
 */
incident: IncidentId, 
/**
 * The paper.
 */
paper: Papered, };

/**
 * `order.put_first`: of several orders this is the team's primary one (主任务).
 */
export type OrderPutFirst = { 
/**
 * The team.
 */
team: TeamId, 
/**
 * The incident.
 */
incident: IncidentId, };

/**
 * `order.drafted` and `order.sent`: a team to an incident.
 */
export type OrderSent = { 
/**
 * The team.
 */
team: TeamId, 
/**
 * The incident.
 */
incident: IncidentId, 
/**
 * The task it serves, when there is one.
 */
task: TaskId | null, 
/**
 * What to do, in words.
 */
words: string, 
/**
 * By what right.
 */
authority: Authority, 
/**
 * Sent knowingly although the team has another job.
 */
furtherJob: boolean, 
/**
 * Expected travel time in seconds, as shown when it was sent.
 */
etaS: number | null, 
/**
 * True when that time is a straight-line estimate.
 */
etaEstimated: boolean, 
/**
 * Where to, when that is not the incident's own place.
 */
to: Place | null, 
/**
 * Stops before that, in order.
 */
stops: Array<Stop>, 
/**
 * Given by word of mouth: the paper is made up later.
 */
oral: boolean, 
/**
 * The order that it takes the place of.
 */
replaces: Replaced | null, 
/**
 * Why the team goes although something speaks against it.
 */
despite: string, 
/**
 * What spoke against it when it was sent.
 */
against: Array<Objection>, };

/**
 * `order.undone`: a slip is taken back; the order stays in the log.
 */
export type OrderUndone = { 
/**
 * The team.
 */
team: TeamId, 
/**
 * The incident.
 */
incident: IncidentId, 
/**
 * Why.
 */
reason: string, };

/**
 * The device key of a desk or of the platform; the origin of its events.
 */
export type OriginId = string;

/**
 * What a channel made of a message.
 */
export type Outcome = "handed" | "failed" | "unknown" | "rejected" | "not_set_up" | "held_back";

/**
 * What a panel is asked.
 */
export type PanelAsk = "duty" | "state";

/**
 * A duty check of a panel (查岗).
 */
export type PanelDuty = { 
/**
 * When it was asked for.
 */
askedAt: UtcMs, 
/**
 * Until when it has to be answered.
 */
dueAt: UtcMs, 
/**
 * When it was sent; none while the panel has no connection.
 */
sentAt: UtcMs | null, 
/**
 * When the panel confirmed that it has it; none while nobody knows.
 */
confirmedAt: UtcMs | null, 
/**
 * When somebody answered.
 */
answeredAt: UtcMs | null, };

/**
 * A part that was taken out at its panel (屏蔽): it hears nothing.
 */
export type PanelPart = { 
/**
 * The system or part, as alerts name it.
 */
place: string, 
/**
 * What it is, in the panel's words; outside text, empty where it is not known.
 */
words: string, 
/**
 * Since when; none where that was before the desk was started.
 */
since: UtcMs | null, };

/**
 * One panel.
 */
export type PanelRow = { 
/**
 * Its feed.
 */
feed: string, 
/**
 * The number of its transmission device.
 */
device: string, 
/**
 * Whether it has a connection.
 */
online: boolean, 
/**
 * When it was heard last; none where that was before the desk was started.
 */
heardAt: UtcMs | null, 
/**
 * How many of its parts are disabled.
 */
disabled: number, 
/**
 * They, at most [`PANEL_PARTS_MAX`].
 */
parts: Array<PanelPart>, 
/**
 * The newest duty check.
 */
duty: PanelDuty | null, };

/**
 * How many were asked.
 */
export type PanelsAsked = { 
/**
 * Panels.
 */
asked: number, };

/**
 * Paper as it came in.
 */
export type Paper = { 
/**
 * When.
 */
at: UtcMs, 
/**
 * Who entered it.
 */
by: ActorName, 
/**
 * What it says of itself.
 */
papered: Papered, };

/**
 * Paper that is due for what was said by word of mouth.
 */
export type PaperDue = { 
/**
 * `order`, `issue` or `requisition`.
 */
kind: string, 
/**
 * Which.
 */
id: string, 
/**
 * What, in words.
 */
what: string, 
/**
 * When it was said.
 */
saidAt: UtcMs, 
/**
 * When the paper is due.
 */
dueAt: UtcMs, };

/**
 * Which paper to write.
 */
export type PaperRequest = { "paper": "allocation", 
/**
 * Which incident.
 */
incident: IncidentId, } | { "paper": "requisition", 
/**
 * Which.
 */
requisition: RequisitionId, } | { "paper": "response", 
/**
 * Which incident.
 */
incident: IncidentId, } | { "paper": "settlement", 
/**
 * Which incident.
 */
incident: IncidentId, 
/**
 * Which team.
 */
team: TeamId, } | { "paper": "aid", 
/**
 * Which.
 */
aid: AidId, };

/**
 * `order.papered`, `issue.papered`, `requisition.papered`: the paper is there.
 */
export type Papered = { 
/**
 * Number of the paper (文号).
 */
number: string, 
/**
 * Who signed it.
 */
signer: string, 
/**
 * Words.
 */
note: string, };

/**
 * What one part of a score weighs: 待区里确认.
 */
export type PartWeight = { 
/**
 * Which part.
 */
part: string, 
/**
 * Its points of all.
 */
weight: number, };

/**
 * A unit or person with address and contact.
 */
export type Party = { 
/**
 * Name.
 */
name: string, 
/**
 * Address.
 */
address: string, 
/**
 * Contact.
 */
contact: string, };

/**
 * The state of one person.
 */
export type Person = { 
/**
 * Its name in the log.
 */
id: PersonId, 
/**
 * Standing facts.
 */
registered: PersonRegistered, 
/**
 * True while registered and not taken off the list.
 */
known: boolean, 
/**
 * What stood before the import that entered the present facts.
 */
replaced: PersonRegistered | null, 
/**
 * The last word on whether they can be called.
 */
reported: PersonReported | null, 
/**
 * When that was said.
 */
reportedAt: UtcMs | null, 
/**
 * Consultations, oldest first.
 */
consultations: Array<Consultation>, };

/**
 * `person.consulted`: what an expert was asked and said.
 */
export type PersonConsulted = { 
/**
 * For which incident, when for one.
 */
incident: IncidentId | null, 
/**
 * The question.
 */
question: string, 
/**
 * The answer.
 */
answer: string, };

/**
 * One person who is called by name: expert, reporter, volunteer.
 */
export type PersonId = string;

/**
 * In which part a person is called.
 */
export type PersonKind = "expert" | "reporter" | "volunteer" | "other";

/**
 * `person.registered`: the standing facts; a later one replaces them.
 */
export type PersonRegistered = { 
/**
 * In which part.
 */
kind: PersonKind, 
/**
 * Name.
 */
name: string, 
/**
 * Unit, or village.
 */
unit: string, 
/**
 * Post.
 */
post: string, 
/**
 * Telephone.
 */
phone: string, 
/**
 * Fields of an expert, in words of the district.
 */
fields: Array<string>, 
/**
 * Skills of a volunteer.
 */
skills: Array<VolunteerSkill>, 
/**
 * What they are certified for.
 */
certificates: Array<Certificate>, 
/**
 * Units that an expert does not judge (利益冲突).
 */
conflicts: Array<string>, 
/**
 * Where they live or work; the village of a reporter.
 */
place: Place, 
/**
 * Words.
 */
note: string, 
/**
 * The import it came with; empty for one entered by hand.
 */
import: ImportId, };

/**
 * `person.reported`: whether they can be called.
 */
export type PersonReported = { 
/**
 * True when they can.
 */
available: boolean, 
/**
 * Until when that holds; none while nobody says otherwise.
 */
until: UtcMs | null, 
/**
 * Words.
 */
note: string, };

/**
 * Where a team is on the way back to readiness.
 */
export type Phase = "ready" | "returning" | "restocking" | "cleaning" | "resting";

/**
 * One line of the list that is read aloud on the telephone.
 */
export type PhoneLine = { 
/**
 * Which recipient, from 0.
 */
recipient: number, 
/**
 * Its name.
 */
unit: string, 
/**
 * The person.
 */
person: string, 
/**
 * Post.
 */
role: string, 
/**
 * Telephone.
 */
phone: string, 
/**
 * True for the person whose turn it is.
 */
current: boolean, };

/**
 * Who is to be called, and what is read to them.
 */
export type PhoneList = { 
/**
 * What is read aloud.
 */
text: string, 
/**
 * Who is to be called, those whose turn it is first.
 */
lines: Array<PhoneLine>, };

/**
 * Pieces that would come from elsewhere.
 */
export type PiecesDiffer = { 
/**
 * The depot in words.
 */
depot: string, 
/**
 * The incident.
 */
incident: IncidentId, 
/**
 * Code of the supply.
 */
supply: string, 
/**
 * Pieces today.
 */
before: number, 
/**
 * Pieces if.
 */
after: number, };

/**
 * A place as people name it, with a point when one is known.
 */
export type Place = { 
/**
 * The words: address or name.
 */
words: string, 
/**
 * The street (街道) it lies in, empty when not known.
 */
street: string, 
/**
 * The point, when one is known.
 */
point: Point | null, };

/**
 * One act on a plan.
 */
export type PlanAct = { "act": "save", plan: PlanId, saved: PlanSaved, file: DocumentParts | null, } | { "act": "step", plan: PlanId, stepped: PlanStepped, } | { "act": "sign", plan: PlanId, signed: PlanSigned, } | { "act": "answer_filing", plan: PlanId, answered: FilingAnswered, } | { "act": "assess", plan: PlanId, assessed: PlanAssessed, } | { "act": "drill", plan: PlanId, drilled: PlanDrilled, } | { "act": "suggest", plan: PlanId, suggested: RevisionSuggested, } | { "act": "settle", plan: PlanId, settled: SuggestionSettled, } | { "act": "end", plan: PlanId, ended: PlanEnded, } | { "act": "withdraw", plan: PlanId, event: string, why: string, } | { "act": "keep", file: DocumentParts, } | { "act": "set_holidays", set: HolidaysSet, };

/**
 * What kind of act was taken back.
 */
export type PlanActKind = "step" | "signature" | "answer" | "assessment" | "drill" | "suggestion" | "settlement" | "end";

/**
 * One act, named so that the record of its withdrawal stands by itself.
 */
export type PlanActName = { 
/**
 * Its event.
 */
event: string, 
/**
 * What kind.
 */
kind: PlanActKind, 
/**
 * Which step, of a step or a signature.
 */
step: ReviewStep | null, 
/**
 * On which version; none where it is of the plan.
 */
version: PlanVersionId | null, 
/**
 * The day of the act.
 */
at: UtcMs, 
/**
 * Who entered it.
 */
by: ActorName, 
/**
 * Its number, name or words.
 */
words: string, };

/**
 * `plan.act_withdrawn`: an act was recorded wrongly and counts no more, nor does what leaned on
 * it. Its record stays; what is right is entered anew.
 */
export type PlanActWithdrawn = { 
/**
 * The act.
 */
act: PlanActName, 
/**
 * What leaned on it, in the order of the acts.
 */
also: Array<PlanActName>, 
/**
 * Why.
 */
why: string, };

/**
 * `plan.assessed`: the assessment that is due every three years (国办发〔2024〕5号 art. 34;
 * 应急管理部令第2号 art. 35).
 */
export type PlanAssessed = { 
/**
 * Which version.
 */
version: PlanVersionId, 
/**
 * True when it has to be revised.
 */
revise: boolean, 
/**
 * What was found.
 */
result: string, 
/**
 * The report and what belongs to it.
 */
documents: Array<PlanPaper>, };

/**
 * Which line of which plan cannot be met, and why.
 */
export type PlanCheck = { 
/**
 * When it was worked out.
 */
at: UtcMs, 
/**
 * True for the one that the desk's clock ran at night.
 */
nightly: boolean, 
/**
 * Plans looked at.
 */
plans: number, 
/**
 * Needs looked at.
 */
lines: number, 
/**
 * Those that cannot be met.
 */
unmet: Array<UnmetRow>, };

/**
 * How the check of the plans is wanted.
 */
export type PlanCheckQuery = { 
/**
 * True takes the one of the night when there is one.
 */
nightly: boolean, };

/**
 * A unit that a plan names with its numbers.
 */
export type PlanContact = { 
/**
 * Unit; empty when it is not said.
 */
unit: string, 
/**
 * Role or name; empty when it is not said.
 */
person: string, 
/**
 * Numbers, digits and hyphens only.
 */
phones: Array<string>, };

/**
 * How many plans stand how, under one street or field.
 */
export type PlanCount = { 
/**
 * The street or field; empty for those of the whole district, or of no field.
 */
name: string, 
/**
 * All plans.
 */
all: number, 
/**
 * 草稿, the shipped ones included.
 */
draft: number, 
/**
 * 现行有效.
 */
inForce: number, 
/**
 * 修订中.
 */
inRevision: number, 
/**
 * 废止 or replaced.
 */
ended: number, 
/**
 * With something overdue.
 */
overdue: number, 
/**
 * Not drilled in time.
 */
notDrilled: number, };

/**
 * One plan, open.
 */
export type PlanDetail = { 
/**
 * Its line.
 */
row: PlanRow, 
/**
 * Its clauses.
 */
clauses: Array<ClauseRow>, 
/**
 * Its levels.
 */
levels: Array<LevelRow>, 
/**
 * Its task cards.
 */
cards: Array<CardRow>, 
/**
 * Whom its text names with a number.
 */
contacts: Array<PlanContact>, 
/**
 * Defects of its text, in words.
 */
defects: Array<string>, };

/**
 * Two versions, clause by clause.
 */
export type PlanDiff = { 
/**
 * The clauses of the new version in their order, the removed ones where they stood.
 */
clauses: Array<ClauseDiff>, 
/**
 * How many stayed.
 */
same: number, 
/**
 * How many stand elsewhere.
 */
moved: number, 
/**
 * How many have other words.
 */
changed: number, 
/**
 * How many are new.
 */
added: number, 
/**
 * How many are gone.
 */
removed: number, 
/**
 * The versions that lie between, the new one included, the newest first: who changed what,
 * when, and why.
 */
between: Array<VersionRow>, };

/**
 * Something that was done, with when and by whom.
 */
export type PlanDone<T> = { 
/**
 * Its event.
 */
event: string, 
/**
 * The day of the act: it counts for the terms, also when it was sent or entered later.
 */
at: UtcMs, 
/**
 * How that is known.
 */
atBy: TimeSource, 
/**
 * When it was entered.
 */
recordedAt: UtcMs, 
/**
 * Who entered it.
 */
by: ActorName, 
/**
 * The desk, by its device key.
 */
origin: OriginId, 
/**
 * What.
 */
what: T, };

/**
 * An unsaved text of the editor. Kept at once and replaced by the next; an empty text takes it
 * away.
 */
export type PlanDraft = { 
/**
 * Of which plan.
 */
plan: PlanId, 
/**
 * The versions it is being written over.
 */
parents: Array<PlanVersionId>, 
/**
 * The text.
 */
text: string, 
/**
 * When it was kept; the desk sets it.
 */
at: UtcMs | null, };

/**
 * `plan.drilled`: a drill of this plan took place, on the day of the fact.
 */
export type PlanDrilled = { 
/**
 * Title of the drill.
 */
title: string, 
/**
 * 综合/单项, 实战/桌面, in words.
 */
form: string, 
/**
 * What it showed.
 */
findings: Array<DrillFinding>, 
/**
 * Assessment and summary.
 */
documents: Array<PlanPaper>, };

/**
 * `plan.ended`: it is no longer used.
 */
export type PlanEnded = { 
/**
 * The plan in its place; none when it is abolished (废止).
 */
replacedBy: PlanId | null, 
/**
 * Why.
 */
reason: string, 
/**
 * Number of the paper that says so.
 */
number: string, };

/**
 * The file that a version was read from.
 */
export type PlanFile = { 
/**
 * Its name.
 */
name: string, 
/**
 * SHA-256 of its bytes, hex.
 */
sha256: string, 
/**
 * How many bytes.
 */
bytes: number, 
/**
 * True when the bytes are in the log as a document; larger ones are only named.
 */
kept: boolean, };

/**
 * One finding of a check. Codes are those of `docs/plan-json.md`.
 */
export type PlanFinding = { 
/**
 * What it is.
 */
code: string, 
/**
 * `error`, `warning` or `notice`.
 */
severity: string, 
/**
 * Id of the plan.
 */
plan: PlanId, 
/**
 * Id of the other plan of a contradiction; empty for none.
 */
other: PlanId, 
/**
 * Heading of the clause; empty when the clause is what is missing.
 */
clause: string, 
/**
 * What it is about.
 */
subject: string, 
/**
 * In words.
 */
words: string, 
/**
 * Standard or law, with the clause.
 */
source: string, };

/**
 * As what a plan is given out.
 */
export type PlanForm = "docx" | "markdown" | "pdf" | "cards" | "package" | "original";

/**
 * One plan of the library (预案).
 */
export type PlanId = string;

/**
 * What a file would become; nothing was written.
 */
export type PlanImport = { 
/**
 * `docx`, `text`, `markdown` or `plan`.
 */
format: string, 
/**
 * The file; `kept` says whether its bytes will go into the log with it.
 */
file: PlanFile, 
/**
 * The id that the text has. It may be changed in the text before it is saved.
 */
plan: PlanId, 
/**
 * True when a plan of that id is there already: saving makes a version of it.
 */
known: boolean, 
/**
 * The plan's text in the form of `plans/README.md`, to be corrected and saved.
 */
text: string, 
/**
 * The same, read.
 */
detail: PlanDetail, 
/**
 * What was found, in the order of the text.
 */
findings: Array<ImportFinding>, 
/**
 * The source beside it.
 */
source: Array<ImportLine>, 
/**
 * What is in the file beside the text.
 */
asides: Array<ImportAside>, };

/**
 * The map of plans.
 */
export type PlanMap = { 
/**
 * The plans.
 */
plans: Array<PlanMapRow>, 
/**
 * By street, the streets of the district in their order.
 */
byStreet: Array<PlanCount>, 
/**
 * By key field, in the order of the district's plan.
 */
byField: Array<PlanCount>, 
/**
 * Where the streets of the district are.
 */
streets: Array<PlanStreet>, };

/**
 * One plan on the map (一张图).
 */
export type PlanMapRow = { 
/**
 * Which.
 */
plan: PlanId, 
/**
 * Title.
 */
title: string, 
/**
 * Kind, a code of `plans/README.md`.
 */
kind: string, 
/**
 * Unit.
 */
unit: string, 
/**
 * Areas it covers.
 */
area: Array<string>, 
/**
 * Streets it stands on: those among its areas, else those its unit is of.
 */
streets: Array<string>, 
/**
 * Key fields.
 */
fields: Array<string>, 
/**
 * Where its unit is; none when no site, street or place of that name is known.
 */
point: Point | null, 
/**
 * True when that is the middle of a street or of the district.
 */
approximate: boolean, 
/**
 * True when the log has it.
 */
recorded: boolean, 
/**
 * How it stands.
 */
state: PlanState, 
/**
 * Something is overdue: filing, publishing, assessment.
 */
overdue: boolean, 
/**
 * Not drilled within the statutory time.
 */
notDrilled: boolean, 
/**
 * When it was drilled last.
 */
drilled: Day | null, };

/**
 * A document of a step: minutes, opinions, forms.
 */
export type PlanPaper = { 
/**
 * What it is called.
 */
name: string, 
/**
 * Its number (文号).
 */
number: string, 
/**
 * Its bytes in the log; none while it lies on paper.
 */
document: DocumentId | null, };

/**
 * The state of one plan.
 */
export type PlanRecord = { 
/**
 * Its name in the library.
 */
id: PlanId, 
/**
 * Its versions by name.
 */
versions: { [key in PlanVersionId]: PlanVersion }, 
/**
 * Steps of review and filing, by the day of the act.
 */
steps: Array<PlanDone<PlanStepped>>, 
/**
 * Signatures.
 */
signatures: Array<PlanDone<PlanSigned>>, 
/**
 * What the office said that it is filed with.
 */
answers: Array<PlanDone<FilingAnswered>>, 
/**
 * Assessments.
 */
assessed: Array<PlanDone<PlanAssessed>>, 
/**
 * Drills.
 */
drilled: Array<PlanDone<PlanDrilled>>, 
/**
 * Suggestions that somebody entered.
 */
suggested: Array<PlanDone<RevisionSuggested>>, 
/**
 * Suggestions that were settled, entered ones and others; the first answer stands.
 */
settled: { [key in SuggestionId]: PlanDone<SuggestionSettled> }, 
/**
 * Later answers to suggestions that were settled already: one of them counts when the first
 * is withdrawn.
 */
settledToo: Array<PlanDone<SuggestionSettled>>, 
/**
 * How it ended; the last time.
 */
ended: PlanDone<PlanEnded> | null, 
/**
 * Earlier ends: the last of them counts when a later one is withdrawn.
 */
endedToo: Array<PlanDone<PlanEnded>>, 
/**
 * Withdrawals. What they name stands in no list above any more.
 */
withdrawn: Array<PlanDone<PlanActWithdrawn>>, 
/**
 * Signatures that are void because they, or the step they were given for, were withdrawn.
 */
void: Array<PlanDone<PlanSigned>>, };

/**
 * Which plan to open, and for what.
 */
export type PlanRequest = { 
/**
 * Which plan.
 */
id: string, 
/**
 * The incident it is opened for: cards for other substances are then marked.
 */
incident: IncidentId | null, };

/**
 * One plan in the library.
 */
export type PlanRow = { 
/**
 * Which.
 */
id: string, 
/**
 * Title.
 */
title: string, 
/**
 * Kind in Chinese.
 */
kind: string, 
/**
 * Unit that owns it.
 */
unit: string, 
/**
 * Version.
 */
version: string, 
/**
 * State in Chinese.
 */
status: string, 
/**
 * Number of task cards.
 */
cards: number, 
/**
 * Why it fits an incident, best reason first; empty in the plain list.
 */
reasons: Array<Reason>, 
/**
 * How well it fits, 0 to 100.
 */
score: number, 
/**
 * Defects of its text.
 */
defects: number, };

/**
 * `plan.saved`: a version of the text.
 */
export type PlanSaved = { 
/**
 * Name of the version.
 */
version: PlanVersionId, 
/**
 * SHA-256 of the text's UTF-8 bytes, hex: the content hash that is signed.
 */
sha256: string, 
/**
 * The text, in the form of `plans/README.md`.
 */
text: string, 
/**
 * The versions it was made from; several for a merge, none for the first.
 */
parents: Array<PlanVersionId>, 
/**
 * Why it was saved.
 */
why: string, 
/**
 * Where the text came from.
 */
source: PlanSource, 
/**
 * The file, for an imported one.
 */
file: PlanFile | null, 
/**
 * The version whose text it takes up again.
 */
restored: PlanVersionId | null, 
/**
 * What its front matter says.
 */
summary: PlanSummary, };

/**
 * One plan, as the plan manager sees it. Steps, answers, assessments, drills and suggestions stand
 * in the record.
 */
export type PlanSheet = { 
/**
 * Its line.
 */
row: ShelfRow, 
/**
 * Versions, the newest first.
 */
versions: Array<VersionRow>, 
/**
 * Signatures, the newest first.
 */
signatures: Array<SignatureRow>, 
/**
 * The record in the log; empty for a plan that is only shipped.
 */
record: PlanRecord, 
/**
 * What runs, the soonest first.
 */
terms: Array<TermRow>, 
/**
 * Every act that counts, the newest first: each may be withdrawn.
 */
acts: Array<PlanActName>, 
/**
 * The documents that acts and versions name and that are in the log, each held against its
 * hash.
 */
documents: Array<DocumentRow>, };

/**
 * `plan.signed`: a person signed the content of a version.
 */
export type PlanSigned = { 
/**
 * Which version.
 */
version: PlanVersionId, 
/**
 * Its content hash.
 */
sha256: string, 
/**
 * For which step.
 */
step: ReviewStep, 
/**
 * Who.
 */
name: string, 
/**
 * In which role.
 */
role: string, 
/**
 * When.
 */
at: UtcMs, 
/**
 * True when it was made in an exercise: it does not hold in real work, nor the other way.
 */
exercise: boolean, 
/**
 * Ed25519 signature (RFC 8032) of the desk's device key over [`super::signed_words`], hex.
 */
sig: string, };

/**
 * Where the text of a version came from.
 */
export type PlanSource = "written" | "imported" | "shipped" | "restored" | "merged";

/**
 * How a plan stands.
 */
export type PlanState = "draft" | "in_revision" | "in_force" | "superseded" | "abolished";

/**
 * `plan.stepped`: one step of review and filing was done, on the day of the fact.
 */
export type PlanStepped = { 
/**
 * On which version.
 */
version: PlanVersionId, 
/**
 * Which step.
 */
step: ReviewStep, 
/**
 * The documents of the step.
 */
documents: Array<PlanPaper>, 
/**
 * The experts that were present at a review.
 */
experts: Array<ExpertVote>, 
/**
 * Number under which it was approved, issued or handed in (文号).
 */
number: string, 
/**
 * With whom it is filed, or where it is published.
 */
to: string, 
/**
 * Why group, table-top and review were left out: the revision touches nothing of weight
 * (国办发〔2024〕5号 art. 36; 应急管理部令第2号 art. 37). Only at an approval.
 */
simplifiedBecause: string, 
/**
 * True when the version was issued before this log began; only at an issue.
 */
issuedBefore: boolean, 
/**
 * Words.
 */
note: string, };

/**
 * A street on the map of plans.
 */
export type PlanStreet = { 
/**
 * Its name.
 */
name: string, 
/**
 * Its centre; no outline of a street ships (待区里确认).
 */
point: Point, };

/**
 * What the front matter of a version says, as far as lists and terms need it; the text itself is
 * read by crate `plans`.
 */
export type PlanSummary = { 
/**
 * Title.
 */
title: string, 
/**
 * Kind, a code of `plans/README.md` such as `special`.
 */
kind: string, 
/**
 * Unit that issues it (编制单位).
 */
unit: string, 
/**
 * Areas it covers.
 */
area: Array<string>, 
/**
 * Key fields it serves (重点领域).
 */
fields: Array<string>, 
/**
 * Department that leads.
 */
lead: string, 
/**
 * How its text calls this version.
 */
label: string, 
/**
 * Number of clauses.
 */
clauses: number, 
/**
 * Number of task cards.
 */
cards: number, };

/**
 * A text with what it is read as.
 */
export type PlanText = { 
/**
 * Which plan.
 */
plan: PlanId, 
/**
 * Which version; none for the shipped text.
 */
version: PlanVersionId | null, 
/**
 * Its content hash, computed from the text that is handed out.
 */
sha256: string, 
/**
 * True when that is what the version was saved with; false means that the log is damaged.
 */
whole: boolean, 
/**
 * The text in the form of `plans/README.md`.
 */
text: string, 
/**
 * The same, read: clauses, levels, cards, defects.
 */
detail: PlanDetail, };

/**
 * Which text.
 */
export type PlanTextRequest = { 
/**
 * Which plan.
 */
plan: PlanId, 
/**
 * Which version; none for the newest head, or the shipped text.
 */
version: PlanVersionId | null, };

/**
 * One version, without its text.
 */
export type PlanVersion = { 
/**
 * The event that has its text.
 */
event: string, 
/**
 * Content hash.
 */
sha256: string, 
/**
 * The versions it was made from.
 */
parents: Array<PlanVersionId>, 
/**
 * Why.
 */
why: string, 
/**
 * Where the text came from.
 */
source: PlanSource, 
/**
 * The file, for an imported one.
 */
file: PlanFile | null, 
/**
 * The version whose text it takes up again.
 */
restored: PlanVersionId | null, 
/**
 * What its front matter says.
 */
summary: PlanSummary, 
/**
 * When it was saved.
 */
at: UtcMs, 
/**
 * By whom.
 */
by: ActorName, 
/**
 * In which role.
 */
role: string, 
/**
 * At which desk.
 */
origin: OriginId, };

/**
 * One version of a plan's text.
 */
export type PlanVersionId = string;

/**
 * A point in WGS-84 degrees.
 */
export type Point = { 
/**
 * Longitude, degrees east.
 */
lon: number, 
/**
 * Latitude, degrees north.
 */
lat: number, };

/**
 * What is done to a point of the register.
 */
export type PointAct = { "act": "register", registered: PointRegistered, seen: PointRegistered | null, } | { "act": "limit", point: PointId, limits: PointLimits | null, was: PointLimits | null, seen: PointLimits | null, reason: string, } | { "act": "withdraw", point: PointId, seen: PointRegistered | null, reason: string, };

/**
 * How many are in a state.
 */
export type PointCount = { 
/**
 * Which.
 */
state: PointState, 
/**
 * How many.
 */
count: number, };

/**
 * One point with the history of its limits.
 */
export type PointDetail = { 
/**
 * Its line.
 */
row: PointRow, 
/**
 * How its limits were changed, the newest first.
 */
changes: Array<LimitChange>, 
/**
 * What was done to it, newest first.
 */
history: Array<LogLine>, };

/**
 * One device or point of the register (点位): see [`crate::point`].
 */
export type PointId = string;

/**
 * `point.limited`: the limits of a point from now on.
 */
export type PointLimited = { 
/**
 * The limits; none gives the point back to those of its feed.
 */
limits: PointLimits | null, 
/**
 * Those in force before, as the officer saw them: the point's own, or those of its feed.
 */
was: PointLimits | null, 
/**
 * Why; never empty.
 */
reason: string, 
/**
 * The import that set them; empty for an act by hand.
 */
import: ImportId, };

/**
 * Limits of a point, none where there is no such limit; deadband and delays as in
 * ANSI/ISA-18.2-2016. The numbers are the district's own.
 */
export type PointLimits = { 
/**
 * Far too low (低低限).
 */
lowLow: number | null, 
/**
 * Low (低限).
 */
low: number | null, 
/**
 * High (高限).
 */
high: number | null, 
/**
 * Far too high (高高限).
 */
highHigh: number | null, 
/**
 * How far a value has to come back until the alarm ends (回差).
 */
deadband: number | null, 
/**
 * Seconds beyond a limit until the alarm begins.
 */
onDelayS: number, 
/**
 * Seconds within it until the alarm ends.
 */
offDelayS: number, 
/**
 * How much a minute it may rise.
 */
risePerMin: number | null, 
/**
 * How much a minute it may fall.
 */
fallPerMin: number | null, 
/**
 * Over how long that is measured, seconds; 0 is what the feed takes by itself.
 */
rateOverS: number, };

/**
 * A point with the limits that its row gives it.
 */
export type PointOfTable = { 
/**
 * What is said of it.
 */
entry: PointRegistered, 
/**
 * Its limits from now on; none leaves those in force.
 */
limits: PointLimits | null, 
/**
 * Those in force before, where they are those of its feed.
 */
was: PointLimits | null, };

/**
 * A window of the list of points.
 */
export type PointPage = { 
/**
 * How many fit the words and the state.
 */
total: number, 
/**
 * The rows, the worst state first.
 */
rows: Array<PointRow>, 
/**
 * How many are in each state, of those that fit the words.
 */
counts: Array<PointCount>, 
/**
 * How many of those are not on the register.
 */
unregistered: number, };

/**
 * Which points.
 */
export type PointQuery = { 
/**
 * Words that name, device, feed, site or position must hold; empty for all.
 */
text: string, 
/**
 * Only those in this state.
 */
state: PointState | null, 
/**
 * Only those that are not on the register.
 */
unregistered: boolean, 
/**
 * Only those of the register that no map can show: neither they nor their site say where.
 */
unplaced: boolean, 
/**
 * Only those at this site.
 */
site: SiteId | null, 
/**
 * First row.
 */
offset: number, 
/**
 * Rows, at most [`POINT_ROWS_MAX`].
 */
limit: number, };

/**
 * `point.registered`: what a device or a point of it is called and where it stands.
 */
export type PointRegistered = { 
/**
 * Name of the feed that brings it.
 */
feed: string, 
/**
 * The device or the point of it, in its protocol's own words.
 */
device: string, 
/**
 * What people call it.
 */
name: string, 
/**
 * The site it stands at.
 */
site: SiteId | null, 
/**
 * Where, when that is known better than by the site.
 */
at: Point | null, 
/**
 * Floor and position in words (楼层、部位).
 */
position: string, 
/**
 * Seconds without a word after which it is silent; none takes that of its protocol.
 */
silentAfterS: number | null, 
/**
 * Seconds after which its value is old; none takes that of its protocol.
 */
staleAfterS: number | null, 
/**
 * Words.
 */
note: string, 
/**
 * The import that entered it; empty for an act by hand.
 */
import: ImportId, };

/**
 * One device or point.
 */
export type PointRow = { 
/**
 * Its name in the log, whether it is on the register or not.
 */
id: PointId, 
/**
 * Name of the feed.
 */
feed: string, 
/**
 * The device in its protocol's own words.
 */
device: string, 
/**
 * What the register says of it; none where it is not on it.
 */
registered: PointRegistered | null, 
/**
 * What the register calls the device above it that speaks for it (随设备登记); empty where it
 * is on the register itself, and where nothing above it is either (未登记).
 */
via: string, 
/**
 * What it is called: by the register, else what it measures.
 */
name: string, 
/**
 * The site it stands at, by itself or by the device it belongs to.
 */
site: SiteId | null, 
/**
 * That site's name.
 */
siteName: string, 
/**
 * Floor and position.
 */
position: string, 
/**
 * Where it stands.
 */
at: Point | null, 
/**
 * How it is.
 */
state: PointState, 
/**
 * Its newest value.
 */
value: number | null, 
/**
 * The unit of that.
 */
unit: string, 
/**
 * What is measured, in the words of its feed.
 */
quantity: string, 
/**
 * When it was measured, as the device says.
 */
measuredAt: UtcMs | null, 
/**
 * When it was last heard.
 */
heardAt: UtcMs | null, 
/**
 * Whether the device calls its value good.
 */
good: boolean, 
/**
 * Where its value goes.
 */
trend: PointTrend, 
/**
 * The limits in force.
 */
limits: PointLimits | null, 
/**
 * True where they were set in the register; false where they are those of the feed.
 */
limitsOwn: boolean, 
/**
 * How often its limits were changed.
 */
changes: number, 
/**
 * Seconds without a word after which it is silent.
 */
silentAfterS: number, 
/**
 * Seconds after which its value is old.
 */
staleAfterS: number, };

/**
 * A spot at which points of the register stand: all that stand at one site are one, for they
 * would lie on each other; those with coordinates of their own have theirs.
 */
export type PointSpot = { 
/**
 * Its name, by which its points are asked for.
 */
id: string, 
/**
 * Where.
 */
at: Point, 
/**
 * True where the points say it themselves; false where they stand at their site.
 */
own: boolean, 
/**
 * The site; none where they say of none.
 */
site: SiteId | null, 
/**
 * What stands there: the site, else the worst of the points.
 */
name: string, 
/**
 * How the worst of them is.
 */
state: PointState, 
/**
 * How many are in each state, the worst first, without those of which there is none.
 */
counts: Array<PointCount>, 
/**
 * How many points.
 */
points: number, 
/**
 * Alerts of these points in the list of alerts.
 */
alarms: number, };

/**
 * The spots of all points of the register.
 */
export type PointSpots = { 
/**
 * Those with alarms first, then the worst, at most [`SPOTS_MAX`].
 */
spots: Array<PointSpot>, 
/**
 * Points at spots that are not in it.
 */
more: number, 
/**
 * Points of the register that no map can show: neither they nor their site say where.
 */
unplaced: number, };

/**
 * How a device or a point of it is, the worst first.
 */
export type PointState = "beyond" | "bad" | "silent" | "stale" | "unheard" | "good";

/**
 * Where a value goes.
 */
export type PointTrend = "up" | "down" | "level";

/**
 * How far one recipient is.
 */
export type Post = { 
/**
 * The person who is told now.
 */
rung: number, 
/**
 * Since when.
 */
rungAt: UtcMs, 
/**
 * The tries, oldest first.
 */
tries: Array<CircularTry>, 
/**
 * The first receipt.
 */
confirmed: Confirmation | null, };

/**
 * How often a source was right, of those alerts that somebody has verified.
 */
export type Precision = { 
/**
 * Alerts that were so.
 */
real: number, 
/**
 * Alerts that were not so.
 */
unreal: number, 
/**
 * Tests and exercises: they say nothing of either.
 */
other: number, };

/**
 * How often a source was right.
 */
export type PrecisionRow = { 
/**
 * What was found out.
 */
found: Precision, 
/**
 * How many real and unreal there are together.
 */
n: number, 
/**
 * The share of real ones in per cent; none while there are too few.
 */
percent: number | null, 
/**
 * From so many on a share is said.
 */
least: number, };

/**
 * What matters most when teams are chosen.
 */
export type Prefer = "fastest" | "fewest" | "coverage";

/**
 * Print a sheet.
 */
export type PrintRequest = { 
/**
 * Which.
 */
sheet: Sheet, };

/**
 * Which goes first.
 */
export type Priority = "urgent" | "high" | "medium" | "low";

/**
 * A reason for a priority, in the order in which they were weighed.
 */
export type PriorityReason = { "why": "level", 
/**
 * Which.
 */
level: WarningLevel, } | { "why": "kind", 
/**
 * Its code in the table.
 */
kind: string, } | { "why": "limit", 
/**
 * Its code: `high_high`, `low_low`, `high`, `low`, `rise`, `fall`.
 */
limit: string, 
/**
 * How many steps up that is.
 */
steps: number, } | { "why": "hazard", 
/**
 * Which.
 */
site: SiteId, 
/**
 * Its name.
 */
name: string, 
/**
 * What is there.
 */
substance: string, 
/**
 * How much of it, tonnes; 0 where that is not known.
 */
quantityT: number, 
/**
 * 1 to 4 for a major hazard installation by GB 18218-2018; none for another site, and
 * where its profile does not say enough.
 */
grade: number | null, 
/**
 * How many steps up that is, before the bound on all of them.
 */
steps: number, 
/**
 * How far, metres.
 */
distanceM: number, } | { "why": "people", 
/**
 * How many the sites near it hold by their profiles, or how many live near the hazard site
 * by its own, whichever is more.
 */
people: number, 
/**
 * Within so many metres.
 */
withinM: number, } | { "why": "night" } | { "why": "outside", 
/**
 * How far, metres.
 */
distanceM: number, } | { "why": "capped" } | { "why": "officer", 
/**
 * Who.
 */
by: string, 
/**
 * Why.
 */
reason: string, };

/**
 * A priority with its reasons.
 */
export type PriorityRow = { 
/**
 * 1 to 4, 1 the most urgent.
 */
priority: number, 
/**
 * How it came about, in order.
 */
reasons: Array<PriorityReason>, };

/**
 * How far an order is.
 */
export type Progress = "drafted" | "sent" | "acknowledged" | "en_route" | "on_scene" | "released" | "recalled" | "failed" | "expired" | "redirected" | "handed_over" | "undone";

/**
 * The class of a protected object (防护目标), GB 36894-2018. It is what somebody says of a place:
 * which facility is of which class, no text at hand states.
 */
export type Protection = "highly_sensitive" | "important" | "first" | "second" | "third";

/**
 * In what state goods arrived.
 */
export type Quality = "good" | "damaged" | "unusable";

/**
 * What a cost is counted by.
 */
export type RateBasis = "person_hour" | "vehicle_hour" | "kilometre" | "call_out" | "other";

/**
 * The bytes a message came in, kept for ever beside what was read from them.
 */
export type RawBytes = { 
/**
 * `utf8` or `base64`.
 */
encoding: string, 
/**
 * The bytes in that encoding.
 */
data: string, 
/**
 * SHA-256 of the bytes, hex.
 */
sha256: string, 
/**
 * True when only the first part is kept here because of its size.
 */
cut: boolean, };

/**
 * How far a vehicle comes from a place in 5, 10, 15 and 30 minutes, as the roads are now.
 */
export type Reach = { 
/**
 * When it was worked out.
 */
at: UtcMs, 
/**
 * The place.
 */
from: Point, 
/**
 * By what.
 */
vehicle: RoadUser, 
/**
 * True when a road is near enough to start from; false leaves the areas empty.
 */
onRoad: boolean, 
/**
 * GeoJSON areas with `minutes`, the largest first.
 */
areas: GeoJSON.FeatureCollection, 
/**
 * Source of the roads, in words.
 */
source: string, };

/**
 * From where the reachable area is asked.
 */
export type ReachRequest = { 
/**
 * The place.
 */
from: Point, 
/**
 * The team by whose vehicles it is reckoned; an engine when none is named.
 */
team: TeamId | null, };

/**
 * Whether a team can go.
 */
export type Readiness = "ready" | "reduced" | "not_ready" | "unknown";

/**
 * One reason of a recommendation; the screen words it.
 */
export type Reason = { 
/**
 * Code, such as `ready`, `able`, `distance`, `estimated`, `on_another_job`, `stale`.
 */
code: string, 
/**
 * Its number: metres, seconds, pieces or milliseconds, as the code says.
 */
number: number | null, 
/**
 * Its words, such as the capability.
 */
words: string, };

/**
 * It is on disk.
 */
export type Receipt = { 
/**
 * The change number from which reads show it.
 */
seq: number, 
/**
 * The entities it wrote to, `kind:id`, in order.
 */
entities: Array<string>, };

/**
 * A department or a team with the people who stand for it.
 */
export type Recipient = { 
/**
 * Name.
 */
name: string, 
/**
 * The team, when it is one.
 */
team: TeamId | null, 
/**
 * People in the order in which they are told.
 */
ladder: Array<Rung>, };

/**
 * What is asked of the recommender.
 */
export type RecommendRequest = { 
/**
 * For which incident.
 */
incident: IncidentId, 
/**
 * What is needed; empty takes the needs of its open tasks.
 */
needs: Array<Need>, 
/**
 * What matters most when teams are chosen.
 */
prefer: Prefer, };

/**
 * What to send, with reasons. Advice: the officer can always overrule it.
 */
export type Recommendation = { 
/**
 * When it was worked out.
 */
at: UtcMs, 
/**
 * The needs it answers.
 */
needs: Array<Need>, 
/**
 * The plan that foresees them, before a response is started and a task given.
 */
needsFrom: NeedsFrom | null, 
/**
 * Teams, best first for each need.
 */
teams: Array<TeamAdvice>, 
/**
 * Lots, best first for each need.
 */
lots: Array<LotAdvice>, 
/**
 * What is short.
 */
short: Array<Short>, 
/**
 * What matters most in this answer.
 */
prefer: Prefer, 
/**
 * The three ways to choose teams, in numbers.
 */
alternatives: Array<Alternative>, 
/**
 * Source of the travel times, in words.
 */
travelSource: string, 
/**
 * Where to gather when the incident lies in a hot zone; times are then to the first of these
 * that is reached. Empty when it does not, or when no road leads near.
 */
staging: Array<Staging>, };

/**
 * The plan of rectification (整改方案) by its five elements. What nobody said is empty.
 */
export type Rectification = { 
/**
 * 责任: who answers for it.
 */
responsible: string, 
/**
 * 措施: what is done.
 */
measures: string, 
/**
 * 资金: the money, and where it comes from.
 */
funds: string, 
/**
 * 时限: until when.
 */
until: Day | null, 
/**
 * 预案: what is done when something happens meanwhile.
 */
contingency: string, };

/**
 * 不予受理: a rule stands against the command. Not an error; nothing was written.
 */
export type Refusal = { "code": "unknown", what: string, id: string, } | { "code": "needed", field: string, } | { "code": "too_long", field: string, max: number, } | { "code": "out_of_range", field: string, } | { "code": "wrong_state", what: string, id: string, state: string, } | { "code": "changed", what: string, id: string, } | { "code": "team_busy", team: TeamId, orders: Array<OrderId>, } | { "code": "reason_needed", team: TeamId, against: Array<Objection>, } | { "code": "not_enough", lot: LotId, onHand: number, } | { "code": "not_yours", who: string, } | { "code": "same_person", who: string, } | { "code": "wrong_pin", who: string, } | { "code": "holds_password", field: string, } | { "code": "exercise_mix" };

/**
 * Why the sequencer did not grant a claim.
 */
export type RefusedBecause = { "because": "held_by", 
/**
 * The custodian.
 */
holder: OriginId, } | { "because": "stale_epoch", 
/**
 * The epoch in force.
 */
epoch: number, } | { "because": "unknown" } | { "because": "malformed" };

/**
 * A line of the register: a return or a payment.
 */
export type RegisterLine<T> = { 
/**
 * When.
 */
at: UtcMs, 
/**
 * Who entered it.
 */
by: ActorName, 
/**
 * What.
 */
what: T, };

/**
 * The order that ends when another stands in its place.
 */
export type Replaced = { 
/**
 * Which order.
 */
order: OrderId, 
/**
 * Its team: the same for a redirect, another for a handing over.
 */
team: TeamId, 
/**
 * Its incident.
 */
incident: IncidentId, 
/**
 * Why.
 */
reason: string, };

/**
 * The state of one report.
 */
export type Report = { 
/**
 * Its name.
 */
id: ReportId, 
/**
 * The text in force.
 */
drafted: ReportDrafted, 
/**
 * When the text was last changed.
 */
draftedAt: UtcMs, 
/**
 * What was sent, once it was.
 */
sent: ReportSent | null, 
/**
 * When.
 */
sentAt: UtcMs | null, 
/**
 * True once the platform's log holds it: it has left the house.
 */
delivered: boolean, 
/**
 * Receipt of the authority above.
 */
receipt: Mark | null, };

/**
 * `report.drafted`: the text as the officer left it; a later one replaces it until it is sent.
 */
export type ReportDrafted = { 
/**
 * The incident.
 */
incident: IncidentId, 
/**
 * Which report.
 */
kind: ReportKind, 
/**
 * 1 for the first report, 续报一 is 1 of its kind, and so on.
 */
number: number, 
/**
 * The document model of the `reports` crate.
 */
document: unknown, 
/**
 * The facts it was drafted from, so that the next one can say what changed.
 */
facts: unknown, };

/**
 * One report to the authority above (信息报告).
 */
export type ReportId = string;

/**
 * Which report of an incident it is.
 */
export type ReportKind = "first" | "follow_up" | "final";

/**
 * A report of this incident in short; the clocks read it.
 */
export type ReportMark = { 
/**
 * Which.
 */
report: ReportId, 
/**
 * 初报, 续报 or 终报.
 */
kind: ReportKind, 
/**
 * When it was sent.
 */
sentAt: UtcMs, };

/**
 * `report.receipted`: the authority above has it (签收).
 */
export type ReportReceipted = { 
/**
 * The incident.
 */
incident: IncidentId, 
/**
 * Who took it, as the platform says.
 */
by: string, };

/**
 * `report.sent`: signed by name and handed to the link and the folder.
 */
export type ReportSent = { 
/**
 * The incident.
 */
incident: IncidentId, 
/**
 * Which report.
 */
kind: ReportKind, 
/**
 * Who signed (签发人).
 */
signer: string, 
/**
 * To whom, in words.
 */
recipients: Array<string>, 
/**
 * The clock it answers, such as `R02`.
 */
clock: string, 
/**
 * Why it is late; never empty when it is.
 */
lateReason: string, };

/**
 * A report on the screen: what is sent is what is shown.
 */
export type ReportSheet = { 
/**
 * The report, once saved.
 */
report: Report | null, 
/**
 * Title.
 */
title: string, 
/**
 * Fields in the order of the form.
 */
fields: Array<SheetField>, 
/**
 * Recipients in words.
 */
recipients: Array<string>, 
/**
 * The clock it answers.
 */
clock: Clock | null, 
/**
 * The document model, to be handed back unchanged but for the fields.
 */
document: unknown, 
/**
 * The facts it was drafted from.
 */
facts: unknown, };

/**
 * The state of one requisition.
 */
export type Requisition = { 
/**
 * Its name.
 */
id: RequisitionId, 
/**
 * The notice.
 */
issued: RequisitionIssued, 
/**
 * When it was issued.
 */
issuedAt: UtcMs, 
/**
 * Who issued it.
 */
issuedBy: ActorName, 
/**
 * The paper of a notice by word of mouth.
 */
paper: Paper | null, 
/**
 * What became of each kind of goods.
 */
counts: Array<GoodCount>, 
/**
 * Returns, oldest first.
 */
returns: Array<RegisterLine<RequisitionReturned>>, 
/**
 * Payments, oldest first.
 */
payments: Array<RegisterLine<RequisitionCompensated>>, 
/**
 * Fen paid in all.
 */
paidFen: number, 
/**
 * True once nothing more is owed.
 */
settled: boolean, };

/**
 * What is done with goods of others.
 */
export type RequisitionAct = { "act": "issue", requisition: RequisitionId | null, issued: RequisitionIssued, } | { "act": "return", requisition: RequisitionId, returned: RequisitionReturned, } | { "act": "compensate", requisition: RequisitionId, compensated: RequisitionCompensated, } | { "act": "paper", requisition: RequisitionId, paper: Papered, };

/**
 * `requisition.compensated`: money was paid.
 */
export type RequisitionCompensated = { 
/**
 * For which incident.
 */
incident: IncidentId, 
/**
 * Fen (分): a hundredth of a yuan.
 */
fen: number, 
/**
 * On what ground: use, damage, loss.
 */
ground: string, 
/**
 * Who received it.
 */
payee: string, 
/**
 * Number of the receipt (收据).
 */
receipt: string, 
/**
 * True when nothing more is owed.
 */
last: boolean, };

/**
 * One requisition (征用).
 */
export type RequisitionId = string;

/**
 * `requisition.issued`: the notice.
 */
export type RequisitionIssued = { 
/**
 * For which incident.
 */
incident: IncidentId, 
/**
 * Number of the notice.
 */
number: string, 
/**
 * The requisitioning unit (征用单位).
 */
unit: Party, 
/**
 * Who carries it out (执行人员).
 */
executor: string, 
/**
 * Whose property it is (被征用人).
 */
owner: Party, 
/**
 * For what (征用用途).
 */
purpose: string, 
/**
 * From when (征用时间).
 */
from: UtcMs, 
/**
 * What is taken.
 */
goods: Array<Good>, 
/**
 * Who registered it (登记造册人).
 */
registrar: string, 
/**
 * By word of mouth: the notice is made up later.
 */
oral: boolean, };

/**
 * `requisition.papered`: a notice by word of mouth has its paper.
 */
export type RequisitionPapered = { 
/**
 * For which incident.
 */
incident: IncidentId, 
/**
 * The paper.
 */
paper: Papered, };

/**
 * `requisition.returned`: some of one kind came back, damaged or not, or is lost.
 */
export type RequisitionReturned = { 
/**
 * For which incident.
 */
incident: IncidentId, 
/**
 * Which kind of goods, from 0.
 */
good: number, 
/**
 * How many came back whole.
 */
whole: number, 
/**
 * How many came back damaged.
 */
damaged: number, 
/**
 * How many are lost or used up.
 */
lost: number, 
/**
 * Who took them back, by name.
 */
receiver: string, 
/**
 * State in words.
 */
note: string, };

/**
 * A reservation.
 */
export type Reservation = { 
/**
 * The event that reserved it.
 */
event: string, 
/**
 * When.
 */
at: UtcMs, 
/**
 * What was reserved.
 */
reserved: StockReserved, };

/**
 * One act on a team, a lot, a site, a person, the rota or a table.
 */
export type ResourceAct = { "act": "register_person", person: PersonId, registered: PersonRegistered, } | { "act": "withdraw_team", team: TeamId, reason: string, } | { "act": "withdraw_lot", lot: LotId, reason: string, } | { "act": "withdraw_site", site: SiteId, reason: string, } | { "act": "withdraw_person", person: PersonId, reason: string, } | { "act": "report_site", site: SiteId, reported: SiteReported, } | { "act": "find_danger", site: SiteId, found: DangerFound, } | { "act": "close_danger", site: SiteId, closed: DangerClosed, } | { "act": "step_danger", site: SiteId, stepped: DangerStepped, } | { "act": "withdraw_danger", site: SiteId, withdrawn: DangerWithdrawn, } | { "act": "assess_risk", site: SiteId, assessed: RiskAssessed, } | { "act": "report_person", person: PersonId, reported: PersonReported, } | { "act": "consult_person", person: PersonId, consulted: PersonConsulted, } | { "act": "set_rota", day: Day, set: RotaSet, } | { "act": "receive_stock", lot: LotId, quantity: number, note: string, } | { "act": "issue_stock", lot: LotId, taken: StockTaken, } | { "act": "write_off_stock", lot: LotId, taken: StockTaken, } | { "act": "lend_stock", lot: LotId, lent: StockLent, } | { "act": "return_loan", lot: LotId, returned: LoanReturned, } | { "act": "reserve_stock", lot: LotId, reserved: StockReserved, } | { "act": "unreserve_stock", lot: LotId, reservation: string, } | { "act": "ship_stock", lot: LotId, shipped: StockShipped, } | { "act": "receive_shipment", lot: LotId, arrived: ShipmentArrived, } | { "act": "allot_stock", lot: LotId, from: string, to: string, quantity: number, } | { "act": "take_share", lot: LotId, from: string, reason: string, } | { "act": "apply_import", import: ImportId, applied: ImportApplied, rows: Array<ImportRow>, } | { "act": "undo_import", import: ImportId, reason: string, };

/**
 * A window of the board.
 */
export type ResourcePage = { 
/**
 * Rows that fit the query, of those that were read.
 */
total: number, 
/**
 * How many of the list were not read because there are too many.
 */
leftOut: number, 
/**
 * The first of these.
 */
offset: number, 
/**
 * The window.
 */
rows: Array<ResourceRow>, 
/**
 * How many fit in each state, whatever state was asked for.
 */
states: Array<StateCount>, 
/**
 * When it was worked out.
 */
at: UtcMs, };

/**
 * Everything about one thing of the list.
 */
export type ResourceProfile = { 
/**
 * As on the board.
 */
row: ResourceRow, 
/**
 * The team.
 */
team: TeamRow | null, 
/**
 * The lot.
 */
lot: Lot | null, 
/**
 * The site.
 */
site: Site | null, 
/**
 * The person.
 */
person: Person | null, 
/**
 * Its readiness.
 */
score: ScoreRow | null, 
/**
 * Its standard.
 */
standard: StandardRow | null, 
/**
 * What lies in it, when it is a depot.
 */
lots: Array<ResourceRow>, 
/**
 * How dangerous what its profile says is; of a place with units only what none of them holds.
 */
hazard: HazardRow | null, 
/**
 * Where its profile says another quantity than its units hold together.
 */
hazardDiffers: Array<HazardDiffers>, 
/**
 * Its log, newest first.
 */
history: Array<LogLine>, };

/**
 * What the board is asked for.
 */
export type ResourceQuery = { 
/**
 * Which list.
 */
kind: TableKind, 
/**
 * Words that stand in the name, the call sign, the code, the unit, the place or the bar code.
 */
text: string, 
/**
 * One of the states of [`ResourceRow`]; empty for all.
 */
state: string, 
/**
 * Team level or kind, site kind, person kind, supply code or its beginning; empty for all.
 */
class: string, 
/**
 * Of one depot only; empty for all.
 */
depot: string, 
/**
 * The first row wanted.
 */
offset: number, 
/**
 * Rows wanted, at most [`RESOURCE_ROWS_MAX`].
 */
limit: number, };

/**
 * One thing of the list.
 */
export type ResourceRef = { 
/**
 * Of which list.
 */
kind: TableKind, 
/**
 * Which.
 */
id: string, };

/**
 * One line of the board.
 */
export type ResourceRow = { 
/**
 * Its name in the log.
 */
id: string, 
/**
 * Call sign of a team, code of a supply; empty where there is none.
 */
sign: string, 
/**
 * Name.
 */
title: string, 
/**
 * Unit, depot and shelf, address, field: what tells two of a name apart.
 */
line: string, 
/**
 * Team level, site kind, person kind; empty for supplies.
 */
class: string, 
/**
 * Teams: `ready`, `reduced`, `not_ready`, `out`, `unknown`, and on the way back to readiness
 * `returning`, `restocking`, `cleaning`, `resting`. Supplies: `enough`, `low`,
 * `short`, `over`. Places: `open`, `closed`, `broken`, `works`, `unknown`. People:
 * `available`, `unavailable`, `unknown`.
 */
state: string, 
/**
 * Score of readiness, 0 to 100; none where there is none.
 */
percent: number | null, 
/**
 * True when the word or the count it rests on is old.
 */
stale: boolean, 
/**
 * When somebody last said or counted.
 */
at: UtcMs | null, 
/**
 * How many: people there, goods free, places, beds.
 */
number: number | null, 
/**
 * Of how many.
 */
of: number | null, 
/**
 * Unit of count of a supply.
 */
unit: string, 
/**
 * The next last day of anything in it.
 */
until: Day | null, 
/**
 * Where it is.
 */
point: Point | null, 
/**
 * Of a team on its way back to readiness: since when it is in this phase.
 */
phaseAt: UtcMs | null, 
/**
 * Until when it is, where that was said.
 */
phaseUntil: UtcMs | null, };

/**
 * A response in force.
 *
 * Who raises it answers for what was added, from the level that was in force to the higher one,
 * and for nothing under it: that stays with who brought it there (国家突发事件总体应急预案 (2025):
 * 谁启动谁终止).
 */
export type Response = { 
/**
 * Its contents.
 */
contents: ResponseStarted, 
/**
 * Since when.
 */
since: UtcMs, 
/**
 * Who started the level in force: who raised it last, or lowered it over another's head.
 */
startedBy: ActorName, 
/**
 * The levels under it from which it was raised, the lowest first.
 */
below: Array<LevelStarted>, };

/**
 * `response.ended`.
 */
export type ResponseEnded = { 
/**
 * Who decided it.
 */
decidedBy: ActorName, 
/**
 * On what ground.
 */
ground: string, 
/**
 * Why somebody else ends it than who started the level in force; empty otherwise.
 */
overruled: string, };

/**
 * Response level (应急响应级别), 突发事件应对法 (2024) art. 71.
 */
export type ResponseLevel = "one" | "two" | "three" | "four";

/**
 * `response.started` and `response.changed`: the four legal contents.
 *
 * 突发事件应对法 (2024) art. 72: matter, level, expected period, measures.
 */
export type ResponseStarted = { 
/**
 * 响应级别.
 */
level: ResponseLevel, 
/**
 * 响应事项.
 */
matter: string, 
/**
 * 预计期限, hours.
 */
periodH: number, 
/**
 * 应急处置措施.
 */
measures: string, 
/**
 * Who decided it; "谁启动谁终止" names who may end it.
 */
decidedBy: ActorName, 
/**
 * Why somebody else lowers it than who started the level in force; empty otherwise.
 */
overruled: string, 
/**
 * The second person who said yes to level Ⅰ or Ⅱ; empty where none is asked for.
 */
confirmedBy: ActorName, 
/**
 * The plan it follows.
 */
plan: PlanId | null, };

/**
 * Take up the text of an earlier version: it becomes a new one.
 */
export type RestorePlan = { 
/**
 * Which plan.
 */
plan: PlanId, 
/**
 * Which version.
 */
version: PlanVersionId, 
/**
 * Why.
 */
why: string, 
/**
 * Who.
 */
who: Who, };

/**
 * The steps from a draft to a plan that is filed and public: GB/T 29639-2020 4.1 and 4.8 for
 * firms, 突发事件应急预案管理办法 (国办发〔2024〕5号) art. 20 to 28 for governments and their units.
 */
export type ReviewStep = "group" | "tabletop" | "review" | "approve" | "issue" | "file" | "publish";

/**
 * `plan.suggested`: somebody suggests a revision.
 */
export type RevisionSuggested = { 
/**
 * Its name.
 */
suggestion: SuggestionId, 
/**
 * Which of the six cases.
 */
trigger: RevisionTrigger, 
/**
 * Headings of the clauses that it touches, without their numbers; none for the whole plan.
 */
clauses: Array<string>, 
/**
 * What is suggested.
 */
words: string, 
/**
 * Where it comes from: a law, a letter, a person.
 */
source: string, };

/**
 * The six cases in which a plan is revised at once: 国办发〔2024〕5号 art. 35, 应急管理部令第2号
 * art. 36, both items (一) to (六).
 */
export type RevisionTrigger = "law" | "command" | "risk" | "resources" | "finding" | "own";

/**
 * `site.risk_assessed`: somebody judged the risk there; a later one replaces it.
 */
export type RiskAssessed = { 
/**
 * What was judged; none takes the assessment back.
 */
judged: RiskJudged | null, 
/**
 * Which part or work was judged (风险点), or why it is taken back.
 */
what: string, 
/**
 * The key field (重点领域) that it belongs to; empty for none.
 */
field: string, 
/**
 * Who judged it, or which paper says so.
 */
source: string, };

/**
 * How many places have which colour, under one street or field.
 */
export type RiskCount = { 
/**
 * The street or field; empty for those of none.
 */
name: string, 
/**
 * All places.
 */
all: number, 
/**
 * 重大, red.
 */
serious: number, 
/**
 * 较大, orange.
 */
major: number, 
/**
 * 一般, yellow.
 */
ordinary: number, 
/**
 * 低, blue.
 */
low: number, 
/**
 * Without a level.
 */
none: number, };

/**
 * One thing that makes a level.
 */
export type RiskGround = { 
/**
 * What.
 */
kind: RiskGroundKind, 
/**
 * Its number; none while the grade of an installation is open.
 */
number: number | null, 
/**
 * The level that it makes; none while its number is open.
 */
level: RiskLevel | null, };

/**
 * What a level rests on.
 */
export type RiskGroundKind = "major_hazard" | "lec" | "matrix" | "major_danger";

/**
 * What was judged, by one of the two methods.
 */
export type RiskJudged = { "method": "lec", 
/**
 * One of [`LEC_LIKELIHOODS`].
 */
likelihood: number, 
/**
 * One of [`LEC_EXPOSURES`].
 */
exposure: number, 
/**
 * One of [`LEC_CONSEQUENCES`].
 */
consequence: number, } | { "method": "matrix", 
/**
 * 1 to [`MATRIX_STEPS`].
 */
likelihood: number, 
/**
 * 1 to [`MATRIX_STEPS`].
 */
severity: number, };

/**
 * Level of a risk (风险等级), as the four-colour picture shows it. A scale of its own beside the
 * three legal ones of [`crate::level`].
 */
export type RiskLevel = "serious" | "major" | "ordinary" | "low";

/**
 * The picture.
 */
export type RiskPicture = { 
/**
 * Hazard sites, places where something dangerous is stored, places that were assessed or have
 * hidden dangers; the gravest first.
 */
rows: Array<RiskRow>, 
/**
 * Places beyond [`RISK_ROWS_MAX`]; the counts have them.
 */
leftOut: number, 
/**
 * By street, the streets of the district in their order.
 */
byStreet: Array<RiskCount>, 
/**
 * By key field, in the order of the district's plan.
 */
byField: Array<RiskCount>, 
/**
 * What is judged by.
 */
scales: RiskScales, };

/**
 * What a judgement comes to by the rules in force: 待区里确认.
 */
export type RiskReckoned = { 
/**
 * D of LEC, R of the matrix.
 */
number: number, 
/**
 * The level that it makes.
 */
level: RiskLevel | null, };

/**
 * One place.
 */
export type RiskRow = { 
/**
 * Which.
 */
site: SiteId, 
/**
 * Name.
 */
title: string, 
/**
 * Address.
 */
line: string, 
/**
 * Street; empty when not known.
 */
street: string, 
/**
 * Key field: as assessed, else that of dangerous chemicals where some are stored; empty for
 * none.
 */
field: string, 
/**
 * Where it is.
 */
point: Point | null, 
/**
 * The gravest level; none where nothing on record makes one.
 */
level: RiskLevel | null, 
/**
 * What it rests on.
 */
grounds: Array<RiskGround>, 
/**
 * The assessment that stands.
 */
assessment: RiskStanding | null, 
/**
 * Hidden dangers that are not put right.
 */
dangers: number, 
/**
 * Those of them that should be by now.
 */
overdue: number, };

/**
 * The scales that are judged by: what may be entered. What comes of it is reckoned by the desk.
 */
export type RiskScales = { 
/**
 * L of LEC.
 */
likelihoods: Array<number>, 
/**
 * E of LEC.
 */
exposures: Array<number>, 
/**
 * C of LEC.
 */
consequences: Array<number>, 
/**
 * Steps of the matrix.
 */
matrixSteps: number, };

/**
 * The assessment that a site was given last.
 */
export type RiskStanding = { 
/**
 * What was said.
 */
assessed: RiskAssessed, 
/**
 * When.
 */
at: UtcMs, 
/**
 * Who entered it.
 */
by: ActorName, };

/**
 * Who uses a road (道路使用者): kinds of vehicle, and people on foot, each with their own roads and
 * speeds.
 */
export type RoadUser = "engine" | "heavy" | "car" | "foot";

/**
 * Names an import.
 */
export type RoadsAsk = { 
/**
 * The asker's word.
 */
ask: string, };

/**
 * One thing that could not be used, for the technician.
 */
export type RoadsDefect = { 
/**
 * Why, as in [`RoadsLeftOut`].
 */
kind: string, 
/**
 * Line, feature or block; 0 for the whole.
 */
line: number, 
/**
 * What the reader says of it.
 */
message: string, };

/**
 * What a network comes to.
 */
export type RoadsFigures = { 
/**
 * Ways, lines or rows of the source that are roads.
 */
roads: number, 
/**
 * Directions of roads between crossings.
 */
arcs: number, 
/**
 * Sections, both directions as one.
 */
sections: number, 
/**
 * Those that a car may drive in one direction only.
 */
oneWays: number, 
/**
 * Turn restrictions.
 */
restrictions: number, 
/**
 * Directions with a limit of height or of weight.
 */
limited: number, 
/**
 * Sections on bridges.
 */
bridges: number, 
/**
 * Sections in tunnels and underpasses.
 */
tunnels: number, 
/**
 * Crossings.
 */
crossings: number, 
/**
 * Of these the ones that an engine does not reach from the largest part of the network.
 */
apart: number, 
/**
 * Metres of all sections.
 */
lengthM: number, 
/**
 * Metres by class of OpenStreetMap.
 */
byClass: { [key in string]: number }, };

/**
 * An import on its way.
 */
export type RoadsImport = { 
/**
 * The asker's word.
 */
ask: string, 
/**
 * Where it stands.
 */
state: RoadsState, 
/**
 * True when former roads are read again, to be in force when they are read.
 */
goingBack: boolean, 
/**
 * How much is read, 0 to 100.
 */
percent: number, 
/**
 * The report, once there is one.
 */
report: RoadsReport | null, 
/**
 * Why it cannot be used: `unknown_file`, `no_roads`, `too_large`, `unreadable`, `storage`.
 */
trouble: string, };

/**
 * Roads that were taken in.
 */
export type RoadsKept = { 
/**
 * Names of the files.
 */
files: Array<string>, 
/**
 * Where the data comes from, in words.
 */
source: string, 
/**
 * When they were put in force.
 */
at: UtcMs, 
/**
 * By whom.
 */
by: string, 
/**
 * Sections, both directions as one.
 */
sections: number, 
/**
 * Metres of all sections.
 */
lengthM: number, };

/**
 * What was left out of a file.
 */
export type RoadsLeftOut = { 
/**
 * Why: `no_road`, `unreadable`, `road`, `crossing`, `restriction`, `too_much`.
 */
kind: string, 
/**
 * How often.
 */
count: number, };

/**
 * A part of a file of roads. The first part of the first file begins an import, and ends one that
 * was not put in force.
 */
export type RoadsPart = { 
/**
 * The asker's word for this import.
 */
ask: string, 
/**
 * Number of the file, from 0.
 */
file: number, 
/**
 * Its name.
 */
name: string, 
/**
 * Where the part begins, in bytes; parts come in their order.
 */
offset: number, 
/**
 * Its bytes, base64.
 */
bytes: string, };

/**
 * What roads would do; nothing is in force yet.
 */
export type RoadsReport = { 
/**
 * Names of the files.
 */
files: Array<string>, 
/**
 * Bytes of all.
 */
bytes: number, 
/**
 * Seconds that the reading took.
 */
seconds: number, 
/**
 * What they come to.
 */
figures: RoadsFigures, 
/**
 * What the roads that are in force come to; none where there are none.
 */
today: RoadsFigures | null, 
/**
 * What was left out, the most frequent first.
 */
leftOut: Array<RoadsLeftOut>, 
/**
 * The first of these, for the technician.
 */
defects: Array<RoadsDefect>, 
/**
 * West, south, east, north in degrees; none without a road.
 */
bounds: [number, number, number, number] | null, 
/**
 * Sections whose middle lies in the outline of the district, in percent.
 */
insidePercent: number, 
/**
 * Streets of the district.
 */
streets: number, 
/**
 * Those with no road near their centre.
 */
streetsWithout: Array<string>, 
/**
 * Homes of teams and depots.
 */
homes: number, 
/**
 * Those with no road near enough.
 */
homesWithout: Array<string>, 
/**
 * Closures that stand.
 */
closures: number, 
/**
 * Those that would close nothing any more.
 */
closuresLost: Array<ClosureLost>, };

/**
 * The roads of the desk: in force, before, and on their way.
 */
export type RoadsSheet = { 
/**
 * Where those in force come from, in words.
 */
source: string, 
/**
 * False when the desk has no roads at all.
 */
hasRoads: boolean, 
/**
 * Those in force, when they were taken in; none when they are those of the settings or made.
 */
inForce: RoadsKept | null, 
/**
 * True when those that were taken in cannot be read any more, and others are used.
 */
lost: boolean, 
/**
 * True when there is something to go back to.
 */
canGoBack: boolean, 
/**
 * What that is; none when it is the roads of the settings, made ones or none.
 */
former: RoadsKept | null, 
/**
 * The import on its way.
 */
import: RoadsImport | null, };

/**
 * Where an import stands.
 */
export type RoadsState = "receiving" | "reading" | "checked" | "stopped" | "failed";

/**
 * What a table would enter; nothing is written.
 */
export type RotaCheck = { 
/**
 * The days that can be entered and differ from what stands.
 */
entries: Array<RotaEntry>, 
/**
 * Days that stand so already.
 */
same: number, 
/**
 * What is wrong, in the table's own rows and columns.
 */
findings: Array<TableFinding>, };

/**
 * The watch of one day.
 */
export type RotaDay = { 
/**
 * The day.
 */
day: Day, 
/**
 * True for Saturdays and Sundays.
 */
weekend: boolean, 
/**
 * Who; none while nobody has entered it.
 */
set: RotaSet | null, 
/**
 * What is missing.
 */
gaps: Array<RotaGap>, };

/**
 * One day of a table.
 */
export type RotaEntry = { 
/**
 * The day.
 */
day: Day, 
/**
 * Who.
 */
set: RotaSet, 
/**
 * True when the day has another watch now.
 */
changes: boolean, };

/**
 * A table with a rota.
 */
export type RotaFile = { 
/**
 * Name of the file.
 */
name: string, 
/**
 * Its bytes in Base64.
 */
bytes: string, };

/**
 * What is missing in the watch of a day (缺岗).
 */
export type RotaGap = { "is": "no_day" } | { "is": "no_leader" } | { "is": "no_officer" } | { "is": "no_one_in_shift", 
/**
 * Its name.
 */
shift: string, } | { "is": "uncovered", 
/**
 * The first minute.
 */
fromMin: number, 
/**
 * The minute after the last.
 */
toMin: number, };

/**
 * Which days of the rota.
 */
export type RotaQuery = { 
/**
 * The first day; none for today.
 */
from: Day | null, 
/**
 * How many, 1 to [`ROTA_DAYS_MAX`].
 */
days: number, };

/**
 * `rota.set`: the watch of one day; a later one replaces it.
 */
export type RotaSet = { 
/**
 * The duty leader (带班领导).
 */
leader: ActorName, 
/**
 * The duty officers (值班员).
 */
officers: Array<ActorName>, 
/**
 * Who steps in.
 */
standby: Array<ActorName>, 
/**
 * Telephone of the leader.
 */
phone: string, 
/**
 * Words, such as 节假日.
 */
note: string, 
/**
 * The day in shifts; none where the officers have the whole day.
 */
shifts: Array<RotaShift>, };

/**
 * Some days of the rota.
 */
export type RotaSheet = { 
/**
 * Today.
 */
today: Day, 
/**
 * Who is on duty now.
 */
now: OnDuty, 
/**
 * The days, in their order.
 */
days: Array<RotaDay>, 
/**
 * Days of these in which something is missing.
 */
gaps: number, };

/**
 * One shift of a day's watch (班次).
 */
export type RotaShift = { 
/**
 * Its name, such as 白班.
 */
name: string, 
/**
 * Minute of the day at which it begins.
 */
fromMin: number, 
/**
 * Minute at which it ends; not after the beginning it is of the next day.
 */
toMin: number, 
/**
 * Who has it.
 */
officers: Array<ActorName>, };

/**
 * A row of the alert list whose alerts are asked for.
 */
export type RowAlertsRequest = { 
/**
 * An alert of it.
 */
id: AlertId, 
/**
 * Only what repeats as that one, and not all that stands under its heading.
 */
repeats: boolean, };

/**
 * One person of a ladder.
 */
export type Rung = { 
/**
 * Name.
 */
name: string, 
/**
 * Post.
 */
role: string, 
/**
 * Telephone, also for text messages.
 */
phone: string, 
/**
 * Address for e-mail.
 */
mail: string, };

/**
 * How far it is.
 */
export type SalvageStep = { "step": "reading", 
/**
 * How many were looked at.
 */
read: number, 
/**
 * How many there are.
 */
of: number, } | { "step": "making" } | { "step": "keeping" } | { "step": "opening" };

/**
 * What was saved and what is missing.
 */
export type Salvaged = { 
/**
 * Own facts that nobody else had: they are in the new log.
 */
saved: number, 
/**
 * Own facts that waited and could not be read.
 */
lost: number, 
/**
 * Their numbers, the first [`LOST_NAMED_MAX`].
 */
lostNumbers: Array<number>, 
/**
 * True when the list of what waited could not be read to its end: more may be lost.
 */
outboxCut: boolean, 
/**
 * Facts that the damaged file held, as far as it tells.
 */
eventsBefore: number | null, 
/**
 * True when unfinished texts and defects could not be brought over.
 */
notesLost: boolean, 
/**
 * The damaged file's new name.
 */
keptAs: string, 
/**
 * The file with what was saved, one fact a line.
 */
sideFile: string, 
/**
 * The folder of both.
 */
folder: string, 
/**
 * True when a platform is set up, from which the link fetches what it has.
 */
refetched: boolean, 
/**
 * The newest backup copy, and when it was made; none when there is none.
 */
backup: [string, UtcMs] | null, };

/**
 * A mapping that is to be in force.
 */
export type SaveMapping = { 
/**
 * Of which feed.
 */
feed: string, 
/**
 * Which of its files.
 */
file: string, 
/**
 * What it shall say.
 */
text: string, 
/**
 * SHA-256 of what it said when it was read: another one means that somebody changed it.
 */
before: string, 
/**
 * Who.
 */
who: Who, };

/**
 * Save a version.
 */
export type SavePlan = { 
/**
 * The text in the form of `plans/README.md`; its front matter says which plan it is.
 */
text: string, 
/**
 * The versions it was made from: none for a new plan, several for a merge.
 */
parents: Array<PlanVersionId>, 
/**
 * Why.
 */
why: string, 
/**
 * The file it was read from, once more, so that its bytes are kept with it.
 */
file: Upload | null, 
/**
 * Who.
 */
who: Who, };

/**
 * Save a report with what the officer changed.
 */
export type SaveReport = { 
/**
 * The incident.
 */
incident: IncidentId, 
/**
 * The report, none for a new one.
 */
report: ReportId | null, 
/**
 * Which kind.
 */
kind: ReportKind, 
/**
 * Fields that the officer changed: name and text.
 */
edits: Array<[string, string]>, 
/**
 * Who signs; needed to send.
 */
signer: string, 
/**
 * Why it is late; needed when it is.
 */
lateReason: string, 
/**
 * True to sign and send it, false to keep it as a draft.
 */
send: boolean, 
/**
 * Who acts.
 */
who: Who, };

/**
 * A scenario with a safety stock of its own. The first two are mandatory: the district plan asks
 * for a reserve for 危化品事故和地质灾害 by name.
 */
export type Scenario = "hazmat" | "geological" | "flood" | "fire" | "earthquake" | "cold" | "utilities" | "other";

/**
 * One scenario of the shipped list.
 */
export type ScenarioRow = { 
/**
 * Which.
 */
id: string, 
/**
 * Title.
 */
title: string, 
/**
 * What it trains.
 */
summary: string, 
/**
 * Length in minutes.
 */
lengthMin: number, 
/**
 * Injects: minute and words.
 */
injects: Array<[number, string]>, };

/**
 * One incident of the question.
 */
export type SceneRow = { 
/**
 * The incident.
 */
incident: IncidentId, 
/**
 * Call sign.
 */
callSign: string, 
/**
 * Title.
 */
title: string, 
/**
 * Its grade.
 */
grade: IncidentGrade | null, 
/**
 * How much it weighs.
 */
severity: number, 
/**
 * What it needs in all.
 */
needs: Array<Need>, 
/**
 * The plan that the needs come from, where no response is started and no task given.
 */
needsFrom: NeedsFrom | null, 
/**
 * False when it has no point: nothing can be said of times then.
 */
placed: boolean, };

/**
 * A need of an incident that is not met.
 */
export type SceneShort = { 
/**
 * The incident.
 */
incident: IncidentId, 
/**
 * The need.
 */
need: Need, 
/**
 * How many are missing.
 */
missing: number, 
/**
 * Able teams, or pieces, that could arrive in time.
 */
inReach: number, 
/**
 * Of those, what goes elsewhere.
 */
elsewhere: number, 
/**
 * Where more could come from.
 */
sources: Array<NextSource>, };

/**
 * One reason of a score of readiness; the screen words the code.
 */
export type ScoreReason = { 
/**
 * Code, such as `certificates_over`.
 */
code: string, 
/**
 * Its number, as the code says.
 */
number: number | null, 
/**
 * Of how many.
 */
of: number | null, 
/**
 * Points lost by it.
 */
lost: number, };

/**
 * A score of readiness with its reasons.
 */
export type ScoreRow = { 
/**
 * 0 to 100.
 */
percent: number, 
/**
 * True when it may be counted on.
 */
ready: boolean, 
/**
 * True when the word it rests on is old.
 */
stale: boolean, 
/**
 * What bars it whatever its score: codes of reasons.
 */
bars: Array<string>, 
/**
 * Why, the dearest first.
 */
reasons: Array<ScoreReason>, 
/**
 * What each part weighs, by the district's settings.
 */
weights: Array<PartWeight>, };

/**
 * The teller of a tip-off, encrypted to the one who keeps the private key.
 */
export type SealedIdentity = { 
/**
 * The public key that it was sealed to.
 */
recipient: string, 
/**
 * Who keeps the private key, as the settings named them.
 */
keeper: string, 
/**
 * The sealed bytes, in the armour of age (C2SP age v1).
 */
age: string, };

/**
 * What was found.
 */
export type SearchAnswer = { 
/**
 * The words that were looked for; fewer than typed when `cut`.
 */
words: Array<string>, 
/**
 * True when more was typed than is looked for.
 */
cut: boolean, 
/**
 * True when nothing has a long word as a whole, and its pieces were looked for instead.
 */
loose: boolean, 
/**
 * The kinds that have hits.
 */
groups: Array<SearchGroup>, 
/**
 * Units of plans with hits, whatever the filters.
 */
units: Array<SearchChoice>, 
/**
 * Fields of plans with hits, by the code of an incident's kind.
 */
fields: Array<SearchChoice>, 
/**
 * States of plans with hits.
 */
states: Array<SearchChoice>, 
/**
 * Lines of the log that are not in the index yet; they are read, so none is missing.
 */
behind: number, };

/**
 * A choice of a filter.
 */
export type SearchChoice = { 
/**
 * The unit, the field's code or the state's code.
 */
name: string, 
/**
 * Hits that it has.
 */
hits: number, };

/**
 * The hits of one kind.
 */
export type SearchGroup = { 
/**
 * The kind.
 */
kind: SearchKind, 
/**
 * How many there are, or how many were counted.
 */
total: number, 
/**
 * True when there may be more than were counted.
 */
more: boolean, 
/**
 * The page that was asked for, best first; of the log newest first.
 */
hits: Array<SearchHit>, };

/**
 * One place that was found.
 */
export type SearchHit = { 
/**
 * What it is.
 */
kind: SearchKind, 
/**
 * What it is part of: title of the plan, name of the incident.
 */
title: string, 
/**
 * Its own heading.
 */
heading: MarkedText, 
/**
 * The text around what was found.
 */
snippet: MarkedText, 
/**
 * All of the text, of what can be read nowhere else: an article, a department. Empty
 * elsewhere.
 */
whole: MarkedText, 
/**
 * Unit that it belongs to; empty without one.
 */
unit: string, 
/**
 * State of a plan as its code, or `open` and `closed`; empty without one.
 */
state: string, 
/**
 * The plan it is in; empty elsewhere.
 */
plan: string, 
/**
 * Which clause of the plan; none where it is no clause.
 */
clause: number | null, 
/**
 * The task card, by its name; empty elsewhere.
 */
card: string, 
/**
 * What a line of the log is about; none elsewhere.
 */
entity: EntityRef | null, 
/**
 * The incident that a line of the log belongs to; empty elsewhere.
 */
incident: string, 
/**
 * Kind of the fact of a line of the log; empty elsewhere.
 */
fact: string, 
/**
 * Number of a line of the log; 0 elsewhere.
 */
seq: number, 
/**
 * When it happened, of a line of the log.
 */
at: UtcMs | null, };

/**
 * What a hit is.
 */
export type SearchKind = "plan" | "clause" | "card" | "law" | "contact" | "incident" | "alert" | "order" | "report" | "line";

/**
 * What is looked for. All words have to stand in one text; they are plain text, without
 * operators.
 */
export type SearchRequest = { 
/**
 * What was typed.
 */
words: string, 
/**
 * Kinds; none for all.
 */
kinds: Array<SearchKind>, 
/**
 * Only of this unit, empty for all.
 */
unit: string, 
/**
 * Only of this field, by the code of an incident's kind; empty for all.
 */
field: string, 
/**
 * Only in this state: that of a plan, or `open` and `closed`; empty for all.
 */
state: string, 
/**
 * Hits of each kind to leave out.
 */
offset: number, 
/**
 * Hits of each kind, [`SEARCH_HITS_MAX`] at most.
 */
limit: number, };

/**
 * Where the search stands.
 */
export type SearchState = "searching" | "better" | "first" | "stopped";

/**
 * What the desk asks of a second person before a response of level Ⅰ or Ⅱ starts.
 */
export type SecondPerson = "nobody" | "name" | "pin";

/**
 * Everything that was sent, taken, asked and told for one incident.
 */
export type SentSheet = { 
/**
 * Teams that are late.
 */
late: Array<LateOrder>, 
/**
 * Orders that may be taken back.
 */
undo: Array<UndoUntil>, 
/**
 * Issues of supplies, the newest first.
 */
issues: Array<IssueRow>, 
/**
 * Their sums.
 */
ledger: Ledger, 
/**
 * Requisitions, the newest first.
 */
requisitions: Array<Requisition>, 
/**
 * Requests for mutual aid, the newest first.
 */
aid: Array<Aid>, 
/**
 * Notices, the newest first.
 */
circulars: Array<Circular>, 
/**
 * Paper that is due.
 */
papers: Array<PaperDue>, 
/**
 * Teams of firms and of society that came, with what is due to them.
 */
accounts: Array<AccountRow>, };

/**
 * One settlement.
 */
export type Settlement = { 
/**
 * When.
 */
at: UtcMs, 
/**
 * Who entered it.
 */
by: ActorName, 
/**
 * What became of the goods.
 */
settled: IssueSettled, };

/**
 * The roads that a closure would close.
 */
export type ShapeRoads = { 
/**
 * False when the desk has no roads at all: the closure is then only drawn.
 */
hasRoads: boolean, 
/**
 * Sections of road, both directions counted as one.
 */
sections: number, 
/**
 * Their length in metres.
 */
lengthM: number, 
/**
 * Names of the roads, the longest first, at most [`ROAD_NAMES_MAX`].
 */
names: Array<string>, 
/**
 * GeoJSON of the sections.
 */
picture: GeoJSON.FeatureCollection, };

/**
 * One move of a share, asked for or done.
 */
export type ShareMove = { 
/**
 * The event that claimed it.
 */
event: string, 
/**
 * When.
 */
at: UtcMs, 
/**
 * Who asked.
 */
by: ActorName, 
/**
 * From this custodian.
 */
from: string, 
/**
 * To this custodian.
 */
to: string, 
/**
 * How many were asked for; none for a takeover, which takes all there are.
 */
asked: number | null, 
/**
 * How many moved; 0 until it stands.
 */
moved: number, 
/**
 * Whether it stands.
 */
claim: Claim, };

/**
 * `stock.share_taken`: the whole share of a desk that is away is another's from now on.
 */
export type ShareTaken = { 
/**
 * Whose share it was.
 */
from: string, 
/**
 * Whose it is.
 */
to: string, 
/**
 * The epoch of the old holder's share that begins; must be the one before plus one.
 */
epoch: number, 
/**
 * Why.
 */
reason: string, };

/**
 * Which sheet to print.
 */
export type Sheet = "picture" | "blank_cards" | "paper_set" | "duty_log" | "handover" | "call_register";

/**
 * One field of a report on the screen.
 */
export type SheetField = { 
/**
 * Its name in the form.
 */
key: string, 
/**
 * Its label in Chinese.
 */
label: string, 
/**
 * Its text.
 */
value: string, 
/**
 * True when nothing is known yet and the form asks for it.
 */
missing: boolean, 
/**
 * True when a person wrote it.
 */
edited: boolean, };

/**
 * One plan on the shelf: in the log, or only in the library that came with the program.
 */
export type ShelfRow = { 
/**
 * Which.
 */
id: PlanId, 
/**
 * What its text says: of the version in force, else of the newest head, else as shipped.
 */
summary: PlanSummary, 
/**
 * True when the log has it; false while it is only in the shipped library.
 */
recorded: boolean, 
/**
 * How it stands; a shipped one is a draft.
 */
state: PlanState, 
/**
 * Number of versions.
 */
versions: number, 
/**
 * Heads; more than one has to be merged.
 */
heads: Array<PlanVersionId>, 
/**
 * The version in force.
 */
inForce: PlanVersionId | null, 
/**
 * When the newest version was saved.
 */
savedAt: UtcMs | null, 
/**
 * By whom.
 */
savedBy: string, 
/**
 * The step that comes next for the present version; none when all are done, or when the heads
 * have to be merged first.
 */
nextStep: ReviewStep | null, 
/**
 * When an unsaved text was kept; none when there is none.
 */
draftAt: UtcMs | null, 
/**
 * Terms that are overdue.
 */
overdue: number, 
/**
 * The term that is most pressing: the one that is longest overdue, else the next to end.
 */
nextDue: TermRow | null, 
/**
 * Suggestions to revise it that nobody answered yet.
 */
suggestions: number, };

/**
 * How long people may work and have to rest. No standard gives figures: the district's own.
 */
export type ShiftRule = { 
/**
 * Hours of one shift; 0 when not said.
 */
shiftH: number, 
/**
 * Hours at one scene after which it is relieved; 0 when not said.
 */
sceneMaxH: number, 
/**
 * Hours of rest before it goes again; 0 when not said.
 */
restH: number, 
/**
 * How many stand by at any hour; 0 when not said.
 */
onCall: number, 
/**
 * Hours of work after which that rest is owed; 0 for any work.
 */
restAfterH: number, 
/**
 * Minute of the day from which it stands by; none when it has no hours.
 */
fromMin: number | null, 
/**
 * Minute of the day at which it no longer does; before the other one it is of the next day.
 */
toMin: number | null, };

/**
 * Goods on the way to a lot.
 */
export type Shipment = { 
/**
 * The event that shipped it.
 */
event: string, 
/**
 * From which lot.
 */
from: LotId, 
/**
 * When.
 */
at: UtcMs, 
/**
 * What was sent.
 */
shipped: StockShipped, };

/**
 * `stock.arrived`: a shipment was taken in; the receiver signs for quantity and quality.
 */
export type ShipmentArrived = { 
/**
 * The event that shipped it.
 */
shipment: string, 
/**
 * How many were there.
 */
quantity: number, 
/**
 * Words.
 */
note: string, };

/**
 * A need that cannot be met from here.
 */
export type Short = { 
/**
 * The need.
 */
need: Need, 
/**
 * How many are missing.
 */
missing: number, 
/**
 * Where more could come from, the next first; never empty.
 */
sources: Array<NextSource>, };

/**
 * A need that would be met more or less.
 */
export type ShortDiffers = { 
/**
 * The incident.
 */
incident: IncidentId, 
/**
 * The capability, for teams; empty for pieces.
 */
capability: string, 
/**
 * The supply, for pieces; empty for teams.
 */
supply: string, 
/**
 * Missing today.
 */
before: number, 
/**
 * Missing if.
 */
after: number, };

/**
 * Sign a version with the desk's device key.
 */
export type SignPlan = { 
/**
 * Which plan.
 */
plan: PlanId, 
/**
 * Which version: the present one.
 */
version: PlanVersionId, 
/**
 * For which step.
 */
step: ReviewStep, 
/**
 * Name of the person who signs.
 */
name: string, 
/**
 * In which role.
 */
role: string, 
/**
 * Who acts at the desk.
 */
who: Who, };

/**
 * A signature with whether it holds.
 */
export type SignatureRow = { 
/**
 * Over which version.
 */
version: PlanVersionId, 
/**
 * For which step.
 */
step: ReviewStep, 
/**
 * Who.
 */
name: string, 
/**
 * In which role.
 */
role: string, 
/**
 * When.
 */
at: UtcMs, 
/**
 * Content hash that was signed.
 */
sha256: string, 
/**
 * Signature, hex.
 */
sig: string, 
/**
 * Device key that signed, hex.
 */
key: string, 
/**
 * True when it was made in an exercise.
 */
exercise: boolean, 
/**
 * True when the key signed it, the hash is that of the version's text, and it is not void.
 */
holds: boolean, 
/**
 * Why it is void: it, or the step that it was given for, was withdrawn; none when it is not.
 */
voidBecause: string | null, };

/**
 * Silence what sounds, and what is less grave; what is new and as grave still sounds. 0 ends it.
 */
export type Silence = { 
/**
 * For how many seconds, at most 120.
 */
seconds: number, };

/**
 * A recipient who has not confirmed in time.
 */
export type Silent = { 
/**
 * Which notice.
 */
circular: CircularId, 
/**
 * Its title.
 */
title: string, 
/**
 * Which recipient, from 0.
 */
recipient: number, 
/**
 * Its name.
 */
name: string, 
/**
 * The person who is told now.
 */
person: string, 
/**
 * Since when that person is overdue.
 */
since: UtcMs, 
/**
 * True when nobody is left on the ladder.
 */
last: boolean, };

/**
 * A device that is not heard any more.
 */
export type SilentDevice = { 
/**
 * Its name in its protocol's words; outside text.
 */
name: string, 
/**
 * When it was last heard.
 */
since: UtcMs, };

/**
 * The state of one site.
 */
export type Site = { 
/**
 * Its name in the log.
 */
id: SiteId, 
/**
 * The profile.
 */
registered: SiteRegistered, 
/**
 * True when it was taken off the list.
 */
withdrawn: boolean, 
/**
 * What stood before the import that entered the present facts.
 */
replaced: SiteRegistered | null, 
/**
 * How it stands, as last said.
 */
reported: SiteReported, 
/**
 * When that was said.
 */
reportedAt: UtcMs | null, 
/**
 * Hidden dangers in the order in which they were found.
 */
dangers: Array<Danger>, 
/**
 * Its units of a major hazard, in the order in which they were entered.
 */
units: Array<HazardUnit>, 
/**
 * How its risk was assessed last, also when that was taken back.
 */
risk: RiskStanding | null, };

/**
 * What stands around a place.
 */
export type SiteAround = { 
/**
 * The gravest level of its risk; none where nothing on record makes one.
 */
level: RiskLevel | null, 
/**
 * What that rests on.
 */
grounds: Array<RiskGround>, 
/**
 * Hidden dangers that are not struck off.
 */
dangers: number, 
/**
 * Those of them that should be put right by now.
 */
overdue: number, 
/**
 * Alerts that stand there.
 */
alarms: Array<AroundAlarm>, 
/**
 * More of them than are listed.
 */
moreAlarms: number, 
/**
 * Within so many metres an alert counts as there.
 */
withinM: number, 
/**
 * False where nobody knows where the place is: then nothing is near.
 */
placed: boolean, 
/**
 * The nearest teams.
 */
teams: Array<AroundTeam>, 
/**
 * The nearest stocks.
 */
lots: Array<AroundLot>, 
/**
 * Of a major hazard, or what may be one: the nearest protected objects.
 */
objects: Array<AroundObject>, 
/**
 * Of a protected object: the nearest major hazard.
 */
hazard: HazardAway | null, 
/**
 * Plans that name it.
 */
plans: Array<AroundPlan>, 
/**
 * The firm it belongs to; none where that is off the list.
 */
firm: FirmName | null, };

/**
 * One place with a standing profile: depot, shelter, hospital, hazard site.
 */
export type SiteId = string;

/**
 * What a site is.
 */
export type SiteKind = "depot" | "shelter" | "hospital" | "school" | "hazard" | "fire_station" | "micro_station" | "hydrant" | "rescue_centre" | "rescue_base" | "rescue_post" | "camera" | "other";

/**
 * `site.registered`: the profile; a later one replaces it.
 */
export type SiteRegistered = { 
/**
 * What it is.
 */
kind: SiteKind, 
/**
 * Name.
 */
name: string, 
/**
 * Where.
 */
place: Place, 
/**
 * Who to call, in words.
 */
contact: string, 
/**
 * People it holds or has: beds, pupils, shelter places; 0 when that says nothing.
 */
capacity: number, 
/**
 * Substance of a hazard site.
 */
substance: string, 
/**
 * Design quantity of that substance in tonnes.
 */
quantityT: number, 
/**
 * Classes of hazard of that substance, as [`Stored::classes`].
 */
classes: Array<string>, 
/**
 * What else is stored or used there.
 */
also: Array<Stored>, 
/**
 * People who live within 500 m outside the boundary of the plant (GB 18218-2018, 表5); none
 * when nobody counted them.
 */
people500m: number | null, 
/**
 * Its class as a protected object; none where nobody said one.
 */
protection: Protection | null, 
/**
 * Words.
 */
note: string, 
/**
 * The unit it belongs to.
 */
unit: string, 
/**
 * The firm of the list of firms that it belongs to.
 */
firm: FirmId | null, 
/**
 * Effective area of a shelter in square metres; 0 when that says nothing.
 */
areaM2: number, 
/**
 * What it has: water, power, toilets, infirmary, in words.
 */
facilities: Array<string>, 
/**
 * Who has the key, in the order in which they are called.
 */
keyholders: Array<ContactStep>, 
/**
 * Address of a camera's picture.
 */
stream: string, 
/**
 * The import it came with; empty for one entered by hand.
 */
import: ImportId, };

/**
 * `site.reported`: how it stands. What is not said stays as it was.
 */
export type SiteReported = { 
/**
 * Open or closed.
 */
open: boolean | null, 
/**
 * People who are in it.
 */
headCount: number | null, 
/**
 * Beds or places that are free.
 */
free: number | null, 
/**
 * Whether it works: a hydrant, a camera.
 */
working: boolean | null, 
/**
 * Words.
 */
note: string, };

/**
 * Whether an alarm would be heard.
 */
export type SoundState = "armed" | "blocked" | "silenced";

/**
 * A source of alerts, or one point of it: see [`crate::source`].
 */
export type SourceId = string;

/**
 * Where more could come from.
 */
export type SourceKind = "agreement" | "busy" | "held" | "request_aid" | "requisition";

/**
 * A source or a point that is out of service.
 */
export type SourceOut = { 
/**
 * Which.
 */
source: SourceId, 
/**
 * What it is called.
 */
name: string, 
/**
 * Until when.
 */
until: UtcMs, 
/**
 * Why.
 */
reason: string, 
/**
 * Who said so.
 */
by: string, 
/**
 * Since when.
 */
at: UtcMs, };

/**
 * `source.put_back`: in service again.
 */
export type SourcePutBack = { 
/**
 * Words, often empty.
 */
note: string, };

/**
 * `source.taken_out`: out of service until a stated time, for a stated reason.
 */
export type SourceTakenOut = { 
/**
 * What it is called, in words.
 */
name: string, 
/**
 * Until when.
 */
until: UtcMs, 
/**
 * Why; never empty.
 */
reason: string, };

/**
 * One point of a spot.
 */
export type SpotPoint = { 
/**
 * Its line.
 */
row: PointRow, 
/**
 * The alarm that stands of it or of a part of it, the most urgent.
 */
alarm: AroundAlarm | null, };

/**
 * The points of one spot.
 */
export type SpotPoints = { 
/**
 * How many stand there.
 */
total: number, 
/**
 * Those with an alarm first, then the worst, at most [`SPOT_POINTS_MAX`].
 */
rows: Array<SpotPoint>, };

/**
 * One unit of a spot, in short.
 */
export type SpotUnit = { 
/**
 * Which.
 */
unit: UnitId, 
/**
 * Its name.
 */
name: string, 
/**
 * What is in its tanks, each once.
 */
substances: Array<string>, 
/**
 * Whether it is a major hazard (GB 18218-2018); none while what is missing may decide it.
 */
major: boolean | null, 
/**
 * Its grade, 1 for 一级 to 4 for 四级.
 */
grade: number | null, };

/**
 * A place outside a hot zone where teams gather before anyone goes in.
 */
export type Staging = { 
/**
 * Where.
 */
point: Point, 
/**
 * Direction from the middle of the zone, degrees from north, clockwise.
 */
bearingDeg: number, 
/**
 * Metres outside the edge of the zone.
 */
clearM: number, 
/**
 * True when the wind is known and blows from there.
 */
upwind: boolean, };

/**
 * How a team or a place stands against its standard.
 */
export type StandardRow = { 
/**
 * Name of the standard.
 */
standard: string, 
/**
 * Lines of it.
 */
lines: number, 
/**
 * True when every line that holds always is met.
 */
met: boolean, 
/**
 * What is lacking.
 */
lacking: Array<LackingRow>, };

/**
 * Start a drill.
 */
export type StartDrill = { 
/**
 * Which scenario.
 */
scenario: string, 
/**
 * Seed.
 */
seed: number, 
/**
 * How many times the district, 1 to 100.
 */
size: number, 
/**
 * Seconds of the scenario in one second of the clock.
 */
speed: number, 
/**
 * Who acts.
 */
who: Who, };

/**
 * How many of a state there are.
 */
export type StateCount = { 
/**
 * The state.
 */
state: string, 
/**
 * How many.
 */
count: number, };

/**
 * The status bar and everything that must never go out of sight.
 */
export type Status = { 
/**
 * The desk's clock.
 */
now: UtcMs, 
/**
 * True in a drill.
 */
exercise: boolean, 
/**
 * Title of the drill.
 */
drill: string, 
/**
 * The link.
 */
link: LinkStatus, 
/**
 * The device key.
 */
key: KeyStatus, 
/**
 * The feeds.
 */
feeds: Array<FeedStatus>, 
/**
 * Sound.
 */
sound: SoundState, 
/**
 * Until when it is silenced.
 */
silencedUntil: UtcMs | null, 
/**
 * True when desktop notifications reach somebody.
 */
notifications: boolean, 
/**
 * The store.
 */
store: StoreStatus, 
/**
 * Who is on watch.
 */
duty: Duty, 
/**
 * Who is on duty now by the rota; nobody where none is entered.
 */
rota: OnDuty, 
/**
 * Alerts in numbers.
 */
alerts: AlertCounts, 
/**
 * Running clocks, the most urgent first.
 */
clocks: Array<Clock>, 
/**
 * Disputes over teams and supplies that wait for a ruling.
 */
disputes: number, 
/**
 * Teams that are late, the worst first.
 */
late: Array<LateOrder>, 
/**
 * Recipients of notices who have not confirmed in time, the longest first.
 */
silent: Array<Silent>, 
/**
 * Lists that are not whole.
 */
cut: Array<CutList>, 
/**
 * Why an alarm might not be heard here.
 */
deaf: Array<Deaf>, 
/**
 * What people told and nobody closed.
 */
submissions: SubmissionCounts, };

/**
 * Hold, go on or jump.
 */
export type SteerDrill = { 
/**
 * Hold it.
 */
paused: boolean | null, 
/**
 * New speed.
 */
speed: number | null, 
/**
 * Put the next inject in at once.
 */
injectNext: boolean, 
/**
 * Who acts.
 */
who: Who, };

/**
 * One step of an order with who and when.
 */
export type Step = { 
/**
 * The step.
 */
to: Progress, 
/**
 * When it happened.
 */
at: UtcMs, 
/**
 * Who said so.
 */
by: ActorName, 
/**
 * Words.
 */
note: string, };

/**
 * `stock.received` and `stock.returned`: more is there.
 */
export type StockAdded = { 
/**
 * How many.
 */
quantity: number, 
/**
 * From where, in words.
 */
note: string, };

/**
 * `stock.allotted`: a custodian gives part of its allotment to another.
 */
export type StockAllotted = { 
/**
 * From this custodian.
 */
from: string, 
/**
 * To this custodian.
 */
to: string, 
/**
 * How many.
 */
quantity: number, };

/**
 * `stock.counted`: somebody looked.
 */
export type StockCounted = { 
/**
 * How many were there.
 */
quantity: number, 
/**
 * Words.
 */
note: string, };

/**
 * `stock.drawn`: some of a lot goes to an incident.
 */
export type StockDrawn = { 
/**
 * For which incident.
 */
incident: IncidentId, 
/**
 * How many were asked for.
 */
quantity: number, 
/**
 * By what right.
 */
authority: Authority, 
/**
 * Who brings them.
 */
bearer: Bearer, 
/**
 * Asked for by word of mouth: the paper is made up later.
 */
oral: boolean, };

/**
 * `stock.lent`: some of a lot is with somebody who brings it back.
 */
export type StockLent = { 
/**
 * How many.
 */
quantity: number, 
/**
 * Who has it.
 */
to: string, 
/**
 * Their telephone.
 */
phone: string, 
/**
 * The day on which it is due back.
 */
due: Day | null, };

/**
 * `stock.reserved`: some of a lot is spoken for. A mark for people, not a claim.
 */
export type StockReserved = { 
/**
 * How many.
 */
quantity: number, 
/**
 * For what.
 */
purpose: string, 
/**
 * For which incident, when for one.
 */
incident: IncidentId | null, 
/**
 * Until when; none until it is taken back.
 */
until: UtcMs | null, };

/**
 * `stock.shipped`: some of a lot is on its way to a lot elsewhere (调拨).
 */
export type StockShipped = { 
/**
 * The lot it goes to.
 */
to: LotId, 
/**
 * How many.
 */
quantity: number, 
/**
 * Who carries it.
 */
carrier: string, 
/**
 * Words.
 */
note: string, };

/**
 * `stock.issued` and `stock.written_off`: some of a lot is gone for good.
 */
export type StockTaken = { 
/**
 * How many.
 */
quantity: number, 
/**
 * To whom it was issued, or what became of it.
 */
to: string, 
/**
 * Words.
 */
note: string, };

/**
 * `stock.unreserved`: it is free again.
 */
export type StockUnreserved = { 
/**
 * The event that reserved it.
 */
reservation: string, };

/**
 * One stop as ordered.
 */
export type Stop = { 
/**
 * Name of the place.
 */
name: string, 
/**
 * The site, when it is one.
 */
site: SiteId | null, 
/**
 * Where, when known.
 */
point: Point | null, 
/**
 * What is done there.
 */
act: StopAct, 
/**
 * What to do, in words.
 */
words: string, 
/**
 * Expected seconds from sending to arrival here.
 */
etaS: number | null, };

/**
 * What is done at a stop.
 */
export type StopAct = "collect" | "deliver" | "board" | "assemble";

/**
 * What happened at a stop.
 */
export type StopEvent = "reached" | "left" | "skipped";

/**
 * What has happened at one stop so far.
 */
export type StopMark = { 
/**
 * When the team was there.
 */
reachedAt: UtcMs | null, 
/**
 * When it went on.
 */
leftAt: UtcMs | null, 
/**
 * When it was said that it does not go there.
 */
skippedAt: UtcMs | null, };

/**
 * `order.stop_moved`: the team at one stop of its order.
 */
export type StopMoved = { 
/**
 * The team.
 */
team: TeamId, 
/**
 * The incident, so that its timeline follows.
 */
incident: IncidentId, 
/**
 * Which stop, from 0.
 */
stop: number, 
/**
 * What happened.
 */
what: StopEvent, 
/**
 * Words.
 */
note: string, };

/**
 * Ends a search; what it has found so far stays.
 */
export type StopSearch = { 
/**
 * The word of the question.
 */
ask: string, };

/**
 * How the store is.
 */
export type StoreStatus = { 
/**
 * True while facts can be written.
 */
writable: boolean, 
/**
 * Free bytes on its disk.
 */
freeBytes: number, 
/**
 * Facts in the log.
 */
events: number, 
/**
 * When the last backup ended well.
 */
backupAt: UtcMs | null, 
/**
 * When the picture and the blank cards last went into the paper folder by themselves.
 */
paperAt: UtcMs | null, 
/**
 * Why the last such copy failed: `missing` (no folder), `unwritable`, `font`, `failed`;
 * empty when it went well.
 */
paperTrouble: string, 
/**
 * What the start-up check or the last write found: a short code, empty when all is well.
 */
trouble: string, };

/**
 * A dangerous thing that is stored or used at a place.
 */
export type Stored = { 
/**
 * Its name, another name or its CAS number.
 */
substance: string, 
/**
 * The largest quantity by design, in tonnes (GB 18218-2018, 4.2.2).
 */
quantityT: number, 
/**
 * Signs of the classes of hazard it is of, as `W5.1` (GB 18218-2018, 表2).
 */
classes: Array<string>, };

/**
 * Palette of the map.
 */
export type StyleRequest = { 
/**
 * `day`, `dusk` or `night`.
 */
palette: string, };

/**
 * The state of one record.
 */
export type Submission = { 
/**
 * Its name in the log.
 */
id: SubmissionId, 
/**
 * What was told, as last written.
 */
received: SubmissionReceived, 
/**
 * When it was first told: the clocks start here. None before the first fact.
 */
toldAt: UtcMs | null, 
/**
 * When it was first written down.
 */
recordedAt: UtcMs | null, 
/**
 * Who wrote it down (记录人).
 */
recordedBy: ActorName, 
/**
 * When what was told last changed; none while it never did.
 */
updatedAt: UtcMs | null, 
/**
 * The incident it tells of.
 */
incident: IncidentId | null, 
/**
 * Replies, oldest first.
 */
replies: Array<SubmissionMark>, 
/**
 * What became of it; none while it is open.
 */
closed: SubmissionClosed | null, 
/**
 * Who closed it, and when.
 */
closedBy: SubmissionMark | null, 
/**
 * The order to verify it, with who ordered it.
 */
check: CheckOrdered | null, 
/**
 * When that order came.
 */
checkAt: UtcMs | null, 
/**
 * What was found and reported.
 */
checkReported: SubmissionMark | null, 
/**
 * Who read who tipped off, oldest first.
 */
openings: Array<SubmissionMark>, };

/**
 * What is done with one record.
 */
export type SubmissionAct = { "act": "receive", submission: SubmissionId | null, received: SubmissionReceived, } | { "act": "join", submission: SubmissionId, incident: IncidentId, } | { "act": "part", submission: SubmissionId, } | { "act": "raise", submission: SubmissionId, opened: IncidentOpened, harm: HarmReported | null, account: string, } | { "act": "reply", submission: SubmissionId, words: string, } | { "act": "close", submission: SubmissionId, outcome: SubmissionOutcome, words: string, } | { "act": "reopen", submission: SubmissionId, reason: string, } | { "act": "order_check", submission: SubmissionId, ordered: CheckOrdered, } | { "act": "report_check", submission: SubmissionId, words: string, } | { "act": "open_identity", submission: SubmissionId, why: string, };

/**
 * Which way it came.
 */
export type SubmissionChannel = "phone" | "hotline" | "reporter" | "tip_off" | "opinion";

/**
 * One clock of a record.
 */
export type SubmissionClock = { 
/**
 * By when; none while nobody has said how long it may take: 待区里确认.
 */
dueAt: UtcMs | null, 
/**
 * When it was done; none while it is not.
 */
metAt: UtcMs | null, 
/**
 * Where the limit is from.
 */
source: string, };

/**
 * `submission.closed` (办结).
 */
export type SubmissionClosed = { 
/**
 * What became of it.
 */
outcome: SubmissionOutcome, 
/**
 * In words.
 */
words: string, };

/**
 * Open and overdue, for the status bar.
 */
export type SubmissionCounts = { 
/**
 * Open.
 */
open: number, 
/**
 * Of them overdue.
 */
overdue: number, };

/**
 * One record of what people told the duty room (来件).
 */
export type SubmissionId = string;

/**
 * `submission.joined` and `submission.parted`: it tells of an incident, or does not after all.
 */
export type SubmissionJoined = { 
/**
 * Which incident.
 */
incident: IncidentId, };

/**
 * Somebody did something, at a time, with words.
 */
export type SubmissionMark = { 
/**
 * Who.
 */
by: ActorName, 
/**
 * When.
 */
at: UtcMs, 
/**
 * The words.
 */
words: string, };

/**
 * The clock of a record that ends first of those that are not met.
 */
export type SubmissionNext = { 
/**
 * What is owed.
 */
what: SubmissionOwed, 
/**
 * By when.
 */
dueAt: UtcMs, };

/**
 * What became of it.
 */
export type SubmissionOutcome = "settled" | "unfounded" | "transferred" | "duplicate";

/**
 * Which clock of a record.
 */
export type SubmissionOwed = "reply" | "close" | "check";

/**
 * A list with what is counted over it.
 */
export type SubmissionPage = { 
/**
 * The rows, [`SUBMISSION_ROWS_MAX`] at most.
 */
rows: Array<SubmissionRow>, 
/**
 * How many fit in all.
 */
total: number, 
/**
 * How many are open, whatever was asked for.
 */
open: number, 
/**
 * Of them overdue.
 */
overdue: number, 
/**
 * Of tip-offs (安全生产举报投诉办结率).
 */
rate: ClosureRate, };

/**
 * A wish for a list.
 */
export type SubmissionQuery = { 
/**
 * Which of them.
 */
state: SubmissionState, 
/**
 * Which way they came; none means any.
 */
channel: SubmissionChannel | null, };

/**
 * `submission.received`: what was told; a later one for the same record replaces it.
 */
export type SubmissionReceived = { 
/**
 * Which way it came.
 */
channel: SubmissionChannel, 
/**
 * Number of the work order or of the register it came from; empty for a call.
 */
number: string, 
/**
 * When it was told; none means when it was written down. The clocks start here.
 */
toldAt: UtcMs | null, 
/**
 * 时间: when it happened, as claimed.
 */
happenedAt: UtcMs | null, 
/**
 * 地点.
 */
place: Place, 
/**
 * 何事: the matter in one line.
 */
matter: string, 
/**
 * 起因.
 */
cause: string, 
/**
 * 过程.
 */
course: string, 
/**
 * 措施: what was done about it already.
 */
measures: string, 
/**
 * 结果.
 */
result: string, 
/**
 * 影响.
 */
impact: string, 
/**
 * 趋势.
 */
trend: string, 
/**
 * 是否持续; none when nobody said.
 */
ongoing: boolean | null, 
/**
 * 伤亡: whole counts; none when nobody said.
 */
harm: Harm | null, 
/**
 * To whom the teller has already reported (已报告谁).
 */
reportedTo: string, 
/**
 * When that was.
 */
reportedToAt: UtcMs | null, 
/**
 * Who told it.
 */
teller: Teller, 
/**
 * Of a tip-off, who told it, where that is known and a key is named.
 */
sealed: SealedIdentity | null, 
/**
 * Pictures by their names or addresses (照片).
 */
pictures: Array<string>, 
/**
 * Address of an item of public opinion; shown as text, never followed.
 */
link: string, 
/**
 * Until when the other side wants an answer, where it says so.
 */
dueAt: UtcMs | null, 
/**
 * The feed that brought it; empty for one written down at the desk.
 */
feed: string, 
/**
 * What came, as it came; nothing of a tip-off, whose teller it would name.
 */
raw: RawBytes | null, };

/**
 * `submission.reopened`.
 */
export type SubmissionReopened = { 
/**
 * Why.
 */
reason: string, };

/**
 * `submission.replied`: the teller, or who passed it on, was answered.
 */
export type SubmissionReplied = { 
/**
 * What was answered.
 */
words: string, };

/**
 * One row.
 */
export type SubmissionRow = { 
/**
 * The record.
 */
submission: Submission, 
/**
 * The village or unit of a teller whom the directory knows.
 */
village: string, 
/**
 * Call sign and title of the incident that it tells of; empty for none.
 */
incidentTitle: string, 
/**
 * The first answer.
 */
reply: SubmissionClock, 
/**
 * The closing.
 */
close: SubmissionClock, 
/**
 * The result of a verification that was ordered; none while none was.
 */
check: SubmissionClock | null, 
/**
 * Which of these ends first of those that are not met; none when nothing with a time is owed.
 */
next: SubmissionNext | null, };

/**
 * Which of them.
 */
export type SubmissionState = "open" | "all";

/**
 * Another message's hold on this alert.
 */
export type Successor = { 
/**
 * The message that names this one.
 */
alert: AlertId, 
/**
 * True for a cancel, false for an update.
 */
cancels: boolean, 
/**
 * When that message was sent.
 */
sent: UtcMs, };

/**
 * A closure that a feed's alert suggests.
 */
export type SuggestedClosure = { 
/**
 * The alert.
 */
alert: AlertId, 
/**
 * What it says, in its own words.
 */
headline: string, 
/**
 * When it was sent.
 */
sent: UtcMs, 
/**
 * What would be closed, ready to be set.
 */
set: ClosureSet, 
/**
 * Sections of road that this is; 0 where it meets none or the desk has no roads.
 */
sections: number, };

/**
 * Whose suggested closures are asked for.
 */
export type SuggestedClosuresRequest = { 
/**
 * Those of one alert; without it those of all that stand, for which each of them is read.
 */
alert: AlertId | null, };

/**
 * One suggestion to revise a plan.
 */
export type SuggestionId = string;

/**
 * One suggestion on one clause.
 */
export type SuggestionRow = { 
/**
 * By which name it is settled.
 */
suggestion: SuggestionId, 
/**
 * Which plan.
 */
plan: PlanId, 
/**
 * Its title.
 */
title: string, 
/**
 * Heading of the clause; empty for the plan as a whole.
 */
clause: string, 
/**
 * Place of the clause in the text.
 */
place: number | null, 
/**
 * Which of the six cases.
 */
trigger: RevisionTrigger, 
/**
 * `phone`, `unit`, `drill`, `hazard` or `entered`.
 */
kind: string, 
/**
 * What is suggested, in words.
 */
words: string, 
/**
 * As it stands in the plan; empty when nothing is to be replaced.
 */
old: string, 
/**
 * As it is now.
 */
new: string, 
/**
 * Where it comes from: `team:T1`, a drill, a letter.
 */
source: string, 
/**
 * Since when.
 */
at: UtcMs | null, 
/**
 * How it was settled; none while it is open.
 */
accepted: boolean | null, 
/**
 * Why.
 */
reason: string, };

/**
 * `plan.suggestion_settled`: a suggestion on one clause was taken up or declined.
 */
export type SuggestionSettled = { 
/**
 * Which.
 */
suggestion: SuggestionId, 
/**
 * True when it is taken up.
 */
accepted: boolean, 
/**
 * Why not; how.
 */
reason: string, 
/**
 * What it said, so that the record stands by itself.
 */
words: string, };

/**
 * Suggestions of which plan.
 */
export type SuggestionsRequest = { 
/**
 * Which plan; none for all.
 */
plan: PlanId | null, 
/**
 * True to have those that were settled as well.
 */
settled: boolean, };

/**
 * Supervision that was put up (挂牌督办).
 */
export type Supervision = { 
/**
 * Number of the notice (督办文号).
 */
number: string, 
/**
 * Who supervises.
 */
body: string, 
/**
 * Of which level that is, in the words of the district's settings.
 */
level: string, 
/**
 * The day until which; none when the notice sets none.
 */
until: Day | null, };

/**
 * What was entered; it is on disk.
 */
export type TableApplied = { 
/**
 * By which name it can be taken back; empty when there was nothing to enter.
 */
import: ImportId, 
/**
 * The change number from which reads show it.
 */
seq: number, 
/**
 * Things entered.
 */
entered: number, 
/**
 * The report it was entered by.
 */
report: CheckReport, };

/**
 * One field that a column may be given to.
 */
export type TableField = { 
/**
 * Its code.
 */
field: string, 
/**
 * Its heading on export.
 */
heading: string, };

/**
 * A file that may be entered.
 */
export type TableFile = { 
/**
 * What it holds.
 */
kind: TableKind, 
/**
 * Its name.
 */
name: string, 
/**
 * Its bytes, base64.
 */
bytes: string, 
/**
 * From heading to field; none takes what was remembered for these headings, else a guess.
 */
columns: { [key in string]: string } | null, };

/**
 * One finding of a check report; the screen words the code.
 */
export type TableFinding = { 
/**
 * Row of the file from 1; 0 for the table as a whole.
 */
row: number, 
/**
 * Heading of the column as it stands in the file.
 */
column: string, 
/**
 * `error`, `warning`, `note`.
 */
weight: string, 
/**
 * Such as `unknown_code`, `not_a_day`, `duplicate`.
 */
code: string, 
/**
 * What stands there.
 */
value: string, };

/**
 * How a table is written.
 */
export type TableFormat = "xlsx" | "csv";

/**
 * What a table holds.
 */
export type TableKind = "teams" | "supplies" | "sites" | "people" | "points" | "firms" | "units";

/**
 * A table to be written into the paper folder.
 */
export type TableRequest = { 
/**
 * What.
 */
kind: TableKind, 
/**
 * How.
 */
format: TableFormat, 
/**
 * True writes the headings alone, to be filled in.
 */
empty: boolean, };

/**
 * Write down what was told.
 */
export type TakeSubmission = { 
/**
 * The record that is corrected; none for a new one.
 */
submission: SubmissionId | null, 
/**
 * What was told.
 */
received: SubmissionReceived, 
/**
 * Who tips off; sealed where a key is named, else not kept at all.
 */
identity: Identity | null, 
/**
 * Who writes it down.
 */
who: Who, };

/**
 * A tank, a vessel or a room of a store: one thing that holds one substance.
 */
export type Tank = { 
/**
 * What people call it; one name in a unit is one tank.
 */
name: string, 
/**
 * The substance, its largest quantity by design in tonnes (GB 18218-2018, 4.2.2) and its
 * classes.
 */
holds: Stored, 
/**
 * Volume in cubic metres.
 */
capacityM3: number | null, 
/**
 * Pressure by design in megapascals, gauge.
 */
pressureMpa: number | null, 
/**
 * Temperature by design in degrees Celsius.
 */
temperatureC: number | null, 
/**
 * Points of the register that measure it: level, pressure, temperature.
 */
points: Array<PointId>, };

/**
 * One tank with what is measured there.
 */
export type TankRow = { 
/**
 * What is said of it.
 */
tank: Tank, 
/**
 * Its points as they are now.
 */
points: Array<PointRow>, };

/**
 * One task of an incident.
 */
export type Task = { 
/**
 * What was given.
 */
given: TaskGiven, 
/**
 * When.
 */
givenAt: UtcMs, 
/**
 * When it is due; none without a limit.
 */
dueAt: UtcMs | null, 
/**
 * How far it is.
 */
state: TaskState, 
/**
 * Since when.
 */
stateAt: UtcMs, 
/**
 * Words with the last move.
 */
note: string, };

/**
 * `task.given`: a task card (任务卡) became a task of the incident.
 */
export type TaskGiven = { 
/**
 * Its name.
 */
task: TaskId, 
/**
 * The plan it comes from, none when made by hand.
 */
plan: PlanId | null, 
/**
 * The card of that plan.
 */
card: string, 
/**
 * What is to be done.
 */
what: string, 
/**
 * Who does it.
 */
who: string, 
/**
 * Within how many minutes from now, 0 for no limit.
 */
withinMin: number, 
/**
 * What it needs.
 */
needs: Array<Need>, 
/**
 * How it is confirmed.
 */
confirmedBy: string, 
/**
 * Article of law or plan clause.
 */
basis: string, };

/**
 * One task of an incident, made from a task card or by hand.
 */
export type TaskId = string;

/**
 * `task.moved`.
 */
export type TaskMoved = { 
/**
 * Which.
 */
task: TaskId, 
/**
 * To which state.
 */
state: TaskState, 
/**
 * Words; needed for [`TaskState::Cannot`].
 */
note: string, };

/**
 * How far a task is.
 */
export type TaskState = "given" | "received" | "under_way" | "done" | "cannot";

/**
 * The state of one team. Unit and assignment are separate things: a team has any number of
 * assignments and loses none of them by another.
 */
export type Team = { 
/**
 * Its name in the log.
 */
id: TeamId, 
/**
 * Standing facts.
 */
registered: TeamRegistered, 
/**
 * True while registered and not taken off the list.
 */
known: boolean, 
/**
 * True when it was taken off the list; custody stays as it was.
 */
withdrawn: boolean, 
/**
 * What stood before the import that entered the present facts.
 */
replaced: TeamRegistered | null, 
/**
 * Who may confirm its orders while cut off; none means the platform.
 */
custodian: OriginId | null, 
/**
 * Counts the changes of custody.
 */
custodyEpoch: number, 
/**
 * Counts granted claims and rulings; claims carry it as `expect_rev`.
 */
claimRev: number, 
/**
 * Whether it can go.
 */
readiness: Readiness, 
/**
 * When that was said.
 */
reportedAt: UtcMs | null, 
/**
 * Where it was last said to be.
 */
point: Point | null, 
/**
 * When that was said.
 */
pointAt: UtcMs | null, 
/**
 * People who were there at the last report that said so.
 */
present: number | null, 
/**
 * The emptiest tank in percent, by the last report that said so.
 */
fuelPercent: number | null, 
/**
 * Words with the last report.
 */
note: string, 
/**
 * Its orders, oldest first.
 */
assignments: Array<Assignment>, 
/**
 * The order that goes before its others, when one was said to.
 */
primary: OrderId | null, 
/**
 * Where it is on the way back to readiness; says nothing while an order holds it.
 */
phase: Phase, 
/**
 * Since when.
 */
phaseAt: UtcMs | null, 
/**
 * Until when it rests or is otherwise out of use, when that was said.
 */
phaseUntil: UtcMs | null, 
/**
 * Since when its people work, as far back as they had no rest.
 */
workSince: UtcMs | null, 
/**
 * When that work ended; none while an order holds it.
 */
workEnded: UtcMs | null, 
/**
 * Since when it is at a scene.
 */
sceneSince: UtcMs | null, };

/**
 * One team the recommender ranks.
 */
export type TeamAdvice = { 
/**
 * Which team.
 */
team: TeamId, 
/**
 * Call sign.
 */
callSign: string, 
/**
 * Name.
 */
name: string, 
/**
 * The need it serves: capability.
 */
capability: string, 
/**
 * True when it is among those to send.
 */
chosen: boolean, 
/**
 * Travel and turnout in seconds.
 */
etaS: number | null, 
/**
 * True when that is a straight-line estimate.
 */
etaEstimated: boolean, 
/**
 * By what it comes.
 */
vehicle: RoadUser, 
/**
 * Distance in metres.
 */
distanceM: number, 
/**
 * Why it stands where it stands.
 */
reasons: Array<Reason>, 
/**
 * What it would cost over the one chosen, seconds.
 */
behindS: number | null, };

/**
 * One thing that speaks against sending a team.
 */
export type TeamAgainst = { 
/**
 * What.
 */
objection: Objection, 
/**
 * Whether the team is sent all the same only with a reason.
 */
asksReason: boolean, };

/**
 * A team and an incident.
 */
export type TeamAt = { 
/**
 * The team.
 */
team: TeamId, 
/**
 * The incident.
 */
incident: IncidentId, };

/**
 * A team that would go elsewhere.
 */
export type TeamDiffers = { 
/**
 * The team.
 */
team: TeamId, 
/**
 * Call sign.
 */
callSign: string, 
/**
 * Name.
 */
name: string, 
/**
 * Where it goes today; none is that it stays.
 */
before: IncidentId | null, 
/**
 * Where it would go; the made-up incident has the name [`MADE_UP`].
 */
after: IncidentId | null, };

/**
 * One rescue team (队伍).
 */
export type TeamId = string;

/**
 * The kind of a team. The first five are the professional kinds that the district's plan asks for
 * by name.
 */
export type TeamKind = "hazmat" | "construction" | "pipeline" | "fire" | "gas" | "general" | "micro_station" | "forest" | "flood" | "water" | "mountain" | "collapse" | "geological" | "medical" | "power" | "water_supply" | "communications" | "engineering" | "environment" | "police" | "traffic" | "evacuation" | "command" | "expert" | "other";

/**
 * The level of a team: 突发事件应对法 (2024) art. 39 and 国务院令第708号 for the classes, the
 * district's own list for the five of the place.
 */
export type TeamLevel = "national" | "district" | "street" | "village" | "firm" | "society" | "unknown";

/**
 * `team.phased`: the next phase of the way back.
 */
export type TeamPhased = { 
/**
 * Which.
 */
phase: Phase, 
/**
 * Until when, when that is known.
 */
until: UtcMs | null, 
/**
 * Words.
 */
note: string, };

/**
 * `team.registered`: the standing facts of a team; a later one replaces them.
 */
export type TeamRegistered = { 
/**
 * Name as people say it.
 */
name: string, 
/**
 * Short call sign for the command line, such as `T12`.
 */
callSign: string, 
/**
 * On which level it stands.
 */
level: TeamLevel, 
/**
 * Of what kind it is.
 */
kind: TeamKind, 
/**
 * The unit it belongs to.
 */
unit: string, 
/**
 * Capabilities from the list of [`crate::capability`], such as `hazmat` or `medical`.
 */
capabilities: Array<string>, 
/**
 * Where it stands by.
 */
home: Place, 
/**
 * Number of people.
 */
people: number, 
/**
 * Leader and telephone in words.
 */
contact: string, 
/**
 * Minutes from the order to wheels turning.
 */
turnoutMin: number, 
/**
 * The desk that may confirm its orders while cut off; none means the platform itself.
 */
custodian: OriginId | null, 
/**
 * Its people by name, as far as they are entered; [`Self::people`] is how many it should have.
 */
members: Array<Member>, 
/**
 * Its vehicles.
 */
vehicles: Array<Vehicle>, 
/**
 * How it comes, when its vehicles do not tell: such as on foot.
 */
comesBy: RoadUser | null, 
/**
 * Its equipment.
 */
equipment: Array<Equipment>, 
/**
 * How long its people may work.
 */
shift: ShiftRule, 
/**
 * Whom to call, in this order.
 */
ladder: Array<ContactStep>, 
/**
 * Who may send it.
 */
authority: DeployAuthority, 
/**
 * The last day of its people's accident insurance.
 */
insuredUntil: Day | null, 
/**
 * Its agreements.
 */
agreements: Array<Agreement>, 
/**
 * What it costs.
 */
rates: Array<CostRate>, 
/**
 * The construction standard that it is measured against, by its code in the table of
 * standards; empty when none applies.
 */
standard: string, 
/**
 * The import it came with; empty for one entered by hand.
 */
import: ImportId, };

/**
 * `team.reported`: its state, by radio, telephone or device.
 */
export type TeamReported = { 
/**
 * Whether it can go.
 */
readiness: Readiness, 
/**
 * Where it is, when said.
 */
point: Point | null, 
/**
 * People who are there and can go, when said.
 */
present: number | null, 
/**
 * The emptiest tank of its vehicles in percent, when said.
 */
fuelPercent: number | null, 
/**
 * Words.
 */
note: string, };

/**
 * One team in the list.
 */
export type TeamRow = { 
/**
 * Its state.
 */
team: Team, 
/**
 * Where it is now: the newest of report and device.
 */
point: Point | null, 
/**
 * When that was known.
 */
pointAt: UtcMs | null, 
/**
 * True when a person said so, and no device has been newer since.
 */
said: boolean, 
/**
 * True when it stands in a dispute that waits for a ruling.
 */
disputed: boolean, 
/**
 * True when this desk has custody.
 */
ownCustody: boolean, 
/**
 * What speaks against sending it now; empty when nothing does.
 */
against: Array<TeamAgainst>, };

/**
 * The orders of all teams over some hours.
 */
export type TeamTimes = { 
/**
 * The desk's clock.
 */
now: UtcMs, 
/**
 * Where it begins.
 */
from: UtcMs, 
/**
 * Where it ends.
 */
to: UtcMs, 
/**
 * Teams that had or have something to do, by call sign.
 */
rows: Array<TeamTimesRow>, 
/**
 * Teams that had nothing to do.
 */
idle: number, };

/**
 * Over which hours.
 */
export type TeamTimesRequest = { 
/**
 * Hours back from now, 1 to [`BACK_H_MAX`].
 */
backH: number, 
/**
 * Hours ahead of now, 1 to [`AHEAD_H_MAX`].
 */
aheadH: number, };

/**
 * One team with its spans, the oldest first.
 */
export type TeamTimesRow = { 
/**
 * Which team.
 */
team: TeamId, 
/**
 * Call sign.
 */
callSign: string, 
/**
 * Name.
 */
name: string, 
/**
 * True while an order holds it.
 */
busy: boolean, 
/**
 * True when it is late at where it should be.
 */
late: boolean, 
/**
 * What it did and does.
 */
spans: Array<TimeSpan>, };

/**
 * How one team gets to an incident, as the roads are now.
 */
export type TeamWay = { 
/**
 * Whose.
 */
team: TeamId, 
/**
 * To which incident.
 */
incident: IncidentId, 
/**
 * When it was worked out.
 */
at: UtcMs, 
/**
 * What kind of answer this is.
 */
kind: WayKind, 
/**
 * Where the team starts.
 */
from: Point | null, 
/**
 * When it was seen there; none when that is its base.
 */
fromAt: UtcMs | null, 
/**
 * True when a person said that it was there, and no device has been newer since.
 */
fromSaid: boolean, 
/**
 * By what it comes.
 */
vehicle: RoadUser, 
/**
 * Where the way is to go.
 */
to: Point | null, 
/**
 * Seconds until the team is on the road, when it is sent now: turnout and what it finishes
 * first, as the advice counts it.
 */
setsOutS: number, 
/**
 * Seconds on the way, without turnout.
 */
etaS: number | null, 
/**
 * The stops on the way, the next first.
 */
stops: Array<WayStop>, 
/**
 * Metres.
 */
distanceM: number | null, 
/**
 * True when the first or the last stretch is on a closed road.
 */
onClosed: boolean, 
/**
 * Its points, the start first; empty when there is no way.
 */
line: Array<Point>, 
/**
 * What a driver is told; empty where no road is followed.
 */
steps: Array<WayStep>, 
/**
 * Where it ends when the place lies in a hot zone.
 */
staging: Staging | null, 
/**
 * What leaves no way.
 */
cutBy: WayCut | null, 
/**
 * Source of the roads, in words.
 */
source: string, };

/**
 * Who told it (报告者). Empty in a tip-off: see [`SealedIdentity`].
 */
export type Teller = { 
/**
 * Unit, or village.
 */
unit: string, 
/**
 * Name.
 */
name: string, 
/**
 * Post.
 */
post: string, 
/**
 * Telephone.
 */
phone: string, 
/**
 * Who that is in the directory, where somebody is: a 信息报告员 of a village.
 */
person: PersonId | null, };

/**
 * Somebody of the directory who may be calling.
 */
export type TellerRow = { 
/**
 * Who.
 */
person: PersonId, 
/**
 * Name.
 */
name: string, 
/**
 * Unit, or village.
 */
unit: string, 
/**
 * Post.
 */
post: string, 
/**
 * Telephone.
 */
phone: string, 
/**
 * True for a 信息报告员.
 */
reporter: boolean, 
/**
 * Where they live or work.
 */
place: Place, };

/**
 * Letters of a name, or digits of a telephone number.
 */
export type TellersRequest = { 
/**
 * What is typed so far.
 */
text: string, };

/**
 * What a term is about.
 */
export type TermKind = "file" | "publish" | "filing_check" | "assess" | "drill";

/**
 * One term of one plan.
 */
export type TermRow = { 
/**
 * Id of the rule, such as `P01`.
 */
rule: string, 
/**
 * What it is about.
 */
kind: TermKind, 
/**
 * Which plan.
 */
plan: PlanId, 
/**
 * Its title.
 */
title: string, 
/**
 * Its unit.
 */
unit: string, 
/**
 * The day of the act that it runs from.
 */
from: Day, 
/**
 * Its last day.
 */
due: Day, 
/**
 * The day on which it was done, by the date of the act; none while it is not.
 */
done: Day | null, 
/**
 * How it stands.
 */
state: TermState, 
/**
 * Working days (or days, for terms in months) that are left; negative when it is over.
 */
leftDays: number, 
/**
 * True when the term counts working days.
 */
workingDays: boolean, 
/**
 * True when a year on the way has no holiday table, or the article does not name this kind of
 * plan: the last day is 待区里确认.
 */
toConfirm: boolean, 
/**
 * The article.
 */
source: string, 
/**
 * What the rule adds, such as with whom to file.
 */
note: string, };

/**
 * How a term stands.
 */
export type TermState = "overdue" | "running" | "done_late" | "done" | "deemed_filed";

/**
 * How the time of a happening is known.
 */
export type TimeSource = "human" | "sensor" | "gps" | "desk" | "paper";

/**
 * One span of time.
 */
export type TimeSpan = { 
/**
 * What.
 */
state: TimeState, 
/**
 * Since when.
 */
from: UtcMs, 
/**
 * Until when; none while it goes on.
 */
to: UtcMs | null, 
/**
 * True for what is planned and has not happened.
 */
planned: boolean, 
/**
 * The order, when it is one that holds the team.
 */
order: OrderId | null, 
/**
 * Its incident.
 */
incident: IncidentId | null, 
/**
 * The incident's call sign; empty when there is none.
 */
callSign: string, 
/**
 * How the order ended, when it ended with this span.
 */
end: Progress | null, };

/**
 * What a team does in a span of time.
 */
export type TimeState = "sent" | "acknowledged" | "en_route" | "on_scene" | "returning" | "restocking" | "cleaning" | "resting";

/**
 * A page of the log, newest first.
 */
export type TimelineQuery = { 
/**
 * Noun, empty for the whole log.
 */
entityKind: string, 
/**
 * Which, empty for the whole log.
 */
entity: string, 
/**
 * Only lines before this number; 0 for the newest.
 */
before: number, 
/**
 * Lines, at most [`super::PAGE_ROWS_MAX`].
 */
limit: number, };

/**
 * A part of the desk's picture that a read provides and a change makes stale.
 */
export type Topic = "alerts" | "incidents" | "teams" | "lots" | "orders" | "reports" | "issues" | "aid" | "circulars" | "submissions" | "sites" | "closures" | "roads" | "people" | "imports" | "duty" | "drill" | "status" | "positions" | "defects" | "searches" | "plans" | "fences" | "points" | "firms";

/**
 * A limit.
 */
export type TriedBreach = "low_low" | "low" | "high" | "high_high";

/**
 * A value of a trial.
 */
export type TriedValue = { 
/**
 * Name of the rule.
 */
rule: string, 
/**
 * The point.
 */
point: string, 
/**
 * What is measured.
 */
quantity: string, 
/**
 * The value.
 */
value: number, 
/**
 * Its unit.
 */
unit: string, 
/**
 * The device's own time.
 */
at: UtcMs | null, 
/**
 * Whether the device says that it is good.
 */
good: boolean, 
/**
 * The limit that it has reached.
 */
breach: TriedBreach | null, };

/**
 * Rules that are tried on a message.
 */
export type TryMapping = { 
/**
 * The text of a mapping.
 */
text: string, 
/**
 * The topic of the message; empty tries only the rules.
 */
topic: string, 
/**
 * The message.
 */
message: string, };

/**
 * Until when an order may be taken back as a slip.
 */
export type UndoUntil = { 
/**
 * Which order.
 */
order: OrderId, 
/**
 * Until when.
 */
until: UtcMs, };

/**
 * What is done to a unit of a site.
 */
export type UnitAct = { "act": "register", site: SiteId, unit: UnitId | null, told: UnitTold, seen: UnitTold | null, } | { "act": "withdraw", site: SiteId, unit: UnitId, seen: UnitTold | null, reason: string, };

/**
 * One unit of a major hazard at a site (危险源单元).
 */
export type UnitId = string;

/**
 * What a unit is (GB 18218-2018, 3.5 and 3.6).
 */
export type UnitKind = "process" | "storage";

/**
 * A unit with the site it is at.
 */
export type UnitOfSite = { 
/**
 * The site.
 */
site: SiteId, 
/**
 * What is said of the unit.
 */
told: UnitTold, };

/**
 * `site.unit_registered`: a unit of the site; a later one of that name in the log replaces it.
 */
export type UnitRegistered = { 
/**
 * Which.
 */
unit: UnitId, 
/**
 * What is said of it.
 */
told: UnitTold, };

/**
 * One unit with its working and its tanks.
 */
export type UnitRow = { 
/**
 * What is said of it.
 */
unit: HazardUnit, 
/**
 * What GB 18218-2018 makes of it; none where it holds nothing.
 */
hazard: HazardRow | null, 
/**
 * Its tanks.
 */
tanks: Array<TankRow>, };

/**
 * A spot at which units stand: those of one site are one, except those that say themselves where.
 */
export type UnitSpot = { 
/**
 * Its name.
 */
id: string, 
/**
 * Where.
 */
at: Point, 
/**
 * True where the unit says it itself; false at the place of the site.
 */
own: boolean, 
/**
 * The site.
 */
site: SiteId, 
/**
 * That site's name.
 */
siteName: string, 
/**
 * People within 500 m outside the boundary of the plant; none when nobody counted them.
 */
people: number | null, 
/**
 * The units, the gravest first.
 */
units: Array<SpotUnit>, };

/**
 * The spots of all units.
 */
export type UnitSpots = { 
/**
 * The gravest first, at most [`SPOTS_MAX`].
 */
spots: Array<UnitSpot>, 
/**
 * Units at spots that are not in it.
 */
more: number, 
/**
 * Units that no map can show: neither they nor their site say where.
 */
unplaced: number, };

/**
 * What is said of a unit.
 */
export type UnitTold = { 
/**
 * Name.
 */
name: string, 
/**
 * What it is.
 */
kind: UnitKind, 
/**
 * Its number in the record of major hazards (备案编号); empty where it has none.
 */
filing: string, 
/**
 * By which post the person responsible for it is called.
 */
role: string, 
/**
 * The number of that post.
 */
phone: string, 
/**
 * Where it stands, where that is known better than by its site.
 */
at: Point | null, 
/**
 * Its tanks.
 */
tanks: Array<Tank>, 
/**
 * Words.
 */
note: string, 
/**
 * The import that entered it; empty for an act by hand.
 */
import: ImportId, };

/**
 * `site.unit_withdrawn`: a unit is no more, or was entered by mistake.
 */
export type UnitWithdrawn = { 
/**
 * Which.
 */
unit: UnitId, 
/**
 * Why; never empty.
 */
reason: string, 
/**
 * The import that this takes back; empty for an act by hand.
 */
import: ImportId, };

/**
 * A line of a plan that cannot be met today.
 */
export type UnmetRow = { 
/**
 * The plan.
 */
plan: string, 
/**
 * Its title.
 */
title: string, 
/**
 * The clause.
 */
clause: string, 
/**
 * The card.
 */
card: string, 
/**
 * What is to be done.
 */
what: string, 
/**
 * Capability that is needed, or empty.
 */
capability: string, 
/**
 * Supply that is needed, or empty.
 */
supply: string, 
/**
 * Name and unit for the reader.
 */
label: string, 
/**
 * How many are needed.
 */
needed: number, 
/**
 * How many are ready.
 */
have: number, 
/**
 * Why the rest is not.
 */
why: Array<UnmetWhy>, };

/**
 * Why something does not count towards a need of a plan; the screen words the code.
 */
export type UnmetWhy = { 
/**
 * `no_team`, `team_not_ready`, `no_lot`, `expired`, `unchecked`, `reserved`, `on_loan`,
 * `in_transit`.
 */
code: string, 
/**
 * Which team.
 */
team: TeamId | null, 
/**
 * Which lot.
 */
lot: LotId | null, 
/**
 * Its name.
 */
name: string, 
/**
 * Score in percent, or how many.
 */
number: number | null, 
/**
 * Of a team: the reason that stops it or cost it most.
 */
reason: string, };

/**
 * A file that a person hands in.
 */
export type Upload = { 
/**
 * Its name.
 */
name: string, 
/**
 * Its bytes, base64; [`UPLOAD_BYTES_MAX`] at most.
 */
bytes: string, };

/**
 * Puts what was checked in force.
 */
export type UseRoads = { 
/**
 * The asker's word.
 */
ask: string, 
/**
 * Who.
 */
who: Who, };

/**
 * Milliseconds since 1970-01-01T00:00:00Z.
 */
export type UtcMs = number;

/**
 * A vehicle.
 */
export type Vehicle = { 
/**
 * Class.
 */
class: VehicleClass, 
/**
 * Plate.
 */
plate: string, 
/**
 * Name of its variety, such as 水罐抢险救援车.
 */
name: string, 
/**
 * Seats, the driver's included; 0 when not said.
 */
seats: number, 
/**
 * The last day on which its inspection is good.
 */
inspectedUntil: Day | null, };

/**
 * Which vehicles something is about.
 */
export type VehicleChoice = { "is": "all" } | { "is": "named", 
/**
 * Plates or numbers; signs between letters and zeros in front do not matter.
 */
names: Array<string>, } | { "is": "colours", 
/**
 * The codes.
 */
codes: Array<number>, };

/**
 * What a vehicle may use of the roads: its weight and size.
 */
export type VehicleClass = "engine" | "heavy" | "car" | "ambulance" | "motorcycle" | "boat" | "other";

/**
 * One vehicle.
 */
export type VehicleRow = { 
/**
 * The number of its terminal; outside text.
 */
terminal: string, 
/**
 * Its plate, once it has registered; outside text.
 */
plate: string, 
/**
 * Where it says that it was.
 */
point: Point, 
/**
 * When that came.
 */
heardAt: UtcMs, 
/**
 * Its speed, km/h.
 */
speedKmh: number, 
/**
 * Whether an alarm that the feed tells holds.
 */
alarm: boolean, 
/**
 * Whether its connection is open.
 */
online: boolean, };

/**
 * A part of the map, degrees (WGS-84).
 */
export type VehiclesRequest = { 
/**
 * Its western edge.
 */
west: number, 
/**
 * Its southern edge.
 */
south: number, 
/**
 * Its eastern edge.
 */
east: number, 
/**
 * Its northern edge.
 */
north: number, };

/**
 * Where vehicles were last seen.
 */
export type VehiclesSeen = { 
/**
 * Those in the part asked for, alarms first, then the newest; at most [`VEHICLES_MAX`].
 */
vehicles: Array<VehicleRow>, 
/**
 * How many more there are.
 */
more: number, 
/**
 * From this age on a position is old, seconds: 待区里确认.
 */
oldAfterS: number, };

/**
 * What the sequencer decided about a claim; a plain fact is always [`Verdict::Ok`].
 */
export type Verdict = { "is": "ok" } | { "is": "conflict", 
/**
 * The claims it collides with, by event id.
 */
with: Array<string>, } | { "is": "expired" } | { "is": "granted", 
/**
 * How many.
 */
quantity: number, } | { "is": "moot" } | { "is": "refused", 
/**
 * Why.
 */
reason: RefusedBecause, };

/**
 * One version, as lists show it.
 */
export type VersionRow = { 
/**
 * Which.
 */
version: PlanVersionId, 
/**
 * Counts from 1 in the order in which versions were saved.
 */
number: number, 
/**
 * Content hash: SHA-256 of the text, hex.
 */
sha256: string, 
/**
 * The versions it was made from.
 */
parents: Array<PlanVersionId>, 
/**
 * When.
 */
at: UtcMs, 
/**
 * Who.
 */
by: string, 
/**
 * In which role.
 */
role: string, 
/**
 * At which desk, by its device key.
 */
origin: string, 
/**
 * True for this desk.
 */
own: boolean, 
/**
 * Why.
 */
why: string, 
/**
 * Where the text came from.
 */
source: PlanSource, 
/**
 * The file it was read from.
 */
file: PlanFile | null, 
/**
 * The version whose text it takes up again.
 */
restored: PlanVersionId | null, 
/**
 * What its front matter says.
 */
summary: PlanSummary, 
/**
 * True when nothing was made from it yet.
 */
isHead: boolean, 
/**
 * True when it is in force.
 */
isInForce: boolean, };

/**
 * A version that was saved; it is on disk.
 */
export type VersionSaved = { 
/**
 * Of which plan.
 */
plan: PlanId, 
/**
 * Its name.
 */
version: PlanVersionId, 
/**
 * Its content hash.
 */
sha256: string, 
/**
 * The change number from which reads show it.
 */
seq: number, 
/**
 * The heads there are now; more than one has to be merged.
 */
heads: Array<PlanVersionId>, };

/**
 * The four skills of the district's volunteer service: 防灾避险、消防安全、疏散安置、急救技能.
 */
export type VolunteerSkill = "avoidance" | "fire_safety" | "evacuation" | "first_aid" | "other";

/**
 * Warning level (预警级别), 突发事件应对法 (2024) art. 63: level 1 is the highest.
 */
export type WarningLevel = "red" | "orange" | "yellow" | "blue";

/**
 * What a driver is told to do.
 */
export type WayAct = "depart" | "straight" | "slight_left" | "left" | "sharp_left" | "slight_right" | "right" | "sharp_right" | "round" | "roundabout" | "stop" | "arrive";

/**
 * The closure that leaves no way.
 */
export type WayCut = { 
/**
 * Which.
 */
closure: ClosureId, 
/**
 * What it is.
 */
kind: ClosureKind, 
/**
 * Its reason in words.
 */
reason: string, 
/**
 * The closed road's name; empty when it has none.
 */
road: string, 
/**
 * Where the way meets it.
 */
point: Point, };

/**
 * What kind of answer a way is.
 */
export type WayKind = "road" | "estimate" | "cut" | "no_start" | "no_place";

/**
 * Which way is asked for.
 */
export type WayRequest = { 
/**
 * Whose.
 */
team: TeamId, 
/**
 * To which incident. With an order that runs, by way of its stops to where it ends.
 */
incident: IncidentId, 
/**
 * True for an order that is being written: none that runs counts then.
 */
anew: boolean, 
/**
 * By way of these, where no order counts: what is being written. At most
 * [`emergency::order::STOPS_MAX`] of them count.
 */
via: Array<WayVia>, };

/**
 * One line of the directions.
 */
export type WayStep = { 
/**
 * What is to be done here.
 */
act: WayAct, 
/**
 * Which exit of a roundabout, the first being 1.
 */
exit: number | null, 
/**
 * Where.
 */
point: Point, 
/**
 * The road from here on; empty when it has no name.
 */
road: string, 
/**
 * Name of the stop.
 */
place: string, 
/**
 * Direction of travel from here, degrees from north, clockwise.
 */
bearingDeg: number, 
/**
 * Metres to the next line.
 */
distanceM: number, 
/**
 * True when a bridge is on this part.
 */
bridge: boolean, 
/**
 * True when a tunnel or an underpass is on this part.
 */
tunnel: boolean, };

/**
 * A stop on the way. One that is reached, left out or not on the map is none, so that its place in
 * the answer is not its number.
 */
export type WayStop = { 
/**
 * Its number among the stops of the order, or of the request, from 1.
 */
number: number, 
/**
 * What it is called.
 */
name: string, 
/**
 * Seconds from the start to it, without turnout.
 */
etaS: number, };

/**
 * A stop that an order is to have.
 */
export type WayVia = { 
/**
 * What it is called.
 */
name: string, 
/**
 * Where it is.
 */
point: Point, };

/**
 * What one thing is worth against another: visible, and set by the district.
 */
export type WeightRow = { 
/**
 * For each minute of a team's way, times the severity.
 */
teamTravel: number, 
/**
 * For each missing team, times the severity.
 */
teamShort: number, 
/**
 * For each piece and minute of its way, times the severity.
 */
supplyTravel: number, 
/**
 * For each missing piece, times the severity.
 */
supplyShort: number, 
/**
 * For each depot that sends anything to an incident.
 */
convoy: number, 
/**
 * Earned for each street that is still covered.
 */
coverage: number, 
/**
 * For each team under way that is sent elsewhere or called back.
 */
change: number, };

/**
 * Today's answer beside the made-up one.
 */
export type WhatIf = { 
/**
 * When everything was read.
 */
at: UtcMs, 
/**
 * Where the search stands.
 */
state: SearchState, 
/**
 * What today's answer costs.
 */
today: CostRow, 
/**
 * What the other costs.
 */
then: CostRow, 
/**
 * Teams that would go elsewhere.
 */
teams: Array<TeamDiffers>, 
/**
 * Pieces that would come from elsewhere.
 */
pieces: Array<PiecesDiffer>, 
/**
 * Needs that would be met more or less.
 */
short: Array<ShortDiffers>, 
/**
 * Streets that would be lost besides.
 */
lost: Array<ZoneRow>, 
/**
 * Streets that would be reached again.
 */
regained: Array<ZoneRow>, };

/**
 * Today's question with something made up. Nothing of it is written down.
 */
export type WhatIfRequest = { 
/**
 * As for [`AssignRequest::ask`].
 */
ask: string, 
/**
 * What a person has fixed.
 */
pinned: Array<TeamAt>, 
/**
 * What must not be.
 */
forbidden: Array<TeamAt>, 
/**
 * An incident more.
 */
incident: MadeUp | null, 
/**
 * Closures more.
 */
closures: Array<ClosureSet>, 
/**
 * Depots that are lost.
 */
without: Array<SiteId>, };

/**
 * Who acts at the desk, and, on paper, when it was.
 */
export type Who = { 
/**
 * The person.
 */
actor: string, 
/**
 * In which role.
 */
role: string, 
/**
 * 补录: when it was done on paper; none for now.
 */
paperAt: UtcMs | null, };

/**
 * The wind as last observed.
 */
export type Wind = { 
/**
 * What was observed.
 */
observed: WindObserved, 
/**
 * When; none before the first observation.
 */
at: UtcMs | null, 
/**
 * Who entered it.
 */
by: ActorName, 
/**
 * At which desk.
 */
origin: OriginId, };

/**
 * `wind.observed`: from where the wind comes, how strong it is, and who says so.
 */
export type WindObserved = { 
/**
 * Degrees from north, clockwise, below [`CIRCLE_DEG`]; none when it is calm or turns (静风、
 * 风向不定).
 */
fromDeg: number | null, 
/**
 * Metres a second, when said.
 */
speedMps: number | null, 
/**
 * Where it was observed, in words.
 */
place: string, 
/**
 * Who says so: a station, a fire chief on the scene.
 */
source: string, 
/**
 * Words.
 */
note: string, };

/**
 * The wind as it was last observed.
 */
export type WindRow = { 
/**
 * What was said, when and by whom.
 */
wind: Wind, 
/**
 * True while teams are gathered by it.
 */
fresh: boolean, 
/**
 * Minutes for which an observation is fresh: 待区里确认.
 */
freshMin: number, };

/**
 * Which act would be withdrawn.
 */
export type WithdrawalRequest = { 
/**
 * Of which plan.
 */
plan: PlanId, 
/**
 * Its event.
 */
act: string, };

/**
 * `team.withdrawn`, `lot.withdrawn`, `site.withdrawn`, `person.withdrawn`: not to be used or shown
 * any more. Registering it again brings it back.
 */
export type Withdrawn = { 
/**
 * Why.
 */
reason: string, 
/**
 * The import that this takes back; empty for an act by hand.
 */
import: ImportId, };

/**
 * Part of the words of a clause.
 */
export type WordsPart = { 
/**
 * `same`, `removed` or `added`.
 */
kind: string, 
/**
 * The words.
 */
text: string, };

/**
 * Files that were written.
 */
export type Written = { 
/**
 * Names of the files in the desk's paper folder.
 */
files: Array<string>, 
/**
 * The folder, in words for the officer.
 */
folder: string, 
/**
 * How many rows of a list are not in the file because there are too many; 0 for all else.
 */
leftOut: number, };

/**
 * A part of the district that should stay within reach: a street.
 */
export type ZoneRow = { 
/**
 * Its code in the statistics book.
 */
code: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Its centre, roughly.
 */
point: Point, };

export type JsonValue = number | string | boolean | Array<JsonValue> | { [key in string]: JsonValue } | null;

/**
 * The key fields (重点领域): 济南市历城区安全生产“十四五”规划, chapter 三 section (四).
 */
export const KEY_FIELDS = [
  "危险化学品",
  "消防",
  "交通运输",
  "文化和旅游",
  "农业机械",
  "城市建设",
  "电力",
  "特种设备",
  "工贸行业",
  "油气管道",
  "危险废物",
  "农村煤改气",
] as const;
