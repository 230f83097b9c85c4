/** Answering what a station asks of a sighting: words and photos, also without a network. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { JSX } from "preact";
import { uuid7 } from "../../store/ids";
import type { Attachment, Form } from "../../store/item";
import { fileLater } from "../../store/outbox";
import { FieldError } from "../../shell/parts";
import { go, href } from "../../shell/route";
import { day, moment } from "../../shell/time";
import { t } from "../../shell/words";
import type { AskedMatter } from "../../api/wire";
import { categoryName } from "../categories";
import { keepBegun, readBegun } from "../laters/begun";
import { account, asked, changed, items, report, sendNow } from "../live";
import { emptyForm } from "../sightings/form";
import { PhotoPicker } from "../sightings/PhotoPicker";
import { Warnings } from "../today/Today";

const leastText = 2;
const mostText = 1000;

/** The page for what is asked of the sighting `id`. */
export function AnswerPage({ id }: { id: string }): JSX.Element {
  const matter = asked.value.find((one) => one.id === id);
  if (!matter) {
    return (
      <main>
        <p class="empty">
          {t("这一项已经补充过，或者时间已过。")} <a href={href("/tasks")}>{t("任务")}</a>
        </p>
      </main>
    );
  }
  return (
    <main class="form">
      <Warnings />
      <h2>{t("站点请您补充")}</h2>
      <p class="said">{matter.asked}</p>
      <p class="meta">{[matter.due_on ? t("请在{date}前补充", { date: day(`${matter.due_on}T12:00:00+08:00`) }) : "", t("到期没有补充，按现有情况办理")].filter(Boolean).join("，")}</p>
      <dl class="facts">
        <div><dt>{t("您登记的")}</dt><dd>{matter.opening || categoryName(matter.category)}</dd></div>
        <div><dt>{t("编号")}</dt><dd>{matter.number}</dd></div>
        <div><dt>{t("看到的时间")}</dt><dd>{moment(matter.seen_at)}</dd></div>
      </dl>
      <Answer matter={matter} />
    </main>
  );
}

function Answer({ matter }: { matter: AskedMatter }): JSX.Element {
  const owner = account.value!.id;
  const [fresh] = useState(() => uuid7());
  const [text, setText] = useState("");
  const [photos, setPhotos] = useState<readonly Attachment[]>([]);
  const [wrong, setWrong] = useState<string>();
  const [busy, setBusy] = useState(false);
  const latest = useRef(photos);
  const held = useRef(Promise.resolve());
  useEffect(() => void readBegun(owner, matter.id).then((begun) => begun && setText(begun), report), []);
  const write = (next: string): void => {
    setText(next);
    void keepBegun(owner, matter.id, next).catch(report);
  };
  const store = async (): Promise<void> => {
    await held.current;
    const attachments = latest.current;
    const digests = attachments.map((photo) => photo.sha256);
    const body = { id: fresh, made_at: new Date().toISOString(), text: text.trim(), attachments: digests };
    await fileLater(owner, { id: fresh, form: formOf(matter, text.trim()), attachments }, { kind: "addition", of: matter.id, askedAt: matter.asked_at, body });
    await keepBegun(owner, matter.id, "");
    await changed();
    go(`/saved/${fresh}`, true);
    void sendNow();
  };
  const save = (): void => {
    const length = text.trim().length;
    const found = length < leastText ? t("写下补充的情况，至少2个字") : length > mostText ? t("最多写{n}个字", { n: mostText }) : undefined;
    setWrong(found);
    if (found) document.getElementById("more")?.focus();
    if (found || busy) return;
    setBusy(true);
    void store().catch(report).finally(() => setBusy(false));
  };
  return (
    <>
      <label class="field">
        <span>{t("补充的情况")}</span>
        {wrong && <FieldError id="more-error">{wrong}</FieldError>}
        <textarea id="more" rows={4} value={text} aria-invalid={wrong !== undefined} {...(wrong ? { "aria-describedby": "more-error" } : {})} onInput={(event) => write(event.currentTarget.value)} />
      </label>
      <PhotoPicker
        item={fresh}
        photos={photos}
        change={(update) => setPhotos((latest.current = update(latest.current)))}
        hold={(work) => (held.current = Promise.all([held.current, work]).then(() => undefined))}
      />
      <div class="acts">
        <button type="button" class="btn" aria-disabled={busy} onClick={save}>
          {busy ? t("正在保存…") : t("交给站点")}
        </button>
      </div>
    </>
  );
}

/** What the outbox shows of it: the sighting's own facts with the words that are added. */
function formOf(matter: AskedMatter, text: string): Form {
  const own = items.value.find((item) => item.id === matter.id)?.form ?? emptyForm();
  return { ...own, category: matter.category, seenAt: matter.seen_at, text };
}
