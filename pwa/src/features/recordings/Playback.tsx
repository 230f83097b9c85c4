/** Hearing a recording that is on the phone. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { JSX } from "preact";
import { Icon } from "../../shell/icon";
import { minutes } from "../../shell/time";
import { t } from "../../shell/words";
import { report } from "../live";

interface Props {
  data: ArrayBuffer;
  type: string;
  seconds: number;
  /** Counted from 1. */
  nth: number;
}

/** A button that plays the recording, and stops it. */
export function Playback({ data, type, seconds, nth }: Props): JSX.Element {
  const [playing, setPlaying] = useState(false);
  const sound = useRef<HTMLAudioElement | null>(null);
  useEffect(() => {
    const url = URL.createObjectURL(new Blob([data], { type }));
    const made = new Audio(url);
    made.onended = made.onpause = () => setPlaying(false);
    sound.current = made;
    return () => {
      made.pause();
      URL.revokeObjectURL(url);
    };
  }, [data]);
  const toggle = (): void => {
    if (playing) return sound.current?.pause();
    sound.current!.currentTime = 0;
    sound.current!.play().then(() => setPlaying(true), report);
  };
  const time = minutes(seconds);
  return (
    <button type="button" class="btn second" aria-label={playing ? t("停止播放录音{n}", { n: nth }) : t("播放录音{n}，{time}", { n: nth, time })} onClick={toggle}>
      <Icon name={playing ? "stop" : "play"} />
      {playing ? t("停止播放") : t("播放")} {time}
    </button>
  );
}
