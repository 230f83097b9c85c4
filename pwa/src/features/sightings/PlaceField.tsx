/** Where it was: the phone's fix, a pin on the offline map, or a cell from the list; and who gets it. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { JSX } from "preact";
import type { FieldArea, OutOfCellReason } from "../../api/wire";
import type { PlaceChoice } from "../../store/item";
import { Icon } from "../../shell/icon";
import { lazily } from "../../shell/lazily";
import { Choice, FieldError, Notice, Sheet } from "../../shell/parts";
import { t } from "../../shell/words";
import { nearestStation, middleOf } from "./cells";
import { betterFix, cellOf, followsOn, isOutside, poorFixM, reasonChoices } from "./form";
import { followPosition, type Fix, type NoFix } from "./locate";

const GridMap = lazily(() => import("../grid/GridMap").then((module) => module.GridMap));

interface Props {
  area: FieldArea | undefined;
  place: PlaceChoice | null;
  /** The form was begun here: the phone's position is taken until another place is chosen. */
  fresh: boolean;
  reason: OutOfCellReason | null;
  change: (place: PlaceChoice) => void;
  explain: (reason: OutOfCellReason) => void;
  errors: Record<"place" | "reason", string | undefined>;
}

/** The field. */
export function PlaceField({ area, place, fresh, reason, change, explain, errors }: Props): JSX.Element {
  const [open, setOpen] = useState<"map" | "list" | null>(null);
  const { following, noFix, follow, halt } = useFix(change, fresh);
  const choose = (chosen: PlaceChoice): void => {
    halt();
    change(chosen);
    setOpen(null);
  };
  return (
    <fieldset class="choice" id="place" tabIndex={-1}>
      <legend>{t("地点")}</legend>
      {errors.place && <FieldError id="place-error">{errors.place}</FieldError>}
      <PlaceLine area={area} place={place} noFix={following ? noFix : (noFix ?? "unavailable")} />
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
      {!following && (
        <button type="button" class="btn quiet" onClick={follow}>
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

interface Following {
  following: boolean;
  /** Why there is no fix, if there is none. */
  noFix: NoFix | null;
  /** Begin anew: the first fix takes the place of whatever stood there. */
  follow: () => void;
  halt: () => void;
}

/** Follows the position, from the start when the form is `fresh`, for as long as it is that of the matter. */
function useFix(change: (place: PlaceChoice) => void, fresh: boolean): Following {
  const [following, setFollowing] = useState(fresh);
  const [noFix, setNoFix] = useState<NoFix | null>(null);
  const end = useRef<() => void>(() => undefined);
  const halt = (): void => {
    end.current();
    setFollowing(false);
  };
  const follow = (): void => {
    end.current();
    setFollowing(true);
    const begun = Date.now();
    let held: PlaceChoice | null = null;
    const goesOn = (): boolean => {
      const on = followsOn(held !== null, Date.now() - begun, document.visibilityState === "hidden");
      if (!on) halt();
      return on;
    };
    const see = (fix: Fix): void => {
      setNoFix(null);
      if (!goesOn() || !betterFix(held, fix)) return;
      held = { way: "fix", ...fix };
      change(held);
    };
    const stop = followPosition(see, setNoFix);
    const timer = setInterval(goesOn, checkMs);
    document.addEventListener("visibilitychange", goesOn);
    end.current = () => {
      stop();
      clearInterval(timer);
      document.removeEventListener("visibilitychange", goesOn);
    };
  };
  useEffect(() => {
    if (fresh) follow();
    return () => end.current();
  }, []);
  return { following, noFix, follow, halt };
}

const checkMs = 10_000;

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
