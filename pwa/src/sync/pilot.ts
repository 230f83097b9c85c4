/** Decides in the page when the queue is sent: at once when something was filed, when the network returns, and again after failures. */
import { listen, tell, type Progress } from "./channel";
import { waitMs } from "./backoff";
import type { Outcome } from "./run";
import { syncOnce } from "./sync";

/** What is known of the way to the server; the sync bar shows nothing else. */
export interface Facts {
  online: boolean;
  progress: Progress | null;
  outcome: Outcome | null;
  /** Since when no try has succeeded, ms; null while all is well. */
  failingSince: number | null;
  /** When it will be tried again, ms. */
  nextAt: number | null;
  aheadMs: number | null;
}

export interface Pilot {
  /** Try now. */
  now: () => Promise<void>;
  stop: () => void;
}

interface SyncRegistration extends ServiceWorkerRegistration {
  sync?: { register: (tag: string) => Promise<void> };
}

/** Fly for `account` and tell `see` whatever changes. Listens to `target` for the network's return. */
export function startPilot(account: number, target: EventTarget, see: (facts: Facts) => void): Pilot {
  let facts: Facts = { online: navigator.onLine, progress: null, outcome: null, failingSince: null, nextAt: null, aheadMs: null };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let flying: Promise<void> | undefined;
  let again = false;
  let stopped = false;

  const say = (change: Partial<Facts>): void => {
    facts = { ...facts, ...change };
    if (!stopped) see(facts);
  };
  const later = (afterMs: number): void => {
    clearTimeout(timer);
    if (stopped) return;
    timer = setTimeout(() => void now(), afterMs);
    say({ nextAt: Date.now() + afterMs });
  };
  const land = ({ outcome, aheadMs }: Awaited<ReturnType<typeof syncOnce>>): void => {
    const failed = outcome.kind === "later";
    failures = failed ? failures + 1 : 0;
    const failingSince = failed ? (facts.failingSince ?? Date.now()) : null;
    say({ outcome, failingSince, aheadMs: aheadMs ?? facts.aheadMs, nextAt: null });
    if (outcome.kind === "later") later(waitMs(failures, outcome.afterMs));
    if (outcome.kind === "busy") later(waitMs(2));
    if (failed) void askBackground();
  };
  const fly = async (): Promise<void> => {
    do {
      again = false;
      clearTimeout(timer);
      land(await syncOnce(account).catch(() => ({ outcome: { kind: "later", afterMs: 0 } as Outcome, aheadMs: null })));
    } while (again && !stopped);
    // In the same breath as the last look at `again`, or a call in between would be lost.
    flying = undefined;
  };
  const now = (): Promise<void> => {
    again = flying !== undefined;
    flying ??= fly();
    return flying;
  };
  const online = (): void => {
    say({ online: navigator.onLine });
    if (navigator.onLine) void now();
  };
  const deaf = listenFor(account, (progress) => say({ progress }));

  target.addEventListener("online", online);
  target.addEventListener("offline", online);
  void now();
  return {
    now,
    stop: () => {
      stopped = true;
      clearTimeout(timer);
      deaf();
      target.removeEventListener("online", online);
      target.removeEventListener("offline", online);
    },
  };
}

function listenFor(account: number, see: (progress: Progress | null) => void): () => void {
  return listen((message) => {
    if (message.kind === "progress" && message.progress.account === account) see(message.progress);
    if (message.kind === "rest" && message.account === account) see(null);
  });
}

/** Tell all tabs that the queue of `account` was written to. */
export function announce(account: number): void {
  tell({ kind: "changed", account });
}

/** Where the browser has background sync, the service worker goes on when the app is closed. */
async function askBackground(): Promise<void> {
  const registration = (await globalThis.navigator.serviceWorker?.getRegistration()) as SyncRegistration | undefined;
  await registration?.sync?.register("zhitong-queue").catch(() => undefined);
}
