/** 备案审查与行政复议、行政审判信息共享: what decisions say of normative documents, shared between who reviews, reconsiders and tries. */
import type { JSX } from "preact";
import { href } from "../../shell/route";
import { t } from "../../shell/words";
import { bodies, frame, holds, send, useRead } from "../live";
import { Ask } from "../meetings/Ask";
import { Heading, isoDay, Printed, Waiting } from "../parts";
import type { Page } from "../wire";
import type { ReviewHint } from "./wire";
import "../file/file.css";

const sharers = ["court", "government", "justice_office", "working_body", "research_centre"];

/** The page. */
export function ReviewHints(): JSX.Element {
  const reading = useRead<Page<ReviewHint>>("/api/review-hints?limit=200");
  const reviews = useRead<Page<{ id: string; title: string }>>("/api/solicitations?kind=rule_review&limit=100");
  const own = bodies.value.filter(({ kind }) => sharers.includes(kind));
  const areas = holds("liaison", "town_congress") ? (frame.value?.areas ?? []).map(({ code, name }) => ({ value: code, label: name })) : [];
  const items = reading.data?.items ?? null;
  const share = (texts: Record<string, string>, id: string) =>
    send<ReviewHint>("/api/review-hints", {
      id, document: texts["document"], solicitation_id: texts["solicitation_id"] || null, kind: texts["kind"], organ: texts["organ"], reference: texts["reference"],
      decided_on: texts["decided_on"], said: texts["said"], area: texts["area"] ?? "",
    });
  return (
    <>
      <div class="pagehead">
        <Heading title={t("备案审查信息")}>{t("备案审查信息")}</Heading>
      </div>
      <p class="pad sub">{t("行政复议、行政审判中发现的规范性文件问题，在这里与备案审查机构共享。不写当事人的任何信息。")}</p>
      {(areas.length > 0 || own.length > 0) && (
        <div class="pad">
          <Ask label={t("共享一条信息")} start={{ area: areas[0]?.value ?? "", decided_on: isoDay(Date.now()), kind: "reconsideration" }} fields={[
            { key: "document", label: t("哪个规范性文件") }, { key: "kind", label: t("哪一种"), kind: "choice", choices: [{ value: "reconsideration", label: t("行政复议") }, { value: "trial", label: t("行政审判") }] },
            { key: "organ", label: t("作出决定的机关") }, { key: "reference", label: t("文号或案号") }, { key: "decided_on", label: t("作出日期"), kind: "day" },
            { key: "said", label: t("对这个文件说了什么"), kind: "long", hint: t("不写当事人的姓名、住址和案情细节") },
            { key: "solicitation_id", label: t("属于哪个备案审查项目"), kind: "choice", free: true, choices: (reviews.data?.items ?? []).map(({ id, title }) => ({ value: id, label: title })) },
            ...(areas.length > 0 ? [{ key: "area", label: t("在哪里"), kind: "choice" as const, choices: areas }] : []),
          ]} send={share} done={reading.again} />
        </div>
      )}
      <Waiting reading={reading} />
      {items?.length === 0 && <div class="empty"><p>{t("还没有共享的信息。由人大、复议机关和法院填写，各方都能看到。")}</p></div>}
      {items !== null && items.length > 0 && (
        <div class="file">
          {items.map((each) => (
            <section class="card" key={each.id} aria-labelledby={`hint-${each.id}`}>
              <h2 id={`hint-${each.id}`}>{each.document}</h2>
              <p class="words">{each.said}</p>
              <p class="meta">{each.kind_label} {each.organ} {each.reference} {each.decided_on}</p>
              <p class="meta">{each.number} {each.area_name} {t("{name}填写", { name: each.made_name })} {isoDay(each.made_at)}</p>
              {each.solicitation_id !== null && <p><a href={href(`/solicitations/${each.solicitation_id}`)}>{each.solicitation_title}</a></p>}
            </section>
          ))}
        </div>
      )}
      <Printed what={[t("备案审查信息")]} />
    </>
  );
}
