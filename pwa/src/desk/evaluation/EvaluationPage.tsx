/** One evaluation: the ranking, a station's seven dimensions, each down to the records behind it, and what a budget would come to. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Notice, Tag } from "../../shell/parts";
import { href, search, stay } from "../../shell/route";
import { t } from "../../shell/words";
import { send, useRead, wordsOf } from "../live";
import { Ask } from "../meetings/Ask";
import type { PageProps } from "../pages";
import { Heading, Printed, Waiting } from "../parts";
import { points, stateTag } from "./parts";
import { StationValues } from "./StationValues";
import { SubsidyTable } from "./SubsidyTable";
import type { EvaluatedStation, Evaluation } from "./wire";
import "./evaluation.css";

/** The page; which station is open stands in the address. */
export function EvaluationPage({ id }: PageProps): JSX.Element {
  const reading = useRead<Evaluation>(`/api/evaluations/${id}`);
  const of = reading.data;
  const wanted = Number(new URLSearchParams(search.value).get("station"));
  const open = of?.stations.find((each) => each.id === wanted) ?? of?.stations[0];
  const name = of === null ? t("站点评估") : `${of.area_name}·${of.kind_label}`;
  return (
    <>
      <div class="pagehead">
        <Heading title={name}>{name}</Heading>
        <a class="btn quiet noprint" href={href("/evaluation")}>{t("全部评估")}</a>
        <button type="button" class="btn second" onClick={() => print()}>{t("打印")}</button>
        {of?.state === "settled" && ["xlsx", "pdf"].map((kind) => <a key={kind} class="btn second noprint" href={`/api/evaluations/${id}.${kind}`} download>{t("下载{kind}", { kind: kind.toUpperCase() })}</a>)}
      </div>
      <Waiting reading={reading} />
      {of !== null && reading.refused === null && (
        <>
          <Steps of={of} put={reading.put} />
          <Ranking of={of} open={open?.id} />
          {open && <StationValues key={open.id} of={of} station={open} put={reading.put} />}
          {of.keeps && of.whole && <SubsidyTable of={of} />}
        </>
      )}
      <Printed what={[name, ...(of === null ? [] : [`${of.since} – ${of.until}`, of.label])]} />
    </>
  );
}

function Steps({ of, put }: { of: Evaluation; put: (data: Evaluation) => void }): JSX.Element {
  const [failed, fail] = useState("");
  const at = `/api/evaluations/${of.id}/transitions`;
  const step = async (move: string): Promise<void> => {
    const answer = await send<Evaluation>(at, { move }, of.version);
    if (answer.kind === "ok") put(answer.data);
    fail(answer.kind === "ok" ? "" : wordsOf(answer));
  };
  return (
    <div class="pad steps">
      <div>
        <p>
          <Tag {...stateTag(of.state)}>{of.label}</Tag> {of.since} – {of.until} <span class="meta">{t("{name}，第{n}版", { name: of.scheme, n: of.scheme_version })}</span>
        </p>
        {of.state === "draft" && <p class="sub noprint">{t("这是按记录算出的草稿，站点还看不到。看过后开始核对，逐项确认或更正。")}</p>}
        {of.state === "checking" && of.keeps && <p class="sub noprint" id="evaluation-left">{of.unchecked > 0 ? t("还有{n}项没有核对，核对完才能公布。", { n: of.unchecked }) : t("都核对过了，可以公布。公布后数字不再变动。")}</p>}
        {!of.whole && <p class="sub">{t("正在核对，公布前只看得到自己的站点，不排名次。")}</p>}
        {of.reason && <p class="sub">{of.reason}</p>}
        {failed && <Notice tone="bad">{failed}</Notice>}
      </div>
      {of.moves.length > 0 && (
        <div class="acts start noprint">
          {of.moves.includes("open") && <button type="button" class="btn slim" onClick={() => void step("open")}>{t("开始核对")}</button>}
          {of.moves.includes("settle") && <button type="button" class="btn slim" onClick={() => void step("settle")} disabled={of.unchecked > 0} aria-describedby="evaluation-left">{t("公布")}</button>}
          {of.moves.includes("drop") && <Ask<Evaluation> label={t("作废")} fields={[{ key: "reason", label: t("理由") }]} send={(texts) => send<Evaluation>(at, { move: "drop", reason: texts["reason"] }, of.version)} done={put} />}
        </div>
      )}
    </div>
  );
}

function Ranking({ of, open }: { of: Evaluation; open: number | undefined }): JSX.Element {
  const place = (each: EvaluatedStation, code: string): JSX.Element => {
    const one = each.dimensions.find((dimension) => dimension.code === code)!;
    return <>{points(one.points)}{one.rank !== null && <span class="meta"> {t("第{n}", { n: one.rank })}</span>}</>;
  };
  return (
    <div class="cases figures ranking">
      <table class="rows">
        <caption class="vh">{t("站点排名")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("站点")}</th>
            <th scope="col">{t("名次")}</th>
            <th scope="col">{t("总分")}</th>
            {of.dimensions.map((each) => <th scope="col" key={each.code}>{each.name} <span class="meta">{each.weight}%</span></th>)}
          </tr>
        </thead>
        <tbody>
          {of.stations.map((each) => (
            <tr key={each.id} {...(each.id === open ? { "aria-current": "true" as const } : {})}>
              <th scope="row"><a href={href(`/evaluation/${of.id}?station=${each.id}`)} onClick={(event) => (event.preventDefault(), stay(`/evaluation/${of.id}?station=${each.id}`))}>{each.name}</a></th>
              <td data-name={t("名次")}>{each.rank ?? "–"}</td>
              <td data-name={t("总分")}><b>{points(each.score)}</b></td>
              {of.dimensions.map(({ code, name }) => <td key={code} data-name={name}>{place(each, code)}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
