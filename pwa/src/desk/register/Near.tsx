/** Open cases that may be the same matter, before it is written down. */
import type { JSX } from "preact";
import { Notice } from "../../shell/parts";
import { href } from "../../shell/route";
import { t } from "../../shell/words";
import { useRead } from "../live";
import { isoDay } from "../parts";
import type { NearCase } from "../wire";
import type { Texts } from "./texts";

/** What the server is asked; null while category or place lack. */
export function asked(texts: Texts): string | null {
  const where = texts["where"];
  if (!texts["category"]) return null;
  const query = new URLSearchParams({ category: texts["category"] });
  if (where === "point" && texts["lon"] && texts["lat"]) query.set("crs", "wgs84"), query.set("lon", texts["lon"]), query.set("lat", texts["lat"]);
  else if (where === "village" && texts["cell_code"]) query.set("cell", texts["cell_code"]);
  else return null;
  return `/api/cases/near?${query}`;
}

/** The list; nothing when there is none. */
export function Near({ texts }: { texts: Texts }): JSX.Element | null {
  const found = useRead<{ items: NearCase[] }>(asked(texts)).data?.items ?? [];
  if (found.length === 0 || asked(texts) === null) return null;
  return (
    <Notice tone="wait">
      <b>{t("可能是同一件")}</b>
      <ul>
        {found.map((other) => (
          <li key={other.id}>
            <a href={href(`/cases/${other.id}`)} target="_blank" rel="noopener">{other.number}</a> {other.label}，{isoDay(other.opened_at)}
            {other.distance_m !== null && `，${t("相距{n}米", { n: other.distance_m })}`}
          </li>
        ))}
      </ul>
      <p>{t("是同一件也请登记，反映人才有自己的回执；登记后在事项页并入。")}</p>
    </Notice>
  );
}
