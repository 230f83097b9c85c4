/** Tells every tab of this phone, and the service worker, what happens to the queue. */

/** How far a run is. `parts`: of each item on its way, how much has gone, 0 to 1. */
export interface Progress {
  account: number;
  /** Which item of how many is being sent, counted from 1. */
  nth: number;
  total: number;
  parts: Record<string, number>;
}

export type Message =
  /** The queue of `account` was written to. */
  | { kind: "changed"; account: number }
  | { kind: "progress"; progress: Progress }
  /** A run has ended. */
  | { kind: "rest"; account: number };

const name = "zhitong-queue";
let mouth: BroadcastChannel | undefined;

/** Say `message` to all tabs, this one too. */
export function tell(message: Message): void {
  mouth ??= new BroadcastChannel(name);
  mouth.postMessage(message);
}

/** Hear what is said, until the returned function is called. */
export function listen(hear: (message: Message) => void): () => void {
  const ear = new BroadcastChannel(name);
  ear.onmessage = (event: MessageEvent<Message>) => hear(event.data);
  return () => ear.close();
}
