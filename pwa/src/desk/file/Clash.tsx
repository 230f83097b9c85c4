/** Two people changed the same case: see what the other did, then choose. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Sheet } from "../../shell/parts";
import { t } from "../../shell/words";
import { isoMinute } from "../parts";
import type { CaseFile } from "../wire";

interface Props {
  before: CaseFile;
  after: CaseFile;
  /** What this person has written, by key. */
  mine: Record<string, string>;
  needs: readonly { key: string; label: string }[];
  /** The move is still possible after what the other did. */
  still: boolean;
  useMine: () => void;
  useTheirs: () => void;
}

/** The dialog; closing it takes the other's, nothing of this person's is sent. */
export function Clash({ before, after, mine, needs, still, useMine, useTheirs }: Props): JSX.Element {
  const [seen, see] = useState(false);
  const theirs = after.timeline.filter(({ version }) => version > before.version);
  const who = theirs[0]?.actor_name || t("系统");
  return (
    <Sheet title={t("{name}刚改了这一项。", { name: who })} close={useTheirs}>
      <div class="body">
        {seen && (
          <>
            <b>{t("别人做的")}</b>
            <ul class="diff">
              {theirs.map((event) => (
                <li key={event.version}>
                  {isoMinute(event.at)} {event.label} {Object.values(event.evidence).join("；")} {event.reason}
                </li>
              ))}
            </ul>
            <b>{t("您写的")}</b>
            <ul class="diff">
              {needs.map(({ key, label }) => (
                <li key={key}>
                  {label}：{mine[key] || t("还没有写")}
                </li>
              ))}
            </ul>
          </>
        )}
        {!still && <p>{t("这一步已经不用办了。您写的还留着，可以先复制。")}</p>}
        <div class="acts">
          {!seen && <button type="button" class="btn second" onClick={() => see(true)}>{t("看差别")}</button>}
          {still && <button type="button" class="btn second" onClick={useMine}>{t("用我的")}</button>}
          <button type="button" class="btn" onClick={useTheirs}>{t("用他的")}</button>
        </div>
      </div>
    </Sheet>
  );
}
