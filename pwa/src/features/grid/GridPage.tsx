/** The person's own cells, with the posts and what was recorded there; as a map or as a list. */
import { useEffect, useState } from "preact/hooks";
import type { JSX } from "preact";
import { Notice } from "../../shell/parts";
import { moment } from "../../shell/time";
import { t } from "../../shell/words";
import { field, items } from "../live";
import { followPosition } from "../sightings/locate";
import { cellOf } from "../sightings/form";
import { GridMap } from "./GridMap";

/** The page. */
export function GridPage(): JSX.Element {
  const [list, showList] = useState(false);
  const [here, setHere] = useState<[number, number] | undefined>();
  const [lost, setLost] = useState(false);
  const area = field.value?.value;
  useEffect(() => followPosition((fix) => setHere((before) => before ?? [fix.lon, fix.lat]), () => setLost(true)), []);
  const dots = items.value.flatMap(({ form: { place } }): [number, number][] => (place && place.way !== "cell" ? [[place.lon, place.lat]] : []));
  return (
    <main>
      <div class="acts two">
        <button type="button" class="btn second" aria-pressed={!list} onClick={() => showList(false)}>
          {t("看地图")}
        </button>
        <button type="button" class="btn second" aria-pressed={list} onClick={() => showList(true)}>
          {t("看列表")}
        </button>
      </div>
      {lost && !here && !list && <Notice tone="info">{t("没有定位，显示整个网格。")}</Notice>}
      {list ? <Lists /> : <GridMap key={here?.join()} area={area} mark={here} dots={dots} />}
      {field.value && <p class="pad meta">{t("截至{time}", { time: moment(field.value.at) })}</p>}
    </main>
  );
}

function Lists(): JSX.Element {
  const area = field.value?.value;
  const cells = [...(area?.cells.features ?? [])].sort((a, b) => Number(b.properties.own) - Number(a.properties.own));
  const count = (code: string): number => items.value.filter((item) => (item.answer?.cell?.code ?? cellOf(area, item.form.place)?.properties.code) === code).length;
  return (
    <>
      <div class="sec">
        <h2>{t("网格")}</h2>
      </div>
      <ul class="list">
        {cells.map(({ properties }) => (
          <li key={properties.code}>
            <div class="row">
              <span class="t">{properties.name}</span>
              <span class="meta">
                {[
                  properties.own ? t("我的网格") : t("邻近网格"),
                  properties.households === null ? "" : t("{n}户", { n: properties.households }),
                  t("我登记了{n}条", { n: count(properties.code) }),
                ]
                  .filter(Boolean)
                  .join("·")}
              </span>
            </div>
          </li>
        ))}
      </ul>
      <div class="sec">
        <h2>{t("站点")}</h2>
      </div>
      <ul class="list">
        {(area?.stations ?? []).map((station) => (
          <li key={station.id}>
            <div class="row">
              <span class="t">{station.name}</span>
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
