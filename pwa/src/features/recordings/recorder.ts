/** The microphone of a phone as a small file: one channel, few bits, ended by a touch, by the limit or when the app goes out of sight. */

/**
 * As long as somebody tells one thing; about half a megabyte, which a village's network carries in a minute.
 * The server takes five minutes.
 */
export const mostSeconds = 180;
/** As many as fit beside nine photos into what the server takes with one report. */
export const mostRecordings = 3;
/** Less than a syllable: a slip of the finger. */
export const leastSeconds = 0.7;
/** Speech stays clear, and three minutes stay small. */
const bitsPerSecond = 24_000;
/** Opus where there is any; iPhones before 18.4 have AAC only. */
const types = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4;codecs=mp4a.40.2", "audio/mp4"];

/** Why there is no sound. */
export type NoSound = "denied" | "missing" | "busy" | "unable";

export class NoMicrophone extends Error {
  override name = "NoMicrophone";
  constructor(readonly why: NoSound) {
    super(why);
  }
}

export interface Sound {
  data: ArrayBuffer;
  /** Without parameters: what the container is. */
  type: string;
  seconds: number;
}

export interface Recorder {
  /** Seconds recorded so far. */
  elapsed: () => number;
  stop: () => void;
  /** What was recorded, however it ended. */
  ended: Promise<Sound>;
}

/** The first of our kinds of file that `can` be written here. */
export function typeHere(can: (type: string) => boolean): string | undefined {
  return types.find(can);
}

/** What an error of `getUserMedia` means for the person. */
export function whyNot(error: unknown): NoSound {
  const name = error instanceof Error || error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "missing";
  return name === "NotReadableError" || name === "AbortError" ? "busy" : "unable";
}

/** Begin to record. Raises NoMicrophone. */
export async function record(): Promise<Recorder> {
  const type = "MediaRecorder" in globalThis ? typeHere((one) => MediaRecorder.isTypeSupported(one)) : undefined;
  // Absent where the page is not secure.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (!type || !devices) throw new NoMicrophone("unable");
  const wanted = { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true };
  const stream = await devices.getUserMedia({ audio: wanted }).catch((error: unknown) => {
    throw new NoMicrophone(whyNot(error));
  });
  try {
    return begin(stream, type);
  } catch (error) {
    release(stream);
    throw new NoMicrophone(whyNot(error));
  }
}

function begin(stream: MediaStream, type: string): Recorder {
  const recorder = new MediaRecorder(stream, { mimeType: type, audioBitsPerSecond: bitsPerSecond });
  const parts: Blob[] = [];
  const begun = performance.now();
  const elapsed = (): number => Math.min(mostSeconds, (performance.now() - begun) / 1000);
  let seconds: number | undefined;
  const stop = (): void => {
    if (recorder.state === "inactive") return;
    seconds = elapsed();
    recorder.stop();
  };
  const hidden = (): void => {
    // A phone may kill what is out of sight: what was said until now is kept rather than risked.
    if (document.visibilityState === "hidden") stop();
  };
  const limit = setTimeout(stop, mostSeconds * 1000);
  document.addEventListener("visibilitychange", hidden);
  addEventListener("pagehide", stop);
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const ended = new Promise<void>((done) => (recorder.onstop = () => done())).then(async () => {
    clearTimeout(limit);
    document.removeEventListener("visibilitychange", hidden);
    removeEventListener("pagehide", stop);
    const lasted = seconds ?? elapsed();
    release(stream);
    return { data: await new Blob(parts).arrayBuffer(), type: type.split(";")[0]!, seconds: lasted };
  });
  recorder.start();
  return { elapsed, stop, ended };
}

/** The microphone's light goes out. */
function release(stream: MediaStream): void {
  stream.getTracks().forEach((track) => track.stop());
}
