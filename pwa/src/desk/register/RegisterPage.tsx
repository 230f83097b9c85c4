/** 登记: writing down what somebody came to say, rang, wrote, or another system sent. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { ErrorSummary, Notice } from "../../shell/parts";
import { t } from "../../shell/words";
import { draft, dropDraft, keepDraft } from "../file/drafts";
import { recount } from "../lists/Inbox";
import { holds, send, useRead } from "../live";
import { Heading, Waiting } from "../parts";
import { Line, Select, Tick, type Form } from "./Field";
import { Near } from "./Near";
import { Place } from "./Place";
import { Slip } from "./Slip";
import { body, fieldOf, lacking, type Texts, type Wrong } from "./texts";
import type { Registered, RegistrationForm } from "./wire";
import "./register.css";

const here = ["register", "new"] as const;

/** The page. What was typed, and the slip, outlive a reload of this window. */
export function RegisterPage(): JSX.Element {
  const reading = useRead<RegistrationForm>("/api/registrations/form");
  const [slip, hand] = useState<Registered | null>(() => {
    const kept = draft("register", "slip")["slip"];
    return kept ? (JSON.parse(kept) as Registered) : null;
  });
  const next = (): void => {
    dropDraft("register", "slip");
    hand(null);
  };
  const stored = (made: Registered): void => {
    dropDraft(...here);
    keepDraft("register", "slip", { slip: JSON.stringify(made) });
    hand(made);
    void recount();
  };
  if (slip !== null) return <Slip slip={slip} next={next} />;
  return (
    <>
      <div class="pagehead">
        <Heading title={t("登记")}>{t("登记来人、来电、来信等反映")}</Heading>
      </div>
      {reading.data === null ? <Waiting reading={reading} /> : <Fields offered={reading.data} stored={stored} />}
    </>
  );
}

function Fields({ offered, stored }: { offered: RegistrationForm; stored: (made: Registered) => void }): JSX.Element {
  const [texts, set] = useState<Texts>(() => ({ id: crypto.randomUUID(), came_on: offered.today, way: "receipt", where: "none", level: "open", ...draft(...here) }));
  const [wrong, blame] = useState<readonly Wrong[]>([]);
  const [busy, setBusy] = useState(false);
  useEffect(() => keepDraft(...here, texts), [texts]);
  const write = (name: string, value: string): void => set((before) => ({ ...before, [name]: value }));
  const form: Form = { texts, wrong, write };
  const deputy = holds("deputy") && !holds("liaison", "town_congress");
  const channel = offered.channels.find(({ code }) => code === texts["channel"]);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const missing = lacking(texts, deputy);
    blame(missing);
    if (missing.length > 0 || busy) return;
    setBusy(true);
    const answer = await send<Registered>("/api/registrations", body(texts));
    setBusy(false);
    if (answer.kind === "ok") stored(answer.data);
    else if (answer.kind === "silence") blame([{ field: "text", text: t("连不上服务器，请检查网络再试。") }]);
    else blame([{ field: fieldOf(answer.problem.field), text: answer.problem.detail || answer.problem.title }]);
  };
  const replies = [
    { code: "receipt", name: t("凭回执号自己查") },
    { code: "phone", name: t("打电话或发短信") },
    { code: "door", name: t("上门或到站点取反馈单") },
  ];
  return (
    <form class="pad register" onSubmit={(event) => void submit(event)} noValidate>
      {wrong.length > 0 && <ErrorSummary errors={wrong} />}
      <section class="card" aria-labelledby="r-how">
        <h2 id="r-how">{t("怎么来的")}</h2>
        <div class="two">
          <Select form={form} name="channel" label={t("来源")} need choices={offered.channels} none={t("请选择")} />
          <Line form={form} name="came_on" label={t("收到日期")} need type="date" max={offered.today} />
          {channel?.numbered && <Line form={form} name="their_number" label={t("对方编号（工单号、信访件号）")} most={60} />}
          <Select form={form} name="station_id" label={t("收下的站点")} need={!deputy} choices={offered.stations.map(({ id, name }) => ({ code: String(id), name }))} none={deputy ? t("我所在的站点") : t("请选择")} />
        </div>
      </section>
      <section class="card" aria-labelledby="r-what">
        <h2 id="r-what">{t("什么事")}</h2>
        <Select form={form} name="category" label={t("类别")} need choices={offered.categories} none={t("请选择")} />
        <Line form={form} name="text" label={t("反映人说的（照原话写）")} need rows={5} most={1000} />
        <Place form={form} offered={offered} />
        <Near texts={texts} />
        <Select form={form} name="level" label={t("敏感程度")} choices={offered.levels} />
        {!deputy && <Select form={form} name="elsewhere" label={t("是否已在其他程序")} choices={offered.procedures} none={t("没有")} hint={t("已进入诉讼、仲裁、信访程序的，登记不重办，告知其他途径。")} />}
        {!deputy && texts["elsewhere"] && <Line form={form} name="about_it" label={t("案号或受理单位")} need most={200} />}
      </section>
      <section class="card" aria-labelledby="r-who">
        <h2 id="r-who">{t("怎么答复")}</h2>
        <Select form={form} name="way" label={t("答复方式")} choices={replies} />
        <div class="two">
          <Line form={form} name="name" label={t("称呼（选填，可用化名）")} most={40} />
          <Line form={form} name="phone" label={t("手机号")} type="tel" most={30} need={texts["way"] === "phone"} />
        </div>
        <Notice tone="info">
          <b>{t("请当面念给反映人听：")}</b>
          <ul>{offered.tell.map((line) => <li key={line}>{line}</li>)}</ul>
        </Notice>
        <Tick form={form} name="told" label={t("已当场告知，反映人同意")} />
      </section>
      <div class="acts">
        <button class="btn" aria-disabled={busy}>{busy ? t("正在登记…") : t("登记，出回执")}</button>
      </div>
    </form>
  );
}
