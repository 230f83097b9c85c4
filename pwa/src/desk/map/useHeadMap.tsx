/** A map in a box of the page. */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Notice } from "../../shell/parts";
import { t } from "../../shell/words";
import type { Calls, HeadMap } from "./canvas";
import type { MapFrame } from "./wire";

type Answers = Omit<Calls, "ready" | "failed">;

/** What `dress` made of the map, null until it stands, and the box; the library is fetched with the first map, `leave` is told when it goes. */
export function useHeadMap<T>(frame: MapFrame, answers: Answers, dress: (map: HeadMap) => T | Promise<T>, leave?: () => void): [T | null, JSX.Element] {
  const box = useRef<HTMLDivElement>(null);
  const [dressed, set] = useState<T | null>(null);
  const [broken, breakDown] = useState(false);
  useEffect(() => {
    let map: HeadMap | undefined;
    let gone = false;
    const calls = { ...answers, ready: () => box.current?.setAttribute("data-ready", "1"), failed: () => breakDown(true) };
    const draw = async (): Promise<void> => {
      const { drawMap } = await import("./canvas");
      if (gone || !box.current) return;
      map = drawMap(box.current, frame, calls);
      const made = await dress(map);
      if (!gone) set(() => made);
    };
    draw().catch(() => breakDown(true));
    return () => {
      gone = true;
      leave?.();
      map?.remove();
    };
  }, [frame]);
  return [dressed, broken ? <div class="pad"><Notice tone="wait">{t("地图没有画出来，请改看表格。")}</Notice></div> : <div class="canvas" ref={box} />];
}
