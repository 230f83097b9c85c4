/** One item and what can be done with it: edit, send again, delete. */
import { useEffect, useState } from "preact/hooks";
import type { JSX } from "preact";
import { isRecording, nthOfKind, type Attachment, type Item } from "../../store/item";
import { attachmentsOf, dropAttachment, isEditable, removeItem, resend } from "../../store/outbox";
import { Icon } from "../../shell/icon";
import { Sheet, Tag } from "../../shell/parts";
import { go } from "../../shell/route";
import { moment } from "../../shell/time";
import { t } from "../../shell/words";
import { categoryName } from "../categories";
import { account, changed, expired, facts, report, sendNow } from "../live";
import { foundLabel } from "../tasks/found";
import { Choose } from "../laters/Choose";
import { Playback } from "../recordings/Playback";
import { FileButton } from "../sightings/PhotoPicker";
import { formOf, kindOf, titleOf } from "./ItemRow";
import { retake } from "./retake";
import { standing } from "./state";

const close = (): void => go("/outbox", true);

async function retry(owner: number, item: Item): Promise<void> {
  await resend(owner, item.id);
  await changed();
  close();
  await sendNow();
}

/** The sheet for `item`. */
export function ItemSheet({ item }: { item: Item }): JSX.Element {
  const [asking, ask] = useState(false);
  const owner = account.value!.id;
  const { tone, icon, word, why } = standing(item, expired.value, facts.value?.progress ?? null);
  const act = (work: Promise<unknown>): void => void work.catch(report);
  const choosing = item.state === "refused" && item.later?.kind === "correction" && item.later.clashes ? item.later : undefined;
  const under = facts.value?.progress?.parts[item.id] !== undefined;
  return (
    <Sheet title={titleOf(item)} close={close}>
      <div class="pad">
        <Tag tone={tone} icon={icon}>
          {word}
        </Tag>
        {why && <p class="why">{why}</p>}
        <Facts item={item} />
        <Photos item={item} owner={owner} />
        <Recordings item={item} owner={owner} />
        {choosing && <Choose item={item} later={choosing} owner={owner} />}
        {asking ? (
          <div role="alertdialog" aria-label={t("删除")} class="asking">
            <p>{item.state === "sent" ? t("只从手机里删去，已经上传的还在。") : t("还没上传，删除后找不回来。")}</p>
            <div class="acts two flat">
              <button type="button" class="btn danger" onClick={() => act(removeItem(owner, item.id).then(changed).then(close))}>
                {t("删除")}
              </button>
              <button type="button" class="btn second" onClick={() => ask(false)}>
                {t("保留")}
              </button>
            </div>
          </div>
        ) : (
          <div class="acts two flat">
            {item.state === "refused" && !choosing && (
              <button type="button" class="btn" onClick={() => act(retry(owner, item))}>
                <Icon name="up" />
                {t("再传一次")}
              </button>
            )}
            {isEditable(item) && (
              <button type="button" class="btn second" aria-disabled={under} onClick={() => under || go(formOf(item), true)}>
                <Icon name="pen" />
                {t("修改")}
              </button>
            )}
            {item.answer && !item.later && !item.form.spoken && (
              <button type="button" class="btn second" onClick={() => go(`/correct/${item.id}`, true)}>
                <Icon name="pen" />
                {t("更正")}
              </button>
            )}
            {item.later?.kind === "correction" && item.state === "refused" && !choosing && (
              <button type="button" class="btn second" onClick={() => go(`/correct/${item.later!.of}`, true)}>
                <Icon name="pen" />
                {t("重新更正")}
              </button>
            )}
            <button type="button" class="btn second" onClick={() => ask(true)}>
              {t("删除")}
            </button>
          </div>
        )}
      </div>
    </Sheet>
  );
}

function factsOf(item: Item): [string, string][] {
  const { form, answer } = item;
  const { spoken } = form;
  const rows: [string, string][] = item.later ? [[t("是什么"), kindOf(item.later)]] : [];
  if (spoken) rows.push([t("草案"), spoken.draftTitle], [t("哪一条"), spoken.articleLabel]);
  if (item.later?.kind === "visited") return [...rows, [t("走访结果"), foundLabel(item.later.body.found)], [t("走访户数"), String(item.later.body.households)], [t("了解到什么、做了什么"), form.text], [t("走访时间"), moment(form.seenAt)]];
  if (!spoken || spoken.concern) rows.push([t("类别"), categoryName(form.category)]);
  rows.push([spoken ? t("说的话") : t("事情"), form.text], [spoken ? t("听到的时间") : t("看到的时间"), moment(form.seenAt)]);
  if (form.placeWords) rows.push([t("位置更正"), form.placeWords]);
  if (answer?.number) rows.push([spoken ? t("回执号") : t("编号"), answer.number]);
  if (answer?.query_code) rows.push([t("查询码"), answer.query_code]);
  if (answer?.case_number) rows.push([t("转成的诉求"), answer.case_number]);
  if (answer) rows.push([t("收到"), moment(answer.received_at)]);
  if (answer?.cell) rows.push([t("网格"), answer.cell.name]);
  if (answer?.station) rows.push([t("送到"), answer.station.name]);
  return rows;
}

function Facts({ item }: { item: Item }): JSX.Element {
  return (
    <dl class="facts">
      {factsOf(item).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Photos({ item, owner }: { item: Item; owner: number }): JSX.Element | null {
  const [urls, setUrls] = useState<{ sha256: string; url: string }[]>([]);
  const [failed, setFailed] = useState(false);
  const again = (sha256: string, file: File | undefined): void => {
    if (file) void retake(owner, item, sha256, file).then((taken) => (taken ? sendNow() : setFailed(true))).catch(report);
  };
  useEffect(() => {
    let made: { sha256: string; url: string }[] = [];
    void attachmentsOf(owner, item).then((photos) => {
      made = photos.filter((photo) => !isRecording(photo)).map(({ sha256, data, type }) => ({ sha256, url: URL.createObjectURL(new Blob([data], { type })) }));
      setUrls(made);
    }, report);
    return () => made.forEach(({ url }) => URL.revokeObjectURL(url));
  }, [item.id, item.revision]);
  if (urls.length === 0) return null;
  const bad = badOf(item);
  return (
    <ul class="photos">
      {urls.map(({ sha256, url }, index) => (
        <li key={sha256}>
          <img src={url} alt={t("照片{n}", { n: index + 1 })} />
          {bad > 0 && bad === item.attachments.findIndex((note) => note.sha256 === sha256) + 1 && (
            <>
              <FileButton icon="camera" label={t("重拍")} capture pick={(input) => again(sha256, input.files?.[0])} />
              <button type="button" class="btn second slim" onClick={() => void dropAttachment(owner, item.id, sha256).then(changed).then(sendNow).catch(report)}>
                {t("删去这张")}
              </button>
              {failed && <p class="error" role="alert">{t("照片{n}打不开，请重拍或换一张。", { n: nthOfKind(item, bad) })}</p>}
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

/** Which attachment the server refused, counted from 1; 0 when none. */
function badOf({ state, answer, why }: Item): number {
  return (state === "refused" && answer && why?.nth) || 0;
}

function Recordings({ item, owner }: { item: Item; owner: number }): JSX.Element | null {
  const [recordings, setRecordings] = useState<readonly Attachment[]>([]);
  useEffect(() => {
    attachmentsOf(owner, item).then((all) => setRecordings(all.filter(isRecording)), report);
  }, [item.id, item.revision]);
  if (recordings.length === 0) return null;
  const bad = item.attachments[badOf(item) - 1]?.sha256;
  return (
    <ul class="voices">
      {recordings.map(({ sha256, data, type, seconds = 0 }, index) => (
        <li key={sha256}>
          <Playback data={data} type={type} seconds={seconds} nth={index + 1} />
          {bad === sha256 && (
            <button type="button" class="btn second" onClick={() => void dropAttachment(owner, item.id, sha256).then(changed).then(sendNow).catch(report)}>
              {t("删去这段")}
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}
