/** One run over the queue of one account, and what all its steps share. */
import type { Answer } from "../api/client";
import { noteEpoch } from "../store/settle";
import { tell } from "./channel";

/** How a run ended. */
export type Outcome =
  /** Nothing is left that could be sent. */
  | { kind: "rest" }
  /** Another tab is sending. */
  | { kind: "busy" }
  /** The session has ended. */
  | { kind: "login" }
  /** Somebody else is logged in in this browser: nothing was sent. */
  | { kind: "stranger" }
  /** This account's own session, but no role under which anything could be filed: what waits stays. */
  | { kind: "unassigned" }
  /** No word, or no willingness, from the server; not before `afterMs`. */
  | { kind: "later"; afterMs: number };

export class Run {
  /** How far this phone's clock is ahead of the server's, ms; null until an answer says so. */
  aheadMs: number | null = null;
  epoch: string | null = null;
  private total = 0;
  private parts: Record<string, number> = {};

  constructor(
    readonly account: number,
    /** The token of the session that was seen to be this account's. */
    public csrf = "",
  ) {}

  /** Note clock and epoch of `answer`, which is returned; a new epoch puts what was sent back into the queue. */
  async heed<T>(answer: Answer<T>): Promise<Answer<T>> {
    if (answer.kind === "silence") return answer;
    this.aheadMs = answer.heard.aheadMs ?? this.aheadMs;
    const { epoch } = answer.heard;
    if (epoch !== null && epoch !== this.epoch) {
      this.epoch = epoch;
      if ((await noteEpoch(this.account, epoch)) > 0) this.changed();
    }
    return answer;
  }

  /** There are `total` items to send. */
  begin(total: number): void {
    this.total = total;
  }

  /** Of the item `id`, `part` has gone, 0 to 1; at 1 nothing more of it is on its way. */
  part(id: string, part: number): void {
    this.parts[id] = part;
    const gone = Object.values(this.parts).filter((value) => value === 1).length;
    this.total = Math.max(this.total, Object.keys(this.parts).length);
    const { account, total } = this;
    tell({ kind: "progress", progress: { account, nth: Math.min(gone + 1, total), total, parts: { ...this.parts } } });
  }

  /** The queue was written to. */
  changed(): void {
    tell({ kind: "changed", account: this.account });
  }
}

/** What an answer that is no "ok" means for the run. */
export function setback(answer: Exclude<Answer<unknown>, { kind: "ok" }>): Outcome {
  if (answer.kind === "login") return { kind: "login" };
  return { kind: "later", afterMs: answer.kind === "later" ? answer.afterMs : 0 };
}
