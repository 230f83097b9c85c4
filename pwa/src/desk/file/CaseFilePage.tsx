/** A case file: what was said, what happened, what comes next. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Notice } from "../../shell/parts";
import { href } from "../../shell/route";
import { t } from "../../shell/words";
import { recount } from "../lists/Inbox";
import { useRead } from "../live";
import { Deadline, Heading, isoDay, Printed, Rated, Stage, Urged, Waiting } from "../parts";
import type { CaseFile } from "../wire";
import { MediationCard } from "./mediation/MediationCard";
import { Consents } from "./Consents";
import { Links } from "./Links";
import { NextSteps } from "./NextSteps";
import { Family } from "./Family";
import { Originals } from "./Originals";
import { Outlets } from "./Outlets";
import { Ratings } from "./Ratings";
import { Seats } from "./Seats";
import { Sensitivity } from "./Sensitivity";
import { Sheets } from "./Sheets";
import { Split } from "./Split";
import { Standing } from "./Standing";
import { Timeline } from "./Timeline";
import { TopicsCard } from "./Topics";
import { Urging } from "./Urging";
import "./file.css";

const onItsWayMs = 5000;

/** The page of the case `id`. */
export function CaseFilePage({ id }: { id: string }): JSX.Element {
  const reading = useRead<CaseFile>(`/api/cases/${id}`);
  const [done, say] = useState<string | null>(null);
  const file = reading.data;
  useEffect(() => {
    // The answer is on its way: the stage changes by itself once somebody has received it.
    if (file?.state !== "answering" || file.sheets.length === 0) return undefined;
    const timer = setInterval(reading.again, onItsWayMs);
    return () => clearInterval(timer);
  }, [file?.state, file?.sheets.length]);
  if (file === null || reading.refused !== null) {
    return (
      <>
        <h1 class="vh">{t("事项")}</h1>
        <Waiting reading={reading} />
        {reading.refused !== null && <p class="pad"><a href={href("/")}>{t("回到收件箱")}</a></p>}
      </>
    );
  }
  const moved = (fresh: CaseFile, words: string | null): void => {
    reading.put(fresh);
    say(words);
    void recount();
  };
  return (
    <>
      <Head file={file} />
      {done !== null && (
        <div class="pad noprint">
          <Notice tone="ok">{done}</Notice>
        </div>
      )}
      {file.joined_to !== null && (
        <div class="pad">
          <Notice tone="wait">
            {t("这一件已并入{number}，原反映都在那一件里，答复时每人一张反馈单。", { number: file.joined_to.number })}{" "}
            <a href={href(`/cases/${file.joined_to.id}`)}>{t("打开{number}", { number: file.joined_to.number })}</a>
          </Notice>
        </div>
      )}
      <div class="file">
        <div class="stack">
          <section class="card" aria-labelledby="originals">
            <h2 id="originals">{t("原始反映（不可改）")}</h2>
            <Originals file={file} reread={reading.again} />
          </section>
          <MediationCard file={file} reread={reading.again} />
        </div>
        <section class="card" aria-labelledby="timeline">
          <h2 id="timeline">{t("经过")}</h2>
          <Timeline file={file} />
        </section>
        <div class="side2 next">
          <section class="card noprint" aria-labelledby="next">
            <h2 id="next">{t("下一步")}</h2>
            <NextSteps file={file} moved={moved} />
            <Split key={file.id} file={file} />
          </section>
          <Family file={file} />
          <Sensitivity key={file.level} file={file} moved={moved} />
          {file.seats.length > 0 && (
            <section class="card" aria-labelledby="seats">
              <h2 id="seats">{t("在谁手里")}</h2>
              <Seats file={file} />
              <Consents file={file} key={file.version} />
            </section>
          )}
          <Links file={file} key={file.version} />
          <Standing file={file} reread={reading.again} />
          <Urging file={file} moved={moved} />
          <Outlets id={file.id} />
          <TopicsCard id={file.id} />
          {file.sheets.length > 0 && (
            <section class="card" aria-labelledby="sheets">
              <h2 id="sheets">{t("反馈单")}</h2>
              <Sheets file={file} reread={reading.again} />
            </section>
          )}
          <Ratings key={file.state} file={file} reread={reading.again} />
        </div>
      </div>
      <p class="pad noprint"><a href={`/api/cases/${file.id}/dossier.pdf`} target="_blank" rel="noopener">{t("卷宗PDF")}</a></p>
      <Printed what={[file.number]} />
    </>
  );
}

function Head({ file }: { file: CaseFile }): JSX.Element {
  const first = file.reports[0]?.text ?? "";
  const title = first.length > titleLength ? `${first.slice(0, titleLength)}…` : first || file.category.name;
  return (
    <div class="filehead">
      <Heading title={file.number}>
        <span class="no">{file.number}</span> {title}
      </Heading>
      <Stage of={file} />
      <Deadline of={file} />
      <Urged of={file} />
      <Rated of={file} />
      <dl>
        <Fact name={t("类别")} value={file.category.name} />
        <Fact name={t("地点")} value={file.area.name} />
        <Fact name={t("网格")} value={file.cell?.name ?? (file.station ? t("未落格") : t("限办理人员"))} />
        <Fact name={t("站点")} value={file.station?.name ?? t("限办理人员")} />
        {file.channel !== null && <Fact name={t("通道")} value={channels[file.channel]!()} />}
        <Fact name={t("收到")} value={isoDay(file.opened_at)} />
        {file.level === "hidden" && <Fact name={t("敏感")} value={t("隐蔽问题，别处只显示到村")} />}
        {file.level === "restricted" && <Fact name={t("敏感")} value={t("限办理人员，别人只看到编号、类别、村和进展")} />}
      </dl>
    </div>
  );
}

const titleLength = 22;
const channels: Record<string, () => string> = { industry: () => t("行业调处"), congress: () => t("人大转办") };

function Fact({ name, value }: { name: string; value: string }): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
