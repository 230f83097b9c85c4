/** 心愿树: registering, verifying, hanging up, following wishes; and claiming one from the tree. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Notice, Tag } from "../../shell/parts";
import { t } from "../../shell/words";
import { bodies, holds, send, usePages, useRead } from "../live";
import { Ask } from "../meetings/Ask";
import { Heading, isoDay, Waiting } from "../parts";
import { areas } from "../rules/names";
import { SheetsAbout } from "../sheets/SheetsAbout";
import type { Wish, WishClaimer, Wishes, WishIdentity, WishOnTree, WishRegistered } from "./wire";
import "../admin/admin.css";

const ways = () => [{ value: "door", label: t("上门或到站点取反馈单") }, { value: "receipt", label: t("凭回执号自己查") }];

/** The page. */
export function WishesPage(): JSX.Element {
  const staff = holds("liaison", "town_congress");
  const { rows, more, reading } = usePages<Wish>("/api/wishes");
  const hardships = (reading.data as unknown as Wishes | null)?.hardships ?? [];
  const [paper, show] = useState<WishRegistered | null>(null);
  return (
    <>
      <div class="pagehead"><Heading title={t("心愿树")}>{t("心愿树")}</Heading></div>
      <div class="admin">
        {staff && (
          <section class="card" aria-labelledby="new-wish">
            <h2 id="new-wish">{t("登记心愿")}</h2>
            <p class="sub">{t("姓名、电话、住处和情况加密保存，只有核实人和认领人能看。心愿的内容会公开，不要写出是谁。")}</p>
            <Register hardships={hardships} done={(wish) => (show(wish), reading.again())} />
            {paper !== null && <Notice tone="ok">{t("已登记{number}。请把回执号{receipt}和查询码{code}抄给本人。", { number: paper.number, receipt: paper.receipt, code: paper.query_code })}</Notice>}
          </section>
        )}
        <section class="card" aria-labelledby="wishes">
          <h2 id="wishes">{staff ? t("本辖区和我认领的心愿") : t("我认领的心愿")}</h2>
          <Waiting reading={reading} />
          {rows?.length === 0 && <p>{staff ? t("还没有心愿。走访时问一问，在上面登记。") : t("您还没有认领心愿，看看下面的心愿树。")}</p>}
          <ul class="plain">{rows?.map((wish) => <One key={wish.id} wish={wish} reread={reading.again} />)}</ul>
          {more && <button type="button" class="btn second slim" onClick={more}>{t("看更多")}</button>}
        </section>
        <Tree reread={reading.again} />
      </div>
    </>
  );
}

function Register({ hardships, done }: { hardships: Wishes["hardships"]; done: (wish: WishRegistered) => void }): JSX.Element {
  const stations = useRead<{ items: { id: number; name: string; area: string }[] }>(areas()[0] ? `/api/stations?area=${areas()[0]!.code}` : null);
  const choices = (stations.data?.items ?? []).map(({ id, name }) => ({ value: String(id), label: name }));
  return (
    <Ask<WishRegistered> label={t("登记心愿")} start={{ reply_way: "door" }}
      fields={[
        { key: "station_id", label: t("由哪个站点跟进"), kind: "choice", choices },
        { key: "hardship", label: t("困难类型"), kind: "choice", choices: hardships.map(({ code, label }) => ({ value: code, label })) },
        { key: "words", label: t("心愿（会公开）"), hint: t("想要什么，不写姓名、电话和住处") },
        { key: "name", label: t("姓名") }, { key: "phone", label: t("手机号"), free: true }, { key: "address", label: t("住处") }, { key: "story", label: t("情况"), kind: "long" },
        { key: "reply_way", label: t("怎么告诉本人"), kind: "choice", choices: ways() },
      ]}
      send={(texts, id) => send("/api/wishes", { id, ...texts, station_id: Number(texts["station_id"]) })} done={done} />
  );
}

function One({ wish, reread }: { wish: Wish; reread: () => void }): JSX.Element {
  const [who, see] = useState<WishIdentity | null>(null);
  const [claimer, meet] = useState<WishClaimer | null>(null);
  const [open, show] = useState(false);
  const over = ["archived", "withdrawn", "not_verified"].includes(wish.state);
  return (
    <li class="card">
      <p><b>{wish.words}</b> <Tag tone={over ? "idle" : wish.state === "on_tree" ? "ok" : "go"} icon={over ? "ok" : "clock"}>{wish.label}</Tag></p>
      <p class="meta">{[wish.number, wish.hardship_label, wish.station, t("{name} {day}登记", { name: wish.registered_name, day: isoDay(wish.registered_at) }), wish.claimed_by && t("认领人：{name}", { name: wish.claimed_by })].filter(Boolean).join("·")}</p>
      {who !== null && <dl class="facts"><dt>{t("姓名")}</dt><dd>{who.name}</dd><dt>{t("手机号")}</dt><dd>{who.phone || t("没有登记")}</dd><dt>{t("住处")}</dt><dd>{who.address}</dd><dt>{t("情况")}</dt><dd class="words">{who.story}</dd></dl>}
      {claimer !== null && <dl class="facts"><dt>{t("认领人")}</dt><dd>{claimer.name}</dd><dt>{t("手机号")}</dt><dd><a href={`tel:${claimer.phone}`}>{claimer.phone}</a></dd></dl>}
      {wish.introduced && <p class="meta">{t("已经把对方介绍给认领人")}</p>}
      <div class="acts start noprint">
        {wish.opens && who === null && (
          <Ask<WishIdentity> label={t("看是谁")} fields={[{ key: "reason", label: t("为什么要看（会记入日志）") }]} send={(texts) => send(`/api/wishes/${wish.id}/person`, texts)} done={see} />
        )}
        {wish.by_citizen && wish.moves.length > 0 && claimer === null && (
          <Ask<WishClaimer> label={t("看认领人")} fields={[{ key: "reason", label: t("为什么要看（会记入日志）") }]} send={(texts) => send(`/api/wishes/${wish.id}/claimer`, texts)} done={meet} />
        )}
        {wish.by_citizen && wish.opens && wish.state === "claimed" && !wish.introduced && (
          <Ask<Wish> label={t("介绍给认领人")} fields={[{ key: "reason", label: t("怎么核实的认领人") }]} send={(texts) => send(`/api/wishes/${wish.id}/introduction`, texts)} done={reread} />
        )}
        {wish.moves.map((move) => (
          <Ask<Wish> key={move.to} label={move.label} start={{ words: wish.words }}
            fields={[...(move.worded ? [{ key: "words", label: t("心愿（会公开）"), hint: t("想要什么，不写姓名、电话和住处") }] : []), { key: "note", label: move.reasoned ? t("理由或情况") : t("说明"), free: !move.reasoned }]}
            send={(texts) => send(`/api/wishes/${wish.id}/transitions`, { to: move.to, note: texts["note"] ?? "", words: move.worded ? texts["words"] : null }, wish.version)} done={reread} />
        ))}
      </div>
      {wish.events.length > 0 && <details><summary>{t("办到哪一步")}</summary><ol>{wish.events.map((event) => <li key={event.at}>{event.label}·{event.actor_name}·{isoDay(event.at)} {event.note}</li>)}</ol></details>}
      <details open={open} onToggle={(event) => show(event.currentTarget.open)}>
        <summary>{t("反馈单")}</summary>
        {open && <SheetsAbout id={wish.id} none={t("还没有反馈单。")} />}
      </details>
    </li>
  );
}

function Tree({ reread }: { reread: () => void }): JSX.Element {
  const reading = useRead<{ items: WishOnTree[] }>("/api/wish-tree");
  const waiting = reading.data?.items.filter(({ state }) => state === "on_tree") ?? [];
  return (
    <section class="card" aria-labelledby="tree">
      <h2 id="tree">{t("树上等人认领的")}</h2>
      <Waiting reading={reading} />
      {reading.data !== null && waiting.length === 0 && <p>{t("现在没有等人认领的心愿。")}</p>}
      <ul class="plain">
        {waiting.map((wish) => (
          <li key={wish.number}>
            <b>{wish.words}</b> <span class="meta">{[wish.hardship, wish.town].filter(Boolean).join("·")}</span>
            <Ask<Wish> label={t("认领")} start={{ by: "me" }} fields={[{ key: "by", label: t("以谁的名义"), kind: "choice", choices: [{ value: "me", label: t("我自己") }, ...bodies.value.map((body) => ({ value: String(body.id), label: body.name }))] }]}
              send={(texts, id) => send("/api/wish-claims", { id, number: wish.number, body_id: texts["by"] === "me" ? null : Number(texts["by"]) })} done={() => (reading.again(), reread())} />
          </li>
        ))}
      </ul>
    </section>
  );
}
