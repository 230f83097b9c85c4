/** The ballots one runs, counts or votes in, newest first; preparing one. */
import type { JSX } from "preact";
import { Tag } from "../../shell/parts";
import { go, href } from "../../shell/route";
import { t } from "../../shell/words";
import { frame, holds, send, usePages, useRead } from "../live";
import { Ask, type Field, several } from "../meetings/Ask";
import { Heading, Waiting } from "../parts";
import type { ProjectHead } from "../projects/wire";
import type { Page } from "../wire";
import type { Ballot, BallotHead } from "./wire";
import "../file/file.css";

/** Where it stands. */
export function Standing({ of }: { of: BallotHead }): JSX.Element {
  const over = of.state === "published" || of.state === "void";
  return <Tag tone={of.state === "open" ? "go" : of.state === "published" ? "ok" : over ? "idle" : "wait"} icon={over ? "ok" : "clock"}>{of.label}</Tag>;
}

const choices = (words: Record<string, string>): { value: string; label: string }[] => Object.entries(words).map(([value, label]) => ({ value, label }));

const lines = (text: string | undefined): string[] => (text ?? "").split("\n").map((each) => each.trim()).filter(Boolean);

/** What the form of a ballot asks for; `places`: where one runs ballots. */
export function fields(places: { value: string; label: string }[]): Field[] {
  return [
    { key: "meeting", label: t("哪次会议") }, { key: "title", label: t("票决事项") }, { key: "held_on", label: t("会议日期"), kind: "day" },
    ...(places.length > 0 ? [{ key: "area", label: t("哪里的会议"), kind: "choice" as const, choices: places },
      { key: "kind", label: t("会议种类"), kind: "choice" as const, choices: choices({ town: t("镇人民代表大会会议"), street_council: t("街道议政代表会议"), county: t("县级人民代表大会会议") }) }] : []),
    { key: "candidates", label: t("候选项目"), kind: "long", hint: t("每行一项，按选票上的顺序") },
    { key: "seats", label: t("应选几项"), hint: t("候选比应选多是差额，一样多是等额") },
    { key: "way", label: t("怎么填票"), kind: "choice", choices: choices({ each: t("逐项表决：赞成、反对、弃权"), choose: t("选择：最多选应选数") }) },
    { key: "rule", label: t("通过门槛"), kind: "choice", choices: choices({
      half_all: t("全体代表过半数赞成"), half_cast: t("收回票过半数赞成"), two_thirds_all: t("全体代表三分之二以上赞成"), two_thirds_cast: t("收回票三分之二以上赞成"), most: t("得赞成票多的当选"),
    }) },
    { key: "quorum", label: t("有效条件"), kind: "choice", choices: choices({ half: t("全体代表过半数投票"), two_thirds: t("全体代表三分之二以上投票"), none: t("不设投票人数要求") }) },
    { key: "roll", label: t("名册从哪里来"), kind: "choice", choices: choices({ deputies: t("登记在册的代表"), names: t("只用下面写的姓名") }) },
    { key: "names", label: t("另写的姓名"), kind: "long", free: true, hint: t("每行一人") },
    { key: "tellers", label: t("两位计票人的账号"), hint: t("用逗号分开，要两个人") },
  ];
}

/** What the form says, as the API takes it; a candidate called like a project that waits for its ballot stands for it. */
export function body(texts: Record<string, string>, waiting: readonly ProjectHead[] = []): Record<string, unknown> {
  const candidates = lines(texts["candidates"]).map((title) => ({ title, subject_id: waiting.find((each) => each.title === title)?.id ?? null }));
  const seats = Number(texts["seats"]);
  return {
    meeting: texts["meeting"], title: texts["title"], held_on: texts["held_on"], candidates, seats, contested: candidates.length > seats,
    way: texts["way"], rule: texts["rule"], quorum: texts["quorum"], from_deputies: texts["roll"] === "deputies", names: lines(texts["names"]),
    tellers: several(texts["tellers"]),
  };
}

/** What stands in the form at first: the usual settings. */
export const usual: Record<string, string> = { seats: "1", way: "each", rule: "half_all", quorum: "half", roll: "deputies", kind: "town" };

/** The projects that wait for their ballot. */
export function useWaiting(): ProjectHead[] {
  const reading = useRead<Page<ProjectHead>>(holds("town_congress") ? "/api/projects?list=choose&limit=200" : null);
  return (reading.data?.items ?? []).filter(({ state }) => state === "to_ballot");
}

/** The page. */
export function Ballots(): JSX.Element {
  const { rows, more, reading } = usePages<BallotHead>("/api/ballots?limit=50");
  const waiting = useWaiting();
  const areas = (frame.value?.areas ?? []).map(({ code, name }) => ({ value: code, label: name }));
  const make = (texts: Record<string, string>, id: string) => send<Ballot>("/api/ballots", { ...body(texts, waiting), id, area: texts["area"], kind: texts["kind"] });
  return (
    <>
      <div class="pagehead">
        <Heading title={t("票决")}>{t("票决")}</Heading>
      </div>
      {holds("town_congress") && areas.length > 0 && (
        <div class="pad noprint">
          <Ask label={t("准备一次票决")} fields={fields(areas)} start={{ ...usual, area: areas[0]!.value, candidates: waiting.map(({ title }) => title).join("\n") }} send={make} done={({ id }) => go(`/ballots/${id}`)} />
        </div>
      )}
      <Waiting reading={reading} />
      {rows?.length === 0 && <div class="empty"><p>{t("还没有票决。人大在这里准备，轮到您投票或计票时这里会出现。")}</p></div>}
      {rows !== null && rows.length > 0 && (
        <div class="cases">
          <table class="rows">
            <caption class="vh">{t("票决")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("状态")}</th>
                <th scope="col">{t("票决事项")}</th>
                <th scope="col">{t("会议日期")}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((each) => (
                <tr key={each.id}>
                  <td><Standing of={each} /></td>
                  <th scope="row">
                    <a class="case" href={href(`/ballots/${each.id}`)}>{each.title}</a>
                    <span class="meta">{each.number} {each.area_name} {each.meeting}</span>
                  </th>
                  <td data-name={t("会议日期")}>{each.held_on}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {more !== null && <button type="button" class="btn second slim" onClick={more}>{t("看更多")}</button>}
        </div>
      )}
    </>
  );
}
