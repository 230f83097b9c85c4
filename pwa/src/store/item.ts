/** One entry of the outbox. */
import type { AdditionBody, CorrectionBody, FieldClash, HeardBy, NoticedBy, OpinionBody, OutOfCellReason, ReplyWay, Risk, SightingAnswer, SightingBody, VisitResult } from "../api/wire";

/**
 * `draft`: being written. `waiting`: filed, not yet acknowledged. `attachments`: the server has the report, photos or recordings are
 * on their way. `refused`: needs the person. `sent`: the server has everything; kept 30 days in case it forgets.
 */
export type ItemState = "draft" | "waiting" | "attachments" | "refused" | "sent";

/** Where it was: a fix of the phone, a pin on the map, or only a cell. Degrees in WGS-84, metres, UTC. */
export type PlaceChoice =
  | { way: "fix"; lon: number; lat: number; accuracyM: number; at: string }
  | { way: "pin"; lon: number; lat: number; at: string }
  | { way: "cell"; cellCode: string };

/** Who says something of a draft: the person who writes it down, somebody who leaves a name or none, a unit. */
export type Speaker = "self" | "nobody" | "person" | "unit";

/** Of an opinion: on what of which draft, who said it, and how they want to be told. */
export interface Spoken {
  draft: string;
  draftTitle: string;
  /** Null for the whole draft. */
  article: string | null;
  articleLabel: string;
  /** No matter of the law: it becomes a case of the form's category. */
  concern: boolean;
  speaker: Speaker;
  unit: string;
  name: string;
  phone: string;
  /** They were told what is kept of them, and agreed. */
  told: boolean;
  way: ReplyWay;
  heardBy: HeardBy;
  /** Where they live or work; null when that is not known. */
  cell: string | null;
}

/** What the form holds; kept as it is typed. */
export interface Form {
  category: string | null;
  noticedBy: NoticedBy;
  hidden: boolean;
  risk: Risk;
  text: string;
  place: PlaceChoice | null;
  reason: OutOfCellReason | null;
  /** When it was seen, UTC. */
  seenAt: string;
  /** Of a correction: where it really is. */
  placeWords?: string;
  /** Written down at this visit. */
  visit?: string;
  /** It is an opinion on a draft and no sighting. */
  spoken?: Spoken;
}

export interface AttachmentNote {
  sha256: string;
  /** Bytes. */
  size: number;
  /** Of a recording, and only of one: how long it is. */
  seconds?: number;
  /** The person took it out after the report had gone; the server may ask for it for ever, in vain. */
  dropped?: boolean;
}

/** What is said of a sighting or a task later, as it goes over the wire; `of`: the sighting or the task. */
export type Later =
  | {
      kind: "correction";
      of: string;
      body: CorrectionBody;
      /** Somebody else changed these meanwhile, `head` last: the person chooses. */
      clashes?: FieldClash[];
      head?: string;
    }
  /** `askedAt`: which asking of the station it answers. */
  | { kind: "addition"; of: string; body: AdditionBody; askedAt?: string }
  /** What was found at a visit one was asked to make; `of`: the task. */
  | { kind: "visited"; of: string; body: VisitResult };

/** What the server said; of an opinion `number` is the receipt, which opens with `query_code`, and a concern has become the case `case_number`. */
export type Stored = SightingAnswer & { query_code?: string | undefined; case_number?: string | undefined };

export interface Item {
  id: string;
  state: ItemState;
  /** Order of filing; of drafts the time they were begun, as both only sort. */
  filed: number;
  /** UTC. */
  changedAt: string;
  form: Form;
  attachments: AttachmentNote[];
  /** As it goes over the wire, frozen when filed. */
  body?: SightingBody | OpinionBody;
  /** In the place of `body`: it corrects or adds to a sighting of one's own. */
  later?: Later;
  /** Of a draft: the filed item that it is a changed copy of; that one goes out as it is until the copy is filed. */
  revises?: string;
  /** Counts the versions, so that the answer to an older one changes nothing. */
  revision: number;
  /** How often it was handed to the network. */
  attempts: number;
  /** Why it needs the person: the server's words, or a key of the catalogue, and which attachment it is about, counted from 1. */
  why?: { text: string; status: number; nth?: number };
  answer?: Stored;
  /** The server's epoch when it said "stored". */
  epoch?: string | null;
  sentAt?: string;
}

/** A photo's or a recording's bytes, exactly as they are sent. */
export interface Attachment {
  /** `item/sha256`. */
  key: string;
  item: string;
  sha256: string;
  type: string;
  /** Of a recording, and only of one: how long it is. */
  seconds?: number;
  data: ArrayBuffer;
}

/** Whether it is something said; a photo otherwise. */
export function isRecording({ seconds }: { seconds?: number }): boolean {
  return seconds !== undefined;
}

/** Which photo or which recording of the item the one with the number `place` is; both count from 1. */
export function nthOfKind({ attachments }: Item, place: number): number {
  const of = attachments[place - 1];
  return of ? attachments.slice(0, place).filter((note) => isRecording(note) === isRecording(of)).length : place;
}

/** On its way: filed, and the server has not everything yet. */
export function isWaiting({ state }: Item): boolean {
  return state === "waiting" || state === "attachments";
}

/** Whether the person must act on it; with an expired login that is so for all that wait. */
export function needsPerson(item: Item, expired: boolean): boolean {
  return item.state === "refused" || (expired && isWaiting(item));
}

/** Still in the person's hands: everything but `sent`. */
export function unsent(items: readonly Item[]): Item[] {
  return items.filter((item) => item.state !== "sent");
}
