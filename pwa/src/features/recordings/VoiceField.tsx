/** Recordings of a sighting: record, stop, hear, remove. One that was stopped is on the disk before it is shown. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { JSX } from "preact";
import type { Attachment } from "../../store/item";
import { sha256 } from "../../store/ids";
import { Icon } from "../../shell/icon";
import { Notice } from "../../shell/parts";
import { minutes } from "../../shell/time";
import { t } from "../../shell/words";
import { report } from "../live";
import { Playback } from "./Playback";
import { leastSeconds, mostRecordings, mostSeconds, NoMicrophone, record, type NoSound, type Recorder, type Sound } from "./recorder";

interface Props {
  item: string;
  recordings: readonly Attachment[];
  change: (update: (before: readonly Attachment[]) => readonly Attachment[]) => void;
  /** Told of a recording that has begun and of how it is ended, as the form may be saved or left in the middle. */
  hold: (work: Promise<void>, end: () => void) => void;
}

type Trouble = NoSound | "short";

/** The field. */
export function VoiceField({ item, recordings, change, hold }: Props): JSX.Element {
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const take = async (sound: Sound): Promise<void> => {
    if (sound.seconds < leastSeconds || sound.data.byteLength === 0) return setTrouble("short");
    const digest = await sha256(sound.data);
    change((before) => [...before, { key: `${item}/${digest}`, item, sha256: digest, ...sound }]);
  };
  const { recorder, begin } = useRecorder((begun) => hold(begun.ended.then(take).catch(report), begun.stop), setTrouble);
  const full = recordings.length >= mostRecordings;
  return (
    <fieldset class="choice voice">
      <legend>{t("录音（选填）")}</legend>
      {/* One button, so that the focus stays where the finger is. */}
      <button type="button" class={recorder ? "btn danger big" : "btn second big"} disabled={full && !recorder} onClick={recorder ? recorder.stop : begin}>
        <Icon name={recorder ? "stop" : "mic"} />
        {recorder ? t("停止录音") : t("开始录音")}
      </button>
      <p class="running" role="status">{recorder && <Running recorder={recorder} />}</p>
      <p class="meta">{t("最多{n}段，每段最长{m}分钟，存在手机里，有网后上传。", { n: mostRecordings, m: mostSeconds / 60 })}</p>
      {trouble && <Notice tone="bad">{wordsFor(trouble)}</Notice>}
      <ul class="voices">
        {recordings.map((recording, index) => (
          <li key={recording.sha256}>
            <Playback data={recording.data} type={recording.type} seconds={recording.seconds ?? 0} nth={index + 1} />
            <button type="button" class="btn second" aria-label={t("删去录音{n}", { n: index + 1 })} onClick={() => change((before) => before.filter((other) => other !== recording))}>
              <Icon name="close" />
              {t("删去")}
            </button>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}

/** Records at a touch and hands over what has begun; it ends when the form goes away. */
function useRecorder(hand: (begun: Recorder) => void, fail: (trouble: Trouble | null) => void): { recorder: Recorder | null; begin: () => void } {
  const [recorder, setRecorder] = useState<Recorder | null>(null);
  const running = useRef<Recorder | "asking" | null>(null);
  const gone = useRef(false);
  useEffect(() => () => {
    gone.current = true;
    if (running.current !== "asking") running.current?.stop();
  }, []);
  const begin = (): void => {
    if (running.current) return;
    running.current = "asking";
    fail(null);
    record().then(
      (begun) => {
        running.current = begun;
        setRecorder(begun);
        hand(begun);
        void begun.ended.then(() => {
          running.current = null;
          setRecorder(null);
        });
        if (gone.current) begun.stop();
      },
      (error: unknown) => {
        running.current = null;
        fail(error instanceof NoMicrophone ? error.why : "unable");
      },
    );
  };
  return { recorder, begin };
}

function Running({ recorder }: { recorder: Recorder }): JSX.Element {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setSeconds(Math.floor(recorder.elapsed())), 200);
    return () => clearInterval(timer);
  }, [recorder]);
  return (
    <>
      {t("正在录音")}{" "}
      <b role="timer" aria-live="off">
        {minutes(seconds)}
      </b>{" "}
      <span class="meta">{t("到{time}自动停", { time: minutes(mostSeconds) })}</span>
    </>
  );
}

function wordsFor(trouble: Trouble): string {
  if (trouble === "denied") return t("没有允许用麦克风。在浏览器的网站设置里允许后再录，或改用文字。");
  if (trouble === "missing") return t("没有找到麦克风，请改用文字。");
  if (trouble === "busy") return t("麦克风正被别的应用占用，关掉它再录。");
  return trouble === "short" ? t("录音太短，没有留下，请再录一次。") : t("这个浏览器不能录音，请改用文字。");
}
