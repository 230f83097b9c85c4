/** The map or the two maps; they move together. The library is fetched with the first of them. */
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { t } from "../../shell/words";
import type { Venue } from "../activities/wire";
import type { Camera, HeadMap } from "./canvas";
import * as look from "./look";
import type { Picture } from "./picture";
import { useHeadMap } from "./useHeadMap";
import type { MapFrame } from "./wire";

export interface Pane {
  key: string;
  /** Which period this map shows; null where there is only one map. */
  caption: string | null;
  picture: Picture;
}

interface Props {
  frame: MapFrame;
  panes: readonly Pane[];
  venues: readonly Venue[];
  /** The maps that stand, by key: for a picture of them. */
  maps: Map<string, HeadMap>;
}

/** The maps side by side. */
export function Stage({ frame, panes, venues, maps }: Props): JSX.Element {
  const others = (key: string): HeadMap[] => [...maps].flatMap(([each, map]) => (each === key ? [] : [map]));
  const hold = (key: string) => (map: HeadMap | null) => {
    if (map === null) return void maps.delete(key);
    const [before] = others(key);
    if (before) map.follow(before.camera());
    maps.set(key, map);
  };
  const moved = (key: string) => (camera: Camera) => others(key).forEach((map) => map.follow(camera));
  return (
    <div class={panes.length > 1 ? "panes two" : "panes"}>
      {panes.map(({ key, caption, picture }) => (
        <section key={key} class="pane" aria-label={caption ?? t("地图")}>
          {caption !== null && <h2>{caption}</h2>}
          <Canvas frame={frame} caption={caption} picture={picture} venues={venues} hold={hold(key)} moved={moved(key)} />
        </section>
      ))}
    </div>
  );
}

interface CanvasProps {
  frame: MapFrame;
  caption: string | null;
  picture: Picture;
  venues: readonly Venue[];
  hold: (map: HeadMap | null) => void;
  moved: (camera: Camera) => void;
}

function Canvas({ frame, caption, picture, venues, hold, moved }: CanvasProps): JSX.Element {
  const dress = (made: HeadMap): HeadMap => {
    if (look.camera.peek()) made.follow(look.camera.peek()!);
    hold(made);
    return made;
  };
  const [map, shown] = useHeadMap(frame, { pick: look.pick, moved, rested: (camera: Camera) => (look.camera.value = camera), far: (is: boolean) => (look.far.value = is) }, dress, () => hold(null));
  useEffect(() => map?.colour(picture), [map, picture]);
  useEffect(() => map?.name(caption), [map, caption]);
  useEffect(() => map?.stand(venues.flatMap(({ id, kind_label, name, lon, lat }) => (lon === null || lat === null ? [] : [{ id, label: `${kind_label} ${name}`, lon, lat }]))), [map, venues]);
  const now = look.chosen.value;
  useEffect(() => map?.choose(now, true), [map, now]);
  return shown;
}
