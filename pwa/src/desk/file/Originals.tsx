/** What people said, in their own words; nobody can change it here. */
import { Fragment, type JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { mapNote } from "../../map/note";
import { Icon } from "../../shell/icon";
import { Sheet, Tag } from "../../shell/parts";
import { t } from "../../shell/words";
import { minutes } from "../../shell/time";
import { channels as every } from "../lists/query";
import { isoMinute } from "../parts";
import { frame, mayNote } from "../live";
import type { CaseFile, Report } from "../wire";
import { Correct } from "./Correct";
import { names, noticed, risks, standing } from "./reports";
import { Reveal } from "./Reveal";

const channels: Record<string, string> = Object.fromEntries(every);
const strays: Record<string, string> = {
  visiting_neighbour_cell: "到邻近网格走访",
  people_moved_here: "当事人搬到这里",
  asked_to_help: "受邀帮忙",
  other: "其他原因",
};
const replies: Record<string, string> = { receipt: "凭回执号自己查", phone: "打电话或发短信", door: "上门或到站点取反馈单" };

/** All reports of the case, each with what was said of it later, then the one map. */
export function Originals({ file, reread }: { file: CaseFile; reread: () => void }): JSX.Element {
  const placed = file.reports.find((report) => report.place !== null);
  return (
    <>
      {standing(file.reports).map(({ now, versions }) => (
        <Fragment key={now.id}>
          <Told report={now} caseId={file.id} />
          {versions.length > 1 && <History versions={versions} />}
          {now.kind === "sighting" && now.corrects_id === null && mayNote() && <Correct key={versions.length} report={now} done={reread} />}
        </Fragment>
      ))}
      {(placed || file.cell) && <MiniMap cell={file.cell?.code ?? null} at={placed?.place?.coordinates ?? null} />}
    </>
  );
}

/** One field of a version as people read it. */
function said(report: Report, field: string): string {
  if (field === "category") return report.category_name;
  if (field === "noticed_by") return t(noticed[report.noticed_by ?? ""] ?? "");
  if (field === "risk") return t(risks[report.risk ?? ""] ?? "");
  if (field === "seen_at") return isoMinute(report.seen_at);
  return (field === "place_words" ? report.place_words : report.text) || t("没有写");
}

/** Who said what anew, the first last. */
function History({ versions }: { versions: Report[] }): JSX.Element {
  const first = versions[0]!;
  return (
    <details class="history">
      <summary>{t("更正过{n}次，看每次说的", { n: versions.length - 1 })}</summary>
      <ol>
        {versions.slice(1).reverse().map((each) => (
          <li key={each.id}>
            <b>{each.amended_by}</b> <span class="meta">{[each.amended_as, isoMinute(each.received_at), each.number].join(" ")}</span>
            {each.changes!.map((field) => <p key={field}>{t("{name}：{text}", { name: t(names[field] ?? field), text: said(each, field) })}</p>)}
          </li>
        ))}
        <li>
          <b>{t("最初登记的")}</b> <span class="meta">{[isoMinute(first.received_at), first.number].join(" ")}</span>
          <p>{[first.text, first.category_name, said(first, "noticed_by"), said(first, "risk")].join("；")}</p>
        </li>
      </ol>
    </details>
  );
}

function Told({ report, caseId }: { report: Report; caseId: string }): JSX.Element {
  const how = report.noticed_by ? noticed[report.noticed_by] : channels[report.channel];
  return (
    <article class="report">
      <p class="src">
        <b>{how ? t(how) : report.channel}</b> <span>{isoMinute(report.seen_at)}</span> <span>{report.number}</span>
        {report.risk !== null && report.risk !== "low" && report.changes === null && <Tag tone={report.risk === "high" ? "bad" : "wait"} icon="bang">{t(risks[report.risk] ?? report.risk)}</Tag>}
      </p>
      {report.corrects_id !== null && <p class="meta">{report.changes?.length ? t("{name}更正的", { name: report.amended_by ?? "" }) : report.changes ? t("{name}补充的", { name: report.amended_by ?? "" }) : t("反映人更正前面说的")}</p>}
      <blockquote>{report.text}</blockquote>
      <Recordings list={report.recordings} />
      <Photos shas={report.photos} />
      <dl class="facts">
        {report.place_words && <Pair name={t("地点")} value={report.place_words} />}
        {report.place && <Pair name={t("坐标")} value={coordinates(report)} />}
        {report.out_of_cell && <Pair name={t("不在登记人的网格")} value={t(strays[report.out_of_cell_reason ?? ""] ?? "没有说明原因")} />}
        {report.deputy && <Pair name={t("找的代表")} value={report.deputy} />}
        {report.contact_withheld && <Pair name={t("联系人")} value={t("反映人还没有同意给您的单位。请站点先问。")} />}
        {report.contact && <Pair name={t("联系人")} value={[report.contact.name, report.contact.phone].filter(Boolean).join(" ") || t("没有留")} />}
        {report.reply_way && <Pair name={t("怎么答复")} value={t(replies[report.reply_way] ?? report.reply_way)} />}
      </dl>
      {report.contact?.phone && <Reveal path={`/api/cases/${caseId}/reports/${report.id}/contact`} id={report.id} agreed />}
    </article>
  );
}

/** Latitude and longitude as people read them, with how good the fix was. */
function coordinates({ place, accuracy_m: accuracy }: Report): string {
  const [lon, lat] = place!.coordinates;
  const spot = t("东经{lon}，北纬{lat}", { lon: lon.toFixed(5), lat: lat.toFixed(5) });
  return accuracy === null ? spot : t("{spot}（±{n}米）", { spot, n: Math.round(accuracy) });
}

function Pair({ name, value }: { name: string; value: string }): JSX.Element {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}

/** What was said, to be heard; the browser's own player, as everybody knows it and keys work in it. */
function Recordings({ list }: { list: Report["recordings"] }): JSX.Element | null {
  if (list.length === 0) return null;
  return (
    <ul class="voices">
      {list.map(({ sha256, duration_ms: length }, index) => {
        const name = t("录音{n}，{time}", { n: index + 1, time: minutes(length / 1000) });
        return (
          <li key={sha256}>
            <span>{name}</span>
            <audio controls preload="metadata" src={`/api/attachments/${sha256}`} aria-label={name} />
          </li>
        );
      })}
    </ul>
  );
}

function Photos({ shas }: { shas: string[] }): JSX.Element | null {
  const [open, show] = useState<number | null>(null);
  const [lacking, lack] = useState<ReadonlySet<string>>(new Set());
  if (shas.length === 0) return null;
  return (
    <>
      <ul class="photos">
        {shas.map((sha, index) => (
          <li key={sha}>
            {lacking.has(sha) ? (
              <button type="button" disabled><span><Icon name="picture" /><br />{t("照片或录音未到")}</span></button>
            ) : (
              <button type="button" onClick={() => show(index)}>
                <img src={`/api/attachments/${sha}`} alt={t("照片{n}", { n: index + 1 })} loading="lazy" onError={() => lack(new Set([...lacking, sha]))} />
              </button>
            )}
          </li>
        ))}
      </ul>
      {open !== null && (
        <Sheet title={t("照片{n}", { n: open + 1 })} close={() => show(null)}>
          <div class="body">
            <img src={`/api/attachments/${shas[open]}`} alt={t("照片{n}", { n: open + 1 })} />
          </div>
        </Sheet>
      )}
    </>
  );
}

/** Where it is: the cell, and the place when it is known. Its library comes only when the map is in sight. */
function MiniMap({ cell, at }: { cell: string | null; at: [number, number] | null }): JSX.Element | null {
  const box = useRef<HTMLDivElement>(null);
  const around = frame.value;
  useEffect(() => {
    if (!box.current || !around) return undefined;
    let remove: (() => void) | undefined;
    let gone = false;
    const seen = new IntersectionObserver(([entry]) => {
      if (!entry?.isIntersecting) return;
      seen.disconnect();
      void import("../map/small").then(({ drawSmall }) => {
        if (!gone && box.current) remove = drawSmall(box.current, around, cell, at);
      });
    });
    seen.observe(box.current);
    return () => {
      gone = true;
      seen.disconnect();
      remove?.();
    };
  }, [around, cell, at?.[0], at?.[1]]);
  if (!around?.bounds) return null;
  return (
    <>
      <div class="mini" role="img" aria-label={t("小地图：所在网格和地点。坐标和网格名写在上面。")}>
        <div class="canvas" ref={box} />
      </div>
      <p class="meta">{mapNote(around.synthetic, around.attributions)}</p>
    </>
  );
}
