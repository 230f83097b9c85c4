/** The offline map; its library is fetched only when a map is shown. Its twin is the list of cells. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { JSX } from "preact";
import type { FieldArea } from "../../api/wire";
import type { FieldMap } from "../../map/map";
import { mapNote } from "../../map/note";
import { Icon } from "../../shell/icon";
import { Notice } from "../../shell/parts";
import { t } from "../../shell/words";

interface Props {
  area: FieldArea | undefined;
  /** Longitude, latitude. */
  mark?: [number, number] | undefined;
  /** Entries shown as dots: longitude, latitude. */
  dots?: readonly [number, number][];
  /** With it, the person may set a point. */
  pick?: (lon: number, lat: number) => void;
}

/** Own cells strong, neighbours faint, posts as diamonds. */
export function GridMap({ area, mark, dots, pick }: Props): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const map = useRef<FieldMap | null>(null);
  const [failed, setFailed] = useState(false);
  const [chosen, setChosen] = useState<[number, number] | undefined>(mark);
  useEffect(() => {
    let gone = false;
    void import("../../map/map").then(
      ({ drawField }) => {
        if (gone || !box.current || !area) return;
        map.current = drawField(box.current, area, { mark, dots: dots ?? [], ...(pick ? { pick: (lon, lat) => setChosen([lon, lat]) } : {}) });
      },
      () => setFailed(true),
    );
    return () => {
      gone = true;
      map.current?.remove();
      map.current = null;
    };
  }, [area]);
  const centre = (): void => {
    const at = map.current?.centre();
    if (!at) return;
    map.current?.mark(...at);
    setChosen(at);
  };
  if (!area) return <p class="empty">{t("手机里还没有网格，连上网再试。")}</p>;
  return (
    <div class="mapbox">
      {failed && <Notice tone="wait">{t("地图没有读到，可改用“选网格”。")}</Notice>}
      <div class="map" ref={box} role="application" aria-label={t("网格地图，方向键移动，加减号缩放")} />
      <p class="meta pad">{mapNote(area.synthetic, [area.attribution])}</p>
      {pick && (
        <div class="acts two">
          <button type="button" class="btn" aria-disabled={!chosen} onClick={() => chosen && pick(...chosen)}>
            {t("就是这里")}
          </button>
          <button type="button" class="btn second" onClick={centre}>
            <Icon name="place" />
            {t("用图中心")}
          </button>
        </div>
      )}
    </div>
  );
}
