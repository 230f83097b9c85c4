/** Where it was: the phone's fix, a pin on the offline map, or a cell from the list; and who gets it. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { JSX } from "preact";
import type { FieldArea, OutOfCellReason } from "../../api/wire";
import type { PlaceChoice } from "../../store/item";
import { Icon } from "../../shell/icon";
import { Choice, FieldError, Notice, Sheet } from "../../shell/parts";
import { t } from "../../shell/words";
import { GridMap } from "../grid/GridMap";
import { nearestStation, middleOf } from "./cells";
import { betterFix, cellOf, isOutside, poorFixM, reasonChoices } from "./form";
import { followPosition, type NoFix } from "./locate";

interface Props {
  area: FieldArea | undefined;
  place: PlaceChoice | null;
  reason: OutOfCellReason | null;
  change: (place: PlaceChoice) => void;
  explain: (reason: OutOfCellReason) => void;
  errors: Record<"place" | "reason", string | undefined>;
}

/** The field. */
export function PlaceField({ area, place, reason, change, explain, errors }: Props): JSX.Element {
  const [turn, setTurn] = useState(0);
  const [open, setOpen] = useState<"map" | "list" | null>(null);
  const noFix = useFix(place, change, turn);
  const again = (): void => {
    setOpen(null);
    setTurn(turn + 1);
  };
  const choose = (chosen: PlaceChoice): void => {
    change(chosen);
    setOpen(null);
  };
  return (
    <fieldset class="choice" id="place" tabIndex={-1}>
      <legend>{t("地点")}</legend>
      {errors.place && <FieldError id="place-error">{errors.place}</FieldError>}
      <PlaceLine area={area} place={place} noFix={noFix} />
      <div class="acts two flat">
        <button type="button" class="btn second" onClick={() => setOpen("map")}>
          <Icon name="map" />
          {t("在图上点")}
        </button>
        <button type="button" class="btn second" onClick={() => setOpen("list")}>
          <Icon name="task" />
          {t("选网格")}
        </button>
      </div>
      {place?.way !== "fix" && place !== null && (
        <button type="button" class="btn quiet" onClick={again}>
          <Icon name="place" />
          {t("改用手机定位")}
        </button>
      )}
      {isOutside(area, place) && (
        <>
          <Notice tone="wait">{t("这里不在您的网格。选个原因，照常保存。")}</Notice>
          <Choice legend={t("原因")} name="reason" options={reasonChoices()} value={reason} change={explain} error={errors.reason} />
        </>
      )}
      {open === "map" && (
        <Sheet title={t("在图上点")} close={() => setOpen(null)}>
          <GridMap area={area} mark={place && place.way !== "cell" ? [place.lon, place.lat] : undefined} pick={(lon, lat) => choose({ way: "pin", lon, lat, at: new Date().toISOString() })} />
        </Sheet>
      )}
      {open === "list" && (
        <Sheet title={t("选网格")} close={() => setOpen(null)}>
          <CellList area={area} choose={(cellCode) => choose({ way: "cell", cellCode })} />
        </Sheet>
      )}
    </fieldset>
  );
}

/** Follows the position until one is chosen by hand; `turn` begins anew. Returns why there is no fix, if there is none. */
function useFix(place: PlaceChoice | null, change: (place: PlaceChoice) => void, turn: number): NoFix | null {
  const [noFix, setNoFix] = useState<NoFix | null>(null);
  const begun = useRef(turn);
  useEffect(() => {
    // Begun anew, the first fix takes the place of what was chosen by hand.
    let held = begun.current === turn ? place : null;
    begun.current = turn;
    return followPosition(
      (fix) => {
        setNoFix(null);
        if (!betterFix(held, fix)) return;
        held = { way: "fix", ...fix };
        change(held);
      },
      setNoFix,
    );
  }, [turn, place?.way === "pin" || place?.way === "cell"]);
  return noFix;
}

function PlaceLine({ area, place, noFix }: { area: FieldArea | undefined; place: PlaceChoice | null; noFix: NoFix | null }): JSX.Element {
  if (!place) {
    const text = noFix === null ? t("正在定位…") : noFix === "denied" ? t("没有允许定位，请在图上点或选网格。") : t("没有定位，请在图上点或选网格。");
    return (
      <p class="placeline" role="status">
        <Icon name="place" />
        {text}
      </p>
    );
  }
  const cell = cellOf(area, place);
  const [lon, lat] = place.way === "cell" ? (cell ? middleOf(cell) : [undefined, undefined]) : [place.lon, place.lat];
  const near = lon === undefined || lat === undefined ? undefined : nearestStation(area, lon, lat);
  const poor = place.way === "fix" && place.accuracyM > poorFixM;
  return (
    <>
      <p class="placeline" role="status">
        <Icon name="place" />
        <span>
          <b>{cell?.properties.name ?? t("网格以外")}</b> <span class="sub">{howKnown(place)}</span>
          {near && <span class="meta line">{t("送到{name}", { name: near.station.name })}</span>}
        </span>
      </p>
      {poor && <Notice tone="wait">{t("定位不准（±{n}米），可在图上点一下。", { n: Math.round(place.accuracyM) })}</Notice>}
    </>
  );
}

function howKnown(place: PlaceChoice): string {
  if (place.way === "fix") return t("±{n}米", { n: Math.round(place.accuracyM) });
  return place.way === "pin" ? t("图上点的") : t("选的网格");
}

function CellList({ area, choose }: { area: FieldArea | undefined; choose: (code: string) => void }): JSX.Element {
  const cells = [...(area?.cells.features ?? [])].sort((a, b) => Number(b.properties.own) - Number(a.properties.own));
  if (cells.length === 0) return <p class="empty">{t("手机里还没有网格，连上网再试。")}</p>;
  return (
    <ul class="list">
      {cells.map(({ properties }) => (
        <li key={properties.code}>
          <button type="button" class="row" onClick={() => choose(properties.code)}>
            <span class="t">{properties.name}</span>
            <span class="meta">{properties.own ? t("我的网格") : t("邻近网格")}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
