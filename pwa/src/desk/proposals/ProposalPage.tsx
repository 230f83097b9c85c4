/** One proposal for legislation: its reason, what it comes from, the plans it entered, its way, and what may be done now. */
import type { JSX } from "preact";
import { href } from "../../shell/route";
import { t } from "../../shell/words";
import { send, useRead } from "../live";
import { Ask, type Field } from "../meetings/Ask";
import { Heading, isoMinute, Printed } from "../parts";
import { Unread } from "../Unread";
import type { Body } from "../wire";
import { numbers, planned, Standing } from "./Proposals";
import type { Proposal, ProposalNext } from "./wire";
import "../file/file.css";

interface Props {
  one: Proposal;
  put: (fresh: Proposal) => void;
}

/** The page of the proposal `id`. */
export function ProposalPage({ id }: { id: string }): JSX.Element {
  const reading = useRead<Proposal>(`/api/proposals/${id}`);
  const one = reading.data;
  if (one === null || reading.refused !== null) {
    return <Unread title={t("立法建议项目")} reading={reading} to="/proposals" all={t("全部立法建议项目")} />;
  }
  return (
    <>
      <div class="filehead">
        <Heading title={one.title}><span class="no">{one.number}</span> {one.title}</Heading>
        <Standing of={one} />
        <dl>
          <div><dt>{t("提出日期")}</dt><dd>{one.raised_on}</dd></div>
          <div><dt>{t("哪个站点提出")}</dt><dd>{one.station_name ?? one.area_name}</dd></div>
          {one.proposer !== "" && <div><dt>{t("谁建议的")}</dt><dd>{one.proposer}</dd></div>}
          {one.body_name !== null && <div><dt>{t("报给谁")}</dt><dd>{one.body_name}</dd></div>}
          {one.topics.length > 0 && <div><dt>{t("主题或选题")}</dt><dd>{one.topics.map(({ name }) => name).join("、")}</dd></div>}
        </dl>
      </div>
      <div class="file">
        <section class="card" aria-labelledby="why">
          <h2 id="why">{t("理由和主要内容")}</h2>
          <p class="words">{one.text}</p>
          {one.plans.length > 0 && (
            <>
              <h3>{t("列入的规划和计划")}</h3>
              <ul class="seats">{one.plans.map((each) => <li key={each.name}><b>{each.label}</b> {planned(each)}</li>)}</ul>
            </>
          )}
        </section>
        <Sources one={one} put={reading.put} />
        <div class="side2 next">
          {one.moves.length > 0 && (
            <section class="card noprint" aria-labelledby="next">
              <h2 id="next">{t("下一步")}</h2>
              {one.moves.map((move) => <Move key={move.id} one={one} move={move} put={reading.put} />)}
            </section>
          )}
          <section class="card" aria-labelledby="events">
            <h2 id="events">{t("经过")}</h2>
            {one.events.length === 0 && <p class="sub">{t("提出以后还没有下一步。")}</p>}
            <ol class="seats">
              {one.events.map((event) => <li key={event.at}><b>{event.label}</b> {event.words} <span class="meta">{event.actor_name} {isoMinute(event.at)}</span></li>)}
            </ol>
          </section>
        </div>
      </div>
      <Printed what={[one.number, one.title]} />
    </>
  );
}

function Sources({ one, put }: Props): JSX.Element {
  const add = (texts: Record<string, string>) => send<Proposal>(`/api/proposals/${one.id}/sources`, { items: numbers(texts["items"]), cases: numbers(texts["cases"]) });
  return (
    <section class="card" aria-labelledby="sources">
      <h2 id="sources">{t("从哪里来（{n}件）", { n: one.comes_from.length })}</h2>
      {one.comes_from.length === 0 && <p class="sub">{t("没有归并意见或事项，按上面的理由提出。")}</p>}
      <ul class="seats">
        {one.comes_from.map((each) => {
          const to = each.item_id !== null ? `/digests/items/${each.item_id}` : each.case_id !== null ? `/cases/${each.case_id}` : null;
          return (
            <li key={each.number}>
              {to === null ? <b>{each.number}</b> : <a href={href(to)}>{each.number}</a>} {each.title}
              {each.opinions > 0 && <> <span class="meta">{t("意见{n}条", { n: each.opinions })}</span></>}
            </li>
          );
        })}
      </ul>
      {one.answered > 0 && <p>{t("已经给{n}位提出人各出一张反馈单。", { n: one.answered })}</p>}
      {one.may_add && (
        <Ask label={t("再归并几件")} fields={[
          { key: "items", label: t("整理条目编号"), free: true, hint: t("几件用逗号分开") }, { key: "cases", label: t("事项编号"), free: true, hint: t("几件用逗号分开") },
        ]} send={add} done={put} />
      )}
    </section>
  );
}

const levels = (): { value: string; label: string }[] => [{ value: "city", label: t("市（州）") }, { value: "province", label: t("省（自治区、直辖市）") }, { value: "national", label: t("全国") }];
const kinds = (): { value: string; label: string }[] => [{ value: "annual", label: t("年度立法计划") }, { value: "five_year", label: t("立法规划") }];

function Move({ one, move, put }: Props & { move: ProposalNext }): JSX.Element {
  const known = useRead<{ items: Body[] }>(move.sends ? `/api/bodies?area=${one.area_code}` : null);
  const choices = (known.data?.items ?? []).filter(({ kind }) => one.body_kinds.includes(kind)).map((each) => ({ value: String(each.id), label: each.name }));
  const sending: Field[] = move.sends ? [{ key: "body_id", label: t("报给谁"), kind: "choice", choices }] : [];
  const planning: Field[] = move.plans
    ? [
      { key: "level", label: t("哪一级"), kind: "choice", choices: levels() }, { key: "kind", label: t("哪一种"), kind: "choice", choices: kinds() },
      { key: "name", label: t("规划或计划名称") }, { key: "from_year", label: t("年份"), hint: t("年度计划写一个年份，立法规划写起止年份") }, { key: "until_year", label: t("到哪一年"), free: true },
      { key: "category", label: t("类别"), free: true, hint: t("按规划或计划里的写法，没有就不填") },
    ]
    : [];
  const make = (texts: Record<string, string>) => {
    const plan = { level: texts["level"], kind: texts["kind"], name: texts["name"], from_year: Number(texts["from_year"]), until_year: Number(texts["until_year"] || texts["from_year"]), category: texts["category"] ?? "" };
    return send<Proposal>(`/api/proposals/${one.id}/transitions`, {
      move: move.id, words: texts["words"], ...(move.sends ? { body_id: Number(texts["body_id"]) } : {}), ...(move.plans ? { plan } : {}),
    }, one.version);
  };
  return (
    <>
      {move.tells && <p class="sub">{t("写下的话会作为答复，给每一位提出人各出一张反馈单。")}</p>}
      <Ask label={move.label} fields={[...sending, ...planning, { key: "words", label: move.words, kind: "long" }]} start={move.plans ? { level: "city", kind: "annual" } : {}} send={make} done={put} />
    </>
  );
}
