/** What a made-up busy hour has sent, taken, asked and told. */
import type { AccountRow, Circular, Recipient, SentSheet, Silent, TeamRow } from "../../contract";
import scene from "./scene.json";
import type { FakeState } from "./state";
import { MINUTE_MS } from "../../parts/times";

const NOTHING: SentSheet = {
  late: [],
  undo: [],
  issues: [],
  ledger: { granted: 0, received: 0, returned: 0, used: 0, writtenOff: 0, outstanding: 0, excess: 0 },
  requisitions: [],
  aid: [],
  circulars: [],
  papers: [],
  accounts: [],
};

export function recipients(): Recipient[] {
  return scene.departments.map((name) => ({
    name,
    team: null,
    ladder: scene.contacts.map((person, index) => ({ name: person, role: "", phone: `000-000${index + 1}`, mail: "" })),
  }));
}

function circular(now: number, incident: string): Circular {
  const sentAt = now - 12 * MINUTE_MS;
  const all = recipients();
  return {
    id: "circular-1",
    sent: { incident, title: scene.matter, text: scene.measures, withinMin: 10, recipients: all },
    sentAt,
    sentBy: scene.people[0] ?? "",
    origin: "fake",
    atPlatform: true,
    posts: all.map((one, index) => ({
      rung: index === 1 ? 1 : 0,
      rungAt: index === 1 ? sentAt + 10 * MINUTE_MS : sentAt,
      tries: [],
      confirmed:
        index > 1
          ? {
              at: sentAt + index * MINUTE_MS,
              enteredBy: scene.people[0] ?? "",
              confirmed: { recipient: index, by: one.ladder[0]?.name ?? "", how: "phone", note: "" },
            }
          : null,
    })),
    ended: null,
  };
}

export function sheet(state: FakeState, id: string): SentSheet {
  const now = state.now();
  if (state.wish.busy !== true || id !== state.incidents[0]?.id) return NOTHING;
  const lot = state.lots[1];
  const person = scene.people[0] ?? "";
  const at = now - 20 * MINUTE_MS;
  return {
    ...NOTHING,
    issues: [
      {
        issue: {
          id: "issue-1",
          lot: lot?.id ?? "",
          drawn: {
            incident: id,
            quantity: 6,
            authority: "custodian",
            bearer: { team: null, order: null, words: scene.stop },
            oral: true,
          },
          origin: "fake",
          drawnAt: at,
          drawnBy: person,
          claim: { is: "confirmed" },
          granted: 6,
          received: 6,
          returned: 2,
          used: 1,
          writtenOff: 0,
          receipts: [
            {
              at: at + 9 * MINUTE_MS,
              by: person,
              received: { lot: lot?.id ?? "", incident: id, receiver: scene.people[1] ?? "", quantity: 6, quality: "good", note: "" },
            },
          ],
          settlements: [],
          undoneAt: null,
          paper: null,
        },
        name: lot?.registered.name ?? "",
        unit: lot?.registered.unit ?? "",
        depot: scene.stop,
        bearer: scene.stop,
        outstanding: 3,
        undoUntil: null,
      },
    ],
    ledger: { granted: 6, received: 6, returned: 2, used: 1, writtenOff: 0, outstanding: 3, excess: 0 },
    requisitions: [
      {
        id: "requisition-1",
        issued: {
          incident: id,
          number: "",
          unit: { name: "", address: "", contact: "" },
          executor: person,
          owner: { name: scene.owner, address: "", contact: "" },
          purpose: scene.matter,
          from: at,
          goods: [{ name: scene.good, model: "", unit: scene.piece, quantity: 3 }],
          registrar: person,
          oral: true,
        },
        issuedAt: at,
        issuedBy: person,
        paper: null,
        counts: [{ whole: 1, damaged: 0, lost: 0 }],
        returns: [],
        payments: [],
        paidFen: 120_000,
        settled: false,
      },
    ],
    aid: [
      {
        id: "aid-1",
        drafted: {
          incident: id,
          to: scene.neighbour,
          reason: scene.matter,
          needs: [],
          words: scene.send,
          place: { words: "", street: "", point: null },
          wantedAt: null,
          contact: "",
        },
        draftedAt: at,
        origin: "fake",
        signed: { incident: id, signer: person, number: "" },
        signedAt: at,
        sent: { incident: id, way: "platform" },
        sentAt: at,
        atPlatform: false,
        answer: null,
        arrivals: [],
        progress: "sent",
        note: "",
      },
    ],
    circulars: [circular(now, id)],
    accounts: state.teams.slice(4, 5).map(account),
    papers: [{ kind: "issue", id: "issue-1", what: lot?.registered.name ?? "", saidAt: at, dueAt: at + 48 * 60 * MINUTE_MS }],
  };
}

function account({ team }: TeamRow): AccountRow {
  const name = `${team.registered.callSign} ${team.registered.name}`;
  return { team: team.id, name, level: "society", over: 1, open: 1, hours: 333, rates: 2, byHand: 0, fen: 147_725 };
}

/** Who has not confirmed in time. */
export function silent(state: FakeState, id: string): Silent[] {
  return sheet(state, id).circulars.flatMap((one) =>
    one.posts.flatMap((post, recipient) => {
      const to = one.sent.recipients[recipient];
      if (post.confirmed !== null || to === undefined) return [];
      const person = to.ladder[post.rung]?.name ?? "";
      return [{ circular: one.id, title: one.sent.title, recipient, name: to.name, person, since: post.rungAt, last: post.rung > 0 }];
    }),
  );
}
